"""Precision from a sheet filled in: what may be written in it, and what is said of mistakes."""

from __future__ import annotations

import csv
import io
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.errors import InputError
from dragoman.judging.precision import Evaluation, wilson

Row = tuple[str, int, str, str]  # type, population, type_ok, actor_ok


def write(path: Path, rows: list[Row], delimiter: str = ",", encoding: str = "utf-8") -> Path:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter)
    writer.writerow(["sentence", "type", "type_ok", "actor_ok", "note", "population"])
    for kind, population, type_ok, actor_ok in rows:
        writer.writerow(["“Oslo”, they said", kind, type_ok, actor_ok, "", population])
    path.write_bytes(out.getvalue().encode(encoding))
    return path


@pytest.fixture
def sheet(tmp_path: Path) -> Path:
    return tmp_path / "judged.csv"


def evaluated(path: Path) -> tuple[Evaluation, list[str]]:
    errors: list[InputError] = []
    return dragoman.evaluate(path, on_error=errors.append), [str(error) for error in errors]


def test_precision_by_type(sheet: Path) -> None:
    write(sheet, [("AID", 10, "y", "y"), ("AID", 10, "y", ""), ("AID", 10, "n", "n"), ("AID", 10, "", "")])
    score = dragoman.evaluate(sheet).of("type_ok", "AID")
    assert (score.population, score.drawn, score.judged, score.unjudged, score.right) == (10, 4, 3, 1, 2)
    assert score.precision == pytest.approx(2 / 3, abs=1e-4)
    actor = dragoman.evaluate(sheet).of("actor_ok", "AID")
    assert (actor.judged, actor.unjudged, actor.right) == (2, 2, 1)


def test_over_all_types_each_weighs_as_much_as_it_has_events(sheet: Path) -> None:
    write(
        sheet, [("AID", 90, "y", ""), ("AID", 90, "y", ""), ("COERCE", 10, "n", ""), ("COERCE", 10, "n", "")]
    )
    score = dragoman.evaluate(sheet).of("type_ok")
    assert (score.precision, score.population) == (0.9, 100)
    # Kish: 1 / (.9² / 2 + .1² / 2) rows of a simple sample are as exact.
    low, high = wilson(0.9, 1 / (0.81 / 2 + 0.01 / 2))
    assert (score.low, score.high) == (round(low, 4), round(high, 4))


def test_in_proportion_the_weighted_figure_is_the_plain_one(sheet: Path) -> None:
    write(sheet, [("AID", 40, "y", "")] * 3 + [("AID", 40, "n", "")] + [("COERCE", 20, "y", "")] * 2)
    score = dragoman.evaluate(sheet).of("type_ok")
    low, high = wilson(5 / 6, 6)
    assert (score.precision, score.low, score.high) == (0.8333, round(low, 4), round(high, 4))


def test_a_type_that_nobody_judged_has_no_figure_and_no_weight(sheet: Path) -> None:
    write(sheet, [("AID", 40, "y", ""), ("COERCE", 60, "", "")])
    result = dragoman.evaluate(sheet)
    assert result.of("type_ok", "COERCE").precision is None
    assert (result.of("type_ok").precision, result.of("type_ok").unjudged) == (1.0, 1)
    assert result.of("actor_ok").low is None


@pytest.mark.parametrize(
    ("share", "n", "low", "high"),
    [(0.5, 10, 0.2366, 0.7634), (1.0, 10, 0.7225, 1.0), (0.0, 10, 0.0, 0.2775), (0.9, 100, 0.8256, 0.9448)],
)
def test_intervals_are_wilsons(share: float, n: int, low: float, high: float) -> None:
    assert [round(bound, 4) for bound in wilson(share, n)] == [low, high]


@given(st.integers(1, 500), st.floats(0, 1))
def test_an_interval_holds_its_share_and_stays_within_0_and_1(n: int, share: float) -> None:
    low, high = wilson(share, n)
    assert 0 <= low <= share + 1e-9
    assert share - 1e-9 <= high <= 1


@pytest.mark.parametrize("yes", ["y", "Y", "yes", "YES", "1", "true", "TRUE", " y "])
@pytest.mark.parametrize("no", ["n", "No", "0", "FALSE"])
def test_what_may_be_written(sheet: Path, yes: str, no: str) -> None:
    write(sheet, [("AID", 2, yes, ""), ("AID", 2, no, " ")])
    score = dragoman.evaluate(sheet).of("type_ok", "AID")
    assert (score.judged, score.right) == (2, 1)


@pytest.mark.parametrize(("delimiter", "encoding"), [(",", "utf-8-sig"), (";", "utf-8"), ("\t", "utf-8-sig")])
def test_what_spreadsheets_make_of_it_is_read(sheet: Path, delimiter: str, encoding: str) -> None:
    write(sheet, [("AID", 2, "y", "")], delimiter, encoding)
    with sheet.open("ab") as file:
        file.write((delimiter * 5 + "\r\n").encode())
    assert dragoman.evaluate(sheet).of("type_ok").drawn == 1


def test_a_mistake_names_line_column_and_mend_and_the_rest_goes_on(sheet: Path) -> None:
    rows: list[Row] = [
        ("AID", 2, "y", "maybe"),
        ("HELP", 2, "y", "y"),
        ("AID", 0, "y", "y"),
        ("AID", 3, "y", "y"),
        ("AID", 2, "n", "y"),
    ]
    write(sheet, rows)
    with sheet.open("a", encoding="utf-8") as file:
        file.write("too,few\n")
    result, errors = evaluated(sheet)
    assert errors == [
        f"{sheet}, line 2, column actor_ok: 'maybe' is no judgement (write y or n, or leave it empty)",
        f"{sheet}, line 3, column type: 'HELP' is no event type (leave this column as sample wrote it)",
        f"{sheet}, line 4, column population: '0' is no number of events (leave this column as sample wrote it)",
        f"{sheet}, line 5, column population: 3 events of type AID, and 2 in a row before"
        " (evaluate sheets of different samples one by one)",
        f"{sheet}, line 7: 2 cells, and the header has 6 (mend the line in a spreadsheet)",
    ]
    score = result.of("type_ok")
    assert (score.drawn, score.judged, score.right) == (2, 2, 1)
    with pytest.raises(InputError, match="line 2, column actor_ok"):
        dragoman.evaluate(sheet)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        (b"", "line 1: there is no column 'type'"),
        (b"type,type_ok\n", "line 1: there is no column 'population'"),
        (b"type,population\n", "line 1: there is no column to fill in (keep its columns type_ok"),
        (b"type,population,type_ok\nAID,1,y\n\xe9,1,y\n", "line 3: not UTF-8 (save it from the spreadsheet"),
    ],
)
def test_what_is_no_sheet_is_told(sheet: Path, data: bytes, message: str) -> None:
    sheet.write_bytes(data)
    with pytest.raises(InputError) as caught:
        dragoman.evaluate(sheet, on_error=lambda error: None)
    assert str(caught.value).startswith(f"{sheet}, {message}")


def test_a_column_renamed_is_not_left_out_in_silence(sheet: Path) -> None:
    sheet.write_text("type,population,type_ok,actors_ok\nAID,2,y,n\n", encoding="utf-8")
    result, errors = evaluated(sheet)
    assert result.of("type_ok", "AID").judged == 1
    assert [error.partition(" (")[0] for error in errors] == [
        f"{sheet}, line 1, column actors_ok: asks nothing that sample asks"
    ]


def test_a_file_that_is_not_there(tmp_path: Path) -> None:
    with pytest.raises(InputError, match="cannot be read"):
        dragoman.evaluate(tmp_path / "none.csv")


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.text(alphabet='yn01AID,;\t"\n\r x-', max_size=80))
def test_any_sheet_is_read_or_refused(sheet: Path, text: str) -> None:
    sheet.write_bytes(b"type,population,type_ok\n" + text.encode())
    result, _ = evaluated(sheet)
    for score in result.scores:
        assert score.judged + score.unjudged == score.drawn
        assert score.right <= score.judged


def test_the_figures_as_csv(sheet: Path) -> None:
    write(sheet, [("AID", 10, "y", "")])
    first, *rest = csv.DictReader(io.StringIO(dragoman.evaluate(sheet).csv()))
    assert (first["question"], first["type"], first["precision"], first["judged"]) == (
        "type_ok",
        "AID",
        "1.0",
        "1",
    )
    assert rest[0]["type"] == ""
    assert Evaluation.from_json(dragoman.evaluate(sheet).json()) == dragoman.evaluate(sheet)

"""`dragoman compare`, run as its user would."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest

from benchmarks.corpus import corpus
from dragoman.store import Store
from tests.analysis.peerfiles import gdelt_row, written
from tests.test_cli import dragoman


@pytest.fixture(scope="module")
def files(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    folder = tmp_path_factory.mktemp("compare")
    rows = [gdelt_row(str(n), f"2025021{n}") for n in range(6)]
    other = [*rows[:4], gdelt_row("4", "20250214", code="120"), gdelt_row("7", "20250215", "QQQ")]
    return written(folder / "a.csv", *rows), written(folder / "b.csv", *other)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of three hundred events."""
    file = tmp_path_factory.mktemp("compare") / "desk.db"
    made = corpus(300)
    with Store.open(f"sqlite:///{file}") as store:
        store.add(made.documents, made.events, made.stories, made.storylines)
    return file


def test_a_table_tells_numbers_and_disagreements(files: tuple[str, str]) -> None:
    done = dragoman("compare", *files, "--format", "table")
    told = done.stdout.decode()
    assert done.returncode == 0
    assert "a.csv\n   GDELT, 2025-02-10 to 2025-02-15; events compared: 6 of 6, between 1 pair\n" in told
    assert "Compared by day and type: 2025-02-10 to 2025-02-15." in told
    assert "Kappa of the quad class on shared dyad-days: –" in told
    assert "A ACCUSE, B REJECT" in told
    assert "2025-02-14  FRA → DEU  ACCUSE  (1 event)" in told
    assert "B has REJECT of FRA → DEU on 2025-02-14, from the same report\n" in told
    assert "FRA MINISTER · DEU MINISTER (https://news.example/4, event 4)" in told
    assert done.stderr.decode().count("country code 'QQQ' is not known") == 1


def test_a_chart_is_svg_and_is_not_called_otherwise(files: tuple[str, str], tmp_path: Path) -> None:
    done = dragoman("compare", *files, "--chart", str(tmp_path / "c.png"))
    assert done.returncode == 2
    assert "nothing is written as png" in done.stderr.decode()
    assert not (tmp_path / "c.png").exists()


def test_what_is_written_goes_by_the_ending(files: tuple[str, str], tmp_path: Path) -> None:
    for name in ("c.json", "c.csv", "c.jsonl"):
        assert (
            dragoman(
                "compare", *files, "-o", str(tmp_path / name), "--chart", str(tmp_path / "c.svg")
            ).returncode
            == 0
        )
    told = json.loads((tmp_path / "c.json").read_text(encoding="utf-8"))
    assert told["cells"] == {"both": 4, "only_a": 2, "only_b": 1}
    table = list(csv.DictReader(io.StringIO((tmp_path / "c.csv").read_text(encoding="utf-8"))))
    lines = [json.loads(line) for line in (tmp_path / "c.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["start"] for row in table] == [row["start"] for row in lines]
    assert [(row["only"], row["start"]) for row in lines] == [
        ("a", "2025-02-14"), ("a", "2025-02-15"), ("b", "2025-02-14"),
    ]  # fmt: skip
    assert (tmp_path / "c.svg").read_text(encoding="utf-8").startswith("<?xml")


def test_without_a_terminal_it_is_json(files: tuple[str, str]) -> None:
    told = json.loads(dragoman("compare", *files, "--most", "1", "--what", "quad", "--within", "1").stdout)
    assert (told["what"], told["within"], len(told["disagreements"])) == ("quad", 1, 1)


def test_a_store_with_what_was_exported_from_it(desk: Path, tmp_path: Path) -> None:
    out = tmp_path / "events.txt"
    assert dragoman("export", "polecat", "--db", str(desk), "-o", str(out)).returncode == 0
    done = dragoman("compare", str(desk), str(out))
    told = json.loads(done.stdout)
    assert (told["a"]["kind"], told["b"]["kind"]) == ("dragoman", "polecat")
    assert told["cells"]["both"] > 50
    assert (told["cells"]["only_a"], told["cells"]["only_b"]) == (0, 0)
    less = json.loads(dragoman("compare", str(desk), str(out), "--min-confidence", "0.7").stdout)
    assert less["cells"]["only_b"] > 0
    assert all(one["nearest"] is None or one["nearest"]["rule"] for one in less["disagreements"])


@pytest.mark.parametrize(
    ("options", "problem"),
    [
        (["--within", "1", "--by", "week"], "--within is about days"),
        (["--format", "table", "-o", "x.txt"], "a table is for a terminal"),
        (["--actor", "Harbour Board"], "'Harbour Board' is no country"),
        (["--since", "2025-03-01", "--until", "2025-02-01"], "is after 2025-02-01"),
        (["--what", "root"], "Invalid value for '--what'"),
        (["--place", "FRA"], "No such option"),
    ],
)
def test_wrong_use(files: tuple[str, str], options: list[str], problem: str) -> None:
    done = dragoman("compare", *files, *options)
    assert done.returncode == 2
    assert problem in done.stderr.decode()


def test_nothing_to_compare_is_told(files: tuple[str, str], tmp_path: Path) -> None:
    late = written(tmp_path / "late.csv", gdelt_row("1", "20260101"))
    done = dragoman("compare", files[0], late)
    assert done.returncode == 1
    assert (
        "late.csv covers 2026-01-01 to 2026-01-01; events: 1; left out: of days that only one covers: 1"
        in done.stderr.decode()
    )
    missing = dragoman("compare", files[0], str(tmp_path / "none.csv"))
    assert missing.returncode == 1
    assert "no such file" in missing.stderr.decode()


def test_strict_tells_by_the_exit_code_what_could_not_be_read(files: tuple[str, str]) -> None:
    done = dragoman("compare", *files, "--strict")
    assert done.returncode == 1
    assert json.loads(done.stdout)["cells"]["both"] == 4  # what could be read is told all the same
    assert dragoman("compare", files[0], files[0], "--strict").returncode == 0


def test_inputs_are_coded_with_other_words(tmp_path: Path) -> None:
    news, mine = tmp_path / "news.jsonl", tmp_path / "mine.yaml"
    news.write_text('{"title": "Norway Condemns Chile", "published": "2025-02-18"}\n', encoding="utf-8")
    mine.write_text("type: REJECT\nentries:\n  - verb: condemn\n", encoding="utf-8")
    done = dragoman(
        "compare", str(news), str(news), "--parser", "fast", "--lexicon-b", str(mine), "--format", "csv"
    )
    assert done.returncode == 0
    rows = list(csv.DictReader(io.StringIO(done.stdout.decode())))
    assert [(row["only"], row["kind"], row["other_type"], row["has_text"]) for row in rows] == [
        ("a", "ACCUSE", "REJECT", "Norway Condemns Chile"),
        ("b", "REJECT", "ACCUSE", "Norway Condemns Chile"),
    ]
    assert [row["has_rule"].partition(" ")[0] for row in rows] == [
        "ACCUSE/condemn",
        "REJECT/condemn@mine.yaml",
    ]

"""Files of GDELT, ICEWS and POLECAT become rows to compare, whatever stands in them."""

from __future__ import annotations

import gzip
import zipfile
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.analysis.dyadic import Dyadic
from dragoman.analysis.peers import PEERS, PeerKind, codes, icews, kind_of, lines, read
from dragoman.errors import InputError, OntologyError
from dragoman.ontology.files import load_yaml
from tests.analysis.peerfiles import ICEWS, POLECAT, gdelt_row, icews_row, polecat_row, written

Parts = tuple[list[Dyadic], list[str]]


def parts(path: str, kind: PeerKind) -> Parts:
    """The rows of a file, and what is told of it."""
    found = list(read(path, kind))
    return [one for one in found if isinstance(one, Dyadic)], [
        str(one) for one in found if isinstance(one, InputError)
    ]


# ------------------------------------------------------------------------------------------------ GDELT


@pytest.mark.parametrize("width", [57, 58, 61])
def test_a_row_of_gdelt(tmp_path: Path, width: int) -> None:
    path = written(tmp_path / "one.CSV", gdelt_row(width=width))
    (row,), told = parts(path, "gdelt")
    assert kind_of(path) == "gdelt"
    assert told == []
    assert row == Dyadic(
        event="900000001", day="2025-02-18", actor="FRA", recipient="DEU", actor_sector="GOV", recipient_sector="GOV",
        type="ACCUSE", cameo="111", quad=3, intensity=-2.0, goldstein=-2.0, status=None, origins=None,
        happening="900000001", text="FRA MINISTER · DEU MINISTER",
        url=None if width == 57 else "https://news.example/900000001", publisher=None,
    )  # fmt: skip


@pytest.mark.parametrize(
    ("cells", "label"),
    [
        ({1: "ROMANIA", 2: "ROM"}, "ROU"),
        ({1: "GREENLAND", 2: "GRL"}, "DNK"),
        ({1: "UNITED NATIONS", 3: "UNO", 7: "IGO"}, "UNO"),
        ({1: "EUROPEAN UNION", 2: "EUR", 3: "EEC", 7: "IGO"}, "EUR"),
        ({1: "EUROPE", 2: "EUR"}, "EUROPE"),  # the region is no actor
        ({1: "AID WORKERS", 7: "NGO"}, "NGO"),
        ({1: "VALLEY MINERS", 7: "REB"}, "VALLEY MINERS"),
        ({}, None),
    ],
)
def test_who_acts_in_gdelt(tmp_path: Path, cells: dict[int, str], label: str | None) -> None:
    (row,), told = parts(written(tmp_path / "one.csv", gdelt_row(actor=cells)), "gdelt")
    assert row.actor == label
    assert told == []


def test_the_media_of_cameo_are_not_the_doctors_of_plover(tmp_path: Path) -> None:
    row = gdelt_row(actor={2: "FRA", 7: "MED"}, recipient={2: "DEU", 7: "HLH"})
    (found,), _ = parts(written(tmp_path / "one.csv", row), "gdelt")
    assert (found.actor_sector, found.recipient_sector) == ("JRN", "MED")


def test_a_statement_has_no_type(tmp_path: Path) -> None:
    path = written(tmp_path / "one.csv", gdelt_row(code="010", quad="1", goldstein="0.0"))
    (row,), _ = parts(path, "gdelt")
    assert (row.type, row.cameo, row.quad, row.intensity, row.goldstein) == (None, "010", 1, None, 0.0)


def test_what_is_wrong_is_counted_and_the_rest_is_read(tmp_path: Path) -> None:
    rows = [
        gdelt_row("1"),
        gdelt_row("2", day="20250230"),
        gdelt_row("3", actor="QQQ"),
        gdelt_row("4", actor="QQQ"),
        gdelt_row("5", code="---"),
        gdelt_row("6", goldstein="nan"),
        gdelt_row("7", quad="9"),
        gdelt_row("8")[:-200],
        "",
        gdelt_row("9"),
    ]
    found, told = parts(written(tmp_path / "some.csv", *rows), "gdelt")
    assert [row.event for row in found] == ["1", "2", "3", "4", "6", "7", "9"]
    assert found[1].day is None
    assert found[2].actor == "QQQ MINISTER"
    assert found[4].goldstein is None
    assert found[5].quad == 3  # that of the code
    path = str(tmp_path / "some.csv")
    assert told[0] == f"{path}, line 2: '20250230' is no day (the event counts as undated)"
    assert told[1].startswith(f"{path}, line 3, and 1 more of the kind: country code 'QQQ' is not known")
    assert [line.split(": ")[1][:20] for line in told[2:]] == [
        "'---' is no CAMEO co", "a GoldsteinScale tha", f"{len(rows[7].split(chr(9)))} columns (a row of"[:20],
    ]  # fmt: skip


# ------------------------------------------------------------------------------------------------ ICEWS


def test_a_row_of_icews(tmp_path: Path) -> None:
    path = written(tmp_path / "events.2025.tab", icews_row(), header=ICEWS)
    (row,), told = parts(path, "icews")
    assert kind_of(path) == "icews"
    assert told == []
    assert row == Dyadic(
        event="31000001", day="2025-02-18", actor="FRA", recipient="DEU", actor_sector="GOV", recipient_sector="GOV",
        type="ACCUSE", cameo="111", quad=3, intensity=-2.0, goldstein=-2.0, status=None, origins=None,
        happening="31000001", text="Ada Brandt · Criticize or denounce · Foreign Affairs (Germany)", url=None,
        publisher="The Nowhere Herald",
    )  # fmt: skip


def test_icews_in_quotes_with_names_that_r_makes(tmp_path: Path) -> None:
    def quoted(row: str) -> str:
        return "\t".join('"' + cell.replace('"', '""') + '"' for cell in row.split("\t"))

    names = [name.replace(" ", ".") for name in ICEWS]
    row = icews_row(source_name='Karl "Blue" Ode')
    path = written(tmp_path / "q.tab", quoted(row), header=[f'"{name}"' for name in names])
    assert kind_of(path) == "icews"
    (found,), told = parts(path, "icews")
    assert told == []
    assert found.text is not None
    assert found.text.startswith('Karl "Blue" Ode · ')


@pytest.mark.parametrize(
    ("cells", "label"),
    [
        ({"source_country": "Russian Federation"}, "RUS"),
        ({"source_country": "Occupied Palestinian Territory"}, "PSE"),
        ({"source_country": "united states"}, "USA"),
        ({"source_country": "", "source_name": "European Union"}, "EUR"),
        ({"source_country": "", "source_name": "Tide Council", "source_sectors": "Regional Diplomatic IGOs"}, "IGO"),
        ({"source_country": "", "source_name": "Tide Council", "source_sectors": ""}, "Tide Council"),
    ],
)  # fmt: skip
def test_who_acts_in_icews(tmp_path: Path, cells: dict[str, str], label: str) -> None:
    (row,), told = parts(written(tmp_path / "e.tab", icews_row(**cells), header=ICEWS), "icews")
    assert row.actor == label
    assert told == []


@pytest.mark.parametrize(
    ("code", "whole"),
    [
        ("43", "043"),
        ("10", "010"),
        ("211", "0211"),
        ("874", "0874"),
        ("190", "190"),
        ("1012", "1012"),
        ("x", "x"),
    ],
)
def test_a_code_that_lost_its_zero_has_it_back(code: str, whole: str) -> None:
    assert icews.whole_code(code) == whole


def test_a_country_that_nobody_knows_is_told(tmp_path: Path) -> None:
    (row,), told = parts(
        written(tmp_path / "e.tab", icews_row(source_country="Ruritania"), header=ICEWS), "icews"
    )
    assert row.actor == "Ada Brandt"
    assert "country 'Ruritania' is not known" in told[0]


def test_a_header_without_a_column_is_told(tmp_path: Path) -> None:
    path = written(tmp_path / "e.tab", icews_row(), header=[name for name in ICEWS if name != "CAMEO Code"])
    assert kind_of(path) is None
    assert parts(path, "icews") == (
        [],
        [f"{path}, line 1: no column 'cameo code' (give the file with its header, tab-separated)"],
    )


# ---------------------------------------------------------------------------------------------- POLECAT


def test_a_row_of_polecat(tmp_path: Path) -> None:
    path = written(tmp_path / "ngecEvents.txt", polecat_row(), header=POLECAT)
    (row,), told = parts(path, "polecat")
    assert kind_of(path) == "polecat"
    assert told == []
    assert row == Dyadic(
        event="20250218-0001", day="2025-02-18", actor="FRA", recipient="DEU", actor_sector="GOV",
        recipient_sector="GOV", type="ACCUSE", cameo=None, quad=3, intensity=-2.0, goldstein=None, status=None,
        origins=None, happening="20250218-0001", text="Ada Brandt · ACCUSE disapprove · Ministry of Tides", url=None,
        publisher="The Nowhere Herald",
    )  # fmt: skip


def pairs(tmp_path: Path, **cells: str) -> list[tuple[str | None, str | None]]:
    found, told = parts(written(tmp_path / "p.txt", polecat_row(**cells), header=POLECAT), "polecat")
    assert told == []
    return [(row.actor, row.recipient) for row in found]


def test_lists_of_actors_are_taken_apart(tmp_path: Path) -> None:
    assert pairs(
        tmp_path, actor_name="Ada Brandt; Tide Council", actor_country="FRA;None", recipient_country="KOS"
    ) == [("FRA", "XKX"), ("Tide Council", "XKX")]


def test_those_who_meet_each_other_are_all_actors(tmp_path: Path) -> None:
    nobody = {"recipient_name": "", "recipient_country": ""}
    both = {"actor_name": "Ada Brandt;Bo Lind", "actor_country": "FRA;SWE", **nobody}
    assert pairs(tmp_path, event_type="CONSULT", **both) == [("FRA", "SWE"), ("SWE", "FRA")]
    assert pairs(tmp_path, event_type="ACCUSE", **both) == [("FRA", None), ("SWE", None)]


def test_the_quad_is_that_of_the_row_else_of_the_type(tmp_path: Path) -> None:
    rows = [
        polecat_row(event_type="RETREAT", quad_code=told) for told in ("2", "Verbal Cooperation", "", "odd")
    ]
    found, _ = parts(written(tmp_path / "p.txt", *rows, header=POLECAT), "polecat")
    assert [row.quad for row in found] == [2, 1, 2, 2]


def test_a_row_with_thousands_of_parties_is_left_out(tmp_path: Path) -> None:
    rows = [polecat_row(actor_country=";".join(["FRA"] * 5_000)), polecat_row()]
    found, told = parts(written(tmp_path / "p.txt", *rows, header=POLECAT), "polecat")
    assert len(found) == 1
    assert "more than 64 parties" in told[0]


# ------------------------------------------------------------------------------- files, whatever they are


def bytes_of(kind: PeerKind) -> bytes:
    rows = {
        "gdelt": gdelt_row(),
        "icews": "\t".join(ICEWS) + "\n" + icews_row(),
        "polecat": "\t".join(POLECAT) + "\n" + polecat_row(),
    }
    return (rows[kind] + "\n").encode()


@pytest.mark.parametrize("kind", PEERS)
def test_packed_with_a_mark_and_the_line_ends_of_windows(tmp_path: Path, kind: PeerKind) -> None:
    whole = b"\xef\xbb\xbf" + bytes_of(kind).replace(b"\n", b"\r\n")
    plain, packed, zipped = (tmp_path / f"a.{ending}" for ending in ("csv", "gz", "zip"))
    plain.write_bytes(whole)
    packed.write_bytes(gzip.compress(whole))
    with zipfile.ZipFile(zipped, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("folder/", b"")
        archive.writestr("folder/a.csv", whole)
    expected = parts(str(plain), kind)
    assert len(expected[0]) == 1
    assert expected[1] == []
    for path in (packed, zipped):
        assert kind_of(path) == kind
        assert parts(str(path), kind) == expected


def test_a_file_that_breaks_off_gives_what_it_had(tmp_path: Path) -> None:
    whole = "\n".join(gdelt_row(str(number)) for number in range(5_000)).encode()
    path = tmp_path / "cut.gz"
    path.write_bytes(gzip.compress(whole)[:-2_000])
    assert kind_of(path) == "gdelt"
    found, told = parts(str(path), "gdelt")
    assert 0 < len(found) < 5_000
    assert "damaged" in told[0]


@pytest.mark.parametrize(
    ("content", "problem"),
    [(b"PK\x03\x04 and no more", "damaged"), (b"\x1f\x8b and no more", "damaged"), (None, "no such file")],
)
def test_what_cannot_be_opened_is_told(tmp_path: Path, content: bytes | None, problem: str) -> None:
    path = tmp_path / "a.csv"
    if content is not None:
        path.write_bytes(content)
    assert kind_of(path) is None
    found, told = parts(str(path), "gdelt")
    assert found == []
    assert len(told) == 1
    assert problem in told[0]


def test_a_bomb_is_not_unpacked(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(lines, "MAX_UNPACKED", 1 << 20)
    path = tmp_path / "bomb.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name in ("a", "b"):
            archive.writestr(name, (gdelt_row() + "\n") * 2_000)
    found, told = parts(str(path), "gdelt")
    assert len(found) >= 2_000
    assert "unpacks to more than" in told[0]


def test_a_line_without_end_is_left_out(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_text(
        f"{gdelt_row('1')}\n{'x' * (2 * lines.LONGEST + 5)}\n{gdelt_row('2')}\n", encoding="utf-8"
    )
    found, told = parts(str(path), "gdelt")
    assert [row.event for row in found] == ["1", "2"]
    assert told == [f"{path}, line 2: longer than 1 MiB (give one event a line)"]


def test_bytes_that_are_no_text_are_replaced_and_told(tmp_path: Path) -> None:
    path = tmp_path / "a.csv"
    path.write_bytes(
        gdelt_row(actor={1: "N\0R", 2: "FRA"}).encode().replace(b"DEU MIN", b"\xff\xfeMIN") + b"\n"
    )
    (row,), told = parts(str(path), "gdelt")
    assert row.text == "N\ufffdR · \ufffd\ufffdMINISTER"
    assert [line.split(": ")[1][:15] for line in told] == ["not valid UTF-8", "a NUL byte, whi"]


def test_problems_of_thousands_of_kinds_are_bounded(tmp_path: Path) -> None:
    rows = [gdelt_row(actor=f"{number:05}") for number in range(1_000)]
    found, told = parts(written(tmp_path / "a.csv", *rows), "gdelt")
    assert len(found) == 1_000
    assert len(told) == lines.KINDS + 1
    assert "and 799 more of the kind: other problems" in told[-1]


def test_what_is_nobodys_is_not_recognised(tmp_path: Path) -> None:
    assert kind_of(tmp_path) is None
    for content in (b"", b"\n\n", b"a\tb\tc\n", b"{}\n", b"\x89PNG\r\n\x1a\n", "x\t" * 60):
        path = tmp_path / "a"
        path.write_bytes(content if isinstance(content, bytes) else content.encode())
        assert kind_of(path) is None


@pytest.mark.parametrize("kind", PEERS)
@settings(max_examples=60, deadline=None)
@given(data=st.data())
def test_any_bytes_are_read_or_told(
    tmp_path_factory: pytest.TempPathFactory, kind: PeerKind, data: st.DataObject
) -> None:
    whole = bytes_of(kind)
    start, end = sorted(data.draw(st.tuples(*[st.integers(0, len(whole))] * 2)))
    put = data.draw(
        st.one_of(st.binary(max_size=60), st.sampled_from([b"\t", b"\n", b'"', b"\0", b";" * 200]))
    )
    path = tmp_path_factory.mktemp("any") / "a"
    path.write_bytes(whole[:start] + put + whole[end:] + whole)
    kind_of(path)
    for one in read(path, kind):
        assert isinstance(one, InputError) or (one.event is not None and one.quad in (1, 2, 3, 4))


# ------------------------------------------------------------------------------------------------ codes


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("20250218", "2025-02-18"),
        ("2025-02-18", "2025-02-18"),
        ("2025-02-18 00:00:00", "2025-02-18"),
        ("2025-02-18T06:30:00Z", "2025-02-18"),
        ("20250230", None),
        ("10000101", None),
        ("250218", None),
        ("٢٠٢٥0218", None),
        ("", None),
    ],
)
def test_days(text: str, day: str | None) -> None:
    assert codes.day_of(text) == day


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        ({"groups": {"UNO": "XXX"}}, "groups: 'UNO' is 'XXX'"),
        ({"sectors": {"MED": "MEDIA"}}, "sectors: 'MED' is 'MEDIA'"),
        ({"polecat_quads": {"verbal": 5}}, "polecat_quads: 'verbal' is 5"),
        ({"groups": ["UNO"]}, "groups is no table"),
        ({"regions2": []}, "not the tables"),
    ],
)
def test_a_table_that_breaks_its_schema_is_told(change: dict[str, object], problem: str) -> None:
    with pytest.raises(OntologyError, match=problem):
        codes.parse({**load_yaml(codes.FILE, codes.__package__ or ""), **change})

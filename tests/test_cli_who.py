"""``dragoman who``, run as its user would."""

from __future__ import annotations

import gzip
import json
from pathlib import Path

from tests.test_cli import dragoman, in_a_process, lines


def test_a_phrase_is_answered_as_json_in_a_pipe() -> None:
    done = dragoman("who", "Taiwan's defense ministry")
    assert lines(done) == [
        {
            "id": "Taiwan's defense ministry", "country": "TWN", "sectors": ["GOV", "MIL"], "name": None,
            "how": "role: defense ministry; country: Taiwan",
        }
    ]  # fmt: skip
    assert dragoman("who", "Taiwan's", "defense", "ministry").stdout == done.stdout


def test_a_table_is_for_people() -> None:
    shown = dragoman("who", "the Kremlin", "--format", "table").stdout.decode()
    assert all(word in shown for word in ("the Kremlin", "RUS", "GOV", "seat: Russia"))


def test_the_date_decides_the_office() -> None:
    (then,) = lines(dragoman("who", "Gordon Brown", "--date", "2008-05-01"))
    (later,) = lines(dragoman("who", "Gordon Brown", "--date", "2012-05-01"))
    assert (then["sectors"], later["sectors"]) == (["GOV"], ["ELI"])


def test_lines_are_answered_in_order_and_bad_ones_told(tmp_path: Path) -> None:
    rows = [
        '{"id": 7, "text": "Gordon Brown", "date": "2012-05-01"}',
        "no json",
        '{"id": "b"}',
        '{"id": "c", "text": "Peru", "date": "soon"}',
        '{"id": "d", "text": "the blue table", "date": null}',
    ]
    given = "\n".join(rows).encode()
    done = dragoman("who", stdin=given)
    assert done.returncode == 0
    assert [(row["id"], row["country"], row["sectors"]) for row in lines(done)] == [
        (7, "GBR", ["ELI"]),
        ("d", None, []),
    ]
    assert lines(done)[1]["how"] == "unknown: the gazetteer explains none of its words"
    told = done.stderr.decode().splitlines()
    assert [line.split(":")[1].strip() for line in told] == [
        "<stdin>, line 2",
        "<stdin>, line 3",
        "<stdin>, line 4",
    ]
    assert dragoman("who", "--strict", "-", stdin=given).returncode == 1
    packed = tmp_path / "rows.jsonl.gz"
    packed.write_bytes(gzip.compress(given))
    assert dragoman("who", str(packed)).stdout == done.stdout


def test_nothing_to_read_and_wrong_use() -> None:
    assert dragoman("who", stdin=b"\n").returncode == 1
    assert dragoman("who", "missing.jsonl").returncode == 2
    assert dragoman("who", "Peru", "--date", "soon").returncode == 2


def test_an_empty_file_is_named_and_an_empty_phrase_is_wrong_use(tmp_path: Path) -> None:
    path = tmp_path / "none.jsonl"
    path.write_bytes(b"")
    done = dragoman("who", str(path))
    assert (done.returncode, done.stdout) == (1, b"")
    assert f"dragoman: {path}: nothing in it (give a file with JSON Lines)" in done.stderr.decode()
    assert dragoman("who", " ").returncode == 2


def test_the_same_words_have_the_same_answer_in_any_process() -> None:
    row = json.loads(in_a_process("who", "Kurdish rebels in Turkey").stdout)
    assert (row["country"], row["sectors"]) == ("TUR", ["REB"])

"""Slices of a file: each record of it in exactly one."""

from __future__ import annotations

import gzip
import io
import json
from collections.abc import Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.bulk.reading import Reading
from dragoman.bulk.shards import Shard
from dragoman.bulk.slices import Slice, cuts
from dragoman.sources.found import Draft, Found


def read(path: Path, cut: Sequence[tuple[int, int]]) -> list[Found]:
    file = (str(path), path.stat().st_size, 0)
    return [
        found
        for start, end in cut
        for found in Reading(Shard("one", (file,), start, end), allow_private=False)
    ]


def titles(found: Sequence[Found]) -> list[str | None]:
    return [each.title for each in found if isinstance(each, Draft)]


def record(n: int, words: str) -> bytes:
    page = (
        f"<html><head><title>Report {n}</title></head><body><article><h1>Report {n}</h1><p>{words} The ministers of "
        "Norway and Chad met in Oslo on Monday to talk about fish. They agreed to meet again.</p></article></body>"
    ).encode()
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n\r\n" + page
    head = f"WARC-Target-URI: https://news.example/{n}\r\nContent-Length: {len(http)}"
    return b"WARC/1.0\r\nWARC-Type: response\r\n" + head.encode() + b"\r\n\r\n" + http + b"\r\n\r\n"


@given(
    st.lists(st.text(st.characters(codec="utf-8"), max_size=60), min_size=1, max_size=30),
    st.integers(1, 400),
    st.sampled_from(["\n", "\r\n"]),
    st.booleans(),
)
def test_each_line_stands_in_one_slice(
    tmp_path_factory: pytest.TempPathFactory, words: list[str], size: int, end: str, closed: bool
) -> None:
    path = tmp_path_factory.mktemp("lines") / "a.jsonl"
    lines = [json.dumps({"title": f"{n} {each}"}, ensure_ascii=False) for n, each in enumerate(words)]
    path.write_bytes((end.join(lines) + (end if closed else "")).encode())
    cut = cuts(str(path), size)
    held = b"".join(Slice(str(path), *bounds).read() for bounds in cut)
    assert held == path.read_bytes()
    told = [json.loads(line)["title"] for bounds in cut for line in Slice(str(path), *bounds).readlines()]
    assert told == [json.loads(line)["title"] for line in lines]


@pytest.mark.parametrize("packed", [False, True])
@pytest.mark.parametrize("size", [150, 700, 5_000])
def test_each_record_of_an_archive_stands_in_one_slice(tmp_path: Path, packed: bool, size: int) -> None:
    records = [record(n, "\x1f\x8b\x08 WARC/1.0 is how a record begins. " * (n % 4)) for n in range(12)]
    path = tmp_path / ("a.warc.gz" if packed else "a.warc")
    path.write_bytes(b"".join(gzip.compress(each, mtime=0) if packed else each for each in records))
    cut = cuts(str(path), size)
    assert (len(cut) > 1) == (path.stat().st_size > size)
    assert titles(read(path, cut)) == [f"Report {n}" for n in range(12)]


def test_each_group_of_rows_stands_in_one_slice(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    pq.write_table(pa.table({"title": [f"Report {n}" for n in range(100)]}), path, row_group_size=7)
    cut = cuts(str(path), path.stat().st_size // 5)
    assert len(cut) > 4
    assert titles(read(path, cut)) == [f"Report {n}" for n in range(100)]


@pytest.mark.parametrize(
    ("name", "content"),
    [
        ("a.csv", b"title,text\n" + b"One,Two\n" * 200),
        ("packed.jsonl.gz", gzip.compress(b'{"title": "One"}\n' * 5_000, mtime=0)),
        ("wide.jsonl", ('{"title": "One"}\n' * 100).encode("utf-16")),
        ("page.txt", b"One met Two.\n\n" * 200),
        ("whole.warc.gz", gzip.compress(b"".join(record(n, "") for n in range(90)), mtime=0)[3:]),
        ("nothing.jsonl", b"\0" * 900),
    ],
)
def test_what_cannot_be_cut_is_read_whole(tmp_path: Path, name: str, content: bytes) -> None:
    path = tmp_path / name
    path.write_bytes(content)
    assert cuts(str(path), 50) == [(0, len(content))]


def test_an_archive_packed_as_one_is_read_in_its_first_slice(tmp_path: Path) -> None:
    path = tmp_path / "a.warc.gz"
    path.write_bytes(gzip.compress(b"".join(record(n, str(n) * 50) for n in range(20)), mtime=0))
    found = read(path, cuts(str(path), 100))
    assert titles(found) == [f"Report {n}" for n in range(20)]
    assert len(found) == 20  # and nothing is told of slices in which no record begins


def test_a_place_says_where_its_slice_begins(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"title": "One"}\n{"title": \n{"title": "Two"}\n{]\n')
    told = [str(found) for found in read(path, [(0, 20), (20, 46)]) if not isinstance(found, Draft)]
    assert [each.partition(": ")[0] for each in told] == [f"{path}, line 2", f"{path} from byte 28, line 2"]


def test_a_slice_is_read_like_a_file(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_bytes(b'{"a": 1}\n{"a": 2}\n')
    with io.BufferedReader(Slice(str(path), 3, 18)) as file:
        assert file.read() == b'{"a": 2}\n'
    assert Slice(str(path), 18, 18).read() == b""

"""What cannot be read: a clear message, the rest read, nothing swallowed and no other exception."""

from __future__ import annotations

import gzip
import json
import logging
import time
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.errors import InputError
from dragoman.records import Document
from dragoman.sources import opening, table
from tests.sources.reading import read_bytes, told

GOOD = "Ghana condemns coup in Niger"


@pytest.mark.parametrize(
    ("data", "problem"),
    [
        (b"", "nothing in it"),
        (b" \r\n\t\n", "nothing in it"),
        (b"\xef\xbb\xbf", "nothing in it"),
        (b"\xff\xfe", "nothing in it"),
        (b"%PDF-1.7\n%\xe2\xe3\xcf\xd3", "a PDF, not text"),
        (b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR", "a PNG image, not text"),
        (bytes(range(256)) * 4, "binary, not text"),
        (b"\0\x01\x02\x03hello", "binary, not text"),
        (b"World\n\nHeadlines:\n-----\n", "no story and no headline in it"),
    ],
)
def test_nothing_to_read(data: bytes, problem: str) -> None:
    documents, errors = read_bytes(data)
    assert not documents
    assert told(errors) == [(None, problem)]
    assert all(error.mend for error in errors)


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    (tmp_path / "empty").mkdir()
    errors: list[InputError] = []
    inputs = [str(tmp_path / "gone.txt"), str(tmp_path / "empty"), "ftp://w.example/a", "a\0b"]
    assert dragoman.read(inputs, on_error=errors.append) == []
    assert [error.problem for error in errors] == [
        "no such file",
        "no files in it",
        "an address that is not of the web",
        "cannot be opened: embedded null byte",
    ]
    assert str(errors[0]) == f"{tmp_path}/gone.txt: no such file (check the name)"


def test_what_may_not_be_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(path: str, mode: str) -> None:  # the superuser, who may run the tests, is never refused
        raise PermissionError(13, "Permission denied", path)

    monkeypatch.setattr(opening, "open", refuse, raising=False)
    with pytest.raises(InputError, match=r"secret\.txt: may not be read"):
        dragoman.read(tmp_path / "secret.txt")


def test_errors_go_to_the_log_and_the_rest_is_read(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    (tmp_path / "a.png").write_bytes(b"\x89PNG\r\n\x1a\n")
    (tmp_path / "b.txt").write_text(GOOD, encoding="utf-8")
    with caplog.at_level(logging.WARNING):
        assert [d.title for d in dragoman.read(tmp_path)] == [GOOD]
    assert [record.message for record in caplog.records] == [
        f"{tmp_path}/a.png: a PNG image, not text (give the text, not a picture of it)"
    ]


def test_the_first_error_is_raised_when_nothing_could_be_read(tmp_path: Path) -> None:
    with pytest.raises(InputError, match=r"gone\.txt: no such file"):
        dragoman.read([tmp_path / "gone.txt", tmp_path / "gone too.txt"])


def test_an_id_given_in_two_files(tmp_path: Path) -> None:
    for name in ("a.jsonl", "b.jsonl"):
        (tmp_path / name).write_text('{"id": "7", "title": "One"}\n', encoding="utf-8")
    errors: list[InputError] = []
    assert len(dragoman.read(tmp_path, on_error=errors.append)) == 1
    assert errors[0].input.endswith("b.jsonl")
    assert f"already given in {tmp_path}/a.jsonl, line 1" in errors[0].problem


def test_lines_of_fifty_megabytes_are_told_and_the_others_read() -> None:
    size = 50_000_000
    row = json.dumps({"id": "a", "title": GOOD}).encode()
    began = time.perf_counter()
    documents, errors = read_bytes(
        b"\n".join([row, b'{"text": "' + b"x" * size + b'"}', row.replace(b'"a"', b'"b"')])
    )
    assert [d.id for d in documents] == ["a", "b"]
    assert told(errors) == [("line 2", f"longer than {table.MAX_LINE:,} characters")]
    documents, errors = read_bytes(b"title,text\nA,one\nB," + b"x " * (size // 2) + b"\nC,three\n")
    assert [d.title for d in documents] == ["A", "C"]
    assert told(errors) == [("line 3", f"longer than {table.MAX_LINE:,} characters")]
    assert told(read_bytes(b"word " * (size // 5))[1]) == [(None, "more than 20 MB in one page")]
    assert told(read_bytes(b"<html><body>" + b"word " * (size // 5))[1]) == [
        (None, "more than 20 MB in one page")
    ]
    assert time.perf_counter() - began < 20


def test_a_text_longer_than_any_report() -> None:
    _, errors = read_bytes(json.dumps({"text": "word " * 300_000}))
    assert told(errors) == [("line 1", "the text has 1,500,000 characters, a report at most 1,000,000")]
    _, errors = read_bytes("word " * 300_000)
    assert told(errors) == [(None, "a line of more than 1,000,000 characters")]


def test_json_nested_too_deeply() -> None:
    documents, errors = read_bytes('{"title": "One"}\n{"a": ' + "[" * 100_000 + "\n")
    assert [d.title for d in documents] == ["One"]
    assert told(errors) == [("line 2", "no JSON: nested too deeply")]


def test_gzip_that_is_damaged_gives_what_it_holds() -> None:
    rows = b"".join(b'{"title": "Ghana condemns coup %d"}\n' % n for n in range(20_000))
    documents, errors = read_bytes(gzip.compress(rows)[:-2000])
    assert len(documents) > 5000
    assert errors[-1].problem.startswith("damaged gzip: ")


def test_gzip_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(opening, "MAX_UNPACKED", 1 << 20)
    documents, errors = read_bytes(gzip.compress(b'{"title": "One"}\n' * 200_000))
    assert documents
    assert errors[-1].problem.startswith("unpacks to more than")


STARTS = st.sampled_from(
    [
        b"", b"\xef\xbb\xbf", b"\xff\xfe", b"\xfe\xff", b"\xff\xfe\0\0", b"<html><body><p>",
        b"<?xml version='1.0'?><rss>", b"<rss><channel><item><title>", b"<feed>", b'{"title": "',
        b'{"version": "https://jsonfeed.org/version/1", "items": [',
        b'[{"title": "a"}, ', b"title,text\n", b"title\ttext\n", b"\x1f\x8b\x08", b"{", b"[{", b'{"a": 1}\n',
        b'<script type="application/ld+json">{"@type": "NewsArticle", "headline": ',
        b"<!DOCTYPE html>", b"<", b"<!",
    ]
)  # fmt: skip
PIECES = st.lists(
    st.binary(max_size=60)
    | st.text(max_size=60).map(lambda text: text.encode("utf-8", "surrogatepass"))
    | st.sampled_from(
        [
            b"\n",
            b"\n\n\n",
            b'"',
            b"\t",
            b",",
            b". ",
            b"\r",
            b"- ",
            b"</p>",
            b"<p>",
            b"]]>",
            b'"}\n{"',
            b"By Ana Torres\n",
        ]
    ),
    max_size=12,
).map(b"".join)
NAMES = st.sampled_from(["x", "x.jsonl", "x.json", "x.csv", "x.html", "x.xml", "x.txt.gz"])


@settings(max_examples=300, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(STARTS, PIECES, NAMES, st.booleans())
def test_any_bytes_are_documents_or_errors_and_nothing_else(
    start: bytes, rest: bytes, name: str, pack: bool
) -> None:
    data = gzip.compress(start + rest) if pack else start + rest
    documents, errors = read_bytes(data, name)
    assert documents or errors
    assert len({d.id for d in documents}) == len(documents)
    for document in documents:
        assert Document.from_json(document.json()) == document
        assert (document.title or "").strip() or (document.text or "").strip()
        document.json().encode()
    assert all(error.problem and error.mend and str(error).encode() for error in errors)

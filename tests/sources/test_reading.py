"""The verb `read`: inputs of every sort, ids, publishers, the date by option."""

from __future__ import annotations

import gzip
import io
import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

import dragoman
from dragoman.errors import InputError
from dragoman.sources import iter_documents
from dragoman.sources.documents import canonical_url
from tests.sources.reading import Named, read_clean

TITLE = "Ghana condemns coup in Niger"


def test_a_path_a_string_an_open_file_and_several(tmp_path: Path) -> None:
    path = tmp_path / "a.txt"
    path.write_text(TITLE, encoding="utf-8")
    for given in (path, str(path), [path], (str(path),)):
        assert [d.title for d in dragoman.read(given)] == [TITLE]
    with path.open("rb") as file:
        assert [d.title for d in dragoman.read(file)] == [TITLE]
    with path.open("rb") as file:
        assert len(dragoman.read([path, file])) == 2


@pytest.mark.parametrize(
    "given", [io.StringIO(TITLE), 3, b"bytes", [None]], ids=["text file", "number", "bytes", "None"]
)
def test_what_is_no_input_is_a_type_error(given: object) -> None:
    with pytest.raises(TypeError):
        dragoman.read(given)  # type: ignore[arg-type]


def test_standard_input(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(TITLE.encode())))
    assert [d.title for d in dragoman.read("-")] == [TITLE]


def test_a_folder_is_read_by_name_with_its_sub_folders_and_without_what_is_hidden(tmp_path: Path) -> None:
    for name in ("b.txt", "a.txt", ".hidden.txt", "sub/c.jsonl", ".git/d.txt", "sub/page_files/e.css"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(
            f'{{"title": "From {name}"}}' if name.endswith("jsonl") else f"From the file {name}",
            encoding="utf-8",
        )
    errors: list[InputError] = []
    documents = dragoman.read(tmp_path, on_error=errors.append)
    assert [d.title for d in documents] == ["From the file a.txt", "From the file b.txt", "From sub/c.jsonl"]
    assert [error.problem for error in errors] == ["a style sheet, not news"]


def test_pipes_and_linked_folders_in_a_folder_are_told_not_waited_for(tmp_path: Path) -> None:
    (tmp_path / "a.txt").write_text(TITLE, encoding="utf-8")
    os.mkfifo(tmp_path / "pipe")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "gone").symlink_to(tmp_path / "nowhere")
    errors: list[InputError] = []
    assert len(dragoman.read(tmp_path, on_error=errors.append)) == 1
    assert [error.problem for error in errors] == [
        "no such file",
        "a pipe or device, not a file",
        "a link to a folder, not followed",
    ]


def test_gzip_is_unpacked() -> None:
    assert [d.title for d in read_clean(gzip.compress(TITLE.encode()), "a.txt.gz")] == [TITLE]
    rows = "\n".join(f'{{"id": "{n}", "title": "{TITLE}"}}' for n in range(20_000))
    assert len(read_clean(gzip.compress(rows.encode()))) == 20_000


def test_ids_depend_on_the_content_alone_and_repeats_are_counted() -> None:
    first = read_clean(f"{TITLE}\n{TITLE}\nMali leaves the court\n", published="2025-02-18")
    again = read_clean(f"{TITLE}\n\n\n{TITLE}\nMali leaves the court\n")
    assert [d.id for d in first] == [d.id for d in again]
    assert first[1].id == f"{first[0].id}-2"
    assert first[2].id != first[0].id


def test_ids_are_the_same_in_every_process() -> None:
    script = f"import sys, io, dragoman; print(dragoman.read(io.BytesIO(b'{TITLE}'))[0].id)"
    seen = {
        subprocess.run(
            [sys.executable, "-c", script],
            env={**os.environ, "PYTHONHASHSEED": seed},
            capture_output=True,
            check=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert seen == {f"{read_clean(TITLE)[0].id}\n".encode()}


def test_the_same_address_is_the_same_id() -> None:
    row = '{{"title": "{}", "url": "{}"}}'
    plain = read_clean(row.format("A coup", "https://w.example/a?id=7"))[0]
    tracked = read_clean(row.format("Another title", "HTTPS://W.example/a?utm_source=x&id=7&fbclid=1#top"))[0]
    assert plain.id == tracked.id
    assert tracked.url == "HTTPS://W.example/a?utm_source=x&id=7&fbclid=1#top"


@pytest.mark.parametrize(
    ("url", "canonical"),
    [
        ("https://W.example", "https://w.example/"),
        ("https://w.example/A?b=2&a=1#c", "https://w.example/A?b=2&a=1"),
        ("https://w.example/?utm_campaign=x", "https://w.example/"),
        ("https://[broken", "https://[broken"),
    ],
)
def test_canonical_url(url: str, canonical: str) -> None:
    assert canonical_url(url) == canonical


def test_the_date_by_option_fills_in_only_where_there_is_none() -> None:
    rows = '{"title": "One", "published": "2025-01-01"}\n{"title": "Two"}\n'
    documents = read_clean(rows, published="18 February 2025")
    assert [(d.published, d.published_from) for d in documents] == [
        ("2025-01-01", "input"),
        ("2025-02-18", "option"),
    ]


def test_a_date_by_option_that_is_none_is_refused_before_reading() -> None:
    with pytest.raises(InputError, match="is no date"):
        iter_documents("nowhere", published="soon")


def test_the_publisher_is_that_of_the_address_where_none_is_given() -> None:
    rows = (
        '{"title": "A", "url": "https://edition.cnn.com/a"}\n'
        '{"title": "B", "url": "https://www.wire.example/b"}\n'
        '{"title": "C", "publisher": "BBC Asia"}\n'
        '{"title": "D", "publisher": "Northern Wire"}\n'
        '{"title": "E"}'
    )
    assert [(d.publisher, d.family) for d in read_clean(rows)] == [
        ("CNN", "CNN"),
        ("wire.example", "wire.example"),
        ("BBC Asia", "BBC"),
        ("Northern Wire", "Northern Wire"),
        (None, None),
    ]


def test_documents_come_while_the_input_is_still_read() -> None:
    class Endless(Named):
        def read(self, size: int | None = -1) -> bytes:
            return (f'{{"title": "{TITLE}"}}\n'.encode() * 10_000)[: size or -1]

    documents = iter_documents(Endless(b"", "endless"))
    assert [next(documents).title for _ in range(3)] == [TITLE] * 3


def test_a_line_that_stands_twice_is_one_report_and_another_text_at_its_address_is_another(
    tmp_path: Path,
) -> None:
    rows = [
        {"title": "Oslo warns Kyiv", "url": "https://daily.example/1?utm_source=a"},
        {"title": "Oslo warns Kyiv", "url": "http://daily.example/1"},
        {"title": "Oslo thanks Kyiv", "url": "https://daily.example/1"},
        {"title": "Oslo warns Kyiv", "url": "https://daily.example/2"},
    ]
    file = tmp_path / "rows.jsonl"
    file.write_text("\n".join(map(json.dumps, rows)), encoding="utf-8")
    assert [document.title for document in dragoman.read(file)] == [
        "Oslo warns Kyiv",
        "Oslo thanks Kyiv",
        "Oslo warns Kyiv",
    ]

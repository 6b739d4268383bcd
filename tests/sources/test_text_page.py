"""Text pages: golden pages (``golden/pages/*.txt``, what is read from them beside), and every line ending."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from tests.sources.reading import read_bytes, read_clean, told

PAGES = sorted((Path(__file__).parent / "golden" / "pages").glob("*.txt"))


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
def test_golden_page(path: Path) -> None:
    page = path.read_text(encoding="utf-8")
    expected = json.loads(path.with_suffix(".json").read_text(encoding="utf-8"))
    documents = read_clean(page)
    assert [(d.kind, d.title, d.text, d.published) for d in documents] == [
        (e["kind"], e["title"], "\n".join(e["text"]) if "text" in e else None, e.get("published"))
        for e in expected
    ]
    assert all(d.text in page for d in documents if d.text)
    assert all(d.published_from == ("page" if d.published else None) for d in documents)


@pytest.mark.parametrize("path", PAGES, ids=lambda path: path.stem)
@pytest.mark.parametrize("ending", ["\r\n", "\r"], ids=["crlf", "cr"])
def test_line_endings_stay_and_make_no_difference(path: Path, ending: str) -> None:
    page = path.read_text(encoding="utf-8")
    other = page.replace("\n", ending)
    expected = [(d.title, d.text and d.text.replace("\n", ending)) for d in read_clean(page)]
    assert [(d.title, d.text) for d in read_clean(other)] == expected


def test_mark_and_outer_blanks_go_and_inner_ones_stay() -> None:
    page = "\ufeff\r\n\n   Ghana condemned  the coup.  \r\n\tIt spoke of a “crime”. \n\n\n"
    (document,) = read_clean(page)
    assert document.text == "Ghana condemned  the coup.  \r\n\tIt spoke of a “crime”."


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_unicode_encodings(encoding: str) -> None:
    (document,) = read_clean("Ghana’s president condemned the coup in Niger.".encode(encoding))
    assert document.text == "Ghana’s president condemned the coup in Niger."


def test_windows_encoding_is_guessed_and_told() -> None:
    (document,), errors = read_bytes(
        "Ghana’s president – a “friend” of José – condemned the coup.".encode("cp1252")
    )
    assert document.text == "Ghana’s president – a “friend” of José – condemned the coup."
    assert told(errors) == [(None, "not valid UTF-8; read as windows-1252")]


def test_a_few_damaged_bytes_do_not_make_utf8_something_else() -> None:
    data = "Ghana’s president condemned the “coup”.".encode() + b" It did \xff not say so."
    (document,), errors = read_bytes(data)
    assert document.text == "Ghana’s president condemned the “coup”. It did � not say so."
    assert told(errors) == [(None, "not valid UTF-8; read as UTF-8 with damaged places")]


def test_a_thousand_headlines_stay_a_thousand() -> None:
    page = "\n".join(f"Country {n} signs accord with neighbour {n + 1}" for n in range(1000))
    documents = read_clean(page)
    assert [d.title for d in documents] == page.split("\n")
    assert len({d.id for d in documents}) == 1000

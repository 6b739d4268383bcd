"""JSON Lines, JSON arrays, CSV and TSV."""

from __future__ import annotations

import csv
import io
import json
import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.sources.reading import read_bytes, read_clean, told

CONTROLS = re.compile(r"[\x00-\x1f\x7f-\x9f]")
TEXTS = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=200).filter(
    lambda t: bool(t.strip())
)


def lines(*rows: object) -> str:
    return "\n".join(json.dumps(row, ensure_ascii=False) for row in rows) + "\n"


def test_every_field_of_a_line() -> None:
    row = {
        "id": "a-1", "title": "Ghana condemns coup", "text": "Ghana condemned the coup.\r\n\n It said so. ",
        "published": "2025-02-18T07:30:00+01:00", "publisher": "BBC News", "url": "https://www.bbc.co.uk/x",
        "kind": "article", "language": "en-GB", "unknown": {"a": 1},
    }  # fmt: skip
    (document,) = read_clean(lines(row))
    assert document.to_dict() == {
        "id": "a-1", "kind": "article", "title": row["title"], "text": row["text"],
        "published": "2025-02-18T06:30:00Z", "published_from": "input", "publisher": "BBC News",
        "family": "BBC", "url": "https://www.bbc.co.uk/x", "language": "en",
    }  # fmt: skip


@pytest.mark.parametrize(
    "row",
    [
        {"Headline": "A coup", "Body": "It came.", "pubDate": "Tue, 18 Feb 2025 10:00:00 GMT", "guid": "7"},
        {"TITLE": "A coup", "content": "It came.", "Published At": "2025-02-18T10:00:00Z", "_id": "7"},
        {"name": "A coup", "article": "It came.", "date_published": 1739872800, "Doc-ID": 7},
    ],
)
def test_names_of_columns_are_forgiving(row: dict[str, object]) -> None:
    (document,) = read_clean(lines(row))
    assert (document.id, document.title, document.text) == ("7", "A coup", "It came.")
    assert document.published == "2025-02-18T10:00:00Z"


@pytest.mark.parametrize("nothing", [None, "", float("nan")], ids=["null", "empty", "NaN"])
def test_null_and_empty_are_nothing(nothing: object) -> None:
    keys = ("id", "text", "published", "publisher", "url", "kind", "language")
    (document,) = read_clean(lines({"title": "Ghana condemns coup", **dict.fromkeys(keys, nothing)}))
    assert document.kind == "headline"
    assert [getattr(document, key) for key in keys if key not in {"id", "kind"}] == [None] * 5


def test_the_best_name_that_holds_something_wins() -> None:
    (document,) = read_clean(lines({"summary": "Short.", "text": "", "body": "Whole."}))
    assert document.text == "Whole."


def test_kind_as_given_else_by_the_text() -> None:
    documents = read_clean(
        lines({"text": "A."}, {"title": "B", "text": " "}, {"text": "C", "kind": "Headline"})
    )
    assert [d.kind for d in documents] == ["article", "headline", "headline"]


def test_one_bad_line_loses_no_other() -> None:
    page = (
        '{"id": "a", "title": "One"}\n{"id": "b", "title": \n\n["c"]\n{"id": "d"}\n{"id": "e", "title": "E"}'
    )
    documents, errors = read_bytes(page)
    assert [d.id for d in documents] == ["a", "e"]
    assert told(errors) == [
        ("line 2", "no JSON: Expecting value, column 22"),
        ("line 4", "not a JSON object"),
        ("line 5", "neither title nor text"),
    ]


def test_the_first_line_may_be_the_bad_one() -> None:
    documents, errors = read_bytes('nonsense\n{"id": "a", "title": "One"}\n')
    assert [d.id for d in documents] == ["a"]
    assert [error.place for error in errors] == ["line 1"]


def test_an_id_given_twice_names_both_lines_and_the_first_is_kept() -> None:
    rows = lines({"id": "a", "title": "One"}, {"id": "b", "title": "Two"}, {"id": "a", "title": "Three"})
    documents, errors = read_bytes(rows, "news.jsonl")
    assert [(d.id, d.title) for d in documents] == [("a", "One"), ("b", "Two")]
    assert str(errors[0]) == (
        "news.jsonl, line 3: the id 'a' was already given in news.jsonl, line 1 "
        "(give each document an id of its own; the first was kept)"
    )


def test_values_of_a_wrong_kind_are_told_and_the_rest_of_the_line_is_read() -> None:
    documents, errors = read_bytes(
        lines({"title": "One", "text": ["a"], "published": "soon", "kind": 3, "id": True})
    )
    assert [(d.title, d.text, d.published, d.kind) for d in documents] == [("One", None, None, "headline")]
    assert [problem for _, problem in told(errors)] == [
        "the id is true or false, not a string",
        "the text is a list, not a string",
        "'soon' is no date that can be read",
        "3 is no kind of document",
    ]


def test_half_a_character_is_told() -> None:
    documents, errors = read_bytes('{"title": "One \\ud83d"}\n{"title": "Two"}')
    assert [d.title for d in documents] == ["Two"]
    assert told(errors) == [("line 1", "the title holds half a character (a lone surrogate at 4)")]


def test_an_id_that_no_database_can_look_up_is_told() -> None:
    rows = [
        {"id": "a\0b", "title": "One"},
        {"id": "é" * 401, "title": "Two"},
        {"id": "é" * 400, "title": "Three"},
    ]
    documents, errors = read_bytes("\n".join(map(json.dumps, rows)))
    assert [d.title for d in documents] == ["Three"]
    assert [place for place, _ in told(errors)] == ["line 1", "line 2"]


def test_a_line_that_is_no_utf8_is_read_and_told() -> None:
    data = '{"title": "Ghana’s coup"}\n'.encode() + '{"title": "José’s coup"}\n'.encode("cp1252")
    documents, errors = read_bytes(data)
    assert [d.title for d in documents] == ["Ghana’s coup", "José’s coup"]
    assert told(errors) == [("line 2", "not valid UTF-8; read as windows-1252")]


@pytest.mark.parametrize(
    "page", ['[{"title": "One"}, {"title": "Two"}]', '{\n "title": "One"\n}\n{\n "title": "Two"\n}']
)
def test_an_array_and_objects_over_several_lines(page: str) -> None:
    assert [d.title for d in read_clean(page)] == ["One", "Two"]


def test_a_broken_array_is_read_up_to_the_break() -> None:
    documents, errors = read_bytes('[{"title": "One"},\n{"title": "Two"},\n{"title": }]')
    assert [d.title for d in documents] == ["One", "Two"]
    assert errors[0].place == "item 3 (line 3)"
    documents, errors = read_bytes('[{"title": "One"},\n')
    assert [d.title for d in documents] == ["One"]
    assert told(errors) == [(None, "the array is not closed")]


@given(st.lists(TEXTS, min_size=1, max_size=5))
def test_texts_and_ids_of_json_lines_are_never_altered(texts: list[str]) -> None:
    rows = [
        {"id": f"{n} {CONTROLS.sub('', text)}", "title": text[::-1], "text": text}
        for n, text in enumerate(texts)
    ]
    for ascii_only in (True, False):
        page = "\n".join(json.dumps(row, ensure_ascii=ascii_only) for row in rows)
        documents = read_clean(page)
        assert [{"id": d.id, "title": d.title, "text": d.text} for d in documents] == rows


@given(st.lists(st.tuples(TEXTS, TEXTS), min_size=1, max_size=5), st.sampled_from([",", ";", "\t"]))
def test_cells_of_csv_are_never_altered(rows: list[tuple[str, str]], delimiter: str) -> None:
    rows = [(f"t{title}", f"x{text}") for title, text in rows]
    out = io.StringIO()
    csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL).writerows([("Headline", "Content"), *rows])
    assert [(d.title, d.text) for d in read_clean(out.getvalue())] == rows


def test_csv_with_cells_over_several_lines_and_nothing_in_some() -> None:
    page = (
        "ID;Headline;Content;Pub Date;Source\n"
        '7;"A; ""coup""";"It came.\r\n\r\nIt went.";18.02.2025;Reuters\n'
        "8;B;nan;;\n"
    )
    first, second = read_clean(page.encode("utf-8-sig"))
    assert (first.id, first.title, first.text) == ("7", 'A; "coup"', "It came.\r\n\r\nIt went.")
    assert (first.published, first.publisher) == ("2025-02-18", "Reuters")
    assert (second.title, second.text, second.kind, second.published) == ("B", None, "headline", None)


def test_csv_rows_that_do_not_fit_are_told_and_the_others_read() -> None:
    page = 'title,text\nA,one\n"B,open\nC,"three"\nD,too,many\nE,"f"ive\nF,six\n'
    documents, errors = read_bytes(page)
    assert [(d.title, d.text) for d in documents] == [("A", "one"), ("C", "three"), ("F", "six")]
    assert told(errors) == [
        ("line 3", "its quotes do not pair"),
        ("line 5", "3 cells under 2 columns"),
        ("line 6", "its quotes do not pair"),
    ]


def test_tabs_without_quoting() -> None:
    page = (
        'id\ttitle\ttext\n1\t"Enough," says Ghana\tIt said "no\n'
        '2\t"No\tIt did.\n3\t"Yes"\t"a\tb"\n4\tX\t"two\nlines"\n'
    )
    documents = read_clean(page)
    assert [(d.id, d.title, d.text) for d in documents] == [
        ("1", '"Enough," says Ghana', 'It said "no'),
        ("2", '"No', "It did."),
        ("3", "Yes", "a\tb"),
        ("4", "X", "two\nlines"),
    ]


def test_a_page_of_prose_with_commas_is_no_table() -> None:
    (document,) = read_clean("Text, title and date were missing, the ministry said.\nIt promised better.\n")
    assert document.kind == "article"


def test_a_table_without_a_column_for_title_or_text() -> None:
    documents, errors = read_bytes("a,b\n1,2\n", "numbers.csv")
    assert not documents
    assert told(errors) == [("line 1", "no column is named title or text (a,b)")]


def test_one_column_of_headlines_by_the_ending_of_the_name() -> None:
    assert [d.title for d in read_clean("headline\nGhana condemns coup\n", "x.csv")] == [
        "Ghana condemns coup"
    ]


@pytest.mark.parametrize(
    "front", ["https://paper.example", "http://paper.example/", "https://paper.example/#top"]
)
def test_rows_at_the_front_page_of_a_site_are_known_by_their_words(front: str) -> None:
    rows = [{"title": f"Ghana condemns coup {n}", "url": front} for n in range(3)]
    documents = read_clean(lines(*rows))
    assert len({document.id for document in documents}) == 3
    assert [d.id for d in read_clean(lines(*reversed(rows)))] == [d.id for d in reversed(documents)]
    (page,) = read_clean(lines({"title": "Ghana condemns coup 0", "url": f"{front.partition('#')[0]}/a"}))
    assert page.id not in {document.id for document in documents}

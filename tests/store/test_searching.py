"""Search: what is found, what is marked, and that no string is anything but words."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.corpus import Corpus
from dragoman.errors import QueryError
from dragoman.records import Document
from dragoman.store import EventQuery, Store, key_of
from dragoman.store.searching import STRETCH
from dragoman.store.words import LONGEST, Filter, Search, Term, parse
from tests.store.conftest import Database, Fresh
from tests.store.strategies import anything

REPORTS = (
    Document(
        "a",
        "article",
        "Ferry talks resume",
        "The harbour strike ended. Ferry crews sail again.",
        "2024-05-01",
    ),
    Document("b", "article", "Harbour closed", "A strike at the harbour; no ferry sailed.", "2024-05-02"),
    Document("c", "headline", "Señor Núñez visits Ålesund", None, "2024-05-03", publisher="The Harbour Post"),
    Document("d", "article", "Long", "Word. " * 300 + "Here the needle lies. " + "Word. " * 300),
    Document("e", "article", None, "\ufdd0 Odd \x00 signs\ufdd1 \ud800 and a needle, U.S.-made: 3:0"),
)


@pytest.fixture(scope="module")
def reports(database: Database) -> Iterator[Store]:
    with Store.open(database.new()) as store:
        store.add(REPORTS)
        yield store


@pytest.mark.parametrize(
    ("line", "found"),
    [
        ("strike", "ab"),
        ("STRIKE harbour", "ab"),
        ('"harbour strike"', "a"),
        ('"harbour strike', "a"),
        ("harbour -closed", "ac"),
        ("-harbour", "de"),
        ('strike -"harbour strike"', "b"),
        ("title:harbour", "b"),
        ("text:harbour", "ab"),
        ("publisher:harbour", "c"),
        ("Title:Harbour -text:crews", "b"),
        ("nunez alesund", "c"),
        ("núñez", "c"),
        ("since:2024-05-02", "bc"),
        ("ferry until:2024-05-01", "a"),
        ("-since:2024-05-02", "ade"),
        ("-until:2024-05-02 needle", "de"),
        ("3:0", "e"),
        ("U.S.", "e"),
        ("usa", ""),
        ("note: strike", ""),
        ("", ""),
        ('" "" -', ""),
        ("* ^ NEAR ( )", ""),
        ("ferr*", ""),
        ("ferry OR needle", ""),
        ("type:AID", ""),
        ("actor:", ""),
    ],
)
def test_what_is_found(reports: Store, line: str, found: str) -> None:
    page = reports.search(line)
    assert "".join(sorted(hit.document for hit in page.items)) == found
    assert page.total == len(found)
    assert reports.search(line) == page


def test_the_title_weighs_more_than_the_text(reports: Store) -> None:
    assert [hit.document for hit in reports.search("ferry").items] == ["a", "b"]
    assert reports.search("harbour").items[0].document == "b"
    pages = [reports.search("harbour", page=n, size=1) for n in (1, 2, 3, 4)]
    assert [hit for page in pages for hit in page.items] == list(reports.search("harbour").items)


def test_hits_are_marked_where_they_stand(reports: Store) -> None:
    (hit,) = reports.search('"harbour strike" ferry').items
    text = REPORTS[0].text or ""
    assert [(REPORTS[0].title or "")[a:b] for a, b in hit.title_marks] == ["Ferry"]
    assert [text[a:b] for a, b in hit.marks] == ["harbour strike", "Ferry"]
    assert hit.stretch == (0, len(text))
    (hit,) = reports.search("alesund").items
    assert (hit.stretch, hit.words, hit.marks) == (None, None, ())
    assert [(hit.title or "")[a:b] for a, b in hit.title_marks] == ["Ålesund"]


def test_of_a_long_text_the_part_with_the_hit_is_shown(reports: Store) -> None:
    hit = next(hit for hit in reports.search("needle").items if hit.document == "d")
    assert hit.stretch is not None
    assert hit.words is not None
    start, end = hit.stretch
    assert end - start <= STRETCH
    assert hit.words == (REPORTS[3].text or "")[start:end]
    assert "Here the needle lies." in hit.words
    assert not hit.words.startswith("ord")
    assert [(REPORTS[3].text or "")[a:b] for a, b in hit.marks] == ["needle"]


def test_an_odd_text_is_marked_as_far_as_it_can_be(reports: Store) -> None:
    hit = next(hit for hit in reports.search("needle").items if hit.document == "e")
    assert hit.words is not None
    assert hit.words.startswith("\ufdd0 Odd \x00 signs")
    (hit,) = reports.search("odd").items
    assert [(hit.words or "")[a:b] for a, b in hit.marks] == ["Odd"]


def test_fields_of_events(small: Corpus, store: Store) -> None:
    for event in small.events[:40]:
        key = key_of(event.actors[0])
        page = store.search(f'type:{event.type.lower()} actor:"{key}"', size=500)
        wanted = {
            one.document for one in small.events if one.type == event.type and key in map(key_of, one.actors)
        }
        if ":" in str(key) or key == event.actors[0].country:  # a code is also that of persons
            assert wanted <= {hit.document for hit in page.items}
        else:
            assert wanted == {hit.document for hit in page.items}
        without = store.search(f"-type:{event.type}", size=500)
        assert {hit.document for hit in without.items} == {one.id for one in small.documents} - {
            one.document for one in small.events if one.type == event.type
        }
        assert all(hit.story == store.story_of(hit.document) for hit in page.items)


def test_two_of_one_field_may_be_of_two_events(small: Corpus, store: Store) -> None:
    kinds = {
        document.id: {e.type for e in small.events if e.document == document.id}
        for document in small.documents
    }
    told = {hit.document for hit in store.search("type:AID type:CONSULT", size=500).items}
    assert told == {document for document, types in kinds.items() if {"AID", "CONSULT"} <= types}


def test_documents_are_found_by_names_that_only_their_parties_have(fresh: Fresh, small: Corpus) -> None:
    event = small.events[0]
    document = next(one for one in small.documents if one.id == event.document)
    code = event.actors[0].country or ""
    with fresh() as store:
        store.add([document])
        assert store.search(code).total == 0
        store.add((), [event])
        assert [hit.document for hit in store.search(code).items] == [document.id]


def test_a_search_too_long_is_refused(reports: Store) -> None:
    assert reports.search("x" * LONGEST).total == 0
    with pytest.raises(QueryError, match=r"10,000,000 characters .write at most 1,000"):
        reports.search("a " * 5_000_000)
    with pytest.raises(QueryError, match=r"10,000,000 characters"):
        reports.events(EventQuery(text="a " * 5_000_000))
    assert reports.events(EventQuery(actor="a" * 10_000_000)).total == 0
    assert reports.actors(find="a" * 10_000_000).total == 0
    with pytest.raises(QueryError, match="since: 'today' is no day"):
        reports.search("strike since:today")


def test_what_a_line_asks_for() -> None:
    assert parse('al-Shabaab -"peace talks" title:port TYPE:aid -actor:"Greta Quist" 3:0 "a') == Search(
        (
            Term(("al", "Shabaab")),
            Term(("peace", "talks"), without=True),
            Term(("port",), "title"),
            Term(("3", "0")),
            Term(("a",)),
        ),
        (Filter("type", "aid"), Filter("actor", "Greta Quist", without=True)),
    )


signs = st.sampled_from(
    [
        '"',
        "'",
        "-",
        "*",
        "^",
        ":",
        "(",
        ")",
        "{",
        "}",
        "+",
        ",",
        ";",
        "\\",
        "%",
        "_",
        "--",
        "/*",
        "\x00",
        "\ud800",
    ]
)
syntax = st.sampled_from(
    ["NEAR", "AND", "OR", "NOT", "NEAR(a b, 2)", "DROP TABLE events", "title:", "text:", "type:", "actor:", "names:",
     "rowid:", "documents_words", "strike", "harbour", "ferry", "since:2024-05-02", "until:", '"; DROP', "highlight("]
)  # fmt: skip
lines = st.lists(signs | syntax | anything | st.just(" "), max_size=12).map("".join)


@settings(max_examples=400)
@given(lines)
def test_any_string_is_words_or_a_clear_error(reports: Store, line: str) -> None:
    if any(one.field in ("since", "until") and one.value != "2024-05-02" for one in parse(line).filters):
        with pytest.raises(QueryError, match="is no day"):
            reports.search(line)
        return
    page = reports.search(line)
    for hit in page.items:
        document = reports.document(hit.document)
        assert document is not None
        text, title = document.text or "", document.title or ""
        start, end = hit.stretch or (0, 0)
        assert 0 <= start <= end <= len(text)
        assert all(start <= a < b <= end for a, b in hit.marks)
        assert all(0 <= a < b <= len(title) for a, b in hit.title_marks)
    assert reports.counts().documents == len(REPORTS)


@settings(max_examples=40)
@given(st.lists(anything, min_size=1, max_size=4), st.data())
def test_a_word_of_a_text_is_found_and_marked(fresh: Fresh, texts: list[str], data: st.DataObject) -> None:
    said = [f"{text} needle{n} {text}" for n, text in enumerate(texts)]
    with fresh() as store:
        store.add([Document(str(n), "article", None, text) for n, text in enumerate(said)])
        n = data.draw(st.integers(0, len(texts) - 1))
        (hit,) = store.search(f"Needle{n}").items
        assert hit.document == str(n)
        assert [said[n][a:b] for a, b in hit.marks] == [f"needle{n}"]

"""`group`: every document in one story, whatever the order; titles, days, weight, events."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.records import (
    Document,
    Event,
    Evidence,
    Field,
    Party,
    Span,
    Version,
    stable_id,
)  # fmt: skip
from dragoman.stories import group

STRIKE = [
    Document(
        "a", "headline", "Dockers in Antwerp Walk Out Over Pensions", published="2024-03-04", publisher="A"
    ),
    Document("b", "headline", "Antwerp Port Halted by Dockers", published="2024-03-05", publisher="B"),
    Document(
        "c", "headline", "Antwerp port halted as dockers walk out over pensions", published="2024-03-04"
    ),
]
VOLCANO = Document("d", "headline", "Volcano Erupts Near Grindavik in Iceland", published="2024-03-04")

WORDS = [
    "Antwerp",
    "dockers",
    "walk",
    "out",
    "port",
    "volcano",
    "Grindavik",
    "erupts",
    "Iceland",
    "12",
    "U.S.",
]
DAYS = [None, "2024-03-04", "2024-03-05T10:00:00Z", "2024-03-09", "2031-01-01"]
texts = st.one_of(
    st.none(), st.text(max_size=12), st.lists(st.sampled_from(WORDS), max_size=30).map(" ".join)
)
documents = st.lists(
    st.builds(
        Document,
        id=st.integers(0, 10**9).map(str),
        kind=st.sampled_from(["article", "headline"]),
        title=texts,
        text=texts,
        published=st.sampled_from(DAYS),
        publisher=st.sampled_from([None, "A", "B"]),
    ),
    max_size=12,
    unique_by=lambda d: d.id,
)


def stories_of(docs: list[Document]) -> list[set[str]]:
    return [{d.id for d in story.documents} for story in group(docs, [])]


@settings(deadline=None)  # the first title taken from a text loads the language pipeline
@given(documents, st.randoms())
def test_each_document_is_in_one_story_whatever_the_order(
    docs: list[Document], chance: random.Random
) -> None:
    stories = group(docs, [])
    assert sorted(d.id for s in stories for d in s.documents) == sorted(d.id for d in docs)
    assert len({s.id for s in stories}) == len(stories)
    for story in stories:
        member = {d.id: d for d in story.documents}[story.title_from.document]
        assert story.title_from.holds(member)
        assert story.title == story.title_from.quote
        assert 1 <= story.origins <= len(story.documents)
    shuffled = docs[:]
    chance.shuffle(shuffled)
    assert group(shuffled, []) == stories


@settings(deadline=None)
@given(documents)
def test_other_years_change_nothing(docs: list[Document]) -> None:
    dated = [d for d in docs if d.published]
    early = [Document(f"x{d.id}", d.kind, d.title, d.text, "1999-05-05") for d in dated]
    assert [s for s in group(dated + early, []) if s.first != "1999-05-05"] == group(dated, [])


def test_reports_of_one_happening_are_one_story() -> None:
    story, other = group([VOLCANO, *STRIKE], [])
    assert [d.id for d in story.documents] == ["a", "c", "b"]
    assert story.id == stable_id("story", "2024-03-04", "a")
    assert (story.first, story.last, story.origins) == ("2024-03-04", "2024-03-05", 3)
    assert other.documents == (VOLCANO,)


def test_the_title_is_the_one_that_has_most_in_common_with_the_others() -> None:
    assert group(STRIKE, [])[0].title == "Antwerp port halted as dockers walk out over pensions"


def test_the_same_words_months_later_are_another_story() -> None:
    later = Document("z", "headline", STRIKE[0].title, published="2024-09-01")
    assert {"z"} in stories_of([*STRIKE, later])


def test_a_future_date_and_no_date_are_no_trouble() -> None:
    undated = Document("u", "headline", "Dockers of Antwerp walk out, port halted")
    future = Document("f", "headline", VOLCANO.title, published="2999-01-01")
    assert stories_of([undated, future, *STRIKE]) == [{"a", "b", "c", "u"}, {"f"}]
    story = group([undated], [])[0]
    assert (story.first, story.last) == (None, None)


def test_stories_come_by_weight() -> None:
    alone = Document(
        "0", "headline", "Parliament in Lisbon Debates Rents", published="2024-03-01", publisher="A"
    )
    undated = Document("1", "headline", "Choir of Tallinn Tours Norway", publisher="A")
    assert stories_of([undated, VOLCANO, alone, *STRIKE]) == [{"a", "b", "c"}, {"0"}, {"d"}, {"1"}]


def test_without_a_title_the_first_sentence_stands_for_it() -> None:
    text = "  The dockers of Antwerp went home at noon. Ships wait outside the port."
    story = group([Document("t", "article", title=" ", text=text)], [])[0]
    assert story.title == "The dockers of Antwerp went home at noon."
    assert text[story.title_from.start : story.title_from.end] == story.title


@pytest.mark.parametrize("empty", [None, "", " \n"])
def test_a_document_that_says_nothing_is_a_story_without_a_title(empty: str | None) -> None:
    story = group([Document("e", "article", title=empty, text=empty)], [])[0]
    assert (story.title, story.title_from.quote) == ("", "")


def test_events_can_be_left_out() -> None:
    assert group(iter(STRIKE)) == group(STRIKE, [])


def test_nothing_in_nothing_out() -> None:
    assert group([], []) == []


def event(id: str, document: str, field: Field, start: int) -> Event:
    quote = Evidence(field, start, start + 4, "word", "rule")
    return Event(
        id, document, "PROTEST", None, None, 3, -6.5, "happened", None, None, (Party("word", 0, 4),), (),
        None, (), (), (), None, Span(start, start + 4, "word"), quote, Version("0", "0", "0"),
    )  # fmt: skip


def test_events_come_in_the_order_of_documents_and_text() -> None:
    given = [
        event("3", "b", "title", 0),
        event("2", "a", "text", 9),
        event("1", "a", "title", 9),
        event("0", "d", "title", 0),
    ]
    stories = group([*STRIKE, VOLCANO], given)
    assert [[e.id for e in story.events] for story in stories] == [["1", "2", "3"], ["0"]]


@pytest.mark.parametrize(
    "text", [None, "The harbour master of report {} spoke of queues, tugs and patience. " * 5]
)
def test_ten_thousand_copies_take_seconds(text: str | None) -> None:
    docs = [
        Document(
            str(i),
            "article",
            "Antwerp Dockers Walk Out",
            text and text.replace("{}", str(i)),
            "2024-03-04",
            publisher="A",
        )
        for i in range(10_000)
    ]
    start = time.process_time()
    assert len(group(docs, [])) == 1
    assert time.process_time() - start < 20


def test_a_happening_that_hundreds_report_is_one_story() -> None:
    """However many meet, those that are near are all compared."""
    quakes = ["Strong earthquake", "Powerful quake", "Magnitude 7.1 earthquake", "Major quake"]
    places = ["strikes Nepal", "hits western Nepal", "shakes Nepal's Karnali", "rocks Nepal"]
    tolls = ["killing dozens", "at least 60 dead, officials say", "rescuers dig in rubble", "villages cut off",
             "army joins rescue", "death toll rises to 73", "India sends aid", "buildings down in Jumla"]  # fmt: skip
    titles = [f"{a} {b}, {c}" for a in quakes for b in places for c in tolls]
    documents = [
        Document(str(n), "headline", title, published="2024-05-03") for n, title in enumerate(titles)
    ]
    assert [len(story.documents) for story in group(documents, [])] == [128]


def test_a_comment_or_a_question_is_not_the_title_of_a_story_that_has_a_report() -> None:
    titles = [
        "Opinion: Dockers in Antwerp walk out over pensions, and they are right",
        "Why dockers in Antwerp walk out over pensions",
        "Dockers in Antwerp walk out over pensions",
    ]
    documents = [
        Document(str(n), "headline", title, published="2024-05-03") for n, title in enumerate(titles)
    ]
    assert [(s.title, len(s.documents)) for s in group(documents, [])] == [(titles[2], 3)]

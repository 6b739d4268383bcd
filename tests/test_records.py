"""The nouns go to JSON and back, keep every key, and say what does not fit."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import RecordError
from dragoman.records import (
    Amount,
    Attribution,
    Brief,
    Citation,
    Date,
    Document,
    Equipment,
    Event,
    Evidence,
    Line,
    Party,
    Place,
    Record,
    Sentence,
    Span,
    Story,
    Version,
    stable_id,
)

HEADLINE = "Oslo Condemns Raid on Embassy"
DOCUMENT = Document(id="d1", kind="headline", title=HEADLINE, published="2025-02-18", publisher="Fjord Post")
EVENT = Event(
    id="e1",
    document="d1",
    type="ACCUSE",
    mode="disapprove",
    cameo="111",
    quad=3,
    intensity=-2,
    status="happened",
    date=Date("2025-02-18", "2025-02-18", "day"),
    place=Place("Oslo", "NOR", 59.91, 10.75, 3143244),
    actors=(Party("Oslo", 0, 4, "NOR", ("GOV",), "Norway", "capital: Norway"),),
    recipients=(),
    attribution=Attribution(Party("Oslo", 0, 4), "said", "official"),
    amounts=(Amount("money", 1e9, 2e9, "USD", "$1-2 billion"),),
    equipment=(Equipment("F-16", "fighter aircraft", "F-16s"),),
    contexts=("diplomatic",),
    confidence=None,
    trigger=Span(5, 13, "Condemns"),
    evidence=Evidence("title", 0, 29, HEADLINE, "ACCUSE/condemn (active)"),
    version=Version("0.1.0", "abc", "en-1"),
)
STORY = Story("s1", HEADLINE, EVENT.citation, (DOCUMENT,), (EVENT,), 1, "2025-02-18", "2025-02-18")
LINE = Line(HEADLINE, (EVENT.citation,))
BRIEF = Brief(
    lead=STORY, why="it is the only one", summary=(LINE,), factors=(), stories=(STORY,),
    first=None, last=None, version=EVENT.version,
)  # fmt: skip

EVENT_KEYS = [
    "id", "document", "type", "mode", "cameo", "quad", "intensity", "status", "date", "place", "actors", "recipients",
    "attribution", "amounts", "equipment", "contexts", "confidence", "trigger", "evidence", "version",
]  # fmt: skip


@pytest.mark.parametrize(
    "record", [DOCUMENT, EVENT, STORY, BRIEF, Sentence("d1", "title", 0, 4, "Oslo", True)]
)
def test_json_both_ways(record: Record) -> None:
    assert type(record).from_json(record.json()) == record
    assert type(record).from_dict(json.loads(record.json(indent=2))) == record


def test_an_event_has_every_key_in_order_and_unknown_is_null_or_empty() -> None:
    data = EVENT.to_dict()
    assert list(data) == EVENT_KEYS
    assert data["confidence"] is None
    assert data["recipients"] == []
    assert data["equipment"] == [{"name": "F-16", "class": "fighter aircraft", "text": "F-16s"}]
    assert list(data["actors"][0]) == ["text", "start", "end", "country", "sectors", "name", "how"]
    assert data["cameo"] == "111"


def test_a_citation_knows_whether_it_holds() -> None:
    assert EVENT.citation.holds(DOCUMENT)
    assert not Citation("d1", "title", 0, 4, "Bergen").holds(DOCUMENT)
    assert not Citation("d2", "title", 0, 4, "Oslo").holds(DOCUMENT)


def test_a_sentence_is_named_by_where_it_stands() -> None:
    assert Sentence("d1", "text", 7, 9, "ab").id == "d1#text:7-9"


@pytest.mark.parametrize(
    ("text", "named"),
    [
        ("{", "no JSON"),
        ("[]", "not a Document"),
        ('{"id": "a"}', "kind"),
        ('{"id": "a", "kind": "poem"}', "kind"),
        ('{"id": "a", "kind": "article", "colour": 1}', "colour"),
    ],
)
def test_what_does_not_fit_is_named(text: str, named: str) -> None:
    with pytest.raises(RecordError, match=named):
        Document.from_json(text)


@given(st.lists(st.one_of(st.none(), st.text(), st.integers())))
def test_stable_ids_depend_on_their_parts_alone(parts: list[object]) -> None:
    assert stable_id(*parts) == stable_id(*parts)
    assert len(stable_id(*parts)) == 16
    assert stable_id(*parts) != stable_id(*parts, "more")


@given(st.text(), st.text())
def test_any_text_survives_json(title: str, text: str) -> None:
    document = Document(id="x", kind="article", title=title, text=text)
    assert Document.from_json(document.json()) == document

"""A query means the same of events in memory as of those in a store."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.corpus import corpus
from dragoman.analysis.corpus import open_corpus
from dragoman.analysis.held import Held
from dragoman.analysis.stored import Stored
from dragoman.errors import QueryError
from dragoman.records import Attribution, Document, Event, Party, Place, Story
from dragoman.store import EventQuery, Store
from dragoman.store.judgements import judged_of
from tests.store.strategies import stories

SMALL = corpus(300, seed=5)
EVENTS = SMALL.events


def keys(events: list[Event]) -> list[str]:
    """What may be asked of the parties of events, and what nobody is called."""
    parties = [party for event in events for party in (*event.actors, *event.recipients)]
    found = {"Nobody", "XXX", "FBI", "FRA:GOV", "norway", "Chile"}
    for party in parties:
        found |= {party.name.swapcase()} if party.name else set()
        if party.country:
            found |= {party.country, *(f"{party.country}:{sector}" for sector in party.sectors)}
    return sorted(found)


def values(like: Event, events: list[Event]) -> dict[str, st.SearchStrategy[object]]:
    """What a query may ask: mostly what one of the events has."""
    place = like.place
    words = like.evidence.quote.split()
    return {
        "actor": st.sampled_from(keys(events)),
        "recipient": st.sampled_from(keys(events)),
        "about": st.sampled_from(keys(events)),
        "speaker": st.sampled_from(keys(events)),
        "type": st.just(like.type),
        "mode": st.just(like.mode),
        "quad": st.just(like.quad),
        "status": st.just(like.status),
        "place": st.sampled_from([place.country, place.name.upper()] if place else ["Nowhere", "NOR"]),
        "since": st.sampled_from(["2024-01-01", "2025-01-15", "1999-12-31"]),
        "until": st.sampled_from(["2024-06-30", "2025-03-15"]),
        "publisher": st.just("Nobody"),
        "min_confidence": st.sampled_from([0.0, 0.5, like.confidence]),
        "text": st.sampled_from([" ".join(words[:2]).upper(), " ".join(words[-2:]), "nonesuch", "- -"]),
        "judged": st.sampled_from(["standing", "any", "rejected", "corrected"]),
    }  # fmt: skip


@pytest.fixture(scope="module")
def both() -> Iterator[list[Stored | Held]]:
    """Every seventh event was rejected, every eleventh corrected."""
    with Store.open() as store:
        store.add(SMALL.documents, SMALL.events, SMALL.stories)
        for n, event in enumerate(SMALL.events[:77]):
            if n % 7 == 0:
                store.judge(judged_of(event, "reject", "2025-03-01T00:00:00Z"))
            elif n % 11 == 0:
                store.judge(judged_of(event, "set", "2025-03-01T00:00:00Z", changes={"status": "denied"}))
        events = [row.event for row in store.every_event(EventQuery(judged="any"))]
        yield [Stored(store), Held([*SMALL.documents, *events])]


@settings(max_examples=100, deadline=None)
@given(data=st.data())
def test_a_query_means_the_same_in_memory_and_in_a_store(
    both: list[Stored | Held], data: st.DataObject
) -> None:
    like = data.draw(st.sampled_from(EVENTS))
    asked = values(like, list(EVENTS[:40]))
    publishers = sorted({document.publisher.swapcase() for document in SMALL.documents if document.publisher})
    asked["publisher"] = st.sampled_from(publishers)
    names = data.draw(st.lists(st.sampled_from(sorted(asked)), max_size=3, unique=True))
    query = EventQuery(**{name: data.draw(asked[name]) for name in names})  # type: ignore[arg-type]
    stored, held = ([(row.event, row.day, row.document) for row in corpus.rows(query)] for corpus in both)
    assert held == stored


@settings(max_examples=30, deadline=None)
@given(data=st.data(), given_stories=stories())
def test_names_of_any_kind_mean_the_same(data: st.DataObject, given_stories: list[Story]) -> None:
    events = [event for story in given_stories for event in story.events]
    with Store.open() as store:
        store.add(stories=given_stories)
        asked = values(events[0], events) if events else {"actor": st.just("FRA")}
        names = data.draw(st.lists(st.sampled_from(sorted(asked)), min_size=1, max_size=2, unique=True))
        query = EventQuery(**{name: data.draw(asked[name]) for name in names})  # type: ignore[arg-type]
        found = [
            [row.event.id for row in corpus.rows(query)] for corpus in (Stored(store), Held(given_stories))
        ]
    assert found[0] == found[1]


def test_a_code_may_be_a_name_and_a_name_a_state() -> None:
    event = EVENTS[1]
    bureau = Party("the FBI", 0, 7, None, (), "FBI", "organization: FBI")
    state = Party("Norway", 0, 6, "NOR", (), "Norway", "country: Norway")
    minister = Party("the minister", 0, 12, "NOR", ("GOV",), "Greta Quist", "leader: minister")
    told = [
        replace(event, id="a", actors=(bureau,), recipients=(state,)),
        replace(event, id="b", actors=(minister,), attribution=Attribution(bureau, "said", "named")),
    ]

    def found(**asked: str) -> list[str]:
        records: list[Document | Event | Story] = [*SMALL.documents, *told]
        with open_corpus(records) as corpus:
            return [row.event.id for row in corpus.rows(EventQuery(**asked))]  # type: ignore[arg-type]

    assert found(actor="fbi") == found(actor="FBI") == ["a"]
    assert found(speaker="FBI") == ["b"]
    assert found(about="norway") == ["a", "b"]
    assert found(actor="NOR:GOV") == ["b"]


@pytest.mark.parametrize(
    "query",
    [
        EventQuery(since="May"),
        EventQuery(until="2025-02-30"),
        EventQuery(judged="perhaps"),  # type: ignore[arg-type]
        EventQuery(text="x" * 1001),
    ],
)
def test_what_cannot_be_asked_of_a_store_cannot_be_asked_of_lists(query: EventQuery) -> None:
    with pytest.raises(QueryError) as of_lists:
        next(Held(EVENTS).rows(query))
    with Store.open() as store, pytest.raises(QueryError) as of_store:
        next(Stored(store).rows(query))
    assert str(of_lists.value) == str(of_store.value)


def test_a_place_is_asked_by_country_or_name() -> None:
    event = replace(EVENTS[1], place=Place("Bergen", "NOR"))
    for place in ("NOR", "bergen"):
        assert [row.event for row in Held([event]).rows(EventQuery(place=place))] == [event]
    assert not list(Held([event]).rows(EventQuery(place="FRA")))

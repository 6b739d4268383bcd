"""A filter finds what a plain look through the records finds."""

from __future__ import annotations

import dataclasses

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.corpus import Corpus
from dragoman.errors import QueryError
from dragoman.records import Document, Event, Party
from dragoman.store import EventQuery, Store
from dragoman.store.events import ORDERS
from dragoman.store.keys import is_state, key_of, own_name
from dragoman.store.words import words_of
from tests.store.strategies import anything


def day_of(event: Event, document: Document) -> str | None:
    return event.date.start if event.date else document.published and document.published[:10]


def is_meant(party: Party, key: str, states: dict[str, str]) -> bool:
    key = states.get(key.casefold(), key)
    code, _, sector = key.partition(":")
    if len(code) == 3 and code.isupper() and (not sector or len(sector) == 3):
        return party.country == code and (not sector or sector in party.sectors)
    return party.name is not None and party.name.casefold() == key.casefold()


def fits(event: Event, document: Document, query: EventQuery, states: dict[str, str]) -> bool:
    said = event.attribution
    speakers = (*((said.speaker,) if said.speaker else ()), *said.chain) if said else ()
    day = day_of(event, document)

    def among(parties: tuple[Party, ...], key: str | None) -> bool:
        return key is None or any(is_meant(party, key, states) for party in parties)

    return (
        among(event.actors, query.actor)
        and among(event.recipients, query.recipient)
        and among(event.actors + event.recipients, query.about)
        and among(speakers, query.speaker)
        and query.type in (None, event.type)
        and query.mode in (None, event.mode)
        and query.quad in (None, event.quad)
        and query.status in (None, event.status)
        and (query.since is None or (day is not None and day >= query.since))
        and (query.until is None or (day is not None and day <= query.until))
        and (query.publisher is None or (document.publisher or "").casefold() == query.publisher.casefold())
        and (query.min_confidence is None or (event.confidence or 0) >= query.min_confidence)
        and (
            query.place is None
            or (event.place is not None and query.place in (event.place.country, event.place.name.casefold()))
        )
        and (query.text is None or {w.casefold() for w in words_of(query.text)} <= said_in(event))
    )


def said_in(event: Event) -> set[str]:
    return {word.casefold() for word in words_of(event.evidence.quote)}


@settings(max_examples=30)
@given(data=st.data())
def test_filters_agree_with_a_look_through_the_records(
    small: Corpus, store: Store, data: st.DataObject
) -> None:
    documents = {document.id: document for document in small.documents}
    states = {
        party.name.casefold(): party.country or ""
        for event in small.events
        for party in (*event.actors, *event.recipients)
        if party.name and is_state(party)
    }
    # A query is made of what one of the events has, so that it seldom finds nothing.
    like = data.draw(st.sampled_from(small.events))
    document = documents[like.document]
    party = data.draw(st.sampled_from((*like.actors, *like.recipients)))
    keys = [party.country, party.name and party.name.swapcase(), key_of(party), "Nobody"]
    speaker = like.attribution.speaker if like.attribution else None
    values = {
        "actor": st.sampled_from(keys),
        "recipient": st.sampled_from(keys),
        "about": st.sampled_from(keys),
        "type": st.just(like.type),
        "mode": st.just(like.mode),
        "quad": st.just(like.quad),
        "status": st.just(like.status),
        "place": st.sampled_from([like.place.country, like.place.name.lower()] if like.place else [None]),
        "since": st.just(day_of(like, document)),
        "until": st.just(day_of(like, document)),
        "publisher": st.just((document.publisher or "").upper()),
        "speaker": st.just(speaker and key_of(speaker)),
        "min_confidence": st.just(like.confidence),
        "text": st.sampled_from([" ".join(words_of(like.evidence.quote)[n : n + 2]).upper() for n in (0, 2)]),
    }
    names = data.draw(st.lists(st.sampled_from(sorted(values)), max_size=3, unique=True))
    query = EventQuery(**{name: data.draw(values[name]) for name in names})  # type: ignore[arg-type]
    wanted = {event.id for event in small.events if fits(event, documents[event.document], query, states)}
    sort = data.draw(st.sampled_from(ORDERS))
    rows = list(store.every_event(query, sort=sort))
    assert {row.event.id for row in rows} == wanted
    assert len(rows) == len(wanted) == store.events(query).total
    size = data.draw(st.integers(40, 200))
    pages = [store.events(query, sort=sort, page=n + 1, size=size) for n in range(-(-len(rows) // size))]
    assert [row for page in pages for row in page.items] == rows
    for row in rows:
        told = documents[row.event.document]
        assert row.day == day_of(row.event, told)
        assert row.day_from == ("event" if row.event.date else "published")
        assert (row.document_title, row.publisher, row.published) == (
            told.title,
            told.publisher,
            told.published,
        )
        assert row.story == store.story_of(told.id)
    facets = store.facets(query)
    assert sum(count for _, count in facets.type) == len(rows)
    assert dict(facets.status) == {
        status: sum(row.event.status == status for row in rows)
        for status in {row.event.status for row in rows}
    }
    for side in ("actor", "recipient"):
        for key, count in getattr(facets, side):
            assert count == sum(
                any(key in (party.country, own_name(party)) for party in getattr(row.event, f"{side}s"))
                for row in rows
            )


@pytest.mark.parametrize("walk", [True, False])
def test_walking_and_looking_up_find_the_same(
    small: Corpus, store: Store, walk: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    party = small.events[0].actors[0]
    queries = [EventQuery(actor=party.country), EventQuery(about=key_of(party), status="happened")]
    expected = [[row.event.id for row in store.every_event(query)] for query in queries]
    monkeypatch.setattr("dragoman.store.events.MANY", -1 if walk else 10**9)
    assert [[row.event.id for row in store.events(query, size=1000).items] for query in queries] == expected


def test_orders(store: Store) -> None:
    rows = list(store.every_event())
    assert [row.day for row in rows] == sorted((row.day or "" for row in rows), reverse=True)
    assert list(reversed(rows)) == list(store.every_event(sort="date"))
    likely = [row.event.confidence for row in store.every_event(sort="-confidence")]
    assert likely == sorted(likely, key=lambda one: -(one or 0))
    kinds = [row.event.type for row in store.every_event(sort="type")]
    assert kinds == sorted(kinds)


def test_what_cannot_be_asked(store: Store) -> None:
    for number, size in ((0, 10), (-1, 10), (1, 0), (1, 10**9), (10**30, 1)):
        with pytest.raises(QueryError, match=f"page {number} of {size} rows"):
            store.events(page=number, size=size)
        with pytest.raises(QueryError):
            store.search("harbour", page=number, size=size)
    with pytest.raises(QueryError, match="sort: no order ';DROP'"):
        store.events(sort=";DROP")
    for day in ("yesterday", "2025-02-30", "20250203", "٢٠٢٥-٠٢-٠١", "2025-W05-1", ""):
        with pytest.raises(QueryError, match=r"since: .* is no day"):
            store.events(EventQuery(since=day))
    with pytest.raises(QueryError, match="until: 'x' is no day"):
        store.latest_stories(until="x")
    with pytest.raises(QueryError, match="by: no period 'decade'"):
        store.dyad("FRA", "DEU", by="decade")  # type: ignore[arg-type]
    assert store.events(page=10**9).items == ()


STRINGS = [field.name for field in dataclasses.fields(EventQuery) if "str" in str(field.type)]


@settings(max_examples=60)
@given(st.sampled_from(STRINGS), anything)
def test_any_string_is_a_filter_that_finds_nothing_or_no_day(store: Store, name: str, value: str) -> None:
    query = EventQuery(**{name: value})  # type: ignore[arg-type]
    if name in ("since", "until"):
        with pytest.raises(QueryError):
            store.events(query)
    else:
        assert store.events(query).total == store.places(query).nowhere == 0


def test_events_are_told_with_their_reports_in_order_of_time(small: Corpus, store: Store) -> None:
    documents = {document.id: document for document in small.documents}
    query = EventQuery(status="happened")
    told = list(store.told(query, texts=True))
    order = [(row.day or "~", row.event.id) for row in told]
    assert order == sorted(order)
    assert {row.event.id for row in told} == {row.event.id for row in store.every_event(query)}
    for row in told:
        assert row.document == documents[row.event.document]
        assert row.story == store.story_of(row.document.id)
        assert (row.day, row.day_from) == (
            day_of(row.event, row.document),
            "event" if row.event.date else "published",
        )
    bare = [dataclasses.replace(row, document=dataclasses.replace(row.document, text=None)) for row in told]
    assert list(store.told(query)) == bare

"""Actors, dyads, places and networks add up to what the records say."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from benchmarks.corpus import Corpus
from dragoman.records import Event, Party, Story
from dragoman.store import EventQuery, Store, key_of
from dragoman.store.dealings import DONE
from dragoman.store.keys import dyads_of
from dragoman.store.periods import By, start_of, starts

NORWAY = Party("Norway", 0, 6, "NOR", (), "Norway", "country: Norway")
OSLO = Party("Oslo", 0, 4, "NOR", ("GOV",), "Norway", "capital: Norway")
MINISTER = Party("Greta Quist", 0, 11, "NOR", ("GOV",), "Greta Quist", "leader: Greta Quist, prime minister")
TROOPS = Party("Chilean troops", 0, 14, "CHL", ("MIL",), None, "role: troops; adjective: Chile")
CHILE = Party("Chile", 0, 5, "CHL", (), "Chile", "country: Chile")
BODY = Party("the Harbour Board", 0, 17, None, (), "Harbour Board", "organization: Harbour Board")
SOMEBODY = Party("a crowd", 0, 7)


def between(small: Corpus, kind: str, actors: list[Party], recipients: list[Party]) -> Event:
    like = replace(small.events[0], type=kind)  # type: ignore[arg-type]
    return replace(like, actors=tuple(actors), recipients=tuple(recipients))


def test_a_party_goes_by_its_most_telling_key() -> None:
    told = [NORWAY, OSLO, MINISTER, TROOPS, BODY, SOMEBODY]
    assert [key_of(party) for party in told] == [
        "NOR",
        "NOR:GOV",
        "Greta Quist",
        "CHL:MIL",
        "Harbour Board",
        None,
    ]


def test_who_acts_on_whom(small: Corpus) -> None:
    def pairs(kind: str, actors: list[Party], recipients: list[Party]) -> list[tuple[str, str]]:
        return dyads_of(between(small, kind, actors, recipients))

    assert pairs("AID", [NORWAY], [TROOPS, BODY]) == [("NOR", "CHL"), ("NOR", "Harbour Board")]
    assert pairs("AID", [NORWAY, OSLO], [CHILE]) == [("NOR", "CHL")]
    assert pairs("ACCUSE", [MINISTER], [OSLO]) == [("Greta Quist", "NOR:GOV")]
    assert pairs("ACCUSE", [OSLO], [OSLO]) == pairs("ACCUSE", [OSLO], [SOMEBODY]) == []
    assert pairs("CONSULT", [NORWAY, CHILE], []) == [("CHL", "NOR"), ("NOR", "CHL")]
    # Who condemns something together does not condemn each other.
    assert pairs("ACCUSE", [NORWAY, CHILE], []) == []


def keys_of(party: Party) -> set[str]:
    sectors = {f"{party.country}:{sector}" for sector in party.sectors if party.country}
    own = {party.name} if party.name and key_of(party) == party.name else set()
    return {key for key in (party.country, *sectors, *own) if key}


def test_actors_are_counted_by_their_events(small: Corpus, store: Store) -> None:
    acts, acted_on = Counter[str](), Counter[str]()
    for event in small.events:
        acts.update({key for party in event.actors for key in keys_of(party)})
        acted_on.update({key for party in event.recipients for key in keys_of(party)})
    page = store.actors(size=1000)
    assert {row.key: (row.acts, row.acted_on) for row in page.items} == {
        key: (acts[key], acted_on[key]) for key in acts | acted_on if ":" not in key
    }
    assert [row.acts + row.acted_on for row in page.items] == sorted(
        (row.acts + row.acted_on for row in page.items), reverse=True
    )
    for key in {key for key in acts | acted_on if ":" in key} | {row.key for row in page.items[:20]}:
        found = store.actor(key)
        assert found is not None
        assert (found.key, found.acts, found.acted_on) == (key, acts[key], acted_on[key])
        assert (sum(found.quads), sum(found.quads_on)) == (acts[key], acted_on[key])
        assert sum(number for _, number in found.types) == acts[key]
        about = store.events(EventQuery(about=key), size=20)
        assert found.latest == about.items
        assert sum(month.events for month in found.months) == about.total
        days = [row.day for row in store.every_event(EventQuery(about=key)) if row.day]
        assert (found.first, found.last) == (min(days), max(days))


def test_an_actor_by_name_in_any_case_and_a_state_by_what_it_is_called(store: Store) -> None:
    state = next(row for row in store.actors().items if row.key == row.country and row.name)
    assert store.actor(str(state.name).upper()) == store.actor(state.key)
    person = next(row for row in store.actors(size=500).items if row.key != row.country)
    found = store.actor(person.key.lower())
    assert found == store.actor(person.key)
    assert found is not None
    assert (found.key, found.country) == (person.key, person.country)
    assert (found.how or "").startswith(f"leader: {person.key}")
    assert [row.key for row in store.actors(find=person.key[2:6].upper(), size=500).items].count(
        person.key
    ) == 1
    assert store.actors(find="nobody of this name").total == 0


def test_dyads_count_what_was_done(small: Corpus, store: Store) -> None:
    counted, sums = Counter[tuple[str, str]](), Counter[tuple[str, str]]()
    for event in small.events:
        if event.status in DONE:
            for pair in dyads_of(event):
                counted[pair] += 1
                sums[pair] += event.intensity  # type: ignore[assignment]
    rows = store.dyads(size=1000).items
    assert {(row.actor, row.recipient): row.events for row in rows} == dict(counted.most_common())
    for row in rows[:30]:
        pair = row.actor, row.recipient
        assert row.mean == pytest.approx(sums[pair] / counted[pair])
        by: By
        for by in ("day", "week", "month", "year"):
            series = store.dyad(*pair, by=by)
            assert sum(period.events for period in series.forth) == counted[pair]
            assert sum(period.events for period in series.back) == counted[pair[::-1]]
            assert [period.start for period in series.forth] == [period.start for period in series.back]
            assert series.undated == 0
            turned = store.dyad(*pair[::-1], by=by)
            assert (turned.forth, turned.back) == (series.back, series.forth)


def test_the_last_events_of_a_dyad_are_of_both_directions(small: Corpus, store: Store) -> None:
    for row in store.dyads(size=20).items:
        pair = row.actor, row.recipient
        of_both = {event.id for event in small.events if {pair, pair[::-1]} & set(dyads_of(event))}
        found = store.between(*pair, size=1000)
        assert [one.event.id for one in found] == [
            one.event.id for one in store.between(*pair[::-1], size=1000)
        ]
        assert {one.event.id for one in found} == of_both
        days = [one.day for one in found if one.day]
        assert days == sorted(days, reverse=True)
        assert store.between(*pair, size=2) == found[:2]


def test_dyads_of_any_keys_agree_with_a_look_through_the_records(small: Corpus, store: Store) -> None:
    done = [event for event in small.events if event.status in DONE]
    pairs = {
        (one, other)
        for event in done[:60]
        for actor in event.actors
        for recipient in event.recipients
        for one in keys_of(actor)
        for other in keys_of(recipient)
        if one.partition(":")[0] != other.partition(":")[0]
    }
    assert len(pairs) > 60
    for one, other in pairs:
        wanted = sum(
            any(one in keys_of(party) for party in event.actors)
            and any(other in keys_of(party) for party in event.recipients)
            for event in done
        )
        assert sum(period.events for period in store.dyad(one, other).forth) == wanted, (one, other)


def test_partners_are_the_other_side_of_the_dyads(store: Store) -> None:
    for row in store.dyads(size=20).items:
        found = store.actor(row.actor)
        if found is not None and found.key == found.country:
            assert next(acts for key, acts, _ in found.partners if key == row.recipient) == row.events
    person = next(row for row in store.actors(size=500).items if row.key != row.country and row.acts)
    found = store.actor(person.key)
    assert found is not None
    for key, acts, acted_on in found.partners:
        series = store.dyad(person.key, key)
        assert (acts, acted_on) == tuple(
            sum(period.events for period in side) for side in (series.forth, series.back)
        )


def test_reciprocal_events_count_in_both_directions_and_once_in_a_network(small: Corpus) -> None:
    meeting = replace(between(small, "CONSULT", [NORWAY, CHILE], []), status="happened")
    joint = replace(between(small, "ACCUSE", [MINISTER, CHILE], []), id="joint", status="happened")
    document = next(one for one in small.documents if one.id == meeting.document)
    with Store.open() as store:
        store.add([document], [meeting, joint])
        series = store.dyad("NOR", "CHL", by="year")
        assert [period.events for period in (*series.forth, *series.back)] == [1, 1]
        assert store.dyad("NOR", "CHL") == store.dyad("Norway", "chile")
        assert store.dyad("Greta Quist", "CHL").forth == ()
        network = store.network()
        assert [(node.key, node.events) for node in network.nodes] == [("CHL", 1), ("NOR", 1)]
        assert [(link.a, link.b, link.events) for link in network.links] == [("CHL", "NOR", 1)]


def test_a_network_is_of_the_busiest(small: Corpus, store: Store) -> None:
    query = EventQuery(status="happened")
    whole, some = store.network(query, most=1000), store.network(query, most=5)
    assert some.nodes == whole.nodes[:5]
    assert some.left_out == len(whole.nodes) - 5
    keys = {node.key for node in some.nodes}
    assert set(some.links) == {link for link in whole.links if {link.a, link.b} <= keys}
    told = [set(map(frozenset, dyads_of(event))) for event in small.events if event.status == "happened"]
    for link in whole.links:
        assert link.a < link.b
        assert link.events == sum({link.a, link.b} in pairs for pairs in told)
    for node in whole.nodes:
        assert node.events == sum(any(node.key in pair for pair in pairs) for pairs in told)


def test_places_are_counted(small: Corpus, store: Store) -> None:
    query = EventQuery(type="CONSULT")
    told = [event for event in small.events if event.type == "CONSULT"]
    found = store.places(query)
    assert found.nowhere == sum(event.place is None for event in told)
    assert {country.code: country.events for country in found.countries} == Counter(
        event.place.country for event in told if event.place
    )
    assert {point.name: point.events for point in found.points} == Counter(
        event.place.name for event in told if event.place
    )


def test_lists_of_stories(small: Corpus, store: Store) -> None:
    rows = store.stories(size=1000).items
    assert [row.last for row in rows] == sorted((row.last or "" for row in rows), reverse=True)
    stories = {story.id: story for story in small.stories}
    for row in rows:
        story = stories[row.id]
        assert (row.title, row.first, row.last, row.origins) == (
            story.title,
            story.first,
            story.last,
            story.origins,
        )
        assert (row.documents, row.events) == (len(story.documents), len(story.events))
        assert set(row.countries) == {
            party.country for event in story.events for party in (*event.actors, *event.recipients)
        }
    since, until = "2024-02-01", "2024-08-31"
    assert {row.id for row in store.stories(since=since, until=until, size=1000).items} == {
        story.id for story in small.stories if str(story.last) >= since and str(story.first) <= until
    }
    assert [row.id for row in store.stories(page=2, size=7).items] == [row.id for row in rows[7:14]]
    assert {row.id: row.stories for row in store.storylines(size=1000).items} == {
        line.id: len(line.stories) for line in small.storylines
    }


def test_latest_stories(small: Corpus, store: Store) -> None:
    def told(first: str, last: str) -> set[Story]:
        return {story for story in small.stories if str(story.last) >= first and str(story.first) <= last}

    days = sorted({str(document.published)[:10] for document in small.documents})
    last = dt.date.fromisoformat(days[-1])
    assert set(store.latest_stories()) == told(days[-1], days[-1])
    week = (last - dt.timedelta(days=6)).isoformat()
    assert set(store.latest_stories(days=7)) == told(week, days[-1])
    assert set(store.latest_stories(until=days[20])) == told(days[20], days[20])
    assert store.latest_stories(until="1999-01-01") == ()
    assert len(store.latest_stories(days=10_000, limit=9)) == 9


def test_stories_without_a_day_are_the_latest_where_nothing_is_dated(small: Corpus) -> None:
    story = small.stories[0]
    bare = replace(
        story,
        documents=tuple(replace(document, published=None) for document in story.documents),
        first=None,
        last=None,
    )
    with Store.open() as store:
        store.add(stories=[bare])
        assert store.latest_stories() == (bare,)
        assert store.latest_stories(until="2025-01-01") == ()
        store.add(stories=[small.stories[1]])
        assert store.latest_stories() == (small.stories[1],)
        assert [row.id for row in store.stories().items] == [small.stories[1].id, bare.id]


@given(
    st.lists(st.dates().map(str), min_size=1, max_size=4), st.sampled_from(["day", "week", "month", "year"])
)
def test_periods_are_in_order_and_none_is_left_out_in_between(days: list[str], by: By) -> None:
    told = {start_of(day, by) for day in days}
    found = starts([{start: [1, 0, 0, 0, 0.0] for start in told}], by)
    assert found == sorted(set(found))
    assert told <= set(found)
    assert all(start_of(start, by) == start for start in found)

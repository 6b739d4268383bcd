"""What people judged is laid over the coding in every table, and the coding stays."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.corpus import Corpus
from dragoman.errors import QueryError, StoreError
from dragoman.records import Event, Story
from dragoman.store import Arrival, EventQuery, Store
from dragoman.store.judgements import Action, Judged
from tests.store.conftest import Fresh

NOW = "2026-11-23T14:00:00Z"


def judged(event: Event, action: Action, **changes: object) -> Judged:
    e, t = event.evidence, event.trigger
    return Judged(
        event.id, event.document, e.field, t.start, t.end, e.start, e.quote, event.type, e.rule, action, changes,
        "not so", "Greta Quist", NOW,
    )  # fmt: skip


def a_story(small: Corpus) -> tuple[Story, Event]:
    """A story with several events, and one of them that is a dyad."""
    story = max(small.stories, key=lambda one: len(one.events))
    done = ("happened", "ongoing")
    event = next(e for e in story.events if e.actors and e.recipients and e.status in done)
    return story, event


def shown(store: Store) -> dict[str, object]:
    return {
        "events": store.events(),
        "facets": store.facets(),
        "actors": store.actors(),
        "dyads": store.dyads(),
        "places": store.places(),
        "network": store.network(),
        "hits": store.search("type:aid").total,
        "stories": store.stories(),
    }


def test_what_is_rejected_is_not_counted_until_that_is_taken_back(small: Corpus, fresh: Fresh) -> None:
    story, event = a_story(small)
    others = [one for one in story.events if one.id != event.id]
    with fresh() as store:
        store.add(stories=[replace(story, events=tuple(others))])
        without = shown(store)
    with fresh() as store:
        store.add(stories=[story])
        whole = shown(store)
        number = store.judge(judged(event, "reject"))
        assert shown(store) == without
        assert store.events(EventQuery(judged="any")).total == len(story.events)
        [row] = store.events(EventQuery(judged="rejected")).items
        assert row.event.judgement is not None
        assert (row.event.judgement.rejected, row.event.judgement.note) == (True, "not so")
        assert store.events(EventQuery(judged="corrected")).total == 0
        assert event in store.held([event.document])[event.document].events
        assert [one.number for one in store.judgements()] == [number]
        assert store.judgements(event.id) == store.judgements()
        assert store.judgements("none") == ()
        assert store.check() == []
        # Adding it again, as it was coded, changes nothing.
        assert not store.add(stories=[story])
        assert shown(store) == without
        store.judge(judged(event, "undo"))
        assert {**shown(store), "events": store.events(sort="type").total} == {
            **whole,
            "events": len(story.events),
        }


def test_what_is_set_is_so_everywhere_and_what_was_coded_is_kept(small: Corpus, fresh: Fresh) -> None:
    story, event = a_story(small)
    other = "AID" if event.type != "AID" else "REJECT"
    with fresh() as store:
        store.add(stories=[story])
        store.judge(judged(event, "set", type=other))
        [row] = store.events(EventQuery(judged="corrected")).items
        assert row.event.type == other
        assert row.event.judgement is not None
        assert row.event.judgement.was == {"type": event.type}
        counts = dict(store.facets().type)
        assert counts[other] == sum(e.type == other for e in story.events) + 1
        # Coded again as before, the judgement stays; coded as something else, what was coded goes to the old events.
        told = tuple(e for e in story.events if e.document == event.document)
        store.file([Arrival(next(d for d in story.documents if d.id == event.document), told, NOW)])
        assert dict(store.facets().type) == counts
        assert store.old_events(event.document) == ()
        anew = tuple(replace(e, confidence=0.123) if e.id == event.id else e for e in told)
        store.file([Arrival(next(d for d in story.documents if d.id == event.document), anew, NOW)])
        assert [old.event for old in store.old_events(event.document)] == [event]
        assert dict(store.facets().type) == counts
        assert store.check() == []


def test_what_cannot_be_judged_or_asked(small: Corpus, fresh: Fresh) -> None:
    with fresh() as store:
        with pytest.raises(StoreError, match="not in the store"):
            store.judge(judged(small.events[0], "reject"))
        assert store.judgements() == ()
        with pytest.raises(QueryError, match="judged: no 'maybe'"):
            store.events(EventQuery(judged="maybe"))  # type: ignore[arg-type]


def test_what_is_asked_of_judgements(small: Corpus, fresh: Fresh) -> None:
    story, event = a_story(small)
    with fresh() as store:
        store.add(stories=[story])
        assert store.rejected([event.document]) == ()
        store.judge(judged(event, "reject"))
        [wrong] = store.rejected([one.id for one in story.documents])
        assert wrong.id == event.id
        assert store.rejected(["elsewhere"]) == ()
        [kept] = store.judgements(event.id)
        assert store.judgements(document=event.document) == (kept,) == store.judgements()
        assert store.judgements(document="elsewhere") == ()
        assert store.events_beginning(event.id[:8]) == (event.id,)
        assert len(store.events_beginning("", 2)) == min(2, len(story.events))
        assert store.events_beginning("no such") == ()


def test_an_id_that_was_leads_to_what_is_coded_there_now(small: Corpus, fresh: Fresh) -> None:
    story, event = a_story(small)
    report = next(d for d in story.documents if d.id == event.document)
    with fresh() as store:
        store.add(stories=[story])
        assert store.event_now(event.id) is None  # it holds
        store.file([Arrival(report, (replace(event, id="again"),), NOW)])
        assert store.event(event.id) is None
        now = store.event_now(event.id)
        assert now is not None
        assert now.id == "again"
        store.file([Arrival(report, (), NOW)])
        assert store.event_now(event.id) is None
        assert store.event_now("no such") is None

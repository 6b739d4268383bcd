"""What goes into a store comes out as it went in, all or nothing, and once."""

from __future__ import annotations

import sqlite3
import subprocess
import sys
import threading
from dataclasses import replace
from pathlib import Path

import pytest
from hypothesis import given, settings
from psycopg.errors import DiskFull
from sqlalchemy.exc import OperationalError

from benchmarks.corpus import Corpus
from dragoman.errors import StoreError
from dragoman.records import Document, Story
from dragoman.store import EventQuery, Store, placing
from tests.store.conftest import Fresh
from tests.store.strategies import stories

ROOT = Path(__file__).parents[2]


def test_everything_comes_out_as_it_went_in(small: Corpus, store: Store) -> None:
    assert [store.document(one.id) for one in small.documents] == list(small.documents)
    assert [store.event(one.id) for one in small.events] == list(small.events)
    assert [store.story(one.id) for one in small.stories] == list(small.stories)
    assert [store.storyline(one.id) for one in small.storylines] == list(small.storylines)
    counts = store.counts()
    assert (counts.documents, counts.events) == (len(small.documents), len(small.events))
    assert (counts.stories, counts.storylines) == (len(small.stories), len(small.storylines))
    assert counts.first == min(str(one.published)[:10] for one in small.documents)
    assert counts.last == max(str(one.published)[:10] for one in small.documents)
    for story in small.stories:
        assert {store.story_of(one.id) for one in story.documents} == {story.id}
    for line in small.storylines:
        assert all((line.id, line.name) in store.storylines_of(story.id) for story in line.stories)
    for document in small.documents:
        told = [event for event in small.events if event.document == document.id]
        assert store.events_of(document.id) == tuple(sorted(told, key=lambda e: e.evidence.start))


def test_unknown_ids_are_nothing(store: Store) -> None:
    for id in ("", "none", "\ud800", "a\x00b", "'; DROP TABLE events; --"):
        for ask in (store.document, store.event, store.story, store.storyline, store.story_of, store.actor):
            assert ask(id) is None
        assert not store.storylines_of(id)
        assert not store.events_of(id)


@settings(max_examples=30)
@given(stories())
def test_any_record_comes_out_as_it_went_in(fresh: Fresh, told: list[Story]) -> None:
    with fresh() as store:
        assert store.add(stories=told)
        for story in told:
            assert store.story(story.id) == story
            for document in story.documents:
                assert store.document(document.id) == document
            for event in story.events:
                assert store.event(event.id) == event
        before = store.revision()
        assert not store.add(stories=told)
        assert store.revision() == before
        assert store.events().total == sum(len(story.events) for story in told)
        store.facets(), store.actors(), store.dyads(), store.places(), store.network()


def test_adding_again_in_parts_and_in_any_order_gives_the_same(small: Corpus, url: str) -> None:
    with Store.open(url) as store:
        store.add(small.documents)
        for start in range(0, len(small.events), 100):
            store.add((), small.events[start : start + 100])
        store.add(stories=reversed(small.stories))
        store.add(storylines=small.storylines)
        revision = store.revision()
        assert not store.add(small.documents, small.events, small.stories, small.storylines)
        assert store.revision() == revision
        assert [store.story(one.id) for one in small.stories] == list(small.stories)
        assert [store.storyline(one.id) for one in small.storylines] == list(small.storylines)
        with Store.open() as other:
            other.add(storylines=small.storylines, stories=small.stories)
            for query in (EventQuery(), EventQuery(type="AID"), EventQuery(text="harbour")):
                assert store.events(query) == other.events(query)
            assert store.actors() == other.actors()
            assert store.dyads() == other.dyads()
            assert store.counts() == other.counts()


def test_an_event_without_its_document_is_refused_and_nothing_is_put_in(fresh: Fresh, small: Corpus) -> None:
    first, other = small.events[0], next(e for e in small.events if e.document != small.events[0].document)
    document = next(one for one in small.documents if one.id == first.document)
    with fresh() as store:
        with pytest.raises(StoreError, match=rf"{other.id}.*not in the store \(add it too\)"):
            store.add([document], [first, other])
        assert store.counts().documents == 0
        assert store.revision() == 0


def test_what_fails_half_way_leaves_nothing(small: Corpus, url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    cause = DiskFull if url.startswith("postgresql") else sqlite3.OperationalError

    def full(*_: object) -> bool:
        raise OperationalError("INSERT", {}, cause("database or disk is full"))

    with Store.open(url) as store:
        with monkeypatch.context() as patch:
            patch.setattr(placing, "put_storylines", full)
            with pytest.raises(StoreError, match=r".*: database or disk is full .make room on the disk"):
                store.add(small.documents, small.events, small.stories)
        assert store.counts().documents == store.revision() == 0
        assert store.add(small.documents, small.events, small.stories)
        assert store.counts().events == len(small.events)


def test_a_document_with_another_text_loses_what_was_coded_of_it(fresh: Fresh, small: Corpus) -> None:
    story = max(small.stories, key=lambda one: len(one.events))
    old = story.documents[0]
    with fresh() as store:
        store.add(stories=[story])
        said = store.search("zanzibar")
        assert said.total == 0
        assert store.add([replace(old, text="A note from Zanzibar.")])
        assert store.events_of(old.id) == ()
        assert store.search("zanzibar").items[0].document == old.id
        assert store.story(story.id) == replace(
            story,
            documents=(replace(old, text="A note from Zanzibar."), *story.documents[1:]),
            events=tuple(event for event in story.events if event.document != old.id),
        )


def test_another_day_of_publication_moves_the_events_that_have_no_date(fresh: Fresh, small: Corpus) -> None:
    undated = next(event for event in small.events if event.date is None)
    document = next(one for one in small.documents if one.id == undated.document)
    told = [event for event in small.events if event.document == document.id]
    with fresh() as store:
        store.add([document], told)
        store.add([replace(document, published="1999-12-31")])
        days = {row.event.id: (row.day, row.day_from) for row in store.events().items}
        assert days[undated.id] == ("1999-12-31", "published")
        for event in told:
            if event.date:
                assert days[event.id] == (event.date.start, "event")
        store.add([replace(document, published=None)])
        assert {row.event.id: row.day for row in store.events().items}[undated.id] is None


def test_stories_that_merge_and_split(fresh: Fresh, small: Corpus) -> None:
    one, other, third = small.stories[:3]
    both = replace(one, documents=one.documents + other.documents, events=one.events + other.events)
    with fresh() as store:
        store.add(stories=[one, other, third])
        assert store.add(stories=[both])
        assert store.story(other.id) is None
        assert store.story(one.id) == both
        assert {store.story_of(document.id) for document in other.documents} == {one.id}
        assert store.stories().total == 2
        assert store.add(stories=[one, other])
        assert store.story(one.id) == one
        assert {store.story_of(document.id) for document in other.documents} == {other.id}
        assert store.story(third.id) == third


def test_a_storyline_that_goes_up_in_another_goes(fresh: Fresh, small: Corpus) -> None:
    line = max(small.storylines, key=lambda one: len(one.stories))
    part = replace(line, id="part", stories=line.stories[1:])
    with fresh() as store:
        store.add(storylines=[part])
        assert store.add(storylines=[line])
        assert [row.id for row in store.storylines().items] == [line.id]
        assert store.storylines_of(line.stories[1].id) == ((line.id, line.name),)


@pytest.mark.parametrize("memory", [True, False])
def test_many_threads_at_once(small: Corpus, url: str, memory: bool) -> None:
    if memory and not url.startswith("sqlite"):
        return
    failed = list[BaseException]()
    with Store.open("sqlite://" if memory else url) as store:

        def read() -> None:
            try:
                for _ in range(6):
                    page = store.events(EventQuery(status="happened"))
                    assert len(page.items) == min(page.total, page.size)
                    rows = list(store.every_event())
                    assert len({row.event.id for row in rows}) == len(rows)
                    # A story is there with all its documents and events, or not at all.
                    for story in store.latest_stories(days=400):
                        assert story in small.stories
            except BaseException as error:
                failed.append(error)

        def write(part: int) -> None:
            try:
                for story in small.stories[part::2]:
                    store.add(stories=[story])
            except BaseException as error:
                failed.append(error)

        threads = [threading.Thread(target=read) for _ in range(3)]
        threads += [threading.Thread(target=write, args=(part,)) for part in range(2)]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failed
        assert store.events().total == len(small.events)


ELSEWHERE = """
import sys
from benchmarks.corpus import corpus
from dragoman.store import Store

with Store.open(sys.argv[1]) as store:
    for story in corpus(600, seed=3).stories[1::2]:
        store.add(stories=[story])
"""


def test_another_process_adds_at_the_same_time(small: Corpus, url: str) -> None:
    other = subprocess.Popen([sys.executable, "-c", ELSEWHERE, url], cwd=ROOT)
    with Store.open(url) as store:
        for story in small.stories[::2]:
            store.add(stories=[story])
            store.events(EventQuery(type="AID"))
        assert other.wait(timeout=60) == 0
        assert store.events().total == len(small.events)
        assert store.revision() == len(small.stories)
        assert all(store.story(story.id) == story for story in small.stories)


def test_a_document_without_anything_can_be_kept(fresh: Fresh) -> None:
    with fresh() as store:
        store.add([Document("", "headline")])
        assert store.document("") == Document("", "headline")
        assert store.latest_stories() == ()

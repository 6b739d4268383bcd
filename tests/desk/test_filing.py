"""Filing: what comes in is coded, placed in a story and stored, whole or not at all; again changes nothing."""

from __future__ import annotations

import datetime as dt
import random
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path
from typing import Any, cast

import pytest

import dragoman
from dragoman import coding
from dragoman.desk import Desk, Incoming, filing
from dragoman.desk.merging import merged
from dragoman.desk.schedule import stamp
from dragoman.language import sentences
from dragoman.records import Document, Event
from dragoman.store import Held, Store
from dragoman.store.rows import Origin
from tests.desk.reports import reports

NOON = dt.datetime(2024, 7, 1, 12, tzinfo=dt.UTC)


@pytest.fixture
def store(tmp_path: Path) -> Iterator[Store]:
    with Store.open(f"sqlite:///{tmp_path}/desk.db") as store:
        yield store


def desk(store: Store, **settings: Any) -> Desk:
    return Desk(store, parser="fast", now=lambda: NOON, **settings)


def incoming(documents: Iterable[Document]) -> Iterator[Incoming]:
    return (Incoming(document) for document in documents)


def stories_of(store: Store) -> dict[str, set[str]]:
    return {
        row.id: {d.id for d in story.documents}
        for row in store.stories(size=1000).items
        if (story := store.story(row.id))
    }


def test_the_store_has_what_the_verbs_give(store: Store) -> None:
    documents = reports(2)
    done = desk(store).file(incoming(documents))
    events = dragoman.code(documents, parser="fast")
    stories = dragoman.group(documents, events, parser="fast")
    assert (done.new, done.revised, done.same, done.failed, done.events) == (16, 0, 0, 0, len(events))
    assert [event for d in documents for event in store.events_of(d.id)] == events
    assert {row.id: store.story(row.id) for row in store.stories(size=1000).items} == {
        s.id: s for s in stories
    }
    lines = dragoman.follow(stories, parser="fast")
    assert lines
    assert {row.id: store.storyline(row.id) for row in store.storylines().items} == {
        line.id: line for line in lines
    }


def test_the_same_again_changes_nothing(store: Store) -> None:
    desk(store).file(incoming(reports()))
    before = store.revision()
    done = desk(store).file(incoming(reports()))
    assert (done.new, done.revised, done.same, done.events) == (0, 0, 8, 0)
    assert store.revision() == before


def test_what_comes_again_as_it_was_is_counted_and_seen_and_costs_no_coding(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk(store).file(incoming(reports()))
    monkeypatch.setattr(Desk, "coding", lambda _: pytest.fail("the language is loaded for nothing"))
    later = Desk(store, parser="fast", now=lambda: NOON + dt.timedelta(hours=1))
    run = store.begin("add", {}, at=stamp(NOON))
    later.file(incoming(reports()), run=run)
    assert store.runs(1)[0].same == 8
    with closing(sqlite3.connect(store.name)) as database:
        seen = set(database.execute("SELECT seen_first, seen_last FROM documents"))
    assert seen == {(stamp(NOON), stamp(NOON + dt.timedelta(hours=1)))}


def test_neither_batches_nor_their_order_change_what_is_together(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(filing, "BATCH", 3)
    documents = reports(3)
    random.Random(5).shuffle(documents)
    desk(store).file(incoming(documents[:10]))
    desk(store).file(incoming(documents[10:]))
    whole = dragoman.group(documents, dragoman.code(documents, parser="fast"), parser="fast")
    assert sorted(map(sorted, stories_of(store).values())) == sorted(
        sorted(d.id for d in s.documents) for s in whole
    )


def test_two_desks_take_each_other_into_account(store: Store, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(filing, "BATCH", 2)
    documents = reports(2)
    one, other = desk(store), desk(store)
    for start in range(0, 16, 4):
        one.file(incoming(documents[start : start + 2]))
        other.file(incoming(documents[start + 2 : start + 4]))
    whole = dragoman.group(documents, dragoman.code(documents, parser="fast"), parser="fast")
    assert sorted(map(sorted, stories_of(store).values())) == sorted(
        sorted(d.id for d in s.documents) for s in whole
    )


def test_another_text_is_a_revision_and_is_read_anew(store: Store) -> None:
    documents = reports()
    desk(store).file(incoming(documents))
    was = store.events_of("r0-0")
    text = "Norway thanked Chad on Thursday for the grain ships."
    done = desk(store).file([Incoming(replace(documents[0], title="Norway thanks Chad", text=text))])
    assert (done.new, done.revised) == (0, 1)
    assert [revision.document.text for revision in store.revisions("r0-0")] == [documents[0].text]
    assert {event.id for event in was} == {old.event.id for old in store.old_events("r0-0")}
    assert all(event.evidence.quote in f"{text} Norway thanks Chad" for event in store.events_of("r0-0"))
    assert store.story_of("r0-0") is not None


def test_what_cannot_be_coded_is_kept_with_the_error_and_tried_again(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    real = coding.stream

    def breaks(documents: Iterable[Document], **settings: Any) -> Iterator[tuple[Event, ...]]:
        for document in documents:
            if document.id in ("r2-0", "r5-0"):
                raise RuntimeError("a tree without a root")
            yield from real([document], **settings)

    monkeypatch.setattr(coding, "stream", breaks)
    done = desk(store).file(incoming(reports()))
    assert (done.new, done.failed) == (8, 2)
    assert set(store.uncoded()) == {"r2-0", "r5-0"}
    assert store.held(["r2-0"])["r2-0"].error == "RuntimeError: a tree without a root"
    assert store.story_of("r2-0") is None
    assert store.story_of("r3-0") is not None
    monkeypatch.setattr(coding, "stream", real)
    desk(store).refile(store.uncoded())
    assert store.uncoded() == ()
    assert store.held(["r2-0"])["r2-0"].error is None
    assert store.story_of("r2-0") is not None


def test_documents_can_be_kept_first_and_coded_later(store: Store) -> None:
    done = desk(store, code=False).file(incoming(reports()))
    assert (done.new, done.events) == (8, 0)
    assert len(store.uncoded()) == 8
    assert store.counts().stories == 0
    again = desk(store).file(incoming(reports()))
    assert again.events
    assert store.uncoded() == ()
    assert store.counts().stories == len(dragoman.group(reports(), dragoman.code(reports(), parser="fast")))


def test_sentences_are_kept_where_they_are_wanted(store: Store) -> None:
    desk(store, sentences=True).file(incoming(reports()[:1]))
    assert store.sentences("r0-0") == sentences(reports()[0], "fast")


def test_documents_without_a_date_go_with_those_that_came_that_day(store: Store) -> None:
    undated = [replace(d, published=None) for d in reports(2)[:1] + reports(2)[8:9]]
    today = replace(undated[0], id="today", published="2024-07-01", publisher="House 9")
    later = replace(undated[0], id="later", published="2024-07-20", publisher="House 8")
    desk(store).file(incoming([*undated, today, later]))
    home = store.story_of("r0-0")
    assert store.story_of("r0-1") == store.story_of("today") == home != store.story_of("later")
    document = store.document("r0-0")
    assert document is not None
    assert document.published is None


def test_a_teaser_does_not_replace_the_article_that_replaced_a_teaser(store: Store) -> None:
    for text, origin in (
        ("A teaser.", "feed"),
        ("The article, in full.", "page"),
        ("Another teaser, long and loud.", "feed"),
    ):
        desk(store, code=False).file([Incoming(replace(reports()[0], text=text), cast(Origin, origin))])
    document = store.document("r0-0")
    assert document is not None
    assert document.text == "The article, in full."
    assert len(store.revisions("r0-0")) == 1


# ------------------------------------------------------------------------------------------- merging


def held(document: Document, origin: Any = "feed") -> Held:
    return Held(document, (), "2024-05-02", 1, origin, "", 1, None)


TEASER = Document("a", "article", "Norway warns Chad", "Over ships.", "2024-05-02", "feed", publisher="House")
PAGE = replace(TEASER, text="Over ships. The ships were held in port for a week.", published_from="json-ld")


def test_the_article_takes_the_place_of_its_teaser_and_never_the_other_way_round() -> None:
    assert merged(held(TEASER), PAGE, "page").text == PAGE.text
    assert merged(held(PAGE, "page"), TEASER, "feed") == PAGE


def test_the_day_and_the_house_stay_those_of_the_first_time() -> None:
    again = replace(PAGE, published="2024-05-09", publisher="Copier")
    assert merged(held(TEASER), again, "page").published == "2024-05-02"
    assert merged(held(TEASER), again, "page").publisher == "House"


def test_the_same_words_fill_in_what_was_not_known() -> None:
    bare = replace(TEASER, publisher=None, published=None, published_from=None)
    filled = merged(held(bare), replace(TEASER, language="en"), "feed")
    assert filled == replace(TEASER, language="en")
    assert merged(held(TEASER), bare, "feed") == TEASER


def test_a_file_is_the_analysts_own_word() -> None:
    assert merged(held(PAGE, "page"), TEASER, "file") == TEASER


def test_what_came_as_it_was_does_not_undo_what_another_has_changed_meanwhile(store: Store) -> None:
    desk(store).file(incoming(reports()))
    changed = replace(reports()[0], text="Norway thanked Chad on Thursday for the grain ships.")

    def meanwhile(done: int) -> None:
        if done == 1:  # looked at, and not filed yet
            desk(store).file([Incoming(changed)])

    desk(store).file(incoming(reports()), progress=meanwhile)
    assert store.document("r0-0") == changed
    assert store.uncoded() == ()

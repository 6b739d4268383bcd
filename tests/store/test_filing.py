"""What comes in is filed with all that belongs to it, or not at all; and nothing that goes is lost."""

from __future__ import annotations

import threading
from collections.abc import Sequence
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from benchmarks.corpus import Corpus
from dragoman.errors import StaleError, StoreError
from dragoman.records import Change, Citation, Document, Event, Sentence, Story
from dragoman.store import Arrival, Coding, Store
from dragoman.stories.identity import Register
from tests.store.conftest import Fresh

NOW, LATER = "2026-11-23T14:00:00Z", "2026-11-24T06:00:00Z"
CODING = Coding("1.0", "abc", "small 1", "fast")
OTHER = Coding("1.1", "abc", "small 1", "fast", own="words", min_confidence=0.5)


def told(small: Corpus, n: int = 0) -> tuple[Document, tuple[Event, ...]]:
    """A document with at least two events."""
    busy = [d for d in small.documents if sum(e.document == d.id for e in small.events) > 1]
    document = busy[n]
    return document, in_order(event for event in small.events if event.document == document.id)


def in_order(events: object) -> tuple[Event, ...]:
    return tuple(sorted(events, key=lambda e: (e.evidence.field != "title", e.evidence.start)))  # type: ignore[call-overload]


def story_of(*documents: Document, id: str = "story", events: Sequence[Event] = ()) -> Story:
    title = documents[0].title or ""
    return Story(
        id,
        title,
        Citation(documents[0].id, "title", 0, len(title), title),
        documents,
        tuple(events),
        1,
        None,
        None,
    )


def born(batch: int, story: Story) -> Change:
    return Change(batch, "born", None, story.id, tuple(one.id for one in story.documents))


def test_a_document_is_there_with_its_events_and_its_place(small: Corpus, fresh: Fresh) -> None:
    document, events = told(small)
    story = story_of(document, events=events)
    with fresh() as store:
        run = store.begin("add", {"parser": "fast"}, at=NOW)
        done = store.file(
            [Arrival(document, events, NOW, "feed")],
            changes=[born(1, story)],
            stories=[story],
            batch=0,
            coding=CODING,
            run=run,
        )
        assert (done.new, done.revised, done.same, done.failed, done.events) == (1, 0, 0, 0, len(events))
        assert store.story(story.id) == story
        assert store.story_of(document.id) == story.id
        assert store.batch() == 1
        assert list(store.changes()) == [born(1, story)]
        held = store.held([document.id, "none"])
        assert list(held) == [document.id]
        one = held[document.id]
        assert (one.document, in_order(one.events)) == (document, events)
        assert (one.day, one.origin, one.revision, one.error) == (
            str(document.published)[:10],
            "feed",
            1,
            None,
        )
        assert store.held_of_days([str(one.day)]) == [one]
        assert store.held_of_days(["1999-01-01"]) == []
        [coding] = store.codings()
        assert (coding.number, coding.coding, coding.first, coding.documents) == (one.coding, CODING, NOW, 1)
        store.end(run, "done", at=LATER, note="all read")
        [row] = store.runs()
        assert (row.number, row.command, row.settings) == (run, "add", {"parser": "fast"})
        assert (row.begun, row.ended, row.outcome, row.note) == (NOW, LATER, "done", "all read")
        assert (row.new, row.revised, row.same, row.failed, row.events) == (1, 0, 0, 0, len(events))


def test_filing_again_changes_nothing_but_when_it_was_seen(small: Corpus, fresh: Fresh) -> None:
    document, events = told(small)
    arrival = Arrival(document, events, NOW)
    with fresh() as store:
        store.file([arrival], coding=CODING)
        before, revision = store.held([document.id]), store.revision()
        done = store.file([replace(arrival, seen=LATER), arrival], coding=CODING)
        assert (done.new, done.revised, done.same, done.events) == (0, 0, 1, 0)
        assert store.revision() == revision
        assert store.held([document.id]) == before
        assert not store.revisions(document.id)
        assert not store.old_events(document.id)


def test_another_text_is_a_revision(small: Corpus, fresh: Fresh) -> None:
    document, events = told(small)
    revised = replace(document, text="A note from Zanzibar.", publisher="The Other Ledger")
    with fresh() as store:
        store.file([Arrival(document, events, NOW)], coding=CODING)
        done = store.file([Arrival(revised, None, LATER, error="the reader stopped")])
        assert (done.new, done.revised, done.failed) == (0, 1, 1)
        assert store.document(document.id) == revised
        assert store.events_of(document.id) == ()
        [kept] = store.revisions(document.id)
        assert (kept.document, kept.revision, kept.seen, kept.replaced) == (document, 1, NOW, LATER)
        old = store.old_events(document.id)
        assert in_order(one.event for one in old) == events
        assert {(one.revision, one.coding) for one in old} == {(1, store.codings()[0].number)}
        held = store.held([document.id])[document.id]
        assert (held.revision, held.coding, held.error) == (2, None, "the reader stopped")
        assert store.uncoded() == (document.id,)
        # The error goes when it could be coded after all.
        store.file([Arrival(revised, (), LATER)], coding=CODING)
        held = store.held([document.id])[document.id]
        assert (held.error, store.uncoded()) == (None, ())
        store.file([Arrival(document, events, LATER)], coding=CODING)
        assert [one.document for one in store.revisions(document.id)] == [document, revised]
        assert in_order(store.events_of(document.id)) == events


def test_revisions_that_come_together_are_all_kept(fresh: Fresh) -> None:
    texts = ["One.", "Two.", "Two.", "Three."]
    with fresh() as store:
        done = store.file([Arrival(Document("a", "article", "Ferry", text), (), NOW) for text in texts])
        assert (done.new, done.revised, done.same) == (1, 0, 0)
        assert [one.document.text for one in store.revisions("a")] == ["One.", "Two."]
        assert store.held(["a"])["a"].revision == 3


def test_coding_again_keeps_what_was_coded_before(small: Corpus, fresh: Fresh) -> None:
    document, events = told(small)
    other = replace(events[0], type="REJECT" if events[0].type != "REJECT" else "AID")
    new = replace(events[1], id="another")
    with fresh() as store:
        first = store.begin("add", {}, at=NOW)
        store.file([Arrival(document, events, NOW)], coding=CODING, run=first)
        assert store.coded_otherwise(CODING) == ()
        assert store.coded_otherwise(OTHER) == (document.id,)
        assert store.coded_otherwise(OTHER, since="2999-01-01") == ()
        run = store.begin("recode", {}, at=LATER)
        done = store.file([Arrival(document, (other, new), LATER)], coding=OTHER, run=run)
        assert (done.same, done.events) == (1, 2)
        assert set(store.events_of(document.id)) == {other, new}
        old = store.old_events(document.id)
        assert {one.event for one in old} == set(events)
        assert {one.replaced for one in old} == {run}
        assert [one.documents for one in store.codings()] == [0, 1]
        assert store.coded_otherwise(OTHER) == ()


def test_an_event_goes_with_its_id_to_another_document(small: Corpus, fresh: Fresh) -> None:
    (one, events), (other, _) = told(small), told(small, 1)
    moved = replace(events[0], document=other.id)
    with fresh() as store:
        store.file([Arrival(one, events, NOW), Arrival(other, (), NOW)])
        store.file([Arrival(other, (moved,), LATER)])
        assert store.events_of(other.id) == (moved,)
        assert events[0] not in store.events_of(one.id)
        assert [old.event for old in store.old_events(one.id)] == [events[0]]


def test_who_worked_on_an_old_state_is_refused_and_nothing_is_written(small: Corpus, fresh: Fresh) -> None:
    story = story_of(small.documents[0])
    with fresh() as store:
        store.file([Arrival(small.documents[0], (), NOW)], changes=[born(1, story)], stories=[story], batch=0)
        revision = store.revision()
        late = story_of(small.documents[1], id="late")
        with pytest.raises(StaleError, match=r"batch 0 .* but 1 is \(read the changes"):
            store.file(
                [Arrival(small.documents[1], (), NOW)], changes=[born(1, late)], stories=[late], batch=0
            )
        assert store.document(small.documents[1].id) is None
        assert (store.batch(), store.revision()) == (1, revision)


def test_what_stories_are_no_more(small: Corpus, fresh: Fresh) -> None:
    one, other = small.documents[:2]
    with fresh() as store:
        arrivals = [Arrival(one, (), NOW), Arrival(other, (), NOW)]
        a, b = story_of(one, id="a"), story_of(other, id="b")
        store.file(arrivals, changes=[born(1, a), born(1, b)], stories=[a, b], batch=0)
        both = story_of(one, other, id="a")
        store.file(
            [], changes=[Change(2, "merged", "b", "a", (other.id,))], stories=[both], gone=["b"], batch=1
        )
        assert store.stories().total == 1
        # The id that was given up leads on.
        assert store.story("b") == store.story("a") == both
        assert store.story("c") is None
        store.file([], changes=[Change(3, "split", "a", "b", (other.id,))], stories=[a, b], batch=2)
        assert store.story("b") == b


def test_a_story_of_a_document_that_is_not_there_is_refused(small: Corpus, fresh: Fresh) -> None:
    with fresh() as store:
        with pytest.raises(StoreError, match=r"story story has document .* \(add it too\)"):
            store.file([], stories=[story_of(small.documents[0])])
        assert store.stories().total == 0


def test_a_document_without_a_date_is_grouped_by_the_day_it_came(fresh: Fresh) -> None:
    undated = Document("a", "headline", "Ferry sails")
    with fresh() as store:
        store.file([Arrival(undated, (), NOW)], stories=[story_of(undated)])
        store.file([Arrival(undated, (), LATER)])
        [held] = store.held_of_days(["2026-11-23", "2026-11-24"])
        assert (held.document, held.day) == (undated, "2026-11-23")
        # The clock may go backwards.
        store.file([Arrival(undated, (), "2026-11-01T00:00:00Z")])
        assert store.held(["a"])["a"].day == "2026-11-23"
        dated = replace(undated, published="2026-11-20")
        store.file([Arrival(dated, (), LATER)])
        assert store.held(["a"])["a"].day == "2026-11-20"


def test_sentences_are_those_of_the_text_as_it_is(fresh: Fresh) -> None:
    document = Document("a", "article", None, "One. Two.")
    kept = (Sentence("a", "text", 0, 4, "One."), Sentence("a", "text", 5, 9, "Two."))
    with fresh() as store:
        store.file([Arrival(document, (), NOW, sentences=kept)])
        assert store.sentences("a") == kept
        store.file([Arrival(document, (), NOW)])
        assert store.sentences("a") == kept
        store.file([Arrival(replace(document, text="Three."), (), NOW)])
        assert store.sentences("a") == ()


def test_an_unknown_run_is_told(fresh: Fresh) -> None:
    with fresh() as store:
        with pytest.raises(StoreError):
            store.file([Arrival(Document("a", "headline"), (), NOW)], run=7)
        with pytest.raises(StoreError, match="no run 7"):
            store.end(7, "done", at=NOW)
        assert store.document("a") is None


def test_of_those_who_file_at_once_each_has_its_turn(small: Corpus, url: str) -> None:
    """Who is refused reads what is new and files then; so in the end every batch is there once."""
    failed = list[BaseException]()

    def work(store: Store, part: int) -> None:
        try:
            for document in small.documents[part:20:2]:
                while True:
                    batch = store.batch()
                    story = story_of(document, id=f"of {document.id}")
                    try:
                        store.file(
                            [Arrival(document, (), NOW)],
                            changes=[born(batch + 1, story)],
                            stories=[story],
                            batch=batch,
                        )
                        break
                    except StaleError:
                        continue
        except BaseException as error:
            failed.append(error)

    with Store.open(url) as store, Store.open(url) as other:
        threads = [threading.Thread(target=work, args=(one, part)) for part, one in enumerate((store, other))]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert not failed
        log = list(store.changes())
        assert [change.batch for change in log] == list(range(1, 21))
        assert {change.documents[0] for change in log} == {one.id for one in small.documents[:20]}


GROUPS = st.lists(st.integers(0, 3), min_size=6, max_size=6)


@settings(max_examples=25)
@given(st.lists(GROUPS, min_size=1, max_size=6))
def test_every_id_ever_given_leads_where_the_register_says(fresh: Fresh, batches: list[list[int]]) -> None:
    documents = [Document(f"d{n}", "headline", f"Report {n}") for n in range(6)]
    register, given = Register(), set[str]()
    with fresh() as store:
        store.file([Arrival(one, (), NOW) for one in documents])
        for batch in batches:
            groups = [[d for d, of in zip(documents, batch, strict=True) if of == n] for n in range(4)]
            groups = [group for group in groups if group]
            changes = register.file(
                [[one.id for one in group] for group in groups], [f"s-{group[0].id}" for group in groups]
            )
            if not changes:
                continue
            stories = [story_of(*group, id=str(register.story(group[0].id))) for group in groups]
            given |= {story.id for story in stories}
            store.file(
                [],
                changes=changes,
                stories=stories,
                gone=sorted(given - set(register.ids())),
                batch=changes[0].batch - 1,
            )
        assert list(store.changes()) == register.log
        for id in given:
            found = store.story(id)
            assert found is not None
            assert found.id == register.find(id)
        assert store.stories().total == len(register.ids())
        if register.log:
            assert store.check() == []


@pytest.mark.parametrize("id", ["a\0b", "half \ud800", "long" * 300])
def test_an_id_that_cannot_be_looked_up_is_refused(fresh: Fresh, id: str) -> None:
    with fresh() as store, pytest.raises(StoreError, match="no id that a store can look up"):
        store.file([Arrival(Document(id, "headline", "Oslo warns Kyiv"), (), "2026-11-23T14:00:00Z")])

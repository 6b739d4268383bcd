"""What is wrong with a store is told, and nothing else."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from sqlalchemy import text
from sqlalchemy.engine import Connection

from benchmarks.corpus import Corpus
from dragoman.records import Change, Document
from dragoman.store import Arrival, Coding, Store
from dragoman.store.judgements import Judged
from tests.store.conftest import Fresh

SEEN = "2025-02-18T06:30:00Z"
CODING = Coding("1", "2", "3", "fast", None, 0.0)


@contextmanager
def filed(fresh: Fresh, small: Corpus) -> Iterator[Store]:
    """A store of one large story that was filed in two batches, with a revision."""
    story = max(small.stories, key=lambda one: len(one.documents))
    told = {one.id: tuple(e for e in story.events if e.document == one.id) for one in story.documents}
    first = story.documents[0]
    with fresh() as store:
        older = Document(**{**{name: getattr(first, name) for name in first.__slots__}, "text": "It rained."})
        store.file([Arrival(older, (), SEEN, "file")], coding=CODING)
        arrivals = [Arrival(one, told[one.id], SEEN, "file") for one in story.documents]
        change = Change(1, "born", None, story.id, tuple(one.id for one in story.documents))
        store.file(arrivals, changes=[change], stories=[story], coding=CODING)
        yield store


def tampered(store: Store, *statements: str) -> set[str]:
    """Change the store behind its back and return what is told, as table: problem."""

    def tell(connection: Connection) -> None:
        for statement in statements:
            connection.execute(text(statement))

    with store._writing() as connection:
        tell(connection)
    return {f"{one.table}: {one.problem}" for one in store.check()}


def test_a_store_that_is_well(fresh: Fresh, small: Corpus) -> None:
    seen = list[tuple[int, int]]()
    with filed(fresh, small) as store:
        assert store.check(lambda done, of: seen.append((done, of))) == []
    assert seen[-1][0] == seen[-1][1] > 1


OTHERWISE = "its record tells otherwise than the columns"


@pytest.mark.parametrize(
    ("statement", "problem"),
    [
        ("UPDATE documents SET text = 'x' || text", f"documents: {OTHERWISE}: hash"),
        ("UPDATE documents SET news_day = '1999-01-01'", f"documents: {OTHERWISE}: news_day"),
        ("UPDATE documents SET day = '1999-01-01'", f"documents: {OTHERWISE}: day"),
        ("UPDATE documents SET names = 'Nobody'", "documents: its names are not those of its events"),
        ("UPDATE documents SET revision = revision + 1", "documents: is revision 2, but 0 earlier ones are kept"),
        ("UPDATE revisions SET text = 'x'", "revisions: its hash is not that of its words"),
        ("DELETE FROM revisions", "documents: is revision 2, but 0 earlier ones are kept"),
        ('UPDATE events SET start = start + 1', f"events: {OTHERWISE}: start"),
        ("UPDATE events SET mode = 'x'", f"events: {OTHERWISE}: mode"),
        ("UPDATE events SET record = 'x'", "events: its record cannot be read"),
        ("UPDATE events SET record = replace(record, '\"start\": 0', '\"start\": 1')",
         "events: its sentence does not stand in the text where it says"),
        ("DELETE FROM parties", "parties: are not those of the event's record"),
        ("DELETE FROM dyads", "dyads: are not those of the event's record"),
        ("UPDATE story_documents SET position = 7 - position", "stories: its record lists other documents"),
        ("DELETE FROM story_documents", "stories: has no documents"),
        ("DELETE FROM story_documents", "documents: is coded, and in no story"),
        ("DELETE FROM story_documents", "story_documents: its changes lead to story"),
        ("UPDATE stories SET documents = 1", f"stories: {OTHERWISE}: documents"),
        ("UPDATE stories SET record = '[]'", "stories: its record cannot be read"),
        ("UPDATE documents SET title = 'Ferry' WHERE title IS NOT NULL", "stories: its title does not stand"),
    ],
)  # fmt: skip
def test_what_was_changed_behind_its_back_is_told(
    fresh: Fresh, small: Corpus, statement: str, problem: str
) -> None:
    with filed(fresh, small) as store:
        told = tampered(store, statement)
        assert any(one.startswith(problem) for one in told), told


def test_an_index_of_words_that_is_not_in_step_is_told(fresh: Fresh, small: Corpus) -> None:
    with filed(fresh, small) as store:
        if store._engine.dialect.name == "sqlite":
            broken = "INSERT INTO documents_words(documents_words) VALUES ('delete-all')"
        else:
            broken = "UPDATE documents_words SET text = ' ferry '"
        assert "documents_words: the search finds other words than documents have" in tampered(store, broken)


def test_what_belongs_to_nothing_is_told(fresh: Fresh, small: Corpus) -> None:
    with filed(fresh, small) as store:
        sqlite = store._engine.dialect.name == "sqlite"
        # Triggers and references are not looked at; within a transaction SQLite would not hear that.
        unbound, bound = (
            ("PRAGMA foreign_keys = OFF", "PRAGMA foreign_keys = ON")
            if sqlite
            else ("SET session_replication_role = replica", "SET session_replication_role = DEFAULT")
        )
        with store._engine.connect().execution_options(writing=True) as connection:
            raw: Any = connection.connection.dbapi_connection
            raw.execute(unbound)
            raw.commit()
            connection.execute(text("DELETE FROM stories"))
            connection.commit()
            raw.execute(bound)
            raw.commit()
        told = {one.problem for one in store.check() if one.table == "story_documents"}
        assert any("is not in stories" in one for one in told)


def test_a_judgement_without_its_event_is_told_and_no_fault(fresh: Fresh, small: Corpus) -> None:
    event = small.events[0]
    document = next(one for one in small.documents if one.id == event.document)
    with fresh() as store:
        store.add([document], [event])
        at = event.evidence
        store.judge(
            Judged(
                "gone",
                document.id,
                at.field,
                1,
                2,
                0,
                "Words that are not there.",
                "AID",
                at.rule,
                "reject",
                {},
                None,
                None,
                SEEN,
            )
        )
        (told,) = store.check()
        assert (told.table, told.fault) == ("judgements", False)
        assert "coded no longer" in told.problem


def test_json_that_is_none_is_told(fresh: Fresh) -> None:
    with fresh() as store:
        run = store.begin("add", {"jobs": 1}, at=SEEN)
        assert store.check() == []
        assert any(
            one.startswith("runs: its settings is no JSON")
            for one in tampered(store, f"UPDATE runs SET settings = '{{' WHERE number = {run}")
        )
        assert json.dumps([one.problem for one in store.check()])

"""What is put into the store by hand, in one transaction: records as somebody has made them."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from sqlalchemy import update
from sqlalchemy.engine import Connection

from dragoman.records import Document, Event, Story, Storyline
from dragoman.store import databases, placing, putting
from dragoman.store.codec import plain
from dragoman.store.putting import Given
from dragoman.store.schema import meta


def add(
    connection: Connection,
    given_documents: Iterable[Document],
    given_events: Iterable[Event],
    given_stories: Sequence[Story],
    given_storylines: Sequence[Storyline],
) -> bool:
    """Put records into the store and return whether that changed anything (see `dragoman.store.Store.add`)."""
    told = {story.id: story for line in given_storylines for story in line.stories}
    told |= {story.id: story for story in given_stories}
    reports = {document.id: document for story in told.values() for document in story.documents}
    reports |= {document.id: document for document in given_documents}
    coded = {event.id: event for story in told.values() for event in story.events}
    coded |= {event.id: event for event in given_events}
    of = dict[str, list[Event]]()
    for event in coded.values():
        of.setdefault(plain(event.document), []).append(event)
    given = [Given(document, of.pop(plain(document.id), None)) for document in reports.values()]
    before = putting.last_number(connection)
    changed = putting.put(connection, given).changed
    changed |= putting.put_events(connection, [event for some in of.values() for event in some])
    changed |= placing.put_stories(connection, told.values())
    changed |= placing.put_storylines(connection, given_storylines)
    settle(connection, before)
    if changed:
        touch(connection)
    return changed


def settle(connection: Connection, before: int) -> None:
    """Let the planner look again when there are twice as many events as when it last did, or so."""
    if putting.last_number(connection).bit_length() > before.bit_length():
        databases.of(connection).settle(connection)


def touch(connection: Connection) -> None:
    """Say that the store is another now."""
    connection.execute(update(meta).where(meta.c.name == "revision").values(value=meta.c.value + 1))

"""What is put into the store, in one transaction."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Row, Table, delete, exists, func, select, update
from sqlalchemy.engine import Connection

from dragoman.errors import StoreError
from dragoman.records import Document, Event, Story, Storyline
from dragoman.store import databases
from dragoman.store.codec import (
    amount_rows,
    document_row,
    dyad_rows,
    event_row,
    names_of,
    party_rows,
    plain,
    story_row,
    storyline_row,
)
from dragoman.store.schema import (
    amounts,
    documents,
    dyads,
    events,
    meta,
    parties,
    stories,
    story_documents,
    storyline_stories,
    storylines,
)

SOME = 500
"""How many rows are asked for at once."""


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
    before = _last_number(connection)
    changed = _put_documents(connection, reports.values(), coded.values())
    changed |= _put_events(connection, coded.values())
    changed |= _put_stories(connection, told.values())
    changed |= _put_storylines(connection, given_storylines)
    if (
        _last_number(connection).bit_length() > before.bit_length()
    ):  # twice as many as when last looked at, or so
        databases.of(connection).settle(connection)
    if changed:
        connection.execute(update(meta).where(meta.c.name == "revision").values(value=meta.c.value + 1))
    return changed


def _put_documents(connection: Connection, given: Collection[Document], coded: Iterable[Event]) -> bool:
    stored = _stored(connection, documents, [document.id for document in given])
    told = defaultdict[str, list[Event]](list)
    for event in coded:
        told[event.document].append(event)
    new, changed = list[dict[str, Any]](), False
    for document in given:
        row, old = document_row(document), stored.get(plain(document.id))
        if old is None:
            new.append({**row, "names": names_of(told[document.id])})
        elif any(getattr(old, name) != value for name, value in row.items()):
            changed = True
            _change_document(connection, row, old)
    _insert(connection, documents, new)
    return changed or bool(new)


def _change_document(connection: Connection, row: dict[str, Any], old: Row[Any]) -> None:
    connection.execute(update(documents).where(documents.c.id == row["id"]).values(row))
    of_it = events.c.document == row["id"]
    if (old.title, old.text, old.record) != (row["title"], row["text"], row["record"]):
        # What was coded quotes words that are no longer there.
        connection.execute(delete(events).where(of_it))
    elif old.day != row["day"]:
        day = {"day": row["day"], "day_from": "published" if row["day"] else None}
        connection.execute(update(events).where(of_it, events.c.date_start.is_(None)).values(day))


def _put_events(connection: Connection, given: Collection[Event]) -> bool:
    days = {
        row.id: row.day
        for some in _some({plain(event.document) for event in given})
        for row in connection.execute(select(documents.c.id, documents.c.day).where(documents.c.id.in_(some)))
    }
    stored = _stored(connection, events, [event.id for event in given])
    number = _last_number(connection)
    put, gone, rows = list[Event](), list[int](), list[dict[str, Any]]()
    for event in given:
        if plain(event.document) not in days:
            raise StoreError(
                f"event {event.id} tells of document {event.document!r}, which is not in the store (add it too)"
            )
        row, old = event_row(event, days[plain(event.document)]), stored.get(plain(event.id))
        if old is not None:
            if old.record == row["record"]:
                continue
            gone.append(old.number)
        put.append(event)
        rows.append(row)
    for some in _some(gone):
        connection.execute(delete(events).where(events.c.number.in_(some)))
    numbered = list(enumerate(put, number + 1))
    _insert(connection, events, [{**row, "number": n} for (n, _), row in zip(numbered, rows, strict=True)])
    for table, make in ((parties, party_rows), (amounts, amount_rows), (dyads, dyad_rows)):
        _insert(connection, table, [row for n, event in numbered for row in make(event, n)])
    _name_documents(connection, {plain(event.document) for event in put})
    return bool(put)


def _last_number(connection: Connection) -> int:
    return connection.scalar(select(func.coalesce(func.max(events.c.number), 0))) or 0


def _name_documents(connection: Connection, touched: Collection[str]) -> None:
    """Write the names of the parties beside the documents, where these are not there yet."""
    for some in _some(sorted(touched)):
        told: dict[str, list[Event]] = {id: [] for id in some}
        asked = (
            select(events.c.document, events.c.record)
            .where(events.c.document.in_(some))
            .order_by(events.c.number)
        )
        for document, record in connection.execute(asked):
            told[document].append(Event.from_json(record))
        of = {id: names_of(found) for id, found in told.items()}
        for row in connection.execute(
            select(documents.c.id, documents.c.names).where(documents.c.id.in_(some))
        ):
            if row.names != of[row.id]:
                connection.execute(update(documents).where(documents.c.id == row.id).values(names=of[row.id]))


def _put_stories(connection: Connection, given: Collection[Story]) -> bool:
    changed = _put(connection, stories, [story_row(story) for story in given])
    members = {
        plain(document.id): (plain(story.id), position)
        for story in given
        for position, document in enumerate(story.documents)
    }
    left = set[str]()
    rows = list[dict[str, Any]]()
    was = _stored(connection, story_documents, list(members), story_documents.c.document)
    for document, (story, position) in members.items():
        old = was.get(document)
        if old is None or (old.story, old.position) != (story, position):
            rows.append({"document": document, "story": story, "position": position})
            if old is not None:
                left.add(old.story)
    ids = {plain(story.id) for story in given}
    for some in _some(sorted(ids)):
        for row in connection.execute(select(story_documents).where(story_documents.c.story.in_(some))):
            if row.document not in members:  # a report that its story no longer has
                connection.execute(delete(story_documents).where(story_documents.c.document == row.document))
                changed = True
    for some in _some([row["document"] for row in rows]):
        connection.execute(delete(story_documents).where(story_documents.c.document.in_(some)))
    _insert(connection, story_documents, rows)
    empty = ~exists().where(story_documents.c.story == stories.c.id)
    for some in _some(sorted(left - ids)):
        connection.execute(delete(stories).where(stories.c.id.in_(some), empty))
    return changed or bool(rows)


def _put_storylines(connection: Connection, given: Sequence[Storyline]) -> bool:
    changed = _put(connection, storylines, [storyline_row(line) for line in given])
    ids, members = {plain(line.id) for line in given}, storyline_stories.c
    for line in given:
        wanted = list(dict.fromkeys(plain(story.id) for story in line.stories))
        of_it = members.storyline == plain(line.id)
        there = connection.scalars(select(members.story).where(of_it).order_by(members.position)).all()
        if there != wanted:
            changed = True
            connection.execute(delete(storyline_stories).where(of_it))
            rows = [{"storyline": plain(line.id), "story": id, "position": n} for n, id in enumerate(wanted)]
            _insert(connection, storyline_stories, rows)
    # What stands in storylines that are given now as a whole was one of them under another id, or a part of one.
    now = select(members.story).where(members.storyline.in_(ids))
    apart = exists().where(members.storyline == storylines.c.id, members.story.not_in(now))
    if given:
        gone = connection.execute(delete(storylines).where(storylines.c.id.not_in(ids), ~apart))
        changed |= gone.rowcount > 0
    return changed


def _put(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> bool:
    """Insert rows, or change those whose id is there with other content, and return whether anything changed."""
    stored = _stored(connection, table, [row["id"] for row in rows])
    last = {row["id"]: row for row in rows}
    new = [row for id, row in last.items() if id not in stored]
    other = [
        row
        for id, row in last.items()
        if (old := stored.get(id)) is not None and any(getattr(old, name) != row[name] for name in row)
    ]
    _insert(connection, table, new)
    for row in other:
        connection.execute(update(table).where(table.c.id == row["id"]).values(row))
    return bool(new or other)


def _stored(
    connection: Connection, table: Table, ids: Sequence[str], by: Column[Any] | None = None
) -> dict[str, Row[Any]]:
    """Return the rows that are there for some ids."""
    column = table.c.id if by is None else by
    return {
        getattr(row, column.name): row
        for some in _some(list(map(plain, ids)))
        for row in connection.execute(select(table).where(column.in_(some)))
    }


def _insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    databases.of(connection).insert(connection, table, rows)


def _some(values: Collection[Any]) -> Iterator[list[Any]]:
    listed = list(values)
    for start in range(0, len(listed), SOME):
        yield listed[start : start + SOME]

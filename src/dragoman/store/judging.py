"""The table of judgements."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Collection
from typing import Any

from sqlalchemy import Row, select
from sqlalchemy.engine import Connection

from dragoman.errors import StoreError
from dragoman.records import Event
from dragoman.store.codec import KEYS, fit, packed, plain
from dragoman.store.judgements import Judged
from dragoman.store.schema import documents, events, judgements
from dragoman.store.tabling import numbered, some

_FIELDS = tuple(Judged.__dataclass_fields__)


def of_documents(connection: Connection, ids: Collection[str]) -> dict[str, list[Judged]]:
    """Return the judgements of events of some documents, by document and in order of arrival."""
    found = defaultdict[str, list[Judged]](list)
    if not ids or connection.scalar(select(judgements.c.number).limit(1)) is None:
        return found
    for part in some(list(map(plain, ids))):
        asked = select(judgements).where(judgements.c.document.in_(part)).order_by(judgements.c.number)
        for row in connection.execute(asked):
            found[row.document].append(_judged(row))
    return found


def of(connection: Connection, event: str | None, document: str | None) -> list[Judged]:
    """Return the judgements of an event (its id), of the events of a document, or all, in order of arrival."""
    asked = select(judgements).order_by(judgements.c.number)
    if event is not None:
        asked = asked.where(judgements.c.event == plain(event))
    if document is not None:
        asked = asked.where(judgements.c.document == plain(document))
    return [_judged(row) for row in connection.execute(asked)]


def as_they_stand(connection: Connection, ids: Collection[str]) -> dict[str, Event]:
    """Return those of some events (by their ids) of which somebody judged, as they were judged."""
    judged = events.c.judged == 1
    # The index of what was judged says at once that there is nothing.
    if connection.scalar(select(events.c.number).where(judged).limit(1)) is None:
        return {}
    return {
        id: Event.from_json(record)
        for part in some(list(map(plain, ids)))
        for id, record in connection.execute(
            select(events.c.id, events.c.record).where(events.c.id.in_(part), judged)
        )
    }


def rejected_in(connection: Connection, ids: Collection[str]) -> list[str]:
    """Return the ids of events of some documents that somebody rejected, in the order of their text."""
    wrong = (events.c.rejected == 1, events.c.judged == 1)
    if connection.scalar(select(events.c.number).where(*wrong).limit(1)) is None:
        return []
    order = (events.c.document, events.c.field.desc(), events.c.start, events.c.number)
    return [
        id
        for part in some(list(map(plain, ids)))
        for id in connection.scalars(
            select(events.c.id).where(events.c.document.in_(part), *wrong).order_by(*order)
        )
    ]


def keep(connection: Connection, judged: Judged) -> int:
    """Write a judgement down and return its number. Raises `StoreError` where its document is not there."""
    there = select(documents.c.number).where(documents.c.id == plain(judged.document))
    if connection.scalar(there) is None:
        raise StoreError(
            f"event {judged.event} tells of document {judged.document!r}, which is not in the store"
        )
    row = {
        name: (plain if name in KEYS else fit)(value) if isinstance(value, str) else value
        for name in _FIELDS
        if name not in ("number", "changes")
        for value in (getattr(judged, name),)
    }
    return numbered(connection, judgements, {**row, "changes": packed(dict(judged.changes))})


def _judged(row: Row[Any]) -> Judged:
    return Judged(**{**{name: getattr(row, name) for name in _FIELDS}, "changes": json.loads(row.changes)})

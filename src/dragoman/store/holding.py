"""What is held of documents, as those need it who group them or code them again."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any

from sqlalchemy import Select, select

from dragoman.records import Event, Sentence
from dragoman.store import codec
from dragoman.store.judgements import as_coded
from dragoman.store.periods import iso_day
from dragoman.store.reading import Reading
from dragoman.store.rows import Held, OldEvent, Revision
from dragoman.store.schema import documents, events, old_events, revisions, sentences, story_documents
from dragoman.store.tabling import some


def held(reading: Reading, ids: Iterable[str]) -> dict[str, Held]:
    """Return what is held of some documents, by their ids as given; those that are not there are left out."""
    given = {codec.plain(id): id for id in ids}
    found = [
        one
        for part in some(list(given))
        for one in _held(reading, select(documents).where(documents.c.id.in_(part)))
    ]
    return {given[codec.plain(one.document.id)]: one for one in found}


def held_of_days(reading: Reading, days: Iterable[str]) -> list[Held]:
    """Return what is held of the documents of some days that are in a story, by day and id."""
    wanted = sorted({iso_day("days", day) for day in days})
    grouped = select(1).where(story_documents.c.document == documents.c.id).exists()
    order = (documents.c.news_day, documents.c.id)
    return [
        one
        for part in some(wanted)
        for one in _held(
            reading, select(documents).where(documents.c.news_day.in_(part), grouped).order_by(*order)
        )
    ]


def _held(reading: Reading, asked: Select[Any]) -> list[Held]:
    rows = reading.connection.execute(asked).all()
    told = defaultdict[str, list[Event]](list)
    order = (events.c.document, events.c.field.desc(), events.c.start, events.c.number)
    for part in some([row.id for row in rows]):
        of = select(events.c.document, events.c.record).where(events.c.document.in_(part)).order_by(*order)
        for document, record in reading.connection.execute(of):
            told[document].append(as_coded(Event.from_json(record)))
    return [
        Held(
            codec.document(dict(row._mapping)),
            tuple(told[row.id]),
            row.news_day,
            row.coding,
            row.origin,
            row.hash,
            row.revision,
            row.error,
        )
        for row in rows
    ]


def uncoded(reading: Reading, limit: int | None) -> tuple[str, ...]:
    """Return the ids of documents of which no coding is known, in order of arrival."""
    asked = select(documents.c.id).where(documents.c.coding.is_(None)).order_by(documents.c.number)
    return tuple(reading.connection.scalars(asked if limit is None else asked.limit(limit)))


def coded_otherwise(reading: Reading, coding: int | None, since: str | None) -> tuple[str, ...]:
    """Return the ids of documents whose coding is known and another, in order of arrival."""
    asked = select(documents.c.id).where(documents.c.coding.is_not(None)).order_by(documents.c.number)
    if coding is not None:
        asked = asked.where(documents.c.coding != coding)
    if since is not None:
        asked = asked.where(documents.c.news_day >= iso_day("since", since))
    return tuple(reading.connection.scalars(asked))


def grouped(reading: Reading, ids: Collection[str]) -> set[str]:
    """Return those of some documents (by their ids) that are in a story."""
    given = {codec.plain(id): id for id in ids}
    member = story_documents.c.document
    return {
        given[id]
        for part in some(list(given))
        for id in reading.connection.scalars(select(member).where(member.in_(part)))
    }


def revisions_of(reading: Reading, document: str) -> tuple[Revision, ...]:
    """Return what a document said before, the oldest first."""
    asked = (
        select(revisions).where(revisions.c.document == codec.plain(document)).order_by(revisions.c.revision)
    )
    return tuple(
        Revision(codec.document({**row._mapping, "id": row.document}), row.revision, row.seen, row.replaced)
        for row in reading.connection.execute(asked)
    )


def sentences_of(reading: Reading, document: str) -> tuple[Sentence, ...]:
    """Return the sentences of a document, in order, where they were kept."""
    of = held(reading, [document]).get(document)
    asked = (
        select(sentences)
        .where(sentences.c.document == codec.plain(document))
        .order_by(sentences.c.field.desc(), sentences.c.start)
    )
    return tuple(
        Sentence(
            document,
            row.field,
            row.start,
            row.end,
            of.document.string(row.field)[row.start : row.end],
            bool(row.headline),
        )
        for row in reading.connection.execute(asked)
        if of
    )


def old_events_of(reading: Reading, document: str) -> tuple[OldEvent, ...]:
    """Return the events of a document that no longer hold, in the order in which they left."""
    asked = (
        select(old_events).where(old_events.c.document == codec.plain(document)).order_by(old_events.c.number)
    )
    return tuple(
        OldEvent(Event.from_json(row.record), row.revision, row.coding, row.replaced)
        for row in reading.connection.execute(asked)
    )

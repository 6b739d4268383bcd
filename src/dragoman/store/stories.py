"""Documents, stories and storylines: whole, and in lists."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Collection, Sequence
from typing import Any

from sqlalchemy import Column, ColumnElement, Table, false, func, select

from dragoman.records import Document, Event, Story, Storyline
from dragoman.store import codec, judging, placing
from dragoman.store.judgements import as_coded, same_words
from dragoman.store.periods import iso_day
from dragoman.store.questions import Page, StorylineRow, StoryRow
from dragoman.store.reading import Reading
from dragoman.store.schema import (
    documents,
    events,
    old_events,
    stories,
    story_documents,
    storyline_stories,
    storylines,
)

NEWEST = (stories.c.last.desc().nulls_last(), stories.c.documents.desc(), stories.c.id)
_LINES_NEWEST = (storylines.c.last.desc().nulls_last(), storylines.c.documents.desc(), storylines.c.id)


def document(reading: Reading, id: str) -> Document | None:
    """Return a document."""
    return _documents(reading, [id]).get(codec.plain(id))


def event(reading: Reading, id: str) -> Event | None:
    """Return an event."""
    return _events(reading, [id]).get(codec.plain(id))


def event_now(reading: Reading, id: str) -> Event | None:
    """Return what is coded now from the words of an event that no longer holds, by its id."""
    of_it = old_events.c.id == codec.plain(id)
    asked = select(old_events.c.record).where(of_it).order_by(old_events.c.number.desc()).limit(1)
    record = reading.connection.scalar(asked)
    if record is None:
        return None
    old = Event.from_json(record)
    told = {event.id: event for event in events_of(reading, old.document)}
    found = same_words(old, map(as_coded, told.values()))
    return told[found.id] if found else None


def events_of(reading: Reading, document: str) -> tuple[Event, ...]:
    """Return the events of a document in the order in which it tells them, those of the title first."""
    order = (events.c.field.desc(), events.c.start, events.c.number)
    of_it = events.c.document == codec.plain(document)
    records = reading.connection.scalars(select(events.c.record).where(of_it).order_by(*order))
    return tuple(map(Event.from_json, records))


def rejected(reading: Reading, ids: Collection[str]) -> tuple[Event, ...]:
    """Return the events of some documents that somebody rejected."""
    wrong = judging.rejected_in(reading.connection, ids)
    found = _events(reading, wrong)
    return tuple(found[id] for id in wrong if id in found)


def beginning(reading: Reading, start: str, limit: int) -> tuple[str, ...]:
    """Return ids of events that begin so."""
    first = codec.plain(start)
    asked = select(events.c.id).where(events.c.id >= first, events.c.id < first + chr(0x10FFFF))
    return tuple(reading.connection.scalars(asked.order_by(events.c.id).limit(limit)))


def story(reading: Reading, id: str) -> Story | None:
    """Return a story with its documents and events, by its id or one that leads to it."""
    found = next(iter(whole(reading, [id])), None)
    if found is None and (now := placing.heir(reading.connection, id)) is not None:
        found = next(iter(whole(reading, [now])), None)
    return found


def storyline(reading: Reading, id: str) -> Storyline | None:
    """Return a storyline with its stories as they are now."""
    record = reading.connection.scalar(select(storylines.c.record).where(storylines.c.id == codec.plain(id)))
    if record is None:
        return None
    raw = json.loads(record)
    told = whole(reading, raw["stories"])
    bare = Storyline.from_dict({**raw, "stories": []})
    return Storyline(bare.id, bare.name, bare.how, told, bare.timeline, bare.dyads, bare.first, bare.last)


def story_of(reading: Reading, document: str) -> str | None:
    """Return the id of the story that a document is in."""
    asked = select(story_documents.c.story).where(story_documents.c.document == codec.plain(document))
    return reading.connection.scalar(asked)


def storylines_of(reading: Reading, story: str) -> tuple[tuple[str, str], ...]:
    """Return ids and names of the storylines that a story is in."""
    asked = (
        select(storylines.c.id, storylines.c.name)
        .join(storyline_stories, storyline_stories.c.storyline == storylines.c.id)
        .where(storyline_stories.c.story == codec.plain(story))
        .order_by(storylines.c.id)
    )
    return tuple((id, name) for id, name in reading.connection.execute(asked))


def listed(reading: Reading, since: str | None, until: str | None, number: int, size: int) -> Page[StoryRow]:
    """Return one page of the stories that have reports of some days, the newest first."""
    asked = [stories.c.last >= iso_day("since", since)] if since else []
    asked += [stories.c.first <= iso_day("until", until)] if until else []
    columns = [stories.c[name] for name in StoryRow.__dataclass_fields__]
    count = select(func.count()).select_from(stories).where(*asked)
    total = reading.kept(("stories", since, until), lambda: reading.connection.scalar(count) or 0)
    rows = reading.connection.execute(
        select(*columns).where(*asked).order_by(*NEWEST).limit(size).offset((number - 1) * size)
    )
    items = tuple(StoryRow(**{**row._mapping, "countries": tuple(row.countries.split())}) for row in rows)
    return Page(items, total, number, size)


def lines_listed(reading: Reading, number: int, size: int) -> Page[StorylineRow]:
    """Return one page of the storylines, the newest first."""
    total = reading.connection.scalar(select(func.count()).select_from(storylines)) or 0
    lines = storylines.c
    members = (
        select(func.count())
        .select_from(storyline_stories)
        .where(storyline_stories.c.storyline == lines.id)
        .scalar_subquery()
    )
    rows = reading.connection.execute(
        select(lines.id, lines.name, lines.first, lines.last, members, lines.documents)
        .order_by(*_LINES_NEWEST)
        .limit(size)
        .offset((number - 1) * size)
    )
    return Page(tuple(StorylineRow(*row) for row in rows), total, number, size)


def latest(reading: Reading, days: int, limit: int, until: str | None) -> tuple[Story, ...]:
    """Return the stories that have reports of the last days (see `dragoman.store.Store.latest_stories`)."""
    day = documents.c.day
    told = select(1).where(story_documents.c.document == documents.c.id).exists()
    asked = select(day).where(day.is_not(None), told, *([day <= iso_day("until", until)] if until else ()))
    last = reading.connection.scalar(asked.order_by(day.desc()).limit(1))
    if last is None:
        wanted: list[ColumnElement[bool]] = [stories.c.last.is_(None)] if until is None else [false()]
    else:
        since = dt.date.fromisoformat(last) - dt.timedelta(days=min(days, 1_000_000) - 1)
        wanted = [stories.c.last >= since.isoformat(), stories.c.first <= last]
    ids = reading.connection.scalars(select(stories.c.id).where(*wanted).order_by(*NEWEST).limit(limit)).all()
    return whole(reading, ids)


def whole(reading: Reading, ids: Sequence[str]) -> tuple[Story, ...]:
    """Return stories by their ids, in their order; those that are not there are left out."""
    records = _by_id(reading, stories, ids, stories.c.record)
    raws = {id: json.loads(row.record) for id, row in records.items()}
    reports = _documents(reading, [id for raw in raws.values() for id in raw["documents"]])
    coded = _events(reading, [id for raw in raws.values() for id in raw["events"]])
    found = []
    for id in ids:
        if (raw := raws.get(codec.plain(id))) is None:
            continue
        bare = Story.from_dict({**raw, "documents": [], "events": []})
        found.append(
            Story(
                bare.id,
                bare.title,
                bare.title_from,
                tuple(reports[codec.plain(one)] for one in raw["documents"]),
                # An event that went when its document was changed, or that somebody rejected, is told no longer.
                tuple(
                    event
                    for one in raw["events"]
                    if (event := coded.get(codec.plain(one))) and not codec.is_rejected(event)
                ),
                bare.origins,
                bare.first,
                bare.last,
                bare.copies,
                bare.differences,
            )
        )
    return tuple(found)


def _documents(reading: Reading, ids: Sequence[str]) -> dict[str, Document]:
    rows = _by_id(reading, documents, ids, *documents.c)
    return {id: codec.document(row._mapping) for id, row in rows.items()}


def _events(reading: Reading, ids: Sequence[str]) -> dict[str, Event]:
    rows = _by_id(reading, events, ids, events.c.record)
    return {id: Event.from_json(row.record) for id, row in rows.items()}


def _by_id(reading: Reading, table: Table, ids: Sequence[str], *columns: Column[Any]) -> dict[str, Any]:
    found, wanted = dict[str, Any](), [codec.plain(id) for id in ids]
    for start in range(0, len(wanted), 500):
        some = wanted[start : start + 500]
        asked = select(table.c.id.label("known_as"), *columns).where(table.c.id.in_(some))
        found |= {row.known_as: row for row in reading.connection.execute(asked)}
    return found

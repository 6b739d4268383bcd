"""Lists of events, with what they were told in."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import Any

from sqlalchemy import ColumnElement, Select, func, select

from dragoman.errors import QueryError
from dragoman.records import Event
from dragoman.store import codec
from dragoman.store.filtering import conditions, counted, standing
from dragoman.store.questions import Alike, DayFrom, EventQuery, EventRow, Facets, Page, Told
from dragoman.store.reading import Reading
from dragoman.store.schema import documents, events, parties, stories, story_documents

MANY = 3_000
"""From how many events on it pays to walk through all in order until a page is full."""

FACET = 30
"""Values that a facet of parties shows."""

_ORDERS: dict[str, tuple[ColumnElement[Any], ...]] = {
    name: (*columns, events.c.day.desc().nulls_last(), events.c.id)
    for name, columns in {
        "-confidence": (events.c.confidence.desc().nulls_last(),),
        "confidence": (events.c.confidence.asc().nulls_last(),),
        "-intensity": (events.c.intensity.desc(),),
        "intensity": (events.c.intensity.asc(),),
        "type": (events.c.type.asc(),),
        "-type": (events.c.type.desc(),),
        "status": (events.c.status.asc(),),
        "-status": (events.c.status.desc(),),
        "-date": (),
    }.items()
}
_ORDERS["date"] = (events.c.day.asc().nulls_last(), events.c.id.desc())

ORDERS = tuple(_ORDERS)
"""The orders in which events can be had; a minus turns one round. What has no value comes last."""


def page(reading: Reading, query: EventQuery, sort: str, number: int, size: int) -> Page[EventRow]:
    """Return one page of the events of a query."""
    total, start = total_of(reading, query), (number - 1) * size
    asked = _numbers(conditions(query, reading, walk=total > MANY), sort).limit(size).offset(start)
    found = list(reading.connection.scalars(asked)) if start < total else []
    return Page(tuple(numbered(reading, found)), total, number, size)


def numbers(reading: Reading, query: EventQuery, sort: str) -> list[int]:
    """Return the row numbers of all events of a query, in order."""
    return list(reading.connection.scalars(_numbers(conditions(query, reading), sort)))


def numbered(reading: Reading, wanted: Sequence[int]) -> Iterator[EventRow]:
    """Yield events by their row numbers, in that order; those that are there no longer are left out."""
    asked = _told().where(events.c.number.in_(wanted))
    rows = {number: row for number, *row in reading.connection.execute(asked)}
    yield from (_row(rows[number]) for number in wanted if number in rows)


def through_time(reading: Reading, query: EventQuery) -> list[int]:
    """Return the row numbers of all events of a query by day and id, those without a day last."""
    order = events.c.day.asc().nulls_last(), events.c.id
    asked = select(events.c.number).where(*conditions(query, reading)).order_by(*order)
    return list(reading.connection.scalars(asked))


def told(reading: Reading, wanted: Sequence[int], texts: bool) -> Iterator[Told]:
    """Yield events by their row numbers, in that order, with their reports; what is there no longer is left out."""
    report = [column for column in documents.c if texts or column.name != "text"]
    asked = (
        select(
            events.c.number, events.c.record, events.c.day, events.c.day_from,
            story_documents.c.story, stories.c.title, documents.c.id,
        )
        .select_from(events)
        .join(documents, documents.c.id == events.c.document)
        .outerjoin(story_documents, story_documents.c.document == events.c.document)
        .outerjoin(stories, stories.c.id == story_documents.c.story)
        .where(events.c.number.in_(wanted))
    )  # fmt: skip
    rows = {number: row for number, *row in reading.connection.execute(asked)}
    ids = {row[-1] for row in rows.values()}
    found = {
        row.id: codec.document({"text": None, **row._mapping})
        for row in reading.connection.execute(select(*report).where(documents.c.id.in_(ids)))
    }
    for number in wanted:
        if number in rows:
            record, *beside, id = rows[number]
            document = found[id] if texts else replace(found[id], text=None)
            yield Told(Event.from_json(record), document, *beside)


def alike(reading: Reading, query: EventQuery, day: DayFrom) -> list[Alike]:
    """Return how many events of a query are alike, by their own day or always by that of publication."""
    kinds = (events.c.status, events.c.quad, events.c.cameo, events.c.intensity)
    if day == "published":
        asked = select(documents.c.day, *kinds, func.count())
        asked = asked.join(documents, documents.c.id == events.c.document).group_by(documents.c.day, *kinds)
        rows = reading.connection.execute(asked.where(*conditions(query, reading)))
        return [Alike(when, None, *kind) for when, *kind in rows]
    dates = (events.c.day, events.c.day_from, events.c.date_precision)
    asked = select(*dates, *kinds, func.count()).group_by(*dates, *kinds)
    rows = reading.connection.execute(asked.where(*conditions(query, reading)))
    return [Alike(when, precision if own == "event" else None, *kind) for when, own, precision, *kind in rows]


def total_of(reading: Reading, query: EventQuery) -> int:
    """Return how many events a query means."""
    return reading.kept(
        ("total", query), lambda: reading.connection.scalar(counted(conditions(query, reading))) or 0
    )


def facets(reading: Reading, query: EventQuery) -> Facets:
    """Return how many events of a query have which value."""
    return reading.kept(("facets", query), lambda: _facets(reading, query))


def latest(reading: Reading, wanted: ColumnElement[bool], size: int) -> tuple[EventRow, ...]:
    """Return the last events for which a condition holds, but those that somebody rejected."""
    asked = [wanted, *standing(events.c.number, reading)]
    found = list(reading.connection.scalars(_numbers(asked, "-date").limit(size)))
    return tuple(numbered(reading, found))


def _numbers(asked: Sequence[ColumnElement[bool]], sort: str) -> Select[int]:
    """Return the question for row numbers in order: to sort them alone is much less than to sort the records."""
    return select(events.c.number).where(*asked).order_by(*_order(sort))


def _order(sort: str) -> tuple[ColumnElement[Any], ...]:
    if sort not in _ORDERS:
        raise QueryError(f"sort: no order {sort[:40]!r} (write one of {', '.join(ORDERS)})")
    return _ORDERS[sort]


def _told() -> Select[Any]:
    """Return the question for events with what they were told in."""
    return (
        select(
            events.c.number, events.c.record, events.c.day, events.c.day_from, documents.c.title, documents.c.publisher,
            documents.c.published, documents.c.url, story_documents.c.story, stories.c.title.label("story_title"),
        )
        .select_from(events)
        .join(documents, documents.c.id == events.c.document)
        .outerjoin(story_documents, story_documents.c.document == events.c.document)
        .outerjoin(stories, stories.c.id == story_documents.c.story)
    )  # fmt: skip


def _row(row: Sequence[Any]) -> EventRow:
    record, day, day_from, *told = row
    return EventRow(Event.from_json(record), day, day_from, *told)


def _facets(reading: Reading, query: EventQuery) -> Facets:
    asked = conditions(query, reading)
    kinds = [Counter[Any]() for _ in range(3)]
    classes = (events.c.type, events.c.status, events.c.quad)
    for *values, number in reading.connection.execute(
        select(*classes, func.count()).select_from(events).where(*asked).group_by(*classes)
    ):
        for counter, value in zip(kinds, values, strict=True):
            counter[value] += number
    of_all = query == EventQuery()
    of_query = (
        standing(parties.c.event, reading)
        if of_all
        else [parties.c.event.in_(select(events.c.number).where(*asked))]
    )
    sides = [_side(reading, role, of_query) for role in ("actor", "recipient")]
    return Facets(*(tuple(_busiest(counter)) for counter in kinds), *sides)


def _side(
    reading: Reading, role: str, of_query: Sequence[ColumnElement[bool]]
) -> tuple[tuple[str, int], ...]:
    """Return the countries, persons and bodies on a side, each with as many events as a filter by it finds."""
    number, counter = func.count(parties.c.event.distinct()), Counter[str]()
    for key, *only in ((parties.c.country,), (parties.c.name, parties.c.key == parties.c.name)):
        found = select(key, number).where(parties.c.role == role, key.is_not(None), *only, *of_query)
        found = found.group_by(key).order_by(number.desc(), key).limit(FACET)
        counter.update(dict(reading.connection.execute(found).all()))
    return tuple(_busiest(counter)[:FACET])


def _busiest(counter: Counter[Any]) -> list[tuple[Any, int]]:
    return sorted(counter.items(), key=lambda one: (-one[1], one[0]))

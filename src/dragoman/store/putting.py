"""Documents and their events, put into the store: what is there already stays, and nothing that goes is lost."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

from sqlalchemy import Row, bindparam, func, select, update
from sqlalchemy.engine import Connection

from dragoman.errors import StoreError
from dragoman.records import Document, Event, Sentence
from dragoman.store import judging
from dragoman.store.codec import (
    DOCUMENT,
    amount_rows,
    content_hash,
    document_row,
    dyad_rows,
    event_row,
    fit,
    names_of,
    packed,
    party_rows,
    plain,
)
from dragoman.store.judgements import Judged, as_coded, as_judged
from dragoman.store.rows import Origin
from dragoman.store.schema import (
    amounts,
    documents,
    dyads,
    events,
    old_events,
    parties,
    revisions,
    sentences,
)
from dragoman.store.tabling import insert, remove, some, stored


@dataclass(frozen=True, slots=True)
class Given:
    """A document to be put in.

    Attributes:
        document: the report.
        events: what is coded in it; ``None`` where nothing is said of that.
        whole: whether these are all its events, so that others of it hold no longer.
        coding: number of the coding, with ``whole``.
        error, origin, seen, canonical, sentences: as in `dragoman.store.Arrival`.
        source: number of the source that it came by.
    """

    document: Document
    events: Sequence[Event] | None = None
    whole: bool = False
    coding: int | None = None
    error: str | None = None
    origin: Origin = "file"
    seen: str | None = None
    canonical: str | None = None
    source: int | None = None
    sentences: tuple[Sentence, ...] = ()


@dataclass(slots=True)
class Put:
    """What became of documents: ids by what they were, number of events that are new or other, and of any change."""

    new: set[str] = field(default_factory=set)
    revised: set[str] = field(default_factory=set)
    same: set[str] = field(default_factory=set)
    events: int = 0
    changed: bool = False


@dataclass(slots=True)
class _Events:
    """What becomes of the events of a document: all it has from now on, rows that go, and what comes."""

    now: tuple[Event, ...]
    gone: list[Row[Any]]
    old: list[dict[str, Any]]
    put: list[Event]


def put(connection: Connection, given: Sequence[Given], run: int | None = None) -> Put:
    """Put documents with their events in, each id once."""
    before = stored(connection, documents, [one.document.id for one in given])
    told = _plan(connection, given, before)
    done = Put()
    new, changes = list[dict[str, Any]](), dict[str, dict[str, Any]]()
    for one in given:
        id = plain(one.document.id)
        row, old, plan = document_row(one.document), before.get(id), told.get(id)
        row["hash"] = content_hash(one.document.title, one.document.text)
        if old is None:
            done.new.add(id)
            new.append(_new_row(one, row, names_of(plan.now) if plan else ""))
            continue
        row |= _changes(one, row, old, plan)
        if row["hash"] != old.hash:
            done.revised.add(id)
            _keep_revision(connection, old, one.seen)
        else:
            done.same.add(id)
        changes[id] = {name: value for name, value in row.items() if getattr(old, name) != value}
    insert(connection, documents, new)
    _change(connection, changes)
    _move_events(connection, {id: row["day"] for id, row in changes.items() if "day" in row})
    days = {plain(one.document.id): one.document.published and one.document.published[:10] for one in given}
    done.events = _write(connection, told.values(), days, run)
    _put_sentences(connection, [one for one in given if one.sentences], done.revised)
    other = any(row.keys() - {"seen_last"} for row in changes.values())
    done.changed = bool(new or other or done.events or any(plan.gone for plan in told.values()))
    return done


def put_events(connection: Connection, given: Iterable[Event]) -> bool:
    """Put events of documents that are there, beside those that these have, and return whether that changed anything.

    Raises:
        StoreError: a document is not there.
    """
    of = defaultdict[str, list[Event]](list)
    for event in given:
        of[plain(event.document)].append(event)
    rows = stored(connection, documents, of)
    for id, told in of.items():
        if id not in rows:
            raise StoreError(
                f"event {told[0].id} tells of document {told[0].document!r}, which is not in the store (add it too)"
            )
    plans = _plans(connection, {id: (told, False) for id, told in of.items()}, rows, set())
    _name(connection, plans, rows)
    changed = [id for id, plan in plans.items() if plan.put or plan.gone]
    for part in some([id for id in changed if rows[id].coding is not None]):
        connection.execute(update(documents).where(documents.c.id.in_(part)).values(coding=None))
    _write(connection, plans.values(), {id: row.day for id, row in rows.items()}, None)
    return bool(changed)


def judge(connection: Connection, judged: Judged) -> int:
    """Keep a judgement, lay it over what it means, and return its number. Raises `StoreError` without its document."""
    number = judging.keep(connection, judged)
    rows = stored(connection, documents, [judged.document])
    plans = _plans(connection, dict.fromkeys(rows, ((), False)), rows, set())
    _write(connection, plans.values(), {id: row.day for id, row in rows.items()}, None)
    _name(connection, plans, rows)
    return number


def last_number(connection: Connection) -> int:
    """Return the highest number of an event."""
    return connection.scalar(select(func.coalesce(func.max(events.c.number), 0))) or 0


# ------------------------------------------------------------------------------------------------ documents


def _new_row(one: Given, row: dict[str, Any], names: str) -> dict[str, Any]:
    return {
        **row,
        "names": names,
        "revision": 1,
        "coding": one.coding,
        "error": one.error and fit(one.error),
        "origin": one.origin,
        "source": one.source,
        "canonical": one.canonical and plain(one.canonical),
        "seen_first": one.seen,
        "seen_last": one.seen,
        "news_day": row["day"] or (one.seen and one.seen[:10]),
    }


def _changes(one: Given, row: dict[str, Any], old: Row[Any], plan: _Events | None) -> dict[str, Any]:
    """Return the columns of a document that was there which depend on what came before."""
    revised = row["hash"] != old.hash
    first = old.seen_first or one.seen
    found = {
        "revision": old.revision + revised,
        "origin": one.origin if revised else old.origin,
        "coding": old.coding,
        "error": old.error,
        "canonical": plain(one.canonical) if one.canonical else old.canonical,
        "names": old.names if plan is None else names_of(plan.now),
        "seen_first": first,
        "seen_last": max(filter(None, (old.seen_last, one.seen)), default=None),
        "news_day": row["day"] or (first and first[:10]),
    }
    if one.events is not None and one.whole:
        found |= {"coding": one.coding, "error": one.error and fit(one.error)}
    elif one.error is not None or revised:
        found["error"] = one.error and fit(one.error)
    if not one.whole and (revised or (plan and (plan.put or plan.gone))):
        found["coding"] = None
    return found


def _keep_revision(connection: Connection, old: Row[Any], replaced: str | None) -> None:
    last = (
        select(revisions.c.replaced)
        .where(revisions.c.document == old.id)
        .order_by(revisions.c.revision.desc())
        .limit(1)
    )
    kept = {name: getattr(old, name) for name in (*DOCUMENT[1:], "record", "hash", "revision")}
    seen = old.seen_first if old.revision == 1 else connection.scalar(last)
    connection.execute(revisions.insert(), {**kept, "document": old.id, "seen": seen, "replaced": replaced})


def _move_events(connection: Connection, days: Mapping[str, str | None]) -> None:
    """Give events without a date of their own the day of publication."""
    for document, day in days.items():
        connection.execute(
            update(events)
            .where(events.c.document == document, events.c.date_start.is_(None))
            .values(day=day, day_from="published" if day else None)
        )


def _put_sentences(connection: Connection, given: Sequence[Given], revised: Collection[str]) -> None:
    ids = {plain(one.document.id) for one in given}
    remove(connection, sentences.c.document, [*ids, *revised])
    rows = [
        {
            "document": plain(one.document.id),
            "field": s.field,
            "start": s.start,
            "end": s.end,
            "headline": int(s.headline),
        }
        for one in given
        for s in dict.fromkeys(one.sentences)
    ]
    insert(connection, sentences, rows)


def _name(connection: Connection, plans: Mapping[str, _Events], rows: Mapping[str, Row[Any]]) -> None:
    """Write the names of the parties beside the documents, where these are not there yet."""
    names = {id: names_of(plan.now) for id, plan in plans.items()}
    _change(connection, {id: {"names": now} for id, now in names.items() if now != rows[id].names})


def _change(connection: Connection, changes: Mapping[str, Mapping[str, Any]]) -> None:
    """Give documents other values, and no others than those: to write a text again is to read its words again."""
    alike = defaultdict[tuple[str, ...], list[dict[str, Any]]](list)
    for id, row in changes.items():
        if row:
            alike[tuple(sorted(row))].append({"document": id, **{f"new_{name}": row[name] for name in row}})
    for names, rows in alike.items():
        values: dict[str, Any] = {name: bindparam(f"new_{name}") for name in names}
        connection.execute(
            update(documents).where(documents.c.id == bindparam("document")).values(values), rows
        )


# --------------------------------------------------------------------------------------------------- events


def _plan(
    connection: Connection, given: Sequence[Given], before: Mapping[str, Row[Any]]
) -> dict[str, _Events]:
    """Return what becomes of the events of documents of which something is said, or whose content is another now."""
    wanted = dict[str, tuple[Sequence[Event], bool]]()
    for one in given:
        old = before.get(plain(one.document.id))
        revised = old is not None and old.hash != content_hash(one.document.title, one.document.text)
        if one.events is not None or revised:
            # What was coded before quotes words that are no longer there.
            wanted[plain(one.document.id)] = (one.events or (), one.whole or revised)
    return _plans(connection, wanted, before, wanted.keys() - before.keys())


def _plans(
    connection: Connection,
    wanted: Mapping[str, tuple[Sequence[Event], bool]],
    before: Mapping[str, Row[Any]],
    fresh: Collection[str],
) -> dict[str, _Events]:
    held = defaultdict[str, dict[str, Row[Any]]](dict)
    columns: tuple[Any, ...] = (
        events.c.number,
        events.c.id,
        events.c.document,
        events.c.record,
        events.c.judged,
    )
    asked = select(*columns).order_by(events.c.number)
    for part in some([id for id in wanted if id not in fresh]):
        for row in connection.execute(asked.where(events.c.document.in_(part))):
            held[row.document][row.id] = row
    judged = judging.of_documents(connection, [id for id in wanted if id not in fresh])
    found = {
        id: _planned(told, whole, held.get(id, {}), judged.get(id, ()), before.get(id))
        for id, (told, whole) in wanted.items()
    }
    _elsewhere(connection, found, columns, before)
    return found


def _planned(
    told: Sequence[Event],
    whole: bool,
    held: Mapping[str, Row[Any]],
    judged: Sequence[Judged],
    before: Row[Any] | None,
) -> _Events:
    """Compare what is coded with what is held."""
    coded = {plain(event.id): as_coded(event) for event in told}
    if not held:
        now = as_judged(coded.values(), judged)
        return _Events(now, [], [], list(now))
    was = {id: Event.from_json(row.record) for id, row in held.items() if not whole or row.judged or judged}
    base = {} if whole else {id: as_coded(event) for id, event in was.items()}
    now = as_judged({**base, **coded}.values(), judged)
    rows = {plain(event.id): (event, packed(event.to_dict())) for event in now}
    gone = [row for id, row in held.items() if id not in rows or rows[id][1] != row.record]
    put = [event for id, (event, record) in rows.items() if id not in held or held[id].record != record]
    raw = {**base, **coded}
    old = [
        _old_row(row, event, before)
        for row in gone
        if (event := as_coded(was.get(row.id) or Event.from_json(row.record))) != raw.get(row.id)
    ]
    return _Events(now, gone, old, put)


def _elsewhere(
    connection: Connection,
    plans: Mapping[str, _Events],
    columns: Sequence[Any],
    before: Mapping[str, Row[Any]],
) -> None:
    """Let events go that other documents have under the ids of those that come."""
    coming = {plain(event.id): plan for plan in plans.values() for event in plan.put}
    leaving = {row.number for plan in plans.values() for row in plan.gone}
    for part in some(coming):
        for there in connection.execute(select(*columns).where(events.c.id.in_(part))).all():
            if there.number not in leaving:
                plan, event = coming[there.id], as_coded(Event.from_json(there.record))
                plan.gone.append(there)
                plan.old.append(_old_row(there, event, before.get(there.document)))


def _old_row(row: Row[Any], event: Event, before: Row[Any] | None) -> dict[str, Any]:
    return {
        "id": row.id,
        "document": row.document,
        "revision": before.revision if before else 1,
        "coding": before.coding if before else None,
        "type": event.type,
        "quote": fit(event.evidence.quote),
        "record": packed(event.to_dict()),
    }


def _write(
    connection: Connection, plans: Collection[_Events], days: Mapping[str, str | None], run: int | None
) -> int:
    """Carry out what was planned, and return how many events were put in."""
    insert(connection, old_events, [{**row, "replaced": run} for plan in plans for row in plan.old])
    remove(connection, events.c.number, [row.number for plan in plans for row in plan.gone])
    coming = [event for plan in plans for event in plan.put]
    numbered = list(enumerate(coming, last_number(connection) + 1)) if coming else []
    rows = [{**event_row(event, days[plain(event.document)]), "number": n} for n, event in numbered]
    insert(connection, events, rows)
    for table, make in ((parties, party_rows), (amounts, amount_rows), (dyads, dyad_rows)):
        insert(connection, table, [row for n, event in numbered for row in make(event, n)])
    return len(coming)

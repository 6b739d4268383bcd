"""Is the store as it should be: every value where it says it is, nothing lost, nothing that belongs to nothing."""

from __future__ import annotations

import json
from collections import defaultdict
from collections.abc import Callable, Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import Column, Engine, Row, Table, func, select
from sqlalchemy.engine import Connection

from dragoman.errors import DragomanError
from dragoman.records import Document, Event, Party, Story, Storyline
from dragoman.store import codec, databases, judging
from dragoman.store.judgements import without_event
from dragoman.store.rows import Problem
from dragoman.store.schema import (
    amounts,
    documents,
    dyads,
    events,
    judgements,
    metadata,
    old_events,
    parties,
    refused,
    revisions,
    runs,
    sentences,
    stories,
    story_changes,
    story_documents,
    storyline_stories,
    storylines,
    waiting,
)
from dragoman.store.tabling import some

SOME = 200
"""Documents, or stories, that are looked at together."""

Progress = Callable[[int, int], object]
"""Is told how many documents and stories were looked at, and how many there are."""

_AGAIN = "add the report again, or restore a backup"
_BACKUP = "restore a backup"
_JSON = {"settings": (runs,), "payload": (waiting, refused), "changes": (judgements,)}


def damage(engine: Engine) -> Iterator[Problem]:
    """Yield what is wrong with the database itself."""
    yield from (Problem(*told, _BACKUP) for told in databases.of(engine).damage(engine))


def check(connection: Connection, progress: Progress | None = None) -> Iterator[Problem]:
    """Yield what is wrong with what a store holds, some hundred documents at a time in memory."""
    yield from _orphans(connection)
    yield from _parsed(connection)
    told = [connection.scalar(select(func.count()).select_from(one)) or 0 for one in (documents, stories)]
    done = 0
    for rows in _in_parts(connection, documents, documents.c.number):
        yield from _documents(connection, rows)
        done += len(rows)
        if progress:
            progress(done, sum(told))
    for rows in _in_parts(connection, stories, stories.c.id):
        yield from _stories(connection, rows)
        done += len(rows)
        if progress:
            progress(done, sum(told))
    for rows in _in_parts(connection, storylines, storylines.c.id):
        yield from _storylines(connection, rows)
    yield from _replayed(connection)
    yield from _waiting(connection)


def _in_parts(connection: Connection, table: Table, key: Column[Any]) -> Iterator[Sequence[Row[Any]]]:
    """Yield the rows of a table in parts, by a column that tells them apart."""
    last: Any = None
    while True:
        asked = select(table).order_by(key).limit(SOME)
        rows = connection.execute(asked if last is None else asked.where(key > last)).all()
        if rows:
            yield rows
            last = getattr(rows[-1], key.name)
        if len(rows) < SOME:
            return


def _of(connection: Connection, column: Column[Any], values: Sequence[Any]) -> dict[Any, list[Any]]:
    """Return the rows that have one of some values in a column, by it."""
    found = defaultdict[Any, list[Any]](list)
    for part in some(values):
        for row in connection.execute(select(column.table).where(column.in_(part))):
            found[getattr(row, column.name)].append(row)
    return found


# ------------------------------------------------------------------------------------------------ documents


def _documents(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[Problem]:
    ids = [row.id for row in rows]
    told = _of(connection, events.c.document, ids)
    numbers = [event.number for of_document in told.values() for event in of_document]
    beside = {table: _of(connection, table.c.event, numbers) for table in (parties, amounts, dyads)}
    homes = _of(connection, story_documents.c.document, ids)
    before = _of(connection, revisions.c.document, ids)
    left = _of(connection, old_events.c.document, ids)
    cut = _of(connection, sentences.c.document, ids)
    judged = judging.of_documents(connection, ids)
    for row in rows:
        try:
            document = codec.document(dict(row._mapping))
        except DragomanError as error:
            yield Problem("documents", row.id, f"its record cannot be read: {error}", _AGAIN)
            continue
        wanted = codec.document_row(document)
        wanted["hash"] = codec.content_hash(document.title, document.text)
        wanted["news_day"] = wanted["day"] or (row.seen_first and row.seen_first[:10])
        yield from _columns("documents", row.id, row, wanted, _AGAIN)
        yield from _revisions(row, before[row.id])
        found = list[Event]()
        for one in told[row.id]:
            try:
                event = Event.from_json(one.record)
            except DragomanError as error:
                yield Problem("events", one.id, f"its record cannot be read: {error}", _AGAIN)
                continue
            found.append(event)
            yield from _event(one, event, row.day)
            yield from _words("events", one.id, event, document)
            for table, make in (
                (parties, codec.party_rows),
                (amounts, codec.amount_rows),
                (dyads, codec.dyad_rows),
            ):
                yield from _beside(table, one, list(make(event, one.number)), beside[table][one.number])
        standing = [event for event in found if event.judgement is None or not event.judgement.rejected]
        names = set(filter(None, row.names.split(" · ")))
        if names != set(filter(None, codec.names_of(standing).split(" · "))):
            yield Problem("documents", row.id, "its names are not those of its events", _AGAIN)
        yield from _old(row, document, left[row.id], before[row.id])
        for one in cut[row.id]:
            if not 0 <= one.start < one.end <= len(document.string(one.field)):
                place = f"{one.document}#{one.field}:{one.start}-{one.end}"
                yield Problem("sentences", place, "does not stand in its document", _AGAIN)
        if row.coding is not None and not homes[row.id]:
            yield Problem("documents", row.id, "is coded, and in no story", "code it again: dragoman recode")
        for lost in without_event(found, judged.get(row.id, ())):
            said = f"judges event {lost.event}, which is coded no longer"
            mend = "nothing to do: it holds again should the event be coded again"
            yield Problem("judgements", str(lost.number), said, mend, False)


def _columns(
    table: str, id: str, row: Row[Any], wanted: Mapping[str, Any], mend: str, prefix: str = "its record tells"
) -> Iterator[Problem]:
    """Compare columns with what they should be."""
    other = [name for name, value in wanted.items() if getattr(row, name) != value]
    if other:
        yield Problem(table, id, f"{prefix} otherwise than the columns: {', '.join(other)}", mend)


def _revisions(row: Row[Any], before: Sequence[Row[Any]]) -> Iterator[Problem]:
    if sorted(one.revision for one in before) != list(range(1, row.revision)):
        said = f"is revision {row.revision}, but {len(before)} earlier ones are kept"
        yield Problem("documents", row.id, said, _BACKUP)
    for one in before:
        held = codec.document({**one._mapping, "id": row.id})
        if one.hash != codec.content_hash(held.title, held.text):
            place = f"{row.id} revision {one.revision}"
            yield Problem("revisions", place, "its hash is not that of its words", _BACKUP)


def _event(row: Row[Any], event: Event, day: str | None) -> Iterator[Problem]:
    wanted = codec.event_row(event, day)
    yield from _columns("events", row.id, row, wanted, _AGAIN)


def _words(table: str, id: str, event: Event, document: Document) -> Iterator[Problem]:
    """Tell what an event quotes that does not stand where it says."""
    field, text = event.evidence.field, document.string(event.evidence.field)
    said = event.attribution
    speakers = (*((said.speaker,) if said.speaker else ()), *said.chain) if said else ()
    quoted: list[tuple[str, Any]] = [("trigger", event.trigger)]
    judged = set[str]() if event.judgement is None else set(event.judgement.was)
    sides: dict[str, tuple[Party, ...]] = {
        "actors": event.actors, "recipients": event.recipients, "attribution": speakers,
    }  # fmt: skip
    quoted += [(name, party) for name, side in sides.items() if name not in judged for party in side]
    if not event.citation.holds(document):
        yield Problem(table, id, f"its sentence does not stand in the {field} where it says", _AGAIN)
    for name, words in quoted:
        if text[words.start : words.end] != words.text:
            said_so = f"{name}: {words.text!r} does not stand in the {field} where it says"
            yield Problem(table, id, said_so, _AGAIN)


def _beside(
    table: Table, event: Row[Any], wanted: Sequence[Mapping[str, Any]], rows: Sequence[Row[Any]]
) -> Iterator[Problem]:
    """Compare the rows that stand beside an event with those that its record tells."""
    names = [column.name for column in table.columns]
    told = sorted([[row.get(name) for name in names] for row in wanted], key=repr)
    if told != sorted([[getattr(row, name) for name in names] for row in rows], key=repr):
        yield Problem(table.name, f"event {event.id}", "are not those of the event's record", _AGAIN)


def _old(
    row: Row[Any], document: Document, left: Sequence[Row[Any]], before: Sequence[Row[Any]]
) -> Iterator[Problem]:
    """Look whether events that hold no longer stand in the revision that they were coded from."""
    held = {one.revision: codec.document({**one._mapping, "id": row.id}) for one in before}
    for one in left:
        try:
            event = Event.from_json(one.record)
        except DragomanError as error:
            yield Problem("old_events", str(one.number), f"its record cannot be read: {error}", _BACKUP)
            continue
        of = document if one.revision == row.revision else held.get(one.revision)
        if of is None:
            said = f"was coded from revision {one.revision}, which is not there"
            yield Problem("old_events", str(one.number), said, _BACKUP)
        else:
            yield from _words("old_events", str(one.number), event, of)


# -------------------------------------------------------------------------------------------------- stories


def _stories(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[Problem]:
    members = _of(connection, story_documents.c.story, [row.id for row in rows])
    heads = dict[str, tuple[Story, list[str]]]()
    for row in rows:
        told = [one.document for one in sorted(members[row.id], key=lambda one: one.position)]
        if not told:
            yield Problem("stories", row.id, "has no documents", "group its reports again: dragoman recode")
        try:
            raw = json.loads(row.record)
            story, listed = Story.from_dict({**raw, "documents": [], "events": []}), raw["documents"]
        except (DragomanError, ValueError, KeyError, TypeError) as error:
            yield Problem("stories", row.id, f"its record cannot be read: {error}", _BACKUP)
            continue
        heads[row.id] = story, told
        if [codec.plain(id) for id in listed] != told:
            yield Problem("stories", row.id, "its record lists other documents than are in it", _BACKUP)
        wanted = {
            "id": codec.plain(story.id), "title": codec.fit(story.title), "documents": len(told),
            "origins": story.origins, "first": story.first, "last": story.last,
        }  # fmt: skip
        yield from _columns("stories", row.id, row, wanted, _BACKUP)
    cited = [codec.plain(story.title_from.document) for story, _ in heads.values()]
    reports = {
        id: codec.document(dict(row._mapping))
        for id, (row,) in _of(connection, documents.c.id, cited).items()
    }
    for id, (story, _) in heads.items():
        report = reports.get(codec.plain(story.title_from.document))
        if report is None or not story.title_from.holds(report):
            yield Problem("stories", id, "its title does not stand where it says", "group its reports again")


def _storylines(connection: Connection, rows: Sequence[Row[Any]]) -> Iterator[Problem]:
    members = _of(connection, storyline_stories.c.storyline, [row.id for row in rows])
    for row in rows:
        told = [one.story for one in sorted(members[row.id], key=lambda one: one.position)]
        try:
            raw = json.loads(row.record)
            line = Storyline.from_dict({**raw, "stories": []})
        except (DragomanError, ValueError, KeyError, TypeError) as error:
            yield Problem("storylines", row.id, f"its record cannot be read: {error}", _BACKUP)
            continue
        if not told:
            yield Problem("storylines", row.id, "has no stories", "it goes when storylines are found again")
        wanted = {
            "id": codec.plain(line.id),
            "name": codec.fit(line.name),
            "first": line.first,
            "last": line.last,
        }
        yield from _columns("storylines", row.id, row, wanted, _BACKUP)


def _replayed(connection: Connection) -> Iterator[Problem]:
    """Look whether the changes of stories, one after the other, lead to where documents are."""
    c = story_changes.c
    place = func.row_number().over(partition_by=c.document, order_by=(c.batch.desc(), c.position.desc()))
    ranked = select(c.document, c.after, place.label("place")).subquery()
    asked = (
        select(ranked.c.document, ranked.c.after, story_documents.c.story)
        .outerjoin(story_documents, story_documents.c.document == ranked.c.document)
        .where(ranked.c.place == 1, story_documents.c.story.is_distinct_from(ranked.c.after))
        .order_by(ranked.c.document)
    )
    for document, after, story in connection.execute(asked):
        said = f"its changes lead to story {after}, and it is in {story or 'none'}"
        yield Problem("story_documents", document, said, _BACKUP)


# --------------------------------------------------------------------------------------------- all the rest


def _orphans(connection: Connection) -> Iterator[Problem]:
    """Look for rows that refer to what is not there."""
    for table in metadata.sorted_tables:
        for foreign in sorted(table.foreign_keys, key=lambda one: one.parent.name):
            there, column = foreign.column.table.alias("there"), foreign.parent
            asked = (
                select(*table.primary_key.columns, column)
                .outerjoin(there, there.c[foreign.column.name] == column)
                .where(column.is_not(None), there.c[foreign.column.name].is_(None))
            )
            for row in connection.execute(asked):
                *key, value = row
                said = f"its {column.name} {value} is not in {foreign.column.table.name}"
                yield Problem(table.name, " ".join(map(str, key)), said, _BACKUP)


def _parsed(connection: Connection) -> Iterator[Problem]:
    """Look whether JSON is JSON, where nothing else is made of it."""
    for name, tables in _JSON.items():
        for table in tables:
            asked = select(table.c.number, table.c[name]).execution_options(yield_per=SOME)
            for number, value in connection.execute(asked):
                try:
                    json.loads(value)
                except ValueError as error:
                    yield Problem(table.name, str(number), f"its {name} is no JSON: {error}", _BACKUP)


def _waiting(connection: Connection) -> Iterator[Problem]:
    """Look for entries of the queue that are done with."""
    both = select(waiting.c.number).join(refused, refused.c.number == waiting.c.number)
    for number in connection.scalars(both):
        yield Problem("waiting", str(number), "waits, and was refused too", "delete one of the two rows")

"""Stories and storylines, put into the store; and what became of stories, batch by batch."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Sequence
from itertools import groupby
from typing import Any

from sqlalchemy import delete, exists, func, select, update
from sqlalchemy.engine import Connection

from dragoman.errors import StoreError
from dragoman.records import Change, Event, Story, Storyline
from dragoman.store import judging
from dragoman.store.codec import countries_of, plain, story_row, storyline_row
from dragoman.store.schema import (
    documents,
    events,
    stories,
    story_changes,
    story_documents,
    storyline_stories,
    storylines,
)
from dragoman.store.tabling import insert, put, remove, some, stored


def put_stories(connection: Connection, given: Collection[Story]) -> bool:
    """Put stories in and return whether that changed anything. Raises `StoreError` where a document is not there."""
    judged = judging.as_they_stand(connection, [event.id for story in given for event in story.events])
    changed = put(connection, stories, [story_row(story, judged) for story in given])
    members = {
        plain(document.id): (plain(story.id), position)
        for story in given
        for position, document in enumerate(story.documents)
    }
    left = set[str]()
    rows = list[dict[str, Any]]()
    was = stored(connection, story_documents, list(members), story_documents.c.document)
    for document, (story, position) in members.items():
        old = was.get(document)
        if old is None or (old.story, old.position) != (story, position):
            rows.append({"document": document, "story": story, "position": position})
            if old is not None:
                left.add(old.story)
    _check_there(connection, given, members.keys() - was.keys())
    ids = {plain(story.id) for story in given}
    for part in some(sorted(ids)):
        for row in connection.execute(select(story_documents).where(story_documents.c.story.in_(part))):
            if row.document not in members:  # a report that its story no longer has
                connection.execute(delete(story_documents).where(story_documents.c.document == row.document))
                changed = True
    remove(
        connection, story_documents.c.document, [row["document"] for row in rows if row["document"] in was]
    )
    insert(connection, story_documents, rows)
    empty = ~exists().where(story_documents.c.story == stories.c.id)
    for part in some(sorted(left - ids)):
        connection.execute(delete(stories).where(stories.c.id.in_(part), empty))
    return changed or bool(rows)


def _check_there(connection: Connection, given: Collection[Story], ids: Collection[str]) -> None:
    missing = set(ids)
    for part in some(ids):
        missing.difference_update(connection.scalars(select(documents.c.id).where(documents.c.id.in_(part))))
    for story in given if missing else ():
        for document in story.documents:
            if plain(document.id) in missing:
                raise StoreError(
                    f"story {story.id} has document {document.id!r}, which is not in the store (add it too)"
                )


def put_storylines(connection: Connection, given: Sequence[Storyline]) -> bool:
    """Put storylines in, whose stories are there, and return whether that changed anything."""
    changed = put(connection, storylines, [storyline_row(line) for line in given])
    ids, members = {plain(line.id) for line in given}, storyline_stories.c
    for line in given:
        wanted = list(dict.fromkeys(plain(story.id) for story in line.stories))
        of_it = members.storyline == plain(line.id)
        there = connection.scalars(select(members.story).where(of_it).order_by(members.position)).all()
        if there != wanted:
            changed = True
            connection.execute(delete(storyline_stories).where(of_it))
            rows = [{"storyline": plain(line.id), "story": id, "position": n} for n, id in enumerate(wanted)]
            insert(connection, storyline_stories, rows)
    # What stands in storylines that are given now as a whole was one of them under another id, or a part of one.
    now = select(members.story).where(members.storyline.in_(ids))
    apart = exists().where(members.storyline == storylines.c.id, members.story.not_in(now))
    if given:
        gone = connection.execute(delete(storylines).where(storylines.c.id.not_in(ids), ~apart))
        changed |= gone.rowcount > 0
    return changed


def count_again(connection: Connection, document: str) -> None:
    """Count the events and countries of the story that a document is in again."""
    story = connection.scalar(
        select(story_documents.c.story).where(story_documents.c.document == plain(document))
    )
    if story is None:
        return
    of = select(story_documents.c.document).where(story_documents.c.story == story)
    records = connection.scalars(
        select(events.c.record).where(events.c.document.in_(of), events.c.rejected == 0)
    )
    told = [Event.from_json(record) for record in records]
    connection.execute(
        update(stories).where(stories.c.id == story).values(events=len(told), countries=countries_of(told))
    )


def remove_stories(connection: Connection, ids: Collection[str]) -> bool:
    """Take stories out that are no more, and return whether there were any."""
    return remove(connection, stories.c.id, list(map(plain, ids))) > 0


# -------------------------------------------------------------------------------------------- the log


def batch(connection: Connection) -> int:
    """Return the number of the last batch of changes, 0 when there was none."""
    return connection.scalar(select(func.coalesce(func.max(story_changes.c.batch), 0))) or 0


def log(connection: Connection, changes: Sequence[Change]) -> None:
    """Write changes down; what came again as it was is none."""
    rows = []
    told = [change for change in changes if change.kind != "repeated"]
    for number, of_batch in groupby(told, key=lambda change: change.batch):
        for position, change in enumerate(of_batch):
            before = None if change.before is None else plain(change.before)
            row = {
                "batch": number,
                "position": position,
                "kind": change.kind,
                "before": before,
                "after": plain(change.after),
            }
            rows += [{**row, "place": n, "document": plain(id)} for n, id in enumerate(change.documents)]
    insert(connection, story_changes, rows)


def changes(connection: Connection, after: int) -> Iterator[Change]:
    """Yield the changes of the batches after one, the oldest first."""
    c = story_changes.c
    asked = (
        select(c.batch, c.position, c.kind, c.before, c.after, c.document)
        .where(c.batch > after)
        .order_by(c.batch, c.position, c.place)
    )
    rows = connection.execute(asked)
    for (number, _, kind, before, now), of_change in groupby(rows, key=lambda row: row[:5]):
        yield Change(number, kind, before, now, tuple(row.document for row in of_change))


def heir(connection: Connection, id: str) -> str | None:
    """Return the story to which an id that is no longer in use leads; ``None`` for one never given.

    That is where most of the documents are that it held last; of equal parts, where the one is that it had first
    (`dragoman.stories.identity`).
    """
    c = story_changes.c
    left = (c.before == plain(id), c.after != plain(id))
    last = connection.scalar(select(func.max(c.batch)).where(*left))
    if last is None:
        return None
    held = list(connection.scalars(select(c.document).where(*left, c.batch == last)))
    came = dict[str, tuple[int, int, int]]()
    for part in some(held):
        asked = select(c.document, c.batch, c.position, c.place).where(
            c.after == plain(id), c.before.is_distinct_from(plain(id)), c.document.in_(part)
        )
        for row in connection.execute(asked):
            came[row.document] = max(came.get(row.document, (0, 0, 0)), (row.batch, row.position, row.place))
    homes = stored(connection, story_documents, held, story_documents.c.document)
    places = [
        homes[one].story for one in sorted(held, key=lambda one: came.get(one, (0, 0, 0))) if one in homes
    ]
    counts = Counter(places)  # keeps the order of the first of each, and `max` takes the first of equals
    return max(counts, key=counts.__getitem__) if counts else None

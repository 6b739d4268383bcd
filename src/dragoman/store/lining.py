"""Storylines of a store: which stories have changed since they were found, what is needed to find them again."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, func, or_, select, update
from sqlalchemy.engine import Connection

from dragoman.records import Story, Storyline
from dragoman.store import placing, stories
from dragoman.store.codec import plain
from dragoman.store.reading import Reading
from dragoman.store.schema import documents, meta, story_changes, storyline_stories, storylines
from dragoman.store.schema import stories as table
from dragoman.store.tabling import remove, some

_SEEN = "storylines"
_NO_DAY = "0001-01-01"


@dataclass(frozen=True, slots=True)
class LinesDue:
    """What has changed since storylines were found last: the last batch of changes, and the days of its documents."""

    batch: int
    first: str
    last: str


def due(connection: Connection) -> LinesDue | None:
    """Return what has changed since storylines were found last; ``None`` for nothing."""
    seen = connection.scalar(select(meta.c.value).where(meta.c.name == _SEEN)) or 0
    batch = placing.batch(connection)
    if batch <= seen:
        return None
    day = documents.c.news_day
    asked = (
        select(func.min(day), func.max(day))
        .join(story_changes, story_changes.c.document == documents.c.id)
        .where(story_changes.c.batch > seen)
    )
    first, last = connection.execute(asked).one()
    return LinesDue(batch, first or last or _NO_DAY, last or first or _NO_DAY)


def between(reading: Reading, since: str | None, until: str | None, limit: int) -> tuple[Story, ...]:
    """Return whole stories that reach into some days, and undated ones, the newest first."""
    c = table.c
    asked = [or_(c.first.is_(None), c.last >= since)] if since else []
    asked += [or_(c.first.is_(None), c.first <= until)] if until else []
    ids = reading.connection.scalars(select(c.id).where(*asked).order_by(*stories.NEWEST).limit(limit)).all()
    return stories.whole(reading, ids)


def running(reading: Reading, ids: Collection[str], first: str, last: str) -> tuple[Storyline, ...]:
    """Return the storylines that some stories (their ids) are in, and those that reach into some days."""
    member, line = storyline_stories.c, storylines.c
    found = set(reading.connection.scalars(select(line.id).where(line.last >= first, line.first <= last)))
    for part in some(list(map(plain, ids))):
        found |= set(reading.connection.scalars(select(member.storyline).where(member.story.in_(part))))
    return tuple(one for id in sorted(found) if (one := stories.storyline(reading, id)))


def put(
    connection: Connection, found: Sequence[Storyline], gone: Collection[str], batch: int | None, all: bool
) -> bool:
    """Put in storylines found again (see `dragoman.store.Store.put_storylines`); return whether any changed."""
    changed = remove(connection, storylines.c.id, list(map(plain, gone))) > 0
    changed |= placing.put_storylines(connection, found)
    if all:
        held = {plain(one.id) for one in found}
        others = [id for id in connection.scalars(select(storylines.c.id)) if id not in held]
        changed |= remove(connection, storylines.c.id, others) > 0
    empty = ~select(1).where(storyline_stories.c.storyline == storylines.c.id).exists()
    changed |= connection.execute(delete(storylines).where(empty)).rowcount > 0
    if batch is not None:
        done = connection.execute(update(meta).where(meta.c.name == _SEEN).values(value=batch))
        if not done.rowcount:
            connection.execute(meta.insert(), {"name": _SEEN, "value": batch})
    return changed

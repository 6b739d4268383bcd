"""Sources that are followed, what came of asking them, and the queue of what they listed."""

from __future__ import annotations

import json
from collections.abc import Collection, Iterable, Sequence
from typing import Any, Protocol

from sqlalchemy import Row, Select, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.engine import Connection

from dragoman.errors import StoreError
from dragoman.store import tabling
from dragoman.store.codec import fit, packed, plain
from dragoman.store.rows import Backlog, FetchRow, Item, Refused, SourceRow, Waiting
from dragoman.store.schema import documents, fetches, items, refused, sources, waiting
from dragoman.store.tabling import some


class Followed(Protocol):
    """A source to follow: address, name, address of its pages, heading (as an outline of OPML has them)."""

    @property
    def url(self) -> str: ...  # noqa: D102
    @property
    def title(self) -> str | None: ...  # noqa: D102
    @property
    def site(self) -> str | None: ...  # noqa: D102
    @property
    def category(self) -> str | None: ...  # noqa: D102


def follow(connection: Connection, wanted: Iterable[Followed]) -> int:
    """Follow sources and return how many were not followed before; those that were take name and heading given."""
    given = {plain(one.url): one for one in wanted}
    there = tabling.stored(connection, sources, given, sources.c.url)
    new, again = list[dict[str, Any]](), 0
    for url, one in given.items():
        told = {"title": one.title, "site": one.site, "category": one.category}
        row = {name: value and fit(value) for name, value in told.items()}
        old = there.get(url)
        if old is None:
            new.append({"url": url, **row})
            continue
        again += not old.followed
        change: dict[str, Any] = {
            name: value for name, value in row.items() if value is not None and getattr(old, name) != value
        }
        if not old.followed:
            change |= {"followed": 1, "failures": 0, "error": None, "due": None}
        if change:
            connection.execute(update(sources).where(sources.c.number == old.number).values(change))
    tabling.insert(connection, sources, new)
    return len(new) + again


def unfollow(connection: Connection, url: str) -> bool:
    """Ask a source no more, and return whether it was followed; what came of it stays."""
    asked = update(sources).where(sources.c.url == plain(url), sources.c.followed == 1).values(followed=0)
    return connection.execute(asked).rowcount > 0


def followed(connection: Connection) -> tuple[SourceRow, ...]:
    """Return the sources that are followed, in the order in which they came."""
    counts: dict[int | None, int] = dict(
        connection.execute(
            select(documents.c.source, func.count())
            .where(documents.c.source.is_not(None))
            .group_by(documents.c.source)
        ).all()
    )
    names = [name for name in SourceRow.__dataclass_fields__ if name != "documents"]
    asked = select(*(sources.c[name] for name in names)).where(sources.c.followed == 1)
    return tuple(
        SourceRow(**row._mapping, documents=counts.get(row.number, 0))
        for row in connection.execute(asked.order_by(sources.c.number))
    )


def newest(connection: Connection) -> dict[int, str]:
    """Return the date of the newest report of each source (its number) that brought one with a date."""
    asked = select(documents.c.source, func.max(documents.c.published))
    asked = asked.where(documents.c.source.is_not(None), documents.c.published.is_not(None))
    return dict(connection.execute(asked.group_by(documents.c.source)).all())


def fetched(connection: Connection, fetch: FetchRow) -> int:
    """Write down what came of asking an address, and return how many items were put in the queue."""
    if fetch.source is None:
        put = _not_waiting(connection, fetch.items)
    else:
        _change(connection, fetch.source, fetch)
        put = _new(connection, fetch.source, fetch.items, fetch.at)
    _queue(connection, fetch, put)
    connection.execute(
        fetches.insert(),
        {
            "source": fetch.source,
            "url": fit(fetch.url),
            "run": fetch.run,
            "at": fetch.at,
            "seconds": fetch.seconds,
            "status": fetch.status,
            "outcome": fetch.outcome,
            "bytes": fetch.bytes,
            "error": fetch.error and fit(fetch.error),
            "items": len(put),
        },
    )
    return len(put)


def _not_waiting(connection: Connection, listed: Sequence[Item]) -> list[Item]:
    """Return what does not wait already, of items that no source lists."""
    given = {plain(item.key): item for item in listed}
    for part in some(list(given)):
        asked = select(waiting.c.key).where(waiting.c.source.is_(None), waiting.c.key.in_(part))
        for key in connection.scalars(asked):
            del given[key]
    return list(given.values())


def _change(connection: Connection, number: int, fetch: FetchRow) -> None:
    """Change the state of a source."""
    row: dict[str, Any] = {"asked": fetch.at, "due": fetch.due}
    if fetch.outcome == "failed":
        row |= {"failures": sources.c.failures + 1, "error": fetch.error and fit(fetch.error)}
    else:
        row |= {"failures": 0, "error": None, "succeeded": fetch.at}
    # What is new has the marks that it came with, or none; else those that are known hold on.
    for name in ("kind", "etag", "modified", "final", "hash"):
        value = getattr(fetch, name)
        if value is not None or (fetch.outcome == "new" and name != "kind"):
            row[name] = value and fit(value)
    if fetch.moved is not None:
        moved = plain(fetch.moved)
        other = connection.scalar(
            select(sources.c.number).where(sources.c.url == moved, sources.c.number != number)
        )
        if other is None:
            row["url"] = moved
        else:
            row |= {"followed": 0, "error": f"moved to {moved}, which is followed too"}
    if not connection.execute(update(sources).where(sources.c.number == number).values(row)).rowcount:
        raise StoreError(f"there is no source {number} (follow it first)")


def _new(connection: Connection, source: int, listed: Sequence[Item], at: str) -> list[Item]:
    """Keep in mind what a source lists, and return what is new or another than before."""
    given = {plain(item.key): item for item in listed}
    hashes = dict[str, str]()
    for part in some(list(given)):
        asked = select(items.c.key, items.c.hash).where(items.c.source == source, items.c.key.in_(part))
        hashes |= dict(connection.execute(asked).all())
    for part in some(list(hashes)):
        connection.execute(
            update(items).where(items.c.source == source, items.c.key.in_(part)).values(last=at)
        )
    put = [item for key, item in given.items() if hashes.get(key) != plain(item.hash)]
    first = [item for item in put if plain(item.key) not in hashes]
    row = {"source": source, "first": at, "last": at}
    tabling.insert(
        connection, items, [{**row, "key": plain(item.key), "hash": plain(item.hash)} for item in first]
    )
    other = [{"k": plain(item.key), "h": plain(item.hash)} for item in put if plain(item.key) in hashes]
    if other:
        connection.execute(
            update(items)
            .where(items.c.source == source, items.c.key == bindparam("k"))
            .values(hash=bindparam("h")),
            other,
        )
    return put


def _queue(connection: Connection, fetch: FetchRow, put: Sequence[Item]) -> None:
    source, failed = fetch.source, fetch.source is None and fetch.outcome == "failed"
    # A page that could not be had and is listed anew is one page to fetch, not two.
    for part in some([plain(item.key) for item in put if item.follow]):
        connection.execute(
            delete(waiting).where(
                waiting.c.source == source,
                waiting.c.key.in_(part),
                waiting.c.follow == 1,
                waiting.c.tries > 0,
            )
        )
    rows = [
        {
            "source": source,
            "key": plain(item.key),
            "payload": packed(dict(item.payload)),
            "follow": int(item.follow),
            "since": fetch.at,
            # A page of no source that could not be had waits for another time, with the reason.
            "tries": int(failed),
            "error": fetch.error and fit(fetch.error) if failed else None,
            "due": fetch.due if failed else None,
        }
        for item in put
    ]
    tabling.insert(connection, waiting, rows)


# --------------------------------------------------------------------------------------------- the queue


def due(connection: Connection, now: str, limit: int, after: int) -> tuple[Waiting, ...]:
    """Return entries of the queue that are due, in order, of those with a higher number than one."""
    asked = select(waiting).where(
        waiting.c.number > after, or_(waiting.c.due.is_(None), waiting.c.due <= now)
    )
    return _entries(connection, asked.order_by(waiting.c.number).limit(limit))


def tried(connection: Connection, limit: int) -> tuple[Waiting, ...]:
    """Return entries of the queue that were tried in vain, those first that were tried most often."""
    asked = select(waiting).where(waiting.c.tries > 0)
    return _entries(connection, asked.order_by(waiting.c.tries.desc(), waiting.c.number).limit(limit))


def _entries(connection: Connection, asked: Select[Any]) -> tuple[Waiting, ...]:
    return tuple(
        Waiting(**{**row._mapping, "payload": json.loads(row.payload), "follow": bool(row.follow)})
        for row in connection.execute(asked)
    )


def wait(connection: Connection, number: int, error: str, until: str, tried: bool) -> bool:
    """Say that an entry has to wait, and whether it was tried in vain; return whether it was still there."""
    row = {"tries": waiting.c.tries + int(tried), "error": fit(error), "due": until}
    return connection.execute(update(waiting).where(waiting.c.number == number).values(row)).rowcount > 0


def drop(connection: Connection, number: int, reason: str, at: str) -> bool:
    """Put an entry where those are that will never be documents; return whether it was still there."""
    names = ("number", "source", "key", "payload", "tries")
    row = connection.execute(
        select(*(waiting.c[name] for name in names)).where(waiting.c.number == number)
    ).one_or_none()
    if row is None:
        return False
    connection.execute(insert(refused), {**row._mapping, "reason": fit(reason), "at": at})
    connection.execute(delete(waiting).where(waiting.c.number == number))
    return True


def refusals(connection: Connection, limit: int) -> tuple[Refused, ...]:
    """Return the last entries that will never be documents, the latest first."""
    rows = connection.execute(
        select(refused).order_by(refused.c.at.desc(), refused.c.number.desc()).limit(limit)
    )
    return tuple(_refused(row) for row in rows)


def backlog(connection: Connection) -> Backlog:
    """Return how much waits."""
    all_of, tried, next_due = connection.execute(
        select(
            func.count(),
            func.count().filter(waiting.c.tries > 0),
            func.min(func.coalesce(waiting.c.due, waiting.c.since)),
        ).select_from(waiting)
    ).one()
    gone = connection.scalar(select(func.count()).select_from(refused)) or 0
    return Backlog(all_of, tried, next_due, gone)


def done(connection: Connection, numbers: Collection[int]) -> dict[int, int | None]:
    """Take entries out of the queue, and return those that were there with their sources."""
    found = {
        number: source
        for part in some(numbers)
        for number, source in connection.execute(
            select(waiting.c.number, waiting.c.source).where(waiting.c.number.in_(part))
        )
    }
    tabling.remove(connection, waiting.c.number, list(found))
    return found


def _refused(row: Row[Any]) -> Refused:
    return Refused(**{**row._mapping, "payload": json.loads(row.payload)})

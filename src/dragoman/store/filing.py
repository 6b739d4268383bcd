"""What comes in is filed: documents, what was coded in them, and their places in stories, in one transaction."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence

from sqlalchemy.engine import Connection

from dragoman.errors import StaleError, StoreError
from dragoman.records import Change, Story, Storyline
from dragoman.store import placing, putting, runs, sources
from dragoman.store.adding import settle, touch
from dragoman.store.codec import plain
from dragoman.store.judgements import Judged
from dragoman.store.putting import Given
from dragoman.store.rows import Arrival, Coding, Outcomes


def file(
    connection: Connection,
    arrivals: Sequence[Arrival],
    changes: Sequence[Change],
    stories: Collection[Story],
    gone: Collection[str],
    storylines: Sequence[Storyline],
    batch: int | None,
    coding: Coding | None,
    run: int | None,
) -> Outcomes:
    """Put in what came, all or nothing (see `dragoman.store.Store.file`)."""
    last = placing.batch(connection)
    if batch is not None and batch != last:
        raise StaleError(
            f"batch {batch} of the changes of stories was the last one known, but {last} is (read the changes, and "
            "place the documents again)"
        )
    for arrival in arrivals:
        if plain(arrival.document.id) != arrival.document.id:
            raise StoreError(
                f"{arrival.document.id[:80]!r} is no id that a store can look up: it holds a NUL or half a character, "
                "or has more than 800 bytes (give the document another)"
            )
    first = min((arrival.seen for arrival in arrivals), default=None)
    number = None if coding is None else runs.coding_number(connection, coding, first)
    before = putting.last_number(connection)
    came_by = sources.done(connection, [one.waiting for one in arrivals if one.waiting is not None])
    new, revised, same, events, changed = set[str](), set[str](), set[str](), 0, False
    for part in _once_each(arrivals):
        put = putting.put(connection, [_given(one, number, came_by) for one in part], run)
        new |= put.new
        revised |= put.revised - new
        same |= put.same
        events += put.events
        changed |= put.changed
    changed |= placing.put_stories(connection, stories)
    changed |= placing.remove_stories(connection, gone)
    changed |= placing.put_storylines(connection, storylines)
    placing.log(connection, changes)
    failed = {plain(one.document.id) for one in arrivals if one.error is not None}
    done = Outcomes(len(new), len(revised), len(same - new - revised), len(failed), events)
    if run is not None:
        runs.count(connection, run, done)
    settle(connection, before)
    if changed or changes:
        touch(connection)
    return done


def _given(one: Arrival, coding: int | None, came_by: dict[int, int | None]) -> Given:
    return Given(
        one.document,
        one.events,
        one.events is not None,
        coding if one.events is not None else None,
        one.error,
        one.origin,
        one.seen,
        one.canonical,
        came_by.get(one.waiting) if one.waiting is not None else None,
        one.sentences,
    )


def _once_each(arrivals: Iterable[Arrival]) -> Iterator[list[Arrival]]:
    """Yield what came in parts in which each document is once: of two revisions that come together both are kept."""
    part, ids = list[Arrival](), set[str]()
    for one in arrivals:
        if (id := plain(one.document.id)) in ids:
            yield part
            part, ids = [], set()
        part.append(one)
        ids.add(id)
    if part:
        yield part


def judge(connection: Connection, judged: Judged) -> int:
    """Keep a judgement and lay it over its event (see `dragoman.store.Store.judge`)."""
    number = putting.judge(connection, judged)
    placing.count_again(connection, judged.document)
    touch(connection)
    return number

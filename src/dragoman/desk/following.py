"""Storylines of a store: found again where stories have changed, going on with the stories they had before."""

from __future__ import annotations

import datetime as dt
from typing import TYPE_CHECKING

from dragoman.records import Parser, Story, Storyline

if TYPE_CHECKING:
    from dragoman.store import Store

MOST = 1_000
"""Stories that are looked at together: those of a month of a small desk, or of some days of a large one. Storylines
that began before are there by their last stories."""

HEADS = 3
"""Last stories by which a storyline that began before is known."""

MEMORY = 425
"""Days after which nothing goes on from a storyline (`dragoman.storylines.running`)."""

AHEAD = 30
"""Days after a change in which what follows may be linked otherwise."""


def renew(store: Store, parser: Parser = "accurate") -> int:
    """Find the storylines again where stories have changed since they were found last; return how many there are.

    A store with few stories has the storylines that `dragoman.follow` finds in all of them. Of a larger one, stories
    are looked at that are near what has changed, with those that running storylines had last. Whatever ends the process
    in between, the next call makes up for it.
    """
    due = store.storylines_due()
    if due is None:
        return 0
    found = 0
    if store.counts().stories <= MOST:
        return _renew(store, store.stories_between(None, None, MOST), (), due.batch, parser)
    for stories in reversed(_windows(store, due.first, due.last)):
        found += _renew(store, stories, _running(store, stories), None, parser)
    store.put_storylines((), batch=due.batch)
    return found


def _windows(store: Store, first: str, last: str) -> list[tuple[Story, ...]]:
    """Return the stories that are looked at together, the latest first; each reaches back into the one before it."""
    windows: list[tuple[Story, ...]] = []
    until = _later(last, AHEAD)
    while True:
        stories = store.stories_between(None, until, MOST)
        windows.append(stories)
        days = sorted(story.last or "" for story in stories)
        if len(stories) < MOST or days[0] <= first:
            return windows
        until = min(days[len(days) // 2], _later(until, -1))


def _running(store: Store, stories: tuple[Story, ...]) -> tuple[Storyline, ...]:
    """Return the storylines of some stories, and those that ran in the months before them."""
    first = min((story.first or "" for story in stories), default="")
    last = max((story.last or "" for story in stories), default="")
    return store.running_storylines([story.id for story in stories], _later(first, -MEMORY), last)


def _renew(
    store: Store,
    stories: tuple[Story, ...],
    earlier: tuple[Storyline, ...],
    batch: int | None,
    parser: Parser,
) -> int:
    from dragoman.storylines import follow

    given = {story.id: story for story in stories}
    for line in earlier:
        given |= {story.id: story for story in line.stories[-HEADS:]}
    found = follow(given.values(), parser=parser, earlier=earlier)
    held = {line.id for line in found}
    gone = [line.id for line in earlier if line.id not in held]
    store.put_storylines(found, gone=gone, batch=batch, all=batch is not None)
    return len(found)


def _later(day: str, days: int) -> str:
    """Return the day so many days later; at the ends of the calendar, the end."""
    try:
        return (dt.date.fromisoformat(day[:10]) + dt.timedelta(days=days)).isoformat()
    except OverflowError:
        return dt.date.max.isoformat() if days > 0 else dt.date.min.isoformat()

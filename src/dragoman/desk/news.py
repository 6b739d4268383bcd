"""The news of a store on a day: the stories and storylines that a front page is made of."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.records import Story, Storyline
    from dragoman.store import Store

STORIES = 200
"""Stories of a front page, the newest."""


@dataclass(frozen=True, slots=True)
class News:
    """What a front page is made of.

    Attributes:
        stories: of the last days that have reports.
        storylines: that they are in, as far as they were told by then.
        since: the day from which on reports are new; ``None`` where the store has nothing before it.
    """

    stories: tuple[Story, ...]
    storylines: tuple[Storyline, ...]
    since: str | None


def news(store: Store, day: str | None = None, *, days: int = 1) -> News:
    """Return the news of the last days that have reports, up to a day (ISO) where one is given."""
    stories = store.latest_stories(days, STORIES, until=day)
    ids = dict.fromkeys(id for story in stories for id, _ in store.storylines_of(story.id))
    lines = (line for id in ids if (line := store.storyline(id)))
    return News(stories, tuple(_up_to(line, day) for line in lines), _since(store, stories))


def days_between(store: Store, since: str | None, until: str | None) -> int:
    """Return of how many days the news from one day (ISO) on are, counted back from the last that has reports."""
    last = until or store.counts().last
    if since is None or last is None:
        return 1
    return max(1, (dt.date.fromisoformat(last[:10]) - dt.date.fromisoformat(since[:10])).days + 1)


def _since(store: Store, stories: tuple[Story, ...]) -> str | None:
    last, first = max((story.last or "" for story in stories), default=""), store.counts().first
    return last[:10] if first and first[:10] < last[:10] else None


def _up_to(line: Storyline, day: str | None) -> Storyline:
    """Leave out of a storyline what came after a day: the front page of that day does not know it."""
    if day is None:
        return line
    stories = tuple(story for story in line.stories if story.first is None or story.first <= day)
    held = {story.id for story in stories}
    return replace(line, stories=stories, timeline=tuple(s for s in line.timeline if s.story in held))

"""What is told of many reports or of one story, kept as long as the store does not change: to read them takes time."""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from fastapi import FastAPI
from markupsafe import Markup

from dragoman.briefing import FrontPage, brief
from dragoman.briefing.html import drawn
from dragoman.briefing.page import Page, layout
from dragoman.desk.news import news
from dragoman.records import Story, Storyline
from dragoman.web.keys import actor_address

if TYPE_CHECKING:
    from dragoman.store import Store

KEPT = 60
"""Pages kept: a front page of many reports holds some megabytes."""


@dataclass(frozen=True, slots=True)
class Front:
    """A front page, as data and as it is laid out, and the map of where it was where there is one."""

    brief: FrontPage
    page: Page
    map: Markup | None


class Shelf:
    """The last pages that were made. Two who ask for one at once do not make it twice."""

    def __init__(self) -> None:
        self._held: OrderedDict[Hashable, Front] = OrderedDict()
        self._lock, self._making = Lock(), Lock()

    def get(self, key: Hashable, make: Callable[[], Front]) -> Front:
        """Return what is held, or make it."""
        if (held := self._look(key)) is not None:
            return held
        with self._making:
            if (held := self._look(key)) is not None:
                return held
            made = make()
        with self._lock:
            self._held[key] = made
            while len(self._held) > KEPT:
                self._held.popitem(last=False)
        return made

    def _look(self, key: Hashable) -> Front | None:
        with self._lock:
            if key in self._held:
                self._held.move_to_end(key)
            return self._held.get(key)


def front_of(app: FastAPI, day: str | None = None) -> Front:
    """Return the front page of the last day that has reports, up to a day (ISO) where one is given."""
    store, shelf = app.state.site.store, app.state.shelf
    made: Front = shelf.get(
        ("front", store.revision(), day),
        lambda: _of(store, day),
    )
    return made


def _of(store: Store, day: str | None) -> Front:
    of = news(store, day)
    return _made(of.stories, of.storylines, of.since)


def story_of(app: FastAPI, story: Story) -> Front:
    """Return a story as if it were all of the news."""
    made: Front = app.state.shelf.get(
        ("story", app.state.site.store.revision(), story.id), lambda: _made((story,))
    )
    return made


def _made(
    stories: tuple[Story, ...], storylines: tuple[Storyline, ...] = (), since: str | None = None
) -> Front:
    page = brief(stories, storylines=storylines, since=since)
    laid = layout(page)
    return Front(page, laid, drawn(laid, actor_address))

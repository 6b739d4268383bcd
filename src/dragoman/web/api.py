"""The REST API: the records and what is asked of them, as JSON. What it offers is told in `dragoman.web.openapi`.

An answer is a record, what the store answers, or a page of such (`listing`); an error is a problem (RFC 9457).
"""

from __future__ import annotations

import inspect
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from fastapi import APIRouter, Request, Response

from dragoman.records import Document, Event, Story, Storyline
from dragoman.store import (
    ActorProfile,
    ActorRow,
    Counts,
    DyadRow,
    DyadSeries,
    EventRow,
    Facets,
    Hit,
    Network,
    Places,
    StorylineRow,
    StoryRow,
)
from dragoman.web.answering import Stored, answer_json
from dragoman.web.keys import key_of_path
from dragoman.web.problems import unknown
from dragoman.web.query import Asked, asked_of, existing, filters, listing
from dragoman.web.searching import SEARCH, hits

T = TypeVar("T")

ROOT = "/api"
KEYS = ("key", "a", "b")
"""Steps of a path that are keys of actors."""

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Endpoint:
    """Something the API offers.

    Attributes:
        path: below `ROOT`, with its steps in braces.
        names: the parameters it knows.
        example: those of them that the example of the reference gives.
        answer: what it answers with; ``listed``: with a page of such.
        summary: what it does, in a line.
    """

    path: str
    names: tuple[str, ...]
    example: tuple[str, ...]
    answer: type
    listed: bool
    summary: str


ENDPOINTS: list[Endpoint] = []


def offer(
    path: str, answer: type, *names: str, listed: bool = False, example: tuple[str, ...] = ()
) -> Callable[[Callable[..., Any]], Callable[..., Any]]:
    """Let the API offer what a function answers from the store, what is asked, and the steps of the path."""

    def add(make: Callable[..., Any]) -> Callable[..., Any]:
        def answered(request: Request, store: Stored) -> Response:
            steps = {
                name: key_of_path(value) if name in KEYS else value
                for name, value in request.path_params.items()
            }
            return answer_json(make(store, asked_of(request, names), **steps))

        summary = inspect.cleandoc(make.__doc__ or "").partition("\n")[0]
        ENDPOINTS.append(Endpoint(path, names, example, answer, listed, summary))
        router.add_api_route(f"{ROOT}{path.replace('{id}', '{id:path}')}", answered, name=make.__name__)
        return make

    return add


@offer("/counts", Counts)
def counts(store: Any, asked: Asked) -> Counts:
    """How much there is."""
    found: Counts = store.counts()
    return found


@offer("/events", EventRow, *filters(), "sort", "page", "size", listed=True, example=("about", "size"))
def events(store: Any, asked: Asked) -> dict[str, Any]:
    """Events by any filter, each with the report and the story it is told in."""
    found = store.events(asked.query, sort=asked.sort, page=asked.page, size=asked.size)
    return listing(existing(found), asked, f"{ROOT}/events")


@offer("/events/{id}", Event)
def event(store: Any, asked: Asked, id: str) -> Event:
    """One event: all that is known of it."""
    found: Event | None = store.event(id)
    return _known(found, "event", id)


@offer("/facets", Facets, *filters(), example=("about",))
def facets(store: Any, asked: Asked) -> Facets:
    """How many events of a question have which type, status, quad class and parties."""
    found: Facets = store.facets(asked.query)
    return found


@offer("/documents/{id}", Document)
def document(store: Any, asked: Asked, id: str) -> Document:
    """One report as it came in, unaltered."""
    found: Document | None = store.document(id)
    return _known(found, "document", id)


@offer("/stories", StoryRow, "since", "until", "page", "size", listed=True, example=("size",))
def stories(store: Any, asked: Asked) -> dict[str, Any]:
    """Stories, the newest first."""
    days = {name: asked.values.get(name) for name in ("since", "until")}
    return listing(
        existing(store.stories(**days, page=asked.page, size=asked.size)), asked, f"{ROOT}/stories"
    )


@offer("/stories/{id}", Story)
def story(store: Any, asked: Asked, id: str) -> Story:
    """One story with its reports, events, and what they tell differently."""
    found: Story | None = store.story(id)
    return _known(found, "story", id)


@offer("/storylines", StorylineRow, "page", "size", listed=True)
def storylines(store: Any, asked: Asked) -> dict[str, Any]:
    """Storylines: stories that follow one another over weeks."""
    return listing(existing(store.storylines(page=asked.page, size=asked.size)), asked, f"{ROOT}/storylines")


@offer("/storylines/{id}", Storyline)
def storyline(store: Any, asked: Asked, id: str) -> Storyline:
    """One storyline with its stories, steps and dyads."""
    found: Storyline | None = store.storyline(id)
    return _known(found, "storyline", id)


@offer("/actors", ActorRow, "find", "page", "size", listed=True, example=("size",))
def actors(store: Any, asked: Asked) -> dict[str, Any]:
    """Actors, the busiest first."""
    found = store.actors(page=asked.page, size=asked.size, find=asked.values.get("find"))
    return listing(existing(found), asked, f"{ROOT}/actors")


@offer("/actors/{key}", ActorProfile)
def actor(store: Any, asked: Asked, key: str) -> ActorProfile:
    """One actor: how and with whom it deals, by month, and its latest events."""
    found: ActorProfile | None = store.actor(key)
    return _known(found, "actor", key)


@offer("/dyads", DyadRow, "page", "size", listed=True, example=("size",))
def dyads(store: Any, asked: Asked) -> dict[str, Any]:
    """Who acts on whom, the busiest first."""
    return listing(existing(store.dyads(page=asked.page, size=asked.size)), asked, f"{ROOT}/dyads")


@offer("/dyads/{a}/{b}", DyadSeries, "by", example=("by",))
def dyad(store: Any, asked: Asked, a: str, b: str) -> DyadSeries:
    """What two parties do to each other, by day, week, month or year."""
    found: DyadSeries = store.dyad(a, b, by=asked.get("by"))
    return found


@offer("/places", Places, *filters(), example=("about",))
def places(store: Any, asked: Asked) -> Places:
    """Where the events of a question were: places with coordinates, and countries."""
    found: Places = store.places(asked.query)
    return found


@offer("/network", Network, *filters(), example=("about",))
def network(store: Any, asked: Asked) -> Network:
    """Who deals with whom in the events of a question: the busiest parties and the links between them."""
    found: Network = store.network(asked.query)
    return found


@offer("/search", Hit, *SEARCH, listed=True, example=("q",))
def search(store: Any, asked: Asked) -> dict[str, Any]:
    """Reports by words and fields, with what was hit."""
    found = existing(hits(store, asked.get("q"), asked.page, asked.size))
    return listing(found, asked, f"{ROOT}/search")


def _known(found: T | None, what: str, id: str) -> T:
    if found is None:
        raise unknown(what, id)
    return found

"""The stories, and the events of a question, as feeds."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from fastapi import APIRouter, Request, Response

from dragoman.briefing import wording
from dragoman.briefing.choose import counted
from dragoman.exports import feeds
from dragoman.web.answering import Stored, address, answer_json

ATOM, JSON_FEED, LENGTH = feeds.ATOM, feeds.JSON_FEED, feeds.LENGTH

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed.

    Attributes:
        path: address of its page, from the root; also its id.
        title, text: what it says, plain text.
        day: ISO day or time of its last change; ``None`` where that is not known.
    """

    path: str
    title: str
    text: str
    day: str | None


def atom(request: Request, title: str, page: str, entries: Sequence[Entry]) -> Response:
    """Answer with an Atom feed of a page of the application (its address from the root)."""
    return Response(feeds.atom(_feed(request, title, page, entries)), media_type=ATOM)


def json_feed(request: Request, title: str, page: str, entries: Sequence[Entry]) -> Response:
    """Answer with a JSON Feed of a page of the application (its address from the root)."""
    return answer_json(feeds.json_feed(_feed(request, title, page, entries)), kind=JSON_FEED)


def _feed(request: Request, title: str, page: str, entries: Sequence[Entry]) -> feeds.Feed:
    root = str(request.base_url).rstrip("/")
    made = tuple(feeds.Entry(root + e.path, e.title, e.text, root + e.path, e.day) for e in entries)
    return feeds.Feed(root + page, title, made, page=root + page, address=str(request.url))


STORIES = (
    (ATOM, "Stories as Atom", "/feeds/stories.atom"),
    (JSON_FEED, "Stories as JSON Feed", "/feeds/stories.json"),
)
"""The feeds of the stories, as pages announce them."""


@router.get("/feeds/stories.atom")
def stories_atom(request: Request, store: Stored) -> Response:
    """The latest stories as Atom."""
    return atom(request, "Dragoman: stories", "/stories", _stories(store))


@router.get("/feeds/stories.json")
def stories_json(request: Request, store: Stored) -> Response:
    """The latest stories as JSON Feed."""
    return json_feed(request, "Dragoman: stories", "/stories", _stories(store))


def _stories(store: Stored) -> list[Entry]:
    return [
        Entry(
            address("story", row.id),
            " ".join(row.title.split()),
            f"{counted(row.documents, 'report')}, {counted(row.origins, 'origin')}, "
            f"{counted(row.events, 'event')}; {_days(row.first, row.last)}.",
            row.last,
        )
        for row in store.stories(size=LENGTH).items
    ]


def _days(first: str | None, last: str | None) -> str:
    return wording.days(first, last) if first and last else "undated"

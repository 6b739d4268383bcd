"""Entries as Atom (RFC 4287) and as JSON Feed 1.1, for the reader of a newsroom."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any
from xml.etree import ElementTree as ET

from fastapi import APIRouter, Request, Response

from dragoman.briefing import wording
from dragoman.briefing.choose import counted
from dragoman.briefing.page import printable
from dragoman.web.answering import Stored, address, answer_json

ATOM, JSON_FEED = "application/atom+xml", "application/feed+json"
LENGTH = 50
"""Entries of a feed."""

UNDATED = "1970-01-01"
"""What Atom, which must have a day, is given for what has none."""

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
    root = str(request.base_url).rstrip("/")
    feed = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
    _element(feed, "id", root + page)
    _element(feed, "title", title)
    _element(feed, "updated", _time(max((e.day for e in entries if e.day), default=None)))
    ET.SubElement(feed, "link", {"rel": "self", "type": ATOM, "href": str(request.url)})
    ET.SubElement(feed, "link", {"rel": "alternate", "type": "text/html", "href": root + page})
    _element(ET.SubElement(feed, "author"), "name", "dragoman")
    for entry in entries:
        one = ET.SubElement(feed, "entry")
        _element(one, "id", root + entry.path)
        _element(one, "title", entry.title)
        _element(one, "updated", _time(entry.day))
        ET.SubElement(one, "link", {"rel": "alternate", "type": "text/html", "href": root + entry.path})
        _element(one, "summary", entry.text)
    text: bytes = ET.tostring(feed, encoding="utf-8", xml_declaration=True)
    return Response(text, media_type=ATOM)


def json_feed(request: Request, title: str, page: str, entries: Sequence[Entry]) -> Response:
    """Answer with a JSON Feed of a page of the application (its address from the root)."""
    root = str(request.base_url).rstrip("/")

    def item(entry: Entry) -> dict[str, Any]:
        told = {
            "id": root + entry.path,
            "url": root + entry.path,
            "title": entry.title,
            "content_text": entry.text,
        }
        return told | ({"date_modified": _time(entry.day)} if entry.day else {})

    return answer_json(
        {
            "version": "https://jsonfeed.org/version/1.1",
            "title": title,
            "home_page_url": root + page,
            "feed_url": str(request.url),
            "language": "en",
            "items": [item(entry) for entry in entries],
        },
        kind=JSON_FEED,
    )


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


def _time(day: str | None) -> str:
    """Return a time as RFC 3339 has it."""
    day = day or UNDATED
    return day if "T" in day else f"{day}T00:00:00Z"


def _element(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = printable(text)

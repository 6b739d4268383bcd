"""What is new as a feed, Atom (RFC 4287) or JSON Feed 1.1, for the reader of a newsroom."""

from __future__ import annotations

import heapq
import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any
from xml.etree import ElementTree as ET

from dragoman.exports.naming import urn, web_address
from dragoman.exports.plain import line
from dragoman.exports.rows import Row
from dragoman.records import Document

ATOM, JSON_FEED = "application/atom+xml", "application/feed+json"

LENGTH = 50
"""Entries of a feed."""

LINES = 5
"""Events that an entry tells."""

WATCHED = 20 * LENGTH
"""Stories that are remembered while rows go by: those of the latest reports."""

UNDATED = "1970-01-01"
"""What Atom, which must have a day, is given for what has none."""

_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of a feed.

    Attributes:
        id: a URI that stays.
        title, text: what it says, plain text.
        link: address of its page; ``None`` where it has none.
        day: ISO day or time of its last change; ``None`` where that is not known.
    """

    id: str
    title: str
    text: str
    link: str | None
    day: str | None


@dataclass(frozen=True, slots=True)
class Feed:
    """A feed with its entries, the latest first.

    Attributes:
        id: a URI that stays.
        page: address of the page that it is of; ``None`` where it is a file.
        address: where it is had itself; ``None`` where it is a file.
    """

    id: str
    title: str
    entries: tuple[Entry, ...]
    page: str | None = None
    address: str | None = None


def atom(feed: Feed) -> bytes:
    """Return the feed as Atom; what XML cannot hold is shown as the replacement character."""
    root = ET.Element("feed", {"xmlns": "http://www.w3.org/2005/Atom", "xml:lang": "en"})
    _element(root, "id", feed.id)
    _element(root, "title", feed.title)
    _element(root, "updated", _time(max((e.day for e in feed.entries if e.day), default=None)))
    for rel, kind, href in (("self", ATOM, feed.address), ("alternate", "text/html", feed.page)):
        if href:
            ET.SubElement(root, "link", {"rel": rel, "type": kind, "href": href})
    _element(ET.SubElement(root, "author"), "name", "dragoman")
    for entry in feed.entries:
        one = ET.SubElement(root, "entry")
        _element(one, "id", entry.id)
        _element(one, "title", entry.title)
        _element(one, "updated", _time(entry.day))
        if entry.link:
            ET.SubElement(one, "link", {"rel": "alternate", "type": "text/html", "href": entry.link})
        # An entry without a page of its own must have its content here.
        _element(one, "summary" if entry.link else "content", entry.text)
    text: bytes = ET.tostring(root, encoding="utf-8", xml_declaration=True)
    return text


def json_feed(feed: Feed) -> dict[str, Any]:
    """Return the feed as JSON Feed."""

    def item(entry: Entry) -> dict[str, Any]:
        told = {"id": entry.id, "url": entry.link, "title": entry.title, "content_text": entry.text}
        return _known(told | {"date_modified": _time(entry.day) if entry.day else None})

    told = {
        "version": "https://jsonfeed.org/version/1.1",
        "title": feed.title,
        "home_page_url": feed.page,
        "feed_url": feed.address,
        "language": "en",
    }
    return _known(told) | {"items": [item(entry) for entry in feed.entries]}


def feed_of(rows: Iterable[Row]) -> Feed:
    """Return the feed of the stories with the latest reports among the rows.

    Of an archive only the `WATCHED` stories of the latest reports are remembered at a time: one that goes on after
    more than so many later ones is told by its later reports alone.
    """
    stories: dict[str, _Story] = {}
    for row in rows:
        key = row.story or row.document.id
        if key not in stories:
            if len(stories) >= 2 * WATCHED:
                stories = dict(heapq.nlargest(WATCHED, stories.items(), key=_lateness))
            stories[key] = _Story(urn("story" if row.story else "document", key), _title(row))
        stories[key].add(row)
    latest = heapq.nlargest(LENGTH, stories.items(), key=_lateness)
    return Feed(urn("feed", "stories"), "Dragoman: stories", tuple(story.entry for _, story in latest))


@dataclass(slots=True)
class _Story:
    """A story while its rows go by."""

    id: str
    title: str
    last: str = ""
    link: tuple[str, str, str] | None = None
    told: dict[str, str] = field(default_factory=dict)

    def add(self, row: Row) -> None:
        published, id = row.document.published or "", row.document.id
        self.last = max(self.last, published)
        address = web_address(row.document.url)
        if address:
            found = (published or "9", id, address)  # what has no date may be of any day
            self.link = min(self.link or found, found)
        if len(self.told) < LINES:
            quote = " ".join(row.event.evidence.quote.split())
            self.told.setdefault(quote, f"{line(row.event)}\n“{quote}” ({_source(row.document)})")

    @property
    def entry(self) -> Entry:
        """The story as an entry: what happened and the sentences that tell it, each with its source."""
        link = self.link[2] if self.link else None
        return Entry(self.id, self.title, "\n\n".join(self.told.values()), link, self.last or None)


def _lateness(one: tuple[str, _Story]) -> tuple[str, str]:
    return one[1].last, one[0]


def _title(row: Row) -> str:
    return " ".join((row.story_title or row.document.title or row.event.evidence.quote).split())


def _source(document: Document) -> str:
    day = (document.published or "")[:10] or "undated"
    return ", ".join(filter(None, [document.publisher, day, web_address(document.url)]))


def _time(day: str | None) -> str:
    """Return a time as RFC 3339 has it."""
    day = day or UNDATED
    return day if "T" in day else f"{day}T00:00:00Z"


def _known(told: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in told.items() if value is not None}


def _element(parent: ET.Element, name: str, text: str) -> None:
    ET.SubElement(parent, name).text = _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)

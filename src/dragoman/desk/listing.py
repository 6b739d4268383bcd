"""What a source lists now, as items: each with what it is told apart by, and whether its page is to be fetched too."""

from __future__ import annotations

import hashlib
from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.desk import schedule
from dragoman.errors import FetchError, InputError
from dragoman.records import Document
from dragoman.store.rows import Item

if TYPE_CHECKING:
    from dragoman.fetching import Fetched
    from dragoman.sources.found import Link

FRESH = 2 * 86_400
"""Seconds. Of a sitemap without titles, which may name every page a site ever had, the pages that changed no longer ago
are taken in."""

_KINDS = {"feed": "feed", "json feed": "feed", "sitemap": "sitemap"}
"""Kinds of input (`dragoman.sources.recognise`) that list something; all others are a page, which is its own item."""


@dataclass(frozen=True, slots=True)
class Listing:
    """What came from a source.

    Attributes:
        kind: ``feed``, ``sitemap`` or ``page``.
        items: what it lists, each once.
        parts: addresses of further sitemaps, those that changed last first.
        faults: what in it could not be read.
    """

    kind: str
    items: tuple[Item, ...]
    parts: tuple[str, ...] = ()
    faults: tuple[InputError | FetchError, ...] = ()


def listing(came: Fetched, at: str, *, follow: bool, known: str | None = None) -> Listing:
    """Read what came from a source.

    Args:
        came: its answer.
        at: when that came.
        follow: whether items of feeds and sitemaps are followed to their pages; links without words always are.
        known: the kind that it has been of so far.

    Raises:
        InputError: nothing in it can be read, or it is of another kind than before: the notice of a site that is closed
            is a page too, and would be taken for news.
    """
    from dragoman.sources import found_at
    from dragoman.sources.documents import Shelf
    from dragoman.sources.found import Draft
    from dragoman.sources.recognise import recognise

    kind = _KINDS.get(recognise(came.content[:8192], came.final), "page")
    if known is not None and kind != known:
        raise InputError(
            came.url,
            None,
            f"a {kind} came where a {known} was",
            "look at the address in a browser; unfollow it",
        )
    shelf = Shelf(None)
    items: dict[str, Item] = {}
    links: list[Link] = []
    faults: list[InputError] = []
    for found in found_at(came.content, came.final, came.media, came.charset):
        if isinstance(found, InputError):
            faults.append(found)
        elif not isinstance(found, Draft):
            links.append(found)
        elif not shelf.holds(found):
            document = shelf.add(found)
            if isinstance(document, InputError):
                faults.append(document)
            else:
                items[document.id] = _item(document, follow=follow and kind != "page")
    for link in links:
        if link.leads_to == "feed":
            raise InputError(
                came.url, None, "a list of feeds, not a feed", "give it as a file: dragoman watch FILE"
            )
        if link.leads_to == "page" and _is_fresh(link, at):
            item = _linked(link)
            items.setdefault(item.key, item)
    parts = _parts(links)
    if not items and not parts and faults:
        raise faults[0]
    return Listing(kind, tuple(items.values()), parts, tuple(faults))


def hash_of(content: bytes) -> str:
    """Return what two answers of a source are compared by."""
    return hashlib.sha256(content).hexdigest()


def _item(document: Document, *, follow: bool) -> Item:
    return Item(
        document.id,
        schedule.item_hash(document),
        {"document": document.to_dict()},
        follow and (document.url or "").lower().startswith(("http://", "https://")),
    )


def _linked(link: Link) -> Item:
    """A page that nothing is told of but when it changed."""
    from dragoman.sources.documents import made_id
    from dragoman.sources.found import Draft

    key = made_id(Draft(link.input, link.place, "article", url=link.url, once=True))
    return Item(key, link.changed or "", {"url": link.url}, True)


def _is_fresh(link: Link, at: str) -> bool:
    return link.changed is not None and schedule.seconds_between(schedule.whole(link.changed), at) <= FRESH


def _parts(links: Sequence[Link]) -> tuple[str, ...]:
    parts = sorted(
        (link for link in links if link.leads_to == "sitemap"), key=lambda each: each.changed or ""
    )
    return tuple(dict.fromkeys(each.url for each in reversed(parts)))

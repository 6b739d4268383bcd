"""Sitemaps: those of news tell titles and days, others only where pages are, an index where other sitemaps are."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from dragoman.errors import InputError
from dragoman.sources.addresses import absolute
from dragoman.sources.columns import language_code
from dragoman.sources.dates import parse_date
from dragoman.sources.found import Draft, Found, Link
from dragoman.sources.xmltext import declares_entities, local_name, root_of


def parse_sitemap(text: str, name: str, base: str | None = None) -> Iterator[Found]:
    """Yield a headline for each page whose title is told (``news:news``), a link for each other page or sitemap.

    Of broken XML what can be read is read, after an error that says so. Raises `InputError` when nothing is listed.

    Args:
        text: the sitemap.
        name: the input as the user would name it.
        base: the address it was fetched at, which makes relative addresses absolute.
    """
    if notice := declares_entities(text, name):
        yield notice
    root = root_of(text)
    if root is None:
        root = root_of(text, broken=True)
        yield InputError(name, None, "broken XML", "mend the sitemap; what could be read was read")
    number = 0
    for element in () if root is None else root.iterchildren():
        if (kind := local_name(element)) in {"url", "sitemap"}:
            number += 1
            yield from _listed(element, kind, name, f"{kind} {number}", base)
    if not number:
        raise InputError(name, None, "no addresses in this sitemap", "give a sitemap that lists pages")


def _listed(element: Any, kind: str, name: str, place: str, base: str | None) -> Iterator[Found]:
    held = _texts(element)
    url = absolute(held.get("loc"), base)
    if url is None:
        yield InputError(name, place, "no address", "give each entry a <loc>")
        return
    changed = parse_date(held.get("lastmod"))
    if kind == "sitemap":
        yield Link(name, place, url, "sitemap", changed)
        return
    news: Any = next((child for child in element.iterchildren() if local_name(child) == "news"), None)
    told = {} if news is None else _texts(news)
    if not told.get("title"):
        yield Link(name, place, url, "page", changed)
        return
    publication = next((child for child in news.iterchildren() if local_name(child) == "publication"), None)
    house = {} if publication is None else _texts(publication)
    written = told.get("publication_date")
    published = parse_date(written)
    if written and published is None:
        yield InputError(
            name, place, f"{written[:60]!r} is no date that can be read", "write it as 2025-02-18"
        )
    yield Draft(
        input=name,
        place=place,
        kind="headline",
        title=told["title"],
        published=published,
        published_from="sitemap" if published else None,
        publisher=house.get("name"),
        url=url,
        language=language_code(house.get("language")),
        once=True,
    )


def _texts(element: Any) -> dict[str, str]:
    """The words of each child by its name; of several of one name the first."""
    held: dict[str, str] = {}
    for child in element.iterchildren():
        if words := " ".join("".join(child.itertext()).split()):
            held.setdefault(local_name(child), words)
    return held

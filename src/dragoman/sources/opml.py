"""Lists of feeds (OPML 1.0 and 2.0), read and written, and the one that comes with dragoman."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.errors import InputError, OntologyError
from dragoman.sources.addresses import is_address, shown
from dragoman.sources.found import Found, Link
from dragoman.sources.xmltext import IMPOSSIBLE, local_name, root_of

PACKAGED = "feeds/world.opml"


@dataclass(frozen=True, slots=True)
class Outline:
    """A feed as a list names it.

    Attributes:
        title: what the list calls it; its address where the list has no name for it.
        url: address of the feed.
        site: address of the site it belongs to.
        category: the folders it stands in, outermost first, as ``Africa/Ghana``; else what its ``category`` says.
    """

    title: str
    url: str
    site: str | None = None
    category: str | None = None


def read_opml(content: bytes, name: str) -> list[Outline]:
    """Return the feeds of a list in its order, each address once. What is no feed of the web is left out.

    Raises `InputError` when it is no OPML or has no feeds; ``name`` is the list as the user would name it.
    """
    from dragoman.sources.decode import declared_encoding, decode

    text, _ = decode(content, name, declared_encoding(content[:8192]))
    outlines = [found for _, found in _outlines(text, name) if isinstance(found, Outline)]
    if not outlines:
        raise _no_feeds(name)
    return outlines


def parse_opml(text: str, name: str) -> Iterator[Found]:
    """Yield a link for each feed of a list, and an error for each that cannot be one.

    Raises `InputError` when it is no OPML or has no feeds.
    """
    some = False
    for place, found in _outlines(text, name):
        some = True
        if isinstance(found, InputError):
            yield found
        else:
            yield Link(name, place, found.url, "feed")
    if not some:
        raise _no_feeds(name)


def write_opml(outlines: Iterable[Outline], title: str) -> str:
    """Return a list of feeds as OPML 2.0, in folders by category, which `read_opml` reads back as they were.

    Folders come in the order of their first feed.
    """
    from xml.sax.saxutils import escape

    def attributes(**given: str | None) -> str:
        pairs = ((name, _in_xml(value)) for name, value in given.items() if value)
        return "".join(f' {name}="{escape(value, _QUOTED)}"' for name, value in pairs)

    lines = [
        '<?xml version="1.0" encoding="UTF-8"?>',
        '<opml version="2.0">',
        f"<head><title>{escape(_in_xml(title))}</title></head>",
        "<body>",
    ]
    open_: list[str] = []
    for outline in _by_folder(outlines):
        folders = outline.category.split("/") if outline.category else []
        common = next(
            (n for n, (a, b) in enumerate(zip(open_, folders, strict=False)) if a != b),
            min(len(open_), len(folders)),
        )
        lines += ["  " * n + "</outline>" for n in range(len(open_) - 1, common - 1, -1)]
        lines += ["  " * n + f"<outline{attributes(text=folders[n])}>" for n in range(common, len(folders))]
        open_ = folders
        said = attributes(text=outline.title, type="rss", xmlUrl=outline.url, htmlUrl=outline.site)
        lines.append("  " * len(open_) + f"<outline{said}/>")
    lines += ["  " * n + "</outline>" for n in range(len(open_) - 1, -1, -1)]
    return "\n".join([*lines, "</body>", "</opml>", ""])


@cache
def packaged(region: str | None = None) -> tuple[Outline, ...]:
    """Return the feeds of world news that come with dragoman: all, or those of a region (``Africa``) or country.

    Raises `OntologyError` for a region that the list has not; the message names those it has.
    """
    from dragoman.ontology.files import read_bytes

    every = read_opml(read_bytes(PACKAGED), PACKAGED)
    if region is None:
        return tuple(every)
    wanted = region.strip().casefold()
    kept = tuple(o for o in every if wanted in (o.category or "").casefold().split("/"))
    if not kept:
        regions = dict.fromkeys((o.category or "").partition("/")[0] for o in every)
        raise OntologyError(f"no feeds of {region!r} in the packaged list (it has {', '.join(regions)})")
    return kept


_QUOTED = {'"': "&quot;", "\n": "&#10;", "\t": "&#9;", "\r": "&#13;"}


def _outlines(text: str, name: str) -> Iterator[tuple[str, Outline | InputError]]:
    """Place and outline of each feed of the list; an error where one cannot be a feed."""
    root = root_of(text, broken=True)
    if root is None or local_name(root) != "opml":
        raise InputError(name, None, "no OPML", "give a list of feeds as feed readers export it")
    seen: set[str] = set()
    for number, (element, folders) in enumerate(_feeds_below(root), start=1):
        held = {key.lower(): " ".join(value.split()) for key, value in element.attrib.items()}
        url = held["xmlurl"]
        place = f"feed {number}"
        if not is_address(url):
            problem = f"{shown(url)[:100]!r} is no address of the web"
            yield place, InputError(name, place, problem, "write http://… or https://…")
        elif url not in seen:
            seen.add(url)
            category = "/".join(folders) or held.get("category", "").split(",")[0].strip("/ ")
            title = held.get("title") or held.get("text") or shown(url)
            yield place, Outline(title, url, held.get("htmlurl") or None, category or None)


def _feeds_below(root: Any) -> Iterator[tuple[Any, list[str]]]:
    """Outlines that name a feed, with the folders they stand in; a feed may be a folder too."""
    folders: list[tuple[Any, str]] = []
    for element in root.iter():
        if local_name(element) != "outline":
            continue
        above = element.getparent()
        while folders and folders[-1][0] is not above:
            folders.pop()
        held = {key.lower(): value for key, value in element.attrib.items()}
        if held.get("xmlurl", "").strip():
            yield element, [title for _, title in folders if title]
        title = " ".join((held.get("title") or held.get("text") or "").split())
        folders.append((element, title.replace("/", "∕")))


def _by_folder(outlines: Iterable[Outline]) -> list[Outline]:
    """Outlines of one folder side by side, or each folder would be written several times."""
    held = list(outlines)
    order: dict[str, int] = {}
    for outline in held:
        parts = (outline.category or "").split("/")
        for n in range(1, len(parts) + 1):
            order.setdefault("/".join(parts[:n]), len(order))

    def place(outline: Outline) -> list[int]:
        parts = (outline.category or "").split("/")
        return [order["/".join(parts[:n])] for n in range(1, len(parts) + 1)]

    return sorted(held, key=place)


def _in_xml(text: str) -> str:
    """The text without characters that XML cannot write."""
    return IMPOSSIBLE.sub("\ufffd", text)


def _no_feeds(name: str) -> InputError:
    return InputError(name, None, "no feeds in this list", "give OPML whose outlines have an xmlUrl")

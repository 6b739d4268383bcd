"""Feeds: RSS, RDF, Atom, and JSON Feed. An item is a document."""

from __future__ import annotations

import json
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import islice, pairwise
from typing import Any, TypeAlias
from xml.sax.saxutils import escape

from dragoman.errors import InputError
from dragoman.ontology.publishers import publishers
from dragoman.sources.addresses import absolute, canonical_url, is_address
from dragoman.sources.columns import language_code
from dragoman.sources.dates import parse_date
from dragoman.sources.found import Draft, Found
from dragoman.sources.plaintext import plain_text
from dragoman.sources.words import feed_words
from dragoman.sources.xmltext import declares_entities, first_slip, parsed, well_formed

MAX_ITEMS = 100_000
"""Items of a feed that are read; those of a house's whole archive are fewer."""

_ITEM = re.compile(r"<(?:[\w.-]+:)?(?:item|entry)(?=[\s>])")
_ROOT = re.compile(r"<(?:[\w.-]+:)?(?:rss|rdf|feed|channel)(?=[\s>])[^<>]*>", re.IGNORECASE)
_MARKUP = re.compile(r"</?[a-zA-Z][^<>]*>|&#?\w+;|<!--")
_NO_LETTERS = re.compile(r"[\W_]+")
_BASE = "{http://www.w3.org/XML/1998/namespace}base"
_LANGUAGE = "{http://www.w3.org/XML/1998/namespace}lang"
_TEXT_TYPES = ("text", "html", "xhtml", "text/plain", "text/html", "application/xhtml+xml")


@dataclass(frozen=True, slots=True)
class _Item:
    """One item as its feed writes it: words plain, the rest untouched; ``base`` is what its links are relative to."""

    title: str | None = None
    text: str | None = None
    published: str | None = None
    source: str | None = None
    url: str | None = None
    key: str | None = None
    language: str | None = None
    base: str | None = None


@dataclass(frozen=True, slots=True)
class _Feed:
    title: str | None = None
    language: str | None = None


def parse_feed(text: str, name: str, base: str | None = None) -> Iterator[Found]:
    """Read RSS, RDF or Atom. Of broken XML what can be read is read, after an error that says where it breaks.

    Raises `InputError` when there are no items.

    Args:
        text: the feed.
        name: the input as the user would name it.
        base: the address it was fetched at; without it links are relative to the site the feed names.
    """
    if notice := declares_entities(text, name):
        yield notice
    root, bare = well_formed(text)
    if root is None:
        yield _broken(name, bare)
        feed, items = _by_pieces(bare)
    else:
        feed, items = _by_lxml(root, base)
    yield from _drafts(feed, items, name, base)


def parse_json_feed(text: str, name: str, base: str | None = None) -> Iterator[Found]:
    """Read JSON Feed 1.0 or 1.1. Raises `InputError` when it is no JSON or has no items."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(name, None, f"JSON Feed that is no JSON: {error}", "save the feed anew") from error
    listed = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(listed, list) or not listed:
        raise InputError(name, None, "no items in this feed", "give a feed with items")
    site = feed.get("home_page_url")
    items = (_of_json(item, site if isinstance(site, str) else None) for item in listed)
    told = _Feed(_line(feed.get("title")), _line(feed.get("language")))
    yield from _drafts(told, items, name, base)


def _drafts(feed: _Feed, items: Iterable[_Item | None], name: str, base: str | None) -> Iterator[Found]:
    """A draft for each item; an item that stands twice only once."""
    given: dict[str, tuple[int, Draft]] = {}
    number = 0
    for number, item in enumerate(islice(items, MAX_ITEMS + 1), start=1):
        place = f"item {number}"
        if number > MAX_ITEMS:
            yield InputError(name, place, f"more than {MAX_ITEMS:,} items", "give the rest as another feed")
            break
        if item is None:
            yield InputError(name, place, "not a JSON object", "write items as objects")
            continue
        url = absolute(item.url, item.base or base)
        text = item.text
        if text and item.title and _same_words(text, item.title):
            text = None
        if not item.title and not text:
            yield InputError(name, place, "neither title nor text", "give at least one of them")
            continue
        day = parse_date(item.published)
        draft = Draft(
            input=name,
            place=place,
            kind="article" if text else "headline",
            title=item.title,
            text=text,
            published=day,
            published_from="feed" if day else None,
            publisher=item.source or publishers().published_by(feed.title, url),
            url=url,
            language=language_code(item.language or feed.language),
            once=url is not None,
        )
        if (key := canonical_url(url) if url else item.key) and key in given:
            n, first = given[key]
            if (first.title, first.text) != (draft.title, draft.text):
                yield InputError(
                    name,
                    place,
                    f"the address of item {n} with other words",
                    "give each report its own; the first was read",
                )
            continue
        if key:
            given[key] = number, draft
        if item.published and day is None:
            yield InputError(
                name, place, f"{item.published[:60]!r} is no date that can be read", "write it as 2025-02-18"
            )
        yield draft
    if not number:
        raise InputError(name, None, "no items in this feed", "give a feed with items")


# ---------------------------------------------------------------------------------------------- XML


def _by_lxml(root: Any, base: str | None) -> tuple[_Feed, Iterator[_Item]]:
    """The feed and its items of well-formed XML."""
    name = _namer(root)
    words = feed_words()
    channel = next((child for child in root.iterchildren() if name(child.tag) == "channel"), root)
    held = _children(channel, name)
    feed = _Feed(
        _line(_markup(held, words.title)),
        _plain(held, words.language) or channel.get(_LANGUAGE) or root.get(_LANGUAGE),
    )
    site = base or _link(held, words.link)
    based = any(_BASE in element.attrib for element in root.iter())

    def items() -> Iterator[_Item]:
        # RSS has its items in the channel, RDF beside it, Atom in the root.
        for parent in (channel, root) if channel is not root else (root,):
            for element in parent.iterchildren():
                if name(element.tag) in {"item", "entry"}:
                    yield _item(_children(element, name), name, _base_of(element, site) if based else site)

    return feed, items()


Held: TypeAlias = dict[str, list[Any]]


def _item(held: Held, name: Callable[[Any], str], base: str | None) -> _Item:
    words = feed_words()
    url, key = _link(held, words.link), _plain(held, words.key)
    if (
        url is None
        and key
        and is_address(key)
        and held["guid" if "guid" in held else "id"][0].get("isPermaLink") != "false"
    ):
        url = key
    source = None
    if "source" in held:
        within = _children(held["source"][0], name)
        source = _line(_markup(within, words.title) if within else held["source"][0].text)
    return _Item(
        title=_line(_markup(held, words.title)),
        text=_markup(held, words.text),
        published=_plain(held, words.published),
        source=source,
        url=url,
        key=key,
        language=_plain(held, words.language),
        base=base,
    )


def _namer(root: Any) -> Callable[[Any], str]:
    """A function from tags to the names of ``feeds.yaml``; the namespace of the feed itself counts as none."""
    prefixes = feed_words().prefixes
    own = root.tag[1:].partition("}")[0].lower() if root.tag.startswith("{") else ""
    known: dict[Any, str] = {}

    def name(tag: Any) -> str:
        if not isinstance(tag, str):
            return ""  # what is no element: of an entity left in broken XML lxml gives a function
        if (held := known.get(tag)) is None:
            space, _, local = tag[1:].rpartition("}") if tag[0] == "{" else ("", "", tag)
            prefix = prefixes.get(space.lower(), "" if space.lower() == own else None) if space else ""
            held = known[tag] = "" if prefix is None else f"{prefix}{local.lower()}"
        return held

    return name


def _children(element: Any, name: Callable[[Any], str]) -> Held:
    """The children by their names; those of elements that only hold others, too, after the element's own."""
    held: Held = {}
    within = []
    for child in element.iterchildren():
        if called := name(child.tag):
            held.setdefault(called, []).append(child)
            if called in feed_words().within:
                within.append(child)
    for child in within:
        for called, elements in _children(child, name).items():
            held.setdefault(called, []).extend(elements)
    return held


def _plain(held: Held, names: tuple[str, ...]) -> str | None:
    """The bare words of the first of these that has some."""
    return next((words for n in names for e in held.get(n, ()) if (words := _line(e.text))), None)


def _markup(held: Held, names: tuple[str, ...]) -> str | None:
    """The words of the first of these that has some, without its markup."""
    return next((words for n in names for e in held.get(n, ()) if (words := _text_of(e))), None)


def _text_of(element: Any) -> str | None:
    if (kind := element.get("type")) and kind.strip().lower() not in _TEXT_TYPES:
        return None  # a picture, or an attachment
    if not len(element):
        return _words(element.text)
    from lxml import etree

    inner = [escape(element.text or ""), *(etree.tostring(child, encoding="unicode") for child in element)]
    return plain_text("".join(inner)) or None


def _link(held: Held, names: tuple[str, ...]) -> str | None:
    """The address of the page: the words of RSS; of Atom's links that to the page, not to the feed or a picture."""
    for name in names:
        for element in held.get(name, ()):
            if element.get("href") is not None:
                if element.get("rel", "alternate") == "alternate" and element.get("href").strip():
                    return str(element.get("href"))
            elif words := (element.text or "").strip():
                return words
    return None


def _base_of(element: Any, site: str | None) -> str | None:
    """What links in an element are relative to, by its ``xml:base`` and those above it."""
    bases = [each.get(_BASE) for each in (element, *element.iterancestors()) if each.get(_BASE)]
    for base in reversed(bases):
        site = absolute(base, site) or site
    return site


def _by_pieces(text: str) -> tuple[_Feed, Iterator[_Item]]:
    """The feed and its items of broken XML: each item is read by itself, so that it breaks no other.

    The time is in proportion to the length of the text, whatever stands there.
    """
    starts = [match.start() for match in _ITEM.finditer(text)]
    head = text[: starts[0] if starts else len(text)]
    whole = parsed(head, recover=True)
    feed, _ = _by_lxml(whole, None) if whole is not None else (_Feed(), None)
    opening = match[0] if (match := _ROOT.search(head)) else "<rss>"

    def items() -> Iterator[_Item]:
        for start, end in pairwise([*starts, len(text)]):
            piece = text[start:end]
            if piece.rfind("<![CDATA[") > piece.rfind("]]>"):
                piece += "]]>"
            root = parsed(f"{opening}{piece}", recover=True)
            if root is None:
                continue
            name = _namer(root)
            element = next((e for e in root.iter() if name(e.tag) in {"item", "entry"}), None)
            if element is not None:
                yield _item(_anywhere(element, name), name, None)

    return feed, items()


def _anywhere(element: Any, name: Callable[[Any], str]) -> Held:
    """The parts of an item whose end tags are missing: at any depth, each without the parts that slipped into it."""
    words = feed_words()
    parts = {*words.title, *words.text, *words.published, *words.link, *words.key, *words.language}
    held: Held = {}
    for each in element.iterdescendants():
        if (called := name(each.tag)) in parts:
            held.setdefault(called, []).append(each)
    for each in [e for elements in held.values() for e in elements]:
        for child in each.iterchildren():
            if name(child.tag) in parts:
                child.getparent().remove(child)
    return held


def _broken(name: str, text: str) -> InputError:
    line, what = first_slip(text)
    mend = "mend the feed; what could be read was read"
    return InputError(name, line, f"broken XML: {what}", mend)


# --------------------------------------------------------------------------------------------- JSON


def _of_json(item: Any, site: str | None) -> _Item | None:
    if not isinstance(item, dict):
        return None
    held = {key: value for key, value in item.items() if isinstance(value, str)}
    markup = held.get("content_html")
    url = held.get("url") or held.get("external_url")
    key = held.get("id")
    return _Item(
        title=_line(held.get("title")),
        text=held.get("content_text") or (plain_text(markup) if markup else None) or held.get("summary"),
        published=held.get("date_published") or held.get("date_modified"),
        url=url or (key if key and is_address(key) else None),
        key=key,
        language=_line(held.get("language")),
        base=site,
    )


# -------------------------------------------------------------------------------------------- words


def _words(value: str | None) -> str | None:
    """The words of a text that may be HTML, whatever its feed calls it: most say nothing, or the wrong thing."""
    if not value:
        return None
    return (plain_text(value) if _MARKUP.search(value) else value.strip()) or None


def _line(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _same_words(text: str, title: str) -> bool:
    """Whether a text says its title again, and no more."""
    return len(text) < 2 * len(title) + 100 and _letters(text) == _letters(title)


def _letters(text: str) -> str:
    return _NO_LETTERS.sub("", text.casefold())

"""Feeds saved as files: RSS and Atom (feedparser), JSON Feed. An item is a document."""

from __future__ import annotations

import io
import json
import re
from collections.abc import Iterator
from typing import Any

from dragoman.errors import InputError
from dragoman.sources.columns import language_code
from dragoman.sources.dates import parse_date
from dragoman.sources.found import Draft, Found
from dragoman.sources.plaintext import plain_text


def parse_feed(text: str, name: str, base: str | None = None) -> Iterator[Found]:
    """Read RSS or Atom. Of broken XML what can be read is read, after an error that says where it breaks.

    Raises `InputError` when there are no items.
    """
    import feedparser

    # Bytes in an open file: given a name or an address, feedparser would go and open it.
    data = io.BytesIO(text.encode("utf-8", "replace"))
    feed = feedparser.parse(
        data, response_headers={"content-type": "application/xml; charset=utf-8"}, resolve_relative_uris=False
    )
    if feed.bozo and not isinstance(feed.bozo_exception, feedparser.CharacterEncodingOverride):
        yield _broken(name, feed.bozo_exception)
    if not feed.entries:
        raise InputError(name, None, "no items in this feed", "give a feed with items")
    publisher = _words(feed.feed.get("title_detail"))
    language = language_code(feed.feed.get("language"))
    for number, entry in enumerate(feed.entries, start=1):
        contents = entry.get("content") or []
        body = next((words for c in contents if (words := _words(c, paragraphs=True))), None)
        source = entry.get("source") or {}
        # Atom gives the title of the source in detail, RSS its bare words.
        from_elsewhere = _words(source.get("title_detail")) or (source.get("title") or "").strip() or None
        yield from _item(
            name,
            number,
            title=_words(entry.get("title_detail")),
            text=body or _words(entry.get("summary_detail"), paragraphs=True),
            published=entry.get("published") or entry.get("updated"),
            publisher=from_elsewhere or publisher,
            url=entry.get("link"),
            language=language,
        )


def parse_json_feed(text: str, name: str, base: str | None = None) -> Iterator[Found]:
    """Read JSON Feed 1.0 or 1.1. Raises `InputError` when it is no JSON or has no items."""
    try:
        feed = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise InputError(name, None, f"JSON Feed that is no JSON: {error}", "save the feed anew") from error
    items = feed.get("items") if isinstance(feed, dict) else None
    if not isinstance(items, list) or not items:
        raise InputError(name, None, "no items in this feed", "give a feed with items")
    for number, item in enumerate(items, start=1):
        if not isinstance(item, dict):
            yield InputError(name, f"item {number}", "not a JSON object", "write items as objects")
            continue
        held = {key: value for key, value in item.items() if isinstance(value, str)}
        markup = held.get("content_html")
        yield from _item(
            name,
            number,
            title=_line(held.get("title")),
            text=held.get("content_text") or (plain_text(markup) if markup else None) or held.get("summary"),
            published=held.get("date_published") or held.get("date_modified"),
            publisher=_line(feed.get("title")),
            url=held.get("url") or held.get("external_url"),
            language=language_code(held.get("language") or _line(feed.get("language"))),
        )


def _item(
    name: str,
    number: int,
    *,
    title: str | None,
    text: str | None,
    published: str | None,
    publisher: str | None,
    url: str | None,
    language: str | None,
) -> Iterator[Found]:
    """One item: an article when it has text beyond its title, else a headline."""
    place = f"item {number}"
    if text and title and _letters(text) == _letters(title):
        text = None
    if not title and not text:
        yield InputError(name, place, "neither title nor text", "give at least one of them")
        return
    day = parse_date(published.strip()) if published else None
    if published and day is None:
        yield InputError(
            name, place, f"{published[:60]!r} is no date that can be read", "write it as 2025-02-18"
        )
    yield Draft(
        input=name,
        place=place,
        kind="article" if text else "headline",
        title=title,
        text=text,
        published=day,
        published_from="feed" if day else None,
        publisher=publisher,
        url=(url or "").strip() or None,
        language=language,
    )


def _broken(name: str, error: Exception) -> InputError:
    line = getattr(error, "getLineNumber", lambda: None)()
    what = getattr(error, "getMessage", lambda: str(error))()
    return InputError(
        name,
        f"line {line}" if line else None,
        f"broken XML: {what}",
        "mend the feed; what could be read was read",
    )


def _words(detail: Any, *, paragraphs: bool = False) -> str | None:
    """The plain words of a text construct of feedparser (``value`` and ``type``)."""
    if not detail or not detail.get("value"):
        return None
    value = str(detail["value"])
    if "html" in (detail.get("type") or "") or re.search(r"</?[a-z]\w*[^>]*>|&#?\w+;", value):
        value = plain_text(value)
    return (value.strip() if paragraphs else _line(value)) or None


def _line(value: Any) -> str | None:
    return " ".join(value.split()) or None if isinstance(value, str) else None


def _letters(text: str) -> str:
    return "".join(c for c in text.casefold() if c.isalnum())

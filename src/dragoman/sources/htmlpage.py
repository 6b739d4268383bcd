"""A web page: what it says of itself (JSON-LD first, then meta), and its article as trafilatura finds it."""

from __future__ import annotations

import html
import json
import logging
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from dragoman.errors import InputError
from dragoman.sources.columns import language_code
from dragoman.sources.dates import parse_date
from dragoman.sources.found import Draft, Found
from dragoman.sources.words import web_words

SHORTEST = 10
"""Words of an article; what is shorter is a menu or a notice about cookies."""


def parse_html(page: str, name: str, base: str | None = None) -> Iterator[Found]:
    """Yield the one article of a page. Raises `InputError` when there is none."""
    from trafilatura import bare_extraction, load_html

    # It tells its own log of pages it can make nothing of; here that is an InputError, once.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    tree = load_html(page)
    if tree is None:
        raise _no_article(name)
    told = _Told.of(tree)
    found = bare_extraction(tree, include_comments=False, include_tables=False, fast=True)
    assert not isinstance(found, dict)  # only asked for with as_dict
    text = (found.text if found is not None else None) or told.body
    if len((text or "").split()) < SHORTEST:
        raise _no_article(name)
    title = told.title or _title(tree)
    first, _, rest = (text or "").partition("\n")
    if title and rest.strip() and " ".join(first.split()) == " ".join(title.split()):
        text = rest.lstrip("\n")  # the headline stands above the text, it is no part of it
    published, published_from, unreadable = _published(tree, told)
    if unreadable:
        yield InputError(
            name, None, f"{unreadable!r} is no date that can be read", "give the day with --published"
        )
    yield Draft(
        input=name,
        place=None,
        kind="article",
        title=title,
        text=text,
        published=published,
        published_from=published_from,
        publisher=told.publisher or _first_meta(tree, web_words().publisher_metas),
        url=_url(tree) or told.url,
        language=language_code(next(iter(tree.xpath("//html/@lang")), None)),
    )


def _no_article(name: str) -> InputError:
    return InputError(
        name, None, "no article text in this web page", "give the page of one report, not a list of links"
    )


@dataclass(frozen=True, slots=True)
class _Told:
    """What the page's JSON-LD tells of its article."""

    title: str | None = None
    date: str | None = None
    publisher: str | None = None
    url: str | None = None
    body: str | None = None

    @classmethod
    def of(cls, tree: Any) -> _Told:
        nodes = [node for value in _json_ld(tree) for node in _nodes(value)]
        article = next((node for node in nodes if _is_article(node)), None)
        if article is None:
            return cls()
        publisher = article.get("publisher")
        if isinstance(publisher, list):
            publisher = publisher[0] if publisher else None
        if (
            isinstance(publisher, dict) and "name" not in publisher
        ):  # a reference to a node elsewhere in the graph
            publisher = next((n for n in nodes if n.get("@id") == publisher.get("@id") and "name" in n), None)
        return cls(
            title=_string(article.get("headline")) or _string(article.get("name")),
            date=_string(article.get("datePublished")),
            publisher=_string(publisher.get("name") if isinstance(publisher, dict) else publisher),
            url=_string(article.get("url")),
            body=_string(article.get("articleBody")),
        )


def _json_ld(tree: Any) -> Iterator[Any]:
    for script in tree.xpath('//script[contains(@type, "ld+json")]'):
        try:
            yield json.loads(script.text or "", strict=False)
        except (ValueError, RecursionError):  # many sites write it by hand; the meta elements are still there
            continue


def _nodes(value: Any) -> Iterator[dict[str, Any]]:
    """Objects at the top, in lists and in ``@graph``, in the order in which they stand."""
    if isinstance(value, list):
        for each in value:
            yield from _nodes(each) if isinstance(each, dict) else ()
    elif isinstance(value, dict):
        yield value
        yield from _nodes(value.get("@graph"))
        yield from _nodes(value.get("mainEntity"))


def _is_article(node: dict[str, Any]) -> bool:
    kinds = node.get("@type")
    names = kinds if isinstance(kinds, list) else [kinds]
    return any(isinstance(n, str) and n.endswith(("Article", "BlogPosting", "Report")) for n in names)


def _published(tree: Any, told: _Told) -> tuple[str | None, str | None, str | None]:
    """Return the day of publication, where it was found, and else the first date that could not be read."""
    candidates = [("json-ld", told.date)]
    candidates += [("meta", content) for content in _metas(tree, web_words().date_metas)]
    candidates += [
        ("meta", value)
        for value in tree.xpath('//*[@itemprop="datePublished"]/@*[name()="content" or name()="datetime"]')
    ]
    times = tree.xpath("//time[@pubdate]/@datetime | //article//time/@datetime | //header//time/@datetime")
    candidates += [("time", value) for value in times[:1]]
    for where, value in candidates:
        if value and (day := parse_date(value.strip())):
            return day, where, None
    return None, None, next((value for _, value in candidates if value), None)


def _title(tree: Any) -> str | None:
    headings = tree.xpath("//h1")
    return (
        _first_meta(tree, web_words().title_metas)
        or (_string(headings[0].text_content()) if len(headings) == 1 else None)
        or _string(next(iter(tree.xpath("//title/text()")), None))
    )


def _url(tree: Any) -> str | None:
    canonical = tree.xpath('//link[@rel="canonical"]/@href')
    urls = [*canonical, *_metas(tree, ("og:url",))]
    return next(
        (url.strip() for url in urls if url.strip().lower().startswith(("http://", "https://"))), None
    )


def _metas(tree: Any, names: tuple[str, ...]) -> list[str]:
    """Contents of the meta elements of these names, in the order of the names."""
    held: dict[str, str] = {}
    for meta in tree.iter("meta"):
        key = meta.get("property") or meta.get("name") or meta.get("itemprop") or ""
        held.setdefault(key.lower(), meta.get("content") or "")
    return [held[name] for name in names if held.get(name)]


def _first_meta(tree: Any, names: tuple[str, ...]) -> str | None:
    return next((text for content in _metas(tree, names) if (text := _string(content))), None)


def _string(value: Any) -> str | None:
    """The words of a value without entities and needless white space, or ``None``."""
    return " ".join(html.unescape(value).split()) or None if isinstance(value, str) else None

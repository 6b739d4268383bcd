"""A web page: what it says of itself (JSON-LD first, then meta), and its article as trafilatura finds it."""

from __future__ import annotations

import html
import json
import logging
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from itertools import islice
from typing import Any

from dragoman.errors import InputError
from dragoman.sources.addresses import absolute, canonical_url, is_address, same_site
from dragoman.sources.columns import language_code
from dragoman.sources.dates import parse_date
from dragoman.sources.found import Draft, Found
from dragoman.sources.words import web_words

MOST_SCRIPTS = 20
"""Scripts of JSON-LD that are read."""
MOST_NODES = 1_000
"""Objects of one that are looked at."""
SHORTEST = 10
"""Words of an article; what is shorter is a menu or a notice about cookies."""
SHORT = 150
"""Words up to which a text is looked at for being one that stands where an article should be."""
MOST_ELEMENTS = 20_000
"""Elements of a page. A long live report has half of that; finding the article takes time with the square of them."""
MOST_ATTRIBUTES = 500
"""Attributes of an element; making a tree takes time with the square of them."""
LEAST_HEADLINES = 5
"""Headlines on a page that lists some."""
PARAGRAPH = 25
"""Words of a paragraph of an article; what stands under a headline in a list is mostly shorter."""


def parse_html(page: str, name: str, base: str | None = None) -> Iterator[Found]:
    """Yield the one article of a page, or the headlines of a page that lists some.

    Raises `InputError` when there are neither, and says what the page is instead where it tells.

    Args:
        page: the page.
        name: the input as the user would name it.
        base: the address it was fetched at; without it only absolute addresses are believed.
    """
    from trafilatura import bare_extraction, load_html

    # It tells its own log of pages it can make nothing of; here that is an InputError, once.
    logging.getLogger("trafilatura").setLevel(logging.CRITICAL)
    if not _is_light(page):
        problem = f"more than {MOST_ELEMENTS:,} elements, or {MOST_ATTRIBUTES:,} attributes on one"
        raise InputError(name, None, f"{problem}: no page of a report", "give the text of the report")
    tree = load_html(page)
    if tree is None:
        raise _no_article(name)
    told = _Told.of(tree, base)
    if headlines := _headlines(tree, told, name, base):
        yield from headlines
        return
    found = bare_extraction(tree, include_comments=False, include_tables=False, fast=True)
    assert not isinstance(found, dict)  # only asked for with as_dict
    text = (found.text if found is not None else None) or told.body
    if len((text or "").split()) < SHORTEST:
        raise _no_article(name, _instead(" ".join(tree.itertext())[:5000], least=1))
    if len((text or "").split()) <= SHORT and (instead := _instead(text or "")):
        raise _no_article(name, instead)
    title = told.title or _title(tree)
    first, _, rest = (text or "").partition("\n")
    if title and rest.strip() and " ".join(first.split()) == " ".join(title.split()):
        text = rest.lstrip("\n")  # the headline stands above the text, it is no part of it
    published, published_from, unreadable = _published(tree, told)
    if unreadable:
        yield InputError(
            name, None, f"{unreadable!r} is no date that can be read", "give the day with --published"
        )
    url = _url(tree, told, base)
    yield Draft(
        input=name,
        place=None,
        kind="article",
        title=title,
        text=text,
        published=published,
        published_from=published_from,
        publisher=told.publisher or _first_meta(tree, web_words().publisher_metas),
        url=url,
        language=_language(tree),
        once=url is not None,
    )


def _is_light(page: str) -> bool:
    """Whether a page can be taken apart in a second or two; found without a tree, whose making may take long."""
    from lxml import etree

    parser: Any = etree.HTMLParser(target=_Scales(), encoding="utf-8", huge_tree=True)
    try:
        parser.feed(page.encode("utf-8", "replace"))
        parser.close()
    except _TooHeavyError:
        return False
    return True


class _TooHeavyError(Exception):
    pass


class _Scales:
    """Counts what lxml finds."""

    def __init__(self) -> None:
        self._elements = 0

    def start(self, tag: str, attributes: Mapping[str, str]) -> None:
        self._elements += 1
        if self._elements > MOST_ELEMENTS or len(attributes) > MOST_ATTRIBUTES:
            raise _TooHeavyError

    def close(self) -> None:
        """Nothing is left open."""


def _no_article(name: str, instead: str | None = None) -> InputError:
    if instead:
        return InputError(name, None, f"no article: the page {instead}", "save it as a reader sees it")
    mend = "give the page of one report, not a list of links"
    return InputError(name, None, "no article text in this web page", mend)


def _instead(text: str, *, least: int = 2) -> str | None:
    """What a page does instead of telling something, where half of its sentences say so."""
    sentences = [s.casefold() for s in re.split(r"[.!?\n]+", text) if s.strip()]
    for does, phrases in web_words().instead_of_an_article.items():
        saying = sum(any(phrase in sentence for phrase in phrases) for sentence in sentences)
        if saying * least >= len(sentences) > 0 or (least == 1 and saying):
            return does
    return None


def _headlines(tree: Any, told: _Told, name: str, base: str | None) -> list[Draft]:
    """The headlines of a page that lists some and is no article: headings that lead to other pages of its site.

    An article says that it is one, or has paragraphs; headlines beside it lead elsewhere, too.
    """
    if told.title or told.date or told.body or "article" in _metas(tree, ("og:type",)):
        return []
    paragraphs = (p for p in tree.iter("p") if len((p.text_content() or "").split()) >= PARAGRAPH)
    if sum(1 for _ in islice(paragraphs, 3)) > 2:
        return []
    listed: dict[str, str] = {}
    for heading in tree.iter("h1", "h2", "h3", "h4"):
        links = [*heading.iter("a"), *(above for above in heading.iterancestors("a"))]
        url = next((u for a in links if (u := absolute(a.get("href"), base))), None)
        words = _string(heading.text_content()) or ""
        if url and is_address(url) and len(words.split()) >= 4 and (base is None or same_site(url, base)):
            listed.setdefault(url, words)
    if len(listed) < LEAST_HEADLINES:
        return []
    return [
        Draft(
            input=name,
            place=f"headline {number}",
            kind="headline",
            title=words,
            publisher=_first_meta(tree, web_words().publisher_metas),
            url=url,
            language=_language(tree),
            once=True,
        )
        for number, (url, words) in enumerate(listed.items(), start=1)
    ]


@dataclass(frozen=True, slots=True)
class _Told:
    """What the page's JSON-LD tells of its article."""

    title: str | None = None
    date: str | None = None
    publisher: str | None = None
    url: str | None = None
    body: str | None = None

    @classmethod
    def of(cls, tree: Any, base: str | None) -> _Told:
        nodes = [node for value in _json_ld(tree) for node in islice(_nodes(value), MOST_NODES)]
        articles = [node for node in nodes if _is_article(node)]
        if not articles:
            return cls()
        # Some tell of the reports beside this one, too.
        here = {canonical_url(url) for url in (base, *_hrefs(tree)) if url}
        article = next((a for a in articles if canonical_url(_page_of(a) or "") in here), articles[0])
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
            url=_page_of(article),
            body=_string(article.get("articleBody")),
        )


def _page_of(article: dict[str, Any]) -> str | None:
    """The address that an article gives as its own."""
    page = article.get("mainEntityOfPage")
    if isinstance(page, dict):
        page = page.get("@id") or page.get("url")
    return _string(article.get("url")) or _string(page)


def _json_ld(tree: Any) -> Iterator[Any]:
    for script in tree.xpath('//script[contains(@type, "ld+json")]')[:MOST_SCRIPTS]:
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


def _hrefs(tree: Any) -> list[str]:
    """The addresses that a page gives as its own: ``rel=canonical``, then ``og:url``."""
    return [*tree.xpath('//link[@rel="canonical"]/@href'), *_metas(tree, ("og:url",))]


def _url(tree: Any, told: _Told, base: str | None) -> str | None:
    """The address of the article: the one it gives itself, if that is of the same site; else where it was fetched.

    A canonical address that is the front page is a slip of the site's, and would make all its articles one.
    """
    for told_url in (*_hrefs(tree), told.url):
        url = absolute(told_url, base)
        if (
            url
            and is_address(url)
            and (base is None or same_site(url, base))
            and (base is None or _names_a_page(url) or not _names_a_page(base))
        ):
            return url
    return base


def _names_a_page(url: str) -> bool:
    return canonical_url(url).count("/") > 3 or not canonical_url(url).endswith("/")


def _language(tree: Any) -> str | None:
    return language_code(next(iter(tree.xpath("//html/@lang")), None))


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

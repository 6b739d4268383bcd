"""Hostile words everywhere in a record, and every page that shows it looked through for what is more than words."""

from __future__ import annotations

import json
import re
from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html
from lxml import etree

from tests.trials.hostile import Tried, words
from tests.trials.nursery import Nursery
from tests.web.running import get

START = (
    "/", "/stories?size=100", "/storylines", "/events?size=100", "/events.csv", "/events.jsonl", "/events.atom",
    "/events.feed.json", "/feeds/stories.atom", "/feeds/stories.json", "/actors", "/dyads", "/map", "/network",
    "/search?q=Italy", "/about",
)  # fmt: skip
"""Where a walk through the pages begins."""

LEAD = {
    "href",
    "src",
    "action",
    "formaction",
    "data",
    "poster",
    "cite",
    "background",
    "srcset",
    "xlink:href",
    "ping",
}
"""Attributes by which something is asked for."""

NEVER = {"iframe", "object", "embed", "base", "frame", "applet", "foreignobject", "style"}
"""Elements that no page has."""


def record(nursery: Nursery, folder: Path, db: str) -> None:
    """Add reports that have each of the words in every place where a report may have words."""
    lines = [json.dumps(_report(n, said)) for n, said in enumerate(words())]
    file = folder / "words.jsonl"
    file.write_text("\n".join(lines), encoding="utf-8")
    ended = nursery.run(["add", "--db", db, "--parser", "fast", "-j", "1", str(file)])
    assert ended.code == 0, ended.said


def _report(n: int, said: str) -> dict[str, str]:
    # The words of markup stand beside each other, so that those of the sentence are read as what they are.
    return {
        "id": re.sub(r"[\x00-\x1f]", "", f"{n}-{said}"),
        "title": f"{said} Italy condemns Hungary, says {said} Orsini",
        "text": f'Italy condemned Hungary on Monday, "{said}" a spokesman said. {said}\nGhana thanked Peru.\n{said}',
        "published": f"2026-09-{n % 28 + 1:02}",
        "publisher": f"House {said}",
        "url": said if ":" in said[:12] else f"https://news.example/{n}/{said}",
        "language": "en",
    }


def look_through(port: int, most: int) -> Iterator[Tried]:
    """Walk through the pages that are served, as far as so many, and tell what in each is more than words."""
    ahead, known = deque(START), set(START)
    while ahead and most:
        path, most = ahead.popleft(), most - 1
        head, _, content = get(port, path.encode()).partition(b"\r\n\r\n")
        first, *lines = head.decode("latin-1").split("\r\n")
        wrong = [] if first == "HTTP/1.1 200 OK" else [first]
        wrong += [line for line in lines if not _is_plain(line)]
        media = next(line for line in lines if line.startswith("content-type: ")).partition(";")[0]
        if media.endswith("html"):
            page = lxml.html.document_fromstring(content)
            wrong += _more_than_words(page)
            for found in _links(page, path):
                if found not in known:
                    known.add(found)
                    ahead.append(found)
        elif media.endswith("json"):
            json.loads(content)
        elif media.endswith("xml"):
            wrong += _more_than_links(etree.fromstring(content))
        yield Tried(path[:80], "a page of hostile words", tuple(wrong))


def _is_plain(line: str) -> bool:
    name, _, value = line.partition(": ")
    if name == "set-cookie" or not line.isprintable():
        return False
    return name != "content-disposition" or re.fullmatch(r'attachment; filename="[\w.-]+"', value) is not None


def _more_than_words(page: Any) -> Iterator[str]:
    for element in page.iter():
        if not isinstance(element.tag, str):
            if b"Italy" in lxml.html.tostring(element):
                yield f"a comment of theirs: {element.text}"
            continue
        tag = element.tag.lower()
        if tag in NEVER or (tag == "meta" and element.get("http-equiv")):
            yield f"<{tag}>"
        if tag == "script" and not (element.get("src") or "").startswith("/static/"):
            yield f"a script: {element.text}"
        for name, value in element.attrib.items():
            forbidden = name.startswith("on") or name in ("style", "srcdoc")
            if forbidden or (name in LEAD and not _leads_well(tag, value)):
                yield f"<{tag} {name}={value}>"


def _more_than_links(feed: Any) -> Iterator[str]:
    for element in feed.iter():
        href = element.get("href")
        if href is not None and not _leads_well("a", href):
            yield f"a link: {href}"


def _leads_well(tag: str, value: str) -> bool:
    """Whether an address is of the application, or, for a link that a reader may click, of the web."""
    parts = urlsplit(value.strip())
    if tag == "a":
        return parts.scheme in ("", "http", "https") and not value.startswith("//")
    return not parts.scheme and not parts.netloc


def _links(page: Any, path: str) -> Iterator[str]:
    for link in page.iter("a"):
        to = urljoin(path, link.get("href") or "").partition("#")[0]
        if to.startswith("/") and not to.startswith("//"):
            yield to

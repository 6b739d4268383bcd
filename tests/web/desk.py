"""A small store and a client of the application over it, for the tests of the analyst's pages and of the API."""

from __future__ import annotations

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any
from xml.etree import ElementTree as ET

from starlette.testclient import TestClient

from dragoman.records import Date, Document, Party, Place, Story
from dragoman.store import Store
from dragoman.web.application import create
from tests.briefing.sample import ALL, event, story

VISIT = Document(
    id="visit-1",
    kind="article",
    title="President Abara visits Lisbon",
    text="Abara visited Portugal on 6 April 2025. Portugal thanked Abara. The AC/DC Trust criticised Portugal.",
    published="2025-04-07",
    publisher="The Evening Post",
)
_WHOLE = VISIT.text or ""


def _named(text: str, name: str, country: str | None, sectors: tuple[str, ...], how: str) -> Party:
    start = _WHOLE.index(text)
    return Party(text, start, start + len(text), country, sectors, name, how)


ABARA = _named("Abara", "Ngozi Abara", "NGA", ("GOV",), "leader: president of Nigeria")
TRUST = _named("The AC/DC Trust", "AC/DC 50% Trust", None, ("NGO",), "organization: AC/DC 50% Trust")
VISITED = replace(
    event(
        VISIT,
        "Abara visited Portugal on 6 April 2025.",
        "CONSULT",
        mode="visit",
        trigger="visited",
        recipients=[["Portugal", "PRT"]],
        quad=1,
        intensity=4.0,
        confidence=0.91,
        date=Date("2025-04-06", "2025-04-06", "day"),
        place=Place("Lisbon", "PRT", 38.72, -9.14, 2267057),
    ),
    actors=(ABARA,),
)
THANKED = replace(
    event(
        VISIT, "Portugal thanked Abara.", "SUPPORT", trigger="thanked", quad=1, intensity=5.0, confidence=0.8,
        actors=[["Portugal", "PRT"]],
    ),
    recipients=(ABARA,),
)  # fmt: skip
FAULTED = replace(
    event(
        VISIT, "The AC/DC Trust criticised Portugal.", "ACCUSE", trigger="criticised", mode="disapprove", quad=3,
        intensity=-2.0, confidence=0.4, recipients=[["Portugal", "PRT"]],
    ),
    actors=(TRUST,),
)  # fmt: skip
STORIES: tuple[Story, ...] = (*ALL, story([VISIT], [VISITED, THANKED, FAULTED]))
EVENTS = tuple(one for told in STORIES for one in told.events)

PATHS = ("/events", "/actors", "/actor/PRT", "/dyads", "/dyad/NGA/PRT", "/map", "/network", "/search", "/api")
"""Pages that are there."""


@contextmanager
def opened() -> Iterator[TestClient]:
    """Open a client of the application over the sample."""
    with Store.open() as store:
        store.add(stories=STORIES)
        with TestClient(create(store), base_url="http://localhost") as client:
            yield client


class Page(HTMLParser):
    """What a page has: its links, ids, headings, inline code."""

    def __init__(self, text: str) -> None:
        super().__init__()
        self.links: list[str] = []
        self.alternates: dict[str, str] = {}
        self.ids: list[str] = []
        self.tags: list[str] = []
        self.inline: list[str] = []
        self.feed(text)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given: dict[str, Any] = dict(attrs)
        self.tags.append(tag)
        if tag == "a":
            self.links.append(given["href"])
        if tag == "link" and given.get("rel") == "alternate":
            self.alternates[given["type"]] = given["href"]
        if "id" in given:
            self.ids.append(given["id"])
        self.inline += [name for name in given if name == "style" or name.startswith("on")]


def words(text: str) -> str:
    """Return the words of a page as a reader sees them, on one line."""
    return " ".join(re.sub(r"<[^>]+>", " ", text).split())


def drawn(text: str) -> list[ET.Element]:
    """Return the drawings of a page."""
    return [ET.fromstring(svg) for svg in re.findall(r"<svg.*?</svg>(?!\s*</svg>)", text, re.DOTALL)]

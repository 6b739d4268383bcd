"""Feeds over several weeks, written for the tests: reports, stories and events as the coder would give them."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.records import (
    Citation,
    Date,
    Document,
    Event,
    EventType,
    Evidence,
    Field,
    Party,
    Span,
    Status,
    Story,
    Version,
)

QUADS = {
    "AGREE": 1,
    "CONSULT": 1,
    "AID": 2,
    "ACCUSE": 3,
    "REJECT": 3,
    "PROTEST": 3,
    "COERCE": 4,
    "ASSAULT": 4,
}


def report(title: str, day: str | None = None, text: str | None = None, by: str | None = None) -> Document:
    """A report whose id is its title."""
    return Document(title, "article" if text else "headline", title, text, day, publisher=by)


def story(*documents: Document, events: Sequence[Event] = (), id: str | None = None) -> Story:
    """A story of these reports, called as the first."""
    title = documents[0].title or ""
    days = sorted(d.published[:10] for d in documents if d.published)
    return Story(
        id=id or f"s-{documents[0].id}",
        title=title,
        title_from=Citation(documents[0].id, "title", 0, len(title), title),
        documents=documents,
        events=tuple(events),
        origins=len({d.publisher for d in documents}),
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )


def headlines(*lines: tuple[str | None, str]) -> list[Story]:
    """A story of each headline: its day and its words."""
    return [story(report(title, day)) for day, title in lines]


def party(code: str | None, name: str | None = None) -> Party:
    """A party known by its country, its name, or both."""
    return Party(name or code or "?", 0, 1, code, (), name)


def event(
    document: Document,
    type: EventType,
    actors: Sequence[Party],
    recipients: Sequence[Party] = (),
    *,
    sentence: str | None = None,
    day: str | None = None,
    status: Status = "happened",
    confidence: float = 0.8,
) -> Event:
    """An event told in the title, or in a sentence of the text."""
    quote = sentence or document.title or ""
    field: Field = "text" if sentence else "title"
    start = document.string(field).index(quote)
    return Event(
        id=f"{document.id}/{type}/{start}", document=document.id, type=type, mode=None, cameo=None,
        quad=QUADS[type], intensity=0.0, status=status, date=Date(day, day, "day") if day else None, place=None,
        actors=tuple(actors), recipients=tuple(recipients), attribution=None, amounts=(), equipment=(), contexts=(),
        confidence=confidence, trigger=Span(start, start + 1, quote[:1]),
        evidence=Evidence(field, start, start + len(quote), quote, "rule"), version=Version("0", "0", "0"),
    )  # fmt: skip


#: Seven weeks of four affairs, and much else: none of it happened as told.
WEEKS: tuple[tuple[str, str], ...] = (
    ("2024-03-04", "Russian Drones Hit Power Station Near Kharkiv, Two Engineers Killed"),
    ("2024-03-05", "Orvieto Museum Shows Lost Etruscan Bronze"),
    ("2024-03-07", "Botanists Find Orchid Thought Extinct in Ecuador"),
    ("2024-03-09", "Kyiv Asks Allies for Shells as Russian Troops Press Toward Pokrovsk"),
    ("2024-03-11", "Ferry Company Halmar on Trial Over Sinking of the Astrid Maren"),
    ("2024-03-14", "Zelensky Rejects Moscow's Terms for Ceasefire in Ukraine"),
    ("2024-03-18", "Cyprus Talks: UN Envoy Meets Greek Cypriot and Turkish Cypriot Leaders in Nicosia"),
    ("2024-03-20", "Halmar Captain Tells Court Alarm on Astrid Maren Was Switched Off"),
    ("2024-03-25", "Houthis Claim Attack on Grain Ship in Red Sea"),
    ("2024-03-28", "Sailors' Widows Weep as Astrid Maren Trial Hears Recording of Halmar Bridge"),
    ("2024-04-02", "Second Tanker Hit by Houthi Missile in Red Sea, Crew Safe"),
    ("2024-04-03", "Turkish Cypriots Return to Reunification Talks After UN Proposal"),
    ("2024-04-08", "Chess: Sixteen-Year-Old Wins Candidates Round in Toronto"),
    ("2024-04-15", "Halmar Found Guilty in Astrid Maren Case, Director Jailed"),
    ("2024-04-19", "Bakery Strike Leaves Lyon Without Croissants"),
)

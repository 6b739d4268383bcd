"""Rows that nobody wrote, to be written in some format."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from benchmarks.corpus import corpus
from dragoman.exports.rows import Row
from dragoman.records import Document, Event, Evidence, Party, Span, Version


@cache
def rows(events: int = 200) -> tuple[Row, ...]:
    """Return the rows of a synthetic corpus, by day and id."""
    made = corpus(events)
    story_of = {document.id: story for story in made.stories for document in story.documents}
    documents = {document.id: document for document in made.documents}

    def of() -> Iterator[Row]:
        for event in made.events:
            document, story = documents[event.document], story_of[event.document]
            own = event.date and event.date.start
            day = own or (document.published or "")[:10] or None
            yield Row(
                event, document, day, "event" if own else "published" if day else None, story.id, story.title
            )

    return tuple(sorted(of(), key=lambda row: (row.day or "~", row.event.id)))


TEXT = "🏛 Storm ahead. Norway’s police arrested Ola Quist in Bergen, officials said. More to come."
QUOTE = "Norway’s police arrested Ola Quist in Bergen, officials said."
START = TEXT.index(QUOTE)

REPORT = Document(
    id="d 1/é", kind="article", title="Arrest in Bergen", text=TEXT, published="2025-02-18T06:30:00Z",
    publisher="The Harbour Post", url="https://harbour.example/a?b=1&c=2", language="en",
)  # fmt: skip

ARREST = Event(
    id="e1", document=REPORT.id, type="COERCE", mode="arrest", cameo="173", quad=4, intensity=-6.0, status="happened",
    date=None, place=None,
    actors=(Party("Norway’s police", START, START + 15, "NOR", ("COP",), "Norway", "adjective: Norway"),),
    recipients=(Party("Ola Quist", START + 25, START + 34, None, (), None, "name: not in the gazetteer"),),
    attribution=None, amounts=(), equipment=(), contexts=("legal",), confidence=0.9,
    trigger=Span(START + 16, START + 24, "arrested"),
    evidence=Evidence("text", START, START + len(QUOTE), QUOTE, "COERCE/arrest"), version=Version("0", "l", "m"),
)  # fmt: skip


def row(event: Event = ARREST, document: Document = REPORT, story: str | None = None) -> Row:
    """Return an event in its report."""
    document = replace(document, id=event.document)
    return Row(event, document, (document.published or "")[:10] or None, "published", story, story)

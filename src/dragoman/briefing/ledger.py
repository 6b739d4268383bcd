"""Numbers the citations of a page as they come, and holds each against its document."""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from urllib.parse import urlsplit

from dragoman.briefing import wording
from dragoman.briefing.parts import Mark, Marked, Quote, Source
from dragoman.briefing.weighing import shown
from dragoman.errors import RecordError
from dragoman.records import Citation, Document, Event, Line

OPENING = 6
"""Words that the list of sources repeats of a quote which stands on the page itself."""

# Control characters but tab and line ends, halves of surrogate pairs, noncharacters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


class Ledger:
    """Numbers the citations as they come, and keeps who cites what."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = {document.id: document for document in documents}
        self._marks: dict[Citation, list[Mark]] = {}
        self._printed: set[Citation] = set()

    def cite(self, citations: Iterable[Citation]) -> tuple[Mark, ...]:
        """Give each citation its mark. Raises `RecordError` for a quote that does not stand there."""
        marks = []
        for citation in citations:
            document = self._documents.get(citation.document)
            if document is None or not citation.holds(document):
                where = f"document {citation.document}, {citation.field} {citation.start}–{citation.end}"
                raise RecordError(
                    f"{where}: the quote does not stand there (brief the documents as they were read)"
                )
            known = self._marks.setdefault(citation, [])
            number = known[0].number if known else len(self._marks)
            known.append(Mark(number, len(known) + 1, citation))
            marks.append(known[-1])
        return tuple(marks)

    def told_after(self, event: Event, words: str) -> Citation | None:
        """Return where words stand that the sentence of the event does not hold, but one after it does."""
        if words in event.evidence.quote:
            return None
        field, end = event.evidence.field, event.evidence.end
        for known in self._marks:
            if (
                (known.document, known.field) == (event.document, field)
                and known.start >= end
                and words in known.quote
            ):
                return known
        start = self._documents[event.document].string(field).find(words, end)
        return Citation(event.document, field, start, start + len(words), words) if start >= 0 else None

    def publisher(self, document: str) -> str | None:
        """Return the publisher of a document."""
        return self._documents[document].publisher

    def line(self, line: Line) -> Marked:
        """Mark a line with its citations, some of them where they are many."""
        if line.text == line.citations[0].quote:
            self._printed.add(line.citations[0])
        return Marked(line.text, self.cite(line.citations[: shown("marks")]))

    def quote(self, citation: Citation) -> Marked:
        """Quote a place with its mark."""
        self._printed.add(citation)
        return Marked(citation.quote, self.cite([citation]))

    def sources(self) -> tuple[Source, ...]:
        """The documents that are cited, in the order they are first cited."""
        quotes: dict[str, list[Quote]] = {}
        for citation, marks in self._marks.items():
            quotes.setdefault(citation.document, []).append(
                Quote(
                    marks[0].number, citation, _opening(citation.quote) if citation in self._printed else None
                )
            )
        return tuple(_source(self._documents[name], some) for name, some in quotes.items())

    def __len__(self) -> int:
        return len(self._documents)


def _opening(quote: str) -> str | None:
    """Return the first words of a quote that the page prints elsewhere; ``None`` where it is short."""
    words = quote.split()
    return f"{' '.join(words[:OPENING])}…" if len(words) > OPENING + 2 else None


def printable(text: str) -> str:
    """Return the text with what no page can hold shown as the replacement character."""
    return _UNPRINTABLE.sub("\N{REPLACEMENT CHARACTER}", text)


def link(url: str | None) -> str | None:
    """Return the address if it is safe to link to: http or https, with a host, no blanks in it."""
    if url is None or re.search(r"[\s\x00-\x20\x7f<>\"\\]", url):
        return None
    try:
        parts = urlsplit(url)
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None


def _source(document: Document, quotes: Sequence[Quote]) -> Source:
    day = wording.day(document.published) if document.published else "undated"
    address = link(document.url)
    return Source(document, day, address, urlsplit(address).hostname if address else None, tuple(quotes))

"""What stands where on the front page, and under which numbers: the one layout that HTML and Markdown both
print.

Citations are numbered in the order of the page; the list of sources gives each quote with its offsets and
knows every place that cites it, so that a reader gets there and back.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import urlsplit

from dragoman.briefing import wording
from dragoman.briefing.copied import told_once
from dragoman.briefing.regions import region, regions
from dragoman.errors import RecordError
from dragoman.records import Brief, Citation, Document, Event, Line, Story, Version
from dragoman.stories.origins import origins

SHORT, PAUSE = 14, 24
"""A title that is a sentence of more than `SHORT` words is cut at its first pause among `PAUSE` words."""

# Control characters but tab and line ends, halves of surrogate pairs, noncharacters.
_UNPRINTABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff\ufdd0-\ufdef\ufffe\uffff]")


@dataclass(frozen=True, slots=True)
class Mark:
    """A citation mark: which quote, and the how-manieth mark that cites it."""

    number: int
    use: int
    citation: Citation


@dataclass(frozen=True, slots=True)
class Marked:
    """Words with their citation marks."""

    text: str
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Row:
    """A line of the table: an event, told in a line where it can be; `sizes`: amounts and equipment."""

    event: Event
    line: str | None
    marks: tuple[Mark, ...]
    status: str
    when: str | None
    sizes: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Report:
    """One document of a story; ``title`` is `None` where it has none."""

    document: Document
    title: Marked | None


@dataclass(frozen=True, slots=True)
class Told:
    """A story as the page tells it.

    Attributes:
        title: the headline; cut short (and ended by an ellipsis) where it is a long sentence of the text.
        text: sentences that carry it.
        count: how many reports tell it.
        reports: its reports, where there are several; below a headline only those with another one.
        one_origin: that all its reports have one origin, and which if it is known; ``None`` where they have more.
    """

    title: Marked
    text: tuple[Marked, ...]
    count: int
    reports: tuple[Report, ...]
    one_origin: str | None


@dataclass(frozen=True, slots=True)
class Quote:
    """A place that is cited, and the marks that cite it."""

    number: int
    citation: Citation
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Source:
    """A document with all that is cited of it; ``url`` only where it is safe to link to."""

    document: Document
    date: str
    url: str | None
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The front page, ready to print, in the order it is read.

    Attributes:
        date: the days covered, or ``Undated``.
        why: why the lead leads.
        factors: topic and its lines.
        lead_rows: the events of the lead.
        more: the other stories that have more to tell than a headline.
        headlines: region and its single headlines.
        rows: title of the story and its events, for the other stories.
    """

    date: str
    reports: int
    stories: int
    events: int
    lead: Told | None
    why: str | None
    factors: tuple[tuple[str, tuple[Marked, ...]], ...]
    lead_rows: tuple[Row, ...]
    more: tuple[Told, ...]
    headlines: tuple[tuple[str, tuple[Marked, ...]], ...]
    rows: tuple[tuple[str, tuple[Row, ...]], ...]
    sources: tuple[Source, ...]
    version: Version


class Ledger:
    """Numbers the citations as they come, and keeps who cites what."""

    def __init__(self, documents: Iterable[Document]) -> None:
        self._documents = {document.id: document for document in documents}
        self._marks: dict[Citation, list[Mark]] = {}

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

    def line(self, line: Line) -> Marked:
        """Mark a line with its citations."""
        return Marked(line.text, self.cite(line.citations))

    def quote(self, citation: Citation) -> Marked:
        """Quote a place with its mark."""
        return Marked(citation.quote, self.cite([citation]))

    def sources(self) -> tuple[Source, ...]:
        """All documents: those cited in the order they are first cited, then the others."""
        quotes: dict[str, list[Quote]] = {}
        for citation, marks in self._marks.items():
            quotes.setdefault(citation.document, []).append(Quote(marks[0].number, citation, tuple(marks)))
        order = [*quotes, *(name for name in self._documents if name not in quotes)]
        return tuple(_source(self._documents[name], quotes.get(name, [])) for name in order)


def layout(brief: Brief) -> Page:
    """Lay the page out. Raises `RecordError` when a citation does not hold."""
    ledger = Ledger(document for story in brief.stories for document in story.documents)
    lead = brief.lead
    others = [story for story in brief.stories if lead is None or story.id != lead.id]
    longer = [story for story in others if _is_told(story)]
    single = [story for story in others if not _is_told(story)]
    return Page(
        date=wording.days(brief.first, brief.last) if brief.first and brief.last else "Undated",
        reports=sum(len(story.documents) for story in brief.stories),
        stories=len(brief.stories),
        events=sum(len(told_once(story)) for story in brief.stories),
        lead=_told(lead, brief.summary, ledger) if lead else None,
        why=brief.why,
        factors=_factors(brief.factors, ledger),
        lead_rows=_rows(lead, ledger) if lead else (),
        more=tuple(_told(story, _opening(story), ledger, others=True) for story in longer),
        headlines=_headlines(single, ledger),
        rows=tuple((headline(story), _rows(story, ledger)) for story in others if story.events),
        sources=ledger.sources(),
        version=brief.version,
    )


def headline(story: Story) -> str:
    """Return the title of a story; a long sentence of the text ends at its first pause after six words."""
    title = " ".join(story.title.split())
    words = title.split(" ")
    if story.title_from.field == "text" and len(words) > SHORT:
        for n, word in enumerate(words[:PAUSE], start=1):
            if n >= 6 and word[-1] in ",;:":
                return " ".join(words[:n])[:-1] + "…"
    return title


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


def _told(story: Story, lines: Iterable[Line], ledger: Ledger, *, others: bool = False) -> Told:
    several = story.documents if len(story.documents) > 1 else ()
    if others:
        several = tuple(document for document in several if document.title != story.title)
    return Told(
        title=Marked(headline(story), ledger.cite([story.title_from])),
        text=tuple(ledger.line(line) for line in lines if line.citations),
        count=len(story.documents),
        reports=tuple(Report(d, ledger.quote(_title(d)) if d.title else None) for d in several),
        one_origin=_one_origin(story),
    )


def _one_origin(story: Story) -> str | None:
    if story.origins != 1:
        return None
    names = {origin.name for origin in origins(story.documents, story.copies)}
    known = ", ".join(sorted(filter(None, names)))
    return f"One origin only: {known}" if known else "One origin only"


def _title(document: Document) -> Citation:
    title = document.string("title")
    return Citation(document.id, "title", 0, len(title), title)


def _opening(story: Story) -> list[Line]:
    """What stands below the headline: the sentence it is cut from, else the first with an event."""
    if headline(story).endswith("…") and story.title_from.field == "text":
        return [Line(story.title_from.quote, (story.title_from,))]
    told = [event.citation for event in story.events if event.evidence.field == "text"]
    return [Line(citation.quote, (citation,)) for citation in told if citation != story.title_from][:1]


def _is_told(story: Story) -> bool:
    """Whether there is more to tell of a story than its headline."""
    return len(story.documents) > 1 or bool(_opening(story))


def _factors(lines: Sequence[Line], ledger: Ledger) -> tuple[tuple[str, tuple[Marked, ...]], ...]:
    topics = wording.wording()["topics"]
    return tuple(
        (topics[topic], tuple(ledger.line(line) for line in lines if line.topic == topic and line.citations))
        for topic in topics
        if any(line.topic == topic for line in lines)
    )


def _rows(story: Story, ledger: Ledger) -> tuple[Row, ...]:
    return tuple(_row(event, ledger) for event in told_once(story))


def _row(event: Event, ledger: Ledger) -> Row:
    line = wording.line(event)
    sizes = tuple(dict.fromkeys([*(a.text for a in event.amounts), *(e.text for e in event.equipment)]))
    after = [citation for words in sizes if (citation := ledger.told_after(event, words))]
    return Row(
        event=event,
        line=line.text if line else None,
        marks=ledger.cite([event.citation, *dict.fromkeys(after)]),
        status=wording.wording()["statuses"].get(event.status, event.status),
        when=wording.date(event.date) if event.date else None,
        sizes=sizes,
    )


def _headlines(stories: Sequence[Story], ledger: Ledger) -> tuple[tuple[str, tuple[Marked, ...]], ...]:
    listed: dict[str, list[Story]] = {name: [] for name in regions()}
    for story in stories:
        listed[region(story)].append(story)
    return tuple(
        (name, tuple(ledger.quote(s.title_from) for s in some)) for name, some in listed.items() if some
    )


def _source(document: Document, quotes: Sequence[Quote]) -> Source:
    day = wording.day(document.published) if document.published else "undated"
    return Source(document, day, link(document.url), tuple(quotes))

"""The front page as Markdown: plain enough to read as it stands, citations as footnotes.

Footnotes and tables are those of GitHub, Pandoc and most readers. What a report says can neither mark up nor
link nor bring HTML: every character that could is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence

from dragoman.briefing.page import Mark, Marked, Page, Report, Row, Source, Told, layout, printable
from dragoman.records import Attribution, Brief, Party

_SPECIAL = re.compile(r"[\\`*_\[\]<>|~#]|&(?=#?\w+;)|^[-+=]|(?<=^\d)[.)]|(?<=^\d\d)[.)]")


def markdown(brief: Brief) -> str:
    """Return the page of a brief. Raises `RecordError` when a citation does not hold."""
    return "\n".join(_lines(layout(brief))).rstrip() + "\n"


def escaped(text: str) -> str:
    """Return text that Markdown shows as it is, on one line."""
    return _SPECIAL.sub(r"\\\g<0>", printable(" ".join(text.split())))


def _lines(page: Page) -> Iterator[str]:
    yield f"# Dragoman – {page.date}"
    yield ""
    if page.lead is None:
        yield "No news on this page: there was no story to tell."
        return
    yield from _lead(page, page.lead)
    if page.more:
        yield from ["## More stories", ""]
        for story in page.more:
            yield from ["### " + _marked(story.title), ""]
            for sentence in story.text:
                yield from [_marked(sentence), ""]
            if story.count > 1:
                yield f"{story.count} reports:{_one_origin(story)}"
                yield from ["", *_reports(story.reports), ""]
    if page.headlines:
        yield from ["## Headlines", ""]
        for region, lines in page.headlines:
            yield from [f"### {region}", "", *("- " + _marked(line) for line in lines), ""]
    if page.rows:
        yield from ["## The rest of the record", ""]
        for title, rows in page.rows:
            yield from [f"### {escaped(title)}", "", *_table(rows), ""]
    yield from ["## Sources", ""]
    for source in page.sources:
        yield from _source(source)
    yield ""
    made = page.version
    yield f"Made by dragoman {made.code}, lexicon {made.lexicon}, model {escaped(made.model)}."


def _one_origin(story: Told) -> str:
    return f" **{escaped(story.one_origin)}.**" if story.one_origin else ""


def _lead(page: Page, lead: Told) -> Iterator[str]:
    yield from ["## " + _marked(lead.title), ""]
    yield f"*Leads: {page.why}.*" + _one_origin(lead)
    yield ""
    if lead.text:
        yield from [" ".join(_marked(sentence) for sentence in lead.text), ""]
    if lead.reports:
        yield from ["### The reports", "", *_reports(lead.reports), ""]
    if page.factors:
        yield from ["### Key factors", ""]
        for topic, lines in page.factors:
            yield f"- **{topic}**: " + "; ".join(_marked(line) for line in lines)
        yield ""
    if page.lead_rows:
        yield from ["### Who did what to whom", "", *_table(page.lead_rows), ""]


def _reports(reports: Iterable[Report]) -> Iterator[str]:
    for report in reports:
        title = _marked(report.title) if report.title else "A report without a title"
        yield f"- {title}{' – ' + escaped(report.document.publisher) if report.document.publisher else ''}"


def _table(rows: Sequence[Row]) -> Iterator[str]:
    yield "| What | Actor | Recipient | Status | When, where | How much, with what | According to |"
    yield "|---|---|---|---|---|---|---|"
    for row in rows:
        event = row.event
        told = escaped(row.line) if row.line else f"“{escaped(event.trigger.text)}”"
        kind = f"{event.type} {event.mode}" if event.mode else event.type
        cells = [
            f"{told}{_marks(row.marks)} ({kind})",
            _parties(event.actors),
            _parties(event.recipients),
            row.status,
            ", ".join(escaped(part) for part in (row.when, event.place and event.place.name) if part),
            ", ".join(escaped(words) for words in row.sizes),
            _according_to(event.attribution),
        ]
        yield "| " + " | ".join(cells) + " |"


def _parties(parties: Iterable[Party]) -> str:
    named = []
    for party in parties:
        codes = " ".join([party.country] if party.country else []) + "".join(
            f" {code}" for code in party.sectors
        )
        named.append(escaped(party.text) + (f" ({codes.strip()})" if codes else ""))
    return ", ".join(named)


def _according_to(told: Attribution | None) -> str:
    if told is None:
        return "the report itself"
    if told.speaker is None:
        return f"unnamed (“{escaped(told.cue)}”)"
    return ", citing ".join(escaped(party.text) for party in (told.speaker, *told.chain)) + f" ({told.kind})"


def _source(source: Source) -> Iterator[str]:
    document = source.document
    house = escaped(document.publisher or "Publisher not stated")
    said = f"{house}, {source.date}, {document.kind} {escaped(document.id)}"
    if not source.quotes:
        yield f"- {said}"
    for quote in source.quotes:
        place = f"{quote.citation.field} {quote.citation.start}–{quote.citation.end}"
        address = f", <{source.url}>" if source.url else ""
        yield f"[^{quote.number}]: “{escaped(quote.citation.quote)}” – {said}, {place}{address}"


def _marked(words: Marked) -> str:
    return escaped(words.text) + _marks(words.marks)


def _marks(marks: Iterable[Mark]) -> str:
    return "".join(f"[^{mark.number}]" for mark in marks)

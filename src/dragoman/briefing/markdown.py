"""The front page as Markdown: plain enough to read as it stands, citations as footnotes.

Footnotes and tables are those of GitHub, Pandoc and most readers. What a report says can neither mark up nor
link nor bring HTML: every character that could is escaped.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator

from dragoman.briefing.choose import counted
from dragoman.briefing.ledger import printable
from dragoman.briefing.page import layout
from dragoman.briefing.parts import Differing, Headline, Known, Mark, Marked, Page, Report, Row, Source, Told
from dragoman.records import Brief

BY = 3
"""Publishers named at a line."""

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
    if page.about or page.since:
        said = [f"About {escaped(page.about)}."] if page.about else []
        said += [f"Since {page.since}."] if page.since else []
        yield from [f"*{' '.join(said)}*", ""]
    if page.lead is None:
        yield f"No news on this page: {_nothing(page)}."
        return
    yield from _lead(page, page.lead)
    for heading, stories in (("More stories", page.more), ("One source only", page.single)):
        if stories:
            yield from [f"## {heading}", ""]
            for story in stories:
                yield from _other(story)
    if page.places:
        yield from ["## Where it was", ""]
        yield from (
            f"- {escaped(p.name)}: {counted(p.events, 'event')}{_marks(p.marks)}" for p in page.places
        )
        yield from [*_left(page.places_left, "place"), ""]
    if page.headlines:
        yield from ["## Other headlines", ""]
        for region in page.headlines:
            yield from [f"### {region.name}", "", *map(_headline, region.headlines)]
            yield from [*_left(region.left, "headline"), ""]
    if page.rows:
        yield from ["## Who did what to whom in the headlines", ""]
        for _, rows in page.rows:
            yield from map(_deed, rows)
        yield from [*_left(page.rows_left, "line"), ""]
    yield from ["## Sources", ""]
    for source in page.sources:
        yield from _source(source)
    yield from [*_left(page.unquoted, "report"), ""]
    made = page.version
    yield f"Made by dragoman {made.code}, lexicon {made.lexicon}, model {escaped(made.model)}."


def _nothing(page: Page) -> str:
    return (
        f"no story is about {escaped(page.about)}, though reports may name it in passing"
        if page.about
        else "there was no story to tell"
    )


def _one_origin(story: Told) -> str:
    return f" **{escaped(story.one_origin)}.**" if story.one_origin else ""


def _state(state: str | None) -> str:
    return f"**{state}.** " if state else ""


def _lead(page: Page, lead: Told) -> Iterator[str]:
    yield from ["## " + _marked(lead.title), ""]
    yield f"{_state(lead.state)}*Leads: {page.why}.*" + _one_origin(lead)
    yield ""
    if lead.text:
        yield from [" ".join(_marked(sentence) for sentence in lead.text), ""]
    if lead.rows:
        yield from [
            "### Who did what to whom",
            "",
            *map(_deed, lead.rows),
            *_left(lead.rows_left, "event"),
            "",
        ]
    if lead.differs:
        yield from ["### What differs", "", *_differs(lead.differs)]
    if lead.people:
        yield from ["### Who is who", "", *map(_person, lead.people), ""]
        if not all(person.told for person in lead.people):
            yield from ["† The office is from dragoman’s own list, not from a report here.", ""]
    if lead.factors:
        yield from ["### Key factors", ""]
        for topic, lines in lead.factors:
            yield f"- **{topic}**: " + "; ".join(_marked(line) for line in lines)
        yield ""
    if lead.steps:
        yield from [f"### Timeline: {escaped(page.storyline)}" if page.storyline else "### Day by day", ""]
        yield from _left(lead.steps_left, "earlier step")
        yield from (f"- **{step.when}**: {_marked(step.text)}" for step in lead.steps)
        yield ""
    if lead.reports:
        yield from ["### The reports", "", *_reports(lead.reports), *_left(lead.reports_left, "report"), ""]


def _other(story: Told) -> Iterator[str]:
    yield from ["### " + _marked(story.title), ""]
    several = f", {story.origins} origins" if story.origins > 1 else ""
    yield f"{_state(story.state)}{counted(story.count, 'report')}{several}.{_one_origin(story)}"
    yield ""
    if story.text:
        yield from [" ".join(_marked(sentence) for sentence in story.text), ""]
    yield from _differs(story.differs)
    if story.rows:
        yield from [*map(_deed, story.rows), ""]
    if story.reports:
        yield from [*_reports(story.reports), *_left(story.reports_left, "report"), ""]


def _left(number: int, noun: str) -> list[str]:
    return [f"- and {counted(number, noun)} more"] if number > 0 else []


def _reports(reports: Iterable[Report]) -> Iterator[str]:
    for report in reports:
        title = _marked(report.title) if report.title else "A report without a title"
        yield f"- {title}{' – ' + escaped(report.document.publisher) if report.document.publisher else ''}"


def _deed(row: Row) -> str:
    event = row.event
    said = [f"{event.type} {event.mode}" if event.mode else event.type]
    said += [part for part in (row.status, row.when) if part]
    said += [escaped(part) for part in (row.where, *row.sizes) if part]
    said += [escaped(name) for name in row.by[:BY]]
    said += [f"and {len(row.by) - BY} more"] if len(row.by) > BY else []
    return f"- {escaped(row.line)}{_marks(row.marks)} ({', '.join(said)})"


def _differs(some: Iterable[Differing]) -> Iterator[str]:
    for one in some:
        yield f"{escaped(one.about)}, {one.how}:"
        yield ""
        for told in one.versions:
            by = ", ".join(escaped(part) for part in (told.who, told.publisher, told.when) if part)
            yield f"- {_marked(told.text)}{' – ' + by if by else ''}"
        yield from [*_left(one.left, "version"), ""]


def _person(person: Known) -> str:
    said = [escaped(part) for part in (person.name, person.office, person.country) if part]
    return f"- {_marked(person.text)}: {', '.join(said)}{'' if person.told else ' †'}"


def _headline(line: Headline) -> str:
    topic = f"**{line.topic}**: " if line.topic else ""
    by = counted(line.count, "report") if line.count > 1 else escaped(line.publisher or "")
    return f"- {_state(line.state)}{topic}{_marked(line.title)}{' – ' + by if by else ''}"


def _source(source: Source) -> Iterator[str]:
    document = source.document
    house = escaped(document.publisher or "Publisher not stated")
    said = f"{house}, {source.date}, {document.kind} {escaped(document.id)}"
    for quote in source.quotes:
        place = f"{quote.citation.field} {quote.citation.start}–{quote.citation.end}"
        address = f", <{source.url}>" if source.url else ""
        yield f"[^{quote.number}]: “{escaped(quote.citation.quote)}” – {said}, {place}{address}"


def _marked(words: Marked) -> str:
    return escaped(words.text) + _marks(words.marks)


def _marks(marks: Iterable[Mark]) -> str:
    return "".join(f"[^{mark.number}]" for mark in marks)

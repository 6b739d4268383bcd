"""The parts of a front page, ready to print: what HTML, Markdown and the pages of the web application show."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from dragoman.records import Citation, Document, Event, Version


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
    """Who did what to whom, in a line.

    Attributes:
        event: whose words the line has.
        status: in words; ``None`` where it happened, as most does.
        when: the day as it was read, which the sentence may tell as "on Monday".
        where: the place, if a sentence that is cited names it.
        sizes: amounts and equipment.
        by: the publishers that tell it, and how many more; none where they are not known.
    """

    event: Event
    line: str
    marks: tuple[Mark, ...]
    status: str | None
    when: str | None
    where: str | None
    sizes: tuple[str, ...]
    by: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Variant:
    """One version of what reports tell differently; `who`: whose word it is, where somebody is named."""

    text: Marked
    who: str | None
    publisher: str | None
    when: str | None


@dataclass(frozen=True, slots=True)
class Differing:
    """What reports tell differently, and the versions side by side; `left`: how many are not shown."""

    about: str
    how: str
    versions: tuple[Variant, ...]
    left: int


@dataclass(frozen=True, slots=True)
class Known:
    """One of who is who; `name` and `office` are the gazetteer's, `told` where a report cited has the office."""

    text: Marked
    name: str | None
    office: str
    told: bool
    country: str | None


@dataclass(frozen=True, slots=True)
class Dated:
    """A step of the timeline: its day in words and as ISO."""

    when: str
    day: str | None
    text: Marked
    story: str


@dataclass(frozen=True, slots=True)
class Where:
    """A place and how many events are there."""

    name: str
    country: str | None
    lat: float
    lon: float
    events: int
    marks: tuple[Mark, ...]


@dataclass(frozen=True, slots=True)
class Points:
    """One measure of a story: what was found, and the points it gives."""

    name: str
    value: str
    points: str


@dataclass(frozen=True, slots=True)
class Report:
    """One document of a story; ``title`` is `None` where it has none."""

    document: Document
    title: Marked | None


@dataclass(frozen=True, slots=True)
class Told:
    """A story as the page tells it.

    Attributes:
        id: of the story.
        title: the headline; cut short (and ended by an ellipsis) where it is a long sentence of the text.
        text: sentences that carry it.
        count, origins: how many reports tell it, of how many independent origins.
        reports: its reports, where there are several; of a story that does not lead only where there is no text, and
            those with another title.
        one_origin: that all its reports have one origin, and which if it is known; ``None`` where they have more.
        state: whether it is new, and how many of its reports are, where that was asked.
        rows: who did what to whom; `rows_left`: events that are not among them.
        differs: what its reports tell differently.
        points, measures: what it weighs, and why.
        factors: topic and its lines, for the lead.
        people: who is who, for the lead.
        steps, steps_left: the timeline, for the lead, and how many earlier steps are not shown.
    """

    id: str
    title: Marked
    text: tuple[Marked, ...]
    count: int
    origins: int
    reports: tuple[Report, ...]
    reports_left: int
    one_origin: str | None
    state: str | None
    rows: tuple[Row, ...]
    rows_left: int
    differs: tuple[Differing, ...]
    points: str
    measures: tuple[Points, ...]
    factors: tuple[tuple[str, tuple[Marked, ...]], ...] = ()
    people: tuple[Known, ...] = ()
    steps: tuple[Dated, ...] = ()
    steps_left: int = 0


@dataclass(frozen=True, slots=True)
class Headline:
    """A story of which the page has the headline: under which topic, how many reports, by whom if by one house."""

    id: str
    title: Marked
    topic: str | None
    count: int
    publisher: str | None
    state: str | None


@dataclass(frozen=True, slots=True)
class Region:
    """The headlines of a part of the world; `left`: how many are not shown."""

    name: str
    headlines: tuple[Headline, ...]
    left: int


@dataclass(frozen=True, slots=True)
class Quote:
    """A place that is cited; `opening`: its first words, where the page itself prints it."""

    number: int
    citation: Citation
    opening: str | None


@dataclass(frozen=True, slots=True)
class Source:
    """A document with all that is cited of it; `url`, and its `host`, only where it is safe to link to."""

    document: Document
    date: str
    url: str | None
    host: str | None
    quotes: tuple[Quote, ...]


@dataclass(frozen=True, slots=True)
class Page:
    """The front page, ready to print, in the order it is read.

    Attributes:
        date: the days covered, or ``Undated``.
        about: what it is about, where not everything was asked for; ``None`` else.
        since: the day from which on reports are new, in words.
        why: why the lead leads.
        storyline: name of what the timeline is of, where that is more than the lead.
        more: the stories of several reports.
        single: the stories told at length by one origin only.
        headlines: the rest by region.
        rows: title of the story and its lines, for headlines; `rows_left`: how many lines are not shown.
        places, places_left: where it was; `lands`: how many events by country.
        sources: documents that are cited; `unquoted`: how many others there are.
    """

    date: str
    about: str | None
    since: str | None
    reports: int
    stories: int
    events: int
    lead: Told | None
    why: str | None
    storyline: str | None
    more: tuple[Told, ...]
    single: tuple[Told, ...]
    headlines: tuple[Region, ...]
    rows: tuple[tuple[str, tuple[Row, ...]], ...]
    rows_left: int
    places: tuple[Where, ...]
    places_left: int
    lands: Mapping[str, int]
    sources: tuple[Source, ...]
    unquoted: int
    version: Version

"""What is asked of a store, and what it answers: small frozen values beside the records."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Generic, Literal, TypeVar

from dragoman.records import Document, Event, Parser, Sentence

T = TypeVar("T")

DayFrom = Literal["event", "published"]
Origin = Literal["file", "feed", "page", "archive"]
Outcome = Literal["done", "stopped", "failed"]
FetchOutcome = Literal["new", "unchanged", "failed"]
Which = Literal["standing", "any", "rejected", "corrected"]


@dataclass(frozen=True, slots=True)
class Page(Generic[T]):
    """Some of an answer: its items, how many there are in all, the number of the page (from 1), and its size."""

    items: tuple[T, ...]
    total: int
    number: int
    size: int


@dataclass(frozen=True, slots=True)
class Counts:
    """How much a store holds; ``first`` and ``last`` day of publication, ``None`` when nothing is dated."""

    documents: int
    events: int
    stories: int
    storylines: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class EventQuery:
    """Which events are meant; what is ``None`` is not asked.

    Attributes:
        actor, recipient: a party on that side: a country code (``FRA``), code and sector (``FRA:GOV``), or a name
            (whole, in any case). The parties of a reciprocal event are all actors.
        about: a party on either side.
        type, mode, quad, status: as in `dragoman.records.Event`.
        place: a country code or the name of a place (whole, in any case).
        since, until: ISO days, both inclusive, of the event's `EventRow.day`; what has no day is left out.
        publisher: of the event's document, in any case.
        speaker: who says so, or stands behind who says so; written as an actor.
        min_confidence: what has no confidence is left out.
        text: words that must all stand in the sentence, in any order and case.
        judged: ``standing``: all but those that somebody rejected; ``any``: those too; ``rejected``: only those;
            ``corrected``: those of which somebody judged that they are other than coded.
    """

    actor: str | None = None
    recipient: str | None = None
    about: str | None = None
    type: str | None = None
    mode: str | None = None
    quad: int | None = None
    status: str | None = None
    place: str | None = None
    since: str | None = None
    until: str | None = None
    publisher: str | None = None
    speaker: str | None = None
    min_confidence: float | None = None
    text: str | None = None
    judged: Which = "standing"


@dataclass(frozen=True, slots=True)
class EventRow:
    """An event and where it was told.

    Attributes:
        day: the first day of the event's own date, else the day its document was published; ``None`` without both.
        day_from: which of the two it is: ``event`` or ``published``.
        document_title, publisher, published, url: of the document.
        story, story_title: the story that the document is in; ``None`` where it is in none.
    """

    event: Event
    day: str | None
    day_from: DayFrom | None
    document_title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    story: str | None
    story_title: str | None


@dataclass(frozen=True, slots=True)
class StoryRow:
    """A story in a list: numbers of documents, independent origins and events; ``countries`` of the parties of its
    events, the most frequent first."""

    id: str
    title: str
    first: str | None
    last: str | None
    documents: int
    origins: int
    events: int
    countries: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class StorylineRow:
    """A storyline in a list, with the numbers of its stories and documents."""

    id: str
    name: str
    first: str | None
    last: str | None
    stories: int
    documents: int


@dataclass(frozen=True, slots=True)
class Facets:
    """How many events of a query have which value, the most frequent first.

    Parties go by country, persons and bodies by name too: each count is that of the query with this filter added.
    """

    type: tuple[tuple[str, int], ...]
    status: tuple[tuple[str, int], ...]
    quad: tuple[tuple[int, int], ...]
    actor: tuple[tuple[str, int], ...]
    recipient: tuple[tuple[str, int], ...]


@dataclass(frozen=True, slots=True)
class ActorRow:
    """A state (by its code), a person or a body (by name) that acts or is acted on.

    Attributes:
        key: country code or name.
        name: the name; of a state, as its events have it, and ``None`` where none has it.
        country: code; ``None`` where it is not known.
        acts, acted_on: number of events on that side.
        first, last: day of the first and of the last event.
    """

    key: str
    name: str | None
    country: str | None
    acts: int
    acted_on: int
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Period:
    """Events of a period by quad class (1 to 4), the sum of their intensities, and its first day."""

    start: str
    quads: tuple[int, int, int, int]
    intensity: float

    @property
    def events(self) -> int:
        """How many events there are."""
        return sum(self.quads)

    @property
    def mean(self) -> float | None:
        """The mean intensity, -10 (conflict) to 10 (cooperation); ``None`` without events."""
        return self.intensity / self.events if self.events else None


@dataclass(frozen=True, slots=True)
class DyadRow:
    """Who acts on whom, how often by quad class (1 to 4), and the mean intensity."""

    actor: str
    recipient: str
    quads: tuple[int, int, int, int]
    mean: float

    @property
    def events(self) -> int:
        """How many events there are."""
        return sum(self.quads)


@dataclass(frozen=True, slots=True)
class DyadSeries:
    """What two parties do to each other through time.

    Attributes:
        a, b: keys of the parties.
        by: length of a period; a week starts on Monday.
        forth, back: what ``a`` does to ``b`` and ``b`` to ``a``: one `Period` for each period from the first that has
            events in either direction to the last, also where there are none.
        undated: number of events in both directions that have no day, and so stand in no period.
    """

    a: str
    b: str
    by: Literal["day", "week", "month", "year"]
    forth: tuple[Period, ...]
    back: tuple[Period, ...]
    undated: int


@dataclass(frozen=True, slots=True)
class ActorProfile:
    """What is known of an actor.

    Attributes:
        key, name, country, acts, acted_on, first, last: as in `ActorRow`.
        how: by what it was resolved most often (``table: entry``), for a person with the office.
        types: events as actor by type, the most frequent first.
        quads, quads_on: events as actor and as recipient, by quad class.
        partners: with whom, the most frequent first: key, events in which it acts on them, in which they act on it.
        months: events with it on either side, by month; months without events are there.
        latest: the last events with it on either side.
    """

    key: str
    name: str | None
    country: str | None
    acts: int
    acted_on: int
    first: str | None
    last: str | None
    how: str | None
    types: tuple[tuple[str, int], ...]
    quads: tuple[int, int, int, int]
    quads_on: tuple[int, int, int, int]
    partners: tuple[tuple[str, int, int], ...]
    months: tuple[Period, ...]
    latest: tuple[EventRow, ...]


@dataclass(frozen=True, slots=True)
class Point:
    """A place with its coordinates in degrees, and how many events were there."""

    name: str
    country: str | None
    lat: float
    lon: float
    geonames: int | None
    events: int


@dataclass(frozen=True, slots=True)
class Country:
    """How many events were in a country, by quad class."""

    code: str
    quads: tuple[int, int, int, int]

    @property
    def events(self) -> int:
        """How many events there were."""
        return sum(self.quads)


@dataclass(frozen=True, slots=True)
class Places:
    """Where the events of a query were, the busiest first; ``nowhere``: how many have no place."""

    points: tuple[Point, ...]
    countries: tuple[Country, ...]
    nowhere: int


@dataclass(frozen=True, slots=True)
class Node:
    """A party of a network, and in how many of its events it is."""

    key: str
    events: int


@dataclass(frozen=True, slots=True)
class Link:
    """Two parties (``a`` before ``b`` in the alphabet), and events between them in both directions by quad class."""

    a: str
    b: str
    quads: tuple[int, int, int, int]

    @property
    def events(self) -> int:
        """How many events there are."""
        return sum(self.quads)


@dataclass(frozen=True, slots=True)
class Network:
    """Who deals with whom in the events of a query: the busiest parties and the links between them, busiest first.

    ``left_out`` is the number of parties that are not shown.
    """

    nodes: tuple[Node, ...]
    links: tuple[Link, ...]
    left_out: int


@dataclass(frozen=True, slots=True)
class Hit:
    """A document that a search found.

    Attributes:
        document, title, publisher, published, url, day: of the document.
        story, story_title: the story it is in.
        title_marks: where the title has what was looked for: (start, end) in code points.
        stretch: the part of the text to show, as (start, end) in the text; ``None`` where there is no text.
        words: that part, exactly as it stands.
        marks: where the text has what was looked for within the stretch: (start, end) in the text.
    """

    document: str
    title: str | None
    publisher: str | None
    published: str | None
    url: str | None
    day: str | None
    story: str | None
    story_title: str | None
    title_marks: tuple[tuple[int, int], ...]
    stretch: tuple[int, int] | None
    words: str | None
    marks: tuple[tuple[int, int], ...]


# --------------------------------------------------------------------------------------- what comes in


@dataclass(frozen=True, slots=True)
class Coding:
    """What a document is coded with: all that its events depend on.

    Attributes:
        code, lexicon, model: as in `dragoman.records.Version`.
        parser: what it is read with.
        own: hash of the analyst's own words; ``None`` where there are none.
        min_confidence: events less sure are left out.
    """

    code: str
    lexicon: str
    model: str
    parser: Parser
    own: str | None = None
    min_confidence: float = 0.0


@dataclass(frozen=True, slots=True)
class CodingRow:
    """A coding with its number, the time of its first use, and how many documents are coded so now."""

    number: int
    coding: Coding
    first: str | None
    documents: int


@dataclass(frozen=True, slots=True)
class Arrival:
    """A document as it comes in.

    Attributes:
        document: the report.
        events: all that was coded in it; ``None`` where it was not coded.
        seen: when it came in, UTC (``2026-11-23T14:00:00Z``).
        origin: how it came.
        error: why it could not be coded.
        waiting: number of the entry of the queue that is done with it.
        sentences: where its sentences stand, if they are to be kept.
        canonical: its address without what does not matter.
    """

    document: Document
    events: tuple[Event, ...] | None
    seen: str
    origin: Origin = "file"
    error: str | None = None
    waiting: int | None = None
    sentences: tuple[Sentence, ...] = ()
    canonical: str | None = None


@dataclass(frozen=True, slots=True)
class Outcomes:
    """What became of documents that came in, by their number.

    Attributes:
        new: were not there before.
        revised: came again with another title or text.
        same: came again as they were; publisher, date or events may be others.
        failed: could not be coded; each is one of the above too.
        events: events that are new, or other than before.
    """

    new: int = 0
    revised: int = 0
    same: int = 0
    failed: int = 0
    events: int = 0


@dataclass(frozen=True, slots=True)
class Held:
    """A document as it is held.

    Attributes:
        document: the report.
        events: what was coded in it, in the order of title and text, without what people judged of it.
        day: the ISO day by which it is grouped: of publication, else that on which it first came in; ``None`` without.
        coding: number of its coding; ``None``: not coded, or nobody knows with what.
        origin: how it came first.
        hash: of title and text.
        revision: 1, and one more for each other title or text.
        error: why it could not be coded.
    """

    document: Document
    events: tuple[Event, ...]
    day: str | None
    coding: int | None
    origin: Origin
    hash: str
    revision: int
    error: str | None


@dataclass(frozen=True, slots=True)
class Revision:
    """What a document said before it was changed: its number, when it came in, and when the next one did."""

    document: Document
    revision: int
    seen: str | None
    replaced: str | None


@dataclass(frozen=True, slots=True)
class OldEvent:
    """An event that no longer holds: of which revision of its document, by which coding, replaced in which run."""

    event: Event
    revision: int
    coding: int | None
    replaced: int | None


@dataclass(frozen=True, slots=True)
class RunRow:
    """A run of a command: when, how it ended (``None``: it goes on, or was killed), and what it did (`Outcomes`)."""

    number: int
    command: str
    settings: Mapping[str, Any]
    begun: str
    ended: str | None
    outcome: Outcome | None
    note: str | None
    new: int
    revised: int
    same: int
    failed: int
    events: int


# ---------------------------------------------------------------------------------- sources and what waits


@dataclass(frozen=True, slots=True)
class SourceRow:
    """A feed or page that is followed.

    Attributes:
        number: of the source.
        url, title, site, category: address, name, address of its pages, heading.
        kind: ``feed``, ``page`` or ``sitemap``; ``None`` before it has answered.
        etag, modified, hash: of what was fetched last.
        asked, succeeded: when it was asked last, and when it last answered as it should, UTC.
        failures, error: how often in a row it did not, and why.
        due: when it is to be asked next; ``None``: at once.
        documents: how many came by it first.
    """

    number: int
    url: str
    title: str | None
    site: str | None
    category: str | None
    kind: str | None
    etag: str | None
    modified: str | None
    hash: str | None
    asked: str | None
    succeeded: str | None
    failures: int
    error: str | None
    due: str | None
    documents: int


@dataclass(frozen=True, slots=True)
class Item:
    """Something that a source lists.

    Attributes:
        key: by what the source tells it apart.
        hash: another one when it has changed.
        payload: what is needed to make a document of it, as JSON has it.
        follow: whether its page is to be fetched too.
    """

    key: str
    hash: str
    payload: Mapping[str, Any]
    follow: bool = False


@dataclass(frozen=True, slots=True)
class FetchRow:
    """One address that was asked, and what came of it.

    Attributes:
        source: number of the source; ``None`` for another page.
        url, run, at, seconds: what was asked, in which run, when (UTC), and how long it took.
        status: of HTTP; ``None`` where nobody answered.
        outcome: ``new``: there is something; ``unchanged``; ``failed``.
        bytes, error: how much came; what is wrong.
        kind, etag, modified, hash: of the source from now on; ``None``: as it was.
        moved: its address from now on, where the server said so for good.
        due: when it is to be asked next.
        items: what it lists now; empty where that was not looked at. Those of no source are put in the queue unless
            they are there.
    """

    source: int | None
    url: str
    at: str
    outcome: FetchOutcome
    run: int | None = None
    seconds: float | None = None
    status: int | None = None
    bytes: int | None = None
    error: str | None = None
    kind: str | None = None
    etag: str | None = None
    modified: str | None = None
    hash: str | None = None
    moved: str | None = None
    due: str | None = None
    items: tuple[Item, ...] = ()


@dataclass(frozen=True, slots=True)
class Waiting:
    """An entry of the queue: an item that is no document yet.

    Attributes:
        number: never given twice.
        source, key, payload, follow: as in `Item`.
        since: when it was put there.
        tries, error: how often it was tried in vain, and why the last time.
        due: when it is to be tried next; ``None``: at once.
    """

    number: int
    source: int | None
    key: str
    payload: Mapping[str, Any]
    follow: bool
    since: str
    tries: int
    error: str | None
    due: str | None


@dataclass(frozen=True, slots=True)
class Refused:
    """An item that will never be a document, why, and when that was found."""

    number: int
    source: int | None
    key: str
    payload: Mapping[str, Any]
    tries: int
    reason: str
    at: str


@dataclass(frozen=True, slots=True)
class Backlog:
    """How many entries wait, how many of them were tried in vain, when the next is due; how many were refused."""

    waiting: int
    tried: int
    due: str | None
    refused: int


@dataclass(frozen=True, slots=True)
class Problem:
    """Something that is not as it should be.

    Attributes:
        table: where.
        row: which row: its id, or the columns that tell it apart.
        problem: what is wrong, in plain words.
        mend: what can be done.
        fault: false for what is only to be known (a judgement of an event that is coded no longer).
    """

    table: str
    row: str
    problem: str
    mend: str
    fault: bool = True

"""What is asked of a store, and what it answers: small frozen values beside the records."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Generic, Literal, NamedTuple, TypeVar

from dragoman.records import Document, Event

T = TypeVar("T")

DayFrom = Literal["event", "published"]
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
class Told:
    """An event and its whole report, as an export wants it; the rest as in `EventRow`."""

    event: Event
    document: Document
    day: str | None
    day_from: DayFrom | None
    story: str | None
    story_title: str | None


class Alike(NamedTuple):
    """Events that are the same in all by which a course through time is counted, and how many they are.

    ``precision`` is that of the event's own date, where ``day`` is of it; else ``None``.
    """

    day: str | None
    precision: str | None
    status: str
    quad: int
    cameo: str | None
    intensity: float
    number: int


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

"""The nouns: what is read (Document, Sentence), what is coded (Party, Event), what is told (Story, Brief).

Frozen, slotted dataclasses without behaviour that needs another room. Each goes to JSON and back
(`Record.to_dict`, `Record.json`, `Record.from_dict`, `Record.from_json`); keys come in the order of the
fields, every key is always there, and what is not known is ``null`` or ``[]``. One key is there only where it says
something: the judgement of an event.

Offsets are Unicode code points, end exclusive, into the ``title`` or the ``text`` of a document, and the
string is the caller's own, never altered: ``document.string(e.field)[e.start:e.end] == e.quote``.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, fields
from functools import cache
from typing import TYPE_CHECKING, Any, Literal, Self, get_args

from dragoman.errors import RecordError

if TYPE_CHECKING:
    from cattrs import Converter

Kind = Literal["article", "headline"]
Field = Literal["title", "text"]
EventType = Literal[
    "AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT", "REQUEST",
    "ACCUSE", "REJECT", "THREATEN", "PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT",
]  # fmt: skip
Status = Literal["happened", "ongoing", "planned", "conditional", "denied", "negated", "historical"]
Precision = Literal["day", "week", "month", "year"]
SpeakerKind = Literal["named", "official", "anonymous", "media", "document"]
Parser = Literal["accurate", "fast"]
AmountKind = Literal["money", "dead", "injured", "arrested", "people", "units", "percent"]
DifferenceKind = Literal["money", "dead", "injured", "arrested", "people", "units", "claim"]
StoryState = Literal["new", "grown", "known"]
ChangeKind = Literal["born", "grown", "merged", "split", "moved", "replaced", "repeated"]

EVENT_TYPES: tuple[EventType, ...] = get_args(EventType)
RECIPROCAL: tuple[EventType, ...] = ("AGREE", "ASSAULT", "CONSULT", "COOPERATE", "SUPPORT")
"""Types in which parties that are all actors act on each other ("hold talks", "clash"). In the others they act side by
side: who condemns something together does not condemn each other."""
STATUSES: tuple[Status, ...] = get_args(Status)
PARSERS: tuple[Parser, ...] = get_args(Parser)


class Record:
    """JSON both ways for the dataclasses below."""

    __slots__ = ()

    def to_dict(self) -> dict[str, Any]:
        """Return the record as plain dicts and lists, ready for `json.dumps`."""
        plain: dict[str, Any] = _converter().unstructure(self)
        return plain

    def json(self, *, indent: int | None = None) -> str:
        """Return the record as JSON: one line, or indented."""
        return json.dumps(self.to_dict(), ensure_ascii=False, indent=indent)

    @classmethod
    def from_dict(cls, data: Any) -> Self:
        """Build the record from what `to_dict` gave. Raises `RecordError` naming the field that does not fit."""
        from cattrs import transform_error
        from cattrs.errors import BaseValidationError

        if not isinstance(data, dict):
            raise RecordError(f"not a {cls.__name__}: a JSON object is expected, not {type(data).__name__}")
        try:
            return _converter().structure(data, cls)
        except (BaseValidationError, TypeError, ValueError, KeyError) as error:
            raise RecordError(f"not a {cls.__name__}: {'; '.join(transform_error(error))}") from error

    @classmethod
    def from_json(cls, text: str) -> Self:
        """Build the record from what `json` gave. Raises `RecordError` when it is no JSON or does not fit."""
        try:
            data = json.loads(text)
        except json.JSONDecodeError as error:
            raise RecordError(f"not a {cls.__name__}: no JSON: {error}") from error
        return cls.from_dict(data)


def stable_id(*parts: object) -> str:
    """Return 16 hexadecimal digits that depend on the parts and on nothing else."""
    joined = "\x1f".join("" if part is None else str(part) for part in parts)
    return hashlib.sha256(joined.encode("utf-8", "surrogatepass")).hexdigest()[:16]


# --------------------------------------------------------------------------------------------- read


@dataclass(frozen=True, slots=True)
class Document(Record):
    """One report as it came in.

    Attributes:
        id: as given in the input, else a stable hash of the canonical URL or of the content.
        kind: ``article`` (a written-up report) or ``headline`` (a title alone).
        title: the headline, unaltered; ``None`` where there is none.
        text: the body, unaltered; ``None`` where there is none.
        published: ISO 8601 date (``2025-02-18``) or UTC date-time (``2025-02-18T06:30:00Z``).
        published_from: which source of the date won: ``input``, ``json-ld``, ``time``,
            ``meta``, ``feed``, ``sitemap``, ``page``, ``option``.
        publisher: name of the house that published it.
        family: the house behind the publisher (BBC World and BBC Asia are one origin).
        url: address as given.
        language: ISO 639-1 code where the input says it.
    """

    id: str
    kind: Kind
    title: str | None = None
    text: str | None = None
    published: str | None = None
    published_from: str | None = None
    publisher: str | None = None
    family: str | None = None
    url: str | None = None
    language: str | None = None

    def string(self, field: Field) -> str:
        """Return the string that offsets of this field index (empty where the document has none)."""
        return (self.title if field == "title" else self.text) or ""

    @property
    def day(self) -> dt.date | None:
        """The day of publication, or ``None``."""
        return dt.date.fromisoformat(self.published[:10]) if self.published else None


@dataclass(frozen=True, slots=True)
class Sentence(Record):
    """One sentence, or one whole headline, of a document; ``text`` is its exact quote."""

    document: str
    field: Field
    start: int
    end: int
    text: str
    headline: bool = False

    @property
    def id(self) -> str:
        """Stable id: where the sentence stands."""
        return f"{self.document}#{self.field}:{self.start}-{self.end}"


@dataclass(frozen=True, slots=True)
class Citation(Record):
    """A place in a document and its exact words."""

    document: str
    field: Field
    start: int
    end: int
    quote: str

    def holds(self, document: Document) -> bool:
        """Whether the quote stands in the document where the citation says."""
        return (
            self.document == document.id and document.string(self.field)[self.start : self.end] == self.quote
        )


# -------------------------------------------------------------------------------------------- coded


@dataclass(frozen=True, slots=True)
class Party(Record):
    """An actor, recipient or speaker.

    Attributes:
        text: the whole noun phrase with its title, without relative clause; exact quote.
        start, end: offsets of ``text`` in the field of the event.
        country: ISO 3166 alpha-3, or one of PLOVER's IGO, UNO, EUR, NGO, ISM, IMG, MNC; ``None`` if not known.
        sectors: PLOVER sector codes (GOV, MIL, …), the most specific first.
        name: canonical name of the person or body, where the gazetteer has one.
        how: how it was resolved, as ``table: entry`` (``leader: president of the United States``).
    """

    text: str
    start: int
    end: int
    country: str | None = None
    sectors: tuple[str, ...] = ()
    name: str | None = None
    how: str | None = None


@dataclass(frozen=True, slots=True)
class Date(Record):
    """When: ISO days, both inclusive, and how precise the text was."""

    start: str
    end: str
    precision: Precision


@dataclass(frozen=True, slots=True)
class Place(Record):
    """Where: coordinates in degrees (WGS 84) and GeoNames id where the tables have them."""

    name: str
    country: str | None = None
    lat: float | None = None
    lon: float | None = None
    geonames: int | None = None


@dataclass(frozen=True, slots=True)
class Amount(Record):
    """How much: ``low`` and ``high`` are equal unless the text gives a range; ``unit`` is a currency or a noun."""

    kind: AmountKind
    low: float
    high: float
    unit: str | None
    text: str


@dataclass(frozen=True, slots=True)
class Equipment(Record):
    """With what: canonical name, class of weapon or platform, and the words of the text."""

    name: str
    class_: str = field(metadata={"json": "class"})
    text: str


@dataclass(frozen=True, slots=True)
class Attribution(Record):
    """According to whom.

    Attributes:
        speaker: who says so; ``None`` when the words name nobody ("reportedly").
        cue: the word that attributes, as it stands (``said``, ``according to``).
        kind: ``named``, ``official``, ``anonymous``, ``media`` or ``document``. An event without attribution is
            told by the paper itself.
        chain: speakers behind the speaker, outermost last.
    """

    speaker: Party | None
    cue: str
    kind: SpeakerKind
    chain: tuple[Party, ...] = ()


@dataclass(frozen=True, slots=True)
class Said(Record):
    """One attribution of a text: who says, believes, wants or asks what.

    Parts are lists of stretches ``(start, end)`` in the field, since a part may be broken up ("A, she said, B").

    Attributes:
        source: the speaker's words; empty where nobody is named.
        cue: the words that attribute.
        content: what is attributed; empty where somebody only did not answer.
        speaker: the party that the source names; ``None`` where nobody is.
        kind: as in `Attribution`.
        answers: false for a refusal to answer ("declined to comment").
    """

    field: Field
    source: tuple[tuple[int, int], ...]
    cue: tuple[tuple[int, int], ...]
    content: tuple[tuple[int, int], ...]
    speaker: Party | None
    kind: SpeakerKind | None
    answers: bool = True


@dataclass(frozen=True, slots=True)
class Sayings(Record):
    """The attributions of a document (its id), in the order of their cues, those of the title first."""

    id: str
    attributions: tuple[Said, ...]


@dataclass(frozen=True, slots=True)
class Span(Record):
    """Words of the text and where they stand in the event's field."""

    start: int
    end: int
    text: str


@dataclass(frozen=True, slots=True)
class Evidence(Record):
    """The whole sentence or headline that carries an event, and the rule that fired."""

    field: Field
    start: int
    end: int
    quote: str
    rule: str


@dataclass(frozen=True, slots=True)
class Version(Record):
    """What made a record: version of the code, hash of the data files (lexicon, gazetteer, …), name and
    version of the language model."""

    code: str
    lexicon: str
    model: str


@dataclass(frozen=True, slots=True)
class Judgement(Record):
    """What somebody judged of an event: it is laid over the coding, which can be had back from it.

    Attributes:
        rejected: whether the report tells no such event.
        was: what was coded in the fields that were set, or that follow from those (``{"type": "AID", "quad": 2}``), by
            their names in JSON; values as JSON has them.
        note: why, in the words of whoever judged.
        by: who judged.
        made: when the last judgement was made, UTC (``2025-02-18T06:30:00Z``).
    """

    rejected: bool
    was: Mapping[str, Any] = field(hash=False)
    note: str | None
    by: str | None
    made: str


@dataclass(frozen=True, slots=True)
class Event(Record):
    """Who did what to whom (PLOVER), and all that is known of it.

    Attributes:
        type, mode, contexts, quad, intensity: PLOVER's (manual 2021; see ``ontology/plover.yaml``).
        cameo: CAMEO code as a string, leading zero kept.
        status: whether it happened.
        actors, recipients: parties; in reciprocal events all parties are actors (PLOVER manual).
        confidence: how likely the event is right, 0 to 1 (`dragoman.coding.confidence`).
        trigger: the words that name the event.
        evidence: the sentence, quoted exactly, and the rule.
        judgement: what an analyst made of it; ``None``, and no key in JSON, where nobody did.
    """

    id: str
    document: str
    type: EventType
    mode: str | None
    cameo: str | None
    quad: int
    intensity: float
    status: Status
    date: Date | None
    place: Place | None
    actors: tuple[Party, ...]
    recipients: tuple[Party, ...]
    attribution: Attribution | None
    amounts: tuple[Amount, ...]
    equipment: tuple[Equipment, ...]
    contexts: tuple[str, ...]
    confidence: float | None
    trigger: Span
    evidence: Evidence
    version: Version
    judgement: Judgement | None = field(default=None, metadata={"absent": True})

    @property
    def citation(self) -> Citation:
        """The evidence as a citation of the document."""
        e = self.evidence
        return Citation(self.document, e.field, e.start, e.end, e.quote)


@dataclass(frozen=True, slots=True)
class Relation(Record):
    """What one marked party did to another.

    Attributes:
        id: of the row that asked, unchanged.
        type, mode, quad, status: as in `Event`; ``None`` when nothing was read between the two.
        confidence: how likely the type is right, 0 to 1.
        rule: the entry of the lexicon that was read, or why there is none.
    """

    id: Any
    type: EventType | None
    mode: str | None
    quad: int | None
    status: Status | None
    confidence: float | None
    rule: str


# --------------------------------------------------------------------------------------------- told


@dataclass(frozen=True, slots=True)
class Telling(Record):
    """One report's version of a figure or of a claim.

    Attributes:
        low, high: the figure, equal unless the text gives a range; ``None`` for a claim.
        text: the words that tell it, exactly as they stand.
        speaker: who says so; ``None`` where the report itself does, or names nobody.
        document, publisher, published: the report.
        citation: the sentence.
    """

    low: float | None
    high: float | None
    text: str
    speaker: Party | None
    document: str
    publisher: str | None
    published: str | None
    citation: Citation


@dataclass(frozen=True, slots=True)
class Difference(Record):
    """What the reports of a story tell differently.

    Attributes:
        kind: what is told: a figure of this kind, or a ``claim``.
        about: what is counted ("people killed"), or who denies what ("Oslo: shelling the port").
        how: ``changed``: later reports tell another figure; ``disagrees``: reports, or speakers, tell
            different ones side by side; ``denied``: a party denies what is told.
        tellings: two or more, in order of publication; each version by each speaker once.
    """

    kind: DifferenceKind
    about: str
    how: Literal["changed", "disagrees", "denied"]
    tellings: tuple[Telling, ...]


@dataclass(frozen=True, slots=True)
class Story(Record):
    """Documents about one happening, and their events.

    Attributes:
        id: stable; made from the first member by (published, id) when the story was new (`dragoman.stories.identity`).
        title: a headline of a member, or a sentence of one, exactly as it stands.
        title_from: where the title stands.
        documents: members by (published, id).
        events: the members' events, in the order of the documents and their text.
        origins: number of independent origins (publisher families; copies of one text count once).
        first, last: first and last day of publication, ISO; ``None`` when no member is dated.
        copies: ids of the members that are copies of one text, the earliest first, for each text with copies.
        differences: figures and claims that the members tell differently.
    """

    id: str
    title: str
    title_from: Citation
    documents: tuple[Document, ...]
    events: tuple[Event, ...]
    origins: int
    first: str | None
    last: str | None
    copies: tuple[tuple[str, ...], ...] = ()
    differences: tuple[Difference, ...] = ()


@dataclass(frozen=True, slots=True)
class Happening(Record):
    """One deed, as the reports of a story tell it.

    Attributes:
        id: that of its first event, by publication, id of the document, and place in the text.
        events: ids of the events that tell it, the first first; none where only their number is held.
        mentions: number of these events.
        documents: number of reports that tell it.
        publishers: number of houses that print it: families of publishers, else publishers; all that are not known
            count as one.
        origins: number of independent origins among the reports, as `Story.origins`.
    """

    id: str
    events: tuple[str, ...]
    mentions: int
    documents: int
    publishers: int
    origins: int


@dataclass(frozen=True, slots=True)
class Change(Record):
    """What became of some documents, and so of their stories, in one batch.

    Attributes:
        batch: its number, from 1; batches that changed nothing are not counted.
        kind: ``born``: new documents are a new story; ``grown``: new documents came to a story; ``merged``: a story,
            or most of it, went up in another, which keeps its id; ``split``: part of a story is one of its own now;
            ``moved``: documents went from one story to another, and both go on; ``replaced``: documents came again
            with other content, or with other events; ``repeated``: they came again as they were, and were passed
            over (told, but not logged).
        before: id of the story in which they were; ``None`` for new ones.
        after: id of the story in which they are.
        documents: their ids, by (published, id).
    """

    batch: int
    kind: ChangeKind
    before: str | None
    after: str
    documents: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Stream(Record):
    """Documents that came in over time and what became of them: all that is needed to go on.

    Attributes:
        parser: what they were read with.
        documents: by (published, id), each id once.
        events: their events, in the order of the documents and their text.
        log: every change, the oldest first; it says which story each document is in.
    """

    parser: Parser
    documents: tuple[Document, ...]
    events: tuple[Event, ...]
    log: tuple[Change, ...]


@dataclass(frozen=True, slots=True)
class Step(Record):
    """A dated step of a storyline: the day (ISO), the story that tells it, and the sentence."""

    date: str | None
    story: str
    citation: Citation


@dataclass(frozen=True, slots=True)
class Dyad(Record):
    """Two parties that act on each other: country codes or names, and how many events by quad class (1 to 4)."""

    actor: str
    recipient: str
    quads: tuple[int, int, int, int]


@dataclass(frozen=True, slots=True)
class Storyline(Record):
    """Stories that follow one another over weeks: talks, a war, a trial, a sanction regime.

    Attributes:
        id: that of its first story.
        name: of the conflict or affair where the registry has one, else what the titles have in common.
        how: how it was named and joined, as ``table: entry``.
        stories: its stories by first day, undated last.
        timeline: one step a story.
        dyads: who acts on whom in it, the busiest first.
        first, last: first and last day of publication, ISO; ``None`` when nothing is dated.
    """

    id: str
    name: str
    how: str
    stories: tuple[Story, ...]
    timeline: tuple[Step, ...]
    dyads: tuple[Dyad, ...]
    first: str | None
    last: str | None


@dataclass(frozen=True, slots=True)
class Line(Record):
    """A line of the front page with what it rests on; a line without citation is not printed.

    Attributes:
        topic: what a key factor is about (``dealings``, ``amounts``, ``equipment``, ``places``, ``contexts``,
            ``speakers``); ``None`` for other lines.
    """

    text: str
    citations: tuple[Citation, ...]
    topic: str | None = None


@dataclass(frozen=True, slots=True)
class Measure(Record):
    """One term of the sum that orders the front page: its name, what was measured, and the points it gives."""

    name: str
    value: float
    points: float


@dataclass(frozen=True, slots=True)
class Item(Record):
    """How a story stands on the front page.

    Attributes:
        story: its id.
        points: its weight, the sum of the measures' points; stories come in this order.
        measures: what is measured (``briefing/weights.yaml``), in the order of that file.
        state: ``new``: none of its reports was there before; ``grown``: some were; ``known``: all were; ``None`` where
            nothing was said of what came before.
        fresh: how many of its reports are new.
        summary: sentences that carry it, in reading order; none where a headline is all there is to tell.
        lines: who did what to whom in it, in plain English: what most reports tell first.
    """

    story: str
    points: float
    measures: tuple[Measure, ...]
    state: StoryState | None
    fresh: int
    summary: tuple[Line, ...]
    lines: tuple[Line, ...]


@dataclass(frozen=True, slots=True)
class Person(Record):
    """Somebody who acts, is acted on or speaks in a story.

    Attributes:
        name: as the gazetteer has it.
        text: as a report writes it, in full.
        office: what the person is, as the gazetteer has it for that day.
        country: ISO 3166 alpha-3, or PLOVER's code.
        told: whether a cited report says the office too; else it is the gazetteer's word alone.
        citations: sentences that name the person, the fullest first.
    """

    name: str
    text: str
    office: str
    country: str | None
    told: bool
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Spot(Record):
    """A place of the page's events: how many are there, in which stories (ids), and sentences that name it."""

    place: Place
    events: int
    stories: tuple[str, ...]
    citations: tuple[Citation, ...]


@dataclass(frozen=True, slots=True)
class Brief(Record):
    """The front page as data.

    Attributes:
        lead: the story that weighs most; ``None`` when there is none.
        why: the reason it leads, in words.
        summary: sentences of the lead story, in reading order.
        factors: key factors of the lead story.
        stories: all stories, the lead first, in order of weight.
        first, last: days covered, ISO; ``None`` when nothing is dated.
        version: what made it.
        items: how each of the stories stands on the page, in their order.
        people: who is who in the lead story.
        timeline: dated steps of the lead story, or of the storyline it is part of.
        storyline: name of that storyline; ``None`` where the steps are those of the story itself.
        background: documents that the timeline cites and that are in none of the stories.
        places: where the events of all stories were, the most frequent first.
        about: what the page is about, where not everything was asked for: a country, a name, a type of event.
        since: the day from which on reports are new; ``None`` where that was not asked.
    """

    lead: Story | None
    why: str | None
    summary: tuple[Line, ...]
    factors: tuple[Line, ...]
    stories: tuple[Story, ...]
    first: str | None
    last: str | None
    version: Version
    items: tuple[Item, ...] = ()
    people: tuple[Person, ...] = ()
    timeline: tuple[Step, ...] = ()
    storyline: str | None = None
    background: tuple[Document, ...] = ()
    places: tuple[Spot, ...] = ()
    about: str | None = None
    since: str | None = None


# ------------------------------------------------------------------------------------------- JSON


@cache
def _converter() -> Converter:
    """Build the JSON converter once: strict about unknown keys; names of fields are those of ``metadata["json"]``, and
    a field with ``metadata["absent"]`` is left out where it has its default."""
    from cattrs import Converter
    from cattrs.gen import make_dict_structure_fn, make_dict_unstructure_fn, override

    converter = Converter(forbid_extra_keys=True, unstruct_collection_overrides={tuple: list})

    def names(cls: type[Any]) -> dict[str, Any]:
        return {
            f.name: override(rename=f.metadata.get("json"), omit_if_default=f.metadata.get("absent") or None)
            for f in fields(cls)
            if f.metadata
        }

    def structure(cls: type[Any]) -> Callable[..., Any]:
        return make_dict_structure_fn(cls, converter, _cattrs_forbid_extra_keys=True, **names(cls))

    def unstructure(cls: type[Any]) -> Callable[..., Any]:
        return make_dict_unstructure_fn(cls, converter, **names(cls))

    def is_record(cls: Any) -> bool:
        return isinstance(cls, type) and issubclass(cls, Record)

    converter.register_structure_hook_factory(is_record, structure)
    converter.register_unstructure_hook_factory(is_record, unstructure)
    return converter


def same(party: Party) -> str:
    """Return what two mentions of one party share: the name of person or body, else the state, else the words."""
    state = party.country if not party.sectors or party.sectors == ("GOV",) else None
    return party.name or state or party.text.casefold()


def same_of(event: Event, party: Party) -> str:
    """Return the same of a party of an event, in which some words may name two ("Turkish and Greek soldiers")."""
    shared, country = same(party), party.country
    if country is None or len(event.actors) + len(event.recipients) < 2:
        return shared
    told = (one for one in (*event.actors, *event.recipients) if one.country not in (None, country))
    return f"{shared} ({country})" if any(same(one) == shared for one in told) else shared

"""What comes into a store and what is known of it: documents as they arrive, codings, runs, sources, what waits."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from dragoman.records import Document, Event, Parser, Sentence

Origin = Literal["file", "feed", "page", "archive"]
Outcome = Literal["done", "stopped", "failed"]
FetchOutcome = Literal["new", "unchanged", "failed"]


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
        origin: how what it says now came.
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
        etag, modified, final, hash: of what was fetched last; ``final`` is the address that answered.
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
    final: str | None
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
        kind, etag, modified, final, hash: of the source from now on; ``None``: as it was.
        moved: its address from now on, where the server said so for good.
        due: when it is to be asked next.
        items: what it lists now; empty where that was not looked at. Those of no source are put in the queue unless
            they are there; where it could not be had, with the error, as tried once in vain.
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
    final: str | None = None
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

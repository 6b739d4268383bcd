"""How a standing desk stands: its sources, what waits, what was done last, and how much there is."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass, replace
from typing import TYPE_CHECKING, Any

from dragoman.desk import schedule
from dragoman.desk.recoding import left_over
from dragoman.store.questions import Counts
from dragoman.store.rows import Backlog, CodingRow, Refused, RunRow

if TYPE_CHECKING:
    from dragoman.store import Store
    from dragoman.store.rows import SourceRow

RUNS = 5
"""Runs that are told, the last ones."""

REFUSALS = 5
"""Items that will never be documents that are told, the last ones."""

TRIED = 10
"""Items that wait since they could not be had that are told, those that were tried most often."""

TROUBLED = 3
"""Failures in a row from which a source is in trouble; a server that is down for a moment rings no bell."""


@dataclass(frozen=True, slots=True)
class SourceStatus:
    """How a source is doing.

    Attributes:
        url: its address, without name and password.
        title, category, kind: as the store has them.
        state: ``new``: not asked yet; ``well``; ``failing``: the last time or two; ``in trouble``: `TROUBLED` times and
            more; ``gone``: it said so, and is asked no more.
        succeeded: when it last answered as it should, UTC.
        failures, error: how often in a row it did not, and why.
        newest: date of its newest report.
        lag: seconds since then; ``None`` where there is no report with a date.
        due: when it is asked next; ``None``: at once, or never where it is gone.
        documents: how many came by it first.
    """

    url: str
    title: str | None
    category: str | None
    kind: str | None
    state: str
    succeeded: str | None
    failures: int
    error: str | None
    newest: str | None
    lag: int | None
    due: str | None
    documents: int


@dataclass(frozen=True, slots=True)
class Tried:
    """An item that was tried in vain: its address, how often, why the last time, and when it is tried next (UTC)."""

    url: str
    tries: int
    error: str | None
    due: str | None


@dataclass(frozen=True, slots=True)
class Status:
    """How a standing desk stands.

    Attributes:
        at: when it was asked, UTC.
        counts: how much there is.
        uncoded: documents that were not coded yet, or could not be.
        sources: those that are followed.
        waiting: the queue.
        tried: what waits in it since it could not be had.
        refused: the last items that will never be documents.
        runs: the last ones, the latest first.
        codings: what documents are coded with.
        judgements: how often somebody judged an event.
        without_event: judgements that mean no event any more.
    """

    at: str
    counts: Counts
    uncoded: int
    sources: tuple[SourceStatus, ...]
    waiting: Backlog
    tried: tuple[Tried, ...]
    refused: tuple[Refused, ...]
    runs: tuple[RunRow, ...]
    codings: tuple[CodingRow, ...]
    judgements: int
    without_event: int

    @property
    def troubled(self) -> tuple[SourceStatus, ...]:
        """The sources that somebody should look at."""
        return tuple(source for source in self.sources if source.state in ("in trouble", "gone"))

    def to_dict(self) -> dict[str, Any]:
        """Return it as plain dicts and lists, ready for `json.dumps`."""
        return asdict(self)


def status(store: Store, now: str) -> Status:
    """Return how the desk of a store stands at a time (UTC, ``2026-11-23T14:00:00Z``)."""
    newest = store.newest()
    refused = [
        replace(one, key=_shown(one.key), payload=_shown(one.payload)) for one in store.refused(REFUSALS)
    ]
    runs = [replace(run, settings=_shown(run.settings)) for run in store.runs(RUNS)]
    counts, codings = store.counts(), store.codings()
    return Status(
        now,
        counts,
        counts.documents - sum(coding.documents for coding in codings),
        tuple(_source(source, newest.get(source.number), now) for source in store.sources()),
        store.backlog(),
        tuple(
            Tried(_shown(address_of(one.key, one.payload)), one.tries, _shown(one.error), one.due)
            for one in store.tried(TRIED)
        ),
        tuple(refused),
        tuple(runs),
        codings,
        len(store.judgements()),
        len(left_over(store)),
    )


def address_of(key: str, payload: Mapping[str, Any]) -> str:
    """Return the address of an item of the queue; where it has none, what the source tells it apart by."""
    document = payload.get("document")
    told = document.get("url") if isinstance(document, Mapping) else payload.get("url")
    return str(told or key)


def _source(source: SourceRow, newest: str | None, now: str) -> SourceStatus:
    lag = None if newest is None else max(0, int(schedule.seconds_between(schedule.whole(newest), now)))
    return SourceStatus(
        _shown(source.url),
        source.title,
        source.category,
        source.kind,
        _state(source),
        source.succeeded,
        source.failures,
        _shown(source.error),
        newest,
        lag,
        None if source.due == schedule.NEVER else source.due,
        source.documents,
    )


def _shown(value: Any) -> Any:
    """What is told of a value of JSON: addresses in it without names, passwords and tokens."""
    from dragoman.sources.addresses import shown

    if isinstance(value, str):
        return shown(value)
    if isinstance(value, Mapping):
        return {key: _shown(item) for key, item in value.items()}
    return [_shown(item) for item in value] if isinstance(value, list | tuple) else value


def _state(source: SourceRow) -> str:
    if source.due == schedule.NEVER:
        return "gone"
    if source.asked is None:
        return "new"
    if not source.failures:
        return "well"
    return "in trouble" if source.failures >= TROUBLED else "failing"


def length(seconds: float | None) -> str:
    """Return a length of time in words, in its two largest units; nothing where it is not known."""
    if seconds is None:
        return ""
    days, hours, minutes = (int(n) for n in (seconds // 86_400, seconds // 3_600 % 24, seconds // 60 % 60))
    if days:
        return f"{days:,} d {hours} h"
    if hours or minutes:
        return f"{hours} h {minutes} min" if hours else f"{minutes} min"
    return f"{int(seconds)} s"


def ago(at: str | None, now: str) -> str:
    """Return in words how long ago a time is."""
    return f"{length(max(0.0, schedule.seconds_between(at, now)))} ago" if at else "never"


def ahead(at: str | None, now: str) -> str:
    """Return in words how far ahead a time is; ``due`` where it has come, or none is set."""
    seconds = schedule.seconds_between(now, at) if at else 0.0
    return f"in {length(seconds)}" if seconds > 0 else "due"

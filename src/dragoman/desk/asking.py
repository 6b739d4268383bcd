"""Sources are asked: what each lists now goes to the store, with its state and the log, in one transaction."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING

from dragoman.desk import schedule
from dragoman.desk.hosts import Limit, Refusals, by_host
from dragoman.desk.listing import Listing, hash_of, listing
from dragoman.errors import FetchError, InputError
from dragoman.store.rows import FetchRow, SourceRow

if TYPE_CHECKING:
    from dragoman.fetching import Fetcher
    from dragoman.store import Store

MOST_PARTS = 10
"""Most parts of a sitemap in parts that are asked each time: those that changed last."""

GONE = 410
"""The HTTP status of what is gone for good."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class Asked:
    """What came of a source: the source as it was before, what was written down, and how many entries now wait."""

    source: SourceRow
    row: FetchRow
    waiting: int


@dataclass(frozen=True, slots=True)
class Asking:
    """How sources are asked.

    Attributes:
        fetcher: fetches.
        every: the interval in seconds.
        follow: whether items are followed to their pages.
        begun: when the round began. The next time is counted from then, or rounds would drift.
        run: number of the run.
        now: the clock.
    """

    fetcher: Fetcher
    every: int
    follow: bool
    begun: str
    run: int | None
    now: Callable[[], str]
    _refusals: Refusals = field(default_factory=Refusals)

    def ask(self, store: Store, sources: Iterable[SourceRow], stop: threading.Event) -> Iterator[Asked]:
        """Ask sources, many hosts at once, and yield what came of each once it is written down.

        ``stop`` ends it, and so does the interval: who could not be asked so long is still due.
        """
        limit = Limit(stop, self.every)
        for source, row in by_host(sources, lambda source: source.url, self._asked, limit):
            if isinstance(row, Exception):
                _log.error("%s: not foreseen", source.number, exc_info=row)
                said = FetchError(
                    source.url, f"dragoman failed at it: {repr(row)[:300]}", "report it with the address"
                )
                row = self._unanswered(source, self.now(), 0.0, said)
            if stop.is_set() and row.outcome == "failed":
                continue  # it was not let finish: nothing is known of the source, and it is due as before
            yield Asked(source, row, store.fetched(row))

    def _asked(self, source: SourceRow) -> FetchRow:
        """Fetch a source and read what it lists; whatever happens is a row of the log."""
        at, start = self.now(), monotonic()
        if refusal := self._refusals.of(source.url):
            return self._unanswered(source, at, 0.0, refusal)
        try:
            came = self.fetcher.get(
                source.url, etag=source.etag, modified=source.modified, final=source.final, named=True
            )
        except FetchError as error:
            self._refusals.refused(source.url, error)
            return self._unanswered(source, at, monotonic() - start, error)
        self._refusals.answered(source.url)
        row = FetchRow(
            source.number,
            source.url,
            at,
            "unchanged",
            run=self.run,
            seconds=monotonic() - start,
            status=came.status,
            bytes=len(came.content),
            etag=came.etag,
            modified=came.modified,
            final=came.final,
            moved=came.moved,
            due=schedule.next_due(self.begun, self.every),
        )
        if came.status == 304 or source.hash == (hash := hash_of(came.content)):
            return row
        try:
            listed = listing(came, at, follow=self.follow, known=source.kind)
            if listed.parts:
                listed = self._with_parts(listed, at)
        except (FetchError, InputError) as error:
            due = schedule.next_due(self.begun, self.every, failures=source.failures + 1)
            return replace(
                row,
                outcome="failed",
                error=told(error),
                due=due,
                etag=None,
                modified=None,
                final=None,
                moved=None,
            )
        return replace(
            row, outcome="new", kind=listed.kind, hash=hash, items=listed.items, error=_faults(listed)
        )

    def _with_parts(self, listed: Listing, at: str) -> Listing:
        """Add what the parts of a sitemap list. Raises what the first of them did when none could be had."""
        parts: list[Listing] = []
        errors: list[FetchError | InputError] = []
        for address in listed.parts[:MOST_PARTS]:
            try:
                parts.append(listing(self.fetcher.get(address), at, follow=self.follow, known="sitemap"))
            except (FetchError, InputError) as error:
                errors.append(error)
        if errors and not parts:
            raise errors[0]
        items = {item.key: item for part in (listed, *parts) for item in part.items}
        return replace(
            listed,
            items=tuple(items.values()),
            faults=(*listed.faults, *errors, *(f for p in parts for f in p.faults)),
        )

    def _unanswered(self, source: SourceRow, at: str, seconds: float, error: FetchError) -> FetchRow:
        failures = source.failures + 1
        gone = error.status == GONE
        due = schedule.next_due(self.begun, self.every, failures=failures, wait=error.wait)
        return FetchRow(
            source.number,
            source.url,
            at,
            "failed",
            run=self.run,
            seconds=seconds,
            status=error.status,
            error=f"{told(error)}; it is asked no more" if gone else told(error),
            due=schedule.NEVER if gone else due,
        )


def told(error: FetchError | InputError) -> str:
    """What is wrong and the mend, without the address, which the source has."""
    place = f"{error.place}: " if isinstance(error, InputError) and error.place else ""
    return f"{place}{error.problem} ({error.mend})"


def _faults(listed: Listing) -> str | None:
    """What could not be read of a source of which the rest was."""
    if not listed.faults:
        return None
    more = f"; and {len(listed.faults) - 1:,} more" if len(listed.faults) > 1 else ""
    return told(listed.faults[0]) + more

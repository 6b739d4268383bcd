"""The standing desk: round after round, sources are asked, and what they bring is filed.

A round is: the sources that are due are asked, and what is new goes to the queue; then the queue is worked off. Whoever
is stopped at any point goes on from there: sources not asked are still due, what is not filed is still in the queue.
"""

from __future__ import annotations

import datetime as dt
import threading
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import astuple, dataclass, replace
from itertools import takewhile
from time import monotonic
from typing import TYPE_CHECKING

from dragoman.desk import schedule
from dragoman.desk.asking import Asked, Asking
from dragoman.desk.settling import Settling
from dragoman.errors import StoreError
from dragoman.store.rows import Outcomes, SourceRow

if TYPE_CHECKING:
    from dragoman.desk.filing import Desk, Incoming
    from dragoman.fetching import Fetcher

LOOK = 30.0
"""Seconds after which somebody who sleeps looks at the clock, which may have been put."""

NOTHING = Outcomes()


@dataclass(frozen=True, slots=True)
class Round:
    """What came of a round.

    Attributes:
        begun: when it began.
        asked, unchanged, failed: sources that were asked, that had nothing new, and that failed.
        pages, missed: articles that were fetched, and pages that could not be had.
        outcomes: what became of documents.
        waiting: entries that are in the queue still.
        seconds: how long it took.
        next: when the next one begins, if nobody stops it.
        stopped: whether it was ended early.
    """

    begun: str
    asked: int = 0
    unchanged: int = 0
    failed: int = 0
    pages: int = 0
    missed: int = 0
    outcomes: Outcomes = NOTHING
    waiting: int = 0
    seconds: float = 0.0
    next: str = ""
    stopped: bool = False


class Watcher:
    """Keeps a record current: asks the sources of its store when they are due, and files what they bring.

    Args:
        desk: files documents; its store has the sources.
        fetcher: fetches them.
        every: seconds between two times that a source is asked, at least `schedule.LEAST`.
        follow: whether items of feeds are followed to their pages.
        jobs: how many processes code; ``None``: as many as pay.
        stop: ends the watch: what was fetched is filed, and no more begun.
        now: the clock.
        on_source: called with what came of each source.
        on_page: called for each page that was asked for, with whether it had an article.
        on_document: called for each document that is coded.
    """

    def __init__(
        self,
        desk: Desk,
        fetcher: Fetcher,
        *,
        every: int,
        follow: bool = True,
        jobs: int | None = None,
        stop: threading.Event | None = None,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
        on_source: Callable[[Asked], object] = lambda asked: None,
        on_page: Callable[[bool], object] = lambda came: None,
        on_document: Callable[[int], object] = lambda done: None,
    ) -> None:
        self.desk = desk
        self.store = desk.store
        self.fetcher = fetcher
        self.every = every
        self.follow = follow
        self.jobs = jobs
        self.stop = stop or threading.Event()
        self._clock = now
        self._on = on_source, on_page, on_document

    def now(self) -> str:
        """Return the time."""
        return schedule.stamp(self._clock())

    def round(self, *, at_once: bool = False) -> Round:
        """Ask the sources that are due, file what they bring, and return what came of it.

        Args:
            at_once: ask also those that answered last time and are not yet due, though nobody twice in a minute.

        Raises:
            StoreError: the store cannot be read or written. What was filed before stays, and so does the queue.
            BrokenExecutor: a process that codes was ended from outside; the same holds.
        """
        begun, start = self.now(), monotonic()
        interval = schedule.LEAST if at_once else self.every
        due = [source for source in self.store.sources() if schedule.is_due(source, begun, interval)]
        if not due and not self.store.waiting(begun, limit=1):
            return Round(begun, next=self._next(begun))
        settings = {"every": self.every, "follow": self.follow, "code": self.desk.code}
        run = self.store.begin("watch", settings, at=begun)
        try:
            came = self._came(run, begun, due)
        except Exception as error:
            with suppress(StoreError):  # the store may be gone altogether; it is told once
                self.store.end(run, "failed", at=self.now(), note=str(error) or type(error).__name__)
            raise
        stopped = self.stop.is_set()
        self.store.end(run, "stopped" if stopped else "done", at=self.now())
        return replace(came, seconds=monotonic() - start, next=self._next(begun), stopped=stopped)

    def rounds(self) -> Iterator[Round]:
        """Go round after round until stopped, and yield what came of each; sleep between them.

        Raises:
            StoreError: as `round`; who calls may go on with another call.
        """
        while not self.stop.is_set():
            done = self.round()
            yield done
            self.sleep(done.next)

    def sleep(self, until: str) -> None:
        """Wait for a time, or until stopped. A clock that is put meanwhile makes nobody sleep longer than was meant."""
        end = monotonic() + max(schedule.seconds_between(self.now(), until), 0.0)
        while self.now() < until and (left := end - monotonic()) > 0:
            if self.stop.wait(min(left, LOOK)):
                return

    # ------------------------------------------------------------------------------------------ inside

    def _came(self, run: int, begun: str, due: Sequence[SourceRow]) -> Round:
        asked = unchanged = failed = pages = missed = 0
        on_source, on_page, on_document = self._on

        def on_any_page(came: bool) -> None:
            nonlocal pages, missed
            pages += came
            missed += not came
            on_page(came)

        asking = Asking(self.fetcher, self.every, self.follow, begun, run, self.now)
        for one in asking.ask(self.store, due, self.stop):
            asked += 1
            unchanged += one.row.outcome == "unchanged"
            failed += one.row.outcome == "failed"
            on_source(one)

        def file(lot: Sequence[Incoming], may_stop: bool) -> Outcomes:
            from dragoman.coding.shards import processes

            some = takewhile(lambda each: not self.stop.is_set(), lot) if may_stop else lot
            if not self.desk.code:
                return self.desk.file(some, run=run, follow=False)
            with processes([each.document for each in lot], self.jobs, finish=True) as executor:
                return self.desk.file(some, run=run, executor=executor, progress=on_document, follow=False)

        total = NOTHING
        settling = Settling(self.store, self.fetcher, file, run, self.now, self.stop, self.every, on_any_page)
        for outcomes in settling.settle():
            total = Outcomes(*(a + b for a, b in zip(astuple(total), astuple(outcomes), strict=True)))
        if self.desk.code:
            self.desk.follow()  # also what a process left undone that was killed
        return Round(begun, asked, unchanged, failed, pages, missed, total, self.store.backlog().waiting)

    def _next(self, begun: str) -> str:
        """When the next round begins: when the first source, or the first entry of the queue, is due."""
        times = [schedule.due_at(source, self.every) or begun for source in self.store.sources()]
        waits = self.store.backlog().due
        soonest = min([schedule.later(begun, self.every), *times, *([waits] if waits else [])])
        return max(soonest, schedule.later(begun, schedule.LEAST))

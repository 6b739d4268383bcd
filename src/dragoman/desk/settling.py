"""What waits in the queue becomes documents: as the feed has it, or as the page tells it that the item leads to.

An entry stays in the queue until its document is filed, in the transaction that files it: whoever is stopped in
between begins with it again, and loses nothing.
"""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field, replace
from time import monotonic
from typing import TYPE_CHECKING

from dragoman.desk import schedule
from dragoman.desk.asking import told
from dragoman.desk.filing import Incoming
from dragoman.desk.hosts import Limit, Refusals, by_host
from dragoman.errors import FetchError, InputError, RecordError
from dragoman.records import Document
from dragoman.store.rows import FetchRow, Outcomes, Waiting

if TYPE_CHECKING:
    from dragoman.fetching import Fetched, Fetcher
    from dragoman.store import Store

AT_HAND = 10_000
"""Entries that are taken from the queue at a time: enough to have all hosts among them, be some of them slow."""

MOST = 500
"""Documents of a lot that is filed while pages still come."""

LONGEST = 5.0
"""Seconds that a page which has come waits for others before it is filed."""

_log = logging.getLogger(__name__)


@dataclass(frozen=True, slots=True)
class _Entry:
    """An entry of the queue with what its source told: a document, or only where its page is."""

    row: Waiting
    told: Document | None
    url: str


@dataclass(frozen=True, slots=True)
class _Page:
    """What came of asking for a page: a line for the log, and what stands there or why there is nothing.

    ``asked`` is false where its host had just refused others, so that it was left alone.
    """

    row: FetchRow
    documents: tuple[Document, ...] = ()
    asked: bool = True
    error: FetchError | InputError | None = None


@dataclass(slots=True)
class Settling:
    """A turn at the queue.

    Attributes:
        store: has the queue.
        fetcher: fetches pages.
        file: files documents and says what became of them; told whether it may leave off in between when stopped.
        run: number of the run.
        now: the clock.
        stop: ends it early: what was fetched is filed, the rest stays in the queue.
        longest: seconds after which no more pages are fetched, so that a slow host keeps the desk from nobody.
        on_page: called when a page was asked for, with whether there is an article.
    """

    store: Store
    fetcher: Fetcher
    file: Callable[[Sequence[Incoming], bool], Outcomes]
    run: int | None
    now: Callable[[], str]
    stop: threading.Event
    longest: float
    on_page: Callable[[bool], object] = lambda came: None
    _had: dict[str, str] = field(default_factory=dict)
    """Ids of the articles fetched in this turn, by the keys of their items."""
    _refusals: Refusals = field(default_factory=Refusals)

    def settle(self) -> Iterator[Outcomes]:
        """File what is due, and yield what became of it, lot by lot."""
        after, limit = 0, Limit(self.stop, self.longest)
        while not self.stop.is_set():
            rows = self.store.waiting(self.now(), limit=AT_HAND, after=after)
            if not rows:
                return
            after = rows[-1].number
            entries = [entry for row in rows if (entry := self._entry(row))]
            while entries and not self.stop.is_set():
                # What several feeds show is fetched once: the others of a key come when the first is filed.
                firsts = {entry.row.key: entry for entry in reversed(entries)}
                yield from self._settled(list(firsts.values())[::-1], limit)
                entries = [entry for entry in entries if firsts[entry.row.key] is not entry]

    def _entry(self, row: Waiting) -> _Entry | None:
        """What an entry says; one that says nothing is put aside with the reason."""
        try:
            if "document" not in row.payload:
                return _Entry(row, None, str(row.payload["url"]))
            document = Document.from_dict(row.payload["document"])
            return _Entry(row, document, document.url or "")
        except (KeyError, RecordError) as error:
            self.store.dropped(row.number, f"no item of a source: {error}", at=self.now())
            return None

    def _settled(self, entries: Sequence[_Entry], limit: Limit) -> Iterator[Outcomes]:
        ready: list[Incoming] = []
        asked: list[_Entry] = []
        known = self.store.held([self._had[e.row.key] for e in entries if e.row.key in self._had])
        for entry in entries:
            if held := known.get(self._had.get(entry.row.key, "")):
                ready.append(Incoming(held.document, held.origin, entry.row.number))
            elif entry.row.follow or entry.told is None:
                asked.append(entry)
            else:
                ready.append(Incoming(entry.told, "feed", entry.row.number))
        if ready:
            yield self.file(ready, True)
        ready, since = [], monotonic()
        for entry, page in by_host(asked, lambda entry: entry.url, self._page, limit):
            if isinstance(page, Exception):
                _log.error("entry %s: not foreseen", entry.row.number, exc_info=page)
                said = InputError(entry.url, None, f"dragoman failed at it: {repr(page)[:300]}", "report it")
                page = _Page(FetchRow(None, entry.url, self.now(), "failed", run=self.run), error=said)
            if self.stop.is_set() and not page.documents:
                continue  # it was not let finish
            self.on_page(bool(page.documents))
            ready += self._came(entry, page)
            if ready and (len(ready) >= MOST or monotonic() - since > LONGEST):
                yield self.file(ready, False)
                ready, since = [], monotonic()
        if ready:
            yield self.file(ready, False)

    # ------------------------------------------------------------------------------------------ pages

    def _page(self, entry: _Entry) -> _Page:
        """Fetch a page and read its article; at an address that a person named, whatever stands there."""
        named = entry.row.source is None
        row = FetchRow(None, entry.url, self.now(), "new", run=self.run)
        if refusal := self._refusals.of(entry.url):
            return _Page(replace(row, outcome="failed", error=told(refusal)), (), False, refusal)
        start = monotonic()
        try:
            came = self.fetcher.get(entry.url, named=named)
        except FetchError as error:
            self._refusals.refused(entry.url, error)
            row = replace(
                row, outcome="failed", seconds=monotonic() - start, status=error.status, error=told(error)
            )
            return _Page(row, error=error)
        self._refusals.answered(entry.url)
        row = replace(row, seconds=monotonic() - start, status=came.status, bytes=len(came.content))
        try:
            return _Page(row, tuple(_documents(came)) if named else (_article(came),))
        except InputError as error:
            return _Page(replace(row, outcome="failed", error=told(error)), error=error)

    def _came(self, entry: _Entry, page: _Page) -> list[Incoming]:
        """Write down that a page was asked for, and return what is to be filed; nothing where it is tried again."""
        if page.asked:
            self.store.fetched(page.row)
        number, tries = entry.row.number, entry.row.tries + 1
        if page.documents:
            *others, last = page.documents
            document, origin = schedule.told_by(entry.told, last) if entry.told else (last, "page")
            document = self._under_its_id(document, entry)
            self._had[entry.row.key] = document.id
            return [*(Incoming(each, "page") for each in others), Incoming(document, origin, number)]
        error = page.error
        again = (
            schedule.page_again(
                page.row.at, tries, status=error.status, wait=error.wait, lasting=error.lasting
            )
            if isinstance(error, FetchError)
            else None  # it came, and is no article: so it will be in an hour
        )
        why = page.row.error or "no article"
        if not page.asked and isinstance(error, FetchError) and error.wait is not None:
            # The host gives pages, only not so many at once: this one was not tried.
            until = schedule.later(page.row.at, max(schedule.LEAST, min(error.wait, schedule.MOST)))
            self.store.wait(number, why, until, tried=False)
        elif again:
            self.store.wait(number, why, again)
        elif entry.told is None:
            self.store.dropped(number, why, at=page.row.at)
        else:
            return [Incoming(entry.told, "feed", number)]
        return []

    def _under_its_id(self, document: Document, entry: _Entry) -> Document:
        """Give an article the id of its feed's address where it is held under that, not yet under its page's own."""
        if entry.told is None or document.id == entry.told.id:
            return document
        held = self.store.held([document.id, entry.told.id])
        return (
            document
            if document.id in held or entry.told.id not in held
            else replace(document, id=entry.told.id)
        )


def _article(came: Fetched) -> Document:
    """Return the article of a page. Raises `InputError` where there is none, or a list of many."""
    articles = [document for document in _documents(came) if document.text]
    if len(articles) != 1:
        raise InputError(came.url, None, "no single article on this page", "look at it in a browser")
    return articles[0]


def _documents(came: Fetched) -> list[Document]:
    """Return what stands at an address. Raises `InputError` where nothing does."""
    from dragoman.sources import found_at
    from dragoman.sources.documents import Shelf
    from dragoman.sources.found import Draft

    shelf = Shelf(None)
    documents: list[Document] = []
    errors: list[InputError] = []
    for found in found_at(came.content, came.final, came.media, came.charset):
        if isinstance(found, InputError):
            errors.append(found)
        elif isinstance(found, Draft) and not shelf.holds(found):
            made = shelf.add(found if found.url else replace(found, url=came.final))
            if isinstance(made, Document):
                documents.append(made)
            else:
                errors.append(made)
    if not documents:
        mend = "look at it in a browser"
        raise (errors or [InputError(came.url, None, "nothing to read at this address", mend)])[0]
    return documents

"""The store: what is put in, and every question that can be asked of it."""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from contextlib import AbstractContextManager, ExitStack, contextmanager, nullcontext
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from sqlalchemy import Engine, func, select
from sqlalchemy.engine import Connection
from sqlalchemy.exc import SQLAlchemyError

from dragoman.errors import QueryError
from dragoman.records import Change, Document, Event, Sentence, Story, Storyline
from dragoman.store import (
    actors,
    adding,
    backing,
    checking,
    databases,
    dealings,
    events,
    filing,
    holding,
    judging,
    lining,
    opening,
    places,
    placing,
    runs,
    searching,
    sources,
    sqlite,
    stories,
)
from dragoman.store import schema as tables
from dragoman.store.checking import Progress
from dragoman.store.codec import fit
from dragoman.store.filtering import meant, standing
from dragoman.store.judgements import Judged
from dragoman.store.periods import By
from dragoman.store.questions import (
    ActorProfile,
    ActorRow,
    Alike,
    Counts,
    DayFrom,
    DyadRow,
    DyadSeries,
    EventQuery,
    EventRow,
    Facets,
    Hit,
    Network,
    Page,
    Places,
    StorylineRow,
    StoryRow,
    Told,
)
from dragoman.store.reading import Kept, Reading
from dragoman.store.rows import (
    Arrival,
    Backlog,
    Coding,
    CodingRow,
    FetchRow,
    Held,
    OldEvent,
    Outcome,
    Outcomes,
    Problem,
    Refused,
    Revision,
    RunRow,
    SourceRow,
    Waiting,
)

LARGEST = 1_000
"""Most rows of a page."""

MOST_PAGES = 10**9
"""Highest number of a page; one that is not there is empty."""

_EVERYTHING = EventQuery()


class Store:
    """Records in a database: put in with `add`, asked for with the rest. Several threads may ask at once.

    Every method raises `StoreError` when the database cannot be read or written, and `QueryError` when it is asked
    what it cannot be asked (page 0, an order there is not).
    """

    def __init__(self, engine: Engine) -> None:
        """Use `Store.open`."""
        self._engine = engine
        self._kept = Kept()
        # In memory there is one connection, and one thread at a time may use it; with a file each has its own.
        memory = engine.dialect.name == "sqlite" and sqlite.in_memory(engine.url)
        self._turn: AbstractContextManager[object] = threading.RLock() if memory else nullcontext()

    @classmethod
    def open(cls, url: str = "sqlite://") -> Self:
        """Open a store, made where there is none yet.

        Args:
            url: ``sqlite:///desk.db`` (a file, relative to the working folder; four strokes for an absolute path), or
                ``sqlite://`` for a store in memory that goes when it is closed.

        Raises:
            StoreError: the file is no store, is of another version, or cannot be read and written.
        """
        return cls(opening.opened(url))

    @property
    def name(self) -> str:
        """What it is called in messages: its file, or its address without passwords."""
        return opening.shown(self._engine.url)

    def close(self) -> None:
        """Let go of the database; a store in memory is gone then."""
        self._engine.dispose()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # ------------------------------------------------------------------------------------------ writing

    def add(
        self,
        documents: Iterable[Document] = (),
        events: Iterable[Event] = (),
        stories: Iterable[Story] = (),
        storylines: Iterable[Storyline] = (),
    ) -> bool:
        """Put records in, all or nothing, and return whether that changed anything.

        What stories and storylines are made of need not be given apart. What is there already as it is given stays;
        what is given with other content under the same id takes its place. Where title or text of a document changed,
        that is a revision, as with `file`, and its earlier events go, since the words they quote are no longer there. A
        document is in one story, the one given last; a story that has lost all its documents to others goes, and so
        does a storyline all of whose stories are in storylines given now.

        Raises:
            StoreError: an event's document is neither there nor given, or the database cannot be written.
        """
        with self._writing() as connection:
            return adding.add(connection, documents, events, list(stories), list(storylines))

    def file(
        self,
        arrivals: Iterable[Arrival],
        *,
        changes: Sequence[Change] = (),
        stories: Sequence[Story] = (),
        gone: Sequence[str] = (),
        storylines: Sequence[Storyline] = (),
        batch: int | None = None,
        coding: Coding | None = None,
        run: int | None = None,
    ) -> Outcomes:
        """File what came in, with its place in stories: all or nothing. Return what became of it.

        A document whose title or text is another than what is held takes its place; what it said before goes to
        `revisions`, its events to `old_events`, and so do events that are no longer coded. Judgements are laid over
        events that are put in.

        Args:
            arrivals: the documents, in the order in which they came.
            changes: what became of stories; those of kind ``repeated`` are passed over.
            stories: those that are new, or have other documents or events now; their documents are there or come.
            gone: ids of stories that are no more.
            storylines: that go on, as `add` takes them.
            batch: the number of the last batch of changes that the caller knew (`batch`).
            coding: with what the events were coded.
            run: number of the run that files it.

        Raises:
            StaleError: another process has filed changes since ``batch``; nothing is written.
            StoreError: an id of a document cannot be looked up (NUL, more than 800 bytes), or the database fails.
        """
        with self._writing() as connection:
            return filing.file(
                connection, list(arrivals), changes, list(stories), gone, storylines, batch, coding, run
            )

    # ---------------------------------------------------------------------------------- runs and codings

    def begin(self, command: str, settings: Mapping[str, Any], *, at: str) -> int:
        """Write down that a command begins, with its settings (as JSON has them), and return the number of the run."""
        with self._writing() as connection:
            return runs.begin(connection, command, settings, at)

    def end(self, run: int, outcome: Outcome, *, at: str, note: str | None = None) -> None:
        """Write down how a run ended."""
        with self._writing() as connection:
            runs.end(connection, run, outcome, at, note)

    def runs(self, limit: int = 20) -> tuple[RunRow, ...]:
        """Return the last runs, the latest first."""
        with self._reading() as reading:
            return runs.last(reading.connection, limit)

    def coding_number(self, coding: Coding, *, at: str | None = None) -> int:
        """Return the number of a coding, which is written down, as first used at a time, where it is new."""
        with self._reading() as reading:
            known = runs.known_coding(reading.connection, coding)
        if known is not None:
            return known
        with self._writing() as connection:
            return runs.coding_number(connection, coding, at)

    def codings(self) -> tuple[CodingRow, ...]:
        """Return what documents were coded with, in order of first use."""
        with self._reading() as reading:
            return runs.all_codings(reading.connection)

    # ----------------------------------------------------------------------------- what is held, to go on

    def batch(self) -> int:
        """Return the number of the last batch of changes of stories, 0 when there was none."""
        with self._reading() as reading:
            return placing.batch(reading.connection)

    def changes(self, after: int = 0) -> Iterator[Change]:
        """Yield the changes of stories in the batches after one, the oldest first."""
        with self._reading() as reading:
            found = list(placing.changes(reading.connection, after))
        yield from found

    def storylines_due(self) -> lining.LinesDue | None:
        """Return what has changed since storylines were found last (`put_storylines`); ``None`` for nothing."""
        with self._reading() as reading:
            return lining.due(reading.connection)

    def stories_between(self, since: str | None, until: str | None, limit: int) -> tuple[Story, ...]:
        """Return whole stories that reach into some days, both inclusive, and those without a day, the newest first."""
        with self._reading() as reading:
            return lining.between(reading, since, until, limit)

    def running_storylines(self, stories: Collection[str], since: str, until: str) -> tuple[Storyline, ...]:
        """Return the storylines that some stories (their ids) are in, and those that reach into some days."""
        with self._reading() as reading:
            return lining.running(reading, stories, since, until)

    def put_storylines(
        self,
        found: Sequence[Storyline],
        *,
        gone: Collection[str] = (),
        batch: int | None = None,
        all: bool = False,
    ) -> None:
        """Put in storylines that were found again, in one transaction.

        Args:
            found: whole; those with the same ids give way to them.
            gone: ids of those that are no more.
            batch: the last batch of changes of stories that they take into account.
            all: whether there are no others than those found.
        """
        with self._writing() as connection:
            if lining.put(connection, found, gone, batch, all):
                adding.touch(connection)

    def held(self, ids: Iterable[str]) -> dict[str, Held]:
        """Return what is held of some documents, by their ids; those that are not there are left out."""
        with self._reading() as reading:
            return holding.held(reading, ids)

    def held_of_days(self, days: Iterable[str]) -> list[Held]:
        """Return what is held of the documents of some days (ISO) that are in a story, by `Held.day` and id."""
        with self._reading() as reading:
            return holding.held_of_days(reading, days)

    def grouped(self, ids: Collection[str]) -> set[str]:
        """Return those of some documents (by their ids) that are in a story."""
        with self._reading() as reading:
            return holding.grouped(reading, ids)

    def uncoded(self, limit: int | None = None) -> tuple[str, ...]:
        """Return ids of documents of which no coding is known, in order of arrival: those put in by `add` too."""
        with self._reading() as reading:
            return holding.uncoded(reading, limit)

    def coded_otherwise(self, coding: Coding | None, since: str | None = None) -> tuple[str, ...]:
        """Return ids of documents whose coding is known and another (``None``: whatever it is), in order of arrival.

        With ``since``, only those of days from it on.
        """
        with self._reading() as reading:
            number = runs.known_coding(reading.connection, coding) if coding else None
            return holding.coded_otherwise(reading, number, since)

    def sentences(self, document: str) -> tuple[Sentence, ...]:
        """Return where the sentences of a document (its id) stand, in order, where they were kept."""
        with self._reading() as reading:
            return holding.sentences_of(reading, document)

    def revisions(self, document: str) -> tuple[Revision, ...]:
        """Return what a document (its id) said before it was changed, the oldest first."""
        with self._reading() as reading:
            return holding.revisions_of(reading, document)

    def old_events(self, document: str) -> tuple[OldEvent, ...]:
        """Return the events of a document (its id) that no longer hold, in the order in which they left."""
        with self._reading() as reading:
            return holding.old_events_of(reading, document)

    # ----------------------------------------------------------------------------- sources and the queue

    def follow(self, wanted: Iterable[sources.Followed]) -> int:
        """Follow sources, and return how many were not followed before."""
        with self._writing() as connection:
            return sources.follow(connection, wanted)

    def unfollow(self, url: str) -> bool:
        """Ask a source no more, and return whether it was followed. What came of it stays, and so does what waits."""
        with self._writing() as connection:
            return sources.unfollow(connection, url)

    def sources(self) -> tuple[SourceRow, ...]:
        """Return the sources that are followed, in the order in which they came."""
        with self._reading() as reading:
            return sources.followed(reading.connection)

    def newest(self) -> dict[int, str]:
        """Return the date of the newest report of each source (its number) that brought one with a date."""
        with self._reading() as reading:
            return sources.newest(reading.connection)

    @contextmanager
    def turn(self, name: str) -> Iterator[bool]:
        """Give whether no other process has the turn of a name (``watch``); it is held until then.

        However a process ends, its turn ends too. A store in memory, which no other process has, always gives it.

        Raises:
            StoreError: the database cannot be asked.
        """
        with ExitStack() as held:
            try:
                ours = held.enter_context(databases.of(self._engine).turn(self._engine, name))
            except (SQLAlchemyError, self._engine.dialect.loaded_dbapi.Error) as error:
                raise opening.failure(self._engine, error) from error
            yield ours

    def fetched(self, fetch: FetchRow) -> int:
        """Write down what came of asking an address, and return how many items were put in the queue.

        The log, the state of the source and its items go together: an ETag is never kept without what came with it.

        Raises:
            StoreError: there is no such source.
        """
        with self._writing(again=True) as connection:
            return sources.fetched(connection, fetch)

    def waiting(self, now: str, limit: int = 500, after: int = 0) -> tuple[Waiting, ...]:
        """Return entries of the queue that are due, in order, of those with a higher number than ``after``."""
        with self._reading() as reading:
            return sources.due(reading.connection, now, limit, after)

    def wait(self, number: int, error: str, until: str, *, tried: bool = True) -> bool:
        """Say that an entry has to wait, and until when; return whether it was still there.

        Args:
            number: of the entry.
            error: why.
            until: when it is due again, UTC.
            tried: whether it was tried in vain, which is counted.
        """
        with self._writing(again=True) as connection:
            return sources.wait(connection, number, error, until, tried)

    def dropped(self, number: int, reason: str, *, at: str) -> bool:
        """Say that an entry can never be a document: it goes to `refused`. Return whether it was still there."""
        with self._writing() as connection:
            return sources.drop(connection, number, reason, at)

    def refused(self, limit: int = 50) -> tuple[Refused, ...]:
        """Return the last entries that will never be documents, the latest first."""
        with self._reading() as reading:
            return sources.refusals(reading.connection, limit)

    def tried(self, limit: int = 50) -> tuple[Waiting, ...]:
        """Return entries of the queue that were tried in vain, those first that were tried most often."""
        with self._reading() as reading:
            return sources.tried(reading.connection, limit)

    def backlog(self) -> Backlog:
        """Return how much waits."""
        with self._reading() as reading:
            return sources.backlog(reading.connection)

    # ---------------------------------------------------------------------------------------- judgements

    def judge(self, judged: Judged) -> int:
        """Keep a judgement, lay it over its event, and return its number.

        Raises:
            StoreError: the document is not there.
        """
        with self._writing() as connection:
            return filing.judge(connection, judged)

    def judgements(self, event: str | None = None, *, document: str | None = None) -> tuple[Judged, ...]:
        """Return the judgements of an event (its id), of the events of a document, or all, in order of arrival."""
        with self._reading() as reading:
            return tuple(judging.of(reading.connection, event, document))

    def rejected(self, documents: Collection[str]) -> tuple[Event, ...]:
        """Return the events of some documents (their ids) that somebody rejected; stories leave them out."""
        with self._reading() as reading:
            return stories.rejected(reading, documents)

    # ------------------------------------------------------------------------------------------ records

    def counts(self) -> Counts:
        """Return how much there is."""
        with self._reading() as reading:
            return reading.kept("counts", lambda: _counts(reading))

    def revision(self) -> int:
        """Return a number that grows with every change."""
        with self._reading() as reading:
            return reading.revision

    def document(self, id: str) -> Document | None:
        """Return a document, or ``None``."""
        with self._reading() as reading:
            return stories.document(reading, id)

    def event(self, id: str) -> Event | None:
        """Return an event, or ``None``."""
        with self._reading() as reading:
            return stories.event(reading, id)

    def event_now(self, id: str) -> Event | None:
        """Return what is coded now from the words of an event that no longer holds (its id); ``None`` for nothing."""
        with self._reading() as reading:
            return stories.event_now(reading, id)

    def events_beginning(self, start: str, limit: int = 5) -> tuple[str, ...]:
        """Return ids of events that begin so, in order, some of them where they are many."""
        with self._reading() as reading:
            return stories.beginning(reading, start, limit)

    def story(self, id: str) -> Story | None:
        """Return the story to which an id leads, be it one in use or one given earlier; else ``None``."""
        with self._reading() as reading:
            return stories.story(reading, id)

    def whole_stories(self, ids: Sequence[str]) -> tuple[Story, ...]:
        """Return stories by their ids, in that order; those that are not there are left out."""
        with self._reading() as reading:
            return stories.whole(reading, ids)

    def storyline(self, id: str) -> Storyline | None:
        """Return a storyline with its stories as they are now, or ``None``."""
        with self._reading() as reading:
            return stories.storyline(reading, id)

    def events_of(self, document: str) -> tuple[Event, ...]:
        """Return the events of a document (its id) in the order of its title and text."""
        with self._reading() as reading:
            return stories.events_of(reading, document)

    def story_of(self, document: str) -> str | None:
        """Return the id of the story that a document (its id) is in, or ``None``."""
        with self._reading() as reading:
            return stories.story_of(reading, document)

    def storylines_of(self, story: str) -> tuple[tuple[str, str], ...]:
        """Return ids and names of the storylines that a story (its id) is in."""
        with self._reading() as reading:
            return stories.storylines_of(reading, story)

    # -------------------------------------------------------------------------------------------- lists

    def stories(
        self, *, since: str | None = None, until: str | None = None, page: int = 1, size: int = 50
    ) -> Page[StoryRow]:
        """Return stories, the newest first, undated ones last; with days given, those that reach into them."""
        _check_page(page, size)
        with self._reading() as reading:
            return stories.listed(reading, since, until, page, size)

    def storylines(self, page: int = 1, size: int = 50) -> Page[StorylineRow]:
        """Return storylines, the newest first, undated ones last."""
        _check_page(page, size)
        with self._reading() as reading:
            return stories.lines_listed(reading, page, size)

    def latest_stories(
        self, days: int = 1, limit: int = 200, *, until: str | None = None
    ) -> tuple[Story, ...]:
        """Return whole stories for a front page: those that reach into the last days that have reports.

        Args:
            days: how many days, counted back from the last one that has a report.
            limit: most stories, the newest and largest first.
            until: the last day to look at (ISO). Without it, and with nothing dated, undated stories are returned.
        """
        with self._reading() as reading:
            return stories.latest(reading, days, limit, until)

    def events(
        self, query: EventQuery = _EVERYTHING, *, sort: str = "-date", page: int = 1, size: int = 50
    ) -> Page[EventRow]:
        """Return events.

        Args:
            query: which ones.
            sort: ``-date`` (the latest day first), ``date``, or one of `dragoman.store.events.ORDERS`.
            page: from 1.
            size: rows of a page, at most `LARGEST`.
        """
        _check_page(page, size)
        with self._reading() as reading:
            return events.page(reading, query, sort, page, size)

    def every_event(self, query: EventQuery = _EVERYTHING, *, sort: str = "-date") -> Iterator[EventRow]:
        """Yield all events of a query that are there when it is asked; they are fetched by and by."""
        with self._reading() as reading:
            wanted = events.numbers(reading, query, sort)
        for start in range(0, len(wanted), LARGEST):
            with self._reading() as reading:
                rows = tuple(events.numbered(reading, wanted[start : start + LARGEST]))
            yield from rows

    def told(self, query: EventQuery = _EVERYTHING, *, texts: bool = False) -> Iterator[Told]:
        """Yield all events of a query with their reports, by day and id, those without a day last.

        It is as with `every_event`: what is there when it is asked, fetched by and by.

        Args:
            query: which events.
            texts: whether the reports have their texts, which are most of what is in a store.
        """
        with self._reading() as reading:
            wanted = events.through_time(reading, query)
        for start in range(0, len(wanted), LARGEST):
            with self._reading() as reading:
                rows = tuple(events.told(reading, wanted[start : start + LARGEST], texts))
            yield from rows

    def alike(self, query: EventQuery = _EVERYTHING, day: DayFrom = "event") -> list[Alike]:
        """Return how many events of a query are alike in what a course through time is counted by.

        Args:
            query: which events.
            day: whether by their own day, where they have one, or always by that of publication.
        """
        with self._reading() as reading:
            return events.alike(reading, query, day)

    def facets(self, query: EventQuery = _EVERYTHING) -> Facets:
        """Return how many events of a query have which type, status, quad class, actor and recipient."""
        with self._reading() as reading:
            return events.facets(reading, query)

    # ------------------------------------------------------------------------------------------ parties

    def actors(self, page: int = 1, size: int = 50, find: str | None = None) -> Page[ActorRow]:
        """Return states, persons and bodies, the busiest first; with ``find``, those with it in code or name."""
        _check_page(page, size)
        with self._reading() as reading:
            return actors.listed(reading, find, page, size)

    def actor(self, key: str) -> ActorProfile | None:
        """Return what is known of an actor: a country code, code and sector, or a name; ``None`` without events."""
        with self._reading() as reading:
            return actors.profile(reading, key)

    def dyads(self, page: int = 1, size: int = 50) -> Page[DyadRow]:
        """Return who acts on whom, the busiest first: events that happened or go on."""
        _check_page(page, size)
        with self._reading() as reading:
            return dealings.listed(reading, page, size)

    def meant(self, key: str) -> tuple[tuple[str, str | None] | None, set[str]]:
        """Return the code and the sector that a party's key means; ``None`` and the names, where it means those."""
        with self._reading() as reading:
            return meant(fit(key), reading)

    def dyad(self, a: str, b: str, *, by: By = "month") -> DyadSeries:
        """Return what two parties did to each other through time: events that happened or go on."""
        with self._reading() as reading:
            return dealings.dyad(reading, a, b, by)

    def between(self, a: str, b: str, *, size: int = 20) -> tuple[EventRow, ...]:
        """Return the last events, of any status, in which one of two parties acts on the other."""
        _check_page(1, size)
        with self._reading() as reading:
            return dealings.between(reading, a, b, size)

    def network(self, query: EventQuery = _EVERYTHING, *, most: int = 60) -> Network:
        """Return who deals with whom in the events of a query: the ``most`` busiest, and the links between them."""
        with self._reading() as reading:
            return dealings.network(reading, query, most)

    def places(self, query: EventQuery = _EVERYTHING) -> Places:
        """Return where the events of a query were."""
        with self._reading() as reading:
            return places.places(reading, query)

    def search(self, words: str, *, page: int = 1, size: int = 20) -> Page[Hit]:
        """Return documents with words in title, text, publisher or the names of their events' parties, the best first.

        Args:
            words: words that must all be there, ``"words side by side"``, ``-without``; ``title:``, ``text:`` and
                ``publisher:`` say where a word must stand; ``actor:``, ``recipient:``, ``about:``, ``type:``,
                ``status:``, ``place:`` and ``speaker:`` ask for an event in the document, ``since:`` and ``until:``
                for its day of publication. Any other sign is a blank; nothing to look for finds nothing.
            page: from 1.
            size: rows of a page, at most `LARGEST`.

        Raises:
            QueryError: the search is too long, or a day is none.
        """
        _check_page(page, size)
        with self._reading() as reading:
            return searching.search(reading, words, page, size)

    # ------------------------------------------------------------------------------------------ keeping

    def backup(self, file: Path, *, force: bool = False) -> None:
        """Write a copy of the whole store, as it is at this moment, to a file; others may write meanwhile.

        Of SQLite that is a store of its own; of PostgreSQL what ``pg_restore`` reads (docs/store.md). The file is there
        when it is whole, or not at all.

        Args:
            file: where to; its folder must be there.
            force: whether a file that is there is replaced.

        Raises:
            StoreError: the file is there, or it cannot be written; pg_dump is not there.
        """
        try:
            with self._turn:
                backing.backup(self._engine, file, force=force)
        except SQLAlchemyError as error:
            raise opening.failure(self._engine, error) from error

    def check(self, progress: Progress | None = None) -> list[Problem]:
        """Return what is not as it should be: quotes and offsets, what belongs to nothing, hashes, counts, the search.

        It looks at one state of the store while others write, at some hundred documents at a time; ``progress`` is told
        how many documents and stories it has looked at, and how many there are.
        """
        try:
            with self._turn:
                found = list(checking.damage(self._engine))
        except SQLAlchemyError as error:
            raise opening.failure(self._engine, error) from error
        with self._reading() as reading:
            return found + list(checking.check(reading.connection, progress))

    # ------------------------------------------------------------------------------------------- inside

    @contextmanager
    def _reading(self) -> Iterator[Reading]:
        try:
            with self._turn, self._engine.connect() as connection, connection.begin():
                revision = connection.scalar(
                    select(tables.meta.c.value).where(tables.meta.c.name == "revision")
                )
                yield Reading(connection, revision or 0, self._kept)
        except SQLAlchemyError as error:
            raise opening.failure(self._engine, error) from error

    @contextmanager
    def _writing(self, *, again: bool = False) -> Iterator[Connection]:
        """Begin to write; ``again`` says that what is written would be done again if a power cut took it."""
        try:
            with (
                self._turn,
                self._engine.connect().execution_options(writing=True, again=again) as connection,
                connection.begin(),
            ):
                yield connection
        except SQLAlchemyError as error:
            raise opening.failure(self._engine, error) from error


def _counts(reading: Reading) -> Counts:
    documents, events, stories, storylines = (
        reading.connection.scalar(select(func.count()).select_from(table)) or 0
        for table in (tables.documents, tables.events, tables.stories, tables.storylines)
    )
    if rejected := standing(tables.events.c.number, reading):
        count = select(func.count()).select_from(tables.events).where(*rejected)
        events = reading.connection.scalar(count) or 0
    day = tables.documents.c.day
    first, last = reading.connection.execute(select(func.min(day), func.max(day))).one()
    return Counts(documents, events, stories, storylines, first, last)


def _check_page(page: int, size: int) -> None:
    if not 1 <= page <= MOST_PAGES or not 1 <= size <= LARGEST:
        raise QueryError(f"page {page} of {size} rows (pages count from 1 and have 1 to {LARGEST:,} rows)")

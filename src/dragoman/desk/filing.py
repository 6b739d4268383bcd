"""Filing what comes in: read for events, placed in a story, and put into the store, whole or not at all."""

from __future__ import annotations

import datetime as dt
from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import BrokenExecutor, Executor
from dataclasses import astuple, dataclass, replace
from functools import cache
from itertools import chain, islice
from typing import TYPE_CHECKING, TypeVar

from dragoman.desk.merging import merged
from dragoman.desk.schedule import stamp
from dragoman.errors import DragomanError, StaleError
from dragoman.records import Document, Event, Parser, Sentence
from dragoman.store.rows import Arrival, Coding, Held, Origin, Outcomes

if TYPE_CHECKING:
    from dragoman.ontology.lexicon import Paths
    from dragoman.store import Store
    from dragoman.stories.window import Filed, Window

T = TypeVar("T")

BATCH = 200
"""Documents of a transaction: as much work is lost when a process is killed, and done again."""

NO_DAY = "0001-01-01"
"""The day by which documents are grouped of which the store knows neither day of publication nor of arrival."""


@dataclass(frozen=True, slots=True)
class Incoming:
    """A document that comes in: how it came, and the entry of the queue that waits for it."""

    document: Document
    origin: Origin = "file"
    waiting: int | None = None


@dataclass(frozen=True, slots=True)
class Read:
    """A document that came in and what was coded in it; ``events`` is ``None`` where it was not to be, or could not.

    Attributes:
        incoming: as it came.
        document: as it is to be held.
        events: in the order of its text.
        error: why it could not be coded.
        same: whether it was held just so when it came.
    """

    incoming: Incoming
    document: Document
    events: tuple[Event, ...] | None
    error: str | None = None
    same: bool = False


@dataclass(frozen=True, slots=True)
class _Wanted:
    """A document before it is coded: as it came, as it is to be held, whether to code it, and whether it is held so."""

    incoming: Incoming
    document: Document
    code: bool
    same: bool

    def read(self, events: tuple[Event, ...] | None = None, error: str | None = None) -> Read:
        """Return it with what was coded."""
        return Read(self.incoming, self.document, events, error, self.same)


class Desk:
    """Files documents in a store, read in one way.

    Several may work on one store at once, in any processes: what another has filed in between is taken into account.

    Args:
        store: where the record is kept.
        parser, lexicon, min_confidence: as in `dragoman.code`.
        code: whether documents are read for events and placed in stories; if not, they are only kept.
        sentences: whether it is kept where the sentences stand; it takes as long again.
        now: the clock.
    """

    def __init__(
        self,
        store: Store,
        *,
        parser: Parser = "accurate",
        lexicon: Paths = (),
        min_confidence: float = 0.0,
        code: bool = True,
        sentences: bool = False,
        now: Callable[[], dt.datetime] = lambda: dt.datetime.now(dt.UTC),
    ) -> None:
        self.store = store
        self.parser: Parser = parser
        self.lexicon = lexicon
        self.min_confidence = min_confidence
        self.code = code
        self.sentences = sentences
        self.now = now
        self._window: Window | None = None

    def coding(self) -> Coding:
        """Return what documents are coded with."""
        from dragoman.coding.coder import version
        from dragoman.ontology.lexicon import load

        words = load(self.lexicon)
        made_by = version(self.parser, words)
        return Coding(
            made_by.code, made_by.lexicon, made_by.model, self.parser, words.own or None, self.min_confidence
        )

    def file(
        self,
        incoming: Iterable[Incoming],
        *,
        run: int | None = None,
        executor: Executor | None = None,
        progress: Callable[[int], object] = lambda done: None,
        follow: bool = True,
    ) -> Outcomes:
        """File documents in batches, each in one transaction: documents, events and their places in stories.

        What is held already as it comes stays as it is and is not read again. A document that cannot be coded is kept
        with the error, and `recode` tries it again.

        Args:
            incoming: in any order; where they span many days, it is faster in order of date.
            run: the number of the run in the store.
            executor: codes on several cores (`dragoman.code`).
            progress: told how many documents are done, after each.
            follow: whether storylines are found again at the end; else `follow` does so later.

        Raises:
            StoreError: the store cannot be written; what was filed before stays.
        """
        return self._filed(self._read(incoming, executor, anew=False), run, progress, follow)

    def refile(
        self,
        ids: Iterable[str],
        *,
        run: int | None = None,
        executor: Executor | None = None,
        progress: Callable[[int], object] = lambda done: None,
        follow: bool = True,
    ) -> Outcomes:
        """Code documents of the store again, by their ids, and file them; ids that are not there are passed over.

        Args:
            ids, run, executor, progress: as with `file`.
            follow: whether storylines are found again at the end; else `follow` does so later.
        """
        held = (each for some in _chunks(ids) for each in self.store.held(some).values())
        return self._filed(self.reread(held, executor), run, progress, follow)

    def reread(self, held: Iterable[Held], executor: Executor | None = None) -> Iterator[Read]:
        """Code documents of the store again, and file nothing."""
        return self._read((Incoming(each.document, each.origin) for each in held), executor, anew=True)

    def follow(self) -> None:
        """Find storylines again where stories have changed."""
        from dragoman.desk.following import renew

        renew(self.store, self.parser)

    # ------------------------------------------------------------------------------------ coding

    def _read(self, incoming: Iterable[Incoming], executor: Executor | None, *, anew: bool) -> Iterator[Read]:
        """Yield what came in, in its order, coded where that is needed."""
        order: deque[_Wanted] = deque()

        def to_code(again: Sequence[_Wanted] = ()) -> Iterator[Document]:
            for each in again:
                order.append(each)
                if each.code:
                    yield each.document
            for each in wanted:
                order.append(each)
                if each.code:
                    yield each.document

        wanted = self._wanted(incoming, anew)
        coding = self._coded(to_code(), executor)
        while True:
            try:
                events = next(coding, None)
            except (BrokenExecutor, DragomanError):
                raise
            except Exception:
                # One document cannot be coded: find out which, note it, and go on behind it.
                yield from self._one_by_one(order)
                again = list(order)
                order.clear()
                coding = self._coded(to_code(again), executor)
                continue
            while order and not order[0].code:
                yield order.popleft().read()
            if events is None:
                return
            yield order.popleft().read(events)

    def _one_by_one(self, order: deque[_Wanted]) -> Iterator[Read]:
        """Code what is in hand alone, until one fails."""
        while order:
            each = order.popleft()
            if not each.code:
                yield each.read()
                continue
            try:
                yield each.read(next(self._coded([each.document], None)))
            except Exception as error:
                yield each.read(error=f"{type(error).__name__}: {error}"[:500])
                return

    def _coded(self, documents: Iterable[Document], executor: Executor | None) -> Iterator[tuple[Event, ...]]:
        rest = iter(documents)
        first = next(rest, None)
        if first is None:
            return  # and the language model stays on the disk
        from dragoman.coding import stream

        yield from stream(
            chain([first], rest),
            parser=self.parser,
            lexicon=self.lexicon,
            min_confidence=self.min_confidence,
            executor=executor,
        )

    def _wanted(self, incoming: Iterable[Incoming], anew: bool) -> Iterator[_Wanted]:
        """Yield what came in, the document as it is to be held, and whether it must be coded."""
        for some in _chunks(incoming):
            held = self.store.held([each.document.id for each in some])
            for each in some:
                known = held.get(each.document.id)
                document = merged(known, each.document, each.origin) if known else each.document
                same = known is not None and known.document == document
                coded = same and known is not None and known.coding is not None
                yield _Wanted(each, document, self.code and (anew or not coded), same)

    # ------------------------------------------------------------------------------------ filing

    def _filed(
        self,
        read: Iterator[Read],
        run: int | None,
        progress: Callable[[int], object],
        follow: bool = True,
    ) -> Outcomes:
        total = Outcomes()
        # To say what it is coded with, the language is loaded: not where nothing is coded.
        coding = cache(self.coding)
        batch: dict[str, Read] = {}
        for n, each in enumerate(read, 1):
            if each.document.id in batch or len(batch) == BATCH:
                total = _sum(total, self._put(batch, coding, run))
                batch = {}
            batch[each.document.id] = each
            progress(n)
        total = _sum(total, self._put(batch, coding, run))
        if self.code and follow:
            self.follow()
        return total

    def _put(self, batch: dict[str, Read], coding: Callable[[], Coding], run: int | None) -> Outcomes:
        """File a batch in one transaction; anew where another process has filed in between."""
        if not batch:
            return Outcomes()
        seen = stamp(self.now())
        arrivals = [self._arrival(each, seen) for each in batch.values()]
        while True:
            held = self.store.held(list(batch))
            # What came as it was held may have been changed since by another process: then that holds.
            arrivals = [
                replace(one, document=now.document)
                if each.same and each.events is None and (now := held.get(one.document.id))
                else one
                for one, each in zip(arrivals, batch.values(), strict=True)
            ]
            if all(_is_there(held.get(id), each) for id, each in batch.items()):
                return self.store.file(arrivals, run=run)  # only counted, and when they were seen
            try:
                return self._file(arrivals, coding, run)
            except StaleError:
                self._window = None
            except BaseException:
                self._window = None
                raise

    def _file(self, arrivals: Sequence[Arrival], coding: Callable[[], Coding], run: int | None) -> Outcomes:
        if not self.code:
            return self.store.file(arrivals, run=run)
        window = self._window = self._window or self._at_hand()
        before = window.batch
        placed = window.place(_to_place(arrivals))
        return self.store.file(
            arrivals,
            changes=placed.changes,
            stories=placed.stories,
            gone=placed.gone,
            batch=before,
            coding=coding(),
            run=run,
        )

    def _arrival(self, read: Read, seen: str) -> Arrival:
        from dragoman.language import sentences
        from dragoman.sources.documents import canonical_url

        document, incoming = read.document, read.incoming
        stand: tuple[Sentence, ...] = ()
        if self.sentences and read.events is not None:
            stand = sentences(document, self.parser)
        address = canonical_url(document.url) if document.url else None
        return Arrival(
            document, read.events, seen, incoming.origin, read.error, incoming.waiting, stand, address
        )

    def _at_hand(self) -> Window:
        from dragoman.stories.window import Window

        return Window(_Records(self.store), self.store.changes(), self.parser)


class _Records:
    """A store as a `Window` asks it."""

    def __init__(self, store: Store) -> None:
        self._store = store

    def of_days(self, days: Sequence[str]) -> Iterable[Filed]:
        """Return the grouped documents of some days."""
        return map(_as_filed, self._store.held_of_days(days))

    def of_ids(self, ids: Sequence[str]) -> Iterable[Filed]:
        """Return some documents."""
        return map(_as_filed, self._store.held(ids).values())


def _as_filed(held: Held) -> Filed:
    from dragoman.stories.window import Filed

    return Filed(held.document, held.events, held.day or NO_DAY)


def _to_place(arrivals: Iterable[Arrival]) -> Iterator[Filed]:
    from dragoman.stories.window import Filed

    for each in arrivals:
        if each.events is not None:
            yield Filed(each.document, each.events, (each.document.published or each.seen)[:10])


def _is_there(held: Held | None, read: Read) -> bool:
    """Whether nothing is to be filed of a document: it is held as it is, and nothing waits for it."""
    if held is None or read.events is not None or read.error or read.incoming.waiting is not None:
        return False
    return held.document == read.document


def _sum(one: Outcomes, other: Outcomes) -> Outcomes:
    return Outcomes(*(a + b for a, b in zip(astuple(one), astuple(other), strict=True)))


def _chunks(values: Iterable[T]) -> Iterator[list[T]]:
    rest = iter(values)
    while some := list(islice(rest, BATCH)):
        yield some

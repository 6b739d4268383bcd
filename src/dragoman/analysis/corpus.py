"""A corpus, wherever it is: a store, the folder of a bulk run, a Parquet file, inputs to be read, or lists in memory.

::

    with open_corpus("desk.db") as corpus:
        for row in corpus.rows(EventQuery(actor="NOR")):
            ...

All give the same rows for the same records, in the same order, and a query means the same in each.
"""

from __future__ import annotations

import os
from abc import ABC, abstractmethod
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias, cast

from dragoman.errors import InputError
from dragoman.exports.rows import Row
from dragoman.records import Document, Event, Parser, Record, Story
from dragoman.store.questions import Alike, DayFrom, EventQuery

if TYPE_CHECKING:
    from concurrent.futures import Executor

    import pyarrow as pa

    from dragoman.analysis.matching import IsParty
    from dragoman.ontology.lexicon import Paths
    from dragoman.sources import Input, Inputs
    from dragoman.sources.following import Fetches
    from dragoman.store import Store

    Source: TypeAlias = Store | Inputs | Iterable[Record]

EVERYTHING = EventQuery()

TABLE = 50_000
"""Rows of a table of Arrow."""

_STORES = ("sqlite:", "postgresql:", "postgresql+psycopg:")
_SQLITE, _PARQUET = b"SQLite format 3\x00", b"PAR1"


class Corpus(ABC):
    """Events with the reports that tell them.

    Attributes:
        has_texts: whether the texts of the reports are at hand.
    """

    has_texts = True

    @abstractmethod
    def rows(
        self, query: EventQuery = EVERYTHING, *, texts: bool = False, happenings: bool = False
    ) -> Iterator[Row]:
        """Yield the events of a query by day and id, those without a day last; they are had by and by.

        Args:
            query: which events.
            texts: whether their documents have the texts, where these are at hand.
            happenings: whether to say what other reports tell of the same deed; inputs and lists are grouped for it.

        Raises:
            QueryError: the query asks what cannot be asked (a day that is none).
        """

    @abstractmethod
    def document(self, id: str) -> Document | None:
        """Return a document."""

    @abstractmethod
    def stories(self) -> Iterator[Story]:
        """Yield the stories by first day and id, undated ones last; inputs and lists are grouped for it."""

    def alike(self, query: EventQuery = EVERYTHING, day: DayFrom = "event") -> Iterable[Alike]:
        """Yield how many events of a query are alike in what a course through time is counted by.

        Args:
            query: which events.
            day: whether by their own day, where they have one, or always by that of publication.
        """
        return (alike_of(row, day) for row in self.rows(query))

    @abstractmethod
    def covers(self) -> tuple[str | None, str | None]:
        """Return the first and the last day of publication; ``None`` where no report has one."""

    @abstractmethod
    def meant(self, key: str) -> IsParty:
        """Return what says whether a party is meant by a key, written as in a query: ``FRA``, ``FRA:GOV``, a name."""

    def tables(self, query: EventQuery = EVERYTHING, *, happenings: bool = False) -> Iterator[pa.Table]:
        """Yield the rows of a query as tables of Arrow (`dragoman.exports.arrow.rows_schema`)."""
        from dragoman.exports.arrow import rows_table

        rows = self.rows(query, happenings=happenings)
        while some := list(islice(rows, TABLE)):
            yield rows_table(some)


def alike_of(row: Row, day: DayFrom) -> Alike:
    """Return an event as one of its like (`Corpus.alike`)."""
    event = row.event
    own = day == "event"
    precision = event.date.precision if own and event.date and row.day_from == "event" else None
    when = row.day if own else (row.document.published or "")[:10] or None
    return Alike(when, precision, event.status, event.quad, event.cameo, event.intensity, 1)


@contextmanager
def open_corpus(
    source: Source,
    *,
    parser: Parser = "accurate",
    lexicon: Paths = (),
    published: str | None = None,
    on_error: Callable[[InputError], None] | None = None,
    fetcher: Fetches | None = None,
    executor: Executor | None = None,
) -> Iterator[Corpus]:
    """Open a corpus.

    Args:
        source: a store, its file or its address (``desk.db``, ``postgresql://…``); a folder that ``dragoman bulk``
            made; a Parquet file of events, or a folder of them; what `dragoman.read` takes, which is read and coded;
            or documents, events or stories in memory. Documents without any events beside them are coded; an event
            without its document has a bare one, with the id alone.
        parser, lexicon, executor: how documents are coded (`dragoman.code`).
        published, on_error, fetcher: how inputs are read (`dragoman.read`).

    Raises:
        InputError: the source is nothing of these, or is damaged; nothing could be read.
        StoreError: the store cannot be opened.
    """
    from dragoman.store import Store

    if isinstance(source, Store):
        from dragoman.analysis.stored import Stored

        yield Stored(source)
        return
    records, inputs = _sorted_out(source)
    if len(inputs) == 1 and isinstance(inputs[0], str | os.PathLike):
        name = os.fspath(inputs[0])
        if address := _store_at(name):
            from dragoman.analysis.stored import Stored

            with Store.open(address) as store:
                yield Stored(store)
            return
        if found := _dataset_at(Path(name)):
            from dragoman.analysis.dataset import Dataset

            yield Dataset(*found)
            return
    from dragoman.analysis.held import Held

    if inputs:
        from dragoman.sources import iter_documents

        records = list(iter_documents(inputs, published=published, on_error=on_error, fetcher=fetcher))
    yield Held(records, parser=parser, lexicon=lexicon, executor=executor)


def is_corpus(name: str) -> bool:
    """Whether a name is that of a store, the folder of a bulk run, or Parquet with events: no reports to be coded.

    Raises `InputError` for one that is not whole.
    """
    return bool(_store_at(name) or _dataset_at(Path(name)))


def _sorted_out(source: Source) -> tuple[list[Document | Event | Story], list[Input]]:
    """Return the records, or the inputs, that a source consists of."""
    if isinstance(source, str | os.PathLike) or hasattr(source, "read"):
        return [], [cast("Input", source)]
    items = list(cast("Iterable[object]", source))
    records = [item for item in items if isinstance(item, Document | Event | Story)]
    if records and len(records) < len(items):
        raise TypeError("give either documents, events and stories, or inputs to be read, not both at once")
    return records, [] if records else cast("list[Input]", items)


def _store_at(name: str) -> str | None:
    """Return the address of a store where it is one."""
    if name.startswith(_STORES):
        file = name.removeprefix("sqlite:///")
        if file != name and file != ":memory:" and not os.path.exists(file):
            raise InputError(name, None, "there is no such store", "check the name of the file")
        return name
    return f"sqlite:///{name}" if _begins(Path(name), _SQLITE) else None


def _dataset_at(path: Path) -> tuple[Path, Path | None, Path | None] | None:
    """Return where events, documents and stories are in Parquet, if they are."""
    from dragoman.bulk.layout import Layout
    from dragoman.bulk.publishing import ASSEMBLED

    layout = Layout(path)
    if layout.settings.exists():
        events, documents, stories = map(layout.dataset, ("events", "documents", "stories"))
        if not (layout.out / ASSEMBLED).exists():
            mend = f"run: dragoman bulk … -o {path}, until it says that all is done"
            raise InputError(str(path), None, "the folder of a bulk run that is not done", mend)
        return events, documents, stories
    files = [path] if path.is_file() else sorted(path.rglob("*.parquet"))
    return (path, None, None) if files and _has_events(files[0]) else None


def _has_events(file: Path) -> bool:
    """Whether a file is Parquet with events, and not with documents to be read."""
    if not _begins(file, _PARQUET):
        return False
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError:  # who reads documents in Parquet says what is missing
        return False
    try:
        return {"document", "evidence"} <= set(pq.read_schema(file).names)
    except (pa.ArrowException, OSError):
        return False


def _begins(file: Path, magic: bytes) -> bool:
    try:
        with file.open("rb") as opened:
            return opened.read(len(magic)) == magic
    except (OSError, ValueError):  # an address, a folder, a name that cannot be one
        return False

"""The first stage: one shard, read once and coded, by one worker, anywhere.

A shard is written in chunks, each a folder that is put in place whole with its marker: what is broken off is gone on
with, and a worker holds one chunk, however large the shard is.
"""

from __future__ import annotations

import datetime as dt
import hashlib
import json
import os
import threading
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.bulk.layout import MARKER, Layout, aside
from dragoman.bulk.reading import Reading
from dragoman.bulk.shards import Shard
from dragoman.errors import DragomanError, InputError
from dragoman.records import Document, Event, Parser, Version

if TYPE_CHECKING:
    import pyarrow as pa

    from dragoman.ontology.lexicon import Lexicon
    from dragoman.sources.found import Found

CHUNK, CHUNK_SIZE = 1_000, 8 << 20
"""Documents of a chunk, or their characters where they are long: minutes of work, lost when a worker is killed."""

BATCH = 100_000
"""Characters that are coded at once; after each it is asked whether to stop."""

TOLD = 20
"""Problems of a chunk that are told; the others are counted."""

BEAT = 2.0
"""Seconds between two words of a worker on how far it is."""

_ALONE = threading.Lock()
"""Where the workers of a cluster are threads, those of one process take turns: a process codes on one core."""


class OtherVersionError(DragomanError):
    """A worker would code otherwise than the corpus is coded; the message says how, and the mend."""


@dataclass(frozen=True, slots=True)
class Job:
    """What a worker is to do.

    Attributes:
        out: the folder of the corpus, which all workers see.
        shard: what is read.
        parser, min_confidence: as in `dragoman.code`.
        published: as in `dragoman.read`.
        words: an analyst's own lexicon; ``None``: the packaged one.
        allow_private: as in `dragoman.fetching.Fetcher`.
        version: what the corpus is coded with; ``None``: whatever the worker has.
    """

    out: str
    shard: Shard
    parser: Parser
    min_confidence: float
    published: str | None
    words: Lexicon | None
    allow_private: bool
    version: Version | None = None


@dataclass(frozen=True, slots=True)
class Coded:
    """What became of a shard.

    Attributes:
        finished: whether all of it is done; else it was to stop.
        chunks: markers of the chunks that were written.
    """

    finished: bool
    chunks: tuple[dict[str, Any], ...]


def code_shard(job: Job) -> Coded:
    """Read and code a shard from where it was left. It may be done twice, even by two at once.

    Raises:
        OSError: the corpus cannot be written.
        OtherVersionError: this worker has another version than the corpus is coded with.
    """
    from dragoman.coding.coder import version

    with _ALONE:
        own = version(job.parser, job.words)
        if job.version not in (None, own):
            was, is_ = (" ".join(asdict(one).values()) for one in (job.version, own) if one)
            raise OtherVersionError(
                f"a worker has another version ({is_}) than the corpus is coded with ({was}): install the same on all "
                "machines, start the workers anew, and give the command again"
            )
        return _code(Layout(job.out), job)


def _code(layout: Layout, job: Job) -> Coded:
    shard = job.shard
    before = layout.chunks(shard.name)
    if before and before[-1]["last"]:
        return Coded(True, ())
    read: int = before[-1]["read"] if before else 0
    reading = Reading(shard, allow_private=job.allow_private)
    coming = iter(reading)
    for _ in range(read):
        next(coming, None)
    written, last = list[dict[str, Any]](), False
    done = sum(marker["documents"] for marker in before)
    with _heart(layout, shard, done) as beat:
        while not last and not layout.stop.exists():
            chunk = _Chunk(job)
            last = chunk.fill(coming, partial(_tell, beat, done, reading), layout.stop)
            done += chunk.documents
            if last or chunk.taken:
                read += chunk.taken
                written.append(chunk.write(layout, len(before) + len(written), read, last=last))
    return Coded(last, tuple(written))


def _tell(beat: Callable[[int, int], None], before: int, reading: Reading, now: int) -> None:
    beat(before + now, reading.position)


class _Chunk:
    """Documents and events until they are written, as columns: they take a tenth of the room of the records."""

    def __init__(self, job: Job) -> None:
        self.documents = self.taken = 0
        self._job = job
        self._began = time.monotonic()
        self._size = self._declined = self._problems = 0
        self._told = list[str]()
        self._days = dict[str, int]()
        self._tables: dict[str, list[pa.Table]] = {"documents": [], "events": []}

    def fill(self, coming: Iterator[Found], beat: Callable[[int], object], stop: Path) -> bool:
        """Take what comes until there is enough or it is to stop; return whether there is no more."""
        while self.documents < CHUNK and self._size < CHUNK_SIZE and not stop.exists():
            batch, size, last = list[Document](), 0, True
            for found in coming:
                self.taken += 1
                if (document := self._document(found)) is not None:
                    batch.append(document)
                    size += len(document.title or "") + len(document.text or "")
                if size >= BATCH or self.documents + len(batch) >= CHUNK:
                    last = False
                    break
            if batch:
                self._code(batch)
                self._size += size
            beat(self.documents)
            if last:
                return True
        return False

    def _document(self, found: Found) -> Document | None:
        from dragoman.sources.documents import Shelf

        # Each has a shelf of its own: which of several with one id counts is told when all shards are put together.
        document = Shelf(self._job.published).add(found)
        if isinstance(document, InputError):
            self._problem(document)
            return None
        return document

    def _problem(self, error: InputError) -> None:
        self._problems += 1
        if len(self._told) < TOLD:
            self._told.append(str(error))

    def _code(self, documents: Sequence[Document]) -> None:
        from dragoman.exports.arrow import documents_table, events_table
        from dragoman.language import declined

        least = self._job.min_confidence
        coded = [[e for e in events if (e.confidence or 0) >= least] for events in self._events(documents)]
        days = [document.day.isoformat() if document.day else None for document in documents]
        of_events = [day for day, events in zip(days, coded, strict=True) for _ in events]
        table = events_table(event for events in coded for event in events)
        self._tables["documents"].append(documents_table(documents, days))
        self._tables["events"].append(table.append_column("day", _dates(of_events)))
        for day in days:
            self._days[day or ""] = self._days.get(day or "", 0) + 1
        self.documents += len(documents)
        self._declined += sum(declined(document) is not None for document in documents)

    def _events(self, documents: Sequence[Document]) -> Iterator[Sequence[Event]]:
        """Yield the events of each document; one that cannot be coded is told, and has none."""
        from dragoman.coding.coder import stream

        try:
            yield from list(stream(documents, self._job.parser, self._job.words))
        except DragomanError:
            raise
        except Exception as error:
            if len(documents) > 1:
                for document in documents:
                    yield from self._events([document])
                return
            problem = f"it cannot be coded: {type(error).__name__}: {error}"[:300]
            self._problem(InputError(documents[0].id, None, problem, "it is kept without events"))
            yield ()

    def write(self, layout: Layout, number: int, read: int, *, last: bool) -> dict[str, Any]:
        """Put the chunk in place and return its marker."""
        from dragoman.coding.coder import version

        job, shard = self._job, self._job.shard
        with aside(layout.chunk(shard.name, number)) as place:
            place.mkdir()
            events = _written(self._tables["events"], "document", place / "events.parquet")
            _written(self._tables["documents"], "id", place / "documents.parquet")
            marker = {
                "shard": shard.name,
                "input": shard.input,
                "files": [(_named(path), size, changed) for path, size, changed in shard.files],
                "bytes": [shard.start, shard.end],
                "read": read,
                "last": last,
                "documents": self.documents,
                "events": events,
                "declined": self._declined,
                "problems": self._problems,
                "told": self._told,
                "days": dict(sorted(self._days.items())),
                "version": asdict(version(job.parser, job.words)),
                "seconds": round(time.monotonic() - self._began, 1),
                "memory": held(),
                "hash": {file.name: _hash(file) for file in sorted(place.iterdir())},
            }
            (place / MARKER).write_text(json.dumps(marker, ensure_ascii=False, indent=1), encoding="utf-8")
        return marker


def _named(path: str) -> str:
    """A file by its path; an address without the password in it."""
    from dragoman.sources.addresses import is_address, shown

    return shown(path) if is_address(path) else path


def held() -> int:
    """Return the bytes of memory that this process holds; 0 where the system does not tell."""
    try:
        pages = int(Path("/proc/self/statm").read_text().split()[1])
    except (OSError, ValueError, IndexError):
        return 0
    return pages * os.sysconf("SC_PAGE_SIZE")


@contextmanager
def _heart(layout: Layout, shard: Shard, done: int) -> Iterator[Callable[[int, int], None]]:
    """Give what tells now and then how many documents and bytes of a shard are done."""
    file, last = layout.working / f"{shard.name}.json", -BEAT

    def beat(documents: int, position: int) -> None:
        nonlocal last
        if time.monotonic() - last >= BEAT:
            last = time.monotonic()
            told = {
                "shard": shard.name,
                "documents": documents,
                "bytes": position,
                "memory": held(),
                "process": os.getpid(),
            }
            with aside(file) as place:
                place.write_text(json.dumps(told), encoding="utf-8")

    beat(done, 0)
    try:
        yield beat
    finally:
        file.unlink(missing_ok=True)


def _dates(days: Sequence[str | None]) -> pa.Array:
    import pyarrow as pa

    return pa.array([dt.date.fromisoformat(day) if day else None for day in days], pa.date32())


def _written(tables: Sequence[pa.Table], key: str, file: Path) -> int:
    """Write rows in order of day and document, those of a document in their order; return how many there are."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    from dragoman.exports.arrow import documents_schema, events_schema

    schema = documents_schema() if key == "id" else events_schema().append(pa.field("day", pa.date32()))
    nothing = schema.empty_table()
    table = pa.concat_tables([nothing, *tables]).unify_dictionaries()
    keys = pa.table({"day": table["day"], "key": table[key], "n": pa.array(range(table.num_rows))})
    order = keys.sort_by([("day", "ascending"), ("key", "ascending"), ("n", "ascending")])["n"]
    with pq.ParquetWriter(file, table.schema, compression="zstd") as writer:
        for start in range(0, table.num_rows, 1_000):
            writer.write_table(table.take(order.slice(start, 1_000)))
    return int(table.num_rows)


def _hash(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

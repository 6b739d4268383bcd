"""What belongs to a bucket: its documents and their events, from all chunks, each document once.

Of several documents with one id the one published last counts, wherever it was read (`stories.stream.lateness`). That
is found in two steps. Which ids are to be found on several days, and on which of them they count, is told from the
ids alone, so many at once as fit in the memory; those on one day are all in one bucket, which has them whole.
"""

from __future__ import annotations

import datetime as dt
import zlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.bulk.buckets import iso
from dragoman.bulk.steps import Told, digest
from dragoman.errors import InputError
from dragoman.records import Document, Event, stable_id

if TYPE_CHECKING:
    import pyarrow as pa

AT_ONCE = 2_000_000
"""Ids that are looked at at once: 300 MB."""

EPOCH, NO_DAY = dt.date(1970, 1, 1).toordinal(), -(2**31)
"""Days are counted from 1970, as Arrow does; what has no date stands before all."""

GROUP = 2_000
"""Rows of a group of rows: what is read for a day."""


@dataclass(frozen=True, slots=True)
class Index:
    """Work: see that a chunk is as it was written, and take its ids.

    Attributes:
        chunk: its folder.
        hashes: what its marker tells of its files.
    """

    chunk: str
    hashes: tuple[tuple[str, str], ...]

    def __call__(self, place: Path) -> Told:
        """Write ``ids.parquet``: id, day, and hash of the id, by which it is sorted."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        for name, known in self.hashes:
            file = Path(self.chunk) / name
            if not file.is_file() or digest(file) != known:
                raise InputError(
                    str(file),
                    None,
                    "it is not as it was written",
                    f"delete the folder {self.chunk} and give the command again: it is made anew",
                )
        ids = pq.read_table(Path(self.chunk) / "documents.parquet", columns=["id", "day"])
        hashed = [zlib.crc32(id.encode()) for id in ids["id"].to_pylist()]
        table = ids.append_column("hash", pa.array(hashed, pa.uint32())).sort_by("hash")
        pq.write_table(table, place / "ids.parquet", compression="zstd", row_group_size=64_000)
        return {"documents": table.num_rows}


@dataclass(frozen=True, slots=True)
class Repeats:
    """Work: find the ids that are on several days, and write down on which they do not count.

    Attributes:
        indexes: folders that `Index` made.
        documents: how many there are in all.
    """

    indexes: tuple[str, ...]
    documents: int

    def __call__(self, place: Path) -> Told:
        """Write ``gone.parquet``: id and day of what does not count."""
        import pyarrow as pa
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        parts = self.documents // AT_ONCE + 1
        edges = [2**32 * n // parts for n in range(parts + 1)]
        found = []
        for low, high in pairwise(edges):
            within = (pc.field("hash") >= low) & (pc.field("hash") < high)
            none = pa.table({"id": pa.array([], pa.string()), "day": pa.array([], pa.date32())})
            some = (Path(index) / "ids.parquet" for index in self.indexes)
            tables = [none, *(pq.read_table(file, columns=["id", "day"], filters=within) for file in some)]
            # What has no date is the earliest.
            ids = pa.concat_tables(tables)
            days = pc.fill_null(ids["day"].cast(pa.int32()), NO_DAY)
            held = pa.table({"id": ids["id"], "day": days}).group_by(["id", "day"]).aggregate([])
            last = held.group_by("id").aggregate([("day", "max"), ("day", "count")])
            last = last.filter(pc.field("day_count") > 1).select(["id", "day_max"])
            both = held.join(last, "id", join_type="inner")
            found.append(both.filter(pc.field("day") < pc.field("day_max")).select(["id", "day"]))
        gone = pa.concat_tables(found).sort_by([("day", "ascending"), ("id", "ascending")])
        pq.write_table(gone, place / "gone.parquet", compression="zstd", row_group_size=64_000)
        of_day = defaultdict[str, list[str]](list)
        for id, day in zip(gone["id"].to_pylist(), gone["day"].to_pylist(), strict=True):
            of_day["" if day == NO_DAY else iso(day + EPOCH)].append(id)
        return {"days": {day: stable_id(*ids) for day, ids in of_day.items()}}


@dataclass(frozen=True, slots=True)
class Gather:
    """Work: put the documents of some days together, and their events.

    Attributes:
        days: ordinals; none: the documents without a date.
        chunks: folders of the chunks that have some of them.
        repeats: the folder that `Repeats` made.
    """

    days: tuple[int, ...]
    chunks: tuple[str, ...]
    repeats: str

    def __call__(self, place: Path) -> Told:
        """Write ``documents.parquet`` and ``events.parquet``."""
        import pyarrow as pa

        tables = [read(Path(chunk) / "documents.parquet", self.days) for chunk in self.chunks]
        come = pa.concat_tables(
            table.append_column("n", pa.array([n] * len(table), pa.int32())) for n, table in enumerate(tables)
        )
        kept = taken(come, self._kept(come))
        home = dict(zip(kept["id"].to_pylist(), kept["n"].to_pylist(), strict=True))
        documents = kept.drop_columns("n")
        seen = {id for id, count in _counted(come["id"]).items() if count > 1}
        events = self._events(home, _by_id(documents, seen))
        write(documents, place / "documents.parquet")
        write(events, place / "events.parquet")
        return {"documents": len(documents), "events": len(events), "repeated": len(come) - len(documents)}

    def _kept(self, come: pa.Table) -> list[int]:
        """The rows that count, in order of day and id."""
        import pyarrow.compute as pc
        import pyarrow.parquet as pq

        from dragoman.exports.arrow import documents_of
        from dragoman.stories.stream import lateness

        low = pc.field("day") == NO_DAY
        if self.days:
            low = (pc.field("day") >= self.days[0] - EPOCH) & (pc.field("day") <= self.days[-1] - EPOCH)
        gone = pq.read_table(Path(self.repeats) / "gone.parquet", filters=low)
        elsewhere = set(zip(gone["id"].to_pylist(), gone["day"].to_pylist(), strict=True))
        rows = defaultdict[tuple[dt.date | None, str], list[int]](list)
        for row, (id, day) in enumerate(zip(come["id"].to_pylist(), come["day"].to_pylist(), strict=True)):
            if not elsewhere or (id, day.toordinal() - EPOCH if day else NO_DAY) not in elsewhere:
                rows[day, id].append(row)
        level = [row for some in rows.values() if len(some) > 1 for row in some]
        late = dict(zip(level, map(lateness, documents_of(taken(come, level))), strict=True))
        kept = (
            (
                day or dt.date.min,
                id,
                max(some, key=lambda row: (late[row], -row)) if len(some) > 1 else some[0],
            )
            for (day, id), some in rows.items()
        )
        return [row for _, _, row in sorted(kept)]

    def _events(self, home: dict[str, int], seen: dict[str, Document]) -> pa.Table:
        """The events of the documents that count, in the order of these; of the others none."""
        import pyarrow as pa

        from dragoman.exports.arrow import events_of

        order = {id: n for n, id in enumerate(home)}
        found, places = [], list[tuple[int, int]]()
        for n, chunk in enumerate(self.chunks):
            table = read(Path(chunk) / "events.parquet", self.days)
            ids = table["document"].to_pylist()
            rows = [row for row, id in enumerate(ids) if home.get(id) == n]
            if doubtful := [row for row in rows if ids[row] in seen]:
                # Two documents with one id in one chunk: their events are told apart by the words.
                events = zip(doubtful, events_of(taken(table, doubtful)), strict=True)
                rows = sorted({*rows} - {*doubtful} | _held(events, seen))
            places += ((order[ids[row]], row) for row in rows)
            found.append(taken(table, rows))
        together = pa.concat_tables(found)
        by_place = sorted(range(len(places)), key=places.__getitem__)
        return taken(together, by_place)


def _counted(ids: pa.ChunkedArray) -> dict[str, int]:
    counts = ids.value_counts()
    return dict(zip(counts.field("values").to_pylist(), counts.field("counts").to_pylist(), strict=True))


def _by_id(documents: pa.Table, ids: set[str]) -> dict[str, Document]:
    from dragoman.exports.arrow import documents_of

    rows = [row for row, id in enumerate(documents["id"].to_pylist()) if id in ids]
    return {plain(document.id): document for document in documents_of(taken(documents, rows))}


def _held(events: Iterator[tuple[int, Event]], documents: dict[str, Document]) -> set[int]:
    """The rows of events whose sentence stands in the document that counts, each event once."""
    found = dict[str, int]()
    for row, event in events:
        if event.citation.holds(documents[plain(event.document)]):
            found.setdefault(event.id, row)
    return set(found.values())


# ------------------------------------------------------------------------------------------- tables


def plain(text: str) -> str:
    """Return a string as a column of Arrow has it: half of a surrogate pair is U+FFFD there."""
    return (
        text if text.isascii() else text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    )


def read(file: Path, days: Sequence[int] | None = None) -> pa.Table:
    """Read the rows of a file, sorted by day, that are of the days from the first to the last of some.

    Args:
        file: a file.
        days: ordinals; none: those without a date. ``None``: all rows.
    """
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.parquet as pq

    with pq.ParquetFile(file) as opened:
        if days is None:
            return opened.read(use_threads=False)
        about, leaves = opened.metadata, range(opened.metadata.num_columns)
        at = next(leaf for leaf in leaves if about.schema.column(leaf).path == "day")
        first, last = (dt.date.fromordinal(day) for day in (days[0], days[-1])) if days else (None, None)

        def wanted(group: int) -> bool:
            found = about.row_group(group).column(at).statistics
            if found is None:  # there is no row
                return False
            if first is None or last is None:
                return bool(found.null_count)
            return bool(found.has_min_max and found.min <= last and first <= found.max)

        groups = [group for group in range(opened.num_row_groups) if wanted(group)]
        table = opened.read_row_groups(groups, use_threads=False)
    if first is None or last is None:
        within = table["day"].is_null()
    else:
        low, high = (pa.scalar(day, pa.date32()) for day in (first, last))
        within = pc.and_kleene(pc.greater_equal(table["day"], low), pc.less_equal(table["day"], high))
    return table.filter(within)


def taken(table: pa.Table, rows: Sequence[int]) -> pa.Table:
    """Return some rows of a table, by their numbers."""
    import pyarrow as pa

    return table.take(pa.array(rows, pa.int64()))


def write(table: pa.Table, file: Path, order: Sequence[int] | None = None) -> None:
    """Write the rows of a table, in an order, so that the bytes depend on the rows alone.

    It takes the memory of the table, and of a group of rows.
    """
    import pyarrow as pa
    import pyarrow.parquet as pq

    with pq.ParquetWriter(file, table.schema.remove_metadata(), compression="zstd") as writer:
        for start in range(0, max(1, len(table)), GROUP):
            rows = table.slice(start, GROUP) if order is None else taken(table, order[start : start + GROUP])
            columns = [_alone(column) for column in rows.columns]
            writer.write_table(pa.Table.from_arrays(columns, schema=writer.schema), row_group_size=GROUP)


def _alone(column: pa.ChunkedArray) -> pa.Array:
    """A column as one array; of repeated values, with a dictionary of those that are in it, as they come."""
    import pyarrow as pa

    if pa.types.is_dictionary(column.type):
        column = column.cast(column.type.value_type).combine_chunks().dictionary_encode()
    whole = column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
    return whole.chunk(0) if isinstance(whole, pa.ChunkedArray) else whole

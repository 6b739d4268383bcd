"""What a bucket's documents are alike to: copies first, then pairs, as `dragoman.stories.reach` has it day by day."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence, Set
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.bulk.gathering import plain, read, taken
from dragoman.bulk.steps import Told
from dragoman.records import Document, Event

if TYPE_CHECKING:
    import pyarrow as pa

UNDATED = 0
"""The ordinal of the day of what has no date: before all others, as `stories.grouping.in_order` has it."""

AT_ONCE = 500
"""Documents whose events are records at once."""

PLACES = 32
"""A bundle is known by its day, and its place among those that begin on it: a number whose last bits are the place."""


@dataclass(frozen=True, slots=True)
class Bundle:
    """Work: find the copies that begin on some days.

    Attributes:
        days: ordinals; none: of the documents without a date.
        before, after: on how many days before and after them are documents that they depend on.
        gathered: folders that have documents of those days.
    """

    days: tuple[int, ...]
    before: int
    after: int
    gathered: tuple[str, ...]

    def __call__(self, place: Path) -> Told:
        """Write ``bundles.parquet``: number, ids, and dates of the copies."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        from dragoman.stories.grouping import bundled, in_order

        days = (self.days[0] - self.before, self.days[-1] + self.after) if self.days else ()
        ordered = in_order([d for folder in self.gathered for d in documents_in(folder, days)])
        wanted, places = set(self.days or (UNDATED,)), defaultdict[int, int](int)
        keys, ids, published = [], [], []
        for bundle in bundled(ordered):
            copies = [ordered[i] for i in bundle]
            if (day := _day(copies[0])) in wanted:
                keys.append((day << PLACES) + places[day])
                places[day] += 1
                ids.append([plain(copy.id) for copy in copies])
                published.append([copy.published for copy in copies])
        columns = {
            "key": pa.array(keys, pa.int64()),
            "documents": pa.array(ids, pa.list_(pa.string())),
            "published": pa.array(published, pa.list_(pa.string())),
        }
        pq.write_table(pa.table(columns), place / "bundles.parquet", compression="zstd")
        return {"bundles": len(keys)}


@dataclass(frozen=True, slots=True)
class Compare:
    """Work: find how alike the bundles that begin on some days are to what comes after them.

    Attributes:
        days: ordinals; none: of the documents without a date.
        bundles: folders that have the bundles of those days, and of as many after them as documents of one
            story are apart.
        gathered: folders that have the documents of these bundles.
    """

    days: tuple[int, ...]
    bundles: tuple[str, ...]
    gathered: tuple[str, ...]

    def __call__(self, place: Path) -> Told:
        """Write ``pairs.parquet``: numbers of two bundles, and how alike they are."""
        import pyarrow as pa
        import pyarrow.parquet as pq

        from dragoman.stories.candidates import WINDOW
        from dragoman.stories.grouping import alike, compared_of

        wanted = set(self.days or (UNDATED,))
        end = self.days[-1] + WINDOW if self.days else UNDATED
        named = [
            (key, ids)
            for folder in self.bundles
            for key, ids, _ in bundles_in(folder)
            if min(wanted) <= key >> PLACES <= end
        ]
        of = {id for _, ids in named for id in ids}
        days = (self.days[0], end + WINDOW) if self.days else ()
        found = {plain(d.id): d for folder in self.gathered for d in documents_in(folder, days, of)}
        copies = [[found[id] for id in ids] for _, ids in named]
        longest = [plain(compared_of(some).id) for some in copies]
        events = _Coded([Path(folder) / "events.parquet" for folder in self.gathered], days, longest)
        begin = {i for i, (key, _) in enumerate(named) if key >> PLACES in wanted}
        pairs = sorted(
            (named[i][0], named[j][0], value) for i, j, value in alike(copies, events, None, begin)
        )
        a, b, likeness = zip(*pairs, strict=True) if pairs else ((), (), ())
        columns = {
            "a": pa.array(a, pa.int64()),
            "b": pa.array(b, pa.int64()),
            "likeness": pa.array(likeness, pa.float64()),
        }
        pq.write_table(pa.table(columns), place / "pairs.parquet", compression="zstd")
        return {"pairs": len(pairs)}


def bundles_in(folder: str) -> Iterator[tuple[int, list[str], list[str | None]]]:
    """Yield number, ids and dates of the bundles in a folder, in their order."""
    table = read(Path(folder) / "bundles.parquet")
    yield from zip(*(table[name].to_pylist() for name in table.column_names), strict=True)


def documents_in(folder: str, days: Sequence[int], ids: Set[str] | None = None) -> Iterator[Document]:
    """Yield the documents of some days in a bucket's folder, or those of some ids among them."""
    from dragoman.exports.arrow import documents_of

    return documents_of(chosen(Path(folder) / "documents.parquet", days, "id", ids))


def chosen(file: Path, days: Sequence[int], column: str, ids: Set[str] | None) -> pa.Table:
    """Read the rows of some days in which a column has one of some ids."""
    table = read(file, days)
    if ids is None:
        return table
    return taken(table, [row for row, id in enumerate(table[column].to_pylist()) if id in ids])


class _Coded(Mapping[str, Sequence[Event]]):
    """The events of documents, by place, as they are asked for in a certain order: those of some at a time are records,
    the others columns, which take a tenth of the room."""

    def __init__(self, files: Sequence[Path], days: Sequence[int], order: Sequence[str]) -> None:
        import pyarrow as pa

        tables = [chosen(file, days, "document", set(order)) for file in files]
        self._table = pa.concat_tables(tables).unify_dictionaries().combine_chunks()
        self._rows = defaultdict[str, list[int]](list)
        for row, id in enumerate(self._table["document"].to_pylist()):
            self._rows[id].append(row)
        self._order = [id for id in order if id in self._rows]
        self._place = {id: n for n, id in enumerate(self._order)}
        self._some: dict[str, list[Event]] = {}

    def __getitem__(self, id: str) -> Sequence[Event]:
        from dragoman.exports.arrow import events_of
        from dragoman.stories.grouping import by_place

        id = plain(id)
        if id not in self._some:
            next_ = self._order[self._place[id] :][:AT_ONCE]
            self._some = {one: [] for one in next_}
            for event in events_of(taken(self._table, [row for one in next_ for row in self._rows[one]])):
                self._some[plain(event.document)].append(event)
            for some in self._some.values():
                some.sort(key=by_place)
        return self._some[id]

    def __iter__(self) -> Iterator[str]:
        return iter(self._order)

    def __len__(self) -> int:
        return len(self._order)


def _day(document: Document) -> int:
    return document.day.toordinal() if document.day else UNDATED

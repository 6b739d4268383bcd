"""A corpus in Parquet: the folder of a bulk run, or a file, or a folder of files, of events.

What Arrow can ask is asked of Arrow, which passes over the parts of a file that cannot hold an answer; the rest is
asked of each event that is left. Rows come in order although files overlap: days are counted first, and then some days
are read at a time, so that no more is in memory than stands in these.
"""

from __future__ import annotations

import datetime as dt
import json
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from dataclasses import replace
from functools import cached_property
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeAlias

from dragoman.analysis.corpus import EVERYTHING, Corpus
from dragoman.analysis.matching import PARTIES, IsParty, Names, is_party, matcher
from dragoman.errors import InputError
from dragoman.exports.arrow import documents_of, events_of, need_pyarrow, rows_of, rows_schema
from dragoman.exports.rows import Row
from dragoman.records import Citation, Difference, Document, Event, Field, Party, Story
from dragoman.store.codec import fit, is_rejected, plain
from dragoman.store.periods import iso_day
from dragoman.store.questions import Alike, DayFrom, EventQuery
from dragoman.stories.grouping import by_place

if TYPE_CHECKING:
    import pyarrow as pa
    import pyarrow.compute as pc
    import pyarrow.dataset as ds

    Asked: TypeAlias = pc.Expression | None

AT_ONCE = 100_000
"""Events that are read at a time, unless one day has more."""

BATCH = 25_000
"""Rows that Arrow gives at a time."""

TEXTS = 5_000
"""Events whose documents are looked up at a time."""

STORIES = 500
"""Stories that are put together at a time."""

_Side: TypeAlias = tuple[tuple[str, ...], str | None, set[str]]
"""What is asked of parties: the columns in which one must be, and its country, or else its names."""

_PLAIN = ("type", "mode", "quad", "status")
_SIDES = {"actor": ("actors",), "recipient": ("recipients",), "about": ("actors", "recipients")}


def _lacking(wanted: Iterable[pa.Field], found: pa.Schema | pa.StructType, within: str = "") -> Iterator[str]:
    """The names of columns, and of parts of columns, that are not there."""
    import pyarrow as pa

    for field in wanted:
        name = f"{within}{field.name}"
        if found.get_field_index(field.name) < 0:
            yield name
            continue
        kinds = [field.type, found.field(field.name).type]
        while all(map(pa.types.is_list, kinds)):
            kinds = [kind.value_type for kind in kinds]
        if pa.types.is_struct(kinds[0]):
            if pa.types.is_struct(kinds[1]):
                yield from _lacking(kinds[0], kinds[1], f"{name}.")
            else:
                yield name


class Dataset(Corpus):
    """Events in Parquet, with documents and stories where these are beside them."""

    def __init__(self, events: Path, documents: Path | None = None, stories: Path | None = None) -> None:
        """Look at the columns. Raises `InputError` where these are not those of events (`arrow.rows_schema`)."""
        need_pyarrow()
        self._path = events
        self._events = self._opened(events)
        if missing := list(_lacking(rows_schema(), self._events.schema)):
            problem = f"Parquet, but not as dragoman writes events: it has no column {', '.join(missing)}"
            raise InputError(str(events), None, problem, "write it anew: dragoman export parquet")
        self._documents = self._opened(documents) if documents and documents.is_dir() else None
        self.has_texts = self._documents is not None
        self._stories = self._opened(stories) if stories and stories.is_dir() else None

    def rows(
        self, query: EventQuery = EVERYTHING, *, texts: bool = False, happenings: bool = False
    ) -> Iterator[Row]:
        """See `Corpus.rows`."""
        matches = matcher(query, self._names_for(query))
        found = (
            row
            for table in self._tables(query)
            for row in rows_of(table, happenings=happenings)
            if matches(row)
        )
        return self._with_texts(found) if texts and self.has_texts else found

    def tables(self, query: EventQuery = EVERYTHING, *, happenings: bool = False) -> Iterator[pa.Table]:
        """See `Corpus.tables`; rows become no objects where the columns tell what is asked."""
        import pyarrow as pa

        matches = matcher(query, self._names_for(query))
        for table in self._tables(query):
            if not _told_by_columns(query):
                table = table.filter(pa.array(map(matches, rows_of(table)), pa.bool_()))
            if not happenings:
                place = table.schema.get_field_index("happening")
                field = table.schema.field(place)
                table = table.set_column(place, field, pa.nulls(table.num_rows, field.type))
            yield table

    def document(self, id: str) -> Document | None:
        """See `Corpus.document`."""
        import pyarrow.dataset as ds

        if self._documents is None:
            return None
        with self._telling():
            return next(documents_of(self._documents.to_table(filter=ds.field("id") == id)), None)

    def stories(self) -> Iterator[Story]:
        """See `Corpus.stories`; the title is cited from the first report that has it."""
        if self._stories is None or self._documents is None:
            problem = "there are events here, but no stories"
            raise InputError(
                str(self._path), None, problem, "give the folder of a bulk run that groups, or a store"
            )
        import pyarrow as pa

        whole = pa.Table.from_batches(self._scan(self._stories, None), self._stories.schema)
        for some in whole.sort_by([("first", "ascending"), ("id", "ascending")]).to_batches(STORIES):
            yield from self._told(some.to_pylist())

    def _told(self, rows: list[dict[str, Any]]) -> Iterator[Story]:
        """Yield some stories, with their documents and events."""
        import pyarrow as pa
        import pyarrow.dataset as ds

        days = [day for row in rows for day in (row["first"], row["last"]) if day]
        documents = self._reports({id for row in rows for id in row["documents"]}, days)
        asked = ds.field("story").isin([row["id"] for row in rows])
        if days:
            published = ds.field("published")
            within = (published >= min(days).isoformat()) & (published <= f"{max(days).isoformat()}~")
            asked &= published.is_null() | within
        events = defaultdict[str, list[Event]](list)
        for batch in self._scan(self._events, asked):
            for event in events_of(pa.Table.from_batches([batch])):
                if not is_rejected(event):
                    events[event.document].append(event)
        for row in rows:
            reports = tuple(documents[id] for id in row["documents"])
            yield Story(
                row["id"],
                row["title"],
                _cited(row["title"], reports),
                reports,
                tuple(event for report in reports for event in sorted(events[report.id], key=by_place)),
                row["origins"],
                row["first"] and row["first"].isoformat(),
                row["last"] and row["last"].isoformat(),
                tuple(map(tuple, row["copies"])),
                tuple(map(Difference.from_dict, json.loads(row["differences"]))),
            )

    def alike(self, query: EventQuery = EVERYTHING, day: DayFrom = "event") -> Iterable[Alike]:
        """See `Corpus.alike`; where the columns tell what is asked, only a few of them are read."""
        import pyarrow as pa
        import pyarrow.compute as pc

        if not _told_by_columns(query):
            return super().alike(query, day)
        told = Counter[tuple[Any, ...]]()
        names = ("status", "quad", "cameo", "intensity")
        beside = ("day", "day_from", "date") if day == "event" else ("published",)
        for batch in self._scan(self._events, _expression(query), [*beside, *names]):
            columns = {name: batch[name] for name in names}
            if day == "event":
                columns["day"] = batch["day"]
                own = pc.equal(batch["day_from"], "event")
                columns["precision"] = pc.if_else(own, pc.struct_field(batch["date"], "precision"), None)
            else:
                columns["day"] = pc.utf8_slice_codeunits(batch["published"], 0, 10)
                columns["precision"] = pa.nulls(batch.num_rows, pa.string())
            keys = ["day", "precision", *names]
            found = pa.table(columns).group_by(keys).aggregate([([], "count_all")]).to_pydict()
            for *values, number in zip(*(found[key] for key in (*keys, "count_all")), strict=True):
                told[tuple(values)] += number
        return [
            Alike._make((when.isoformat() if isinstance(when, dt.date) else when, *values, number))
            for (when, *values), number in told.items()
        ]

    def covers(self) -> tuple[str | None, str | None]:
        """See `Corpus.covers`; without the documents, of those that tell events."""
        import pyarrow.compute as pc

        days = list[str]()
        for batch in self._scan(self._documents or self._events, None, ["published"]):
            ends = pc.min_max(batch["published"]).as_py()
            days += [day[:10] for day in ends.values() if day]
        return min(days, default=None), max(days, default=None)

    def meant(self, key: str) -> IsParty:
        """See `Corpus.meant`."""
        return is_party(*self._names.meant(fit(key)))

    # ------------------------------------------------------------------------------------------ reading

    def _tables(self, query: EventQuery) -> Iterator[pa.Table]:
        """Yield the rows that a query may mean, in order."""
        asked, sides = _expression(query), self._sides(query)
        whole = self._table(asked, sides, AT_ONCE)
        if whole is not None:
            yield whole
            return
        for span in self._spans(asked):
            yield self._table(_both(asked, span), sides)

    def _table(self, asked: Asked, sides: list[_Side], most: int | None = None) -> pa.Table | None:
        """Return the rows in order; ``None`` where there are more than so many."""
        import pyarrow as pa

        batches, count = list[pa.RecordBatch](), 0
        for batch in self._scan(self._events, asked):
            found = batch.filter(_has_parties(batch, sides)) if sides else batch
            batches.append(found)
            count += found.num_rows
            if most is not None and count > most:
                return None
        table = pa.Table.from_batches(batches, self._events.schema)
        return table.sort_by([("day", "ascending"), ("id", "ascending")])

    def _spans(self, asked: Asked) -> Iterator[Asked]:
        """Yield conditions that part the rows, in order, so that few are read at a time."""
        import pyarrow.dataset as ds

        days = Counter[Any]()
        for batch in self._scan(self._events, asked, ["day"]):
            days.update(
                {one["values"]: one["counts"] for one in batch.column("day").value_counts().to_pylist()}
            )
        undated = days.pop(None, 0)
        day = ds.field("day")
        waiting = list[Any]()
        for one in sorted(days):
            if waiting and sum(days[some] for some in waiting) + days[one] > AT_ONCE:
                yield (day >= waiting[0]) & (day <= waiting[-1])
                waiting = []
            if days[one] <= AT_ONCE:
                waiting.append(one)
                continue
            yield from ((day == one) & part for part in self._parts(_both(asked, day == one)))
        if waiting:
            yield (day >= waiting[0]) & (day <= waiting[-1])
        if undated:
            yield from (day.is_null() & part for part in self._parts(_both(asked, day.is_null())))

    def _parts(self, asked: Asked) -> Iterator[pc.Expression]:
        """Yield conditions that part the rows of a day by their ids."""
        import pyarrow.dataset as ds

        id = ds.field("id")
        ids = sorted(
            one for batch in self._scan(self._events, asked, ["id"]) for one in batch["id"].to_pylist()
        )
        starts = ids[::AT_ONCE]
        for start, end in zip(starts, [*starts[1:], None], strict=True):
            yield id >= start if end is None else (id >= start) & (id < end)

    def _scan(
        self, dataset: ds.Dataset, asked: Asked, columns: list[str] | None = None
    ) -> Iterator[pa.RecordBatch]:
        # Arrow would read far ahead: sixteen batches of four files are a gigabyte.
        with self._telling():
            yield from dataset.to_batches(
                columns=columns,
                filter=asked,
                batch_size=BATCH,
                batch_readahead=2,
                fragment_readahead=1,
            )

    def _opened(self, path: Path) -> ds.Dataset:
        import pyarrow.dataset as ds

        with self._telling():
            return ds.dataset(path, format="parquet")

    @contextmanager
    def _telling(self) -> Iterator[None]:
        import pyarrow as pa

        try:
            yield
        except (pa.ArrowException, OSError) as error:
            said = str(error).strip().splitlines()[0][:200]
            raise InputError(str(self._path), None, f"damaged Parquet: {said}", "write it anew") from error

    def _with_texts(self, rows: Iterator[Row]) -> Iterator[Row]:
        """Yield the rows with the texts of their documents."""
        while some := list(islice(rows, TEXTS)):
            days = [row.document.day for row in some if row.document.day]
            found = self._reports({row.document.id for row in some}, days)
            yield from (replace(row, document=found.get(row.document.id, row.document)) for row in some)

    def _reports(self, ids: set[str], days: list[dt.date]) -> dict[str, Document]:
        """Return some documents by their ids; those that have days are of the days from the first to the last given."""
        import pyarrow.dataset as ds

        assert self._documents is not None
        asked, day = ds.field("id").isin(sorted(ids)), ds.field("day")
        if days:  # the parts of a file that are of other days are passed over
            asked &= day.is_null() | ((day >= min(days)) & (day <= max(days)))
        with self._telling():
            return {one.id: one for one in documents_of(self._documents.to_table(filter=asked))}

    # ------------------------------------------------------------------------------------------ parties

    def _names_for(self, query: EventQuery) -> Names:
        keys = (getattr(query, name) for name in PARTIES)
        return self._names if any(key is not None for key in keys) else Names()

    @cached_property
    def _names(self) -> Names:
        """The names of all parties, each with what it was resolved by, read from the columns alone."""
        import pyarrow as pa
        import pyarrow.compute as pc

        names, seen = Names(), set[tuple[Any, ...]]()
        for batch in self._scan(self._events, None, ["actors", "recipients", "attribution"]):
            said = batch.column("attribution")
            parties = [
                *(pc.list_flatten(batch.column(side)) for side in ("actors", "recipients")),
                pc.struct_field(said, "speaker"),
                pc.list_flatten(pc.struct_field(said, "chain")),
            ]
            for some in parties:
                columns = {name: pc.struct_field(some, name) for name in ("name", "country", "how")}
                told = pa.table(columns).group_by(list(columns)).aggregate([])
                seen.update(zip(*(told[name].to_pylist() for name in columns), strict=True))
        for name, country, how in seen:
            names.add(Party("", 0, 0, country, (), name, how))
        return names

    def _sides(self, query: EventQuery) -> list[_Side]:
        """Return what is asked of actors and recipients."""
        names = self._names_for(query)
        asked = ((columns, getattr(query, name)) for name, columns in _SIDES.items())
        meant = ((columns, names.meant(fit(key))) for columns, key in asked if key is not None)
        return [(columns, code and code[0], spelled) for columns, (code, spelled) in meant]


def _cited(title: str, reports: tuple[Document, ...]) -> Citation:
    """Return where the title of a story stands: in the first headline, else in the first text, that has it."""
    fields: tuple[Field, ...] = ("title", "text")
    for field in fields:
        for report in reports:
            if (start := report.string(field).find(title)) >= 0:
                return Citation(report.id, field, start, start + len(title), title)
    return Citation(reports[0].id, "title", 0, 0, "")


def _expression(query: EventQuery) -> Asked:
    """Return what Arrow can ask of a query, but for the parties."""
    import pyarrow.dataset as ds

    asked: Asked = None
    for name in _PLAIN:
        if (wanted := getattr(query, name)) is not None:
            asked = _both(asked, ds.field(name) == wanted)
    if query.since is not None:
        asked = _both(asked, ds.field("day") >= dt.date.fromisoformat(iso_day("since", query.since)))
    if query.until is not None:
        asked = _both(asked, ds.field("day") <= dt.date.fromisoformat(iso_day("until", query.until)))
    if query.min_confidence is not None:
        asked = _both(asked, ds.field("confidence") >= query.min_confidence)
    if query.judged == "standing":
        rejected = ds.field("judgement", "rejected")
        asked = _both(asked, rejected.is_null() | ~rejected)
    return asked


def _told_by_columns(query: EventQuery) -> bool:
    """Whether what Arrow asks is all that a query asks."""
    plain = EventQuery(
        **{name: getattr(query, name) for name in (*_PLAIN, "since", "until", "min_confidence", "judged")}
    )
    return query == plain and query.judged in ("any", "standing")


def _both(one: Asked, other: Asked) -> Asked:
    if one is None or other is None:
        return other if one is None else one
    return one & other


def _has_parties(batch: pa.RecordBatch, sides: list[_Side]) -> Any:
    """Return which rows have a party of the country, or of one of the names, on each of the sides."""
    import numpy as np
    import pyarrow as pa
    import pyarrow.compute as pc

    all_sides = np.ones(batch.num_rows, bool)
    for columns, country, spelled in sides:
        found = np.zeros(batch.num_rows, bool)
        for column in map(batch.column, columns):
            parties = pc.list_flatten(column)
            if country is not None:
                wanted = pc.equal(pc.struct_field(parties, "country"), country)
            else:
                names = pc.struct_field(parties, "name")
                known = [name for name in names.unique().to_pylist() if name and plain(name) in spelled]
                wanted = pc.is_in(names, pa.array(known, pa.string()))
            found[pc.list_parent_indices(column).filter(wanted.fill_null(False)).to_numpy()] = True
        all_sides &= found
    return pa.array(all_sides)

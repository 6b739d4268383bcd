"""Records as columns of Arrow, and back: what the Parquet files of a corpus and the tables of a notebook hold.

Columns have the names and the nesting of the records' JSON, and values come back as they were put in. Arrow holds UTF-8
alone: a string with half a surrogate pair has U+FFFD in that place of its column, as long as it was, and the whole
record stands beside it as JSON, in the column ``record``, which is null for all others.

Columns are built from the leaves up, a list for each: a record at a time would take ten times as long.
"""

from __future__ import annotations

import datetime as dt
import json
import re
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import fields, replace
from functools import cache, lru_cache
from itertools import accumulate, pairwise, repeat
from operator import attrgetter
from types import NoneType, UnionType
from typing import (
    TYPE_CHECKING,
    Any,
    Literal,
    NamedTuple,
    TypeVar,
    Union,
    get_args,
    get_origin,
    get_type_hints,
)

from dragoman.errors import DragomanError
from dragoman.exports.rows import Row
from dragoman.ontology.collector import at_rest
from dragoman.records import Date, Document, Event, Happening, Place, Record, Version

if TYPE_CHECKING:
    import pyarrow as pa

T = TypeVar("T")

BATCH = 5_000
"""Rows that become records at once."""

REPEATED = frozenset(
    [
        "type", "mode", "cameo", "status", "day_from",
        "kind", "published_from", "publisher", "family", "language",
    ]
)  # fmt: skip
"""Columns of few different values: dictionaries in Arrow, categories in pandas and polars, factors in R."""

_TOLD = ("title", "publisher", "family", "published", "published_from", "url", "language", "kind")
"""Fields of the document that a row of an event has beside it."""

_SHARED = (Version, Date, Place)
"""Records of which many events have the same: each is made once a batch, since to make them is most of the work."""

_LONE = re.compile("[\ud800-\udfff]")


def need_pyarrow() -> None:
    """Raise `DragomanError`, which says how to get it, where pyarrow is not installed."""
    try:
        import pyarrow  # noqa: F401 - whether it is there
    except ImportError as error:
        raise DragomanError(
            "Parquet and Arrow want pyarrow, which is not installed (pip install 'dragoman[parquet]')"
        ) from error


# ------------------------------------------------------------------------------------------ schemas


def documents_schema() -> pa.Schema:
    """Return the columns of documents: those of `Document`, with ``day`` (of publication, or what was given)."""
    return _schema(_DOCUMENTS)


def events_schema() -> pa.Schema:
    """Return the columns of events: those of `Event`."""
    return _schema(_EVENTS)


def rows_schema() -> pa.Schema:
    """Return the columns of events and where they were told: those of `Row` without the text of the document.

    Of a happening the ids of its events are left out: they are in the mentions.
    """
    return _schema(_ROWS)


def mentions_schema() -> pa.Schema:
    """Return the columns of mentions: which event of which report tells a happening.

    ``day``: of publication; ``origin``: name of the independent origin; ``copy_of``: id of the document whose text this
    one copies; ``field``, ``start``, ``end``: the sentence; ``first``: whether the happening has its id from the event.
    """
    return _schema(
        {
            **dict.fromkeys(("happening", "event", "document", "story"), "string"),
            "day": "day",
            **dict.fromkeys(("publisher", "family", "origin", "copy_of", "field"), "string"),
            **dict.fromkeys(("start", "end"), "int"),
            "confidence": "float",
            "first": "bool",
        }
    )


def stories_schema() -> pa.Schema:
    """Return the columns of stories: ids of their documents, the number of their events, ``differences`` as JSON, and
    the countries of their parties, the most frequent first."""
    return _schema(
        {
            **dict.fromkeys(("id", "title"), "string"),
            **dict.fromkeys(("first", "last"), "day"),
            "documents": _List("string"),
            **dict.fromkeys(("origins", "events"), "int"),
            "copies": _List(_List("string")),
            "differences": "string",
            "countries": _List("string"),
        }
    )


# ------------------------------------------------------------------------------------ records to tables


def documents_table(documents: Iterable[Document], days: Iterable[str | None] | None = None) -> pa.Table:
    """Return a table of documents.

    Args:
        documents: the documents.
        days: the ISO day of each; left out, those of publication.
    """
    items = list(documents)
    given = [_day_part(item.published) for item in items] if days is None else list(days)
    return _table(
        _DOCUMENTS, items, lambda items: {**_taken(items, Document), "day": given}, _plain, _made(Document)
    )


def events_table(events: Iterable[Event]) -> pa.Table:
    """Return a table of events."""
    return _table(_EVENTS, list(events), lambda items: _taken(items, Event), _plain, _made(Event))


def rows_table(rows: Iterable[Row]) -> pa.Table:
    """Return a table of events and where they were told."""
    return _table(_ROWS, list(rows), _taken_rows, _plain_row, _made_row)


def _taken(items: Sequence[Any], of: type[Record]) -> dict[str, Sequence[Any]]:
    """Return the values of each field of some records."""
    return {column: list(map(attrgetter(name), items)) for column, name, _ in _fields(of)}


def _taken_rows(rows: Sequence[Row]) -> dict[str, Sequence[Any]]:
    documents = [row.document for row in rows]
    return {
        **_taken([row.event for row in rows], Event),
        **{name: list(map(attrgetter(name), documents)) for name in _TOLD},
        **{name: list(map(attrgetter(name), rows)) for name in _BESIDE},
    }


def _plain(record: Record) -> dict[str, Any]:
    return record.to_dict()


def _made(of: type[Record]) -> Callable[[Any], Any]:
    return of.from_dict


def _plain_row(row: Row) -> dict[str, Any]:
    beside = {name: getattr(row, name) for name in _BESIDE}
    told = row.happening and replace(row.happening, events=()).to_dict()
    return {
        **beside,
        "event": row.event.to_dict(),
        "document": replace(row.document, text=None).to_dict(),
        "happening": told,
    }


def _made_row(plain: Mapping[str, Any]) -> Row:
    event, document, told = (plain[name] for name in ("event", "document", "happening"))
    parts = {"event": Event.from_dict(event), "document": Document.from_dict(document)}
    return Row(**{**plain, **parts, "happening": told and Happening.from_dict(told)})


def _table(
    columns: Mapping[str, Any],
    items: list[T],
    taken: Callable[[list[T]], Mapping[str, Sequence[Any]]],
    plain: Callable[[T], Mapping[str, Any]],
    made: Callable[[Any], T],
) -> pa.Table:
    """Build the table of records: ``taken`` has their values by column, ``plain`` and ``made`` are JSON both ways."""
    import pyarrow as pa

    whole: list[str | None] = [None] * len(items)
    try:
        arrays = _arrays(columns, {**taken(items), "record": whole})
    except UnicodeEncodeError:
        for n, item in enumerate(items):
            told = json.dumps(plain(item), ensure_ascii=False)
            if _LONE.search(told):
                whole[n] = json.dumps(plain(item))
                items[n] = made(json.loads(_LONE.sub("\ufffd", told)))
        arrays = _arrays(columns, {**taken(items), "record": whole})
    return pa.Table.from_arrays(arrays, schema=_schema(columns))


def _arrays(columns: Mapping[str, Any], values: Mapping[str, Sequence[Any]]) -> list[pa.Array]:
    arrays = ((name, _array(values[name], kind)) for name, kind in columns.items())
    return [array.dictionary_encode() if name in REPEATED else array for name, array in arrays]


def _array(values: Sequence[Any], kind: Any) -> pa.Array:
    """Return a column of values of a kind."""
    import pyarrow as pa

    if isinstance(kind, _List):
        ends = accumulate(map(len, values), initial=0)
        flat = [one for value in values for one in value]
        return pa.ListArray.from_arrays(pa.array(ends, pa.int32()), _array(flat, kind.of), _type(kind))
    if isinstance(kind, _Struct):
        there = [value for value in values if value is not None]
        parts = [_array(list(map(attrgetter(name), there)), part) for _, name, part in kind.fields]
        found = pa.StructArray.from_arrays(parts, fields=list(_type(kind)))
        if len(there) == len(values):
            return found
        # Where there is nothing, null: what is there is taken by its number.
        numbers = accumulate(value is not None for value in values)
        places = [
            number - 1 if value is not None else None for number, value in zip(numbers, values, strict=True)
        ]
        return found.take(pa.array(places, pa.int64()))
    if kind == "json":
        values = [json.dumps(value) for value in values]
    elif kind == "day":
        values = [value and _date(value) for value in values]
    return pa.array(values, _type(kind))


@lru_cache(10_000)
def _date(day: str) -> dt.date | None:
    try:
        return dt.date.fromisoformat(day)
    except ValueError:  # it stands as it is in the date of the event or of its document
        return None


def _day_part(published: str | None) -> str | None:
    return published[:10] if published else None


# ------------------------------------------------------------------------------------ tables to records


def documents_of(table: pa.Table) -> Iterator[Document]:
    """Yield the documents of a table."""
    return _of(table, Document)


def events_of(table: pa.Table) -> Iterator[Event]:
    """Yield the events of a table."""
    return _of(table, Event)


def rows_of(table: pa.Table, *, happenings: bool = True) -> Iterator[Row]:
    """Yield the events of a table and where they were told; documents are without text, happenings without events.

    Args:
        table: with the columns of `rows_schema`.
        happenings: whether the rows are to have theirs.
    """
    for batch in table.to_batches(BATCH):
        with at_rest():
            rows = _rows(batch, happenings)
        for row, whole in zip(rows, batch.column("record").to_pylist(), strict=True):
            yield row if whole is None else _made_row(json.loads(whole))


def _rows(batch: pa.RecordBatch, happenings: bool) -> list[Row]:
    events = _records(batch, Event)
    told = (_values(batch.column(name), "string") for name in _TOLD)
    documents = [
        Document(
            event.document, kind, title, None, published, published_from, publisher, family, url, language
        )
        for event, title, publisher, family, published, published_from, url, language, kind in zip(
            events, *told, strict=True
        )
    ]
    days = (_day(event, document) for event, document in zip(events, documents, strict=True))
    beside = [_values(batch.column(name), _ROWS[name]) for name in _BESIDE[1:-1]]
    deeds = _values(batch.column("happening"), _HAPPENING) if happenings else repeat(None)
    return list(map(Row, events, documents, days, *beside, deeds))


def _of(table: pa.Table, record: type[Any]) -> Iterator[Any]:
    for batch in table.to_batches(BATCH):
        with at_rest():
            records = _records(batch, record)
        for found, whole in zip(records, batch.column("record").to_pylist(), strict=True):
            yield found if whole is None else record.from_json(whole)


def _records(batch: pa.RecordBatch, record: type[Any]) -> list[Any]:
    columns = [_values(batch.column(column), kind) for column, _, kind in _fields(record)]
    return list(map(record, *columns))


def _day(event: Event, document: Document) -> str | None:
    return event.date.start if event.date else _day_part(document.published)


def _values(array: Any, kind: Any) -> list[Any]:
    """Return the values of a column of a kind."""
    if isinstance(kind, _List):
        ends = array.offsets.to_pylist()
        flat = _values(array.values.slice(ends[0], ends[-1] - ends[0]), kind.of)
        return [tuple(flat[start - ends[0] : end - ends[0]]) for start, end in pairwise(ends)]
    if isinstance(kind, _Struct):
        columns = [_values(array.field(column), part) for column, _, part in kind.fields]
        if kind.make in _SHARED:
            made = {value: kind.make(*value) for value in set(zip(*columns, strict=True))}
            found = [made[value] for value in zip(*columns, strict=True)]
            return (
                found
                if not array.null_count
                else [
                    one if is_there else None
                    for is_there, one in zip(array.is_valid().to_pylist(), found, strict=True)
                ]
            )
        if not array.null_count:
            return list(map(kind.make, *columns))
        there = array.is_valid().to_pylist()
        return [kind.make(*v) if is_there else None for is_there, *v in zip(there, *columns, strict=True)]
    values: list[Any] = array.to_pylist()
    return (
        [json.loads(value) if value is not None else None for value in values] if kind == "json" else values
    )


# ---------------------------------------------------------------------- kinds of values, from the types


class _List(NamedTuple):
    of: Any


class _Struct(NamedTuple):
    make: Callable[..., Any]
    fields: tuple[tuple[str, str, Any], ...]
    """Name of the column, name of the attribute, kind."""


@cache
def _kind(hint: Any) -> Any:
    """Return what a value of a type is in Arrow: the name of a plain kind, a list, or a struct."""
    origin = get_origin(hint)
    if origin in (Union, UnionType):
        (of,) = (part for part in get_args(hint) if part is not NoneType)
        return _kind(of)
    if origin is Literal:
        return "string"
    if origin is tuple:
        return _List(_kind(get_args(hint)[0]))
    if origin is Mapping:
        return "json"
    if issubclass(hint, Record):
        hints = get_type_hints(hint)
        parts = ((field.metadata.get("json", field.name), field.name) for field in fields(hint))
        return _Struct(hint, tuple((column, name, _kind(hints[name])) for column, name in parts))
    return {str: "string", int: "int", float: "float", bool: "bool"}[hint]


def _fields(record: Any) -> tuple[tuple[str, str, Any], ...]:
    found: _Struct = _kind(record)
    return found.fields


@cache
def _type(kind: Any) -> pa.DataType:
    import pyarrow as pa

    if isinstance(kind, _List):
        return pa.list_(_type(kind.of))
    if isinstance(kind, _Struct):
        return pa.struct([(column, _type(part)) for column, _, part in kind.fields])
    plain: Mapping[str, Callable[[], pa.DataType]] = {
        "string": pa.string,
        "json": pa.string,
        "int": pa.int64,
        "float": pa.float64,
        "bool": pa.bool_,
        "day": pa.date32,
    }
    return plain[kind]()


def _schema(columns: Mapping[str, Any]) -> pa.Schema:
    import pyarrow as pa

    repeated = pa.dictionary(pa.int32(), pa.string())
    return pa.schema(
        [(name, repeated if name in REPEATED else _type(kind)) for name, kind in columns.items()]
    )


def _of_record(record: type[Record]) -> dict[str, Any]:
    return {column: kind for column, _, kind in _fields(record)}


# The ids of a happening's events are those of the mentions; each report has its own event in its row.
_HAPPENING = _Struct(
    lambda id, *numbers: Happening(id, (), *numbers),
    tuple((column, name, kind) for column, name, kind in _fields(Happening) if name != "events"),
)
_DOCUMENTS = {**_of_record(Document), "day": "day", "record": "string"}
_EVENTS = {**_of_record(Event), "record": "string"}
_BESIDE = ("day", "day_from", "story", "story_title", "happening")
_ROWS = {
    **_of_record(Event),
    "day": "day",
    **dict.fromkeys(("day_from", *_TOLD, "story", "story_title"), "string"),
    "happening": _HAPPENING,
    "record": "string",
}

"""Events for a notebook: `dragoman.events`, and what it gives as Arrow, pandas and polars."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import fields
from importlib import import_module
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, overload

from dragoman.analysis.corpus import open_corpus
from dragoman.analysis.dyadic import Dyadic, dyadic
from dragoman.analysis.matching import asked_for
from dragoman.errors import DragomanError
from dragoman.exports.flat import COLUMNS
from dragoman.exports.rows import Row
from dragoman.records import Event
from dragoman.store.questions import Which

if TYPE_CHECKING:
    import pyarrow as pa

    from dragoman.analysis.corpus import Source

_NOTHING: Mapping[str, Any] = MappingProxyType({})

_DAYS = ("day", "date_start", "date_end")
_WHOLE = ("quad", "start", "end", "geonames", "documents", "publishers", "origins")
_NUMBERS = ("intensity", "lat", "lon", "confidence", "goldstein")


class Events(Sequence[Event]):
    """Events in memory, with where they were told, by day and id: a list of `Event`, and more.

    Some 3 kB an event: of more than a million, ask for those of some days or parties, or write Parquet
    (``dragoman export parquet``) and ask that.

    Attributes:
        rows: the same with their reports (`dragoman.exports.rows.Row`).
    """

    def __init__(self, rows: Sequence[Row]) -> None:
        self.rows = tuple(rows)
        from dragoman.analysis.display import register_if_in_notebook

        register_if_in_notebook()

    def __len__(self) -> int:
        return len(self.rows)

    def __iter__(self) -> Iterator[Event]:
        return (row.event for row in self.rows)

    @overload
    def __getitem__(self, index: int) -> Event: ...
    @overload
    def __getitem__(self, index: slice) -> Events: ...
    def __getitem__(self, index: int | slice) -> Event | Events:
        return Events(self.rows[index]) if isinstance(index, slice) else self.rows[index].event

    def __repr__(self) -> str:
        days = [row.day for row in self.rows if row.day]
        return f"Events({len(self.rows):,}{f', {days[0]} to {days[-1]}' if days else ''})"

    def _repr_html_(self) -> str:
        from dragoman.analysis.display import table

        return table(self.rows)

    def arrow(self) -> pa.Table:
        """Return a table of Arrow, nested as the JSON of events is (docs/formats.md). Needs pyarrow."""
        _need("pyarrow", "dragoman[parquet]")
        from dragoman.exports.arrow import rows_table

        return rows_table(self.rows)

    def pandas(self, *, pairs: bool = False) -> Any:
        """Return a DataFrame of pandas: flat, one row an event, with the columns of the CSV (docs/exports.md).

        Args:
            pairs: one row instead for each party that acts on another, with the columns of
                `dragoman.analysis.dyadic.Dyadic`.

        Raises:
            DragomanError: pandas is not installed.
        """
        pandas = _need("pandas", "dragoman[analysis]")
        import numpy

        def column(name: str, values: list[Any]) -> Any:
            if name in _DAYS:
                days = [day.isoformat() if (day := _day(value)) else "NaT" for value in values]
                return numpy.array(days, "datetime64[s]")
            kind = "Int64" if name in _WHOLE else "float64" if name in _NUMBERS else "string"
            return pandas.array(values, kind) if kind != "float64" else numpy.array(values, kind)

        return pandas.DataFrame({name: column(name, values) for name, values in self._columns(pairs).items()})

    def polars(self, *, pairs: bool = False) -> Any:
        """Return a DataFrame of polars, as `pandas` does."""
        polars = _need("polars", "polars")

        def column(name: str, values: list[Any]) -> Any:
            if name in _DAYS:
                return polars.Series(name, list(map(_day, values)), polars.Date)
            kind = polars.Int64 if name in _WHOLE else polars.Float64 if name in _NUMBERS else polars.String
            return polars.Series(name, values, kind)

        return polars.DataFrame([column(*one) for one in self._columns(pairs).items()])

    def frame(self, *, pairs: bool = False) -> Any:
        """Return what `pandas` gives, or `polars` where only that is installed."""
        for name in ("pandas", "polars"):
            try:
                import_module(name)
            except ImportError:
                continue
            return getattr(self, name)(pairs=pairs)
        raise DragomanError("a data frame needs pandas or polars (pip install 'dragoman[analysis]')")

    def _columns(self, pairs: bool) -> dict[str, list[Any]]:
        if pairs:
            told = list(dyadic(self.rows))
            return {field.name: [getattr(one, field.name) for one in told] for field in fields(Dyadic)}
        # What a cell of CSV leaves empty is nothing here.
        return {name: [_told(cell, row) for row in self.rows] for name, cell in COLUMNS.items()}


def events(
    source: Source,
    *,
    actor: str | None = None,
    recipient: str | None = None,
    about: str | None = None,
    type: str | None = None,
    mode: str | None = None,
    quad: int | None = None,
    status: str | None = None,
    place: str | None = None,
    since: str | dt.date | None = None,
    until: str | dt.date | None = None,
    publisher: str | None = None,
    speaker: str | None = None,
    min_confidence: float | None = None,
    text: str | None = None,
    judged: Which = "standing",
    texts: bool = False,
    happenings: bool = False,
    reading: Mapping[str, Any] = _NOTHING,
) -> Events:
    """Return the events of a corpus that are asked for.

    Args:
        source: a store (``"desk.db"``, ``"postgresql://…"``), a folder that ``dragoman bulk`` made, Parquet, what
            `dragoman.read` takes (it is read and coded), or documents, events or stories in memory.
        actor, recipient, about, speaker: a party: a code (``FRA``), code and sector (``FRA:GOV``), or a name.
        type, mode, quad, status, place, publisher, min_confidence, text, judged: as in
            `dragoman.store.questions.EventQuery`.
        since, until: days, both inclusive.
        texts: whether the documents of `Events.rows` are to have their texts.
        happenings: whether to say which events are one deed, and how many origins tell it; inputs are grouped for it.
        reading: how inputs are read and coded (``parser``, ``lexicon``, ``published``, …, as
            `dragoman.analysis.corpus.open_corpus` takes it).

    Raises:
        QueryError: something is asked that cannot be.
        InputError, StoreError: the source cannot be read.
    """
    query = asked_for(
        actor=actor,
        recipient=recipient,
        about=about,
        type=type,
        mode=mode,
        quad=quad,
        status=status,
        place=place,
        since=_iso(since),
        until=_iso(until),
        publisher=publisher,
        speaker=speaker,
        min_confidence=min_confidence,
        text=text,
        judged=judged,
    )
    with open_corpus(source, **reading) as corpus:
        return Events(list(corpus.rows(query, texts=texts, happenings=happenings)))


def _iso(day: str | dt.date | None) -> str | None:
    return day.isoformat() if isinstance(day, dt.date) else day


def _day(value: str | None) -> dt.date | None:
    try:
        return dt.date.fromisoformat(value) if value else None
    except ValueError:
        return None


def _told(cell: Callable[[Row], object], row: Row) -> object:
    value = cell(row)
    return None if value == "" else value


def _need(library: str, install: str) -> Any:
    try:
        return import_module(library)
    except ImportError as error:
        raise DragomanError(f"{library} is not installed (pip install '{install}')") from error

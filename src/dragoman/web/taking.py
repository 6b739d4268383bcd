"""Events to take along: a whole question as CSV or JSON Lines, its latest as entries of a feed (an analyst's alert).

CSV and JSON Lines are those of ``dragoman code``, written while they are read from the store.
"""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Sequence
from itertools import islice

from dragoman.errors import StoreError
from dragoman.exports.flat import write_csv
from dragoman.records import Event
from dragoman.store import DyadSeries, EventRow, Store
from dragoman.web.answering import address
from dragoman.web.feeds import Entry
from dragoman.web.query import Asked
from dragoman.web.shown import row

AT_ONCE = 1_000
"""Events that are read and written in one go."""

Parts = Iterator[Sequence[Event]]


def every(store: Store, asked: Asked) -> Parts:
    """Yield all events of a question, part by part, so that nobody waits for the store while a slow line takes them.

    Raises `StoreError` when the store changes meanwhile: what is sent must be of one state, or be seen to be broken.
    """
    revision, rows = store.revision(), store.every_event(asked.query, sort=asked.sort)
    while some := tuple(islice(rows, AT_ONCE)):
        if store.revision() != revision:
            raise StoreError("the store changed while events were sent (ask again)")
        yield [one.event for one in some]


def csv_parts(parts: Parts) -> Iterator[bytes]:
    """Yield CSV: first the header, then the events."""
    head = io.StringIO()
    write_csv((), head)
    yield _bytes(head.getvalue())
    for some in parts:
        file = io.StringIO()
        write_csv(some, file)
        yield _bytes(file.getvalue()[len(head.getvalue()) :])


def json_parts(parts: Parts) -> Iterator[bytes]:
    """Yield JSON Lines."""
    for some in parts:
        yield _bytes("".join(f"{event.json()}\n" for event in some))


def series_parts(series: DyadSeries) -> Iterator[bytes]:
    """Yield what two parties do to each other as CSV: one row a direction and period, also those without events."""
    file = io.StringIO()
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(
        ("actor", "recipient", series.by, *(f"quad_{n}" for n in range(1, 5)), "events", "mean_intensity")
    )
    for actor, recipient, periods in (
        (series.a, series.b, series.forth),
        (series.b, series.a, series.back),
    ):
        for one in periods:
            mean = "" if one.mean is None else f"{one.mean:.4g}"
            writer.writerow((actor, recipient, one.start, *one.quads, one.events, mean))
    yield _bytes(file.getvalue())


def entries(rows: Iterable[EventRow]) -> list[Entry]:
    """Return events as entries of a feed: the line in plain English, and the sentence it rests on."""
    return [_entry(found) for found in rows]


def _entry(found: EventRow) -> Entry:
    shown = row(found)
    quote = " ".join(found.event.evidence.quote.split())
    said = f"{shown.type}{f' {shown.mode}' if shown.mode else ''}, {shown.status}: “{quote}”"
    report = ", ".join(part for part in (shown.report.text, found.published) if part)
    line = f"Rejected: {shown.line}" if shown.verdict and shown.verdict.rejected else shown.line
    return Entry(address("event", found.event.id), line, f"{said} ({report})", found.day)


def _bytes(text: str) -> bytes:
    """Half a surrogate pair, which UTF-8 cannot hold, is written as JSON escapes it."""
    return text.encode("utf-8", "backslashreplace")

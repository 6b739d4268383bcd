"""Events as CSV: one row an event, lists joined by ``; ``, for a spreadsheet or R."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable, Mapping
from typing import Any, TextIO

from dragoman.exports.judgements import told
from dragoman.exports.rows import Row, Written
from dragoman.records import Event, Party

NAME = "csv"

# Column and how it is read off an event. Empty means not known.
CODED: dict[str, Callable[[Event], object]] = {
    "id": lambda e: e.id,
    "document": lambda e: e.document,
    "type": lambda e: e.type,
    "mode": lambda e: e.mode,
    "cameo": lambda e: e.cameo,
    "quad": lambda e: e.quad,
    "intensity": lambda e: e.intensity,
    "status": lambda e: e.status,
    "date_start": lambda e: e.date and e.date.start,
    "date_end": lambda e: e.date and e.date.end,
    "date_precision": lambda e: e.date and e.date.precision,
    "place": lambda e: e.place and e.place.name,
    "place_country": lambda e: e.place and e.place.country,
    "lat": lambda e: e.place and e.place.lat,
    "lon": lambda e: e.place and e.place.lon,
    "geonames": lambda e: e.place and e.place.geonames,
    "actors": lambda e: _join(p.text for p in e.actors),
    "actor_countries": lambda e: _countries(e.actors),
    "actor_sectors": lambda e: _sectors(e.actors),
    "recipients": lambda e: _join(p.text for p in e.recipients),
    "recipient_countries": lambda e: _countries(e.recipients),
    "recipient_sectors": lambda e: _sectors(e.recipients),
    "speaker": lambda e: e.attribution and e.attribution.speaker and e.attribution.speaker.text,
    "cue": lambda e: e.attribution and e.attribution.cue,
    "amounts": lambda e: _join(a.text for a in e.amounts),
    "equipment": lambda e: _join(q.name for q in e.equipment),
    "contexts": lambda e: _join(e.contexts),
    "confidence": lambda e: e.confidence,
    "trigger": lambda e: e.trigger.text,
    "field": lambda e: e.evidence.field,
    "start": lambda e: e.evidence.start,
    "end": lambda e: e.evidence.end,
    "quote": lambda e: e.evidence.quote,
    "rule": lambda e: e.evidence.rule,
    "version": lambda e: f"{e.version.code} {e.version.lexicon} {e.version.model}",
    "judgement": told,
}


# And off what is known where it was told.
TOLD: dict[str, Callable[[Row], object]] = {
    "day": lambda r: r.day,
    "day_from": lambda r: r.day_from,
    "title": lambda r: r.document.title,
    "publisher": lambda r: r.document.publisher,
    "family": lambda r: r.document.family,
    "published": lambda r: r.document.published,
    "url": lambda r: r.document.url,
    "language": lambda r: r.document.language,
    "story": lambda r: r.story,
    "story_title": lambda r: r.story_title,
    "happening": lambda r: r.happening and r.happening.id,
    "documents": lambda r: r.happening and r.happening.documents,
    "publishers": lambda r: r.happening and r.happening.publishers,
    "origins": lambda r: r.happening and r.happening.origins,
}


def _of_event(column: Callable[[Event], object]) -> Callable[[Row], object]:
    return lambda row: column(row.event)


COLUMNS: Mapping[str, Callable[[Row], object]] = {
    **{name: _of_event(column) for name, column in CODED.items()},
    **TOLD,
}


def write_csv(events: Iterable[Event], file: TextIO) -> None:
    """Write a header and one row an event: what is coded alone."""
    _write(CODED, events, file)


def write(rows: Iterable[Row], out: TextIO) -> Written:
    """Write a header and one row an event: what is coded, then where it was told. Nothing is left out."""
    return Written(_write(COLUMNS, rows, out))


def _write(columns: Mapping[str, Callable[[Any], object]], items: Iterable[Any], file: TextIO) -> int:
    writer = csv.writer(file, lineterminator="\n")
    quoting = csv.writer(file, lineterminator="\n", quoting=csv.QUOTE_ALL)
    writer.writerow(columns)
    cells, written = tuple(columns.values()), 0
    for item in items:
        row = ["" if (value := cell(item)) is None else value for cell in cells]
        # Python before 3.13 takes \r for no line end where lines end in \n; readers do.
        stray = any(value.__class__ is str and "\r" in value for value in row)
        (quoting if stray else writer).writerow(row)
        written += 1
    return written


def _join(values: Iterable[str]) -> str:
    return "; ".join(values)


def _countries(parties: Iterable[Party]) -> str:
    """Return one entry a party, so that lists of one row line up; ``-`` where the country is not known."""
    return _join(party.country or "-" for party in parties)


def _sectors(parties: Iterable[Party]) -> str:
    return _join(" ".join(party.sectors) or "-" for party in parties)

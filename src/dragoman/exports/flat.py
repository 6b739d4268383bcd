"""Events as CSV: one row an event, lists joined by ``; ``, for a spreadsheet or R."""

from __future__ import annotations

import csv
from collections.abc import Callable, Iterable
from typing import TextIO

from dragoman.exports.judgements import told
from dragoman.records import Event, Party

# Column and how it is read off an event. Empty means not known.
COLUMNS: dict[str, Callable[[Event], object]] = {
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


def write_csv(events: Iterable[Event], file: TextIO) -> None:
    """Write a header and one row an event."""
    writer = csv.writer(file, lineterminator="\n")
    writer.writerow(COLUMNS)
    for event in events:
        row = [column(event) for column in COLUMNS.values()]
        writer.writerow("" if value is None else value for value in row)


def _join(values: Iterable[str]) -> str:
    return "; ".join(values)


def _countries(parties: Iterable[Party]) -> str:
    """Return one entry a party, so that lists of one row line up; ``-`` where the country is not known."""
    return _join(party.country or "-" for party in parties)


def _sectors(parties: Iterable[Party]) -> str:
    return _join(" ".join(party.sectors) or "-" for party in parties)

"""PLOVER's own JSON (manual, chapter 6), one event a line.

PLOVER has auxiliary modes for what is past, to come, only thought of, or denied, so that every status can be told.
Every key is always there; what is not known is ``null`` or ``[]``.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from itertools import islice
from typing import Any, TextIO

from dragoman.exports.judgements import told
from dragoman.exports.polecat import title, version
from dragoman.exports.rows import Row, Written
from dragoman.exports.saying import REJECTED, why_not
from dragoman.exports.tabular import BLOCK
from dragoman.exports.where import country_name, where
from dragoman.exports.wording import country_code, wording
from dragoman.records import Event, Party, Place

NAME = "plover"

SIZES = ("dead", "injured", "arrested")


def write(rows: Iterable[Row], out: TextIO) -> Written:
    """Write one line an event; those that somebody rejected are left out and counted."""
    left_out = Counter[str]()
    made, written = _lines(rows, left_out), 0
    while block := list(islice(made, BLOCK)):
        out.write("".join(block))
        written += len(block)
    return Written(written, left_out)


def record(row: Row) -> dict[str, Any]:
    """Return an event as PLOVER's JSON has it."""
    event, document, date = row.event, row.document, row.event.date
    return {
        "id": event.id,
        "has_event": True,
        "date": row.day,
        "time": None,
        "enddate": date.end if date and date.end != date.start else None,
        "endtime": None,
        "actor": [_entity(party) for party in event.actors],
        "recipient": [_entity(party) for party in event.recipients],
        "event": [event.type],
        "event_loc": _location(event.place) if event.place else None,
        "event_text": event.trigger.text,
        "quad_code": event.quad,
        "event_scale": event.intensity,
        "mode": modes(event),
        "context": list(event.contexts),
        "size": _size(event),
        "link": [],
        "text": event.evidence.quote,
        "text_info": {
            "sequence": None,
            "start": event.evidence.start,
            "end": event.evidence.end,
            "text_story": None,
        },
        "cite_info": {
            "corpus": None,
            "citation": document.id,
            "url": document.url,
            "title": document.title,
            "language": document.language,
            "publication": document.publisher,
            "license": None,
            "copyright": None,
            "coder": None,
            "codebook": "PLOVER 2021",
            "version": None,
        },
        "coder": version(event.version),
        "coded_date": None,
        "coded_time": None,
        "comment": told(event) or None,
    }


def modes(event: Event) -> list[str]:
    """Return the mode of an event, and the auxiliary one that its status is."""
    auxiliary = wording().auxiliary.get(event.status) if why_not(event) else None
    return [mode for mode in (event.mode, auxiliary) if mode]


def _lines(rows: Iterable[Row], left_out: Counter[str]) -> Iterator[str]:
    for row in rows:
        if row.event.judgement is not None and row.event.judgement.rejected:
            left_out[REJECTED] += 1
            continue
        yield json.dumps(record(row), ensure_ascii=False) + "\n"


def _entity(party: Party) -> Mapping[str, Any]:
    return {
        "code": country_code(party.country or "") or None,
        "sector": ";".join(party.sectors) or None,
        "entity_text": party.text,
        "identifier_id": None,
        "identifier_text": party.name,
        "religion": None,
        "ethnicity": None,
        "office": title(party) or None,
        "gender": None,
        "age": None,
    }


def _location(place: Place) -> Mapping[str, Any]:
    at = where(place)
    return {
        "extracted_place": None,
        "resolved_place": place.name,
        "geonameid": place.geonames,
        "lat": place.lat,
        "lon": place.lon,
        "city": at.city or None,
        "district": None,
        "province": at.province or None,
        "country": country_name(place.country) or None,
        "country_code": country_code(at.iso3) or None,
        "feature_class": None,
        "feature_code": None,
        "resolution": None,
    }


def _size(event: Event) -> Mapping[str, float | list[float] | None]:
    """Return the first figure told of each kind: a number, or the two ends of a range."""
    found: dict[str, float | list[float] | None] = dict.fromkeys(SIZES)
    for amount in event.amounts:
        if amount.kind in found and found[amount.kind] is None:
            exact = amount.low == amount.high
            found[amount.kind] = amount.low if exact else [amount.low, amount.high]
    return found

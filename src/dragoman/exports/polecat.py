"""POLECAT's table: 40 columns, tab-separated, with a header; one row an event, its parties as lists joined by ``;``.

A party has its place in each list, empty where nothing is known of it, so that the lists of a row line up.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import NamedTuple, TextIO

from dragoman.exports import tabular
from dragoman.exports.rows import Row, Written
from dragoman.exports.saying import told
from dragoman.exports.tabular import number
from dragoman.exports.where import Where, where
from dragoman.exports.wording import country_code, wording
from dragoman.ontology.codes import country_codes
from dragoman.records import Document, Event, Party, Version

NAME = "polecat"

Parties = tuple[Party, ...]


class Line(NamedTuple):
    """An event, its report and its place."""

    event: Event
    document: Document
    day: str | None
    at: Where


def _nothing(line: Line) -> None:
    return None


def title(party: Party) -> str:
    """Return the office by which the gazetteer knew a person; empty where it is not known."""
    if not party.how or not party.name:
        return ""
    _, found, office = party.how.partition(f"leader: {party.name}, ")
    return office.partition(";")[0] if found else ""


@lru_cache(maxsize=1_024)
def version(made_by: Version) -> str:
    """Return what made an event, in a cell."""
    return f"dragoman {made_by.code} {made_by.lexicon} {made_by.model}"


def _joined(values: Iterable[str]) -> str:
    parts = [value.replace(";", ",") if ";" in value else value for value in values]
    return ";".join(parts) if any(parts) else ""


def _names(parties: Parties) -> str:
    return _joined([party.name or "" for party in parties])


def _raw(parties: Parties) -> str:
    return _joined([party.text for party in parties])


def _titles(parties: Parties) -> str:
    return _joined(map(title, parties))


def _countries(parties: Parties) -> tuple[str, ...]:
    return tuple([party.country or "" for party in parties])


def _sectors(parties: Parties) -> tuple[tuple[str, ...], ...]:
    return tuple([party.sectors for party in parties])


@lru_cache(maxsize=16_384)
def _codes(countries: tuple[str, ...]) -> str:
    return _joined(map(country_code, countries))


@lru_cache(maxsize=16_384)
def _cow(countries: tuple[str, ...]) -> str:
    found = (country_codes().get(code) for code in countries)
    return _joined("" if codes is None or codes.cow is None else str(codes.cow) for codes in found)


@lru_cache(maxsize=16_384)
def _primary(sectors: tuple[tuple[str, ...], ...]) -> str:
    return _joined(some[0] if some else "" for some in sectors)


@lru_cache(maxsize=16_384)
def _all_sectors(sectors: tuple[tuple[str, ...], ...]) -> str:
    return _joined(",".join(some) for some in sectors)


COLUMNS: Mapping[str, Callable[[Line], object]] = {
    "Event ID": lambda r: r.event.id,
    "Event Date": lambda r: r.day,
    "Event Type": lambda r: r.event.type,
    "Event Mode": lambda r: r.event.mode,
    "Intensity": lambda r: number(r.event.intensity),
    "Quad Code": lambda r: wording().quads[r.event.quad],
    "Contexts": lambda r: ";".join(r.event.contexts),
    "Actor Name": lambda r: _names(r.event.actors),
    "Actor Country": lambda r: _codes(_countries(r.event.actors)),
    "Actor COW": lambda r: _cow(_countries(r.event.actors)),
    "Primary Actor Sector": lambda r: _primary(_sectors(r.event.actors)),
    "Actor Sectors": lambda r: _all_sectors(_sectors(r.event.actors)),
    "Actor Title": lambda r: _titles(r.event.actors),
    "Actor Name Raw": lambda r: _raw(r.event.actors),
    "Wikipedia Actor ID": _nothing,
    "Recipient Name": lambda r: _names(r.event.recipients),
    "Recipient Country": lambda r: _codes(_countries(r.event.recipients)),
    "Recipient COW": lambda r: _cow(_countries(r.event.recipients)),
    "Primary Recipient Sector": lambda r: _primary(_sectors(r.event.recipients)),
    "Recipient Sectors": lambda r: _all_sectors(_sectors(r.event.recipients)),
    "Recipient Title": lambda r: _titles(r.event.recipients),
    "Recipient Name Raw": lambda r: _raw(r.event.recipients),
    "Wikipedia Recipient ID": _nothing,
    "Placename": lambda r: r.at.name,
    "City": lambda r: r.at.city,
    "District": _nothing,
    "Province": lambda r: r.at.province,
    "Country": lambda r: _codes((r.at.iso3,)),
    "Latitude": lambda r: r.at.lat,
    "Longitude": lambda r: r.at.lon,
    "GeoNames ID": lambda r: r.at.geonames,
    "Raw Placename": _nothing,
    "Feature Type": _nothing,
    "Source": lambda r: r.document.publisher,
    "Publication Date": lambda r: r.document.published and r.document.published[:10],
    "Story People": _nothing,
    "Story Organizations": _nothing,
    "Story Locations": _nothing,
    "Language": lambda r: r.document.language,
    "Version": lambda r: version(r.event.version),
}


def write(rows: Iterable[Row], out: TextIO) -> Written:
    """Write a header, and one row an event; what the format cannot say is left out and counted."""
    left_out = Counter[str]()
    lines = (Line(r.event, r.document, r.day, where(r.event.place)) for r in told(rows, left_out))
    written = tabular.write(COLUMNS, lines, out, header=True)
    return Written(written, left_out)

"""The table of ICEWS: 20 columns, tab-separated, with a header; one row for each pair of source and target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, TextIO

from dragoman.exports import tabular
from dragoman.exports.rows import Row, Written
from dragoman.exports.saying import event_number, pairs, told
from dragoman.exports.tabular import number
from dragoman.exports.where import Where, country_name, where
from dragoman.ontology.cameo_actors import icews_sectors, international_name
from dragoman.ontology.crosswalk import goldstein
from dragoman.ontology.plover import cameo
from dragoman.records import Document, Event, Party

NAME = "icews"


class Line(NamedTuple):
    """An event between two parties, its report and its place."""

    event: Event
    document: Document
    day: str | None
    source: Party | None
    target: Party | None
    at: Where


def _nothing(line: Line) -> None:
    return None


def _lines(rows: Iterable[Row]) -> Iterator[Line]:
    for row in rows:
        event, at = row.event, where(row.event.place)
        for source, target in pairs(event):
            yield Line(event, row.document, row.day, source, target, at)


@lru_cache(maxsize=1_024)
def intensity(code: str | None) -> str:
    """Return the intensity of a CAMEO code, which is its value on Goldstein's scale."""
    return number(goldstein(code)) if code else ""


def _name(party: Party | None) -> str:
    """Return the name; of who has none the sector and country, as ICEWS names actors it knows by role alone."""
    return _named(party.name, party.country, party.sectors) or party.text if party else ""


@lru_cache(maxsize=65_536)
def _named(name: str | None, country: str | None, sectors: tuple[str, ...]) -> str:
    if name:
        return name
    whole = country_name(country) or international_name(country)
    if not whole:
        return ""
    named = icews_sectors(Party("", 0, 0, sectors=sectors[:1]))
    return f"{named[0]} ({whole})" if named else whole


def _sectors(party: Party | None) -> str:
    return _joined(party.country, party.sectors) if party else ""


@lru_cache(maxsize=16_384)
def _joined(country: str | None, sectors: tuple[str, ...]) -> str:
    return ",".join(icews_sectors(Party("", 0, 0, country, sectors)))


def _country(party: Party | None) -> str:
    return country_name(party.country) if party else ""


COLUMNS: Mapping[str, Callable[[Line], object]] = {
    "Event ID": lambda n: event_number(n.event.id, n.event, n.source, n.target),
    "Event Date": lambda n: n.day,
    "Source Name": lambda n: _name(n.source),
    "Source Sectors": lambda n: _sectors(n.source),
    "Source Country": lambda n: _country(n.source),
    "Event Text": lambda n: cameo().get(n.event.cameo or ""),
    "CAMEO Code": lambda n: n.event.cameo,
    "Intensity": lambda n: intensity(n.event.cameo),
    "Target Name": lambda n: _name(n.target),
    "Target Sectors": lambda n: _sectors(n.target),
    "Target Country": lambda n: _country(n.target),
    "Story ID": lambda n: n.document.id,
    "Sentence Number": _nothing,
    "Publisher": lambda n: n.document.publisher,
    "City": lambda n: n.at.city,
    "District": _nothing,
    "Province": lambda n: n.at.province,
    "Country": lambda n: n.at.country,
    "Latitude": lambda n: n.at.lat,
    "Longitude": lambda n: n.at.lon,
}


def write(rows: Iterable[Row], out: TextIO) -> Written:
    """Write a header, and one row a pair of parties; what the format cannot say is left out and counted."""
    left_out = Counter[str]()
    written = tabular.write(COLUMNS, _lines(told(rows, left_out)), out, header=True)
    return Written(written, left_out)

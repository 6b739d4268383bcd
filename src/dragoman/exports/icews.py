"""The table of ICEWS: 20 columns, tab-separated, with a header; one row for each pair of source and target."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from typing import TextIO

from dragoman.exports import tabular
from dragoman.exports.rows import Row, Written
from dragoman.exports.saying import Line, event_number, lines, told
from dragoman.exports.tabular import number
from dragoman.exports.where import country_name, where
from dragoman.ontology.cameo_actors import icews_sectors
from dragoman.ontology.crosswalk import goldstein
from dragoman.ontology.plover import cameo
from dragoman.records import Party

NAME = "icews"


def _nothing(line: Line) -> None:
    return None


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
    whole = country_name(country)
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
    "Event ID": lambda n: event_number(n.row.event.id, n.source, n.target),
    "Event Date": lambda n: n.row.day,
    "Source Name": lambda n: _name(n.source),
    "Source Sectors": lambda n: _sectors(n.source),
    "Source Country": lambda n: _country(n.source),
    "Event Text": lambda n: cameo().get(n.row.event.cameo or ""),
    "CAMEO Code": lambda n: n.row.event.cameo,
    "Intensity": lambda n: intensity(n.row.event.cameo),
    "Target Name": lambda n: _name(n.target),
    "Target Sectors": lambda n: _sectors(n.target),
    "Target Country": lambda n: _country(n.target),
    "Story ID": lambda n: n.row.document.id,
    "Sentence Number": _nothing,
    "Publisher": lambda n: n.row.document.publisher,
    "City": lambda n: where(n.row.event.place).city,
    "District": _nothing,
    "Province": lambda n: where(n.row.event.place).province,
    "Country": lambda n: where(n.row.event.place).country,
    "Latitude": lambda n: where(n.row.event.place).lat,
    "Longitude": lambda n: where(n.row.event.place).lon,
}


def write(rows: Iterable[Row], out: TextIO) -> Written:
    """Write a header, and one row a pair of parties; what the format cannot say is left out and counted."""
    left_out = Counter[str]()
    written = tabular.write(COLUMNS, lines(told(rows, left_out)), out, header=True)
    return Written(written, left_out)

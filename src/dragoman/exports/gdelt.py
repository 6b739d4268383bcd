"""Events of GDELT 2.0: 61 columns, tab-separated, without a header; one row a deed and pair of parties.

An event of GDELT is a deed that many reports may tell, so one row stands for all events of a happening; the reports
are in the table of mentions (`dragoman.exports.mentions`).
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Mapping
from functools import lru_cache
from typing import NamedTuple, TextIO

from dragoman.exports import tabular
from dragoman.exports.rows import Row, Written
from dragoman.exports.saying import event_number, lines, told
from dragoman.exports.tabular import number
from dragoman.exports.where import NOWHERE, Where, where
from dragoman.ontology.cameo_actors import Actor, actor
from dragoman.ontology.crosswalk import goldstein
from dragoman.records import Party

NAME = "gdelt"


class Line(NamedTuple):
    """A deed between two parties, as GDELT codes it."""

    row: Row
    id: int
    one: Party | None
    other: Party | None
    first: Actor
    second: Actor
    at: Where


def _nothing(line: Line) -> None:
    return None


def _lines(rows: Iterable[Row]) -> Iterator[Line]:
    for row, one, other in lines(_deeds(rows)):
        place = row.event.place
        yield Line(
            row,
            event_number(deed(row), row.event, one, other),
            one,
            other,
            _NOBODY if one is None else actor(one),
            _NOBODY if other is None else actor(other),
            NOWHERE if place is None else where(place),
        )


def _deeds(rows: Iterable[Row]) -> Iterator[Row]:
    """Yield the first row of each happening."""
    # Of happenings that have several events alone, since it is all that grows.
    seen: set[str] = set()
    for row in rows:
        if row.happening is not None and row.happening.mentions > 1:
            if row.happening.id in seen:
                continue
            seen.add(row.happening.id)
        yield row


def deed(row: Row) -> str:
    """Return the id of what a row tells: that of its happening, else of the event."""
    return row.event.id if row.happening is None else row.happening.id


def moment(published: str | None) -> str:
    """Return ``YYYYMMDDHHMMSS``, or ``YYYYMMDD`` where only the day is known."""
    return "".join(filter(str.isdigit, published or ""))[:14]


@lru_cache(maxsize=65_536)
def fraction(day: str | None) -> str:
    """Return ``2025.1315``: of months of 30 days and years of 365, as GDELT has it."""
    if day is None:
        return ""
    return f"{int(day[:4]) + ((int(day[5:7]) - 1) * 30 + int(day[8:10])) / 365:.4f}"


@lru_cache(maxsize=1_024)
def quad_class(code: str | None) -> str:
    """Return the class of a CAMEO code: 1 verbal, 2 material cooperation, 3 verbal, 4 material conflict."""
    if not code:
        return ""
    root = int(code[:2])
    return "1" if root <= 5 else "2" if root <= 8 else "3" if root <= 13 else "4"


@lru_cache(maxsize=1_024)
def scale(code: str | None) -> str:
    """Return the value of a CAMEO code on Goldstein's scale."""
    return number(goldstein(code)) if code else ""


def is_root(row: Row) -> str:
    """Return ``1`` where the sentence stands in title or first paragraph, else ``0``; empty without the text."""
    evidence, text = row.event.evidence, row.document.text
    if evidence.field == "title":
        return "1"
    if text is None:
        return ""
    before = text[: evidence.start].lstrip()
    if "\n" not in before:
        return "1"
    # Paragraphs stand apart by an empty line, or where there is none by the line end.
    return "0" if _EMPTY_LINE.search(before) or not _EMPTY_LINE.search(text.strip()) else "1"


_EMPTY_LINE = re.compile(r"\n[^\S\n]*\n")

_NOBODY = Actor()

_GEO_TYPES = {"country": "1", "city": "4", "state": "5"}
_GEO_TYPES_USA = {"country": "1", "city": "3", "state": "2"}


def _geo_type(at: Where) -> str:
    return (_GEO_TYPES_USA if at.iso3 == "USA" else _GEO_TYPES).get(at.kind, "")


def _digits(day: str | None, length: int) -> str:
    return day.replace("-", "")[:length] if day else ""


def _name(party: Party | None) -> str:
    return (party.name or party.text).upper() if party else ""


def _role(actor: Actor, number: int) -> str:
    if actor.kind:
        number -= 1
    if number < 0:
        return actor.kind
    return actor.roles[number] if number < len(actor.roles) else ""


COLUMNS: Mapping[str, Callable[[Line], object]] = {
    "GLOBALEVENTID": lambda n: n.id,
    "SQLDATE": lambda n: _digits(n.row.day, 8),
    "MonthYear": lambda n: _digits(n.row.day, 6),
    "Year": lambda n: _digits(n.row.day, 4),
    "FractionDate": lambda n: fraction(n.row.day),
    "Actor1Code": lambda n: n.first.code,
    "Actor1Name": lambda n: _name(n.one),
    "Actor1CountryCode": lambda n: n.first.country,
    "Actor1KnownGroupCode": lambda n: n.first.group,
    "Actor1EthnicCode": _nothing,
    "Actor1Religion1Code": _nothing,
    "Actor1Religion2Code": _nothing,
    "Actor1Type1Code": lambda n: _role(n.first, 0),
    "Actor1Type2Code": lambda n: _role(n.first, 1),
    "Actor1Type3Code": lambda n: _role(n.first, 2),
    "Actor2Code": lambda n: n.second.code,
    "Actor2Name": lambda n: _name(n.other),
    "Actor2CountryCode": lambda n: n.second.country,
    "Actor2KnownGroupCode": lambda n: n.second.group,
    "Actor2EthnicCode": _nothing,
    "Actor2Religion1Code": _nothing,
    "Actor2Religion2Code": _nothing,
    "Actor2Type1Code": lambda n: _role(n.second, 0),
    "Actor2Type2Code": lambda n: _role(n.second, 1),
    "Actor2Type3Code": lambda n: _role(n.second, 2),
    "IsRootEvent": lambda n: is_root(n.row),
    "EventCode": lambda n: n.row.event.cameo,
    "EventBaseCode": lambda n: n.row.event.cameo and n.row.event.cameo[:3],
    "EventRootCode": lambda n: n.row.event.cameo and n.row.event.cameo[:2],
    "QuadClass": lambda n: quad_class(n.row.event.cameo),
    "GoldsteinScale": lambda n: scale(n.row.event.cameo),
    "NumMentions": lambda n: n.row.happening.mentions if n.row.happening else 1,
    "NumSources": lambda n: n.row.happening.publishers if n.row.happening else 1,
    "NumArticles": lambda n: n.row.happening.documents if n.row.happening else 1,
    "AvgTone": _nothing,
    "Actor1Geo_Type": _nothing,
    "Actor1Geo_FullName": _nothing,
    "Actor1Geo_CountryCode": _nothing,
    "Actor1Geo_ADM1Code": _nothing,
    "Actor1Geo_ADM2Code": _nothing,
    "Actor1Geo_Lat": _nothing,
    "Actor1Geo_Long": _nothing,
    "Actor1Geo_FeatureID": _nothing,
    "Actor2Geo_Type": _nothing,
    "Actor2Geo_FullName": _nothing,
    "Actor2Geo_CountryCode": _nothing,
    "Actor2Geo_ADM1Code": _nothing,
    "Actor2Geo_ADM2Code": _nothing,
    "Actor2Geo_Lat": _nothing,
    "Actor2Geo_Long": _nothing,
    "Actor2Geo_FeatureID": _nothing,
    "ActionGeo_Type": lambda n: _geo_type(n.at),
    "ActionGeo_FullName": lambda n: n.at.full,
    "ActionGeo_CountryCode": lambda n: n.at.fips,
    "ActionGeo_ADM1Code": lambda n: n.at.fips if n.at.kind == "country" else None,
    "ActionGeo_ADM2Code": _nothing,
    "ActionGeo_Lat": lambda n: n.at.lat,
    "ActionGeo_Long": lambda n: n.at.lon,
    "ActionGeo_FeatureID": lambda n: n.at.fips if n.at.kind == "country" else None,
    "DATEADDED": lambda n: moment(n.row.document.published),
    "SOURCEURL": lambda n: n.row.document.url,
}


def write(rows: Iterable[Row], out: TextIO) -> Written:
    """Write one row a deed and pair of parties; what the format cannot say is left out and counted.

    Of a happening the first event that comes is written, so that one whose other events are filtered out is told too.
    """
    left_out = Counter[str]()
    return Written(tabular.write(COLUMNS, _lines(told(rows, left_out)), out, header=False), left_out)

"""Persons in the news and the offices they held, with dates (``leaders/*.yaml``, shape in its README)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from typing import Any

from dragoman.errors import OntologyError
from dragoman.ontology.countries import check_code
from dragoman.ontology.files import every_file, load_yaml, loaded_once
from dragoman.ontology.schema import build, check_sectors, read_date


@dataclass(frozen=True, slots=True)
class Office:
    """An office held from ``start`` to ``end``, both inclusive; ``end`` is ``None`` when no end is known.

    Attributes:
        title: as a reader would say it (``foreign minister``).
        sectors: PLOVER sectors, the most specific first.
        country: ISO 3166 alpha-3 or PLOVER code of the body the office acts for.
    """

    title: str
    sectors: tuple[str, ...]
    start: dt.date
    end: dt.date | None
    country: str

    def holds(self, day: dt.date) -> bool:
        """Whether the office is held on the day."""
        return self.start <= day and (self.end is None or day <= self.end)


@dataclass(frozen=True, slots=True)
class Leader:
    """A person: names, the country acted for most, and offices by start (at least one)."""

    name: str
    country: str
    offices: tuple[Office, ...]
    aliases: tuple[str, ...] = ()

    def office_on(self, day: dt.date | None) -> Office | None:
        """Return the office held on the day, the latest taken if several; ``None`` when none was held.

        Without a day, the latest office known.
        """
        if day is None:
            return self.offices[-1]
        return next((office for office in reversed(self.offices) if office.holds(day)), None)

    def country_on(self, day: dt.date | None) -> str:
        """Return the country (or international code) the person acted for on the day."""
        office = self.office_on(day)
        return office.country if office else self.country

    def claim_on(self, day: dt.date | None) -> tuple[int, dt.date]:
        """Rank persons of one name: in office on the day, else before it, else after; later start wins."""
        if day is None:
            return (2 if self.offices[-1].end is None else 1), self.offices[-1].start
        if office := self.office_on(day):
            return 2, office.start
        past = [office.start for office in self.offices if office.start <= day]
        return (1, past[-1]) if past else (0, dt.date.min)


@loaded_once
def leaders() -> tuple[Leader, ...]:
    """Return all persons, file by file. Raises `OntologyError` when a file breaks its schema."""
    names = (name for name in every_file() if name.startswith("leaders/"))
    return tuple(leader for name in names for leader in _file(name))


def _file(file: str) -> list[Leader]:
    data = load_yaml(file)
    persons = data.get("persons") if isinstance(data, dict) and "as_of" in data else None
    if not isinstance(persons, dict) or not all(isinstance(raws, list) for raws in persons.values()):
        raise OntologyError(f"{file}: wants `as_of` and `persons` by country (see leaders/README.md)")
    return [_leader(raw, code, file) for code, raws in persons.items() for raw in raws]


def _leader(raw: dict[str, Any], code: str, file: str) -> Leader:
    where = f"{file}: {raw.get('name')!r}"
    check_code(code, where)
    offices = tuple(_office(row, code, where) for row in raw.get("offices", ()))
    if not offices or list(offices) != sorted(offices, key=lambda office: office.start):
        raise OntologyError(f"{where}: wants offices, ordered by their start")
    return build(Leader, raw, file, country=code, offices=offices)


def _office(row: Any, code: str, where: str) -> Office:
    if not isinstance(row, list) or not 3 <= len(row) <= 5:
        raise OntologyError(f"{where}: {row!r} is no office (write [title, sectors, start, end, country])")
    title, sectors, first, last, country = row + [None] * (5 - len(row))
    start, end = read_date(first, where), read_date(last, where)
    if start is None or (end is not None and end < start):
        raise OntologyError(
            f"{where}: {title!r} from {first} to {last} (give a start that is not after the end)"
        )
    codes = tuple(str(sectors).split())
    check_sectors(codes, where)
    check_code(country or code, where)
    return Office(str(title), codes, start, end, country or code)

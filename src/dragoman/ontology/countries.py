"""States and territories: what the news calls them, and where they are (``countries.yaml``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from dragoman.errors import OntologyError
from dragoman.ontology.files import loaded_once
from dragoman.ontology.schema import build, check_point, section

FILE = "countries.yaml"

_KEY = re.compile(r"[A-Za-z]{3}(:[A-Za-z]{3})?")


@dataclass(frozen=True, slots=True)
class Capital:
    """A capital city: coordinates in degrees, id of GeoNames."""

    name: str
    lat: float
    lon: float
    geonames: int
    aliases: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """All names of the city."""
        return (self.name, *self.aliases)


@dataclass(frozen=True, slots=True)
class Country:
    """A state or a territory.

    Attributes:
        code: ISO 3166 alpha-3; of a dependency or breakaway, the state it belongs to.
        kind: ``state``, ``dependency`` or ``breakaway``.
        center: latitude and longitude of about the middle, degrees.
        geonames: id of GeoNames; ``None`` where it lists no country.
        iso_numeric: ISO 3166 number; ``None`` for Kosovo and for all but states.
        adjectives, people: words for what is of it and who lives there.
        capital: ``None`` where country and city are one word.
        seats: houses that stand for the government.
        exact: forms that count only in exactly this case.
        ambiguous: forms that often mean something else; they want a second sign.
        sectors: PRE for breakaways, else none.
    """

    code: str
    name: str
    center: tuple[float, float]
    kind: Literal["state", "dependency", "breakaway"]
    geonames: int | None = None
    iso_numeric: int | None = None
    capital: Capital | None = None
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    people: tuple[str, ...] = ()
    seats: tuple[str, ...] = ()
    exact: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()
    sectors: tuple[str, ...] = ()

    @property
    def forms(self) -> tuple[str, ...]:
        """Every word that points to it."""
        capital = self.capital.forms if self.capital else ()
        return (self.name, *self.aliases, *self.adjectives, *self.people, *capital, *self.seats)


@loaded_once
def countries() -> tuple[Country, ...]:
    """Return states, dependencies and breakaways. Raises `OntologyError` when the file breaks its schema."""
    sections: tuple[tuple[str, dict[str, Any]], ...] = (
        ("countries", {"kind": "state"}),
        ("dependencies", {"kind": "dependency"}),
        ("breakaways", {"kind": "breakaway", "sectors": ("PRE",)}),
    )
    return tuple(_country(raw, FILE, given) for key, given in sections for raw in section(FILE, key))


@cache
def _states() -> dict[str, Country]:
    return {country.code: country for country in countries() if country.kind == "state"}


@cache
def codes() -> frozenset[str]:
    """Return the codes of all states, and PLOVER's international ones."""
    from dragoman.ontology.plover import plover

    return frozenset(_states()).union(plover().international)


def country(code: str) -> Country:
    """Return the state of an ISO 3166 alpha-3 code. Raises `KeyError` when there is none."""
    return _states()[code]


def check_code(code: str | None, where: str) -> None:
    """Raise `OntologyError` when a code is neither a state's nor one of PLOVER's international ones."""
    if code not in codes():
        raise OntologyError(f"{where}: {code!r} is no country (use a code of {FILE}, or IGO, NGO, ...)")


def _country(raw: dict[str, Any], file: str, given: dict[str, Any]) -> Country:
    capital = build(Capital, raw["capital"], file) if isinstance(raw, dict) and "capital" in raw else None
    found = build(Country, raw, file, capital=capital, **given)
    where = f"{file}: {found.name!r}"
    if len(found.center) != 2:
        raise OntologyError(f"{where}: center is {found.center} (write [latitude, longitude])")
    check_point(*found.center, where)
    if capital:
        check_point(capital.lat, capital.lon, where)
    for form in (*found.exact, *found.ambiguous):
        if form not in found.forms:
            raise OntologyError(
                f"{where}: {form!r} is marked but none of its forms (add it or drop the mark)"
            )
    return found


def as_code(key: str) -> str:
    """Return a code, or code and sector, in capitals however it is written (``fra:gov``); what is none as it is."""
    is_one = _KEY.fullmatch(key) and key.upper().partition(":")[0] in codes()
    return key.upper() if is_one else key

"""What the codes of other people's event data are in ours (``codes.yaml``)."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections.abc import Mapping
from dataclasses import dataclass, fields
from functools import cache, lru_cache
from typing import Any

from dragoman.errors import OntologyError
from dragoman.ontology.codes import by_cameo
from dragoman.ontology.countries import codes, countries
from dragoman.ontology.crosswalk import from_cameo, goldstein
from dragoman.ontology.files import load_yaml
from dragoman.ontology.organizations import organizations
from dragoman.ontology.plover import plover
from dragoman.records import EVENT_TYPES, EventType

FILE = "codes.yaml"

YEARS = range(1900, 2101)
"""Years of events."""

_DAY = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[T ].*)?", re.ASCII)


@dataclass(frozen=True, slots=True)
class PeerCodes:
    """The tables of the file, from the peer's word to ours; what each is stands there."""

    groups: Mapping[str, str]
    international: Mapping[str, str]
    regions: frozenset[str]
    sectors: Mapping[str, str]
    icews_countries: Mapping[str, str]
    icews_sectors: Mapping[str, str]
    icews_international: Mapping[str, str]
    polecat_countries: Mapping[str, str]
    polecat_quads: Mapping[str, int]


@cache
def peer_codes() -> PeerCodes:
    """Return the tables. Raises `OntologyError` when the file breaks its schema."""
    return parse(load_yaml(FILE, __package__))


def parse(data: Any) -> PeerCodes:
    """Build the tables from what YAML gave. Raises `OntologyError` naming the table and the code."""
    names = [field.name for field in fields(PeerCodes)]
    if not isinstance(data, dict) or sorted(data) != sorted(names):
        raise OntologyError(f"{FILE}: not the tables {', '.join(names)} (mend it)")
    countries_of = ("groups", "international", "icews_countries", "icews_international", "polecat_countries")
    allowed: dict[str, Any] = dict.fromkeys(countries_of, codes())
    allowed |= {"sectors": plover().sectors, "icews_sectors": plover().sectors, "polecat_quads": (1, 2, 3, 4)}
    for name, values in allowed.items():
        if not isinstance(data[name], dict):
            raise OntologyError(f"{FILE}: {name} is no table (write `{name}:` and one `code: ours` a line)")
        for key, value in data[name].items():
            if not isinstance(key, str) or value not in values:
                raise OntologyError(
                    f"{FILE}: {name}: {key!r} is {value!r} (one of {', '.join(map(str, sorted(values)))})"
                )
    return PeerCodes(**{**data, "regions": frozenset(data["regions"])})


# ------------------------------------------------------------------------------------------- values


@dataclass(frozen=True, slots=True)
class Deed:
    """What a CAMEO code says: PLOVER's type and intensity (``None`` for a statement), the quad of its root, and the
    value on the scale of Goldstein."""

    cameo: str
    type: EventType | None
    quad: int
    intensity: float | None
    goldstein: float | None


@lru_cache(maxsize=2_000)
def deed(code: str) -> Deed | None:
    """Return what a CAMEO code says; ``None`` where it is none."""
    try:
        crossing = from_cameo(code)
    except OntologyError:
        return None
    root = int(code[:2])
    intensity = plover().types[crossing.type].intensity_of(crossing.mode) if crossing.type else None
    quad = 1 if root <= 5 else 2 if root <= 8 else 3 if root <= 13 else 4
    return Deed(code, crossing.type, quad, intensity, goldstein(code))


@lru_cache(maxsize=2_000)
def type_of(name: str) -> EventType | None:
    """Return PLOVER's type of a name in any case; ``None`` where it is none."""
    upper = name.upper()
    return upper if upper in EVENT_TYPES else None


@lru_cache(maxsize=40_000)
def day_of(text: str) -> str | None:
    """Return a date written 20250218 or 2025-02-18, with or without a time, in ISO.

    ``None`` where it is none, or of no year that event data are of (`YEARS`): one slip would span a thousand years.
    """
    found = _DAY.fullmatch(text)
    if not found or int(found[1]) not in YEARS:
        return None
    try:
        return dt.date(int(found[1]), int(found[2]), int(found[3])).isoformat()
    except ValueError:
        return None


def number_of(text: str) -> float | None:
    """Return a number from -10 to 10, as both scales have them; ``None`` for anything else."""
    try:
        value = float(text)
    except ValueError:
        return None
    return value if math.isfinite(value) and -10 <= value <= 10 else None


# ------------------------------------------------------------------------------------------ parties


@cache
def _named() -> Mapping[str, str]:
    """Countries by their names in any case, states first."""
    found: dict[str, str] = {}
    for kind in ("state", "dependency", "breakaway"):
        for country in countries():
            if country.kind == kind:
                for name in (country.name, *country.aliases):
                    found.setdefault(name.casefold(), country.code)
    return found | {name.casefold(): code for name, code in peer_codes().icews_countries.items()}


@lru_cache(maxsize=10_000)
def country_named(name: str) -> str | None:
    """Return the code of a country by its English name; ``None`` where none has it."""
    return _named().get(name.casefold())


@cache
def _bodies() -> Mapping[str, str]:
    return {body.name.casefold(): body.code for body in reversed(organizations())}


@lru_cache(maxsize=10_000)
def international_named(name: str) -> str | None:
    """Return PLOVER's international code of a body by its name (``EUR`` of the European Union); ``None`` without."""
    held = name.partition(" (")[2].removesuffix(
        ")"
    )  # "Government (European Union)", as exports/icews.py has it
    code = _bodies().get(name.casefold()) or _bodies().get(held.casefold())
    return code if code in plover().international else None


@lru_cache(maxsize=10_000)
def country_coded(code: str) -> str | None:
    """Return the state, or PLOVER's international code, that a code of POLECAT is; ``None`` where it is none."""
    code = peer_codes().polecat_countries.get(code, code)
    if code in plover().international:
        return code
    return by_cameo().get(code)

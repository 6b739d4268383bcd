"""Cities (``places.tsv``, made from GeoNames by ``training/places.py``) and regions (``regions.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from dragoman.errors import OntologyError
from dragoman.ontology.countries import check_code
from dragoman.ontology.files import loaded_once, read_bytes
from dragoman.ontology.schema import build, check_point, section

CITIES = "places.tsv"
REGIONS = "regions.yaml"
HEADER = ["name", "country", "lat", "lon", "geonames", "population", "aliases"]


@dataclass(frozen=True, slots=True)
class City:
    """A city: ISO 3166 alpha-3 of its state, degrees, id of GeoNames, inhabitants."""

    name: str
    country: str
    lat: float
    lon: float
    geonames: int
    population: int
    aliases: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Region:
    """A region, sea, strait or site; ``country`` is ``None`` where it is nobody's or several states'.

    Attributes:
        lat, lon: about the middle, degrees.
        kind: ``state`` (or province: the first level below), ``region``, ``water``, ``island`` or ``site``.
        adjectives: words for what is of it and who lives there ("Scottish", "Catalans").
        ambiguous: forms that often mean something else; they want a second sign.
    """

    name: str
    country: str | None
    lat: float
    lon: float
    kind: str
    aliases: tuple[str, ...] = ()
    adjectives: tuple[str, ...] = ()
    ambiguous: tuple[str, ...] = ()


@loaded_once
def places() -> tuple[City, ...]:
    """Return all cities, by name. Raises `OntologyError` when a line breaks the schema."""
    lines = read_bytes(CITIES).decode().splitlines()
    if not lines or lines[0].split("\t") != HEADER:
        raise OntologyError(f"{CITIES}, line 1: not the header {HEADER} (run python -m training.places)")
    return tuple(_city(line, number) for number, line in enumerate(lines[1:], 2))


def _city(line: str, number: int) -> City:
    try:
        name, country, lat, lon, geonames, population, aliases = line.split("\t")
        city = City(
            name,
            country,
            float(lat),
            float(lon),
            int(geonames),
            int(population),
            tuple(aliases.split("|")) if aliases else (),
        )
    except ValueError as error:
        raise OntologyError(f"{CITIES}, line {number}: {error} (run python -m training.places)") from None
    where = f"{CITIES}, line {number}"
    check_point(city.lat, city.lon, where)
    check_code(city.country, where)
    return city


@loaded_once
def regions() -> tuple[Region, ...]:
    """Return all regions. Raises `OntologyError` when the file breaks its schema."""
    return tuple(_region(raw, REGIONS) for raw in section(REGIONS, "regions"))


def _region(raw: dict[str, Any], file: str) -> Region:
    values = dict(raw)
    where = f"{file}: {raw.get('name')!r}"
    at = values.pop("at", None)
    if not isinstance(at, list) or len(at) != 2:
        raise OntologyError(f"{where}: wants `at: [latitude, longitude]`")
    region = build(Region, values, file, country=values.get("country"), lat=at[0], lon=at[1])
    check_point(region.lat, region.lon, where)
    if region.country is not None:
        check_code(region.country, where)
    if region.kind not in {"state", "region", "water", "island", "site"}:
        raise OntologyError(f"{where}: {region.kind!r} is no kind (state, region, water, island, site)")
    return region

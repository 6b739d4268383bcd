"""Places as tables of the field want them: a city, a province or a country, and the names of those that hold it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache, lru_cache

from dragoman.ontology.codes import country_codes
from dragoman.ontology.countries import countries
from dragoman.ontology.places import regions
from dragoman.records import Place


@dataclass(frozen=True, slots=True)
class Where:
    """A place; what is not known is empty.

    Attributes:
        kind: ``country``, ``city``, ``state`` (or province: the first level below), else the kind of the region
            (``region``, ``water``, ``island``, ``site``); empty where the tables do not have it.
        city, province: the name, where the place is one.
        country: English name of the country.
        iso3, fips: its codes; FIPS 10-4.
        lat, lon: degrees, as written.
        geonames: id of GeoNames.
    """

    kind: str = ""
    name: str = ""
    city: str = ""
    province: str = ""
    country: str = ""
    iso3: str = ""
    fips: str = ""
    lat: str = ""
    lon: str = ""
    geonames: str = ""

    @property
    def full(self) -> str:
        """Name and country: ``Bergen, Norway``."""
        return self.name if self.country in ("", self.name) else f"{self.name}, {self.country}"


NOWHERE = Where()


@lru_cache(maxsize=65_536)
def where(place: Place | None) -> Where:
    """Return a place as tables want it."""
    if place is None:
        return NOWHERE
    kind = _kind(place)
    codes = country_codes().get(place.country or "")
    return Where(
        kind,
        place.name,
        place.name if kind == "city" else "",
        place.name if kind == "state" else "",
        country_name(place.country),
        place.country or "",
        (codes.fips or "") if codes else "",
        "" if place.lat is None else str(place.lat),
        "" if place.lon is None else str(place.lon),
        "" if place.geonames is None else str(place.geonames),
    )


def country_name(code: str | None) -> str:
    """Return the English name of a country; empty where the code is none."""
    return _names().get(code or "", "")


def _kind(place: Place) -> str:
    if (place.name, place.country) in _whole():
        return "country"
    if place.geonames is not None:
        return "city"
    return _regions().get((place.name, place.country), "")


@cache
def _names() -> dict[str, str]:
    return {country.code: country.name for country in countries() if country.kind == "state"}


@cache
def _whole() -> frozenset[tuple[str, str | None]]:
    return frozenset((country.name, country.code) for country in countries() if country.kind != "breakaway")


@cache
def _regions() -> dict[tuple[str, str | None], str]:
    return {(region.name, region.country): region.kind for region in regions()}

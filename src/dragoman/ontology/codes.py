"""Codes of countries in the schemes that event data use: ISO 3166, FIPS 10-4, COW, CAMEO (``country_codes.tsv``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.errors import OntologyError
from dragoman.ontology.countries import check_code
from dragoman.ontology.files import loaded_once, read_bytes

FILE = "country_codes.tsv"
HEADER = ["iso3", "iso2", "numeric", "fips", "cow", "cameo", "of"]


@dataclass(frozen=True, slots=True)
class CountryCodes:
    """The codes of a state or a dependency; ``None`` where a scheme has none, or none that is sure.

    Attributes:
        iso3, iso2, numeric: ISO 3166 (``XKX`` and ``XK`` for Kosovo, which ISO has not).
        fips: FIPS 10-4.
        cow: Correlates of War number.
        cameo: as an actor in CAMEO; of a dependency only where it is other than ISO's.
        of: of a dependency, the alpha-3 code of the state it belongs to; ``None`` for a state.
    """

    iso3: str
    iso2: str
    numeric: int | None
    fips: str | None
    cow: int | None
    cameo: str | None
    of: str | None


@loaded_once
def country_codes() -> Mapping[str, CountryCodes]:
    """Return the codes of states and dependencies by ISO 3166 alpha-3. Raises `OntologyError` for a broken line."""
    return parse(read_bytes(FILE).decode())


@cache
def by_cameo() -> Mapping[str, str]:
    """Return, for every code that CAMEO writes for a country, the alpha-3 code of the state (a dependency's is that
    of the state it belongs to). A country that CAMEO has no code of its own for is there by ISO's."""
    found = {codes.iso3: codes.of or codes.iso3 for codes in country_codes().values()}
    return found | {codes.cameo: codes.of or codes.iso3 for codes in country_codes().values() if codes.cameo}


def parse(text: str) -> dict[str, CountryCodes]:
    """Build the table from the text of the file. Raises `OntologyError` naming the line."""
    lines = [
        (number, line.split("\t"))
        for number, line in enumerate(text.splitlines(), 1)
        if not line.startswith("#")
    ]
    if not lines or lines[0][1] != HEADER:
        raise OntologyError(
            f"{FILE}: no header (write {', '.join(HEADER)} above the codes, with tabs between)"
        )
    found: dict[str, CountryCodes] = {}
    for number, cells in lines[1:]:
        codes = _codes(cells, where := f"{FILE}, line {number}")
        if codes.iso3 in found:
            raise OntologyError(f"{where}: {codes.iso3} stands there already (drop one of the lines)")
        found[codes.iso3] = codes
    return found


def _codes(cells: list[str], where: str) -> CountryCodes:
    if len(cells) != len(HEADER):
        raise OntologyError(f"{where}: {len(cells)} cells (write {len(HEADER)}, with tabs between)")
    iso3, iso2, numeric, fips, cow, cameo, of = cells
    for name, code, length in (
        ("iso3", iso3, 3),
        ("iso2", iso2, 2),
        ("fips", fips or "AA", 2),
        ("cameo", cameo or "AAA", 3),
    ):
        if len(code) != length or not (code.isascii() and code.isalpha() and code.isupper()):
            raise OntologyError(f"{where}: {name} is {code!r} (write {length} capital letters)")
    check_code(of or iso3, where)
    try:
        numbers = [int(cell) if cell else None for cell in (numeric, cow)]
    except ValueError:
        raise OntologyError(f"{where}: numeric and cow are numbers, or empty (mend the cell)") from None
    return CountryCodes(iso3, iso2, numbers[0], fips or None, numbers[1], cameo or None, of or None)

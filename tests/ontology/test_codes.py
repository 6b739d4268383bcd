"""Codes of countries: every state has them, they are those of ISO, and a broken line is told."""

from __future__ import annotations

from collections import Counter

import pytest
from babel.core import get_global

from dragoman.errors import OntologyError
from dragoman.ontology.codes import HEADER, by_cameo, country_codes, parse
from dragoman.ontology.countries import countries

HEAD = "\t".join(HEADER)


def test_every_state_stands_there_with_its_number() -> None:
    table = country_codes()
    states = {country.code: country for country in countries() if country.kind == "state"}
    assert {code for code, codes in table.items() if codes.of is None} == set(states)
    assert all(table[code].numeric == state.iso_numeric for code, state in states.items())


def test_the_codes_of_iso_are_those_that_unicode_has() -> None:
    aliases = get_global("territory_aliases")
    for codes in country_codes().values():
        if codes.numeric is None:
            continue
        assert aliases[codes.iso3] == [codes.iso2]
        assert aliases[f"{codes.numeric:03}"] == [codes.iso2]


@pytest.mark.parametrize("name", ["iso2", "numeric", "fips", "cow", "cameo"])
def test_no_code_is_that_of_two_countries(name: str) -> None:
    counts = Counter(getattr(codes, name) for codes in country_codes().values())
    del counts[None]
    assert [code for code, number in counts.items() if number > 1] == []


def test_the_codes_that_are_easily_confused() -> None:
    fips = {codes.fips: codes.iso3 for codes in country_codes().values()}
    told = {
        "AU": "AUT",
        "AS": "AUS",
        "CH": "CHN",
        "SZ": "CHE",
        "GM": "DEU",
        "GA": "GMB",
        "GB": "GAB",
        "UP": "UKR",
    }
    assert {code: fips[code] for code in told} == told
    assert (fips["KS"], fips["KN"], fips["KV"], fips["IZ"]) == ("KOR", "PRK", "XKX", "IRQ")
    assert (country_codes()["USA"].cow, country_codes()["CHN"].cow) == (2, 710)


def test_cameo_is_nearly_iso() -> None:
    assert by_cameo()["ROM"] == by_cameo()["ROU"] == "ROU"
    assert by_cameo()["TMP"] == "TLS"
    assert by_cameo()["SSD"] == "SSD"
    assert by_cameo()["GRL"] == "DNK"
    assert "EUR" not in by_cameo()  # a region there, not the European Union


@pytest.mark.parametrize(
    ("line", "problem"),
    [
        ("FRA\tFR\t250\tFR\t220\tFRA", "6 cells"),
        ("FRA\tfr\t250\tFR\t220\tFRA\t", "iso2 is 'fr'"),
        ("QQQ\tQQ\t1\t\t\t\t", "'QQQ' is no country"),
        ("FRA\tFR\ttwo\tFR\t220\tFRA\t", "are numbers"),
        ("FRA\tFR\t250\tFR\t220\tFRA\t\nFRA\tFR\t250\tFR\t220\tFRA\t", "stands there already"),
    ],
)
def test_a_broken_line_is_told_with_its_number(line: str, problem: str) -> None:
    with pytest.raises(OntologyError, match=problem) as told:
        parse(f"# a comment\n{HEAD}\n{line}\n")
    assert ", line " in str(told.value)


@pytest.mark.parametrize("text", ["", "# a comment\n", "FRA\tFR\t250\tFR\t220\tFRA\t\n"])
def test_a_table_without_its_header_is_told(text: str) -> None:
    with pytest.raises(OntologyError, match="no header"):
        parse(text)

"""How POLECAT and PLOVER's JSON write what we write otherwise (``wording.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache

from dragoman.ontology.files import load_yaml
from dragoman.records import Status


@dataclass(frozen=True, slots=True)
class Wording:
    """Quad classes of POLECAT, codes of countries other than ISO 3166's, auxiliary modes of PLOVER by status."""

    quads: Mapping[int, str]
    countries: Mapping[str, str]
    auxiliary: Mapping[Status, str]


@cache
def wording() -> Wording:
    """Return the words."""
    return Wording(**load_yaml("wording.yaml", __package__))


def country_code(code: str) -> str:
    """Return the code of a country as PLOVER has it."""
    return wording().countries.get(code, code)

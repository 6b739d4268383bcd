"""Peoples and communities of faith without a state of their name (``peoples.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.ontology.countries import check_code
from dragoman.ontology.schema import build, section

FILE = "peoples.yaml"


@dataclass(frozen=True, slots=True)
class People:
    """A people: ``country`` is ISO 3166 alpha-3, or ``None`` where several states are its home."""

    name: str
    country: str | None = None
    forms: tuple[str, ...] = ()


@cache
def peoples() -> tuple[People, ...]:
    """Return all peoples. Raises `OntologyError` when the file breaks its schema."""
    return tuple(_people(raw) for raw in section(FILE, "peoples"))


def _people(raw: Any) -> People:
    people = build(People, raw, FILE)
    if people.country is not None:
        check_code(people.country, f"{FILE}: {people.name!r}")
    return people

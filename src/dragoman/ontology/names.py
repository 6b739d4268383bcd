"""Everything known by name, of every table, and what kind of name it is: for the reader of names.

Persons, bodies and places of the coder's own tables, and those of ``names.yaml``, which nothing is coded by.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Literal

from dragoman.errors import OntologyError
from dragoman.ontology.countries import countries
from dragoman.ontology.files import load_yaml, loaded_once
from dragoman.ontology.leaders import leaders
from dragoman.ontology.organizations import organizations
from dragoman.ontology.places import places, regions

FILE = "names.yaml"
SECTIONS = ("places", "bodies", "persons", "given", "surnames")
#: Inhabitants from which a city is known the world over.
LARGE = 500_000

Label = Literal["PER", "ORG", "LOC", "NORP"]


@dataclass(frozen=True, slots=True)
class Known:
    """A form of a name.

    Attributes:
        form: as English news prints it.
        kind: person, body, place, or what is of a people, faith or party.
        sort: how it is known, more finely (``state``, ``city``, ``town``, ``surname``, …).
        entry: table and main name of what it stands for (``leader: Keir Starmer``).
    """

    form: str
    kind: Label
    sort: str
    entry: str


@loaded_once
def known() -> tuple[Known, ...]:
    """Return all forms, table by table. Raises `OntologyError` when a file breaks its schema."""
    return tuple(dict.fromkeys([*_lands(), *_towns(), *_persons(), *_bodies(), *_others()]))


@cache
def person_words() -> tuple[frozenset[str], frozenset[str]]:
    """Return the given names and the family names known, in lower case."""
    given = {form.lower() for form in _section("given")}
    family = {form.lower() for form in _section("surnames")}
    for leader in leaders():
        parts = leader.name.lower().split()
        if len(parts) > 1:
            given.add(parts[0])
            family.add(parts[-1])
    return frozenset(given), frozenset(family)


def _lands() -> Iterator[Known]:
    for country in countries():
        entry = f"country: {country.name}"
        unsure = set(country.ambiguous)
        for form in (country.name, *country.aliases):
            yield Known(form, "LOC", "unsure place" if form in unsure else "state", entry)
        for form in (*country.adjectives, *country.people):
            yield Known(form, "NORP", "people", entry)
        for form in country.capital.forms if country.capital else ():
            yield Known(form, "LOC", "capital", entry)
        for form in country.seats:
            yield Known(form, "LOC", "seat", entry)
    for region in regions():
        entry = f"region: {region.name}"
        unsure = set(region.ambiguous)
        for form in (region.name, *region.aliases):
            yield Known(form, "LOC", "unsure place" if form in unsure else region.kind, entry)
        for form in region.adjectives:
            yield Known(form, "NORP", "people", entry)


def _towns() -> Iterator[Known]:
    for city in places():
        for form in (city.name, *city.aliases):
            yield Known(form, "LOC", "city" if city.population >= LARGE else "town", f"city: {city.name}")


def _persons() -> Iterator[Known]:
    for leader in leaders():
        for form in (leader.name, *leader.aliases):
            yield Known(form, "PER", "leader" if " " in form else "surname", f"leader: {leader.name}")


def _bodies() -> Iterator[Known]:
    for body in organizations():
        for form in (body.name, *body.aliases):
            sort = "unsure body" if form in body.ambiguous else "body"
            yield Known(form, "ORG", sort, f"organization: {body.name}")


def _others() -> Iterator[Known]:
    kinds: tuple[tuple[str, Label, str], ...] = (
        ("places", "LOC", "place"), ("bodies", "ORG", "body"), ("persons", "PER", "person"),
    )  # fmt: skip
    for name, kind, sort in kinds:
        for form in _section(name):
            yield Known(form, kind, sort, f"{sort}: {form}")


def _section(name: str) -> list[str]:
    data = load_yaml(FILE)
    if not isinstance(data, dict) or sorted(data) != sorted(SECTIONS):
        raise OntologyError(f"{FILE}: wants the lists {', '.join(SECTIONS)}")
    rows = data[name]
    if not isinstance(rows, list) or not all(isinstance(row, list) for row in rows):
        raise OntologyError(f"{FILE}: {name} wants lines of names (write - [One, Another])")
    forms = [form for row in rows for form in row]
    if wrong := [form for form in forms if not isinstance(form, str) or form != form.strip() or not form]:
        raise OntologyError(f"{FILE}: {wrong[0]!r} is no name (quote a bare No)")
    return forms

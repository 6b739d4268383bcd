"""Peoples without a state of their name: the schema, and no form that stands for something else already."""

from __future__ import annotations

import pytest

from dragoman.errors import OntologyError
from dragoman.ontology import peoples as module
from dragoman.ontology.countries import countries
from dragoman.ontology.organizations import organizations
from dragoman.ontology.peoples import peoples
from dragoman.ontology.places import regions
from dragoman.ontology.schema import section


def test_peoples_of_one_state_and_of_several() -> None:
    home = {people.name: people.country for people in peoples()}
    assert home["Rohingya"] == "MMR"
    assert home["Mapuche"] == "CHL"
    assert home["Kurds"] is None
    assert home["Hutus"] is None


def test_no_form_stands_for_two() -> None:
    forms = [form for people in peoples() for form in (people.name, *people.forms)]
    lands = {form for country in countries() for form in country.forms}
    lands |= {form for area in regions() for form in (area.name, *area.aliases, *area.adjectives)}
    bodies = {form for body in organizations() for form in (body.name, *body.aliases)}
    assert len(forms) == len(set(forms))
    assert lands.isdisjoint(forms)
    assert bodies.isdisjoint(forms)


@pytest.mark.parametrize(
    ("entry", "problem"),
    [
        ({"name": "Frisians", "country": "XYZ"}, "'XYZ' is no country"),
        ({"forms": ["Frisian"]}, "'name' is missing"),
        ({"name": "Frisians", "home": "NLD"}, "unknown key 'home'"),
        ({"name": "Frisians", "forms": [""]}, "forms is"),
    ],
)
def test_a_mistake_is_told(entry: dict[str, object], problem: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "section", lambda file, key: [*section(file, key), entry])
    with pytest.raises(OntologyError, match=problem):
        peoples.__wrapped__()

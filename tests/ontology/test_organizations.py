"""What the files of organizations must hold by themselves: forms that are names, codes and sectors that fit."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.ontology.countries import countries
from dragoman.ontology.organizations import organizations

NO_STATE = {"IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"}


def test_nobody_stands_in_the_files_twice() -> None:
    names = [body.name for body in organizations()]
    assert sorted(name for name in set(names) if names.count(name) > 1) == []


def test_bodies_of_states_have_a_sector() -> None:
    assert [b.name for b in organizations() if not b.sectors and b.code not in {"IGO", "UNO", "EUR"}] == []


def test_companies_media_and_armed_groups_are_told_by_their_sectors() -> None:
    sectors = {body.name: set(body.sectors) for body in organizations()}
    assert "BUS" in sectors["Gazprom"]
    assert "JRN" in sectors["Xinhua"]
    assert "REB" in sectors["M23"]
    assert {"SPY"} <= sectors["Mossad"] & sectors["MI6"]


def test_bodies_of_no_state_are_few_kinds() -> None:
    codes = {body.code for body in organizations()}
    states = {c.code for c in countries()}
    assert codes - states == NO_STATE
    assert len(codes & states) >= 150
    assert all(
        "REB" in b.sectors or {"CRM", "PRM"} & set(b.sectors) for b in organizations() if b.code == "IMG"
    )


def test_forms_are_names() -> None:
    for body in organizations():
        forms = (body.name, *body.aliases)
        assert len(forms) == len(set(forms)), body.name
        assert all(len(form) > 1 for form in forms), body.name


@pytest.mark.parametrize(
    ("form", "code", "sectors"),
    [
        ("Rapid Support Forces", "SDN", ("REB",)),
        ("JNIM", "IMG", ("REB",)),
        ("Europol", "EUR", ("COP",)),
        ("ACLU", "USA", ("SOC",)),
        ("Bangko Sentral ng Pilipinas", "PHL", ("GOV",)),
        ("Lok Sabha", "IND", ("LEG",)),
        ("ZANU-PF", "ZWE", ("PTY", "GOV")),
        ("Rosneft", "RUS", ("BUS",)),
        ("OPCW", "IGO", ()),
        ("Greenpeace", "NGO", ("SOC",)),
        ("MONUSCO", "UNO", ("MIL",)),
        ("Carabineros", "CHL", ("COP",)),
        ("Le Monde", "FRA", ("JRN",)),
        ("COSATU", "ZAF", ("LAB",)),
    ],
)
def test_bodies_an_analyst_would_look_up(form: str, code: str, sectors: tuple[str, ...]) -> None:
    (found,) = [b for b in organizations() if form in (b.name, *b.aliases)]
    assert (found.code, found.sectors) == (code, sectors)


def test_the_rapid_support_forces_were_a_paramilitary_before_the_war() -> None:
    (forces,) = [b for b in organizations() if b.name == "Rapid Support Forces"]
    assert forces.sectors_on(dt.date(2021, 1, 1)) == ("PRM",)

"""Parties as CAMEO codes actors."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

import pytest

from dragoman.errors import OntologyError
from dragoman.ontology import cameo_actors
from dragoman.ontology.cameo_actors import Actor, actor, icews_sectors, parse, role
from dragoman.ontology.files import load_yaml
from dragoman.ontology.organizations import organizations
from dragoman.ontology.plover import plover
from dragoman.records import Party


def party(country: str | None, *sectors: str, name: str | None = None) -> Party:
    return Party("words", 0, 5, country, sectors, name)


@pytest.mark.parametrize(
    ("given", "coded"),
    [
        (party("USA", "GOV"), Actor("USAGOV", "USA", "", "", ("GOV",))),
        (party("ROU"), Actor("ROM", "ROM")),
        (party("UNO"), Actor("IGOUNO", "", "UNO", "IGO")),
        (party("EUR"), Actor("IGOEUREEC", "EUR", "EEC", "IGO")),
        (party("IGO", "MIL", name="NATO"), Actor("IGOWSTNATMIL", "WST", "NAT", "IGO", ("MIL",))),
        (party("IGO", name="World Bank"), Actor("IGO", "", "WBK", "IGO")),
        (party("LBN", "REB", "PTY", name="Hezbollah"), Actor("LBNREBPTY", "LBN", "HEZ", "", ("REB", "PTY"))),
        (party("NGO", "SOC"), Actor("NGO", "", "", "NGO")),
        (party(None, "JRN", "MED"), Actor("MEDHLH", "", "", "", ("MED", "HLH"))),
        (party(None, "UNK"), Actor()),
        (
            party("COL", "PRM", "UAF", "COP", "SPY", "GOV"),
            Actor("COLUAFCOPSPY", "COL", "", "", ("UAF", "COP", "SPY")),
        ),
    ],
)
def test_a_party_has_its_code(given: Party, coded: Actor) -> None:
    assert actor(given) == coded


def test_sectors_have_the_names_of_icews() -> None:
    assert icews_sectors(party("NOR", "MIL", "GOV")) == ("Military", "Government")
    assert icews_sectors(party("UNO")) == ("International Government Organization",)
    assert icews_sectors(party(None)) == ()


def test_every_sector_but_the_unknown_has_a_role() -> None:
    assert [sector for sector in plover().sectors if not role(sector)] == ["UNK"]


def test_bodies_are_those_of_the_gazetteer() -> None:
    known = {body.name for body in organizations()}
    assert [name for name in load_yaml(cameo_actors.FILE)["bodies"] if name not in known] == []


@pytest.mark.parametrize(
    ("path", "value", "message"),
    [
        (("sectors",), None, "not the tables"),
        (("sectors", "GOV"), None, "sectors: 'GOV'"),
        (("sectors", "GOV"), {"role": "GOV"}, "GOV: has icews, role"),
        (("sectors", "GOV"), {"role": "GO", "icews": "x"}, "'GO' is no code"),
        (("sectors", "GOV"), {"role": 1, "icews": "x"}, "role is no text"),
        (("international", "IGO"), {"code": "IGOXX", "icews": "x"}, "'IGOXX' is no code"),
        (("bodies", "NATO"), {"code": "IGO"}, "NATO: has group"),
        (("bodies", "NATO"), {"group": "NATO"}, "'NATO' is no code"),
    ],
)
def test_a_broken_table_is_told(path: tuple[str, ...], value: Any, message: str) -> None:
    data: Any = deepcopy(load_yaml(cameo_actors.FILE))
    table = data
    for key in path[:-1]:
        table = table[key]
    if value is None:
        del table[path[-1]]
    else:
        table[path[-1]] = value
    with pytest.raises(OntologyError, match=message):
        parse(data, "here")

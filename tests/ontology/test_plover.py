from typing import Any

import pytest

from dragoman.errors import OntologyError
from dragoman.ontology.files import load_yaml
from dragoman.ontology.plover import FILE, cameo, parse, plover
from dragoman.records import EVENT_TYPES

COOPERATIVE = {"AGREE", "CONSULT", "SUPPORT", "CONCEDE", "COOPERATE", "AID", "RETREAT"}


def fresh() -> Any:
    """The file as data that a test may spoil."""
    return load_yaml(FILE)


def test_sixteen_types_thirty_seven_contexts_and_the_codes() -> None:
    assert tuple(plover().types) == EVENT_TYPES
    assert len(plover().contexts) == 37
    assert len(plover().sectors) == 25
    assert list(plover().international) == ["IGO", "UNO", "EUR", "NGO", "ISM", "IMG", "MNC"]
    assert len(cameo()) == 312


def test_quads_split_words_from_deeds_and_peace_from_conflict() -> None:
    quads = {name: info.quad for name, info in plover().types.items()}
    assert {name for name, quad in quads.items() if quad <= 2} == COOPERATIVE
    assert {name for name, quad in quads.items() if quad in (2, 4)} == {
        *("COOPERATE", "AID", "RETREAT"),
        *("PROTEST", "SANCTION", "MOBILIZE", "COERCE", "ASSAULT"),
    }


def test_intensity_has_the_sign_of_the_quad() -> None:
    for name, info in plover().types.items():
        for mode in (None, *info.modes):
            intensity = info.intensity_of(mode)
            assert -10 <= intensity <= 10
            assert name == "REQUEST" or (intensity > 0) == (name in COOPERATIVE), (name, mode)


def test_what_the_papers_leave_open_is_settled() -> None:
    types = plover().types
    assert types["SANCTION"].quad == 4
    assert types["ACCUSE"].intensity == -3
    assert (types["CONCEDE"].quad, types["RETREAT"].quad) == (1, 2)


def test_planned_and_refused_turns() -> None:
    types = plover().types
    for name in ("AID", "COOPERATE", "SUPPORT", "CONSULT"):
        turn = types[name].planned
        assert turn is not None
        assert turn.type == "AGREE"
    sanction = types["SANCTION"].planned
    assert sanction is not None
    assert (sanction.type, sanction.mode) == ("THREATEN", "restrict")
    meet = types["CONSULT"].refused
    assert meet is not None
    assert (meet.type, meet.mode, meet.cameo) == ("REJECT", "meet", "125")
    strike = types["PROTEST"].planned
    assert strike is not None
    assert (strike.type, strike.cameo) == ("THREATEN", "133")
    assert types["MOBILIZE"].planned is None


@pytest.mark.parametrize(
    ("spoil", "message"),
    [
        (lambda d: d["types"].pop("AID"), "in this order"),
        (lambda d: d["types"]["AID"].update(quad=5), "AID: quad must be"),
        (lambda d: d["types"]["AID"].update(cameo=70), "70 is no CAMEO code"),
        (lambda d: d["types"]["AID"].update(cameo="999"), "'999' is no CAMEO code"),
        (lambda d: d["types"]["AID"].update(recipient="maybe"), "recipient must be"),
        (lambda d: d["types"]["AID"]["planned"].update(type="HELP"), "no type and mode HELP"),
        (lambda d: d["types"]["CONSULT"]["refused"].update(mode="visit"), "no type and mode REJECT visit"),
        (lambda d: d["types"]["AID"].pop("definition"), "'definition' is missing"),
        (lambda d: d.pop("contexts"), "'contexts' is missing"),
        (lambda d: d.update(types=None), "not the shape"),
    ],
)
def test_a_breach_names_the_file_and_the_mend(spoil: Any, message: str) -> None:
    data = fresh()
    spoil(data)
    with pytest.raises(OntologyError, match=message) as caught:
        parse(data, "mine.yaml")
    assert str(caught.value).startswith("mine.yaml: ")

"""CAMEO to PLOVER and back: every code has a place, every mode a code, and the lexicon keeps to both."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import OntologyError
from dragoman.ontology.crosswalk import from_cameo, goldstein, parse, to_cameo
from dragoman.ontology.lexicon import load
from dragoman.ontology.plover import cameo, plover
from dragoman.records import EventType

KINDS = [(name, mode) for name, info in plover().types.items() for mode in (None, *info.modes)]
ROOTS = {
    "01": None, "02": "REQUEST", "03": "AGREE", "04": "CONSULT", "05": "SUPPORT", "06": "COOPERATE", "07": "AID",
    "08": "CONCEDE", "09": "ACCUSE", "10": "REQUEST", "11": "ACCUSE", "12": "REJECT", "13": "THREATEN",
    "14": "PROTEST", "15": "MOBILIZE", "16": "SANCTION", "17": "COERCE", "18": "ASSAULT", "19": "ASSAULT",
    "20": "ASSAULT",
}  # fmt: skip


@pytest.mark.parametrize(("name", "mode"), KINDS)
def test_every_type_and_mode_has_a_code_that_leads_back(name: EventType, mode: str | None) -> None:
    crossing = from_cameo(to_cameo(name, mode))
    assert crossing.type == name
    assert (name, mode) in crossing.kinds


def test_all_codes_map_and_only_statements_are_none() -> None:
    assert len(cameo()) == 312
    for code, label in cameo().items():
        crossing = from_cameo(code)
        assert (crossing.code, crossing.label) == (code, label)
        assert (crossing.type is None) == code.startswith("01")
        assert crossing.admits(crossing.type, crossing.mode) if crossing.type else not crossing.contexts


def test_every_root_is_there() -> None:
    assert {code: from_cameo(code).type for code in ROOTS} == ROOTS


def test_a_code_of_four_digits_has_the_type_of_the_code_above_it() -> None:
    others = {
        code for code in cameo() if len(code) == 4 and from_cameo(code).type != from_cameo(code[:3]).type
    }
    assert others == {"0831", "1712"}  # leaving office is RETREAT; destroying is not taking, and is ASSAULT


@pytest.mark.parametrize(
    ("code", "kind", "contexts"),
    [
        ("0212", ("REQUEST", "assist"), ("military",)),
        ("073", ("AID", None), ("human_security",)),
        ("0874", ("RETREAT", "withdraw"), ("military",)),
        ("116", ("SANCTION", "convict"), ("legal",)),
        ("1382", ("THREATEN", "territory"), ("territory",)),
        ("143", ("PROTEST", "strike"), ()),
        ("173", ("COERCE", "arrest"), ("legal",)),
        ("191", ("ASSAULT", None), ("military",)),
        ("2041", ("ASSAULT", "unconventional"), ("cbrn",)),
    ],
)
def test_what_some_codes_are(code: str, kind: tuple[str, str | None], contexts: tuple[str, ...]) -> None:
    crossing = from_cameo(code)
    assert ((crossing.type, crossing.mode), crossing.contexts) == (kind, contexts)


@pytest.mark.parametrize(
    ("name", "mode", "contexts", "code"),
    [
        ("AID", None, (), "070"),
        ("AID", None, ("military",), "072"),
        ("AID", None, ("asylum", "diplomatic"), "075"),
        ("AID", None, ("economic", "military"), "070"),  # which of the two is not told
        ("COOPERATE", None, ("legal",), "063"),
        ("REQUEST", "assist", ("economic",), "0231"),
        ("REQUEST", "change", ("rights_freedoms",), "0243"),
        ("ACCUSE", "investigate", ("human_rights", "military"), "094"),
        ("ACCUSE", "investigate", ("crime",), "091"),
        ("PROTEST", "demo", ("executive",), "1411"),
        ("PROTEST", "boycott", (), "143"),
        ("CONSULT", "phone", ("economic",), "041"),
        ("ASSAULT", None, ("military",), "190"),
        ("ASSAULT", None, ("military", "territory"), "192"),
        ("SANCTION", "discontinue", ("military",), "1622"),
    ],
)
def test_contexts_tell_codes_apart(
    name: EventType, mode: str | None, contexts: tuple[str, ...], code: str
) -> None:
    assert to_cameo(name, mode, contexts) == code
    assert from_cameo(code).admits(name, mode)


@given(st.sampled_from(KINDS), st.sets(st.sampled_from(sorted(plover().contexts))))
def test_whatever_the_contexts_the_code_is_one_of_the_type(
    kind: tuple[EventType, str | None], contexts: set[str]
) -> None:
    assert from_cameo(to_cameo(*kind, contexts)).admits(*kind)


def test_every_code_has_its_place_on_the_scale_of_goldstein() -> None:
    printed = {
        "010": 0,
        "036": 4,
        "040": 1,
        "042": 1.9,
        "051": 3.4,
        "057": 8,
        "0874": 10,
        "112": -2,
        "190": -10,
    }
    assert {code: goldstein(code) for code in printed} == printed
    assert goldstein("1952") == goldstein("195")
    assert goldstein("999") is None
    below = {code for code in cameo() if code[:2] in ("06", "07", "08") and (goldstein(code) or 0) <= 0}
    above = {code for code in cameo() if code[:2] >= "09" and (goldstein(code) or 0) >= 0}
    assert (below, above) == (set(), set())  # cooperation in deed is above zero, conflict below


def test_a_code_of_a_later_edition_is_read_as_the_one_above_it() -> None:
    assert from_cameo("1952") == from_cameo("195")
    assert from_cameo("176") == from_cameo("17")


@pytest.mark.parametrize("code", ["", "1", "00", "21", "99", "01a", "٠١", "20411", "010 ", "-10"])
def test_what_is_no_code_is_told(code: str) -> None:
    with pytest.raises(OntologyError, match="is no CAMEO code"):
        from_cameo(code)


def test_what_is_no_type_or_mode_is_told() -> None:
    with pytest.raises(OntologyError, match=r"'visit' is no mode of AID \(one of none\)"):
        to_cameo("AID", "visit")
    with pytest.raises(OntologyError, match=r"'HELP' is no type \(one of AGREE"):
        to_cameo("HELP")  # type: ignore[arg-type]


def test_no_entry_of_the_lexicon_has_a_code_of_another_type() -> None:
    wrong = [
        (one.id, one.mode, one.cameo)
        for one in load().entries
        if not from_cameo(one.cameo).admits(one.type, one.mode)
    ]
    assert wrong == []


def test_no_turn_of_the_ontology_has_a_code_of_another_type() -> None:
    turns = [turn for info in plover().types.values() for turn in (info.planned, info.refused) if turn]
    assert len(turns) > 10
    for turn in turns:
        for mode, code in [(turn.mode, turn.cameo), *turn.of_mode.values()]:
            assert from_cameo(code).admits(turn.type, mode)


@pytest.mark.parametrize(
    ("data", "message"),
    [
        ([], "no table"),
        ({10: {}}, "two to four digits in quotes"),
        ({"010": "Make statement"}, "an entry has label, goldstein and plover"),
        ({"010": {"label": "x"}}, "an entry has label, goldstein and plover"),
        ({"010": {"label": "x", "plover": None, "more": 1}}, "an entry has label, goldstein and plover"),
        ({"010": {"label": "x", "goldstein": 0, "plover": "FIGHT"}}, "'FIGHT' is no type"),
        ({"010": {"label": "x", "goldstein": 0, "plover": "AID visit"}}, "'AID visit' is no type"),
        (
            {"010": {"label": "x", "goldstein": 7, "plover": "AID", "contexts": ["war"]}},
            "'war' is no context",
        ),
        ({"010": {"label": "x", "goldstein": 11, "plover": None}}, "a number from -10 to 10, not 11"),
        ({"010": {"label": "x", "goldstein": "4", "plover": None}}, "a number from -10 to 10, not '4'"),
    ],
)
def test_a_breach_names_the_code_and_the_mend(data: object, message: str) -> None:
    with pytest.raises(OntologyError, match=message) as caught:
        parse(data, "mine.yaml")
    assert str(caught.value).startswith("mine.yaml: ")

"""Equipment: a sentence, and the weapons and platforms named in it."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st
from spacy.tokens import Doc

from dragoman.coding import equipment
from dragoman.ontology.files import load_yaml

NLP = spacy.blank("en")

# sentence: (name, class, words)
CASES: list[tuple[str, list[tuple[str, str, str]]]] = [
    ("Riga ordered HIMARS rocket systems.", [("HIMARS", "rocket artillery", "HIMARS rocket systems")]),
    ("Lisbon retired its coastal defense cruise missiles.",
     [("coastal defense cruise missile", "cruise missile", "coastal defense cruise missiles")]),
    ("Four F-16 fighter jets crossed the strait.", [("F-16", "fighter aircraft", "F-16 fighter jets")]),
    ("Two F16s and an F-16C landed.",
     [("F-16", "fighter aircraft", "F16s"), ("F-16", "fighter aircraft", "F-16C")]),
    ("Berlin sends Leopard 2 tanks and Patriot batteries.",
     [("Leopard 2", "tank", "Leopard 2 tanks"), ("Patriot", "air defense", "Patriot")]),
    ("Russia fired Iskander-M ballistic missiles and Shahed-136 drones.",
     [("Iskander", "ballistic missile", "Iskander-M ballistic missiles"),
      ("Shahed-136", "drone", "Shahed-136 drones")]),
    ("The S‑400 was switched off.", [("S-400", "air defense", "S‑400")]),
    ("ATACMS STRIKE HITS DEPOT", [("ATACMS", "ballistic missile", "ATACMS")]),
    ("USS GERALD R. FORD SAILS", [("USS Gerald R. Ford", "aircraft carrier", "USS GERALD R. FORD")]),
    ("Washington Plans New Super Battleships", [("super battleship", "warship", "Super Battleships")]),
    ("The shells held sarin.", [("sarin", "chemical weapon", "sarin")]),
    ("Javelin missiles and Stinger launchers arrived.",
     [("Javelin", "anti-tank weapon", "Javelin missiles"), ("Stinger", "air defense", "Stinger")]),
    ("Three Geran-2 drones and a Lancet drone hit the depot.",
     [("Shahed-136", "drone", "Geran-2 drones"), ("Lancet", "drone", "Lancet drone")]),
    ("Wing Loong II and Mohajer-6 drones were sold.",
     [("Wing Loong", "drone", "Wing Loong II"), ("Mohajer-6", "drone", "Mohajer-6 drones")]),
    ("Crews fired 2S5 howitzers and Vilkha-M rockets.",
     [("2S5 Giatsint", "artillery", "2S5 howitzers"), ("Vilkha", "rocket artillery", "Vilkha-M rockets")]),
    ("Kh-31P missiles and KAB-250 glide bombs fell.",
     [("Kh-31", "cruise missile", "Kh-31P missiles"), ("KAB-250", "bomb", "KAB-250 glide bombs")]),
    ("A Type 096... no, a Shang-class submarine surfaced.",
     [("Shang class", "submarine", "Shang-class submarine")]),
    ("USS Spruance and HMS Richmond sailed.",
     [("USS Spruance", "warship", "USS Spruance"), ("HMS Richmond", "warship", "HMS Richmond")]),
    ("Police fired tear gas and Taser stun guns.",
     [("tear gas", "crowd control weapon", "tear gas"), ("Taser", "crowd control weapon", "Taser stun guns")]),
    ("Cluster munitions and PMN-1 mines litter the field.",
     [("cluster munition", "bomb", "Cluster munitions"), ("PMN-1", "mine", "PMN-1")]),
    ("The Fujian aircraft carrier left port.", [("Fujian", "aircraft carrier", "Fujian aircraft carrier")]),
]  # fmt: skip

NOTHING = [
    "The New England Patriots won after the Patriot Act passed.",
    "She took bronze in the javelin; a leopard escaped.",
    "A think tank in Rome counts fuel tanks.",
    "The suicide bomber was known to police.",
    "Fujian province lies on the coast.",
    "The ferry and an oil tanker collided.",
    "Grad students and Arrow Electronics met Bradley Cooper.",
    "The bomb squad came after a bomb threat.",
    "A Husky and a Gazelle ran past the Orbiter near the M60 motorway.",
    "The Little Boy from the working class read Vector and Polaris.",
    "Trains of the K1 line stop at Type 10 stations on the A-100.",
    "The XF-160 and the B-2135 are model trains.",
]


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[s for s, _ in CASES])
def test_equipment(sentence: str, expected: list[tuple[str, str, str]]) -> None:
    found = equipment.find(NLP(sentence)[:])
    assert [(f.value.name, f.value.class_, f.value.text) for f in found] == expected


@pytest.mark.parametrize("sentence", NOTHING)
def test_no_equipment(sentence: str) -> None:
    assert equipment.find(NLP(sentence)[:]) == []


def test_the_verb_is_no_weapon() -> None:
    words = ["Jets", "bomb", "a", "village", "."]
    doc = Doc(NLP.vocab, words, pos=["NOUN", "VERB", "DET", "NOUN", "PUNCT"])
    assert equipment.find(doc[:]) == []


def test_classes_are_of_the_closed_list() -> None:
    data = load_yaml("equipment.yaml")
    assert {*data["systems"], *data["generic"]} == set(data["classes"])


def test_names_stand_once_and_guards_name_something() -> None:
    data = load_yaml("equipment.yaml")
    spellings = [
        s
        for systems in data["systems"].values()
        for name, others in systems.items()
        for s in (name, *(others or ()))
    ]
    assert sum(len(systems) for systems in data["systems"].values()) >= 1400
    assert sorted(s for s in set(spellings) if spellings.count(s) > 1) == []
    assert sorted(set(data["guarded"]) - set(spellings)) == []


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    doc = NLP(text)
    for found in equipment.find(doc[:]):
        assert doc.text[found.start : found.end] == found.value.text

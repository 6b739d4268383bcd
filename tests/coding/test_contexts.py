"""Contexts: a sentence, and what its words speak of."""

from __future__ import annotations

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding import contexts
from dragoman.ontology.files import load_yaml
from dragoman.ontology.plover import plover

NLP = spacy.blank("en")

CASES = [
    ("Hackers stole data from the central bank.", ("economic", "cyber")),
    ("The court convicted the mayor of bribery.", ("legal", "corruption")),
    ("Peacekeepers handed out food aid near the refugee camp.", ("human_security", "peacekeeping", "asylum")),
    ("Voters chose a new parliament.", ("legislative", "election")),
    ("The WHO warned of a cholera outbreak; those who fled are safe.", ("health",)),
    ("Gangsters sold cocaine.", ("crime", "illegal_drugs")),
    ("The minister resigned.", ()),
    ("A storm of applause met the home secretary at the think tank.", ()),
    ("They told us it was cold as ice.", ()),
]


def told(text: str) -> tuple[str, ...]:
    doc = NLP(text)
    found = contexts.spoken(doc[:])
    assert all(0 <= each.start < each.end <= len(doc.text) for each in found)
    return contexts.ordered(context for each in found for context in each.value)


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[s for s, _ in CASES])
def test_contexts(sentence: str, expected: tuple[str, ...]) -> None:
    assert told(sentence) == expected


def test_contexts_are_plovers_in_plovers_order() -> None:
    assert tuple(load_yaml("contexts.yaml")["contexts"]) == tuple(plover().contexts)


def test_what_is_implied_is_plovers() -> None:
    data, ontology = load_yaml("contexts.yaml"), plover()
    implied = {*data["sectors"].values(), *data["countries"].values(), *data["kinds"].values(), data["money"]}
    assert implied | {data["between_states"]["context"]} <= set(ontology.contexts)
    assert set(data["sectors"]) <= set(ontology.sectors)
    kinds = {f"{name}-{mode}" for name, info in ontology.types.items() for mode in info.modes}
    assert set(data["kinds"]) <= kinds | set(ontology.types)


def test_no_word_stands_twice_in_a_context() -> None:
    for context, words in load_yaml("contexts.yaml")["contexts"].items():
        assert sorted({word for word in words if words.count(word) > 1}) == [], context


@given(st.text())
def test_any_text_is_read(text: str) -> None:
    assert set(told(text)) <= set(load_yaml("contexts.yaml")["contexts"])

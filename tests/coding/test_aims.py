"""The mode of requests and refusals by what is asked for."""

from __future__ import annotations

import pytest

from dragoman.coding import code
from dragoman.ontology.files import load_yaml
from dragoman.ontology.plover import plover
from dragoman.records import Document


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Lima asked Oslo for two helicopters.", ("REQUEST", "assist")),
        ("Ghana requested a loan from Japan.", ("REQUEST", "assist")),
        ("Japan turned down Ghana's request for a loan.", ("REJECT", "assist")),
        ("Japan turned down a call by Ghana to abolish the death penalty.", ("REJECT", "change")),
        ("Finland urged the rebels in Chad to return to the table.", ("REQUEST", "meet")),
        ("Finland urged Chad to return the ships.", ("REQUEST", "yield")),
    ],
)
def test_the_mode_of(text: str, kind: tuple[str, str]) -> None:
    (event,) = code([Document(id="a", kind="article", text=text)])
    assert (event.type, event.mode) == kind


def test_modes_are_those_of_the_types() -> None:
    types = plover().types
    assert set(load_yaml("aims.yaml")) <= set(types["REQUEST"].modes) & set(types["REJECT"].modes)

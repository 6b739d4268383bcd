"""Word lists: how a phrase is found, and that the lists hold words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import pytest

from dragoman.coding.phrases import Phrases, plural
from dragoman.ontology.files import load_yaml

PHRASES = Phrases(
    [
        ("air defense", "air", False),
        ("air defense system", "system", False),
        ("F-16", "jet", True),
        ("Grad", "rocket", True),
        ("David's Sling", "sling", True),
    ]
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("an Air-Defense System failed", [("system", "Air-Defense System")]),
        ("air defense, F16 and F‑16", [("air", "air defense"), ("jet", "F16"), ("jet", "F‑16")]),
        ("GRAD fire by grad students in Stalingrad", [("rocket", "GRAD")]),
        ("f-16, AF-16, F-160 and F 16", []),
        ("DAVID’S SLING", [("sling", "DAVID’S SLING")]),
        ("İstanbul's air defense", [("air", "air defense")]),
    ],
)
def test_find(text: str, expected: list[tuple[str, str]]) -> None:
    assert [(m.value, text[m.start : m.end]) for m in PHRASES.find(text)] == expected


@pytest.mark.parametrize(
    ("noun", "many"),
    [("tank", "tanks"), ("fighter jet", "fighter jets"), ("embassy", "embassies"), ("church", "churches")],
)
def test_plural(noun: str, many: str) -> None:
    assert plural(noun) == many


@pytest.mark.parametrize("name", ["amounts", "contexts", "currencies", "dates", "equipment", "locatives"])
def test_the_lists_hold_words(name: str) -> None:
    """YAML reads a bare ``on`` or ``no`` as a truth value."""
    assert [value for value in _leaves(load_yaml(f"{name}.yaml")) if isinstance(value, bool)] == []


def _leaves(data: Any) -> Iterator[Any]:
    if isinstance(data, dict):
        for key, value in data.items():
            yield key
            yield from _leaves(value)
    elif isinstance(data, list):
        for value in data:
            yield from _leaves(value)
    else:
        yield data

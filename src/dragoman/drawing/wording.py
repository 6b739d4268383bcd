"""The words on a drawing (``wording.yaml``)."""

from __future__ import annotations

from functools import cache
from typing import Any

from dragoman.ontology.files import load_yaml


@cache
def words() -> dict[str, Any]:
    """Return the wording. Raises `OntologyError` when the file is no YAML."""
    found: dict[str, Any] = load_yaml("wording.yaml", __package__)
    return found


def say(key: str, **values: object) -> str:
    """Return a phrase with its values filled in; whatever braces they hold stay as they are."""
    phrase: str = words()[key].format(**values)
    return phrase


Unit = tuple[str, str]
"""What is counted: of one, and of several."""


def counted(value: float, unit: Unit | None = None) -> str:
    """Return a number with what it counts: 1 event, 2,000 events."""
    one, several = unit or words()["unit"]
    return f"{number(value)} {one if value == 1 else several}"


def number(value: float) -> str:
    """Return a number as it is printed: 1,234; 12.5; 3.4m; whole numbers without a point."""
    for size, mark in ((1e12, "tn"), (1e9, "bn"), (1e6, "m")):
        if abs(value) >= size:
            return f"{_short(value / size)}{mark}" if abs(value) < size * 1e3 else f"{float(value):.1e}"
    return _short(value)


def _short(value: float) -> str:
    return f"{round(value, 1) + 0.0:,.1f}".removesuffix(".0")  # + 0.0: there is no -0

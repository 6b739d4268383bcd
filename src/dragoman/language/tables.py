"""The word lists of this room, read from the YAML files beside this one."""

from __future__ import annotations

from functools import cache
from typing import Any

from dragoman.ontology.files import load_yaml


@cache
def table(name: str) -> dict[str, Any]:
    """Return the list ``name`` (``table("lemmas")`` reads ``lemmas.yaml``)."""
    entries: dict[str, Any] = load_yaml(f"{name}.yaml", __package__)
    return entries

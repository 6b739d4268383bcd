"""The word lists of this room, read from the YAML files beside this one."""

from __future__ import annotations

from functools import cache
from importlib.resources import files
from typing import Any

import yaml


@cache
def table(name: str) -> dict[str, Any]:
    """Return the list ``name`` (``table("lemmas")`` reads ``lemmas.yaml``)."""
    text = files("dragoman.language").joinpath(f"{name}.yaml").read_text(encoding="utf-8")
    entries: dict[str, Any] = yaml.load(text, Loader=yaml.CSafeLoader)
    return entries

"""The records as JSON Schema, with what their docstrings say: what the OpenAPI document tells of answers."""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator, Sequence
from dataclasses import fields, is_dataclass
from functools import cache
from typing import Any, get_args, get_type_hints

from pydantic import TypeAdapter

WHERE = "#/components/schemas/"

_ENTRY = re.compile(r"(?P<names>\w+(?:, \w+)*): (?P<text>.*)")
_NOISE = {"title", "default"}


def schemas(classes: Sequence[type]) -> dict[str, Any]:
    """Return the JSON Schema of dataclasses and of all they hold, by the name of the class.

    Every key is always there, as `Record.to_dict` gives it, but those that are absent where they have their default;
    keys are those of the JSON (``class``, not ``class_``).
    """
    found: dict[str, Any] = {}
    for one in classes:
        made = TypeAdapter(one).json_schema(mode="serialization", ref_template=f"{WHERE}{{model}}")
        found |= made.pop("$defs", {})
        if "$ref" not in made:
            found[one.__name__] = made
    homes = {one.__name__: one for one in _with_what_they_hold(classes)}
    return {name: _described(homes[name], found[name]) for name in sorted(found)}


def reference(one: type) -> dict[str, str]:
    """Return the reference to a class in the schemas of a document."""
    return {"$ref": f"{WHERE}{one.__name__}"}


def _described(one: type, made: dict[str, Any]) -> dict[str, Any]:
    summary, told = _docstring(one)
    properties: dict[str, Any] = {}
    required: list[str] = []
    for field in fields(one):
        name = field.metadata.get("json", field.name)
        about = {key: value for key, value in made["properties"][field.name].items() if key not in _NOISE}
        if text := told.get(name) or told.get(field.name):
            about["description"] = text
        properties[name] = about
        if not field.metadata.get("absent"):
            required.append(name)
    return {
        "type": "object",
        "description": summary,
        "properties": properties,
        "required": required,
        "additionalProperties": False,
    }


@cache
def _docstring(one: type) -> tuple[str, dict[str, str]]:
    """Return what the docstring says of the class, and of each attribute."""
    summary, _, attributes = inspect.cleandoc(one.__doc__ or "").partition("Attributes:\n")
    told: dict[str, str] = {}
    names: list[str] = []
    for line in map(str.strip, attributes.splitlines()):
        entry = _ENTRY.fullmatch(line)
        if entry and all(name in _names(one) for name in entry["names"].split(", ")):
            names = entry["names"].split(", ")
            told |= dict.fromkeys(names, entry["text"])
        elif line:
            told |= {name: f"{told[name]} {line}" for name in names}
    return " ".join(summary.split()), told


def _names(one: type) -> set[str]:
    return {name for field in fields(one) for name in (field.name, field.metadata.get("json", field.name))}


def _with_what_they_hold(classes: Sequence[type]) -> Iterator[type]:
    """Yield the dataclasses and those in the types of their fields, each once."""
    seen: set[type] = set()
    waiting: list[Any] = list(classes)
    while waiting:
        one = waiting.pop()
        waiting += get_args(one)
        if isinstance(one, type) and is_dataclass(one) and one not in seen:
            seen.add(one)
            yield one
            waiting += get_type_hints(one).values()

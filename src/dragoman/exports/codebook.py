"""What the columns of an export mean, and how each is filled or why it is empty (``codebooks/<format>.yaml``)."""

from __future__ import annotations

import csv
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from importlib.resources import files
from typing import Any, Literal, TextIO, get_args

from dragoman.errors import OntologyError
from dragoman.ontology.files import load_yaml

FOLDER = "codebooks"

Type = Literal["text", "code", "integer", "number", "date", "boolean", "list", "object"]

TYPES: tuple[Type, ...] = get_args(Type)


@dataclass(frozen=True, slots=True)
class Column:
    """One column, or key of JSON (``actor[].code``).

    Attributes:
        type: what its cells hold; a ``code`` looks like a number and is none (``042``), or is a word of a short list.
        meaning: what the format means by it.
        filled: how dragoman fills it; ``None`` where it never does.
        empty: why it is always empty; ``None`` where it is not.
    """

    name: str
    type: Type
    meaning: str
    filled: str | None
    empty: str | None


@dataclass(frozen=True, slots=True)
class Codebook:
    """A format, column by column in their order.

    Attributes:
        format: its name on the command line.
        title: its name elsewhere.
        header: whether the first line holds the names of the columns.
        about: what a row is, and how parties, lists and quotes are written.
    """

    format: str
    title: str
    header: bool
    about: str
    columns: tuple[Column, ...]


def codebooks() -> tuple[str, ...]:
    """Return the names of the formats that have a codebook, in order."""
    found = (entry.name for entry in files(__package__).joinpath(FOLDER).iterdir())
    return tuple(sorted(name.removesuffix(".yaml") for name in found if name.endswith(".yaml")))


@cache
def codebook(format: str) -> Codebook:
    """Return the codebook of a format. Raises `OntologyError` when there is none, or its file breaks its schema."""
    if format not in codebooks():
        raise OntologyError(f"{format}: has no codebook (one of {', '.join(codebooks())})")
    name = f"{FOLDER}/{format}.yaml"
    return parse(load_yaml(name, __package__), name)


def parse(data: Any, source: str) -> Codebook:
    """Build a codebook from what YAML gave. Raises `OntologyError` naming the source, the column and the mend."""
    keys = {"format", "title", "header", "about", "columns"}
    if not isinstance(data, dict) or set(data) != keys or not isinstance(data["columns"], list):
        raise OntologyError(f"{source}: has not the keys {', '.join(sorted(keys))} (write each once)")
    columns = tuple(_column(raw, source) for raw in data["columns"])
    if len({column.name for column in columns}) < len(columns):
        raise OntologyError(f"{source}: a column stands there twice (drop one)")
    return Codebook(data["format"], data["title"], data["header"], data["about"].strip(), columns)


def write(format: str, out: TextIO) -> None:
    """Write the codebook of a format as CSV: one row a column."""
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(("column", "type", "meaning", "filled", "empty"))
    writer.writerows(
        (c.name, c.type, c.meaning, c.filled or "", c.empty or "") for c in codebook(format).columns
    )


def table(columns: Sequence[Column]) -> str:
    """Return columns as a table of Markdown."""
    lines = ["| column | type | meaning | filled |", "|---|---|---|---|"]
    for column in columns:
        filled = column.filled or f"*empty:* {column.empty}"
        cells = (f"`{column.name}`", column.type, column.meaning, filled)
        lines.append(f"| {' | '.join(cell.replace('|', '&#124;') for cell in cells)} |")
    return "\n".join(lines) + "\n"


def _column(raw: Any, source: str) -> Column:
    name = raw.get("name") if isinstance(raw, dict) else raw
    if (
        not isinstance(raw, dict)
        or not isinstance(name, str)
        or set(raw) not in ({"name", "type", "meaning", "filled"}, {"name", "type", "meaning", "empty"})
        or not all(isinstance(value, str) and value.strip() for value in raw.values())
    ):
        raise OntologyError(
            f"{source}: {name!r} wants name, type, meaning, and filled or empty (write texts)"
        )
    if raw["type"] not in TYPES:
        raise OntologyError(f"{source}: {name!r}: {raw['type']!r} is no type (one of {', '.join(TYPES)})")
    return Column(name, raw["type"], raw["meaning"], raw.get("filled"), raw.get("empty"))

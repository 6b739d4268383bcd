"""A row of a table, or an object of JSON, to a draft: forgiving about names, exact about values."""

from __future__ import annotations

import csv
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from typing import Literal, TypeAlias, cast, get_args

from dragoman.errors import InputError, OntologyError
from dragoman.ontology.files import load_yaml
from dragoman.records import Kind
from dragoman.sources.dates import parse_date
from dragoman.sources.found import Draft, Found

ColumnField: TypeAlias = Literal["id", "title", "text", "published", "publisher", "url", "kind", "language"]
DELIMITERS = (",", ";", "\t", "|")


def draft_of_row(row: Mapping[str, object], name: str, place: str) -> Iterator[Found]:
    """Yield the draft of one row, after an error for each value that could not be read.

    ``id``, ``title`` and ``text`` stay as they are, to the character; an id that is a number becomes its
    digits. Null, ``""`` and NaN are nothing. Keys that name no field are passed over.
    """
    values = _values(row)

    def problem(what: str, mend: str) -> InputError:
        return InputError(name, place, what, mend)

    strings: dict[str, str | None] = {}
    for field in ("id", "title", "text", "publisher", "url", "language"):
        value = values.get(field)
        if field == "id" and isinstance(value, int | float) and not isinstance(value, bool):
            value = str(value)
        if field == "publisher" and isinstance(
            value, dict
        ):  # as in {"source": {"id": "bbc", "name": "BBC News"}}
            value = value.get("name")
        if value is not None and not isinstance(value, str):
            yield problem(f"the {field} is {_json_name(value)}, not a string", "write it as a string")
            value = None
        strings[field] = value

    published = None
    if (given := values.get("published")) is not None and (published := parse_date(given)) is None:
        yield problem(f"{_short(given)} is no date that can be read", "write it as 2025-02-18")
    kind: Kind = "article" if (strings["text"] or "").strip() else "headline"
    if (given := values.get("kind")) is not None:
        if isinstance(given, str) and given.strip().lower() in get_args(Kind):
            kind = cast(Kind, given.strip().lower())
        else:
            yield problem(
                f"{_short(given)} is no kind of document", "write article or headline, or leave it out"
            )
    yield Draft(
        input=name,
        place=place,
        kind=kind,
        id=strings["id"],
        title=strings["title"],
        text=strings["text"],
        published=published,
        published_from="input" if published else None,
        publisher=(strings["publisher"] or "").strip() or None,
        url=(strings["url"] or "").strip() or None,
        language=language_code(strings["language"]),
    )


def delimiter_of(text: str, *, least: int) -> str | None:
    """Return what divides the columns when the first line is a header that names a title or a text.

    ``least`` is the number of columns of known name that it takes to believe the line is a header at all.
    """
    first = next((line for line in text.splitlines() if line.strip()), "")[:10_000]
    best: tuple[int, str] | None = None
    for delimiter in DELIMITERS:
        try:
            header = next(csv.reader([first], delimiter=delimiter))
        except (csv.Error, StopIteration):
            continue
        known = fields_of(tuple(header))
        if (
            len(known) >= least
            and ("title" in known or "text" in known)
            and (best is None or len(known) > best[0])
        ):
            best = len(known), delimiter
    return best[1] if best else None


@lru_cache(maxsize=1024)
def fields_of(names: tuple[str, ...]) -> dict[ColumnField, tuple[str, ...]]:
    """Return the fields that some of these names give, each with the names that give it, the best first."""
    wanted = _tables().aliases
    ranked: dict[ColumnField, list[tuple[int, str]]] = {}
    for name in names:
        if (hit := wanted.get(_plain(name))) is not None:
            ranked.setdefault(hit[0], []).append((hit[1], name))
    return {field: tuple(name for _, name in sorted(found)) for field, found in ranked.items()}


def language_code(given: str | None) -> str | None:
    """Return the two letters of ISO 639-1 that ``en``, ``en-US`` or ``en_GB`` begins with, else ``None``."""
    code = (given or "").strip().replace("_", "-").split("-")[0].lower()
    return code if len(code) == 2 and code.isascii() and code.isalpha() else None


def empty_cells() -> frozenset[str]:
    """What a cell of a CSV file holds when it holds nothing."""
    return _tables().empty_cells


def _values(row: Mapping[str, object]) -> dict[ColumnField, object]:
    values: dict[ColumnField, object] = {}
    for field, names in fields_of(tuple(row)).items():
        held = (row[name] for name in names)
        values[field] = next((v for v in held if v is not None and v != "" and v == v), None)
    return values


@dataclass(frozen=True, slots=True)
class _Tables:
    aliases: dict[str, tuple[ColumnField, int]]
    empty_cells: frozenset[str]


@cache
def _tables() -> _Tables:
    data = load_yaml("sources/columns.yaml")
    aliases: dict[str, tuple[ColumnField, int]] = {}
    for field, names in data["fields"].items():
        if field not in get_args(ColumnField):
            raise OntologyError(
                f"sources/columns.yaml: {field!r} is no field (one of {', '.join(get_args(ColumnField))})"
            )
        for rank, alias in enumerate(names):
            if not isinstance(alias, str) or aliases.get(_plain(alias), (field,))[0] != field:
                raise OntologyError(
                    f"sources/columns.yaml, {field}: {alias!r} is no name, or stands twice (mend it)"
                )
            aliases.setdefault(_plain(alias), (field, rank))
    if not all(isinstance(cell, str) for cell in data["empty_cells"]):
        raise OntologyError("sources/columns.yaml, empty_cells: not all strings (quote null and the like)")
    return _Tables(aliases, frozenset(data["empty_cells"]))


def _plain(name: str) -> str:
    return "".join(c for c in name.casefold() if c.isalnum())


def _short(value: object) -> str:
    shown = repr(value)
    return shown if len(shown) <= 60 else shown[:57] + "…"


def _json_name(value: object) -> str:
    match value:
        case bool():
            return "true or false"
        case int() | float():
            return "a number"
        case list():
            return "a list"
    return "an object"

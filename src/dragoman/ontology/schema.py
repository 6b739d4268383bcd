"""Turns one entry of a data file into a record, or says what is wrong with the entry and how to mend it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Hashable, Iterable
from dataclasses import MISSING, fields
from functools import cache
from typing import Any, TypeVar, cast

from dragoman.errors import OntologyError
from dragoman.ontology.files import load_yaml

T = TypeVar("T")

# What a field annotated so may hold; annotations not listed are checked by the loader that builds the value.
_CHECKS = {
    "str": lambda v: isinstance(v, str) and v == v.strip() != "",
    "str | None": lambda v: v is None or (isinstance(v, str) and v == v.strip() != ""),
    "int": lambda v: type(v) is int,
    "int | None": lambda v: v is None or type(v) is int,
    "bool": lambda v: isinstance(v, bool),
    "float": lambda v: type(v) in {int, float},
    "tuple[str, ...]": lambda v: isinstance(v, tuple) and all(isinstance(x, str) and x.strip() for x in v),
}


def section(file: str, key: str) -> list[Any]:
    """Return the list under a key of a YAML file. Raises `OntologyError` when it is no list."""
    data = load_yaml(file)
    found = data.get(key) if isinstance(data, dict) else None
    if not isinstance(found, list):
        raise OntologyError(f"{file}: no list under {key!r} (write `{key}:` and one entry a line)")
    return found


def build(cls: type[T], raw: Any, file: str, **given: Any) -> T:
    """Make a record of a mapping; lists become tuples. ``given`` adds or replaces values.

    Raises `OntologyError` for an unknown key, a missing one and a value of the wrong kind.
    """
    if not isinstance(raw, dict):
        raise OntologyError(f"{file}: {raw!r} is no entry (write {{key: value, ...}})")
    where = f"{file}: {raw.get('name', raw.get('lemma', raw))!r}"
    values = {k: tuple(v) if isinstance(v, list) else v for k, v in raw.items()} | given
    required, kinds = _shape(cast("Hashable", cls))
    if unknown := sorted(set(values) - set(kinds)):
        raise OntologyError(f"{where}: unknown key {unknown[0]!r} (use one of {', '.join(kinds)})")
    if missing := [name for name in required if name not in values]:
        raise OntologyError(f"{where}: {missing[0]!r} is missing (add it)")
    for name, value in values.items():
        check = _CHECKS.get(kinds[name])
        if check is not None and not check(value):
            raise OntologyError(f"{where}: {name} is {value!r} (it must be {kinds[name]}; quote a bare No)")
    return cls(**values)


@cache
def _shape(cls: Any) -> tuple[tuple[str, ...], dict[str, str]]:
    """Return the required fields of a dataclass, and the annotation of each field."""
    required = tuple(f.name for f in fields(cls) if f.default is MISSING and f.default_factory is MISSING)
    return required, {f.name: str(f.type) for f in fields(cls)}


@cache
def _sectors() -> frozenset[str]:
    from dragoman.ontology.plover import plover

    return frozenset(plover().sectors)


def check_sectors(codes: Iterable[str], where: str) -> None:
    """Raise `OntologyError` when a code is not one of PLOVER's sectors."""
    for code in codes:
        if code not in _sectors():
            raise OntologyError(f"{where}: {code!r} is no sector (see sectors in plover.yaml)")


def check_point(lat: float, lon: float, where: str) -> None:
    """Raise `OntologyError` when a point is not on the globe."""
    if not (-90 <= lat <= 90 and -180 <= lon <= 180):
        raise OntologyError(f"{where}: {lat}, {lon} is no latitude and longitude (degrees, latitude first)")


def read_date(value: Any, where: str) -> dt.date | None:
    """Read a day or a month (its first day); ``None`` stays. Raises `OntologyError` for anything else."""
    if value is None or (isinstance(value, dt.date) and not isinstance(value, dt.datetime)):
        return value
    try:
        return dt.date.fromisoformat(f"{value}-01" if len(str(value)) == 7 else str(value))
    except ValueError:
        raise OntologyError(f"{where}: {value!r} is no date (write YYYY-MM-DD or YYYY-MM)") from None

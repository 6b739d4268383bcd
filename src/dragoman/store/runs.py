"""What was done to the store, and with what documents were coded."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import asdict
from typing import Any

from sqlalchemy import func, select, update
from sqlalchemy.engine import Connection

from dragoman.errors import StoreError
from dragoman.store.codec import fit, packed
from dragoman.store.rows import Coding, CodingRow, Outcome, Outcomes, RunRow
from dragoman.store.schema import codings, documents
from dragoman.store.schema import runs as table
from dragoman.store.tabling import numbered

_CODING = tuple(Coding.__dataclass_fields__)


def coding_number(connection: Connection, coding: Coding, first: str | None) -> int:
    """Return the number of a coding, which is written down where it is new."""
    if (known := known_coding(connection, coding)) is not None:
        return known
    return numbered(connection, codings, {**asdict(coding), "first": first})


def known_coding(connection: Connection, coding: Coding) -> int | None:
    """Return the number of a coding; ``None`` where nothing was coded so."""
    wanted = [codings.c[name].is_not_distinct_from(value) for name, value in asdict(coding).items()]
    found: int | None = connection.scalar(select(codings.c.number).where(*wanted))
    return found


def all_codings(connection: Connection) -> tuple[CodingRow, ...]:
    """Return the codings in order of first use."""
    asked = (
        select(codings, func.count(documents.c.number).label("documents"))
        .outerjoin(documents, documents.c.coding == codings.c.number)
        .group_by(*codings.c)
        .order_by(codings.c.number)
    )
    return tuple(
        CodingRow(
            row.number, Coding(**{name: getattr(row, name) for name in _CODING}), row.first, row.documents
        )
        for row in connection.execute(asked)
    )


def begin(connection: Connection, command: str, settings: Mapping[str, Any], at: str) -> int:
    """Write down that a command begins, and return the number of the run."""
    row = {"command": fit(command), "settings": packed(dict(settings)), "begun": at}
    return numbered(connection, table, row)


def end(connection: Connection, run: int, outcome: Outcome, at: str, note: str | None) -> None:
    """Write down how a run ended."""
    row = {"outcome": outcome, "ended": at, "note": note and fit(note)}
    if not connection.execute(update(table).where(table.c.number == run).values(row)).rowcount:
        raise StoreError(f"there is no run {run} (begin one first)")


def count(connection: Connection, run: int, done: Outcomes) -> None:
    """Add what was done to a run."""
    more = {table.c[name]: table.c[name] + value for name, value in asdict(done).items() if value}
    if more and not connection.execute(update(table).where(table.c.number == run).values(more)).rowcount:
        raise StoreError(f"there is no run {run} (begin one first)")


def last(connection: Connection, limit: int) -> tuple[RunRow, ...]:
    """Return the last runs, the latest first."""
    rows = connection.execute(select(table).order_by(table.c.number.desc()).limit(limit))
    return tuple(RunRow(**{**row._mapping, "settings": json.loads(row.settings)}) for row in rows)

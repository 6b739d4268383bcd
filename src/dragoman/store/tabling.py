"""Rows in and out of tables, many at once."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Sequence
from typing import Any

from sqlalchemy import Column, Row, Table, delete, select, update
from sqlalchemy.engine import Connection

from dragoman.store import databases
from dragoman.store.codec import plain

SOME = 500
"""How many rows are asked for at once."""


def some(values: Collection[Any]) -> Iterator[list[Any]]:
    """Yield values in lists of at most `SOME`."""
    listed = list(values)
    for start in range(0, len(listed), SOME):
        yield listed[start : start + SOME]


def stored(
    connection: Connection, table: Table, ids: Iterable[str], by: Column[Any] | None = None
) -> dict[str, Row[Any]]:
    """Return the rows that are there for some ids."""
    column = table.c.id if by is None else by
    return {
        getattr(row, column.name): row
        for part in some(list(map(plain, ids)))
        for row in connection.execute(select(table).where(column.in_(part)))
    }


def numbered(connection: Connection, table: Table, row: dict[str, Any]) -> int:
    """Insert a row into a table that numbers its rows, and return the number."""
    return int(connection.execute(table.insert(), row).inserted_primary_key[0])  # type: ignore[index]


def insert(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> None:
    """Insert rows, all with the same columns."""
    databases.of(connection).insert(connection, table, rows)


def put(connection: Connection, table: Table, rows: Sequence[dict[str, Any]]) -> bool:
    """Insert rows, or change those whose id is there with other content, and return whether anything changed."""
    there = stored(connection, table, [row["id"] for row in rows])
    last = {row["id"]: row for row in rows}
    new = [row for id, row in last.items() if id not in there]
    other = [
        row
        for id, row in last.items()
        if (old := there.get(id)) is not None and any(getattr(old, name) != row[name] for name in row)
    ]
    insert(connection, table, new)
    for row in other:
        connection.execute(update(table).where(table.c.id == row["id"]).values(row))
    return bool(new or other)


def remove(connection: Connection, column: Column[Any], values: Collection[Any]) -> int:
    """Delete the rows that have one of some values in a column, and return how many there were."""
    return sum(
        connection.execute(delete(column.table).where(column.in_(part))).rowcount for part in some(values)
    )

"""What is SQLite's alone: how a connection is set up, and full-text search (FTS5).

Nothing else in the room names the database. Words reach FTS5 as quoted strings, which have no syntax but the quote.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Engine,
    Select,
    column,
    create_engine,
    event,
    func,
    literal_column,
    select,
    table,
    text,
)
from sqlalchemy.engine import URL, Connection
from sqlalchemy.pool import StaticPool

PATIENCE = 30_000
"""Milliseconds to wait for another process that writes."""

OPENS, CLOSES = "\ufdd0", "\ufdd1"
"""What stands around a word that was found, in marked strings: characters that are none."""

#: The columns that are searched; documents.number and events.number are the rowids.
_INDEXED = {"documents": ("title", "text", "publisher", "names"), "events": ("quote",)}
#: What a word weighs in each column of documents, title first (see `_INDEXED`).
_WEIGHTS = "8.0, 1.0, 1.0, 2.0"
_TOKENS = "unicode61 remove_diacritics 2"

found = table("documents_words", column("rowid"))


def engine(url: URL) -> Engine:
    """Return an engine whose connections keep foreign keys, wait for others, and write ahead where there is a file."""
    memory = in_memory(url)
    made = (
        create_engine(url, poolclass=StaticPool, connect_args={"check_same_thread": False})
        if memory
        else create_engine(url)
    )

    @event.listens_for(made, "connect")
    def connected(raw: sqlite3.Connection, _: object) -> None:
        raw.isolation_level = None  # transactions are begun below, in so many words
        cursor = raw.cursor()
        cursor.execute(f"PRAGMA busy_timeout = {PATIENCE}")
        cursor.execute("PRAGMA foreign_keys = ON")
        cursor.execute("PRAGMA temp_store = MEMORY")
        if not memory:
            cursor.execute("PRAGMA journal_mode = WAL")
            cursor.execute("PRAGMA mmap_size = 1073741824")
        cursor.close()

    @event.listens_for(made, "begin")
    def begun(connection: Connection) -> None:
        # A transaction that reads first and writes then would be refused where another wrote in between.
        writing = connection.get_execution_options().get("writing", False)
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return made


def in_memory(url: URL) -> bool:
    """Whether the address is that of a store that lives in memory."""
    return url.database in (None, "", ":memory:")


def tables(connection: Connection) -> set[str]:
    """Return the names of all tables."""
    return set(connection.scalars(text("SELECT name FROM sqlite_master WHERE type = 'table'")))


def create_search(connection: Connection) -> None:
    """Create the tables of words, and triggers that keep them in step with what they index."""
    for name, columns in _INDEXED.items():
        words, listed = f"{name}_words", ", ".join(columns)
        new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("new", "old"))
        put = f"INSERT INTO {words}(rowid, {listed}) VALUES (new.number, {new});"
        take = f"INSERT INTO {words}({words}, rowid, {listed}) VALUES ('delete', old.number, {old});"
        for statement in (
            f"CREATE VIRTUAL TABLE {words} USING fts5({listed}, content='{name}', content_rowid='number', "
            f"tokenize='{_TOKENS}')",
            f"CREATE TRIGGER {words}_put AFTER INSERT ON {name} BEGIN {put} END",
            f"CREATE TRIGGER {words}_take AFTER DELETE ON {name} BEGIN {take} END",
            f"CREATE TRIGGER {words}_change AFTER UPDATE OF {listed} ON {name} BEGIN {take} {put} END",
        ):
            connection.exec_driver_sql(statement)


def settle(connection: Connection) -> None:
    """Let the planner learn from a sample how much there is of what; else some questions take twenty times as long."""
    connection.exec_driver_sql("PRAGMA analysis_limit = 400")
    connection.exec_driver_sql("ANALYZE")


def phrase(words: Sequence[str], columns: Iterable[str] = ()) -> str:
    """Return an expression for words that stand side by side, in one of the columns where some are given."""
    quoted = " + ".join('"' + word.replace('"', '""') + '"' for word in words)
    within = " ".join(columns)
    return f"{{{within}}} : ({quoted})" if within else f"({quoted})"


def every(phrases: Sequence[str]) -> str:
    """Return an expression for all of the phrases."""
    return " AND ".join(phrases)


def some(phrases: Sequence[str]) -> str:
    """Return an expression for at least one of the phrases."""
    return " OR ".join(phrases)


def events_with(expression: str) -> Select[Any]:
    """Return the numbers of the events whose sentence fits an expression."""
    return (
        select(literal_column("rowid"))
        .select_from(table("events_words"))
        .where(_match("events_words", expression))
    )


def documents_with(expression: str) -> Select[Any]:
    """Return the numbers of the documents that fit an expression."""
    return select(literal_column("rowid")).select_from(found).where(_match("documents_words", expression))


def matches(expression: str) -> ColumnElement[bool]:
    """Return the condition that a row of `found` fits an expression."""
    return _match("documents_words", expression)


def rank() -> ColumnElement[float]:
    """Return how well a row of `found` fits: the less, the better."""
    return literal_column(f"bm25(documents_words, {_WEIGHTS})")


def marked(name: str) -> ColumnElement[str]:
    """Return title or text of a row of `found`, with `OPENS` and `CLOSES` around what was looked for."""
    place = _INDEXED["documents"].index(name)
    return func.highlight(literal_column("documents_words"), place, OPENS, CLOSES).label(f"marked_{name}")


def rowid() -> ColumnElement[int]:
    """Return the number of the document of a row of `found`."""
    return literal_column("documents_words.rowid")


def _match(words: str, expression: str) -> ColumnElement[bool]:
    return literal_column(words).op("MATCH")(expression)

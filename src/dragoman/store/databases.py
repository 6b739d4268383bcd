"""Which database a store is in: SQLite or PostgreSQL, each a module with the same functions.

What only one of them knows stands in its module: how a connection is set up, how rows are put in, the search for words.
Everything else in the room asks SQLAlchemy, in words that both understand.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from contextlib import AbstractContextManager
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Engine, FromClause, Select, Table
from sqlalchemy.engine import URL, Connection

from dragoman.store import sqlite
from dragoman.store.words import Term

Marks = tuple[tuple[int, int], ...]
"""Stretches of a string, as code points from and to."""


class Database(Protocol):
    """What a database has of its own."""

    @property
    def WORDS(self) -> FromClause:  # noqa: N802
        """The words of the documents, to be joined by `number`."""

    def engine(self, url: URL) -> Engine:
        """Return an engine that has readings see one state, and writings wait for each other."""

    def mend(self, error: BaseException) -> str | None:
        """Return what a user can do about an error of the database, where that is known."""

    def create_search(self, connection: Connection) -> None:
        """Create the tables of words, and what keeps them in step with what they index."""

    def insert(self, connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
        """Put rows into a table; all have the same keys."""

    def settle(self, connection: Connection) -> None:
        """Let the planner learn how much there is of what."""

    def damage(self, engine: Engine) -> Iterator[tuple[str, str, str]]:
        """Yield what is wrong with the database and its index of words: table, row, and what it is."""

    def number(self) -> ColumnElement[int]:
        """Return the number of the document of a row of `WORDS`."""

    def matches(self, terms: Sequence[Term]) -> ColumnElement[bool]:
        """Return the condition that a row of `WORDS` has all of the terms."""

    def rank(self, terms: Sequence[Term]) -> ColumnElement[float]:
        """Return how well a row of `WORDS` fits: the less, the better; the title weighs most."""

    def documents_with(self, terms: Sequence[Term]) -> Select[Any]:
        """Return the numbers of the documents with at least one of the terms."""

    def events_with(self, terms: Sequence[Term]) -> Select[Any]:
        """Return the numbers of the events whose sentence has all of the terms."""

    def marks(
        self, connection: Connection, terms: Sequence[Term], texts: Mapping[int, tuple[str, str]]
    ) -> dict[int, tuple[Marks, Marks]]:
        """Return where the terms stand in title and text of documents, by their numbers."""

    def turn(self, engine: Engine, name: str) -> AbstractContextManager[bool]:
        """Give whether no other process has the turn of a name; it is held until then, or until the process ends."""


def of(bind: Engine | Connection) -> Database:
    """Return the database that an engine or a connection is of."""
    return named(bind.dialect.name)


def named(dialect: str) -> Database:
    """Return the database of a name, ``sqlite`` or ``postgresql``."""
    if dialect == "postgresql":
        from dragoman.store import postgresql

        return postgresql
    return sqlite

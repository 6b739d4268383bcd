"""What is SQLite's alone: how a connection is set up, and full-text search (FTS5).

Words reach FTS5 as quoted strings, which have no syntax but the quote. Its counterpart is `dragoman.store.postgresql`.
"""

from __future__ import annotations

import os
import re
import sqlite3
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from operator import itemgetter
from typing import Any

from sqlalchemy import (
    ColumnElement,
    Engine,
    Select,
    Table,
    column,
    create_engine,
    event,
    func,
    literal_column,
    select,
    table,
)
from sqlalchemy.engine import URL, Connection
from sqlalchemy.exc import DatabaseError
from sqlalchemy.pool import StaticPool

from dragoman.errors import ReplacedError, StoreError
from dragoman.store.folding import TOKENS
from dragoman.store.words import Term

Marks = tuple[tuple[int, int], ...]

PATIENCE = 30_000
"""Milliseconds to wait for another process that writes."""

OPENS, CLOSES = "\ufdd0", "\ufdd1"
"""What stands around a word that was found, in marked strings: characters that are none."""

#: The columns that are searched; documents.number and events.number are the rowids.
_INDEXED = {"documents": ("title", "text", "publisher", "names"), "events": ("quote",)}
#: What a word weighs in each column of documents, title first (see `_INDEXED`).
_WEIGHTS = "8.0, 1.0, 1.0, 2.0"

WORDS = table("documents_words", column("rowid"))


_MENDS = {
    "not a database": "give a file that dragoman made, or a new name",
    "locked": "another program writes to it; wait, or close that program",
    "readonly": "make the file and its folder writable",
    "read-only": "make the file and its folder writable",
    "full": "make room on the disk",
    "unable to open": "check that the file can be read and written",
    "malformed": "the file is damaged; take a copy from before",
    "I/O": "see that there is room on the disk, and that it is sound",
}


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
            # The file is read, not mapped into memory: a mapped one that is cut by another would end the process.
            cursor.execute("PRAGMA mmap_size = 0")
            # What a batch changes stays at hand, and goes from the log to its place once for many batches.
            cursor.execute("PRAGMA cache_size = -65536")
            cursor.execute("PRAGMA wal_autocheckpoint = 8000")
        cursor.close()

    opened = list[tuple[int, int]]()

    @event.listens_for(made, "begin")
    def begun(connection: Connection) -> None:
        if not memory:
            _check_same(str(url.database), opened)
        # A transaction that reads first and writes then would be refused where another wrote in between.
        options = connection.get_execution_options()
        if (writing := options.get("writing", False)) and not memory:
            # What can be had again need not be on the disk before the next step.
            connection.exec_driver_sql(f"PRAGMA synchronous = {'NORMAL' if options.get('again') else 'FULL'}")
        connection.exec_driver_sql("BEGIN IMMEDIATE" if writing else "BEGIN")

    return made


def _check_same(file: str, opened: list[tuple[int, int]]) -> None:
    """See that a file is the one that was opened: what is written to one that was taken away would be lost."""
    try:
        told = os.stat(file)
    except OSError as error:
        raise StoreError(f"{file}: was removed while it was open (put it back, or open another)") from error
    if not opened:
        opened.append((told.st_dev, told.st_ino))
    if opened[0] != (told.st_dev, told.st_ino):
        raise ReplacedError(f"{file}: was replaced by another while it was open (open it again)")


def in_memory(url: URL) -> bool:
    """Whether the address is that of a store that lives in memory."""
    return url.database in (None, "", ":memory:")


def mend(error: BaseException) -> str | None:
    """Return what a user can do about an error of the database, where that is known."""
    return next((mend for words, mend in _MENDS.items() if words in str(error)), None)


def create_search(connection: Connection) -> None:
    """Create the tables of words, and triggers that keep them in step with what they index."""
    for name, columns in _INDEXED.items():
        words, listed = f"{name}_words", ", ".join(columns)
        new, old = (", ".join(f"{row}.{column}" for column in columns) for row in ("new", "old"))
        put = f"INSERT INTO {words}(rowid, {listed}) VALUES (new.number, {new});"
        take = f"INSERT INTO {words}({words}, rowid, {listed}) VALUES ('delete', old.number, {old});"
        for statement in (
            f"CREATE VIRTUAL TABLE {words} USING fts5({listed}, content='{name}', content_rowid='number', "
            f"tokenize='{TOKENS}')",
            f"CREATE TRIGGER {words}_put AFTER INSERT ON {name} BEGIN {put} END",
            f"CREATE TRIGGER {words}_take AFTER DELETE ON {name} BEGIN {take} END",
            f"CREATE TRIGGER {words}_change AFTER UPDATE OF {listed} ON {name} BEGIN {take} {put} END",
        ):
            connection.exec_driver_sql(statement)


def settle(connection: Connection) -> None:
    """Let the planner learn from a sample how much there is of what; else some questions take twenty times as long."""
    connection.exec_driver_sql("PRAGMA analysis_limit = 400")
    connection.exec_driver_sql("ANALYZE")


def insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put rows into a table; all have the same keys."""
    if rows:
        # As the driver takes them: SQLAlchemy would look at each value of each row first.
        names, quote = list(rows[0]), connection.dialect.identifier_preparer.quote
        columns, marks = ", ".join(map(quote, names)), ", ".join("?" * len(names))
        values = (
            list(map(itemgetter(*names), rows)) if len(names) > 1 else [tuple(row.values()) for row in rows]
        )
        connection.exec_driver_sql(f"INSERT INTO {quote(table.name)} ({columns}) VALUES ({marks})", values)


def damage(engine: Engine) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with the file and the index of words: table, row, and what it is."""
    with engine.connect() as connection, connection.begin():
        for said in connection.exec_driver_sql("PRAGMA integrity_check").scalars():
            if said != "ok":
                yield "the file", "", str(said)
    for name in _INDEXED:
        words = f"{name}_words"
        try:
            # To SQLite this is writing.
            with engine.connect().execution_options(writing=True) as connection, connection.begin():
                connection.exec_driver_sql(
                    f"INSERT INTO {words}({words}, rank) VALUES ('integrity-check', 1)"
                )
        except DatabaseError as error:
            if "malformed" not in str(error.orig):
                raise
            yield words, "", f"the search finds other words than {name} have"


def number() -> ColumnElement[int]:
    """Return the number of the document of a row of `WORDS`."""
    return literal_column("documents_words.rowid")


def matches(terms: Sequence[Term]) -> ColumnElement[bool]:
    """Return the condition that a row of `WORDS` has all of the terms."""
    return _match("documents_words", " AND ".join(map(_phrase, terms)))


def rank(terms: Sequence[Term]) -> ColumnElement[float]:
    """Return how well a row of `WORDS` fits: the less, the better; the title weighs most."""
    return literal_column(f"bm25(documents_words, {_WEIGHTS})")


def documents_with(terms: Sequence[Term]) -> Select[Any]:
    """Return the numbers of the documents with at least one of the terms."""
    expression = " OR ".join(map(_phrase, terms))
    return select(literal_column("rowid")).select_from(WORDS).where(_match("documents_words", expression))


def events_with(terms: Sequence[Term]) -> Select[Any]:
    """Return the numbers of the events whose sentence has all of the terms."""
    said, expression = table("events_words"), " AND ".join(map(_phrase, terms))
    return select(literal_column("rowid")).select_from(said).where(_match("events_words", expression))


def marks(
    connection: Connection, terms: Sequence[Term], texts: Mapping[int, tuple[str, str]]
) -> dict[int, tuple[Marks, Marks]]:
    """Return where the terms stand in title and text of documents, by their numbers."""
    asked = select(number(), _marked("title"), _marked("text")).select_from(WORDS)
    asked = asked.where(matches(terms), number().in_(texts))
    return {
        of: (_stretches(texts[of][0], title), _stretches(texts[of][1], text))
        for of, title, text in connection.execute(asked)
    }


@contextmanager
def turn(engine: Engine, name: str) -> Iterator[bool]:
    """Give whether no other process has the turn of a name; it is held until then, or until the process ends.

    An empty file beside the store is locked as SQLite locks databases: so it is let go of however a process ends.
    """
    if in_memory(engine.url):
        yield True
        return
    raw = sqlite3.connect(f"{engine.url.database}-{name}", timeout=0, isolation_level=None)
    try:
        raw.execute("BEGIN EXCLUSIVE")
        ours = True
    except sqlite3.OperationalError as error:
        if "locked" not in str(error):
            raw.close()
            raise
        ours = False
    try:
        yield ours
    finally:
        raw.close()


def _phrase(term: Term) -> str:
    """Return an expression for words that stand side by side."""
    quoted = " + ".join('"' + word.replace('"', '""') + '"' for word in term.words)
    return f"{{{term.field}}} : ({quoted})" if term.field else f"({quoted})"


def _marked(name: str) -> ColumnElement[str]:
    """Return title or text of a row of `WORDS`, with `OPENS` and `CLOSES` around what was looked for."""
    place = _INDEXED["documents"].index(name)
    return func.highlight(literal_column("documents_words"), place, OPENS, CLOSES).label(f"marked_{name}")


def _stretches(text: str, marked: str | None) -> Marks:
    """Return where the marks of a marked string stand in the text itself."""
    found, at, opened = list[tuple[int, int]](), 0, 0
    for part in re.split(f"([{OPENS}{CLOSES}])", marked or ""):
        if part in (OPENS, CLOSES) and text[at : at + 1] != part:
            if part == OPENS:
                opened = at
            else:
                found.append((opened, at))
        elif text.startswith(part, at):
            at += len(part)
        else:  # the database gave less than the text (it ends a string at NUL)
            break
    return tuple(found)


def _match(words: str, expression: str) -> ColumnElement[bool]:
    return literal_column(words).op("MATCH")(expression)

"""What is PostgreSQL's alone: how a connection is set up, and the search for words (tsvector).

Words are read here (`dragoman.store.folding`), so that both databases find the same: PostgreSQL's own readers of words
take addresses and hyphens for words, and depend on the locale of the server. Triggers tell which rows have to be read;
that is done before a transaction is committed. Beside the tsvector stand the words in their order, since a tsvector
forgets where a frequent word stands, and every word beyond the 16,383rd.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from typing import Any

from sqlalchemy import (
    BigInteger,
    Column,
    ColumnElement,
    Double,
    Engine,
    Integer,
    MetaData,
    Select,
    Table,
    Text,
    and_,
    cast,
    create_engine,
    event,
    false,
    func,
    literal_column,
    or_,
    select,
)
from sqlalchemy.dialects.postgresql import TSQUERY, TSVECTOR
from sqlalchemy.engine import URL, Connection
from sqlalchemy.ext.compiler import compiles
from sqlalchemy.schema import CreateIndex

from dragoman.errors import StoreError
from dragoman.store.folding import DROPPED, folded, tokens
from dragoman.store.words import Term

Marks = tuple[tuple[int, int], ...]

PATIENCE = 30_000
"""Milliseconds to wait for another process that writes."""

LONGEST_WORD = 500
"""Letters of a word that are looked for; a lexeme may have 2,046 bytes."""

OFTEN = 16
"""How often a word is counted in one field: more tells no more of a document, and a lexeme has 256 places at most."""

LARGEST = 1_000_000
"""Bytes of a tsvector (PostgreSQL's limit is 1,048,575)."""

SOME = 500
"""Rows whose words are read at once."""

FEW = 1_000
"""Events up to which any plan is quick."""

MANY = 2_000
"""Rows that are put in with one statement."""

#: First half of the key of the lock that writers queue for; the other is made from the schema.
_LOCK = 683_141
#: The same of the locks of turns.
_TURN = 683_142
#: The fields that are searched, each with its weight in a tsvector.
_FIELDS = {"documents": {"title": "A", "names": "B", "publisher": "C", "text": "D"}, "events": {"quote": "D"}}
#: What a word weighs in text, publisher, names and title, as in `dragoman.store.sqlite`.
_WEIGHTS = "'{0.125, 0.125, 0.25, 1.0}'::real[]"

#: What stands in indexes beside what they are sorted by. Rows of events are long, as each holds its record; what is
#: counted over many of them is counted in an index.
_INCLUDED = {
    "events_by_day": "number, type, status, quad, intensity",
    "events_by_type": "number, status, quad, intensity, document",
    "events_by_status": "number, type, quad, intensity",
    "events_by_place": "number, quad, place_country, lat, lon, geonames",
    "events_by_place_country": "number, quad, type, status",
    "events_by_document": "number",
    "events_by_confidence": "number",
    "events_by_intensity": "number",
    "parties_by_name": "key",
}
_IN_SHORT = "CREATE INDEX events_in_short ON events (number, day, type, status, quad, intensity)"

_MENDS = {
    "08": "the server went away or is not there; start it, then try again",
    "28": "give the right user and password (the password may also stand in ~/.pgpass)",
    "3D000": "make the database first: createdb NAME",
    "3F000": "make the schema first: CREATE SCHEMA name",
    "25006": "the database can only be read; give the address of the server that may be written",
    "40": "others wrote at the same time; try again",
    "42501": "give the user the right to it: GRANT ALL ON SCHEMA name TO user",
    "42P01": "tables are missing; restore a backup, or give a new database",
    "53100": "make room on the disk of the server",
    "53300": "the server has too many connections; close some",
    "55P03": "another program writes to it; wait, or close that program",
    "57": "the server stopped or is starting; try again when it runs",
    "58": "the server cannot read or write its files; see its log",
    "XX": "the database is damaged; restore a backup",
}
#: What is said where no server answered, so that there is no code.
_SAID = {
    "password": _MENDS["28"],
    "authentication": _MENDS["28"],
    "does not exist": "make the database and the user first: createuser, createdb",
    "starting up": _MENDS["57"],
    "shutting down": _MENDS["57"],
    "": "start the server, or check host and port",
}

_plain = MetaData()
_words = {
    name: Table(
        f"{name}_words",
        _plain,
        Column("number", BigInteger, primary_key=True),
        Column("words", TSVECTOR),
        *(Column(field, Text) for field in fields),
    )
    for name, fields in _FIELDS.items()
}
WORDS, _SENTENCES = _words["documents"], _words["events"]


@compiles(CreateIndex, "postgresql")
def _index(element: CreateIndex, compiler: Any, **options: Any) -> str:
    """Have what is not known come last, as in SQLite and in all that is asked, and answer without the rows."""
    said: str = compiler.visit_create_index(element, **options)
    included = _INCLUDED.get(str(element.element.name))
    return said.replace(" DESC", " DESC NULLS LAST") + (f" INCLUDE ({included})" if included else "")


def engine(url: URL) -> Engine:
    """Return an engine whose readings see one state of the store, and whose writings wait for each other."""
    made = create_engine(url.set(drivername="postgresql+psycopg"), pool_pre_ping=True, hide_parameters=True)

    @event.listens_for(made, "connect")
    def connected(raw: Any, _: object) -> None:
        if (letters := raw.info.parameter_status("server_encoding")) != "UTF8":
            raise StoreError(
                f"{url.database}: a database kept as {letters}, which lacks most letters (make one with CREATE "
                "DATABASE name ENCODING 'UTF8' TEMPLATE template0)"
            )
        raw.autocommit = True
        # To compile a question takes longer than to answer it; and what is asked depends on what it is asked of.
        raw.execute("SET jit = off; SET plan_cache_mode = force_custom_plan; SET work_mem = '64MB'")
        raw.autocommit = False

    @event.listens_for(made, "begin")
    def begun(connection: Connection) -> None:
        from psycopg import IsolationLevel

        raw: Any = connection.connection.dbapi_connection
        writing = connection.get_execution_options().get("writing", False)
        raw.isolation_level = None if writing else IsolationLevel.REPEATABLE_READ
        raw.read_only = not writing
        if writing:
            connection.exec_driver_sql(
                f"SET LOCAL lock_timeout = {PATIENCE}; "
                f"SELECT pg_advisory_xact_lock({_LOCK}, hashtext(current_schema()))"
            )

    @event.listens_for(made, "commit")
    def ended(connection: Connection) -> None:
        if connection.get_execution_options().get("writing", False):
            read(connection)

    return made


@contextmanager
def turn(engine: Engine, name: str) -> Iterator[bool]:
    """Give whether no other process has the turn of a name; it is held until then, or until the connection ends."""
    pooled = engine.raw_connection()
    pooled.detach()  # it is closed at the end, and the turn with it
    raw: Any = pooled.dbapi_connection
    try:
        raw.autocommit = True
        asked = "SELECT pg_try_advisory_lock(%s, hashtext(current_schema() || ' ' || %s))"
        yield bool(raw.execute(asked, (_TURN, name)).fetchone()[0])
    finally:
        raw.close()


def mend(error: BaseException) -> str | None:
    """Return what a user can do about an error of the database, where that is known."""
    code = getattr(error, "sqlstate", None)
    if code is None:
        said = str(error)
        if "connection" not in said and "authentication" not in said:
            return None
        return next(mend for words, mend in _SAID.items() if words in said)
    return next((mend for start, mend in _MENDS.items() if code.startswith(start)), None)


def create_search(connection: Connection) -> None:
    """Create the tables of words, and triggers that tell which rows have to be read; and an index to count in."""
    connection.exec_driver_sql(_IN_SHORT)
    for name, fields in _FIELDS.items():
        listed = ", ".join(f"{field} text" for field in fields)
        old, new = (", ".join(f"{row}.{field}" for field in fields) for row in ("old", "new"))
        words = f"{name}_words"
        for statement in (
            f"CREATE TABLE {words} (number bigint PRIMARY KEY REFERENCES {name} (number) ON DELETE CASCADE, "
            f"words tsvector, {listed})",
            # What a search ranks by stays in the row, else each row that is found is two to be fetched.
            f"ALTER TABLE {words} ALTER words SET STORAGE MAIN",
            f"CREATE INDEX {words}_found ON {words} USING gin (words)",
            f"CREATE INDEX {words}_unread ON {words} (number) WHERE words IS NULL",
            f"CREATE FUNCTION {words}_put() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"INSERT INTO {words} (number) SELECT number FROM fresh; RETURN NULL; END $$",
            f"CREATE TRIGGER {words}_put AFTER INSERT ON {name} REFERENCING NEW TABLE AS fresh "
            f"FOR EACH STATEMENT EXECUTE FUNCTION {words}_put()",
            f"CREATE FUNCTION {words}_change() RETURNS trigger LANGUAGE plpgsql AS $$ BEGIN "
            f"UPDATE {words} SET words = NULL WHERE number = new.number; RETURN NULL; END $$",
            f"CREATE TRIGGER {words}_change AFTER UPDATE OF {', '.join(fields)} ON {name} FOR EACH ROW "
            f"WHEN (({old}) IS DISTINCT FROM ({new})) EXECUTE FUNCTION {words}_change()",
        ):
            connection.exec_driver_sql(statement)


def read(connection: Connection) -> None:
    """Read the words of what has come in or was changed."""
    from dragoman.store.schema import metadata

    for name, fields in _FIELDS.items():
        words, told = _words[name], metadata.tables[name]
        unread = (
            select(words.c.number, *(told.c[field] for field in fields))
            .join(told, told.c.number == words.c.number)
            .where(words.c.words.is_(None))
            .limit(SOME)
        )
        rows: Sequence[Any] = range(SOME)
        while len(rows) == SOME and (rows := connection.execute(unread).all()):
            found = [
                {
                    "number": row[0],
                    "words": vector(dict(zip(fields.values(), said, strict=True))),
                    **{field: f" {' '.join(one)} " for field, one in zip(fields, said, strict=True)},
                }
                for row in rows
                for said in ([tokens(value or "") for value in row[1:]],)
            ]
            values = ", ".join(f"{field} = given.{field}" for field in fields)
            _execute(
                connection,
                f"UPDATE {words.name} SET words = given.words::tsvector, {values} FROM {{given}} "
                f"WHERE {words.name}.number = given.number",
                words,
                found,
            )


def vector(said: Mapping[str, Sequence[str]]) -> str:
    """Return the tsvector of words by their weights, as PostgreSQL reads it."""
    places, at, size = defaultdict[str, list[str]](list), 0, 0
    for weight, words in said.items():
        counted = defaultdict[str, int](int)
        for word in words:
            at, short = at + 1, word[:LONGEST_WORD]
            counted[short] += 1
            if counted[short] > OFTEN:
                continue
            size += 2 if short in places else 8 + len(short.encode())
            if size > LARGEST:
                break
            places[short].append(f"{min(at, 16_383)}{weight}")
    return " ".join(f"'{word}':{','.join(where)}" for word, where in places.items())


def insert(connection: Connection, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Put rows into a table, in one statement for some thousands; all have the same keys."""
    for start in range(0, len(rows), MANY):
        some = rows[start : start + MANY]
        names = ", ".join(f'"{name}"' for name in some[0])
        _execute(connection, f"INSERT INTO {table.name} ({names}) SELECT {names} FROM {{given}}", table, some)


def settle(connection: Connection) -> None:
    """Let the planner learn how much there is of what."""
    if connection.exec_driver_sql(f"SELECT 1 FROM events OFFSET {FEW} LIMIT 1").first():
        connection.exec_driver_sql("ANALYZE")


def damage(engine: Engine) -> Iterator[tuple[str, str, str]]:
    """Yield what is wrong with the index of words: table, row, and what it is."""
    from dragoman.store.schema import metadata

    for name, fields in _FIELDS.items():
        words, told = _words[name], metadata.tables[name]
        asked = (
            select(
                told.c.id,
                words.c.words.is_not(None),
                *(c[field] for c in (told.c, words.c) for field in fields),
            )
            .outerjoin(words, words.c.number == told.c.number)
            .execution_options(yield_per=SOME)
        )
        with engine.connect() as connection, connection.begin():
            for id, there, *texts in connection.execute(asked):
                said, found = texts[: len(fields)], texts[len(fields) :]
                if not there or [" " + " ".join(tokens(text or "")) + " " for text in said] != found:
                    yield words.name, id, f"the search finds other words than {name} have"


def number() -> ColumnElement[int]:
    """Return the number of the document of a row of `WORDS`."""
    return WORDS.c.number


def matches(terms: Sequence[Term]) -> ColumnElement[bool]:
    """Return the condition that a row of `WORDS` has all of the terms."""
    return and_(*(_has(WORDS, "documents", term) for term in terms))


def rank(terms: Sequence[Term]) -> ColumnElement[float]:
    """Return how well a row of `WORDS` fits: the less, the better; the title weighs most."""
    words = {_lexeme(word, term.field) for term in terms for word in _read(term)}
    # Divided by the logarithm of the length, so that what is said among much else weighs less.
    return -func.ts_rank(
        literal_column(_WEIGHTS), WORDS.c.words, cast(" | ".join(sorted(words)), TSQUERY), literal_column("1")
    )


def documents_with(terms: Sequence[Term]) -> Select[Any]:
    """Return the numbers of the documents with at least one of the terms."""
    return select(WORDS.c.number).where(or_(*(_has(WORDS, "documents", term) for term in terms)))


def events_with(terms: Sequence[Term]) -> Select[Any]:
    """Return the numbers of the events whose sentence has all of the terms."""
    return select(_SENTENCES.c.number).where(*(_has(_SENTENCES, "events", term) for term in terms))


def marks(
    connection: Connection, terms: Sequence[Term], texts: Mapping[int, tuple[str, str]]
) -> dict[int, tuple[Marks, Marks]]:
    """Return where the terms stand in title and text of documents, by their numbers."""
    patterns = {field: _pattern(terms, field) for field in ("title", "text")}
    return {
        number: (_stretches(patterns["title"], title), _stretches(patterns["text"], text))
        for number, (title, text) in texts.items()
    }


def _has(table: Table, name: str, term: Term) -> ColumnElement[bool]:
    words = _read(term)
    if not words:  # signs that no reader takes for letters
        return false()
    lexemes = " & ".join(dict.fromkeys(_lexeme(word, term.field) for word in words))
    found: ColumnElement[bool] = table.c.words.bool_op("@@")(cast(lexemes, TSQUERY))
    if len(words) == 1:
        return found
    side_by_side = f" {' '.join(words)} "
    fields = [term.field] if term.field else list(_FIELDS[name])
    return found & or_(*(func.strpos(table.c[field], side_by_side) > 0 for field in fields))


def _read(term: Term) -> list[str]:
    return tokens(" ".join(term.words))


def _lexeme(word: str, field: str | None) -> str:
    return f"'{word[:LONGEST_WORD]}'" + (f":{_FIELDS['documents'][field]}" if field else "")


def _pattern(terms: Sequence[Term], field: str) -> re.Pattern[str] | None:
    """Return what finds the terms in a folded text (`dragoman.store.folding.folded`)."""
    dropped = f"{DROPPED}*"
    side_by_side = f"{dropped} [ {DROPPED}]*"
    said = {
        side_by_side.join(dropped.join(map(re.escape, word)) for word in words)
        for term in terms
        if term.field in (None, field) and (words := _read(term))
    }
    if not said:
        return None
    # The longest first; each may begin within another.
    found = "|".join(sorted(said, key=lambda one: (-len(one), one)))
    return re.compile(f"(?:^|(?<= )){dropped}(?=(({found}){dropped})(?: |$))")


def _stretches(pattern: re.Pattern[str] | None, text: str) -> Marks:
    found = list[tuple[int, int]]()
    for one in pattern.finditer(folded(text)) if pattern else ():
        start, end = one.span(1)
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return tuple(found)


def _execute(connection: Connection, statement: str, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Run a statement over ``{given}``: rows for a table, as one parameter, which is much faster than one a value."""
    columns = ", ".join(f'"{name}" {_kind(table.c[name])}' for name in rows[0])
    given = f"json_to_recordset(%(rows)s::json) AS given({columns})"
    told = json.dumps([dict(row) for row in rows], ensure_ascii=False)
    connection.exec_driver_sql(statement.replace("{given}", given), {"rows": told})


def _kind(column: Column[Any]) -> str:
    if isinstance(column.type, Integer):
        return "bigint"
    return "double precision" if isinstance(column.type, Double) else "text"

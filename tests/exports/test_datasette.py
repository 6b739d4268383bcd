"""What Datasette is told of a store, held against the store and against Datasette's documented keys."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.corpus import corpus
from dragoman.exports.datasette import metadata
from dragoman.store import Store
from dragoman.store.schema import VIEWS
from dragoman.store.schema import metadata as schema

# https://docs.datasette.io/en/0.65.1/metadata.html and full_text_search.html
ABOUT = {"title", "description", "license", "license_url", "source", "source_url", "about", "about_url"}
OF_A_TABLE = ABOUT | {
    "columns", "units", "sort", "sort_desc", "size", "sortable_columns", "label_column", "hidden", "facets",
    "fts_table", "fts_pk", "searchmode",
}  # fmt: skip
OF_A_QUERY = {"sql", "title", "description", "params", "hide_sql", "fragment"}

TABLES = {t.name: (str(t.comment), {c.name: str(c.comment) for c in t.columns}) for t in schema.sorted_tables}
TOLD = metadata("desk", TABLES)
DATABASE: dict[str, Any] = TOLD["databases"]["desk"]
QUERIES: dict[str, dict[str, Any]] = DATABASE["queries"]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[sqlite3.Connection]:
    file: Path = tmp_path_factory.mktemp("datasette") / "desk.db"
    made = corpus(300)
    with Store.open(f"sqlite:///{file}") as store:
        store.add(made.documents, made.events, made.stories, made.storylines)
    connection = sqlite3.connect(file)
    yield connection
    connection.close()


def columns_of(desk: sqlite3.Connection, table: str) -> set[str]:
    return {name for _, name, *_ in desk.execute(f"PRAGMA table_info({table})")}


def test_it_has_the_keys_that_datasette_knows() -> None:
    assert TOLD.keys() <= ABOUT | {"databases"}
    assert DATABASE.keys() == {"tables", "queries"}
    for told in DATABASE["tables"].values():
        assert told.keys() <= OF_A_TABLE
    for query in QUERIES.values():
        assert query.keys() <= OF_A_QUERY
        assert {"sql", "title", "description"} <= query.keys()


def test_every_table_and_view_is_described() -> None:
    assert DATABASE["tables"].keys() == TABLES.keys() | VIEWS.keys()


@pytest.mark.parametrize("table", sorted(DATABASE["tables"]))
def test_every_column_is_described_and_none_that_is_not_there(table: str, desk: sqlite3.Connection) -> None:
    told, columns = DATABASE["tables"][table], columns_of(desk, table)
    assert told["description"]
    assert told["columns"].keys() == columns
    assert all(told["columns"].values())
    named = [*told.get("facets", []), *told.get("units", {})]
    named += [told[key] for key in ("sort_desc", "label_column", "fts_pk") if key in told]
    assert set(named) <= columns
    if "fts_table" in told:
        assert columns_of(desk, told["fts_table"])


@pytest.mark.parametrize("name", sorted(QUERIES))
def test_every_question_has_an_answer(name: str, desk: sqlite3.Connection) -> None:
    sql = QUERIES[name]["sql"]
    ((actor, recipient),) = desk.execute(
        "SELECT actor, recipient FROM dyad_days WHERE day IS NOT NULL LIMIT 1"
    )
    given = {"actor": actor, "recipient": recipient, "type": ""}
    assert set(re.findall(r":(\w+)", sql)) <= given.keys()
    answer = desk.execute(sql, given)
    names = [column for column, *_ in answer.description]
    assert len(names) == len(set(names))
    assert answer.fetchall() or name == "dead_and_injured"


def test_counts_are_those_of_the_store(desk: sqlite3.Connection) -> None:
    (events,) = desk.execute("SELECT count(*) FROM coded WHERE publisher IS NOT NULL").fetchone()
    rows = desk.execute(QUERIES["by_publisher"]["sql"]).fetchall()
    assert sum(row[2] for row in rows if row[0]) == events
    months = desk.execute(QUERIES["types_by_month"]["sql"], {"type": ""}).fetchall()
    (dated,) = desk.execute("SELECT count(*) FROM coded WHERE day IS NOT NULL").fetchone()
    assert sum(row[2] for row in months) == dated
    (one, *_) = months
    assert desk.execute(QUERIES["types_by_month"]["sql"], {"type": one[1]}).fetchone() == one

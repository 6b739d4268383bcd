"""A store of an earlier version is brought up: nothing is lost, and it is as one made now."""

from __future__ import annotations

import logging
import os
import sqlite3
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import Engine, inspect, select, text
from sqlalchemy.engine import make_url

from benchmarks.corpus import Corpus
from dragoman.errors import StoreError
from dragoman.store import EventQuery, Store, databases, migrations
from dragoman.store.schema import VERSION, VIEWS, metadata
from tests.store.conftest import Database

ROOT = Path(__file__).parents[2]

#: The tables of version 1, in the order in which they refer to each other, and its views.
TABLES = {
    "documents": "number id kind title text published published_from publisher family url language day names record",
    "events": (
        "number id document type mode cameo quad intensity status day day_from date_start date_end date_precision "
        "place place_country lat lon geonames confidence field start end quote rule record"
    ),
    "parties": "event role position text country sectors name key how",
    "amounts": "event position kind low high unit text",
    "dyads": "event actor recipient",
    "stories": "id title first last documents origins events countries record",
    "story_documents": "document story position",
    "storylines": "id name how first last documents record",
    "storyline_stories": "storyline story position",
}
OLD_VIEWS = ("CREATE VIEW coded AS SELECT id FROM events", "CREATE VIEW dyad_days AS SELECT actor FROM dyads")


def engine_of(address: str) -> Engine:
    url = make_url(address)
    return databases.named(url.get_backend_name()).engine(url)


def make_old(address: str, filled: Store) -> None:
    """Make a store as version 1 made it, of the records of another."""
    engine = engine_of(address)
    with (
        engine.connect().execution_options(writing=True) as new,
        new.begin(),
        filled._engine.connect() as there,
        there.begin(),
    ):
        migrations.steps(new, 0, 1)
        databases.of(new).create_search(new)
        for view in OLD_VIEWS:
            new.execute(text(view))
        new.execute(
            text("INSERT INTO meta (name, value) VALUES ('schema', 1), ('revision', 7)"),
        )
        for name, columns in TABLES.items():
            table = metadata.tables[name]
            rows = there.execute(select(*(table.c[column] for column in columns.split()))).mappings()
            databases.of(new).insert(new, table, [dict(row) for row in rows])
    engine.dispose()


@pytest.fixture(scope="module")
def old(database: Database, store: Store) -> str:
    """The address of a store of version 1."""
    address = database.new()
    make_old(address, store)
    return address


def answers(store: Store, small: Corpus) -> dict[str, Any]:
    """What the questions of the web pages answer."""
    return {
        "documents": [store.document(one.id) for one in small.documents],
        "events": store.events(size=1000),
        "stories": [store.story(one.id) for one in small.stories],
        "storylines": [store.storyline(one.id) for one in small.storylines],
        "counts": store.counts(),
        "facets": store.facets(),
        "aid": store.events(EventQuery(type="AID")),
        "actors": store.actors(),
        "dyads": store.dyads(),
        "places": store.places(),
        "search": store.search("harbour"),
        "held": store.held([one.id for one in small.documents]),
        "days": store.held_of_days({str(one.published)[:10] for one in small.documents[:9]}),
    }


def shape(engine: Engine) -> dict[str, Any]:
    """All that the database says of its tables."""
    there = inspect(engine)
    found: dict[str, Any] = {}
    for name in there.get_table_names():
        if name.startswith("sqlite_") or "_words" in name:
            continue
        found[name] = (
            [
                {**column, "type": repr(column["type"]), "default": str(column["default"])}
                for column in there.get_columns(name)
            ],
            there.get_pk_constraint(name),
            sorted(there.get_foreign_keys(name), key=str),
            sorted(there.get_unique_constraints(name), key=str),
            {
                index["name"]: {
                    **index,
                    "dialect_options": {
                        name: str(value) for name, value in index.get("dialect_options", {}).items()
                    },
                }
                for index in there.get_indexes(name)
            },
        )
    return found


def test_nothing_is_lost_and_all_is_as_new(
    old: str, store: Store, small: Corpus, database: Database, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.WARNING, "dragoman"), Store.open(old) as brought:
        assert f"tables of version 1 are brought up to version {VERSION}" in caplog.text
        assert answers(brought, small) == answers(store, small)
        with Store.open(database.new()) as new:
            assert shape(brought._engine) == shape(new._engine)
            assert set(inspect(brought._engine).get_view_names()) == set(VIEWS)
        assert not brought.add(small.documents, small.events, small.stories, small.storylines)
        assert set(brought.uncoded()) == {one.id for one in small.documents}
    caplog.clear()
    with Store.open(old) as again:
        assert not caplog.text
        assert again.counts() == store.counts()


def test_a_copy_is_kept_of_a_file(tmp_path: Path, small: Corpus, caplog: pytest.LogCaptureFixture) -> None:
    address, file = f"sqlite:///{tmp_path}/desk.db", tmp_path / "desk.db"
    with Store.open() as filled:
        filled.add(small.documents[:20])
        make_old(address, filled)
    (tmp_path / "desk.db.v1").write_text("somebody's own")
    Store.open(address).close()
    assert f"as it was it is kept in {file}.v1-2" in caplog.text
    assert (tmp_path / "desk.db.v1").read_text() == "somebody's own"
    with sqlite3.connect(tmp_path / "desk.db.v1-2") as copy:
        assert copy.execute("SELECT value FROM meta WHERE name = 'schema'").fetchone() == (1,)
        assert copy.execute("SELECT count(*) FROM documents").fetchone() == (20,)
    copy.close()


def test_without_a_copy_nothing_is_changed(
    tmp_path: Path, small: Corpus, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = f"sqlite:///{tmp_path}/desk.db"
    with Store.open() as filled:
        filled.add(small.documents[:20])
        make_old(address, filled)

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with monkeypatch.context() as patch:
        patch.setattr(os, "fsync", full)
        with pytest.raises(StoreError, match="No space left on device"):
            Store.open(address)
    assert [one.name for one in tmp_path.iterdir() if ".v1" in one.name] == []
    with Store.open(address) as brought:
        assert brought.counts().documents == 20


def test_what_fails_half_way_leaves_the_store_as_it_was(
    database: Database, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    address = database.new()
    make_old(address, store)
    with monkeypatch.context() as patch:
        patch.setitem(VIEWS, "reports", "SELECT nothing WHERE nowhere WHERE")
        with pytest.raises(StoreError, match="syntax error"):
            Store.open(address)
    engine = engine_of(address)
    assert "runs" not in inspect(engine).get_table_names()
    assert {column["name"] for column in inspect(engine).get_columns("events")} == set(
        TABLES["events"].split()
    )
    engine.dispose()
    with Store.open(address) as brought:
        assert brought.counts() == store.counts()


def test_of_processes_that_open_it_at_once_one_brings_it_up(database: Database, store: Store) -> None:
    address = database.new()
    make_old(address, store)
    opening = "import sys; from dragoman.store import Store; Store.open(sys.argv[1]).close()"
    others = [
        subprocess.Popen(
            [sys.executable, "-c", opening, address], cwd=ROOT, stderr=subprocess.PIPE, text=True
        )
        for _ in range(3)
    ]
    said = [other.communicate(timeout=60)[1] for other in others]
    assert [other.returncode for other in others] == [0, 0, 0]
    assert sum("brought up" in one for one in said) == 1
    with Store.open(address) as brought:
        assert brought.counts() == store.counts()

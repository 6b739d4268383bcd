"""A small corpus that nobody wrote, and stores of it: in SQLite, and in PostgreSQL."""

from __future__ import annotations

import itertools
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import Protocol

import pytest
from sqlalchemy import Engine, text

from benchmarks.corpus import Corpus, corpus
from dragoman.store import Store
from tests.store.cluster import Cluster, Server, running, server

Fresh = Callable[[], AbstractContextManager[Store]]
"""Gives an empty store, of one database after the other."""


class Database(Protocol):
    """Where stores are made."""

    def new(self) -> str:
        """Return the address of a store that is not there yet."""

    def fresh(self) -> AbstractContextManager[Store]:
        """Yield an empty store; it holds until the next one is asked for."""


class InFiles:
    """Files of SQLite, and memory."""

    def __init__(self, folder: Path) -> None:
        self._folder, self._count = folder, itertools.count()

    def new(self) -> str:
        return f"sqlite:///{self._folder}/{next(self._count)}.db"

    def fresh(self) -> AbstractContextManager[Store]:
        return Store.open()


class OnServer:
    """Databases of PostgreSQL."""

    def __init__(self, server: Server) -> None:
        self._server = server
        self._scratch: Engine | None = None

    def new(self) -> str:
        return self._server.new()

    @contextmanager
    def fresh(self) -> Iterator[Store]:
        if self._scratch is None:
            self._scratch = Store.open(self.new())._engine
        with self._scratch.connect().execution_options(writing=True) as connection, connection.begin():
            kept = "'meta', 'alembic_version'"
            asked = (
                f"SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND tablename NOT IN ({kept})"
            )
            tables = ", ".join(connection.scalars(text(asked)))
            connection.execute(text(f"TRUNCATE {tables} RESTART IDENTITY"))
            connection.execute(text("UPDATE meta SET value = 0 WHERE name = 'revision'"))
        yield Store(self._scratch)

    def close(self) -> None:
        if self._scratch is not None:
            self._scratch.dispose()


@pytest.fixture(scope="session")
def small() -> Corpus:
    return corpus(600, seed=3)


@pytest.fixture(scope="session", params=["sqlite", "postgresql"])
def database(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Database]:
    """Every test that asks for a store is run in both databases."""
    if request.param == "sqlite":
        yield InFiles(tmp_path_factory.mktemp("stores"))
        return
    with server() as made:
        there = OnServer(made)
        yield there
        there.close()


@pytest.fixture(scope="session")
def fresh(database: Database) -> Fresh:
    return database.fresh


@pytest.fixture
def url(database: Database) -> str:
    """The address of a store that is not there yet."""
    return database.new()


@pytest.fixture(scope="session")
def store(database: Database, small: Corpus) -> Iterator[Store]:
    """A store of the small corpus, to be read only."""
    with Store.open(database.new() if isinstance(database, OnServer) else "sqlite://") as store:
        store.add(small.documents, small.events, small.stories, small.storylines)
        yield store


@pytest.fixture(scope="module")
def cluster() -> Iterator[Cluster]:
    """A server of our own, to be stopped and started."""
    with running() as made:
        yield made

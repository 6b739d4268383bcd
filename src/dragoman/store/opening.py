"""Opening a store: is there one, may it be read, and is it of this version."""

from __future__ import annotations

import os
from contextlib import suppress
from pathlib import Path

from sqlalchemy import Engine, inspect, select
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from dragoman.errors import StoreError
from dragoman.store import sqlite
from dragoman.store.schema import VERSION, VIEWS, meta, metadata


def opened(address: str) -> Engine:
    """Return the engine of a store, made where there is none yet. Raises `StoreError` naming the store and the mend."""
    url = _parsed(address)
    if not sqlite.in_memory(url):
        _check_file(Path(str(url.database)))
    engine = sqlite.engine(url)
    try:
        # A store that is there is opened without waiting for who writes to it.
        with engine.connect() as connection, connection.begin():
            there = bool(inspect(connection).get_table_names())
        with engine.connect().execution_options(writing=not there) as connection, connection.begin():
            _prepare(connection, str(url.database or "the store in memory"))
    except SQLAlchemyError as error:
        engine.dispose()
        raise failure(engine, error) from error
    except StoreError:
        engine.dispose()
        raise
    return engine


def failure(engine: Engine, error: SQLAlchemyError) -> StoreError:
    """Return what to say of an error of the database: the store, what is wrong, and the mend."""
    said = str(getattr(error, "orig", None) or error)
    name = engine.url.database or "the store in memory"
    mends = {
        "not a database": "give a file that dragoman made, or a new name",
        "locked": "another program writes to it; wait, or close that program",
        "readonly": "make the file and its folder writable",
        "read-only": "make the file and its folder writable",
        "full": "make room on the disk",
        "unable to open": "check that the file can be read and written",
        "malformed": "the file is damaged; take a copy from before",
    }
    mend = next((mend for words, mend in mends.items() if words in said), "check the file and the disk")
    return StoreError(f"{name}: {said} ({mend})")


def _parsed(address: str) -> URL:
    try:
        url = make_url(address)
    except ArgumentError as error:
        raise StoreError(
            f"{address}: no address of a store (write sqlite:///FILE, or sqlite:// for memory)"
        ) from error
    if url.drivername not in ("sqlite", "sqlite+pysqlite") or url.query or url.host:
        raise StoreError(f"{address}: no address of a store (write sqlite:///FILE, or sqlite:// for memory)")
    return url


def _check_file(file: Path) -> None:
    """Say what is wrong in our own words; the database would only say that it cannot open the file."""
    with suppress(ValueError):  # a name with NUL is no file: the database says so
        if file.is_dir():
            raise StoreError(f"{file}: a folder, not a file (name a file in it)")
        if not file.parent.is_dir():
            raise StoreError(f"{file}: there is no folder {file.parent} (make it first)")
        if not os.access(file.parent, os.W_OK):
            raise StoreError(
                f"{file}: the folder {file.parent} is read-only (make it writable, or name another)"
            )
        if file.exists() and not os.access(file, os.R_OK | os.W_OK):
            raise StoreError(
                f"{file}: may not be read and written (give yourself the right, or name another file)"
            )


def _prepare(connection: Connection, name: str) -> None:
    """Make the tables where there are none, else check that they are ours and of this version."""
    tables = set(inspect(connection).get_table_names())
    if not tables:
        metadata.create_all(connection)
        for view, statement in VIEWS.items():
            connection.exec_driver_sql(f"CREATE VIEW {view} AS {statement}")
        sqlite.create_search(connection)
        connection.execute(
            meta.insert(), [{"name": "schema", "value": VERSION}, {"name": "revision", "value": 0}]
        )
        return
    if not {"meta", "documents", "events"} <= tables:
        raise StoreError(f"{name}: a database, but not one of dragoman's (give another file, or a new name)")
    version = connection.scalar(select(meta.c.value).where(meta.c.name == "schema"))
    if version != VERSION:
        raise StoreError(
            f"{name}: made by another version of dragoman, with tables of version {version}; this one reads "
            f"version {VERSION} (use the dragoman that made it, or a new name)"
        )

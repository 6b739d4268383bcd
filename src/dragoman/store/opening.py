"""Opening a store: is there one, may it be read, and is it of this version."""

from __future__ import annotations

import logging
import os
import re
from contextlib import suppress
from itertools import chain, count
from pathlib import Path

from sqlalchemy import Engine, inspect, select
from sqlalchemy.engine import URL, Connection, make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

from dragoman.errors import StoreError
from dragoman.store import databases, sqlite
from dragoman.store.schema import VERSION, make_views, meta, metadata

_log = logging.getLogger("dragoman")


def opened(address: str) -> Engine:
    """Return the engine of a store, made where there is none yet. Raises `StoreError` naming the store and the mend."""
    url = _parsed(address)
    if is_file(url):
        _check_file(Path(str(url.database)))
    try:
        engine = databases.named(url.get_backend_name()).engine(url)
    except ImportError as error:
        raise StoreError(f"{shown(url)}: {error} (pip install 'dragoman[postgresql]')") from error
    try:
        # A store that is there is opened without waiting for who writes to it.
        with engine.connect() as connection, connection.begin():
            there = bool(inspect(connection).get_table_names())
        with engine.connect().execution_options(writing=not there) as connection, connection.begin():
            _prepare(connection, shown(url))
        _bring_up(engine)
    except SQLAlchemyError as error:
        engine.dispose()
        raise failure(engine, error) from error
    except StoreError:
        engine.dispose()
        raise
    return engine


def failure(engine: Engine, error: Exception) -> StoreError:
    """Return what to say of an error of the database: the store, what is wrong, and the mend."""
    cause = getattr(error, "orig", None) or error
    said = " ".join(str(cause).split())
    mend = databases.of(engine).mend(cause) or "check the database and the disk"
    return StoreError(f"{shown(engine.url)}: {said} ({mend})")


def shown(url: URL) -> str:
    """Return how a store is called in messages: its file, or its address without passwords."""
    if url.get_backend_name() == "sqlite":
        return str(url.database or "the store in memory")
    secret = [name for name in url.query if "pass" in name]
    plain = url.set(drivername=url.get_backend_name())  # as it is written, without the driver
    return plain.difference_update_query(secret).render_as_string(hide_password=True)


def _parsed(address: str) -> URL:
    known = "write sqlite:///FILE, sqlite:// for memory, or postgresql://USER@HOST/DATABASE"
    try:
        url = make_url(address)
        if url.drivername in ("postgresql", "postgresql+psycopg"):
            return url
        if url.drivername in ("sqlite", "sqlite+pysqlite") and not url.query and not url.host:
            return url
    except ArgumentError:
        pass
    # What stands before the @ may be a password.
    raise StoreError(f"{re.sub('//.*@', '//***@', address)}: no address of a store ({known})")


def is_file(url: URL) -> bool:
    """Whether a store is a file."""
    return url.get_backend_name() == "sqlite" and not sqlite.in_memory(url)


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
        make_views(connection)
        databases.of(connection).create_search(connection)
        connection.execute(
            meta.insert(), [{"name": "schema", "value": VERSION}, {"name": "revision", "value": 0}]
        )
        return
    if not {"meta", "documents", "events"} <= tables:
        raise StoreError(f"{name}: a database, but not one of dragoman's (give another file, or a new name)")
    if (version := _version(connection)) > VERSION:
        raise StoreError(
            f"{name}: made by a later dragoman, with tables of version {version}; this one reads versions up to "
            f"{VERSION} (use the dragoman that made it, or a new name)"
        )


def _version(connection: Connection) -> int:
    return connection.scalar(select(meta.c.value).where(meta.c.name == "schema")) or 0


def _bring_up(engine: Engine) -> None:
    """Bring a store of an earlier version up to this one, all or nothing; of several that open it at once one does."""
    with engine.connect() as connection, connection.begin():
        if _version(connection) >= VERSION:
            return
    from dragoman.store import backing, migrations

    with engine.connect().execution_options(writing=True) as connection, connection.begin():
        if (version := _version(connection)) >= VERSION:
            return
        name, kept = shown(engine.url), ""
        if is_file(engine.url):
            copy = _free(Path(f"{engine.url.database}.v{version}"))
            backing.backup(engine, copy)
            kept = f"; as it was it is kept in {copy}"
        _log.warning("%s: tables of version %d are brought up to version %d%s", name, version, VERSION, kept)
        migrations.bring_up(connection, version)


def _free(file: Path) -> Path:
    """Return a file that is not there: the one named, or the first with a number behind it."""
    others = (Path(f"{file}-{n}") for n in count(2))
    return next(one for one in chain([file], others) if not one.exists())

"""A copy of a store in one file: whole, of one moment, made while others read and write."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from pathlib import Path

from sqlalchemy import Engine

from dragoman.errors import StoreError
from dragoman.store import opening, sqlite


def backup(engine: Engine, file: Path, *, force: bool = False) -> None:
    """Write a copy of a store to a file, which is there when it is whole (see `dragoman.store.Store.backup`)."""
    if opening.is_file(engine.url) and file.exists() and file.samefile(str(engine.url.database)):
        raise StoreError(f"{file}: is the store itself (name another file for the copy)")
    with _written(file, force) as part:
        if engine.dialect.name == "postgresql":
            _dump(engine, part)
        else:
            _copy(engine, part)


def _copy(engine: Engine, file: Path) -> None:
    """Copy a store of SQLite, in one step: in steps, each that somebody else writes would begin it anew."""
    try:
        with engine.connect() as connection, closing(sqlite3.connect(file)) as copy:
            source: sqlite3.Connection = connection.connection.dbapi_connection  # type: ignore[assignment]
            source.backup(copy)
            # One file, without one beside it for what was written ahead.
            copy.execute("PRAGMA journal_mode = DELETE")
            (said,) = copy.execute("PRAGMA quick_check(1)").fetchone()
    except sqlite3.Error as error:
        name, mend = opening.shown(engine.url), sqlite.mend(error) or "check the file and the disk"
        raise StoreError(f"{name}: no copy could be made: {error} ({mend})") from error
    if said != "ok":
        name = opening.shown(engine.url)
        raise StoreError(
            f"{name}: the copy is damaged: {said} (dragoman check tells what is wrong with the store)"
        )


def _dump(engine: Engine, file: Path) -> None:
    """Have pg_dump write a store of PostgreSQL; the password is given where nobody else on the machine sees it."""
    from psycopg.conninfo import make_conninfo

    name = opening.shown(engine.url)
    program = shutil.which("pg_dump")
    if program is None:
        raise StoreError(
            f"{name}: pg_dump is not there (install the programs of PostgreSQL: apt-get install postgresql-client)"
        )
    with engine.connect() as connection, connection.begin():
        schema = connection.exec_driver_sql("SELECT current_schema()").scalar_one()
    given = engine.dialect.create_connect_args(engine.url)[1]
    given.pop("context", None)  # SQLAlchemy's own
    password = given.pop("password", None)
    command = [program, "--format=custom", "--no-owner", "--no-privileges", f"--file={file}"]
    # With the schema named, that of everybody would be made again where the dump is restored.
    command += [f"--schema={schema}"] if schema != "public" else []
    done = subprocess.run(
        [*command, f"--dbname={make_conninfo(**given)}"],
        env={**os.environ, **({"PGPASSWORD": password} if password else {})},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
    )
    if done.returncode:
        said = " ".join(done.stderr.split())
        raise StoreError(
            f"{name}: pg_dump: {said} (it must be as new as the server, and the server must run)"
        )


@contextmanager
def _written(file: Path, force: bool) -> Iterator[Path]:
    """Give a file to write beside the wanted one, and put it in its place when it is written and on the disk."""
    if file.exists() and not force:
        raise StoreError(f"{file}: is there already (name another file, or give --force to have it replaced)")
    part = file.with_name(f".{file.name}.{os.getpid()}.part")
    try:
        # As private as what it copies: nobody else may read it before its owner says so.
        os.close(os.open(part, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
        yield part
        with open(part, "rb") as written:
            os.fsync(written.fileno())
        os.replace(part, file)
        folder = os.open(file.parent, os.O_RDONLY)
        try:
            os.fsync(folder)
        finally:
            os.close(folder)
    except OSError as error:
        raise StoreError(
            f"{file}: {error.strerror} (make room, or name a file that can be written)"
        ) from error
    finally:
        with suppress(OSError):
            part.unlink()

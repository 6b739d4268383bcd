"""The store that commands work on: its address, opening it, and the runs that are written down in it."""

from __future__ import annotations

import datetime as dt
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

if TYPE_CHECKING:
    from dragoman.store import Store

F = TypeVar("F", bound=Callable[..., Any])

VARIABLE = "DRAGOMAN_DB"
"""The environment variable that names the store where no option does."""

STOPPED = 130
"""Exit code of what was stopped by Ctrl-C, as shells have it."""


def db_option(command: F) -> F:
    """Give a command the store it works on, as ``db``: an address for `open_store`."""
    return click.option(
        "--db",
        metavar="DATABASE",
        callback=lambda ctx, param, value: address(value),
        help="The store: a file, or postgresql://USER@HOST/NAME. "
        f"Default: ${VARIABLE}, else desk.db in your data folder (dragoman status tells where).",
    )(command)


def shows_option(command: F) -> F:
    """Give a command that shows an INPUT the choice of showing a store instead: its address as ``db``, or ``None``."""
    return click.option(
        "--db",
        metavar="DATABASE",
        callback=lambda ctx, param, value: address(value) if value else None,
        help="Show what a store holds instead of an INPUT: a file, or postgresql://USER@HOST/NAME.",
    )(command)


def own_store() -> str | None:
    """Return the address of the store that is the user's own, where there is one; ``None`` else."""
    own = address(None)
    file = file_of(own)
    return own if file is None or file.exists() else None


def address(named: str | None) -> str:
    """Return the address of the store: what is named, else what the environment names, else the user's own."""
    named = named or os.environ.get(VARIABLE)
    if not named:
        from platformdirs import user_data_path

        named = str(user_data_path("dragoman", appauthor=False) / "desk.db")
    return named if "://" in named else f"sqlite:///{Path(named).expanduser()}"


def name_of(db: str) -> str:
    """Return what the store is called: its file, or its address without the password."""
    from sqlalchemy import make_url

    return str(file_of(db) or make_url(db).render_as_string())


def file_of(db: str) -> Path | None:
    """Return the file of a store; ``None`` for one on a server or in memory."""
    scheme, _, path = db.partition("://")
    return Path(path[1:]) if scheme.startswith("sqlite") and len(path) > 1 else None


@contextmanager
def open_store(db: str, *, make: bool = False) -> Iterator[Store]:
    """Open the store for a command; what is wrong with it then or later ends the command with exit code 1.

    Args:
        db: its address.
        make: whether it is made, with its folder, where there is none yet.
    """
    from dragoman.errors import DragomanError
    from dragoman.store import Store

    file = file_of(db)
    if file and (not file.exists() or not file.stat().st_size):
        if not make:
            raise click.ClickException(
                f"{file}: there is no store yet (dragoman add INPUT makes one; or name it with --db)"
            )
        try:
            if address(None) == db:
                file.parent.mkdir(parents=True, exist_ok=True)
        except OSError as error:
            raise click.ClickException(
                f"{file.parent}: the folder cannot be made: {error.strerror} (name another store with --db)"
            ) from error
    try:
        with Store.open(db) as store:
            yield store
    except DragomanError as error:
        raise click.ClickException(str(error)) from error


@contextmanager
def run_of(store: Store, command: str, settings: Mapping[str, Any]) -> Iterator[int]:
    """Write a run down in the store, and how it ends; give its number. Ctrl-C ends the command with `STOPPED`."""
    from dragoman.desk.schedule import stamp

    run = store.begin(command, dict(settings), at=stamp(now()))
    try:
        yield run
    except KeyboardInterrupt:
        store.end(run, "stopped", at=stamp(now()))
        click.echo(
            "dragoman: stopped; what was filed stays, and the same command goes on with the rest", err=True
        )
        sys.exit(STOPPED)
    except BaseException as error:
        store.end(run, "failed", at=stamp(now()), note=f"{type(error).__name__}: {error}"[:500])
        raise
    store.end(run, "done", at=stamp(now()))


def now() -> dt.datetime:
    """Return the time."""
    return dt.datetime.now(dt.UTC)

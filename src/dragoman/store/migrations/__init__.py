"""Stores made by earlier versions, brought up to the tables of this one.

Each file in ``versions`` takes a store from one version to the next and is never changed again. What holds nothing of
its own (views, comments) is made anew after the last step. Loaded only when there is something to bring up.
"""

from __future__ import annotations

from pathlib import Path

from alembic.migration import MigrationContext
from alembic.operations import Operations
from alembic.script import ScriptDirectory
from sqlalchemy import text
from sqlalchemy.engine import Connection
from sqlalchemy.schema import SetColumnComment, SetTableComment

from dragoman.store.schema import VERSION, VIEWS, make_views, meta, metadata


def bring_up(connection: Connection, version: int) -> None:
    """Bring a store up from a version, in the transaction of the connection."""
    for view in VIEWS:
        connection.execute(text(f"DROP VIEW IF EXISTS {view}"))
    steps(connection, version, VERSION)
    make_views(connection)
    if connection.dialect.supports_comments:
        for table in metadata.tables.values():
            connection.execute(SetTableComment(table))
            for column in table.columns:
                connection.execute(SetColumnComment(column))
    connection.execute(meta.update().where(meta.c.name == "schema").values(value=VERSION))


def steps(connection: Connection, version: int, to: int) -> None:
    """Change the tables from one version, 0 where there are none, to another."""
    scripts = ScriptDirectory(str(Path(__file__).parent))
    lower = str(version) if version else "base"
    with Operations.context(MigrationContext.configure(connection)):
        for step in reversed(list(scripts.iterate_revisions(str(to), lower))):
            step.module.upgrade()

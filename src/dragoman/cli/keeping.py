"""Keeping a store: a copy of it, and whether it is as it should be."""

from __future__ import annotations

import json
import sys
from dataclasses import asdict
from pathlib import Path

import click

from dragoman.cli.adding import counting
from dragoman.cli.desk import db_option, open_store


@click.command()
@click.argument("file", type=click.Path(dir_okay=False, path_type=Path))
@click.option("--force", is_flag=True, help="Replace FILE where it is there.")
@db_option
def backup(file: Path, force: bool, db: str) -> None:
    """Write a copy of the store to FILE, whole and of one moment, while others go on.

    Of a store in a file FILE is a store too, to be opened as it is. Of one on PostgreSQL it is what pg_restore reads.
    """
    with open_store(db) as store:
        name = store.name
        store.backup(file, force=force)
    click.echo(f"dragoman: {name} is copied to {file} ({file.stat().st_size / 1e6:,.1f} MB)", err=True)


@click.command()
@click.option("--json", "as_json", is_flag=True, help="One JSON object a line for each thing that is told.")
@db_option
def check(as_json: bool, db: str) -> None:
    """Tell what is not as it should be in the store; exit with 1 when something is wrong.

    Every quote and offset is looked up, every hash counted, the search compared with the texts, the stories with their
    reports and their history.
    """
    with open_store(db) as store:
        counts, name = store.counts(), store.name
        with counting("looking", counts.documents + counts.stories) as tell:
            found = store.check(lambda done, of: tell(done))
    for one in found:
        if as_json:
            click.echo(json.dumps(asdict(one), ensure_ascii=False))
        else:
            where = " ".join(filter(None, (one.table, one.row)))
            click.echo(f"{where}: {one.problem} ({one.mend})")
    wrong = sum(one.fault for one in found)
    said = f"{wrong:,} thing{' is' if wrong == 1 else 's are'} wrong" if wrong else "all is well"
    click.echo(f"dragoman: {name}: {said}", err=True)
    if wrong:
        sys.exit(1)

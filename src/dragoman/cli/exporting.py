"""`export`: events in the formats of the field."""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Iterable, Iterator
from itertools import chain, islice
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.corpora import Corpora, reads_corpora
from dragoman.cli.desk import file_of, name_of, open_store
from dragoman.cli.filters import filter_options
from dragoman.cli.options import output_option
from dragoman.cli.outputs import console, deliver, opened_bytes, opened_text
from dragoman.errors import DragomanError
from dragoman.exports import FORMATS

if TYPE_CHECKING:
    from dragoman.exports.rows import Written
    from dragoman.store.questions import EventQuery

EVERY = 1000
"""Events between two words on how far it is."""


def _known(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is None or value in FORMATS:
        return value
    from difflib import get_close_matches

    close = get_close_matches(value.lower(), FORMATS, n=1)
    meant = f"; perhaps {close[0]} is meant" if close else ""
    raise click.BadParameter(
        f"{value!r} is no format{meant} (dragoman export --list tells them; the format comes before the INPUT)"
    )


@click.command()
@click.argument("form", metavar="[FORMAT]", required=False, callback=_known)
@reads_corpora
@filter_options
@click.option("--list", "listed", is_flag=True, help="List the formats and end.")
@click.option("--codebook", is_flag=True, help="Write what the columns of FORMAT mean, as CSV, and end.")
@output_option
def export(
    form: str | None, corpora: Corpora, query: EventQuery, listed: bool, codebook: bool, output: Path | None
) -> None:
    """Write events in a format of the field: POLECAT, ICEWS, GDELT, CSV, Parquet, Web Annotations and others.

    INPUT is a folder that bulk has made, a Parquet file of it, or what code reads; without INPUT it is your own store,
    or that of --db. Without FORMAT the formats are listed. Events come by day and are written as they come; a file is
    there whole or not at all, and packed where its name ends in .gz.
    """
    if listed or form is None:
        if form is None and (corpora.inputs or corpora.db or output or codebook):
            raise click.UsageError("no FORMAT given (dragoman export --list tells them)")
        _list()
        return
    if codebook:
        _explain(form, output)
        return
    chosen = FORMATS[form]
    if chosen.binary and output is None and sys.stdout.isatty():
        raise click.UsageError(f"{form} is nothing to read on a terminal; name a file with -o")
    if chosen.of_store:
        if corpora.inputs or query != type(query)():
            raise click.UsageError(f"{form} tells of a whole store; give --db alone")
        _describe(corpora.store, output)
        return
    if output and not os.access(folder := output.resolve().parent, os.W_OK):
        raise click.ClickException(f"{folder}: nothing can be written there (name another file with -o)")
    if chosen.tables:
        from dragoman.exports.arrow import need_pyarrow

        try:
            need_pyarrow()
        except DragomanError as error:
            raise click.ClickException(str(error)) from error
    with corpora.opened() as corpus:
        module: Any = chosen.load()
        coming: Iterator[Any] = (
            corpus.tables(query, happenings=chosen.happenings)
            if chosen.tables
            else corpus.rows(query, texts=chosen.texts, happenings=chosen.happenings)
        )
        first = list(islice(coming, 1))  # what cannot be asked is told before anything is written
        counted = _Counted(chain(first, coming), quiet=output is None and sys.stdout.isatty())
        write = module.write_tables if chosen.tables else module.write
        if chosen.binary:
            with opened_bytes(output) as file:
                written = write(counted, file)
        else:
            with opened_text(output) as text:
                written = write(counted, text)
        if chosen.texts and not corpus.has_texts:
            click.echo(
                f"dragoman: {form}: what is told from the texts of reports is left empty: they are not here",
                err=True,
            )
    _tell(form, counted.count, written, output)


def _explain(form: str, output: Path | None) -> None:
    from dragoman.exports import codebook

    if form not in codebook.codebooks():
        raise click.UsageError(f"{form} has no codebook (these have: {', '.join(codebook.codebooks())})")
    with opened_text(output) as text:
        codebook.write(form, text)


def _describe(db: str, output: Path | None) -> None:
    """Write what Datasette is told of a store."""
    from dragoman.exports.datasette import metadata
    from dragoman.store.schema import metadata as schema

    file = file_of(db)
    if file is None:
        raise click.UsageError(f"{name_of(db)}: Datasette reads stores in files (name one with --db)")
    with open_store(db):  # what is no store is told
        pass
    tables = {
        t.name: (str(t.comment), {c.name: str(c.comment) for c in t.columns}) for t in schema.sorted_tables
    }
    deliver(json.dumps(metadata(file.stem, tables), ensure_ascii=False, indent=1) + "\n", output, "metadata")


class _Counted:
    """Rows, or tables of them, counted as they go by; a terminal that shows nothing else tells how far it is."""

    def __init__(self, coming: Iterable[Any], *, quiet: bool) -> None:
        self._coming = coming
        self._quiet = quiet or not sys.stderr.isatty()
        self.count = 0

    def __iter__(self) -> Iterator[Any]:
        if self._quiet:
            for one in self._coming:
                self.count += getattr(one, "num_rows", 1)
                yield one
            return
        with console(stderr=True).status("Exporting") as status:
            for one in self._coming:
                self.count += getattr(one, "num_rows", 1)
                if not self.count % EVERY or not hasattr(one, "event"):
                    status.update(f"Exporting: {self.count:,} events")
                yield one


def _tell(form: str, events: int, written: Written, output: Path | None) -> None:
    if written.left_out:
        why = ", ".join(f"{why}: {number:,}" for why, number in sorted(written.left_out.items()))
        click.echo(f"dragoman: left out, since {form} cannot say it: {why}", err=True)
    if not events:
        click.echo("dragoman: no event is meant by this (give fewer filters, or another INPUT)", err=True)
    elif output:
        click.echo(
            f"dragoman: events: {events:,}; rows: {written.rows:,}; written to {output.resolve()}", err=True
        )


def _list() -> None:
    width = max(map(len, FORMATS), default=0)
    for name, one in FORMATS.items():
        click.echo(f"{name:<{width}}  {one.title}")

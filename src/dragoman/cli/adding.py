"""`add`: what inputs hold, filed in the store."""

from __future__ import annotations

import sys
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import TYPE_CHECKING

import click

from dragoman.cli.desk import db_option, name_of, now, open_store, run_of
from dragoman.cli.inputs import LONG_WORK, Coder, tell_undated
from dragoman.cli.options import codes_inputs

if TYPE_CHECKING:
    from collections.abc import Callable

    from dragoman.errors import FetchError
    from dragoman.records import Document
    from dragoman.store.rows import Origin, Outcomes

#: Gives a command that files documents the choice to only keep them.
no_code_option = click.option(
    "--no-code",
    is_flag=True,
    help="Only keep the documents; dragoman recode finds their events and stories later.",
)

#: Gives a command that files documents the choice to keep their sentences.
sentences_option = click.option(
    "--sentences",
    is_flag=True,
    help="Keep where each sentence stands too (table sentences); takes as long again.",
)


@click.command()
@codes_inputs
@db_option
@no_code_option
@sentences_option
def add(coder: Coder, db: str, no_code: bool, sentences: bool) -> None:
    """File documents in the store, with their events and stories; what is there already stays as it is.

    Each batch of documents is filed whole or not at all: the command may be broken off at any moment, and goes on
    where it was when it is given again.
    """
    missed: dict[str, FetchError] = {}
    try:
        _add(coder, db, no_code, sentences, missed)
    finally:
        if missed:
            _keep(db, missed)


def _add(coder: Coder, db: str, no_code: bool, sentences: bool, missed: dict[str, FetchError]) -> None:
    from dragoman.coding.shards import processes
    from dragoman.desk import Desk, Incoming

    with coder.documents(missed) as documents, open_store(db, make=True) as store:
        tell_undated(documents)
        desk = Desk(
            store,
            parser=coder.parser,
            lexicon=coder.lexicon,
            min_confidence=coder.min_confidence,
            code=not no_code,
            sentences=sentences,
        )
        settings = {"inputs": list(coder.inputs), "parser": coder.parser, "code": not no_code}
        came = (Incoming(d, origin_of(d)) for d in sorted(documents, key=lambda d: d.published or ""))
        with (
            run_of(store, "add", settings) as run,
            processes([] if no_code else documents, coder.jobs) as executor,
            counting("Adding", len(documents)) as progress,
        ):
            done = desk.file(came, run=run, executor=executor, progress=progress)
        tell_filed(done)
        click.echo(f"dragoman: the store is {name_of(db)}", err=True)


def _keep(db: str, missed: Mapping[str, FetchError]) -> None:
    """Put addresses that could not be had into the queue of the store, where `watch` tries them again."""
    from dragoman.desk.asking import told
    from dragoman.desk.schedule import page_again, stamp
    from dragoman.store import FetchRow, Item

    at, kept = stamp(now()), list[FetchRow]()
    for url, error in missed.items():
        again = page_again(at, 1, status=error.status, wait=error.wait, lasting=error.lasting)
        item = Item(url, "", {"url": url}, follow=True)
        row = FetchRow(
            None, url, at, "failed", status=error.status, error=told(error), due=again, items=(item,)
        )
        kept += [row] if again else []
    if not kept:
        return
    with open_store(db, make=True) as store:
        for row in kept:
            store.fetched(row)
    click.echo(
        f"dragoman: addresses that could not be had, kept for dragoman watch to try again: {len(kept)}",
        err=True,
    )


def origin_of(document: Document) -> Origin:
    """Return how a document read from a named input came: by a feed, or as a file."""
    return "feed" if document.published_from == "feed" else "file"


def tell_filed(done: Outcomes) -> None:
    """Say on standard output what became of documents."""
    parts = [f"{done.new:,} new", f"{done.revised:,} revised", f"{done.same:,} as before"]
    if done.failed:
        parts.append(f"{done.failed:,} that could not be coded (dragoman recode tries again)")
    click.echo(f"{', '.join(parts)}; {done.events:,} events")


@contextmanager
def counting(what: str, size: int) -> Iterator[Callable[[int], object]]:
    """Give what is to be told how many are done, and show it as a bar where it is long work on a terminal."""
    if size < LONG_WORK or not sys.stderr.isatty():
        yield lambda done: None
        return
    from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeRemainingColumn

    from dragoman.cli.outputs import console

    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeRemainingColumn())
    with Progress(*columns, console=console(stderr=True), transient=True) as bar:
        task = bar.add_task(what, total=size)
        yield lambda done: bar.update(task, completed=done)

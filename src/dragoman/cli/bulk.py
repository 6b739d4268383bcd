"""`bulk`: an archive larger than one sitting, as Parquet datasets."""

from __future__ import annotations

import signal
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli.desk import STOPPED
from dragoman.cli.options import (
    allow_private_option,
    inputs_argument,
    lexicon_option,
    min_confidence_option,
    parser_option,
    published_option,
    strict_option,
)

if TYPE_CHECKING:
    from dragoman.bulk.making import Made
    from dragoman.bulk.running import Progress
    from dragoman.records import Parser

PLAIN = 30.0
"""Seconds between two lines on how far it is, where no terminal shows it all the time."""

MOST_TOLD = 100
"""Problems of inputs that are told; all stand in the markers of the shards."""


@click.command()
@inputs_argument
@click.option(
    "-o",
    "--output",
    "out",
    required=True,
    metavar="FOLDER",
    type=click.Path(file_okay=False, path_type=Path),
    help="The corpus: made, or gone on with.",
)
@click.option(
    "--executor",
    default="processes",
    show_default=True,
    metavar="WHO",
    help="Who works: processes of this machine, dask://HOST:PORT, or mpi (docs/bulk.md).",
)
@click.option(
    "-w", "--workers", "number", metavar="N", type=click.IntRange(1), help="Processes. Default: one a core."
)
@click.option("--no-group", is_flag=True, help="Find no stories: documents and events alone.")
@published_option
@allow_private_option
@parser_option
@lexicon_option
@min_confidence_option
@strict_option
def bulk(
    inputs: tuple[str, ...],
    out: Path,
    executor: str,
    number: int | None,
    no_group: bool,
    published: str | None,
    allow_private: bool,
    parser: Parser,
    lexicon: tuple[str, ...],
    min_confidence: float,
    strict: bool,
) -> None:
    """Read an archive larger than one sitting into Parquet datasets of documents, events, mentions and stories.

    INPUT is WARC, JSON Lines, Parquet, folders of these and of other files, or addresses of archives. Whatever ends the
    command, given again it goes on where it was; Ctrl-C lets the workers keep what they have.
    """
    from dragoman.bulk.executors import ExecutorError
    from dragoman.bulk.making import make
    from dragoman.errors import DragomanError

    if not inputs or "-" in inputs:
        raise click.UsageError("name files, folders or addresses: what is piped in cannot be read in shards")
    told = _Told()
    try:
        with _stopping() as stopped, _showing() as (progress, assembling):
            made = make(
                inputs,
                out,
                executor=executor,
                number=number,
                parser=parser,
                lexicon=lexicon,
                min_confidence=min_confidence,
                published=published,
                group=not no_group,
                allow_private=allow_private,
                progress=progress,
                assembling=assembling,
                tell=told,
                stopped=stopped,
            )
    except ExecutorError as error:
        raise click.UsageError(str(error)) from error
    except DragomanError as error:
        raise click.ClickException(str(error)) from error
    told.end()
    if not made.finished:
        click.echo(
            f"dragoman: stopped; documents coded so far: {made.documents:,}; the same command goes on with the rest",
            err=True,
        )
        sys.exit(STOPPED)
    _tell(made, out)
    if not made.documents and not made.failed:
        click.echo("dragoman: nothing could be read", err=True)
    if made.failed or not made.documents or (strict and (told.count or made.problems or made.declined)):
        sys.exit(1)


class _Told:
    """Says on standard error what could not be read, up to a number."""

    def __init__(self) -> None:
        self.count = 0

    def __call__(self, problem: str) -> None:
        self.count += 1
        if self.count <= MOST_TOLD:
            click.echo(f"dragoman: {problem}", err=True)

    def end(self) -> None:
        """Say how many were not told."""
        if self.count > MOST_TOLD:
            more = self.count - MOST_TOLD
            click.echo(f"dragoman: problems not told: {more:,} (shards/*/done.json has them)", err=True)


def _tell(made: Made, out: Path) -> None:
    """Say what the corpus holds."""
    held = made.assembled
    if held is None:
        return
    parts = [f"{held.documents:,} documents", f"{held.events:,} events"]
    parts += [f"{held.stories:,} stories"] if held.stories else []
    click.echo(f"{', '.join(parts)} in {out}")
    if held.repeated:
        click.echo(
            f"dragoman: documents that came again with an id: {held.repeated:,}; the one published last counts "
            "(where they are different reports, give each an id of its own)",
            err=True,
        )
    if made.declined:
        click.echo(f"dragoman: documents declined, since they are not English: {made.declined:,}", err=True)
    if made.failed:
        click.echo(
            f"dragoman: shards given up: {len(made.failed):,} of {made.shards:,}, told above", err=True
        )


@contextmanager
def _stopping() -> Iterator[Callable[[], bool]]:
    """Give what says whether somebody wants it to end: by Ctrl-C, or as a system for batches does. A second Ctrl-C
    ends it at once."""
    asked: list[int] = []

    def ask(number: int, frame: object) -> None:
        if asked:
            import multiprocessing

            for child in multiprocessing.active_children():
                child.kill()
            raise KeyboardInterrupt
        asked.append(number)
        click.echo("dragoman: stopping; workers write what they have (again: at once)", err=True)

    before = {number: signal.signal(number, ask) for number in (signal.SIGINT, signal.SIGTERM)}
    try:
        yield lambda: bool(asked)
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


@contextmanager
def _showing() -> Iterator[tuple[Callable[[Progress], None], Callable[[str, int, int], None]]]:
    """Give what is told how far it is, and shows it: on a terminal all the time, else now and then."""
    if not sys.stderr.isatty():
        last = time.monotonic()

        def line(words: str) -> None:
            nonlocal last
            if time.monotonic() - last >= PLAIN:
                last = time.monotonic()
                click.echo(f"dragoman: {words}", err=True)

        yield (
            lambda progress: line(_words(progress)),
            lambda step, done, of: line(f"{step}: {done:,} of {of:,}"),
        )
        return
    from rich.text import Text

    from dragoman.cli.outputs import console

    with console(stderr=True).status("Looking for what is to be read") as status:
        yield (
            lambda progress: status.update(Text(_words(progress))),
            lambda step, done, of: status.update(Text(f"{step}: {done:,} of {of:,}")),
        )


def _words(progress: Progress) -> str:
    parts = [f"shards {progress.finished:,} of {progress.shards:,}", f"{progress.documents:,} documents"]
    parts += [f"{progress.failed:,} failed"] if progress.failed else []
    parts += [f"{progress.rate:,.1f} a second"] if progress.rate else []
    parts += [f"workers {progress.working}, up to {progress.memory >> 20:,} MB"] if progress.working else []
    parts += [f"{_time(progress.left)} left"] if progress.left is not None else []
    return "; ".join(parts)


def _time(seconds: float) -> str:
    minutes = round(seconds / 60)
    if minutes < 1:
        return f"{seconds:.0f} s"
    hours, minutes = divmod(minutes, 60)
    days, hours = divmod(hours, 24)
    if days:
        return f"{days} d {hours} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"

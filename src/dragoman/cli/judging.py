"""`sample` and `evaluate`: how much is right, by the judgement of people."""

from __future__ import annotations

from pathlib import Path

import click

import dragoman
from dragoman.cli.inputs import Coder, telling
from dragoman.cli.options import codes_inputs, format_option, output_option, strict_option
from dragoman.cli.outputs import console, default_form, deliver


@click.command()
@click.argument("n", metavar="N", type=click.IntRange(min=1))
@codes_inputs
@click.option(
    "--events",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help="Draw from these events, written by code --format jsonl, instead of coding INPUT.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed draws another sample.")
@output_option
def sample(coder: Coder, n: int, events: str | None, seed: int, output: Path | None) -> None:
    """Write a sheet of N events as CSV, with empty columns for somebody to judge.

    As many of each type are drawn, and of rare types all there are; fill in y or n in the columns that end in _ok,
    leave empty what you do not judge, and give the file to dragoman evaluate.
    """
    if events is None:
        with coder.documents() as documents:
            found = list(coder.events(documents))
            _write_sheet(dragoman.sample(found, n, seed=seed).csv(), output)
        return
    if coder.inputs or coder.lexicon:
        raise click.UsageError(
            "--events draws from events that are coded already; leave out INPUT and --lexicon"
        )
    from dragoman.judging.drawing import read_events

    name = "<stdin>" if events == "-" else events
    with (
        telling(coder.strict) as tell,
        click.open_file(events, encoding="utf-8", errors="replace") as file,
    ):
        told = [e for e in read_events(file, name, tell) if (e.confidence or 0) >= coder.min_confidence]
        _write_sheet(dragoman.sample(told, n, seed=seed).csv(), output)


def _write_sheet(text: str, output: Path | None) -> None:
    deliver("\ufeff" + text if output else text, output, "sheet")  # by this mark spreadsheets know UTF-8


@click.command()
@click.argument("file", metavar="FILE")
@strict_option
@format_option("table", "json", "csv")
def evaluate(file: str, strict: bool, form: str | None) -> None:
    """Print how much is right in a sheet that somebody filled in: precision with 95 % intervals.

    FILE is what dragoman sample wrote, with y or n in the columns that end in _ok; - is standard input. Intervals are
    Wilson's; over all types each type weighs as much as it has events.
    """
    with telling(strict) as tell:
        result = dragoman.evaluate(file, on_error=tell)
        if not any(score.judged for score in result.scores):
            raise click.ClickException(
                f"{file}: nothing is judged (write y or n in the columns that end in _ok)"
            )
        match form or default_form("json"):
            case "table":
                from dragoman.judging.terminal import show

                show(result, console())
            case "csv":
                click.echo(result.csv(), nl=False)
            case _:
                click.echo(result.json(indent=2))

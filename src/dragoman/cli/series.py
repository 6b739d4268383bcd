"""`series`: who does how much to whom through time, as a table, CSV, JSON, or a chart."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from dragoman.cli.corpora import Corpora, reads_corpora
from dragoman.cli.filters import day_option, filter_options
from dragoman.cli.options import format_option, output_option
from dragoman.cli.outputs import console, default_form, deliver, form_by_ending

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

    from dragoman.analysis.series import Line, Series
    from dragoman.store.periods import By
    from dragoman.store.questions import DayFrom, EventQuery

FORMS = ("table", "csv", "json", "svg", "png")

MEASURES = (
    "count, cooperation, conflict, verbal-cooperation, material-cooperation, verbal-conflict, material-conflict, "
    "goldstein (mean), goldstein-sum, intensity (mean), intensity-sum"
)

BAR = 24
"""Characters of the longest bar of a table, where there is room for it."""


def _measures(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Return the names of measures; one that there is not is wrong use."""
    from dragoman.analysis.measures import measures

    for name in value:
        if name not in measures():
            raise click.BadParameter(f"{name!r} is no measure; write one of {', '.join(measures())}")
    return value


@click.command()
@reads_corpora
@filter_options
@click.option(
    "--by",
    type=click.Choice(("day", "week", "month", "year")),
    default="month",
    show_default=True,
    help="Length of a period; a week starts on Monday.",
)
@click.option(
    "--measure",
    "measures",
    metavar="NAME",
    multiple=True,
    callback=_measures,
    help=f"What is measured: {MEASURES}. May be given several times. Default: cooperation, conflict, goldstein.",
)
@click.option("--both", is_flag=True, help="Tell what the recipient does to the actor too, as a second line.")
@click.option("--undirected", is_flag=True, help="Tell what either does to the other, in one line.")
@day_option
@click.option(
    "--one-a-day", is_flag=True, help="Count events of one code between two parties on one day once."
)
@click.option(
    "--corroborated",
    metavar="[N]",
    type=click.IntRange(1),
    is_flag=False,
    flag_value=2,
    help="Count deeds, each once, and only those that N independent origins tell (2 where no N is given).",
)
@click.option("--share", is_flag=True, help="Tell counts per 1,000 events of the corpus in the period.")
@format_option(*FORMS, default="by the ending of --output, else table on a terminal, csv elsewhere.")
@output_option
def series(
    corpora: Corpora,
    query: EventQuery,
    by: By,
    measures: tuple[str, ...],
    both: bool,
    undirected: bool,
    day: DayFrom,
    one_a_day: bool,
    corroborated: int | None,
    share: bool,
    form: str | None,
    output: Path | None,
) -> None:
    """Count and weigh events through time: --actor TWN --recipient USA --by month --measure conflict.

    INPUT is a folder that bulk has made, a Parquet file of it, or what code reads; without INPUT it is your own store,
    or that of --db. Without --status, what happened or is ongoing counts. The definitions are in docs/series.md.
    """
    from dragoman.analysis.series import series_of
    from dragoman.errors import PrintError, QueryError

    if both and undirected:
        raise click.UsageError("--both and --undirected exclude each other; leave out one")
    direction: Literal["forth", "both", "undirected"] = (
        "both" if both else "undirected" if undirected else "forth"
    )
    form = form or form_by_ending(
        output, {f".{name}": name for name in FORMS}, "csv" if output else default_form("csv")
    )
    if form == "png" and output is None and sys.stdout.isatty():
        raise click.UsageError("png is nothing to read on a terminal; name a file with -o")
    if form == "table" and output is not None:
        raise click.UsageError("a table is for a terminal; write csv, json, svg or png to a file")
    with corpora.opened() as corpus:
        try:
            told = series_of(
                corpus,
                query,
                by=by,
                measures=measures,
                direction=direction,
                day=day,
                one_a_day=one_a_day,
                corroborated=corroborated,
                share=share,
            )
        except QueryError as error:
            raise click.UsageError(str(error)) from error
    if not any(line.events for line in told.lines):
        click.echo("dragoman: no event counts here (give fewer filters, or another INPUT)", err=True)
    if form == "table":
        _show(told, console())
        return
    try:
        made = getattr(told, form)()
    except PrintError as error:
        raise click.ClickException(str(error)) from error
    deliver(made, output, "series")
    if form == "csv":  # which has no place for this
        from dragoman.analysis.seriesforms import notes

        for note in notes(told):
            click.echo(f"dragoman: {note}", err=True)


def _show(told: Series, console: Console) -> None:
    """Print a table for each line, a row for each period, with bars; then what must be known to read it."""
    from rich.box import SIMPLE
    from rich.table import Table

    from dragoman.analysis.seriesforms import column as label_of
    from dragoman.analysis.seriesforms import named, notes

    most = {
        measure: max(
            (abs(span.value(measure, share=told.share) or 0) for line in told.lines for span in line.spans),
            default=0,
        )
        for measure in told.measures
    }
    room = max(3, min(BAR, (console.width - 32) // len(told.measures) - 12))
    labels = [label_of(measure, told) for measure in told.measures]
    for line in told.lines:
        table = Table(title=named(line, told), title_justify="left", title_style="bold", box=SIMPLE)
        table.add_column("Period")
        table.add_column("Events", justify="right")
        for label in labels:
            table.add_column(label.replace("_", " "), min_width=9 + room)
        for index, span in enumerate(line.spans):
            cells = [
                _bar(span.value(measure, share=told.share), most[measure], room) for measure in told.measures
            ]
            table.add_row(_period(line, index, told.by), f"{span.events:,}", *cells)
        console.print(table if line.spans else "No day is covered.")
    for note in notes(told):
        console.print(note, style="dim")


def _period(line: Line, index: int, by: By) -> str:
    """Return what a period is called; of one that is not covered whole, how many days are."""
    import datetime as dt

    from dragoman.drawing.axis import last_day, named

    span = line.spans[index]
    start = dt.date.fromisoformat(span.start)
    whole = (last_day(start, by) - start).days + 1
    return named(start, by) + (f" ({span.days} d)" if span.days < whole else "")


def _bar(value: float | None, most: float, room: int) -> Text:
    """Return a number with a bar of its size: green above zero, red below."""
    from rich.text import Text

    if value is None:
        return Text("–", style="dim")
    told = f"{value:>8,}" if isinstance(value, int) else f"{value:>8,.2f}"
    length = round(abs(value) / most * room) if most else 0
    bar = "█" * length or ("▏" if value else "")
    return Text.assemble(told, " ", (bar, "green" if value > 0 else "red"))

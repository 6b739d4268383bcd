"""`compare`: how far two codings agree, and where they do not, with the evidence."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path
from typing import TYPE_CHECKING

import click

from dragoman.cli.corpora import Corpora
from dragoman.cli.filters import day_option, filters
from dragoman.cli.inputs import telling
from dragoman.cli.options import (
    allow_private_option,
    format_option,
    jobs_option,
    lexicon_option,
    output_option,
    parser_option,
    published_option,
    strict_option,
)
from dragoman.cli.outputs import console, default_form, deliver, form_by_ending, opened_text
from dragoman.records import PARSERS

if TYPE_CHECKING:
    from collections.abc import Callable

    from dragoman.analysis.agreement import Agreement, By, What
    from dragoman.analysis.sides import Side
    from dragoman.errors import InputError
    from dragoman.records import Parser
    from dragoman.store.questions import DayFrom, EventQuery

FORMS = ("table", "json", "csv", "jsonl")

MOST = 10


@click.command()
@click.argument("a", metavar="A")
@click.argument("b", metavar="B")
@filters(
    "actor", "recipient", "about", "type", "quad", "status", "since", "until", "min_confidence", "judged"
)
@click.option(
    "--what",
    type=click.Choice(("type", "quad", "cameo-root")),
    default="type",
    show_default=True,
    help="What a deed must have in common: PLOVER's type, the quad class, or the root of the CAMEO code.",
)
@click.option(
    "--by",
    type=click.Choice(("day", "week", "month")),
    default="day",
    show_default=True,
    help="The period in which both must have it; a week starts on Monday.",
)
@click.option(
    "--within",
    metavar="N",
    type=click.IntRange(0, 366),
    default=0,
    show_default=True,
    help="Days by which the day of a deed may differ.",
)
@day_option
@click.option(
    "--domestic", is_flag=True, help="Compare what parties of one country do to each other as well."
)
@click.option(
    "--most",
    metavar="N",
    type=click.IntRange(0),
    help=f"Tell N disagreements of each, the busiest first. Default: {MOST} as table or json, all as csv or jsonl.",
)
@click.option(
    "--chart",
    metavar="FILE.svg",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw the events of both, and their agreement, through time.",
)
@published_option
@allow_private_option
@parser_option
@lexicon_option
@click.option("--parser-b", type=click.Choice(PARSERS), help="The parser for B, where it is another.")
@click.option(
    "--lexicon-b", metavar="FILE", multiple=True, help="Your own words for B, where they are others."
)
@jobs_option
@strict_option
@format_option(*FORMS, default="by the ending of --output, else table on a terminal, json elsewhere.")
@output_option
def compare(
    a: str,
    b: str,
    query: EventQuery,
    what: What,
    by: By,
    within: int,
    day: DayFrom,
    domestic: bool,
    most: int | None,
    chart: Path | None,
    published: str | None,
    allow_private: bool,
    parser: Parser,
    lexicon: tuple[str, ...],
    parser_b: Parser | None,
    lexicon_b: tuple[str, ...],
    jobs: int | None,
    strict: bool,
    form: str | None,
    output: Path | None,
) -> None:
    """Tell how far two codings agree by dyad, day and type, and where they do not, with the evidence.

    A and B are each a file of GDELT, ICEWS or POLECAT events (or a folder of them), a store, a folder that bulk has
    made, a Parquet file of it, or what code reads. Only days that both cover are compared. As table and json comes the
    whole comparison, as csv and jsonl the disagreements, one a line. What is counted how is in docs/compare.md.
    """
    from dragoman.analysis.comparing import compare_sides
    from dragoman.errors import QueryError

    form = form or form_by_ending(
        output, {f".{name}": name for name in FORMS[1:]}, "json" if output else default_form("json")
    )
    if form == "table" and output:
        raise click.UsageError("a table is for a terminal; write json, csv or jsonl to a file")
    if chart:
        form_by_ending(chart, {".svg": "svg"}, "svg")
    if within and by != "day":
        raise click.UsageError(f"--within is about days; leave it out, or --by {by}")
    if most is None and form not in ("csv", "jsonl"):
        most = MOST
    given = {"published": published, "jobs": jobs, "allow_private": allow_private, "strict": strict}
    first = Corpora((a,), None, parser=parser, lexicon=lexicon, **given)  # type: ignore[arg-type]
    second = Corpora((b,), None, parser=parser_b or parser, lexicon=lexicon_b or lexicon, **given)  # type: ignore[arg-type]
    with telling(strict) as tell, ExitStack() as stack:
        try:
            one, other = (_opened(stack, corpora, query, day, by, tell) for corpora in (first, second))
            told = compare_sides(one, other, what=what, by=by, within=within, domestic=domestic, most=most)
        except QueryError as error:
            raise click.UsageError(str(error)) from error
        _write(told, form, output)
        if chart:
            from dragoman.analysis.agreementchart import svg

            deliver(svg(told), chart, "chart")
        if not all(coding.events for coding in (told.a, told.b)):
            for line in _nothing(told):
                click.echo(f"dragoman: {line}", err=True)
            sys.exit(1)


def _opened(
    stack: ExitStack,
    corpora: Corpora,
    query: EventQuery,
    day: DayFrom,
    by: By,
    tell: Callable[[InputError], None],
) -> Side:
    """Open one of the two until the stack is left."""
    from dragoman.analysis.sides import Ours, peer_at

    (name,) = corpora.inputs
    return peer_at(name, query, day, tell) or Ours(
        name, stack.enter_context(corpora.opened()), query, day, by
    )


def _write(told: Agreement, form: str, output: Path | None) -> None:
    if form == "table":
        from dragoman.cli.agreements import show_agreement

        show_agreement(told, console())
    elif form == "json":
        deliver(told.json(indent=1) + "\n", output, "comparison")
    elif form == "csv":
        deliver(told.csv(), output, "list of disagreements")
    else:
        with opened_text(output) as text:
            for row in told.rows():
                text.write(json.dumps(row, ensure_ascii=False) + "\n")


def _nothing(told: Agreement) -> Iterator[str]:
    """Say why there is nothing to compare."""
    from dragoman.analysis.agreement import why

    for coding in (told.a, told.b):
        days = f"{coding.first} to {coding.last}" if coding.first else "no days"
        yield f"{coding.name} covers {days}; events: {coding.rows:,}; left out: {why(coding) or 'none'}"
    yield "nothing of one of them can be compared (give other filters, or days that both cover)"

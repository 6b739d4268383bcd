"""What several commands are given: each option is written here once."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import fields
from functools import wraps
from pathlib import Path
from typing import Any, TypeVar

import click

from dragoman.cli.inputs import Coder, Reader
from dragoman.records import PARSERS

F = TypeVar("F", bound=Callable[..., Any])

Command = Callable[..., Any]


def check_date(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Return the date as it was written; what is none is wrong use of the command."""
    from dragoman.sources.dates import parse_date

    if value is not None and parse_date(value) is None:
        raise click.BadParameter(f"{value!r} is no date; write it as 2025-02-18 or 2025-02-18T06:30:00Z")
    return value


def _check_share(ctx: click.Context, param: click.Parameter, value: float) -> float:
    if not 0 <= value <= 1:  # also what is no number at all: nan
        raise click.BadParameter(f"{value} is not from 0 to 1")
    return value


def _load_lexicon(ctx: click.Context, param: click.Parameter, value: tuple[str, ...]) -> tuple[str, ...]:
    """Read the files once before the work begins, so that a mistake is wrong use of the command."""
    from dragoman.errors import OntologyError

    if value:
        from dragoman.ontology.lexicon import load

        try:
            load(value)
        except OntologyError as error:
            raise click.BadParameter(str(error)) from error
    return value


#: Lets a command ask addresses that are not public, which nothing that was read can lead to otherwise.
allow_private_option = click.option(
    "--allow-private", is_flag=True, help="Ask addresses of this machine and of private networks too."
)

#: Gives a command what it reads: files, folders, addresses, or - for standard input.
inputs_argument = click.argument("inputs", metavar="[INPUT]...", nargs=-1)

#: Gives a command the choice of the parser.
parser_option = click.option(
    "--parser",
    type=click.Choice(PARSERS),
    default=PARSERS[0],
    show_default=True,
    help="How sentences are read: fast is for archives.",
)

#: Gives a command the choice of words.
lexicon_option = click.option(
    "--lexicon",
    metavar="FILE",
    multiple=True,
    callback=_load_lexicon,
    help="Your own words, laid over the packaged lexicon (docs/ontology.md). May be given several times.",
)

#: Lets whoever runs a command in a script know by the exit code that something was passed over.
strict_option = click.option("--strict", is_flag=True, help="Exit with 1 when anything could not be read.")

#: Lets a command write to a file, whose ending may name the format.
output_option = click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file instead of standard output.",
)

#: Gives a command the date of what has none.
published_option = click.option(
    "--published",
    metavar="DATE",
    callback=check_date,
    help="Date of the documents that have none (2025-02-18).",
)

#: Gives a command the choice of how sure events must be.
min_confidence_option = click.option(
    "--min-confidence",
    metavar="X",
    type=float,
    default=0.0,
    callback=_check_share,
    help="Leave out events of less confidence, 0 (keep all) to 1.",
)

#: Gives a command the choice of how many processes code.
jobs_option = click.option(
    "-j",
    "--jobs",
    metavar="N",
    type=click.IntRange(1),
    help="Code in N processes, which take some 400 MB each. Default: one for each core, where there is enough to do.",
)


def format_option(*forms: str, default: str | None = None) -> Callable[[F], F]:
    """Give a command the choice of its format, which comes as `form`: None where none is named.

    Args:
        forms: The formats; where no default is told, the first is the table of a terminal, the second what goes
            elsewhere (`outputs.default_form`).
        default: What the default is, in words.
    """
    told = default or f"{forms[0]} on a terminal, else {forms[1]}."
    return click.option("--format", "form", type=click.Choice(forms), help=f"Default: {told}")


def _gives(
    kind: type[Reader], options: Sequence[Callable[[Command], Command]]
) -> Callable[[Command], Command]:
    """Return a decorator that gives a command these options as one value, its first argument."""
    names = [field.name for field in fields(kind)]

    def decorate(command: Command) -> Command:
        @wraps(command)
        def call(**given: Any) -> Any:
            return command(kind(**{name: given.pop(name) for name in names}), **given)

        gives: Command = call
        for option in reversed(options):
            gives = option(gives)
        return gives

    return decorate


_READER = (inputs_argument, published_option, allow_private_option, parser_option, strict_option)

#: Gives a command that reads documents a `Reader` of its inputs.
reads_inputs = _gives(Reader, _READER)

#: Gives a command that codes documents a `Coder` of its inputs.
codes_inputs = _gives(Coder, (*_READER, lexicon_option, min_confidence_option, jobs_option))

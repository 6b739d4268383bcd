"""Which events a command is about: the filters that the store knows, as options."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Iterable
from functools import wraps
from typing import Any

import click

from dragoman.records import EVENT_TYPES, STATUSES

Command = Callable[..., Any]
Check = Callable[[click.Context, click.Parameter, str | None], str | None]


def _words(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Return what was written without blanks around; nothing at all is wrong use."""
    if value is None:
        return None
    if not value.strip():
        raise click.BadParameter("it is empty; leave the option out to ask for all")
    return " ".join(value.split())


def _party(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    """Return a code in capital letters, however it was written, and any other name as it is."""
    from dragoman.ontology.countries import as_code

    text = _words(ctx, param, value)
    return as_code(text) if text else text


def _one_of(values: Callable[[], Iterable[str]]) -> Check:
    """Return the check that a value is one of some, in any case; it comes as they write it."""

    def check(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
        text = _words(ctx, param, value)
        if text is None:
            return None
        known = list(values())
        found = next((one for one in known if one.casefold() == text.casefold()), None)
        if found is None:
            raise click.BadParameter(f"{text!r} is none; write one of {', '.join(known)}")
        return found

    return check


def _modes() -> list[str]:
    from dragoman.ontology.plover import plover

    return sorted({mode for info in plover().types.values() for mode in info.modes})


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    if value is None:
        return None
    try:
        return dt.datetime.strptime(value.strip(), "%Y-%m-%d").date().isoformat()
    except ValueError as error:
        raise click.BadParameter(f"{value!r} is no day of the calendar; write it as 2025-02-18") from error


def _share(ctx: click.Context, param: click.Parameter, value: float | None) -> float | None:
    if value is not None and not 0 <= value <= 1:  # also what is no number at all: nan
        raise click.BadParameter(f"{value} is not from 0 to 1")
    return value


_PARTY = "a code (FRA), code and sector (FRA:GOV), or a name"

_OPTIONS = (
    click.option("--actor", metavar="PARTY", callback=_party, help=f"Who did it: {_PARTY}."),
    click.option("--recipient", metavar="PARTY", callback=_party, help="To whom; written like an actor."),
    click.option("--about", metavar="PARTY", callback=_party, help="On either side; written like an actor."),
    click.option(
        "--type",
        metavar="TYPE",
        callback=_one_of(lambda: EVENT_TYPES),
        help="Type of PLOVER, as CONSULT.",
    ),
    click.option("--mode", metavar="MODE", callback=_one_of(_modes), help="Mode of PLOVER, as visit."),
    click.option(
        "--quad",
        type=click.IntRange(1, 4),
        metavar="N",
        help="1 verbal, 2 material cooperation; 3 verbal, 4 material conflict.",
    ),
    click.option(
        "--status",
        metavar="STATUS",
        callback=_one_of(lambda: STATUSES),
        help=f"Whether it happened: {', '.join(STATUSES)}.",
    ),
    click.option("--place", metavar="PLACE", callback=_party, help="Where: a country code, or a name."),
    click.option(
        "--since",
        metavar="DAY",
        callback=_day,
        help="From this day on: the event's own, else that of its publication.",
    ),
    click.option("--until", metavar="DAY", callback=_day, help="Up to this day, which counts too."),
    click.option("--publisher", metavar="NAME", callback=_words, help="The house that printed it."),
    click.option("--speaker", metavar="PARTY", callback=_party, help="Who says so; written like an actor."),
    click.option(
        "--min-confidence",
        metavar="X",
        type=float,
        callback=_share,
        help="How sure it is at least, from 0 to 1.",
    ),
    click.option("--text", metavar="WORDS", callback=_words, help="Words that all stand in its sentence."),
    click.option(
        "--judged",
        type=click.Choice(("standing", "any", "rejected", "corrected")),
        default="standing",
        show_default=True,
        help="By what people judged of it; standing leaves out what was rejected.",
    ),
)
_NAMES = (
    "actor", "recipient", "about", "type", "mode", "quad", "status", "place", "since", "until", "publisher",
    "speaker", "min_confidence", "text", "judged",
)  # fmt: skip


def filters(*names: str) -> Callable[[Command], Command]:
    """Give a command some of the filters of events, as ``query``: a `dragoman.store.questions.EventQuery`."""

    def decorate(command: Command) -> Command:
        @wraps(command)
        def call(**given: Any) -> Any:
            from dragoman.store.questions import EventQuery

            asked = {name: given.pop(name) for name in names}
            since, until = asked.get("since"), asked.get("until")
            if since and until and since > until:
                raise click.BadParameter(f"{since} is after {until}, the last day", param_hint="--since")
            return command(query=EventQuery(**asked), **given)

        gives: Command = call
        for name, option in reversed(list(zip(_NAMES, _OPTIONS, strict=True))):
            if name in names:
                gives = option(gives)
        return gives

    return decorate


#: Gives a command that goes by days the choice of whose.
day_option = click.option(
    "--day",
    type=click.Choice(("event", "published")),
    default="event",
    show_default=True,
    help="Whose day: the event's own, else that of publication; or always this.",
)

#: Gives a command all filters of events.
filter_options = filters(*_NAMES)

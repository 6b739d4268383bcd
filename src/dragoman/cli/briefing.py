"""`brief` and `summarize`: what a reader should see first, every line cited."""

from __future__ import annotations

import json
import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, TypeAlias

import click

import dragoman
from dragoman.cli.desk import open_store, shows_option
from dragoman.cli.inputs import Coder, need, rows_of, tell_declined, telling
from dragoman.cli.options import (
    codes_inputs,
    format_option,
    inputs_argument,
    output_option,
    parser_option,
    strict_option,
)
from dragoman.cli.outputs import deliver, form_by_ending

if TYPE_CHECKING:
    from dragoman.briefing import FrontPage
    from dragoman.briefing.about import Subject
    from dragoman.records import Parser, Story, Storyline

    _Told: TypeAlias = tuple[Sequence[Story], Sequence[Storyline], str | None]

ENDINGS = {".md": "markdown", ".markdown": "markdown", ".json": "json", ".pdf": "pdf"}


def _day(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from dragoman.sources.dates import parse_date

    if value is None:
        return None
    if (day := parse_date(value)) is None:
        raise click.BadParameter(f"{value!r} is no date; write it as 2025-02-18")
    return day[:10]


def _subject(ctx: click.Context, param: click.Parameter, value: str | None) -> Subject | None:
    from dragoman.briefing.about import subject

    try:
        return None if value is None else subject(value)
    except ValueError as error:
        raise click.BadParameter(str(error)) from error


@click.command()
@codes_inputs
@click.option(
    "--about",
    metavar="WHAT",
    callback=_subject,
    help="Only what concerns a country (TWN, Taiwan), a person or body, or an event type (ASSAULT).",
)
@click.option(
    "--since",
    metavar="DATE",
    callback=_day,
    help="Only stories with a report of this day or later; marks what is new.",
)
@click.option(
    "--until", metavar="DATE", callback=_day, help="Only stories with a report of this day or earlier."
)
@format_option(
    "html",
    "markdown",
    "json",
    "pdf",
    default="by the ending of --output, else html. pdf needs Chromium, Chrome or Edge on this machine.",
)
@output_option
@shows_option
def brief(
    coder: Coder,
    about: Subject | None,
    since: str | None,
    until: str | None,
    form: str | None,
    output: Path | None,
    db: str | None,
) -> None:
    """Write the front page: what leads and why, who did what to whom, all lines cited.

    With --db it is that of the last day in the store that has reports; --since and --until ask for others.
    """
    if db and coder.inputs:
        raise click.UsageError("an INPUT and --db exclude each other; leave out one")
    from dragoman.briefing.about import between, concerning

    if since and until and since > until:
        raise click.BadParameter(f"{until} is before {since}", param_hint="--until")
    form = form or form_by_ending(output, ENDINGS, "html")
    with _told(coder, db, since, until) as told:
        every, storylines, new_since = told
        stories = between(every, since, until)
        stories = concerning(stories, about) if about else stories
        if every and not stories:
            click.echo("dragoman: nothing was found that is asked for; the page says so", err=True)
        page = dragoman.brief(
            stories,
            storylines=storylines,
            since=since or new_since,
            about=about.label if about else None,
            parser=coder.parser,
        )
        deliver(_made(page, form), output, "front page")


@contextmanager
def _told(coder: Coder, db: str | None, since: str | None, until: str | None) -> Iterator[_Told]:
    """Give the stories and storylines of a page, and the day from which on they are new if none is named."""
    if db:
        from dragoman.desk.news import days_between, news

        with open_store(db) as store:
            of = news(store, until, days=days_between(store, since, until))
            if not of.stories:
                click.echo("dragoman: the store has no stories of these days; the page says so", err=True)
            yield of.stories, of.storylines, of.since
        return
    with coder.documents() as documents:
        every = dragoman.group(documents, list(coder.events(documents)), parser=coder.parser)
        yield every, dragoman.follow(every, parser=coder.parser), None


def _made(page: FrontPage, form: str) -> str | bytes:
    """Return a front page in the form asked for."""
    match form:
        case "markdown":
            return page.markdown()
        case "json":
            return page.json(indent=2) + "\n"
        case "pdf":
            return page.pdf()
        case _:
            return page.html()


@click.command()
@inputs_argument
@click.option(
    "--words",
    metavar="N",
    type=click.IntRange(1),
    default=60,
    show_default=True,
    help="Words of a summary at most; where no sentence is so short, the shortest is taken.",
)
@parser_option
@strict_option
def summarize(inputs: tuple[str, ...], words: int, parser: Parser, strict: bool) -> None:
    """Choose the sentences that carry a story, from different origins, each with its article and offsets.

    INPUT has JSON Lines, a story a line: {"id", "articles": [{"title", "text", "publisher", "published"}]}; - is
    standard input. Offsets count characters of the article's text, the end is exclusive.
    """
    from functools import partial

    from dragoman.sources.articles import Articles

    need(inputs, "INPUT", "name a file")
    if missing := [name for name in inputs if name != "-" and not os.path.exists(name)]:
        raise click.UsageError(f"{missing[0]}: no such file (check the name)")
    with telling(strict) as tell:
        for story in rows_of(inputs or ("-",), partial(Articles.of, tell=tell), tell):
            documents = [document for document in story.documents if document]
            tell_declined(documents)
            number = {document.id: n for n, document in enumerate(story.documents) if document}
            told = [
                {"text": s.text, "article": number[s.document], "start": s.start, "end": s.end}
                for s in dragoman.summarize(documents, words, parser=parser)
            ]
            click.echo(json.dumps({"id": story.id, "sentences": told}, ensure_ascii=False))

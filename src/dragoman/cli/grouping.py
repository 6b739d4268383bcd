"""`group` and `storylines`: which reports tell of one happening, and what follows from what."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import TYPE_CHECKING

import click

import dragoman
from dragoman.cli.inputs import Coder, tell_undated
from dragoman.cli.options import codes_inputs, format_option
from dragoman.cli.outputs import console, default_form, tell_array

if TYPE_CHECKING:
    from dragoman.records import Document
    from dragoman.stories.embeddings import Embedder
    from dragoman.stories.why import Comparison


def _load_embedder(ctx: click.Context, param: click.Parameter, value: str | None) -> Embedder | None:
    """Load the model before the work begins, so that one that is not there is wrong use of the command."""
    if value is None:
        return None
    from dragoman.errors import ModelError
    from dragoman.stories.embeddings import Embedder

    try:
        return Embedder(value)
    except ModelError as error:
        raise click.BadParameter(str(error)) from error


@click.command()
@codes_inputs
@click.option(
    "--embeddings",
    metavar="MODEL",
    callback=_load_embedder,
    help="Compare also by a model of sentence-transformers on this machine: its folder or name. Nothing is downloaded.",
)
@click.option(
    "--no-code",
    is_flag=True,
    help="Do not code: several times as fast; stories have no events, and likeness is told from words alone.",
)
@click.option(
    "--explain",
    metavar="A B",
    nargs=2,
    help="Tell why two documents are, or are not, one story: each by its id, or by words of its title or text.",
)
@format_option("table", "jsonl", "json")
def group(
    coder: Coder,
    embeddings: Embedder | None,
    no_code: bool,
    explain: tuple[str, str] | None,
    form: str | None,
) -> None:
    """Put together the reports of one happening: which they are, and how many independent origins they have.

    As jsonl one line for each document says its story; as json the stories come as records, with documents and events.
    With --explain comes a table, unless another format is named.
    """
    with coder.documents() as documents:
        tell_undated(documents)
        asked = _asked(documents, *explain) if explain else None
        events = [] if no_code else list(coder.events(documents))
        stories = dragoman.group(documents, events, parser=coder.parser, embeddings=embeddings)
        if asked:
            _tell_why(stories.why(*asked), documents, form or "table")
            return
        match form or default_form():
            case "table":
                from dragoman.tables import show_stories

                show_stories(stories, console())
            case "json":
                tell_array(story.json() for story in stories)
            case _:
                story_of = {document.id: story.id for story in stories for document in story.documents}
                for document in documents:
                    row = {"id": document.id, "story": story_of[document.id]}
                    click.echo(json.dumps(row, ensure_ascii=False))


def _asked(documents: Sequence[Document], *words: str) -> list[str]:
    """Return the ids of the documents that are asked for; another number than was named is wrong use."""
    from dragoman.errors import UnknownIdError
    from dragoman.stories.why import called

    try:
        ids = [called(documents, some).id for some in words]
    except UnknownIdError as error:
        from dragoman.briefing.page import printable

        raise click.BadParameter(printable(str(error)), param_hint="--explain") from error
    if len(set(ids)) < len(words):
        raise click.BadParameter(
            f"{' and '.join(map(repr, words))} are one document; name two", param_hint="--explain"
        )
    return ids


def _tell_why(told: Comparison, documents: Sequence[Document], form: str) -> None:
    if form == "table":
        from dragoman.tables import show_comparison

        show_comparison(told, documents, console())
    else:
        click.echo(told.json(indent=2 if form == "json" else None))


@click.command()
@codes_inputs
@click.option(
    "--min-stories",
    metavar="N",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    help="Stories that a storyline has at least; with 1 what follows nothing is told too.",
)
@format_option("table", "jsonl", "json")
def storylines(coder: Coder, min_stories: int, form: str | None) -> None:
    """Tell what follows from what over weeks: talks, a war, a trial, each with its timeline and who acts on whom.

    As jsonl one storyline a line, its stories by id; as json they come as records, with stories, documents and events.
    """
    with coder.documents() as documents:
        tell_undated(documents)
        stories = dragoman.group(documents, list(coder.events(documents)), parser=coder.parser)
        found = dragoman.follow(stories, min_stories=min_stories, parser=coder.parser)
        form = form or default_form()
        match form:
            case "table":
                from dragoman.tables import show_storylines

                show_storylines(found, console())
            case "json":
                tell_array(storyline.json() for storyline in found)
            case _:
                for storyline in found:
                    row = storyline.to_dict() | {"stories": [story.id for story in storyline.stories]}
                    click.echo(json.dumps(row, ensure_ascii=False))
        if not found and form != "table":
            click.echo("dragoman: no storylines: nothing here follows from anything else", err=True)

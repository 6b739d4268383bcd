"""`who`, `relate` and `explain`: what is made of one phrase or sentence."""

from __future__ import annotations

import json
import os
from collections.abc import Iterable
from pathlib import Path
from typing import TYPE_CHECKING

import click

import dragoman
from dragoman.cli.inputs import need, rows_of, sentence_of, telling
from dragoman.cli.options import (
    check_date,
    format_option,
    lexicon_option,
    output_option,
    parser_option,
    strict_option,
)
from dragoman.cli.outputs import console, default_form, deliver, form_by_ending

if TYPE_CHECKING:
    from dragoman.records import Parser, Party


@click.command()
@click.argument("words", metavar="PHRASE...|FILE...", nargs=-1)
@click.option(
    "--date",
    metavar="DATE",
    callback=check_date,
    help="Day as of which offices are read (2025-02-18), where a line has none. Default: the latest known.",
)
@strict_option
@format_option("table", "jsonl")
def who(words: tuple[str, ...], date: str | None, strict: bool, form: str | None) -> None:
    """Tell who a noun phrase names: country, PLOVER sectors, name, and how it was told.

    Words are joined by blanks. A FILE has JSON Lines {"id", "text", "date"}, the date may be absent; - is standard
    input.
    """
    files = words if words and all(word == "-" or os.path.exists(word) for word in words) else ()
    need(words, "PHRASE", "write it in quotes")
    if not files and len(words) == 1 and words[0].lower().endswith((".json", ".jsonl", ".ndjson", ".gz")):
        raise click.UsageError(f"{words[0]}: no such file (check the name)")
    with telling(strict) as tell:
        if words and not files:
            phrase = sentence_of(words)
            if not phrase.strip():
                raise click.UsageError('the PHRASE is empty; write one, as "Taiwan\'s defense ministry"')
            _tell_parties([(phrase, dragoman.who(phrase, date=date)[0])], form or default_form())
            return
        from dragoman.coding.fragments import Asked

        asked = rows_of(files or ("-",), Asked.of, tell)
        answers = ((one.id, dragoman.who(one.text, date=one.date or date)[0]) for one in asked)
        _tell_parties(answers, form or default_form())


def _tell_parties(answers: Iterable[tuple[object, Party]], form: str) -> None:
    from dragoman.tables import PARTY_TOLD, show_parties

    if form == "table":
        show_parties(answers, console())
        return
    for name, party in answers:
        told = {key: value for key, value in party.to_dict().items() if key in PARTY_TOLD}
        click.echo(json.dumps({"id": name, **told}, ensure_ascii=False))


@click.command()
@click.argument("words", metavar="SENTENCE...|FILE...", nargs=-1)
@click.option("--actor", metavar="WORDS", help="Words of the SENTENCE that name who does it.")
@click.option("--recipient", metavar="WORDS", help="Words of the SENTENCE that name to whom it is done.")
@parser_option
@lexicon_option
@strict_option
def relate(
    words: tuple[str, ...],
    actor: str | None,
    recipient: str | None,
    parser: Parser,
    lexicon: tuple[str, ...],
    strict: bool,
) -> None:
    """Tell what one party did to another: event type, mode, status, confidence, and the rule that says so.

    A FILE has JSON Lines {"id", "text", "actor": [start, end], "recipient": [start, end]}; - is standard input. Offsets
    count characters, the end is exclusive, and one of the two may be null. With --actor and --recipient the words are
    one sentence, joined by blanks.
    """
    from dragoman.coding.relating import Marked, stream
    from dragoman.ontology.lexicon import load

    with telling(strict) as tell:
        if actor or recipient:
            text = sentence_of(words)
            marks = [
                _found(text, part, name) for part, name in ((actor, "--actor"), (recipient, "--recipient"))
            ]
            click.echo(dragoman.relate(text, *marks, parser=parser, lexicon=lexicon).json())
            return
        need(words, "FILE", "name one")
        if missing := [word for word in words if word != "-" and not os.path.exists(word)]:
            raise click.UsageError(
                f"{missing[0]}: no such file; with a SENTENCE give --actor and --recipient"
            )
        for relation in stream(rows_of(words or ("-",), Marked.of, tell), parser, load(lexicon)):
            click.echo(relation.json())


def _found(text: str, part: str | None, option: str) -> tuple[int, int] | None:
    """Return where words stand in a text. Raises `click.BadParameter` where they do not, or stand twice."""
    if part is None:
        return None
    if text.count(part) != 1:
        stands = "does not stand" if part not in text else "stands more than once"
        raise click.BadParameter(
            f"{part!r} {stands} in the sentence; give words that stand there once", param_hint=option
        )
    start = text.index(part)
    return start, start + len(part)


@click.command()
@click.argument("words", metavar="SENTENCE...", nargs=-1)
@click.option(
    "--published",
    metavar="DATE",
    callback=check_date,
    help="Day of publication, on which relative dates and offices rest (2025-02-18).",
)
@parser_option
@lexicon_option
@click.option(
    "--headline/--text",
    "headline",
    default=None,
    help="Read it as one headline, or as running text. Default: as its form says.",
)
@format_option("text", "html", "json", default="by the ending of --output, else text.")
@output_option
@click.option(
    "--html",
    "picture",
    metavar="FILE",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Draw a picture into this file: --format html -o FILE.",
)
def explain(
    words: tuple[str, ...],
    published: str | None,
    parser: Parser,
    lexicon: tuple[str, ...],
    headline: bool | None,
    form: str | None,
    output: Path | None,
    picture: Path | None,
) -> None:
    """Show how a headline or sentence is read: its tree, names and dates, the events, and the rules that fired.

    Several words are joined by blanks; - reads standard input.
    """
    from dragoman.errors import DragomanError

    if picture is not None:
        if form or output:
            raise click.UsageError("--html names the format and the file; leave out --format and --output")
        form, output = "html", picture
    try:
        told = dragoman.explain(
            sentence_of(words), published=published, headline=headline, parser=parser, lexicon=lexicon
        )
    except DragomanError as error:
        raise click.ClickException(str(error)) from error
    form = form or form_by_ending(output, {".html": "html", ".htm": "html", ".json": "json"}, "text")
    if form == "text" and output is None:
        from dragoman.explaining.terminal import show

        show(told, console())
        return
    text = told.html() if form == "html" else told.text() if form == "text" else told.json(indent=2) + "\n"
    deliver(text, output, "explanation")

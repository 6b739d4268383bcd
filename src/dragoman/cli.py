"""The command line: the verbs of the library, one command each.

Data goes to standard output, talk to standard error. Exit codes: 0 done; 1 nothing could be read, or something
could not and ``--strict`` was given; 2 wrong use of the command.
"""

from __future__ import annotations

import atexit
import datetime as dt
import gc
import json
import os
import sys
import tempfile
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

import dragoman
from dragoman.records import PARSERS

if TYPE_CHECKING:
    from rich.console import Console

    from dragoman.briefing import FrontPage
    from dragoman.briefing.about import Subject
    from dragoman.errors import InputError
    from dragoman.records import Document, Event, Parser, Party
    from dragoman.store import Store
    from dragoman.stories.embeddings import Embedder
    from dragoman.stories.why import Comparison

F = TypeVar("F", bound=Callable[..., Any])
T = TypeVar("T")

# From here on a progress bar is worth its space.
LONG_WORK = 50


@click.group(context_settings={"help_option_names": ["-h", "--help"], "max_content_width": 100})
@click.version_option(dragoman.__version__, prog_name="dragoman")
def main() -> None:
    """Read world news and keep the record: who did what to whom, when, where, according to whom.

    INPUT is a text page, HTML page, RSS, Atom or JSON feed, JSONL, CSV, a folder of these, or - for standard
    input; the kind is recognised from the content.
    """
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(encoding="utf-8")
    # What was loaded goes with the process: to search it for cycles first would take as long as to load it.
    atexit.register(gc.freeze)


#: Gives a command the choice of the parser.
reads_with = click.option(
    "--parser",
    type=click.Choice(PARSERS),
    default=PARSERS[0],
    show_default=True,
    help="How sentences are read: fast is for archives.",
)


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


#: Gives a command the choice of words.
codes_with = click.option(
    "--lexicon",
    metavar="FILE",
    multiple=True,
    callback=_load_lexicon,
    help="Your own words, laid over the packaged lexicon (docs/ontology.md). May be given several times.",
)


def _check_share(ctx: click.Context, param: click.Parameter, value: float) -> float:
    if not 0 <= value <= 1:  # also what is no number at all: nan
        raise click.BadParameter(f"{value} is not from 0 to 1")
    return value


#: Gives a command the choice of how sure an event must be.
keeps_from = click.option(
    "--min-confidence",
    metavar="X",
    type=float,
    default=0.0,
    callback=_check_share,
    help="Leave out events of less confidence, 0 (keep all) to 1.",
)


#: Gives a command the choice of how many processes code.
codes_in = click.option(
    "-j",
    "--jobs",
    metavar="N",
    type=click.IntRange(1),
    help="Code in N processes, which take some 800 MB each. Default: one for each core, where there is enough to do.",
)


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


def reads_inputs(command: F) -> F:
    """Give a command the arguments of every command that reads."""
    decorators = [
        click.argument("inputs", metavar="INPUT...", nargs=-1),
        click.option("--published", metavar="DATE", callback=_check_date,
                     help="Date of the documents that have none (2025-02-18)."),
        reads_with,
        click.option("--strict", is_flag=True, help="Exit with 1 when anything could not be read."),
    ]  # fmt: skip
    for decorate in reversed(decorators):
        command = decorate(command)
    return command


def _check_date(ctx: click.Context, param: click.Parameter, value: str | None) -> str | None:
    from dragoman.sources.dates import parse_date

    if value is not None and parse_date(value) is None:
        raise click.BadParameter(f"{value!r} is no date; write it as 2025-02-18 or 2025-02-18T06:30:00Z")
    return value


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


@main.command()
@reads_inputs
@codes_with
@keeps_from
@codes_in
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
@click.option(
    "--format",
    "form",
    type=click.Choice(["html", "markdown", "json", "pdf"]),
    help="Default: by the ending of --output, else html. pdf needs Chromium, Chrome or Edge on this machine.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file instead of standard output.",
)
def brief(
    inputs: tuple[str, ...],
    published: str | None,
    parser: Parser,
    strict: bool,
    lexicon: tuple[str, ...],
    min_confidence: float,
    jobs: int | None,
    about: Subject | None,
    since: str | None,
    until: str | None,
    form: str | None,
    output: Path | None,
) -> None:
    """Write the front page: what leads and why, who did what to whom, all lines cited."""
    from dragoman.briefing import about as asked

    if since and until and since > until:
        raise click.BadParameter(f"{until} is before {since}", param_hint="--until")
    form = form or _ending(
        output, {".md": "markdown", ".markdown": "markdown", ".json": "json", ".pdf": "pdf"}, "html"
    )
    with reading(inputs, published, strict) as documents:
        events = list(coded(documents, parser, lexicon, min_confidence, jobs))
        every = dragoman.group(documents, events, parser=parser)
        stories = asked.between(every, since, until)
        stories = asked.concerning(stories, about) if about else stories
        if every and not stories:
            click.echo("dragoman: nothing was found that is asked for; the page says so", err=True)
        page = dragoman.brief(
            stories,
            storylines=dragoman.follow(every, parser=parser),
            since=since,
            about=about.label if about else None,
            parser=parser,
        )
        _tell_page(page, form, output)


def _tell_page(page: FrontPage, form: str, output: Path | None) -> None:
    """Write a front page in the form asked for."""
    from dragoman.errors import PrintError

    try:
        match form:
            case "markdown":
                made: str | bytes = page.markdown()
            case "json":
                made = page.json(indent=2) + "\n"
            case "pdf":
                made = page.pdf()
            case _:
                made = page.html()
    except PrintError as error:
        raise click.ClickException(str(error)) from error
    if output is None:
        click.echo(made, nl=False)
    else:
        _write(output, made)
        click.echo(f"The front page is at {output.resolve()}", err=True)


@main.command()
@reads_inputs
@codes_with
@keeps_from
@codes_in
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl", "csv"]),
    help="Default: table on a terminal, else jsonl.",
)
def code(
    inputs: tuple[str, ...],
    published: str | None,
    parser: Parser,
    strict: bool,
    lexicon: tuple[str, ...],
    min_confidence: float,
    jobs: int | None,
    form: str | None,
) -> None:
    """Write the events: who did what to whom, one a line."""
    with reading(inputs, published, strict) as documents:
        events = coded(documents, parser, lexicon, min_confidence, jobs)
        match form or _default_form():
            case "table":
                from dragoman.tables import show_events

                show_events(list(events), _console())
            case "csv":
                from dragoman.exports.flat import write_csv

                write_csv(events, sys.stdout)
            case _:
                for event in events:
                    click.echo(event.json())


@main.command()
@reads_inputs
@codes_with
@keeps_from
@codes_in
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
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl", "json"]),
    help="Default: table on a terminal, else jsonl.",
)
def group(
    inputs: tuple[str, ...],
    published: str | None,
    parser: Parser,
    strict: bool,
    lexicon: tuple[str, ...],
    min_confidence: float,
    jobs: int | None,
    embeddings: Embedder | None,
    no_code: bool,
    explain: tuple[str, str] | None,
    form: str | None,
) -> None:
    """Put together the reports of one happening: which they are, and how many independent origins they have.

    As jsonl one line for each document says its story; as json the stories come as records, with documents and events.
    With --explain comes a table, unless another format is named.
    """
    with reading(inputs, published, strict) as documents:
        tell_undated(documents)
        asked = _asked(documents, *explain) if explain else None
        events = [] if no_code else list(coded(documents, parser, lexicon, min_confidence, jobs))
        stories = dragoman.group(documents, events, parser=parser, embeddings=embeddings)
        if asked:
            _tell_why(stories.why(*asked), documents, form or "table")
            return
        match form or _default_form():
            case "table":
                from dragoman.tables import show_stories

                show_stories(stories, _console())
            case "json":
                _tell_array(story.json() for story in stories)
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

        show_comparison(told, documents, _console())
    else:
        click.echo(told.json(indent=2 if form == "json" else None))


@main.command()
@reads_inputs
@codes_with
@keeps_from
@codes_in
@click.option(
    "--min-stories",
    metavar="N",
    type=click.IntRange(min=1),
    default=2,
    show_default=True,
    help="Stories that a storyline has at least; with 1 what follows nothing is told too.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl", "json"]),
    help="Default: table on a terminal, else jsonl.",
)
def storylines(
    inputs: tuple[str, ...],
    published: str | None,
    parser: Parser,
    strict: bool,
    lexicon: tuple[str, ...],
    min_confidence: float,
    jobs: int | None,
    min_stories: int,
    form: str | None,
) -> None:
    """Tell what follows from what over weeks: talks, a war, a trial, each with its timeline and who acts on whom.

    As jsonl one storyline a line, its stories by id; as json they come as records, with stories, documents and events.
    """
    with reading(inputs, published, strict) as documents:
        tell_undated(documents)
        stories = dragoman.group(
            documents, list(coded(documents, parser, lexicon, min_confidence, jobs)), parser=parser
        )
        found = dragoman.follow(stories, min_stories=min_stories, parser=parser)
        form = form or _default_form()
        match form:
            case "table":
                from dragoman.tables import show_storylines

                show_storylines(found, _console())
            case "json":
                _tell_array(storyline.json() for storyline in found)
            case _:
                for storyline in found:
                    row = storyline.to_dict() | {"stories": [story.id for story in storyline.stories]}
                    click.echo(json.dumps(row, ensure_ascii=False))
        if not found and form != "table":
            click.echo("dragoman: no storylines: nothing here follows from anything else", err=True)


@main.command()
@reads_inputs
@codes_with
@keeps_from
@codes_in
@click.option(
    "--db", metavar="URL", help="Show what a database holds (sqlite:///desk.db) instead of an INPUT."
)
@click.option(
    "--host", default="127.0.0.1", show_default=True, help="Where to listen; others need a --token."
)
@click.option(
    "--port",
    type=click.IntRange(0, 65535),
    default=8000,
    show_default=True,
    help="0 for any that is free.",
)
@click.option("--token", metavar="WORDS", help="What visitors must bring once, in the address: ?token=WORDS.")
@click.option("--open", "opened", is_flag=True, help="Open the front page in the browser.")
def serve(
    inputs: tuple[str, ...],
    published: str | None,
    parser: Parser,
    strict: bool,
    lexicon: tuple[str, ...],
    min_confidence: float,
    jobs: int | None,
    db: str | None,
    host: str,
    port: int,
    token: str | None,
    opened: bool,
) -> None:
    """Show the record in a browser: front page, stories, events, actors, map, search. Ctrl-C ends it.

    Without INPUT and --db it shows the packaged example.
    """
    from dragoman.web import serving

    if db and inputs:
        raise click.UsageError("an INPUT and --db exclude each other; leave out one")
    try:
        bound = serving.listen(host, port, token)
    except serving.ServeError as error:
        raise click.UsageError(str(error)) from error
    asked = (inputs, published, parser, strict, lexicon, min_confidence, jobs, db)
    with bound, _shown(*asked) as store, suppress(KeyboardInterrupt):
        server = serving.server(store, host=host, token=token, example=not (inputs or db))
        address = serving.address_of(bound, host, token)
        click.echo(f"The front page is at {address} (Ctrl-C ends)", err=True)
        if opened:
            click.launch(address)
        server.run(sockets=[bound])


def _shown(
    inputs: tuple[str, ...],
    published: str | None,
    parser: Parser,
    strict: bool,
    lexicon: tuple[str, ...],
    min_confidence: float,
    jobs: int | None,
    db: str | None,
) -> Store:
    """Return the store that is shown: a database, or what the inputs hold, or the packaged example."""
    from dragoman.errors import DragomanError
    from dragoman.store import Store
    from dragoman.web import serving

    if db:
        try:
            return Store.open(db)
        except DragomanError as error:
            raise click.ClickException(str(error)) from error
    with reading(inputs or (str(dragoman.EXAMPLE),), published, strict) as documents:
        if inputs:
            tell_undated(documents)
        return serving.gather(documents, coded(documents, parser, lexicon, min_confidence, jobs), parser)


@main.command()
@reads_inputs
def quotes(inputs: tuple[str, ...], published: str | None, parser: Parser, strict: bool) -> None:
    """Write who says what: source, cue and content of each attribution, one line a document."""
    with reading(inputs, published, strict) as documents:
        from dragoman.coding.quoting import stream

        for said in stream(documents, parser):
            click.echo(said.json())


@main.command()
@click.argument("words", metavar="SENTENCE...", nargs=-1)
@click.option(
    "--published",
    metavar="DATE",
    callback=_check_date,
    help="Day of publication, on which relative dates and offices rest (2025-02-18).",
)
@reads_with
@codes_with
@click.option(
    "--headline/--text",
    "headline",
    default=None,
    help="Read it as one headline, or as running text. Default: as its form says.",
)
@click.option(
    "--format",
    "form",
    type=click.Choice(["text", "html", "json"]),
    help="Default: by the ending of --output, else text.",
)
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file instead of standard output.",
)
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
            _sentence(words), published=published, headline=headline, parser=parser, lexicon=lexicon
        )
    except DragomanError as error:
        raise click.ClickException(str(error)) from error
    form = form or _ending(output, {".html": "html", ".htm": "html", ".json": "json"}, "text")
    if form == "text" and output is None:
        from dragoman.explaining.terminal import show

        show(told, _console())
        return
    text = told.html() if form == "html" else told.text() if form == "text" else told.json(indent=2) + "\n"
    if output is None:
        click.echo(text, nl=False)
    else:
        _write(output, text)
        click.echo(f"The explanation is at {output.resolve()}", err=True)


@main.command()
@click.argument("n", metavar="N", type=click.IntRange(min=1))
@reads_inputs
@codes_with
@keeps_from
@codes_in
@click.option(
    "--events",
    metavar="FILE",
    type=click.Path(exists=True, dir_okay=False, allow_dash=True),
    help="Draw from these events, written by code --format jsonl, instead of coding INPUT.",
)
@click.option("--seed", type=int, default=0, show_default=True, help="Another seed draws another sample.")
@click.option(
    "-o",
    "--output",
    type=click.Path(dir_okay=False, path_type=Path),
    help="Write to this file instead of standard output.",
)
def sample(
    n: int,
    inputs: tuple[str, ...],
    published: str | None,
    parser: Parser,
    strict: bool,
    lexicon: tuple[str, ...],
    min_confidence: float,
    jobs: int | None,
    events: str | None,
    seed: int,
    output: Path | None,
) -> None:
    """Write a sheet of N events as CSV, with empty columns for somebody to judge.

    As many of each type are drawn, and of rare types all there are; fill in y or n in the columns that end in _ok,
    leave empty what you do not judge, and give the file to dragoman evaluate.
    """
    if events is None:
        with reading(inputs, published, strict) as documents:
            found = list(coded(documents, parser, lexicon, min_confidence, jobs))
            _write_sheet(dragoman.sample(found, n, seed=seed).csv(), output)
        return
    if inputs or lexicon:
        raise click.UsageError(
            "--events draws from events that are coded already; leave out INPUT and --lexicon"
        )
    from dragoman.judging.drawing import read_events

    name = "<stdin>" if events == "-" else events
    with telling(strict) as tell, click.open_file(events, encoding="utf-8", errors="replace") as file:
        told = [e for e in read_events(file, name, tell) if (e.confidence or 0) >= min_confidence]
        _write_sheet(dragoman.sample(told, n, seed=seed).csv(), output)


def _write_sheet(text: str, output: Path | None) -> None:
    if output is None:
        click.echo(text, nl=False)
    else:
        _write(output, "\ufeff" + text)  # by this mark spreadsheets know UTF-8
        click.echo(f"The sheet is at {output.resolve()}", err=True)


@main.command()
@click.argument("file", metavar="FILE")
@click.option("--strict", is_flag=True, help="Exit with 1 when anything could not be read.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "json", "csv"]),
    help="Default: table on a terminal, else json.",
)
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
        match form or ("table" if sys.stdout.isatty() else "json"):
            case "table":
                from dragoman.judging.terminal import show

                show(result, _console())
            case "csv":
                click.echo(result.csv(), nl=False)
            case _:
                click.echo(result.json(indent=2))


@contextmanager
def telling(strict: bool) -> Iterator[Callable[[InputError], None]]:
    """Say on standard error what could not be read; set the exit code at the end."""
    from dragoman.errors import DragomanError

    errors: list[InputError] = []

    def tell(error: InputError) -> None:
        errors.append(error)
        click.echo(f"dragoman: {error}", err=True)

    try:
        yield tell
    except DragomanError as error:
        raise click.ClickException(str(error)) from error
    if errors and strict:
        sys.exit(1)


def _sentence(words: Sequence[str]) -> str:
    if words and words != ("-",):
        return " ".join(words).encode("utf-8", "replace").decode("utf-8")  # bytes that are no text
    if not words and sys.stdin.isatty():
        raise click.UsageError("no SENTENCE given and nothing piped in; write it in quotes, or - to type")
    return sys.stdin.buffer.read().decode("utf-8", "replace")


@main.command()
@click.argument("words", metavar="PHRASE...|FILE...", nargs=-1)
@click.option(
    "--date",
    metavar="DATE",
    callback=_check_date,
    help="Day as of which offices are read (2025-02-18), where a line has none. Default: the latest known.",
)
@click.option("--strict", is_flag=True, help="Exit with 1 when anything could not be read.")
@click.option(
    "--format",
    "form",
    type=click.Choice(["table", "jsonl"]),
    help="Default: table on a terminal, else jsonl.",
)
def who(words: tuple[str, ...], date: str | None, strict: bool, form: str | None) -> None:
    """Tell who a noun phrase names: country, PLOVER sectors, name, and how it was told.

    Words are joined by blanks. A FILE has JSON Lines {"id", "text", "date"}, the date may be absent; - is standard
    input.
    """
    files = words if words and all(word == "-" or os.path.exists(word) for word in words) else ()
    if not words and sys.stdin.isatty():
        raise click.UsageError("no PHRASE given and nothing piped in; write it in quotes, or - to type")
    if not files and len(words) == 1 and words[0].lower().endswith((".json", ".jsonl", ".ndjson", ".gz")):
        raise click.UsageError(f"{words[0]}: no such file (check the name)")
    with telling(strict) as tell:
        if words and not files:
            phrase = _sentence(words)
            if not phrase.strip():
                raise click.UsageError('the PHRASE is empty; write one, as "Taiwan\'s defense ministry"')
            _tell_parties([(phrase, dragoman.who(phrase, date=date)[0])], form or _default_form())
            return
        from dragoman.coding.fragments import Asked

        asked = _rows(files or ("-",), Asked.of, tell)
        answers = ((one.id, dragoman.who(one.text, date=one.date or date)[0]) for one in asked)
        _tell_parties(answers, form or _default_form())


def _rows(
    files: Iterable[str], check: Callable[[object, str, str], T], tell: Callable[[InputError], None]
) -> Iterator[T]:
    """Yield the lines of JSON Lines that pass the check, and tell of the others. Exits where there is none."""
    from dragoman.errors import InputError
    from dragoman.sources.opening import rows_in

    some = False
    for file in files:
        name, empty = "<stdin>" if file == "-" else file, True
        for found in rows_in(file):
            empty = False
            try:
                if isinstance(found, InputError):
                    raise found
                row = check(found[1], name, found[0])
            except InputError as error:
                tell(error)
            else:
                some = True
                yield row
        if empty:
            tell(InputError(name, None, "nothing in it", "give a file with JSON Lines"))
    if not some:
        click.echo("dragoman: nothing could be read", err=True)
        sys.exit(1)


@main.command()
@click.argument("words", metavar="SENTENCE...|FILE...", nargs=-1)
@click.option("--actor", metavar="WORDS", help="Words of the SENTENCE that name who does it.")
@click.option("--recipient", metavar="WORDS", help="Words of the SENTENCE that name to whom it is done.")
@reads_with
@codes_with
@click.option("--strict", is_flag=True, help="Exit with 1 when anything could not be read.")
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
            text = _sentence(words)
            marks = [
                _found(text, part, name) for part, name in ((actor, "--actor"), (recipient, "--recipient"))
            ]
            click.echo(dragoman.relate(text, *marks, parser=parser, lexicon=lexicon).json())
            return
        if not words and sys.stdin.isatty():
            raise click.UsageError("no FILE given and nothing piped in; name one, or - to type")
        if missing := [word for word in words if word != "-" and not os.path.exists(word)]:
            raise click.UsageError(
                f"{missing[0]}: no such file; with a SENTENCE give --actor and --recipient"
            )
        for relation in stream(_rows(words or ("-",), Marked.of, tell), parser, load(lexicon)):
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


@main.command()
@click.argument("inputs", metavar="INPUT...", nargs=-1)
@click.option(
    "--words",
    metavar="N",
    type=click.IntRange(1),
    default=60,
    show_default=True,
    help="Words of a summary at most; where no sentence is so short, the shortest is taken.",
)
@reads_with
@click.option("--strict", is_flag=True, help="Exit with 1 when anything could not be read.")
def summarize(inputs: tuple[str, ...], words: int, parser: Parser, strict: bool) -> None:
    """Choose the sentences that carry a story, from different origins, each with its article and offsets.

    INPUT has JSON Lines, a story a line: {"id", "articles": [{"title", "text", "publisher", "published"}]}; - is
    standard input. Offsets count characters of the article's text, the end is exclusive.
    """
    from functools import partial

    from dragoman.sources.articles import Articles

    if not inputs and sys.stdin.isatty():
        raise click.UsageError("no INPUT given and nothing piped in; name a file, or - to type")
    if missing := [name for name in inputs if name != "-" and not os.path.exists(name)]:
        raise click.UsageError(f"{missing[0]}: no such file (check the name)")
    with telling(strict) as tell:
        for story in _rows(inputs or ("-",), partial(Articles.of, tell=tell), tell):
            documents = [document for document in story.documents if document]
            tell_declined(documents)
            number = {document.id: n for n, document in enumerate(story.documents) if document}
            told = [
                {"text": s.text, "article": number[s.document], "start": s.start, "end": s.end}
                for s in dragoman.summarize(documents, words, parser=parser)
            ]
            click.echo(json.dumps({"id": story.id, "sentences": told}, ensure_ascii=False))


# ------------------------------------------------------------------------------------------ reading


@contextmanager
def reading(inputs: Sequence[str], published: str | None, strict: bool) -> Iterator[list[Document]]:
    """Read the inputs; say on standard error what could not be read; set the exit code at the end."""
    from dragoman.errors import DragomanError

    if not inputs and sys.stdin.isatty():
        raise click.UsageError("no INPUT given and nothing piped in; name a file or a folder, or - to type")
    errors: list[InputError] = []

    def tell(error: InputError) -> None:
        errors.append(error)
        click.echo(f"dragoman: {error}", err=True)

    try:
        documents = dragoman.read(inputs or ["-"], published=published, on_error=tell)
        if not documents:
            click.echo("dragoman: nothing could be read", err=True)
            sys.exit(1)
        declined = tell_declined(documents)
        tell_ahead(documents)
        yield documents
    except DragomanError as error:
        raise click.ClickException(str(error)) from error
    if errors or declined:
        click.echo(
            f"dragoman: documents read: {len(documents) - declined}; declined: {declined}; "
            f"problems told above: {len(errors)}",
            err=True,
        )
        if strict:
            sys.exit(1)


def tell_undated(documents: Sequence[Document]) -> None:
    """Say on standard error how many documents have no date, where days decide."""
    if undated := sum(document.published is None for document in documents):
        click.echo(
            f"dragoman: documents without a date: {undated:,} of {len(documents):,}; they may go with those of any day "
            "(give the day with --published)",
            err=True,
        )


def tell_ahead(documents: Sequence[Document]) -> None:
    """Say on standard error which dates of publication are still to come; they count as they are written.

    Midnight is past somewhere a day before it is here, so that only what is later than tomorrow is told.
    """
    tomorrow = (_today() + dt.timedelta(days=1)).isoformat()
    ahead = [document for document in documents if (document.published or "")[:10] > tomorrow]
    if ahead:
        click.echo(
            f"dragoman: documents with a date to come: {len(ahead):,}, the first {_called(ahead[0])} "
            f"({(ahead[0].published or '')[:10]}); dates count as they are written (mend them in the input)",
            err=True,
        )


def _today() -> dt.date:
    return dt.datetime.now(dt.UTC).date()


def _called(document: Document) -> str:
    """Return what a user knows a document by, with nothing in it that would steer a terminal."""
    from dragoman.briefing.page import printable

    return printable(document.url or document.title or document.id)[:200]


def tell_declined(documents: Sequence[Document]) -> int:
    """Say on standard error which documents are not read for events, and why; return how many."""
    from dragoman.language import declined

    told = [(document, why) for document in documents if (why := declined(document))]
    for document, why in told:
        click.echo(f"dragoman: {_called(document)}: declined: {why}", err=True)
    return len(told)


def coded(
    documents: Sequence[Document],
    parser: Parser,
    lexicon: tuple[str, ...],
    min_confidence: float,
    jobs: int | None = None,
) -> Iterator[Event]:
    """Code the documents and yield the events in order, with a progress bar when it is long work on a terminal."""
    from concurrent.futures import BrokenExecutor

    from dragoman.coding import stream
    from dragoman.coding.shards import processes

    with processes(documents, jobs) as executor:
        coding: Iterable[tuple[Event, ...]] = stream(
            documents, parser=parser, lexicon=lexicon, min_confidence=min_confidence, executor=executor
        )
        if len(documents) >= LONG_WORK and sys.stderr.isatty():
            from rich.progress import track

            coding = track(coding, "Coding", len(documents), console=_console(stderr=True), transient=True)
        try:
            for events in coding:
                yield from events
        except BrokenExecutor as error:
            raise click.ClickException(
                "a process that coded was ended from outside, as where memory is short (give a smaller --jobs)"
            ) from error


# ------------------------------------------------------------------------------------------ writing


def _default_form() -> str:
    return "table" if sys.stdout.isatty() else "jsonl"


def _ending(output: Path | None, forms: Mapping[str, str], other: str) -> str:
    return forms.get(output.suffix.lower(), other) if output else other


def _write(path: Path, made: str | bytes) -> None:
    """Write the file whole or not at all; a pipe or device is written to and stays what it is."""
    content = made.encode() if isinstance(made, str) else made
    path = path.resolve()  # what a link points to is replaced, not the link
    try:
        if path.exists() and not path.is_file():
            path.write_bytes(content)
            return
        with tempfile.TemporaryDirectory(dir=path.parent, prefix=".dragoman-") as aside:
            whole = Path(aside) / path.name
            whole.write_bytes(content)
            os.replace(whole, path)
    except OSError as error:
        raise click.ClickException(
            f"{path}: cannot be written: {error.strerror} (name another file with -o)"
        ) from error


def _console(*, stderr: bool = False) -> Console:
    from rich.console import Console

    return Console(stderr=stderr, highlight=False)


def _tell_array(rows: Iterable[str]) -> None:
    """Write records as one JSON array, each on a line of its own."""
    before = "["
    for row in rows:
        click.echo(f"{before}\n{row}", nl=False)
        before = ","
    click.echo("\n]" if before == "," else "[]")


def _tell_parties(answers: Iterable[tuple[object, Party]], form: str) -> None:
    from dragoman.tables import PARTY_TOLD, show_parties

    if form == "table":
        show_parties(answers, _console())
        return
    for name, party in answers:
        told = {key: value for key, value in party.to_dict().items() if key in PARTY_TOLD}
        click.echo(json.dumps({"id": name, **told}, ensure_ascii=False))

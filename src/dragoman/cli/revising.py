"""`correct` and `recode`: what an analyst judges of events, and documents coded again."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable, Mapping
from contextlib import nullcontext
from functools import partial
from typing import TYPE_CHECKING, Any

import click

from dragoman.cli.adding import counting
from dragoman.cli.desk import db_option, open_store, run_of
from dragoman.cli.inputs import telling
from dragoman.cli.options import (
    format_option,
    jobs_option,
    lexicon_option,
    min_confidence_option,
    parser_option,
    strict_option,
)
from dragoman.cli.outputs import console, default_form

if TYPE_CHECKING:
    from dragoman.desk.correcting import Correction
    from dragoman.desk.recoding import Changed
    from dragoman.records import Parser
    from dragoman.store import Store


def _settings(ctx: click.Context, param: click.Parameter, values: tuple[str, ...]) -> dict[str, str]:
    found: dict[str, str] = {}
    for value in values:
        name, sign, text = value.partition("=")
        name = name.strip()
        if not sign or not name:
            raise click.BadParameter(f"{value!r} is not FIELD=VALUE; write it as type=AID")
        if found.setdefault(name, text) != text:
            raise click.BadParameter(f"{name} is given twice")
    return found


@click.command()
@click.argument("event", required=False)
@click.option("--reject", is_flag=True, help="The report tells no such event.")
@click.option(
    "--set",
    "settings",
    metavar="FIELD=VALUE",
    multiple=True,
    callback=_settings,
    help="A field is other than coded: type, mode, cameo, status, date, place, place_country, actor, recipient or "
    "contexts. May be given several times; an empty value empties the field.",
)
@click.option("--undo", is_flag=True, help="Nothing that was judged of it holds any longer.")
@click.option(
    "--copies",
    "and_copies",
    is_flag=True,
    help="Also the same sentence in other reports of the story, as copies have.",
)
@click.option("--note", metavar="TEXT", help="Why; it is shown beside the event.")
@click.option("--by", metavar="NAME", help="Who says so.")
@click.option(
    "--from",
    "file",
    metavar="FILE",
    help="Many judgements: CSV or JSON Lines with event, action (reject, set, undo), note, by and fields; - for "
    "standard input.",
)
@click.option("--list", "listed", is_flag=True, help="List all judgements.")
@click.option("--json", "as_json", is_flag=True, help="Write the event, or the list, as JSON.")
@strict_option
@db_option
def correct(
    event: str | None,
    reject: bool,
    settings: Mapping[str, str],
    undo: bool,
    and_copies: bool,
    note: str | None,
    by: str | None,
    file: str | None,
    listed: bool,
    as_json: bool,
    strict: bool,
    db: str,
) -> None:
    """Judge an event: it is none, or some of it is other than coded. What was coded is kept beside it.

    EVENT is its id, or the first six characters or more of it; with nothing else, what was judged of it is shown. A
    judgement holds on when documents are coded again, and shows in pages and exports. docs/judgement.md says how.

    \b
    dragoman correct 3f9a01 --set type=AID --set actor=FRA:GOV --note "relief, no loan"
    dragoman correct 3f9a01 --reject --note "a film" --by "A. Desk"
    """
    said = bool(reject or settings or undo or note)
    if said and event is None:
        raise click.UsageError("--reject, --set, --undo and --note are of one EVENT; name it")
    if sum((event is not None, file is not None, listed)) != 1:
        raise click.UsageError("give an EVENT, or --from FILE, or --list")
    with open_store(db) as store:
        if listed:
            _list(store, as_json)
        elif file is not None:
            _correct_all(store, file, by, and_copies, strict)
        elif event is not None and said:
            judge = partial(_judged, store, reject=reject, undo=undo, settings=settings, note=note, by=by)
            _correct(store, event, judge, and_copies, as_json)
        elif event is not None:
            _show(store, event, as_json)


def _correct(
    store: Store, event: str, judge: Callable[[str], Correction], and_copies: bool, as_json: bool
) -> None:
    from dragoman.cli.revised import show_correction
    from dragoman.desk.correcting import copies

    done = judge(event)
    others = copies(store, done.before)
    every = [done, *(judge(one.id) for one in others if and_copies)]
    for one in every:
        if as_json:
            click.echo(one.after.json())
        else:
            show_correction(one, console())
    if not any(one.judged for one in every):
        click.echo("dragoman: that is so already; nothing was changed", err=True)
    elif others and not and_copies:
        click.echo(
            f"dragoman: other reports of the story with the same sentence: {len(others):,} (--copies judges them too)",
            err=True,
        )


def _judged(store: Store, event: str, **said: Any) -> Correction:
    from dragoman.desk import correct
    from dragoman.errors import InputError

    try:
        return correct(store, event, made=_now(), **said)
    except InputError as error:
        raise click.UsageError(str(error)) from error


def _show(store: Store, event: str, as_json: bool) -> None:
    from dragoman.cli.revised import show_event, show_judgements
    from dragoman.desk.correcting import found
    from dragoman.errors import InputError

    try:
        one = found(store, event)
    except InputError as error:
        raise click.UsageError(str(error)) from error
    if as_json:
        click.echo(one.json())
        return
    show_event(one, console())
    judged = [each for each in store.judgements(document=one.document) if each.event == one.id]
    if judged:
        show_judgements(judged, (), console())


def _correct_all(store: Store, file: str, by: str | None, and_copies: bool, strict: bool) -> None:
    from dragoman.desk.correcting import correct_all
    from dragoman.desk.sheets import read

    kept = same = 0
    name = "<stdin>" if file == "-" else file
    with telling(strict) as tell:
        rows = read(file, tell)
        for done in correct_all(store, rows, name, made=_now(), by=by, and_copies=and_copies, on_error=tell):
            kept, same = kept + (done.judged is not None), same + (done.judged is None)
        click.echo(f"{kept:,} kept, {same:,} as before")
        if tell.told:
            click.echo(f"dragoman: problems told above: {tell.told:,}", err=True)
        if tell.told and not kept + same:
            raise SystemExit(1)


def _list(store: Store, as_json: bool) -> None:
    from dragoman.cli.revised import show_judgements
    from dragoman.desk.recoding import left_over

    judged = store.judgements()
    if as_json:
        for one in judged:
            click.echo(one.json())
    else:
        show_judgements(judged, [one.number for one in left_over(store)], console())


@click.command()
@click.option("--since", metavar="DAY", help="Only documents of days from this one on (2025-02-18).")
@click.option("--all", "everything", is_flag=True, help="Those too that are coded as they would be now.")
@click.option("--dry-run", is_flag=True, help="Only tell what would be; nothing is written.")
@parser_option
@lexicon_option
@min_confidence_option
@jobs_option
@format_option("table", "jsonl")
@db_option
def recode(
    since: str | None,
    everything: bool,
    dry_run: bool,
    parser: Parser,
    lexicon: tuple[str, ...],
    min_confidence: float,
    jobs: int | None,
    form: str | None,
    db: str,
) -> None:
    """Code the documents of the store again that were coded otherwise, or not at all, and tell what that changes.

    For a new lexicon, model or parser. Earlier events are kept under their coding (table old_events), judgements hold,
    and documents are placed in stories again, batch by batch: broken off, it goes on when given again.
    """
    import json

    from dragoman.cli.revised import show_recoding, tell_recoding
    from dragoman.coding.shards import processes
    from dragoman.desk import Desk
    from dragoman.desk import recode as again
    from dragoman.desk.recoding import CHUNK, wanted
    from dragoman.errors import QueryError

    form = form or default_form()

    def write(one: Changed) -> None:
        click.echo(json.dumps(one.to_dict(), ensure_ascii=False))

    with open_store(db) as store:
        desk = Desk(store, parser=parser, lexicon=lexicon, min_confidence=min_confidence)
        try:
            ids = wanted(desk, since=since, everything=everything)
        except QueryError as error:
            raise click.UsageError(str(error)) from error
        if not ids:
            click.echo("dragoman: every document is coded so already", err=True)
            return
        settings = {"since": since, "all": everything, "parser": parser, "lexicon": list(lexicon)}
        some = [one.document for one in store.held(ids[:CHUNK]).values()]
        with (
            nullcontext() if dry_run else run_of(store, "recode", settings) as run,
            processes(some, jobs) as executor,
            counting("Reading" if dry_run else "Coding again", len(ids)) as progress,
        ):
            done = again(
                desk,
                since=since,
                everything=everything,
                dry_run=dry_run,
                run=run,
                executor=executor,
                on_difference=write if form == "jsonl" else lambda one: None,
                progress=progress,
            )
        if form == "jsonl":
            tell_recoding(done, dry_run)
        else:
            show_recoding(done, dry_run, console())


def _now() -> str:
    from dragoman.desk.schedule import stamp

    return stamp(dt.datetime.now(dt.UTC))

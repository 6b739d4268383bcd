"""Events before and after, and what a new coding changes, on a terminal."""

from __future__ import annotations

from collections.abc import Collection, Sequence
from typing import Any

import click
from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.briefing.page import printable
from dragoman.desk.correcting import Correction
from dragoman.desk.recoding import Changed, Recoding
from dragoman.exports.judgements import FOLLOWS, in_words, told
from dragoman.records import EVENT_TYPES, Event
from dragoman.store.judgements import Judged

SHOWN = (
    "type", "mode", "cameo", "quad", "intensity", "status", "date", "place", "actors", "recipients", "contexts",
)  # fmt: skip
"""Fields of an event that are told, in this order."""


def show_event(event: Event, console: Console) -> None:
    """Print an event: its id and sentence, its fields, what was judged of it."""
    _head(event, console)
    plain = event.to_dict()
    for name in SHOWN:
        if (value := plain[name]) not in (None, []):
            _line(console, name, in_words(name, value))
    _verdict(event, console)


def show_correction(done: Correction, console: Console) -> None:
    """Print an event, each field that a judgement has changed before and after, and the judgement."""
    _head(done.after, console)
    before, after = done.before.to_dict(), done.after.to_dict()
    for name in SHOWN:
        if before[name] != after[name]:
            _line(console, name, f"{in_words(name, before[name])} → {in_words(name, after[name])}")
    if done.before.judgement and not done.after.judgement:
        _line(console, "judgement", "taken back")
    _verdict(done.after, console)


def show_judgements(judged: Sequence[Judged], without: Collection[int | None], console: Console) -> None:
    """Print judgements, one a row; those whose numbers are in ``without`` mean no event any more."""
    if not judged:
        console.print("Nothing was judged.")
        return
    for one in judged:
        what: list[str] = [one.action]
        if one.changes:
            what = [
                f"{name}: {in_words(name, value)}"
                for name, value in one.changes.items()
                if not any(other in one.changes for other in FOLLOWS.get(name, ()))
            ]
        said = ", ".join(what) + (f"; {one.note}" if one.note else "") + (f" (by {one.by})" if one.by else "")
        lost = " (no such event any more)" if one.number in without else ""
        console.print(_text(f"{one.event}  {one.made[:10]}  {said}{lost}"), soft_wrap=True)
        console.print(_text(f"  “{' '.join(one.quote.split())}”"), style="dim", soft_wrap=True)


def show_recoding(done: Recoding, dry_run: bool, console: Console) -> None:
    """Print how many events of each type are as before, gained, lost and changed, and some of them."""
    counts: dict[str, dict[str, int]] = {
        "As before": done.same, "Gained": done.gained, "Lost": done.lost, "Changed": done.changed
    }  # fmt: skip
    table = Table("Type", box=SIMPLE_HEAD, pad_edge=False)
    for name in counts:
        table.add_column(name, justify="right")
    for type in EVENT_TYPES:
        row = [counter[type] for counter in counts.values()]
        if any(row):
            table.add_row(type, *map(_count, row))
    table.add_section()
    table.add_row("all", *(_count(sum(counter.values())) for counter in counts.values()))
    console.print(table)
    if done.fields:
        fields = ", ".join(f"{name} {number:,}" for name, number in done.fields.most_common())
        console.print(_text(f"Fields of changed events: {fields}"), soft_wrap=True)
    for one in sorted(done.examples, key=lambda one: (one.kind, EVENT_TYPES.index(one.event.type))):
        console.print(_text(_difference(one)), soft_wrap=True)
    tell_recoding(done, dry_run)


def tell_recoding(done: Recoding, dry_run: bool) -> None:
    """Say on standard error what was done, what failed, and which judgements mean no event any more."""
    gained, lost, changed, same = (
        sum(counter.values()) for counter in (done.gained, done.lost, done.changed, done.same)
    )
    said = "would be coded again" if dry_run else "coded again"
    click.echo(
        f"dragoman: documents {said}: {done.documents:,}; events gained: {gained:,}; lost: {lost:,}; "
        f"changed: {changed:,}; as before: {same:,}",
        err=True,
    )
    for id, error in done.failed.items():
        click.echo(f"dragoman: {printable(id)}: cannot be coded: {printable(error)}", err=True)
    if done.without_event:
        click.echo(
            f"dragoman: judgements that mean no event any more: {len(done.without_event):,}; they are kept "
            "(dragoman correct --list tells them)",
            err=True,
        )


def _head(event: Event, console: Console) -> None:
    console.print(_text(f"{event.id}  “{' '.join(event.evidence.quote.split())}”"), soft_wrap=True)


def _verdict(event: Event, console: Console) -> None:
    if event.judgement is None:
        return
    by = f"by {event.judgement.by}, " if event.judgement.by else ""
    _line(console, "judgement", f"{told(event)} ({by}{event.judgement.made})")


def _line(console: Console, name: str, value: str) -> None:
    console.print(_text(f"  {name:<11}{value}"), soft_wrap=True)


def _difference(one: Changed) -> str:
    before, after = (event.to_dict() if event else {} for event in (one.before, one.after))
    quote = " ".join(one.event.evidence.quote.split())
    if one.kind != "changed":
        return f"{one.kind} {_kind(one.event)}: “{quote}” ({one.event.document})"
    fields = "; ".join(
        f"{name} {in_words(name, before[name])} → {in_words(name, after[name])}" if name in SHOWN else name
        for name in one.fields
    )
    return f"changed {fields}: “{quote}” ({one.event.document})"


def _kind(event: Event) -> str:
    return f"{event.type} {event.mode}" if event.mode else event.type


def _count(number: int) -> str:
    return f"{number:,}" if number else "–"


def _text(value: Any) -> Text:
    return Text(printable(str(value)))

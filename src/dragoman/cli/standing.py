"""How a standing desk stands, as tables on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.box import SIMPLE_HEAD
from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.briefing.page import printable
from dragoman.desk.status import address_of, ago, ahead, length

if TYPE_CHECKING:
    from dragoman.desk.status import Status
    from dragoman.store.rows import RunRow

_STYLES = {"failing": "yellow", "in trouble": "red", "gone": "red"}


def show_status(status: Status, store: str, console: Console) -> None:
    """Print which store it is, what it holds, what waits, the sources and the last runs."""
    console.print(_text(f"The store is {store}"), soft_wrap=True)
    counts, waiting = status.counts, status.waiting
    days = (
        f" ({' – '.join(dict.fromkeys((counts.first, counts.last)))})" if counts.first and counts.last else ""
    )
    console.print(
        f"Documents: {counts.documents:,}{days}; not coded: {status.uncoded:,}; events: {counts.events:,}; "
        f"stories: {counts.stories:,}; storylines: {counts.storylines:,}",
        soft_wrap=True,
    )
    for coding in status.codings:
        made = coding.coding
        own = ", own words" if made.own else ""
        console.print(
            _text(
                f"  coding {coding.number}: documents: {coding.documents:,}, by {made.code}, {made.parser}, "
                f"lexicon {made.lexicon}, {made.model}{own}"
            ),
            style="dim",
            soft_wrap=True,
        )
    if status.judgements:
        left = f"; of no event any more: {status.without_event:,}" if status.without_event else ""
        console.print(f"Judgements: {status.judgements:,}{left}", soft_wrap=True)
    due = f", the next {ahead(waiting.due, status.at)}" if waiting.waiting else ""
    console.print(
        f"Waiting: {waiting.waiting:,}, tried in vain: {waiting.tried:,}{due}; refused: {waiting.refused:,}",
        soft_wrap=True,
    )
    for one in status.tried:
        when = f"tried again {ahead(one.due, status.at)}" if one.due else "due"
        console.print(_text(f"  {one.url}: {one.error}; {when}"), style="dim", soft_wrap=True)
    if status.waiting.tried > len(status.tried):
        more = status.waiting.tried - len(status.tried)
        console.print(f"  and {more:,} more (table waiting)", style="dim", soft_wrap=True)
    for item in status.refused:
        what = address_of(item.key, item.payload)
        console.print(_text(f"  refused {item.at}: {what}: {item.reason}"), style="dim", soft_wrap=True)
    _show_sources(status, console)
    _show_runs(status.runs, console)


def _show_sources(status: Status, console: Console) -> None:
    if not status.sources:
        console.print("No sources are followed (dragoman watch FEEDS.opml).")
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Source", ratio=1, overflow="fold")
    for name in ("State", "Success", "Lag", "Next", "Documents"):
        table.add_column(name, no_wrap=True, justify="right" if name == "Documents" else "left")
    for source in status.sources:
        table.add_row(
            _text(source.title or source.url),
            _text(source.state, _STYLES.get(source.state, "")),
            ago(source.succeeded, status.at),
            length(source.lag),
            "never" if source.state == "gone" else ahead(source.due, status.at),
            f"{source.documents:,}",
        )
    console.print(table)
    for source in status.sources:  # an error in a column would be a tower of words
        if source.failures:
            times = f", {source.failures:,} times in a row" if source.failures > 1 else ""
            words = f"  {source.url}: {source.error or 'it failed'}{times}"
            console.print(_text(words, _STYLES.get(source.state, "")), soft_wrap=True)


def _show_runs(runs: tuple[RunRow, ...], console: Console) -> None:
    if not runs:
        return
    table = Table(box=SIMPLE_HEAD, pad_edge=False)
    table.add_column("Run", no_wrap=True)
    table.add_column("Begun (UTC)", no_wrap=True)
    table.add_column("Outcome", ratio=1, min_width=len("Outcome"), overflow="fold")
    for name in ("New", "Revised", "Same", "Failed", "Events"):
        table.add_column(name, no_wrap=True, justify="right")
    for run in runs:
        outcome = run.outcome or "not ended"
        table.add_row(
            _text(f"{run.number} {run.command}"),
            run.begun.replace("T", " ")[:16],
            _text(f"{outcome}: {run.note}" if run.note else outcome),
            *(f"{number:,}" for number in (run.new, run.revised, run.same, run.failed, run.events)),
        )
    console.print(table)


def _text(words: str, style: str = "") -> Text:
    """Words as they stand: nothing in them is markup, and nothing steers the terminal."""
    return Text(printable(words), style)

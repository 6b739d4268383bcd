"""How a standing desk stands, as tables on a terminal."""

from __future__ import annotations

from typing import TYPE_CHECKING

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.briefing.page import printable

if TYPE_CHECKING:
    from dragoman.desk.status import Status
    from dragoman.store.rows import RunRow

_STYLES = {"failing": "yellow", "in trouble": "red", "gone": "red"}


def show_status(status: Status, console: Console) -> None:
    """Print what is held, what waits, the sources and the last runs."""
    counts, waiting = status.counts, status.waiting
    days = f", {counts.first} – {counts.last}" if counts.first else ""
    console.print(
        f"{counts.documents:,} documents{days}; {counts.events:,} events; {counts.stories:,} stories; "
        f"{counts.storylines:,} storylines; {status.uncoded:,} documents not coded",
        soft_wrap=True,
    )
    for coding in status.codings:
        made = coding.coding
        own = ", own words" if made.own else ""
        console.print(
            _text(
                f"  coding {coding.number}: {coding.documents:,} documents by {made.code}, {made.parser}, "
                f"lexicon {made.lexicon}, {made.model}{own}"
            ),
            style="dim",
            soft_wrap=True,
        )
    tried = f", {waiting.tried:,} of them tried in vain, the next at {waiting.due}" if waiting.tried else ""
    console.print(f"waiting: {waiting.waiting:,}{tried}; refused: {waiting.refused:,}", soft_wrap=True)
    for item in status.refused:
        what = str(item.payload.get("url") or item.key)
        console.print(_text(f"  refused {item.at}: {what}: {item.reason}"), style="dim", soft_wrap=True)
    console.print()
    _show_sources(status, console)
    _show_runs(status.runs, console)


def _show_sources(status: Status, console: Console) -> None:
    if not status.sources:
        console.print("No sources are followed (dragoman watch FEEDS.opml).")
        return
    table = Table("Source", "State", "Last success", "Lag", "Next", "Documents")
    for source in status.sources:
        name = f"{source.title}\n{source.url}" if source.title and source.title != source.url else source.url
        state = (
            f"{source.state}\n{source.failures:,} in a row: {source.error}"
            if source.failures
            else source.state
        )
        table.add_row(
            _text(name),
            _text(state, _STYLES.get(source.state, "")),
            _time(source.succeeded),
            _length(source.lag),
            "never" if source.state == "gone" else _time(source.due) or "at once",
            f"{source.documents:,}",
        )
    console.print(table)


def _show_runs(runs: tuple[RunRow, ...], console: Console) -> None:
    if not runs:
        return
    table = Table("Run", "Command", "Begun", "Outcome", "New", "Revised", "As before", "Failed", "Events")
    for run in runs:
        outcome = run.outcome or "goes on, or was killed"
        table.add_row(
            str(run.number),
            _text(run.command),
            _time(run.begun),
            _text(f"{outcome}: {run.note}" if run.note else outcome),
            *(f"{number:,}" for number in (run.new, run.revised, run.same, run.failed, run.events)),
        )
    console.print(table)


def _time(at: str | None) -> str:
    return at.replace("T", " ").removesuffix("Z") if at else ""


def _length(seconds: int | None) -> str:
    """A length of time in its two largest units."""
    if seconds is None:
        return ""
    days, hours, minutes = seconds // 86_400, seconds // 3_600 % 24, seconds // 60 % 60
    if days:
        return f"{days:,} d {hours} h"
    return f"{hours} h {minutes} min" if hours else f"{minutes} min"


def _text(words: str, style: str = "") -> Text:
    """Words as they stand: nothing in them is markup, and nothing steers the terminal."""
    return Text(printable(words), style)

"""An explanation as it stands on a terminal: a row a word with the tree at its left, then what was made of it."""

from __future__ import annotations

import io
from collections.abc import Iterable

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.briefing.page import printable
from dragoman.explaining import arcs
from dragoman.explaining.explanation import Explanation, Reading, Why
from dragoman.explaining.wording import code_of, facts, part, relation, values, wording
from dragoman.ontology.plover import cameo
from dragoman.records import Event, Party

# Colours: of names by their kind, of words that name an event, of what is said beside.
_KINDS = {"PER": "cyan", "ORG": "magenta", "LOC": "green", "NORP": "yellow"}
_KNOWN, _TRIGGER, _DATE, _QUIET = "yellow", "bold red", "blue", "dim"
_WIDEST = 28  # a word of more columns is cut


def show(explanation: Explanation, console: Console) -> None:
    """Print an explanation."""
    several = len(explanation.readings) > 1
    for number, reading in enumerate(explanation.readings, 1):
        if number > 1:
            console.print()
        if several:
            console.print(Text(f"{number} of {len(explanation.readings)}", _QUIET))
        console.print(Text(_line(reading.sentence.text), "bold"))
        if reading.apart:
            console.print(Text(wording()["apart"].format(kind=reading.apart), _QUIET))
        console.print()
        for row in _tree(reading, console.width):
            console.print(row, no_wrap=True, overflow="crop", crop=True)
        for heading, rows in values(reading):
            console.print()
            console.print(_section(heading, rows))
        for event, why in zip(reading.events, reading.reasons, strict=True):
            console.print()
            console.print(_section("Event", [_kind(event), *_event(event, why)]))
        if reading.refusals:
            console.print()
            refused = [
                (r.word.text, f"{r.rule}: {r.reason}" if r.rule else r.reason) for r in reading.refusals
            ]
            console.print(_section("Not coded", refused))
        elif not reading.events and not reading.apart:
            console.print()
            console.print(_section("Not coded", [("", wording()["nothing"])]))
    if explanation.left_out:
        told = f"The rest of the text, {explanation.left_out:,} characters, is left out."
        console.print(Text(f"\n{told}", _QUIET))


def drawn(explanation: Explanation, width: int) -> str:
    """Return what `show` prints on a terminal of so many columns, without colours."""
    console = Console(
        file=io.StringIO(), width=width, color_system=None, highlight=False, legacy_windows=False
    )
    with console.capture() as captured:
        show(explanation, console)
    return "\n".join(line.rstrip() for line in captured.get().splitlines()) + "\n"


def _tree(reading: Reading, width: int) -> Iterable[Text]:
    """Yield the rows of the tree: lines, word, lemma, part of speech, relation to the head."""
    words = reading.words
    rows = arcs.drawn([word.head for word in words])
    most = width * 2 // 5
    if len(rows[0]) > most:  # a tree deeper than the terminal is wide: its outer lines are left out
        rows = [f"…{row[1 - most :]}" for row in rows]
    styles = _styles(reading)
    columns = [
        [Text(_line(word.text), styles.get(word.start, "")) for word in words],
        [Text(_line(word.lemma)) for word in words],
        [Text(part(word.part)) for word in words],
        [Text(relation(word.label)) for word in words],
        [Text(word.label, _QUIET) for word in words],
    ]
    sizes = [min(_WIDEST, max(text.cell_len for text in column)) for column in columns]
    for at, row in enumerate(rows):
        cells = [Text(row, _QUIET)]
        for column, size in zip(columns, sizes, strict=True):
            cell = column[at].copy()
            cell.truncate(size, overflow="ellipsis", pad=True)
            cells.append(cell)
        line = Text("  ").join(cells[1:])
        line.rstrip()
        whole = Text.assemble(cells[0], " ", line)
        whole.truncate(width, overflow="ellipsis")
        yield whole


def _styles(reading: Reading) -> dict[int, str]:
    """Return the style of words by where they begin."""
    spans = [(one.words, _DATE) for one in reading.dates]
    spans += [(one.words, _KINDS.get(one.kind or "", _KNOWN)) for one in reading.names]
    spans += [(event.trigger, _TRIGGER) for event in reading.events]
    return {
        word.start: style
        for span, style in spans
        for word in reading.words
        if span.start <= word.start < span.end
    }


def _kind(event: Event) -> tuple[str, str]:
    info = [event.type, event.mode or "", event.status, f"confidence {event.confidence}"]
    return ("type", " · ".join(filter(None, info)))


def _event(event: Event, why: Why) -> list[tuple[str, str]]:
    rows = [("trigger", f"“{event.trigger.text}”")]
    rows += [("actor", _party(party)) for party in event.actors]
    rows += [("recipient", _party(party)) for party in event.recipients]
    rows += facts(event)
    rows += [("CAMEO", f"{event.cameo} {cameo()[event.cameo]}")] if event.cameo else []
    quad = wording()["quads"][event.quad]
    rows += [("PLOVER", f"{quad}, intensity {event.intensity:+g}")]
    rows += [("rule", event.evidence.rule), ("entry", why.entry), ("why so", f"{event.status}: {why.status}")]
    return [*rows, ("", why.speaker), ("", f"confidence {event.confidence}: {why.confidence}")]


def _party(party: Party) -> str:
    return " · ".join(filter(None, [f"“{party.text}”", code_of(party), party.how or "unresolved"]))


def _section(heading: str, rows: Iterable[tuple[str, str]]) -> Table:
    """Return a heading and its rows, each a short name and what it is, which wraps under itself."""
    table = Table.grid(padding=(0, 2, 0, 0))
    table.add_column(width=10, no_wrap=True)
    table.add_column(max_width=_WIDEST)
    table.add_column(ratio=1, overflow="fold")
    for number, (key, value) in enumerate(rows):
        table.add_row(Text(heading if number == 0 else "", "bold"), Text(_line(key)), Text(_line(value)))
    return table


def _line(text: str) -> str:
    """Return words of the text on one line, without what a terminal would obey."""
    return printable(" ".join(text.split()))

"""A comparison of two codings on a terminal, for `compare`."""

from __future__ import annotations

from collections.abc import Iterator

from rich.console import Console
from rich.table import Table
from rich.text import Text

from dragoman.analysis.agreement import WHY, Agreement, Coding, Disagreement, Overlap, Report, why
from dragoman.briefing.page import printable

CONFUSED = 8
"""Pairs of kinds that are listed."""
LONG = 240
"""Characters of a quote that are shown."""


def show_agreement(told: Agreement, console: Console) -> None:
    """Print what both have, what only one has, how the kinds go together, and the busiest disagreements."""
    for name, coding in (("A", told.a), ("B", told.b)):
        console.print(_text(f"{name}: {coding.name}"), style="bold", soft_wrap=True)
        console.print(_text(f"   {_described(coding)}"), soft_wrap=True)
    days = f"{told.first} to {told.last}" if told.first else "no day that both cover"
    within = f", days may differ by {told.within}" if told.within else ""
    console.print(f"Compared by {told.by} and {told.what}{within}: {days}.\n")
    _overlaps(told, console)
    kappa = "–" if told.kappa is None else f"{told.kappa:.2f}"
    numbers = told.correlation
    console.print(f"Kappa of the quad class on shared dyad-{told.by}s: {kappa}")
    console.print(
        f"Correlation of events over {numbers.number:,} dyad-months: Pearson {_decimal(numbers.pearson)}, "
        f"Spearman {_decimal(numbers.spearman)}\n"
    )
    _kinds(told, console)
    confused = [entry for entry in told.confusion if entry[0] != entry[1]][:CONFUSED]
    if confused:
        console.print(f"\nOn dyad-{told.by}s that both have, most often one says and the other:")
        for kind_a, kind_b, number in confused:
            console.print(f"  {number:>7,}  A {kind_a}, B {kind_b}")
    for which, name in (("a", "A"), ("b", "B")):
        listed = [one for one in told.disagreements if one.only == which]
        if listed:
            console.print(f"\nOnly {name} has, the busiest first:", style="bold")
        for one in listed:
            for line in _disagreement(one):
                console.print(line, soft_wrap=True)


def _described(coding: Coding) -> str:
    whose = "coded here" if coding.kind == "dragoman" else coding.kind.upper()
    days = f"{coding.first} to {coding.last}" if coding.first else "no dated event"
    left = why(coding)
    return (
        f"{whose}, {days}; events compared: {coding.events:,} of {coding.rows:,}, between "
        f"{coding.dyads:,} pair{'' if coding.dyads == 1 else 's'}" + (f"; left out: {left}" if left else "")
    )


def _overlaps(told: Agreement, console: Console) -> None:
    table = Table()
    table.add_column("")
    for name in ("Both", "Only A", "Only B", "Of A's", "Of B's", "Jaccard"):
        table.add_column(name, justify="right")
    for name, overlap in (
        (f"{told.by}, dyad and {told.what}", told.cells),
        (f"{told.by} and dyad", told.dyad_days),
    ):
        table.add_row(name, *_numbers(overlap))
    console.print(table)


def _kinds(told: Agreement, console: Console) -> None:
    table = Table()
    table.add_column(told.what.capitalize(), no_wrap=True)
    for name in ("Events A", "Events B", "Both", "Only A", "Only B", "Of A's", "Of B's"):
        table.add_column(name, justify="right")
    for kind in told.kinds:
        *numbers, _ = _numbers(kind.cells)
        table.add_row(kind.kind, f"{kind.events_a:,}", f"{kind.events_b:,}", *numbers)
    if told.kinds:
        console.print(table)


def _numbers(overlap: Overlap) -> Iterator[str]:
    yield from (f"{number:,}" for number in (overlap.both, overlap.only_a, overlap.only_b))
    for share in (overlap.share_a, overlap.share_b):
        yield "–" if share is None else f"{share:.1%}"
    yield _decimal(overlap.jaccard)


def _disagreement(one: Disagreement) -> Iterator[Text]:
    events = "1 event" if one.events == 1 else f"{one.events:,} events"
    yield _text(f"  {one.start}  {one.actor} → {one.recipient}  {one.kind}  ({events})")
    for report in one.reports[:1]:
        yield _text(f"      {_evidence(report)}")
    other = "B" if one.only == "a" else "A"
    if one.nearest is None:
        yield _text(f"      {other} has nothing of the two within a week")
        return
    near = one.nearest
    apart = "" if not one.apart else f" ({one.apart} day{'' if one.apart == 1 else 's'} apart)"
    apart += (
        ", from the same report" if near.url and near.url in {report.url for report in one.reports} else ""
    )
    status = (
        f" ({near.status if near.left == 'status' else WHY[near.left]}: not compared)" if near.left else ""
    )
    yield _text(
        f"      {other} has {near.type or near.cameo}{status} of {near.actor} → {near.recipient} on {near.day}{apart}"
    )
    yield _text(f"      {_evidence(near)}")


def _evidence(report: Report) -> str:
    words = " ".join((report.text or "").split())
    words = f"{words[:LONG]}…" if len(words) > LONG else words
    quote = f"“{words}”" if words and report.rule else words
    told = (report.publisher, report.url, report.rule and f"rule {report.rule}", f"event {report.event}")
    return f"{quote} ({', '.join(filter(None, told))})".lstrip()


def _decimal(value: float | None) -> str:
    return "–" if value is None else f"{value:.2f}"


def _text(words: str) -> Text:
    """Show the words of others as they are: no markup, and nothing that would steer the terminal."""
    return Text(printable(words))

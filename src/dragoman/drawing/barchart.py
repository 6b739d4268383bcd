"""How many of each: one row a label, with its count and a bar."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dragoman.drawing.svg import QUADS, cut, frame, hatch, link, nothing, quad_box, quad_key, tag
from dragoman.drawing.tables import Table
from dragoman.drawing.wording import Unit, counted, number, say, words

ROW = 38  # pixels from one row to the next
LONGEST = 36  # characters of a label that a phone has room for


@dataclass(frozen=True, slots=True)
class Bar:
    """A row: ``quads`` are the counts of the four quad classes, where the bar is to show them.

    They add up to ``count``, which is 0 or more.
    """

    label: str
    count: float
    href: str | None = None
    quads: tuple[int, int, int, int] | None = None


def bars(rows: Sequence[Bar], *, title: str, ident: str = "bars", unit: Unit | None = None) -> Markup:
    """Return horizontal bars, in the order given; ``unit`` says what is counted: of one, of several."""
    if not rows:
        return nothing("bars", ident, title)
    most = max(rows, key=lambda row: row.count)
    shown = [q for q in QUADS if any(row.quads and row.quads[q - 1] for row in rows)]
    drawn = [_row(row, n, most.count or 1, ident, unit) for n, row in enumerate(rows)]
    about = say("bars", count=len(rows), label=most.label, most=counted(most.count, unit))
    return frame(
        "bars", ident, title, about, hatch(ident), *drawn,
        after=quad_key(shown, ident) if shown else None, width="100%", height=ROW * len(rows),
    )  # fmt: skip


def _row(row: Bar, n: int, most: float, ident: str, unit: Unit | None) -> Markup:
    y = n * ROW
    marks = [
        tag("rect", x=0, y=y, width="100%", height=ROW, class_="area"),
        tag("text", cut(row.label, LONGEST), x=0, y=y + 17),
        tag("text", number(row.count), x="100%", y=y + 17, class_="end number"),
        tag("rect", x=0, y=y + 24, width="100%", height=8, class_="track"),
    ]
    start = 0.0
    for quad, count in zip(QUADS, row.quads, strict=True) if row.quads else [(0, row.count)]:
        width = 100 * count / most
        if count:
            marks += quad_box(quad, ident, x=_percent(start), y=y + 24, width=_percent(width), height=8)
        start += width
    said = say("share", label=row.label, count=counted(row.count, unit))
    return link(row.href, said, *marks)


def _percent(value: float) -> str:
    return f"{value:.2f}%"


def bars_table(rows: Sequence[Bar], *, title: str) -> Table:
    """Return the rows of `bars`, with the quad classes where they are told."""
    names = tuple(words()["quads"][q] for q in QUADS) if any(row.quads for row in rows) else ()
    none = (None,) * len(names)
    return Table(
        title,
        (*words()["columns"]["bars"], *names),
        tuple((row.label, row.count, *((row.quads or none) if names else ())) for row in rows),
    )

"""A line as small as a word: how a number went, without an axis."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from dragoman.drawing.svg import frame, link, nothing, num, tag
from dragoman.drawing.tables import Table
from dragoman.drawing.wording import number, say, words

WIDTH, HEIGHT, EDGE = 120, 28, 4


def sparkline(
    values: Sequence[float], *, title: str, ident: str = "sparkline", href: str | None = None
) -> Markup:
    """Return a line from the first value to the last, on a scale from 0 (or the least) to the greatest."""
    if not values:
        return nothing("sparkline", ident, title)
    low, high = min(0, *values), max(0, *values)
    wide, tall = WIDTH - 2 * EDGE, HEIGHT - 2 * EDGE
    points = [
        (EDGE + wide * n / max(len(values) - 1, 1), EDGE + tall * (high - value) / ((high - low) or 1))
        for n, value in enumerate(values)
    ]
    line = "M" + "L".join(f"{num(x)} {num(y)}" for x, y in points)
    x, y = points[-1]
    about = say(
        "sparkline",
        count=len(values),
        least=number(min(values)),
        most=number(max(values)),
        last=number(values[-1]),
    )
    base = EDGE + tall * high / ((high - low) or 1)
    marks = (
        tag("rect", width=WIDTH, height=HEIGHT, class_="area"),
        tag("line", x1=EDGE, x2=WIDTH - EDGE, y1=base, y2=base, class_="grid"),
        tag("path", d=line, class_="line"),
        tag("circle", cx=x, cy=y, r=3, class_="last"),
    )
    drawn = (link(href, about, *marks),) if href else marks
    return frame("sparkline", ident, title, about, *drawn, width=WIDTH, height=HEIGHT)


def sparkline_table(values: Sequence[float], *, title: str) -> Table:
    """Return the values in their order."""
    rows = tuple((str(n), value) for n, value in enumerate(values, 1))
    return Table(title, tuple(words()["columns"]["sparkline"]), rows)

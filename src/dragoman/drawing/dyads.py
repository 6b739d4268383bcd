"""What two parties do to each other through time: cooperation up, conflict down, and the mean intensity under it."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from markupsafe import Markup

from dragoman.drawing.axis import Days, Span, grid_step, last_day, named, percent
from dragoman.drawing.svg import QUADS, frame, link, nothing, num, quad_box, quad_key, tag
from dragoman.drawing.tables import Table
from dragoman.drawing.wording import number, say, words

HEAD, PLOT, GAP, STRIP, FOOT = 46, 150, 44, 52, 54  # heights in pixels, from top to bottom
PANEL = HEAD + PLOT + GAP + STRIP + FOOT
LEAST, MOST = -10, 10  # intensity
_WIDE = 1000  # the line of intensity is drawn this wide and then stretched


class Period(NamedTuple):
    """Events of a period: counts of the four quad classes, and their mean intensity (-10 to 10), if there are any."""

    start: dt.date
    quads: tuple[int, int, int, int]
    intensity: float | None = None
    href: str | None = None

    @property
    def cooperation(self) -> int:
        """Events of cooperation, by word and by deed."""
        return self.quads[0] + self.quads[1]

    @property
    def conflict(self) -> int:
        """Events of conflict, by word and by deed."""
        return self.quads[2] + self.quads[3]


class Direction(NamedTuple):
    """Who acts on whom ("A → B"), and when. Periods without events may be left out."""

    label: str
    periods: Sequence[Period]


def dyad(directions: Sequence[Direction], *, by: Span = "month", title: str, ident: str = "dyad") -> Markup:
    """Return a panel for each direction, one below another, on the same scales."""
    periods = [period for direction in directions for period in direction.periods]
    if not periods:
        return nothing("dyad", ident, title)
    days = Days(min(p.start for p in periods), last_day(max(p.start for p in periods), by))
    up, down = (max(getattr(p, side) for p in periods) for side in ("cooperation", "conflict"))
    panels = [
        tag("g", *_panel(direction, days, by, up, down), transform=f"translate(0 {n * PANEL})")
        for n, direction in enumerate(directions)
    ]
    about = say("dyad", first=named(days.first, by), last=named(max(p.start for p in periods), by))
    return frame(
        "dyad", ident, title, about, *panels,
        after=quad_key(QUADS), width="100%", height=PANEL * len(directions),
    )  # fmt: skip


def _panel(direction: Direction, days: Days, by: Span, up: int, down: int) -> Iterator[Markup]:
    scale = PLOT / max(up + down, 1)
    zero = HEAD + up * scale
    strip = HEAD + PLOT + GAP
    yield tag("text", direction.label, x=-44, y=16, class_="name")
    yield from days.drawn(HEAD, strip + STRIP)
    yield from _grid(up, down, scale, zero)
    for period in sorted(direction.periods):
        yield _column(direction, period, days, by, scale, zero)
    yield tag("line", x1=0, x2="100%", y1=zero, y2=zero, class_="zero")
    yield from _intensity(direction.periods, days, by, strip)


def _grid(up: int, down: int, scale: float, zero: float) -> Iterator[Markup]:
    step = grid_step(up + down)
    for count in range(-(down // step) * step, up + 1, step):
        y = zero - count * scale
        yield tag("line", x1=0, x2="100%", y1=y, y2=y, class_="grid")
        yield tag("text", number(abs(count)), x=-6, y=y + 4, class_="tick end")
    names = words()["scale"]
    if up:
        yield tag("text", names["up"], x=2, y=HEAD - 8, class_="side")
    if down:
        yield tag("text", names["down"], x=2, y=HEAD + PLOT + 15, class_="side")


def _column(d: Direction, period: Period, days: Days, by: Span, scale: float, zero: float) -> Markup:
    left = days.at(period.start)
    whole = days.until(last_day(period.start, by)) - left
    x, width = percent(left + whole * 0.09), percent(whole * 0.82)
    marks = [tag("rect", x=percent(left), width=percent(whole), y=HEAD, height=PLOT, class_="area")]
    above = below = zero
    for quad in (2, 1, 4, 3):  # deeds next to the line, words outside
        height = period.quads[quad - 1] * scale
        if not height:
            continue
        if quad < 3:
            above -= height
        marks += quad_box(quad, x=x, width=width, y=above if quad < 3 else below, height=height)
        if quad > 2:
            below += height
    said = say(
        "period",
        period=f"{d.label}, {named(period.start, by)}",
        cooperation=number(period.cooperation),
        conflict=number(period.conflict),
    )
    if period.intensity is not None:
        said += say("intensity", intensity=_signed(period.intensity))
    return link(period.href, said, *marks)


def _signed(value: float) -> str:
    return f"{round(value, 1) + 0.0:+.1f}".replace("-", "−").replace("+0.0", "0")


def _intensity(periods: Sequence[Period], days: Days, by: Span, top: int) -> Iterator[Markup]:
    """Yield the line, broken where a period has no events: nothing is known of it."""
    for value in (LEAST, 0, MOST):
        y = top + _height(value)
        yield tag("line", x1=0, x2="100%", y1=y, y2=y, class_="grid")
        yield tag(
            "text", f"{value:+d}".replace("-", "−").replace("+0", "0"), x=-6, y=y + 4, class_="tick end"
        )
    yield tag("text", words()["scale"]["intensity"], x=2, y=top - 7, class_="side")
    line, dots, after = "", "", None
    for period in sorted(periods):
        if period.intensity is None:
            continue
        last = last_day(period.start, by)
        x = _WIDE / 100 * (days.at(period.start) + days.until(last)) / 2
        here = f"{num(x)} {num(_height(period.intensity))}"
        line += f"{'L' if period.start == after else 'M'}{here}"
        dots += f"M{here}h0"
        after = None if last == dt.date.max else last + dt.timedelta(1)
    if line:
        even = {"vector_effect": "non-scaling-stroke"}
        marks = (tag("path", d=line, class_="line", **even), tag("path", d=dots, class_="dots", **even))
        box: dict[str, object] = {"preserveAspectRatio": "none", "viewBox": f"0 0 {_WIDE} {STRIP}"}
        yield tag("svg", *marks, y=top, width="100%", height=STRIP, overflow="visible", **box)


def _height(intensity: float) -> float:
    return STRIP * (MOST - min(max(intensity, LEAST), MOST)) / (MOST - LEAST)


def dyad_table(directions: Sequence[Direction], *, by: Span = "month", title: str) -> Table:
    """Return the periods of `dyad`, direction by direction."""
    columns = words()["columns"]
    rows = tuple(
        (d.label, named(p.start, by), *p.quads, p.intensity) for d in directions for p in sorted(d.periods)
    )
    quads = (words()["quads"][quad] for quad in QUADS)
    return Table(title, (*columns["dyad"], *quads, columns["intensity"]), rows)

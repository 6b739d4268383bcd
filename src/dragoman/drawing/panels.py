"""Quantities through time, one panel each, below one another on one axis of days: a picture that stands alone."""

from __future__ import annotations

import datetime as dt
import math
import textwrap
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import groupby
from typing import NamedTuple

from markupsafe import Markup

from dragoman.drawing.axis import Days, Span, last_day, named
from dragoman.drawing.standalone import standalone
from dragoman.drawing.svg import cut, link, num, tag
from dragoman.drawing.tables import Table
from dragoman.drawing.wording import say, words

WIDTH, LEFT, RIGHT = 960, 64, 24  # pixels
PLOT = WIDTH - LEFT - RIGHT
MARGIN = 20
NAME, HIGH, LOW, FOOT = 30, 150, 96, 46  # heights: name of a panel, columns, a line, labels of days
TITLE, LETTERS = 88, 148  # characters in a line of the title, and of the notes
SIGNED = {"plus", "minus"}
"""Parts of a sum, which has a sign."""
BROAD = 120  # pixels of a column at most
THIN = 3  # pixels: narrower columns stand without a gap, and are not named one by one


class Point(NamedTuple):
    """A period and its values, one for each part of its `Panel`; ``None`` where nothing is known of it.

    ``first`` and ``last`` are the days that are covered, within the period that begins at ``start``.
    """

    start: dt.date
    first: dt.date
    last: dt.date
    values: tuple[float, ...] | None


@dataclass(frozen=True, slots=True)
class Panel:
    """One quantity of one line.

    Attributes:
        label: whose it is ("TWN → USA").
        what: what is drawn, and its unit ("events a month").
        points: in order, without holes.
        up, down: parts that stand on the zero line and that hang from it, the nearest first, by their classes
            (``q1`` to ``q4``, ``plus``, ``minus``); the values of a point are in this order, none below zero. Without
            parts, a line is drawn of the one value, of any sign; it is broken where nothing is known.
    """

    label: str
    what: str
    points: Sequence[Point]
    up: tuple[str, ...] = ()
    down: tuple[str, ...] = ()


def panels(drawn: Sequence[Panel], *, by: Span, title: str, notes: Sequence[str] = ()) -> str:
    """Return the panels as an SVG file. Those with the same ``what`` have one scale.

    Args:
        drawn: one or more.
        by: the length of a period.
        title: what the picture is of.
        notes: what is told below it, a paragraph each.
    """
    drawn = [panel for panel in drawn if panel.points]
    days = _days(drawn)
    heads = textwrap.wrap(" ".join(title.split()), TITLE) or [""]
    y = 14.0
    content = list[Markup]()
    for head in heads[:3]:
        y += 24
        content.append(tag("text", head, x=MARGIN, y=y, class_="head"))
    if days is None:
        y += 34
        content.append(tag("text", words()["empty"], x=MARGIN, y=y, class_="quiet"))
    else:
        parts = {part for panel in drawn for part in (*panel.up, *panel.down)}
        shown = [part for part in words()["parts"] if part in (parts - SIGNED or parts)]
        if shown:
            y += 28
            content.append(_key(shown, y))
        y += 8
        for panel in drawn:
            y += NAME
            content += _panel(panel, days, by, _reach(panel, drawn), y)
            y += _height(panel) + FOOT
    y += 4
    for line in [line for note in notes for line in textwrap.wrap(note, LETTERS)]:
        y += 17
        content.append(tag("text", line, x=MARGIN, y=y, class_="quiet note"))
    told = "; ".join(dict.fromkeys(f"{one.label}: {one.what}" for one in drawn))
    about = words()["empty"]
    if days is not None:
        about = say("panels", told=told, first=named(days.first, by), last=named(days.last, by))
    return standalone(title, about, *content, width=WIDTH, height=math.ceil(y + 18))


def panels_table(drawn: Sequence[Panel], *, by: Span, title: str) -> Table:
    """Return what `panels` draws in rows, one for each period of each panel.

    Told is the value of a line, or the sum of what stands up, and of what hangs down where anything can.
    """
    rows = [
        (
            one.label,
            one.what,
            named(point.start, by),
            *((None, None) if point.values is None else _sums(one, point.values)),
        )
        for one in drawn
        for point in one.points
    ]
    return Table(title, tuple(words()["columns"]["panels"]), tuple(rows))


def _sums(panel: Panel, values: tuple[float, ...]) -> tuple[float, float | None]:
    up = len(panel.up)
    if not (panel.up or panel.down):
        return values[0], None
    return sum(values[:up]), sum(values[up:]) if panel.down else None


def _days(drawn: Sequence[Panel]) -> Days | None:
    points = [point for panel in drawn for point in (*panel.points[:1], *panel.points[-1:])]
    return Days(min(p.first for p in points), max(p.last for p in points)) if points else None


def _height(panel: Panel) -> int:
    return HIGH if panel.up or panel.down else LOW


def _reach(panel: Panel, drawn: Sequence[Panel]) -> tuple[float, float]:
    """Return the least and the greatest value of all panels of the same quantity, zero among them."""
    low = high = 0.0
    for one in drawn:
        if one.what != panel.what:
            continue
        for point in one.points:
            if point.values is None:
                continue
            if one.up or one.down:
                up = len(one.up)
                high, low = max(high, sum(point.values[:up])), min(low, -sum(point.values[up:]))
            else:
                high, low = max(high, *point.values), min(low, *point.values)
    return (low, high) if high > low else (0.0, 1.0)


def steps(low: float, high: float, *, whole: bool = False) -> list[float]:
    """Return round values from ``low`` to ``high``, zero among them: two to six, or fewer where only whole ones are."""
    reach = high - low
    power = 10 ** math.floor(math.log10(reach / 3))
    step = next(step * power for step in (1, 2, 5, 10) if step * power >= reach / 5)
    step = max(step, 1) if whole else step
    return [n * step for n in range(math.ceil(low / step - 1e-9), math.floor(high / step + 1e-9) + 1)]


def _marked(value: float, step: float, *, sign: bool) -> str:
    """Return a value of the scale as it is printed, with as many decimals as the step has."""
    decimals = max(0, -math.floor(math.log10(step) + 1e-9))
    told = f"{abs(value):,.{decimals}f}" if step < 1e6 else f"{abs(value):.0e}".replace("e+0", "e")
    return f"−{told}" if sign and value < 0 else told


def _panel(panel: Panel, days: Days, by: Span, reach: tuple[float, float], top: float) -> Iterator[Markup]:
    low, high = reach
    height = _height(panel)
    scale = height / (high - low)
    zero = top + high * scale
    name = cut(panel.label, 72)
    yield tag(
        "text",
        tag("tspan", name, class_="name"),
        tag("tspan", f"  {panel.what}", class_="quiet", dx=8),
        x=LEFT,
        y=top - 10,
    )
    whole = all(isinstance(value, int) for point in panel.points for value in point.values or ())
    marks = steps(low, high, whole=whole)
    step = marks[1] - marks[0] if len(marks) > 1 else max(abs(marks[0]), 1.0)
    for value in marks:
        y = zero - value * scale
        told = _marked(value, step, sign=not panel.down or not SIGNED.isdisjoint(panel.up))
        yield tag("line", x1=LEFT, x2=LEFT + PLOT, y1=y, y2=y, class_="grid")
        yield tag("text", told, x=LEFT - 8, y=y + 4, class_="tick end")
    yield from _days_below(days, top, top + height)
    if panel.up or panel.down:
        yield from _columns(panel, days, by, scale, zero, top)
    else:
        yield from _line(panel, days, by, scale, zero, top)
    yield tag("line", x1=LEFT, x2=LEFT + PLOT, y1=zero, y2=zero, class_="zero")


def _days_below(days: Days, top: float, bottom: float) -> Iterator[Markup]:
    for day, label, year in days.ticks():
        x = _x(days.at(day))
        side = " end" if x > WIDTH - 60 else " middle" if x > LEFT + 20 else ""
        yield tag("line", x1=x, x2=x, y1=top, y2=bottom + 4, class_="grid")
        yield tag("text", label, x=x, y=bottom + 18, class_=f"tick{side}")
        if year:
            yield tag("text", year, x=x, y=bottom + 32, class_=f"tick{side}")


def _x(share: float) -> float:
    return LEFT + PLOT * share / 100


def _columns(panel: Panel, days: Days, by: Span, scale: float, zero: float, top: float) -> Iterator[Markup]:
    """Yield a column for each period; many thin ones as one shape a part, so that in each pixel the highest is seen."""
    boxes = [(_x(days.at(p.first)), _x(days.until(p.last))) for p in panel.points]
    for unknown, run in groupby(range(len(boxes)), lambda n: panel.points[n].values is None):
        if unknown:
            first, *others = run
            left, right = boxes[first][0], boxes[others[-1] if others else first][1]
            yield tag("rect", x=left, width=right - left, y=top, height=HIGH, class_="void")
    if (boxes[-1][1] - boxes[0][0]) / len(boxes) < THIN:
        yield from _spikes(panel, boxes, scale, zero)
        return
    for (left, right), point in zip(boxes, panel.points, strict=True):
        if point.values is None:
            continue
        width = right - left
        marks = [tag("rect", x=left, width=width, y=top, height=HIGH, class_="area")]
        for part, start, end in _stacked(panel, point.values):
            y, other = sorted((zero - start * scale, zero - end * scale))
            broad = min(width * 0.84, BROAD)
            box = {"x": left + (width - broad) / 2, "width": broad, "y": y, "height": other - y}
            marks.append(tag("rect", **box, class_=part))
        yield link(None, _said(panel, point, by), *marks)


def _spikes(
    panel: Panel, boxes: Sequence[tuple[float, float]], scale: float, zero: float
) -> Iterator[Markup]:
    shapes = dict.fromkeys(
        (*reversed(panel.up), *reversed(panel.down)), ""
    )  # what stands outside goes behind
    for (left, right), point in zip(boxes, panel.points, strict=True):
        width = num(max(right - left, 1.0))
        for part, _, end in _stacked(panel, point.values or ()):
            shapes[part] += f"M{num(left)} {num(zero)}V{num(zero - end * scale)}h{width}V{num(zero)}z"
    for part, shape in shapes.items():
        if shape:
            yield tag("path", d=shape, class_=part)


def _stacked(panel: Panel, values: Sequence[float]) -> Iterator[tuple[str, float, float]]:
    """Yield each part with where it starts and ends, in its own unit; what hangs is below zero."""
    for parts, sign, own in ((panel.up, 1, values), (panel.down, -1, values[len(panel.up) :])):
        start = 0.0
        for part, value in zip(parts, own, strict=False):
            if value:
                yield part, sign * start, sign * (start + value)
            start += value


def _line(panel: Panel, days: Days, by: Span, scale: float, zero: float, top: float) -> Iterator[Markup]:
    """Yield the line; a value between two that are not known is a dot."""
    line, dots, after = "", "", False
    few = len(panel.points) <= PLOT / 8
    for n, point in enumerate(panel.points):
        if point.values is None:
            after = False
            continue
        x = (_x(days.at(point.first)) + _x(days.until(point.last))) / 2
        here = f"{num(x)} {num(zero - point.values[0] * scale)}"
        line += f"{'L' if after else 'M'}{here}"
        alone = not after and (n + 1 == len(panel.points) or panel.points[n + 1].values is None)
        if few or alone:
            dots += f"M{here}h0"
        after = True
    if line:
        yield tag("path", d=line, class_="line")
    if dots:
        yield tag("path", d=dots, class_="dots" if few else "specks")
    if few:
        for point in panel.points:
            if point.values is not None:
                left, right = _x(days.at(point.first)), _x(days.until(point.last))
                box = tag("rect", x=left, width=right - left, y=top, height=LOW, class_="area")
                yield link(None, _said(panel, point, by), box)


def _said(panel: Panel, point: Point, by: Span) -> str:
    values = point.values or ()
    told = ", ".join(
        f"{words()['parts'][part]} {_short(value)}"
        for part, value in zip((*panel.up, *panel.down), values, strict=False)
        if value
    )
    if not (panel.up or panel.down):
        told = _short(values[0])
    return f"{panel.label}, {named(point.start, by)}: {told or '0'}"


def _short(value: float) -> str:
    return f"{value:,.2f}".rstrip("0").rstrip(".").replace("-", "−")


def _key(shown: Sequence[str], y: float) -> Markup:
    """Return what the colours stand for, in a row."""
    x, marks = float(LEFT), list[Markup]()
    for part in shown:
        label = words()["parts"][part]
        marks.append(tag("rect", x=x, y=y - 11, width=12, height=12, class_=part))
        marks.append(tag("text", label, x=x + 18, y=y, class_="quiet"))
        x += 18 + 6.9 * len(label) + 26
    return tag("g", *marks)


def covered(start: dt.date, by: Span, first: dt.date, last: dt.date) -> tuple[dt.date, dt.date]:
    """Return the days of a period that lie between two days, both inclusive."""
    return max(start, first), min(last_day(start, by), last)

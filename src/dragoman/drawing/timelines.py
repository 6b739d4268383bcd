"""Steps of a storyline on an axis of days: a dot each, by its class and size, that leads to it."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence
from dataclasses import dataclass

from markupsafe import Markup

from dragoman.drawing.axis import Days, named, percent
from dragoman.drawing.svg import frame, key, link, nothing, tag
from dragoman.drawing.tables import Table
from dragoman.drawing.wording import Unit, counted, say, words

LANE = 26  # pixels from one row of dots to the next: what a finger hits
NEAR = 8.0  # percent of the axis: on a phone as wide as a dot
LANES = 12  # rows at most; what comes then stands closer


@dataclass(frozen=True, slots=True)
class Step:
    """What happened on a day: ``count`` of events (the dot's area), ``quad`` the class of most of them, if any."""

    day: dt.date
    label: str
    count: float = 1
    quad: int | None = None
    href: str | None = None


def timeline(
    steps: Sequence[Step], *, title: str, ident: str = "timeline", unit: Unit | None = None
) -> Markup:
    """Return the steps on their days; those of the same days stand above one another."""
    if not steps:
        return nothing("timeline", ident, title)
    ordered = sorted(steps, key=lambda step: (step.day, step.label, step.count))
    days = Days(ordered[0].day, ordered[-1].day)
    near = NEAR
    while (
        len(lanes := _lanes([days.middle(step.day) for step in ordered], near))
        and max(lanes) >= LANES
        and near > 0.5
    ):
        near /= 2
    bottom = LANE * (max(lanes) + 1) + 4
    most = max(step.count for step in ordered)
    dots = [
        _dot(s, days, bottom - LANE * (lane + 0.5), most, unit)
        for s, lane in zip(ordered, lanes, strict=True)
    ]
    about = say("timeline", count=len(steps), first=named(days.first, "day"), last=named(days.last, "day"))
    line = tag("line", x1=0, x2="100%", y1=bottom, y2=bottom, class_="zero")
    shown = sorted({step.quad or 0 for step in ordered}, key=lambda quad: quad or 9)
    marks = (((_shape(quad, 6, 7, 7),), words()["quads"].get(quad, words()["unread"])) for quad in shown)
    return frame(
        "timeline", ident, title, about, *days.drawn(0, bottom), line, *dots,
        after=key(marks) if any(shown) else None,
        width="100%", height=bottom + 40,
    )  # fmt: skip


def _lanes(places: Sequence[float], near: float) -> list[int]:
    """Return a row for each place, so that those of one row are at least ``near`` apart."""
    ends: list[float] = []
    found = []
    for place in places:
        lane = next((n for n, end in enumerate(ends) if place - end >= near), len(ends))
        ends[lane : lane + 1] = [place]
        found.append(lane)
    return found


def _dot(step: Step, days: Days, y: float, most: float, unit: Unit | None) -> Markup:
    said = say("step", day=named(step.day, "day"), label=step.label, count=counted(step.count, unit))
    radius = 4 + 7 * math.sqrt(step.count / most) if most > 0 and step.count > 0 else 4
    area = tag("circle", r=LANE / 2, class_="area")
    mark = tag(
        "svg", area, _shape(step.quad, radius), x=percent(days.middle(step.day)), y=y, overflow="visible"
    )
    return link(step.href, said, mark)


def _shape(quad: int | None, radius: float, x: float = 0, y: float = 0) -> Markup:
    """Return a circle for cooperation and a diamond for conflict; hollow for words, filled for deeds."""
    kind = f"step{quad or 0}"
    if quad in (3, 4):
        r = radius * 1.15
        data = f"M{_n(x)} {_n(y - r)}L{_n(x + r)} {_n(y)}L{_n(x)} {_n(y + r)}L{_n(x - r)} {_n(y)}z"
        return tag("path", d=data, class_=kind)
    return tag("circle", cx=x, cy=y, r=round(radius, 1), class_=kind)


def _n(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def timeline_table(steps: Sequence[Step], *, title: str) -> Table:
    """Return the steps by day."""
    ordered = sorted(steps, key=lambda step: (step.day, step.label, step.count))
    rows = tuple((s.day.isoformat(), s.label, s.count, words()["quads"].get(s.quad)) for s in ordered)
    return Table(title, tuple(words()["columns"]["timeline"]), rows)

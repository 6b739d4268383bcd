"""Two codings through time as a picture: the events of each, and how many cells both have."""

from __future__ import annotations

import datetime as dt
from collections.abc import Callable

from dragoman.analysis.agreement import Agreement, Through
from dragoman.drawing.axis import last_day
from dragoman.drawing.panels import Panel, Point, panels


def svg(told: Agreement) -> str:
    """Return the picture as an SVG file."""
    drawn = [
        _panel(told, f"A: {told.a.name}", f"events a {told.by} in A", lambda one: one.events_a),
        _panel(told, f"B: {told.b.name}", f"events a {told.by} in B", lambda one: one.events_b),
        _panel(told, "A and B", f"cells that both have, a {told.by}", lambda one: one.both),
    ]
    notes = [f"A cell is a {told.by}, who acts, on whom, and the {told.what}."]
    return panels(drawn, by=told.by, title="Two codings of events", notes=notes)


def _panel(told: Agreement, label: str, what: str, value: Callable[[Through], float]) -> Panel:
    points = []
    for one in told.through:
        start = dt.date.fromisoformat(one.start)
        first, last = (
            max(one.start, told.first or ""),
            min(last_day(start, told.by).isoformat(), told.last or ""),
        )
        days = dt.date.fromisoformat(first), dt.date.fromisoformat(last)
        points.append(Point(start, *days, (value(one),)))
    return Panel(label, what, points)

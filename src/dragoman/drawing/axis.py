"""An axis of days, and one of counts: where marks stand, and what is written beside them."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from markupsafe import Markup

from dragoman.drawing.svg import tag
from dragoman.drawing.wording import words

Span = Literal["day", "week", "month", "year"]

_DAYS = {"day": 1, "week": 7}
_MONTHS = {"month": 1, "year": 12}
_LONGEST = {"day": 1, "month": 31, "year": 366}
_TICKS = 6  # labels a phone has room for
_STEPS = (
    ("day", 1), ("day", 2), ("day", 4), ("day", 8), ("month", 1), ("month", 2), ("month", 3), ("month", 6),
    *(("year", n * ten) for ten in (1, 10, 100, 1000) for n in (1, 2, 5)),
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class Days:
    """An axis from the beginning of `first` to the end of `last`."""

    first: dt.date
    last: dt.date

    def at(self, day: dt.date) -> float:
        """Return where a day begins, in percent."""
        return 100 * (day - self.first).days / ((self.last - self.first).days + 1)

    def until(self, day: dt.date) -> float:
        """Return where a day ends, in percent."""
        return 100 * ((day - self.first).days + 1) / ((self.last - self.first).days + 1)

    def middle(self, day: dt.date) -> float:
        """Return the middle of a day, in percent."""
        return (self.at(day) + self.until(day)) / 2

    def ticks(self) -> list[tuple[dt.date, str, str]]:
        """Return days to mark, each with its label and the year where it is told: as few as a phone can show."""
        found: list[dt.date] = []
        for unit, step in _STEPS:
            if (self.last - self.first).days > (_TICKS + 1) * step * _LONGEST[unit]:
                continue  # surely too many
            found = list(self._every(unit, step))
            if len(found) <= _TICKS:
                break
        months, years = words()["months"], set[int]()
        ticks = []
        for day in found:
            month = months[day.month - 1]
            label = str(day.year) if unit == "year" else month if unit == "month" else f"{day.day} {month}"
            ticks.append((day, label, "" if unit == "year" or day.year in years else str(day.year)))
            years.add(day.year)
        return ticks

    def _every(self, unit: str, step: int) -> Iterator[dt.date]:
        """Yield the first day, and those by the calendar after it; of months and years only whole ones."""
        if unit == "day":
            yield from (
                self.first + dt.timedelta(n) for n in range(0, (self.last - self.first).days + 1, step)
            )
            return
        span = step * _MONTHS[unit]
        for month in range(_month(self.first) // span * span, _month(self.last) + 1, span):
            if month >= 12 and (day := _first_of(month)) >= self.first:
                yield day

    def drawn(self, top: float, bottom: float) -> list[Markup]:
        """Return lines from top to bottom at the ticks, with their labels below."""
        marks = []
        for day, label, year in self.ticks():
            x = self.at(day)
            side = " end" if x > 92 else " middle" if x > 6 else ""
            marks.append(tag("line", x1=percent(x), x2=percent(x), y1=top, y2=bottom + 4, class_="grid"))
            marks.append(tag("text", label, x=percent(x), y=bottom + 17, class_=f"tick{side}"))
            if year:
                marks.append(tag("text", year, x=percent(x), y=bottom + 31, class_=f"tick{side}"))
        return marks


def percent(value: float) -> str:
    """Return a share as SVG wants it."""
    return f"{value:.2f}".rstrip("0").rstrip(".") + "%"


def _month(day: dt.date) -> int:
    return day.year * 12 + day.month - 1


def _first_of(month: int) -> dt.date:
    return dt.date(month // 12, month % 12 + 1, 1)


def last_day(start: dt.date, by: Span) -> dt.date:
    """Return the last day of the period that begins at ``start``; the calendar's last where it ends before."""
    try:
        after = start + dt.timedelta(_DAYS[by]) if by in _DAYS else _first_of(_month(start) + _MONTHS[by])
    except (OverflowError, ValueError):
        return dt.date.max
    return after - dt.timedelta(1)


def named(start: dt.date, by: Span) -> str:
    """Return what a period is called: 2024, Mar 2024, 4 Mar 2024."""
    if by == "year":
        return str(start.year)
    month = f"{words()['months'][start.month - 1]} {start.year}"
    return month if by == "month" else f"{start.day} {month}"


def grid_step(most: int) -> int:
    """Return a round step that marks ``most`` two to five times (whole numbers)."""
    if most <= 3:
        return 1
    power: int = 10 ** math.floor(math.log10(most / 3))
    return next(step * power for step in (1, 2, 5, 10) if step * power >= most / 5)

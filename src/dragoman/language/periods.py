"""Stretches of the calendar: days, weekends, weeks, months and years counted from a day.

Weeks begin on Monday (ISO 8601). What lies outside the years of news is ``None``, as is a day that no
calendar has.
"""

from __future__ import annotations

import datetime as dt
from typing import Literal

from dragoman.records import Date, Precision

Unit = Literal["day", "week", "weekend", "month", "year", "decade"]

_FIRST, _LAST = 1000, 2999  # years outside are no years of news


def stretch(start: dt.date | None, end: dt.date | None, precision: Precision) -> Date | None:
    """Return the days from start to end, both inclusive; ``None`` where one is missing or they are out of order."""
    if start is None or end is None or start > end or start.year < _FIRST or end.year > _LAST:
        return None
    return Date(start.isoformat(), end.isoformat(), precision)


def one(day: dt.date | None) -> Date | None:
    """Return a single day."""
    return stretch(day, day, "day")


def first(date: Date) -> dt.date:
    """Return the first day of a stretch."""
    return dt.date.fromisoformat(date.start)


def last(date: Date) -> dt.date:
    """Return the last day of a stretch."""
    return dt.date.fromisoformat(date.end)


def calendar(year: int, month: int, day: int) -> dt.date | None:
    """Return a day, or ``None`` where the calendar has none."""
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def shift(day: dt.date | None, days: int) -> dt.date | None:
    """Return the day so many days later."""
    try:
        return None if day is None else day + dt.timedelta(days=days)
    except OverflowError:
        return None


def month_of(year: int, month: int) -> Date | None:
    """Return a month; months below 1 and above 12 run into the years around."""
    return months_of(year, month, month)


def months_of(year: int, first_month: int, last_month: int) -> Date | None:
    """Return the months from the first to the last, counted from January of the year."""
    start = calendar(year + (first_month - 1) // 12, (first_month - 1) % 12 + 1, 1)
    return stretch(start, shift(calendar(year + last_month // 12, last_month % 12 + 1, 1), -1), "month")


def years_of(first_year: int, last_year: int) -> Date | None:
    """Return the years from the first to the last."""
    return stretch(calendar(first_year, 1, 1), calendar(last_year, 12, 31), "year")


def period(day: dt.date, unit: Unit, step: int = 0) -> Date | None:
    """Return the unit of the calendar in which the day lies, or the one so many steps later.

    A decade is counted in years: the step of one decade from a day in 2025 is the year 2035.
    """
    if unit == "day":
        return one(shift(day, step))
    if unit == "month":
        return month_of(day.year, day.month + step)
    if unit in {"year", "decade"}:
        year = day.year + step * (10 if unit == "decade" else 1)
        return years_of(year, year)
    monday = shift(day, 7 * step - day.weekday())
    if unit == "weekend":
        return stretch(shift(monday, 5), shift(monday, 6), "day")
    return stretch(monday, shift(monday, 6), "week")


def rolling(day: dt.date, unit: Unit, number: int) -> Date | None:
    """Return the stretch from the day so many units ahead (or, below nought, back), the day included."""
    if unit in {"day", "week"}:
        other = shift(day, number * (7 if unit == "week" else 1))
    else:
        months = day.year * 12 + day.month - 1 + number * {"month": 1, "year": 12}.get(unit, 120)
        # 31 March less a month is the end of February.
        days = (calendar(months // 12, months % 12 + 1, d) for d in range(day.day, day.day - 4, -1))
        other = next((d for d in days if d is not None), None)
    if other is None:
        return None
    precision: Precision = unit if unit == "day" or unit == "week" or unit == "month" else "year"
    return stretch(min(day, other), max(day, other), precision)


def nth_weekday(year: int, month: int, weekday: int, nth: int) -> dt.date | None:
    """Return the nth such weekday of a month (Monday is 0; -1 is the last one)."""
    whole = month_of(year, month)
    if whole is None:
        return None
    if nth < 0:
        return shift(last(whole), -((last(whole).weekday() - weekday) % 7))
    day = shift(first(whole), (weekday - first(whole).weekday()) % 7 + 7 * (nth - 1))
    return day if day is not None and day.month == month else None


def easter(year: int) -> dt.date | None:
    """Return Easter Sunday of the Gregorian calendar (Meeus, Astronomical Algorithms, 1991, chapter 8)."""
    a, (b, c) = year % 19, divmod(year, 100)
    d, e = divmod(b, 4)
    g = (8 * b + 13) // 25
    h = (19 * a + b - d - g + 15) % 30
    i, k = divmod(c, 4)
    weekday = (32 + 2 * e + 2 * i - h - k) % 7
    m = (a + 11 * h + 19 * weekday) // 433
    month, day = divmod(h + weekday - 7 * m + 114, 31)
    return calendar(year, month, day + 1)

"""Days put together to weeks, months and years."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator, Mapping
from typing import Literal, get_args

from dragoman.errors import QueryError
from dragoman.store.questions import Period

By = Literal["day", "week", "month", "year"]

_DAY = re.compile("[0-9]{4}-[0-9]{2}-[0-9]{2}")

MOST = 20_000
"""Most periods of a series: fifty years by day."""

Sums = dict[str, list[float]]
"""First day of a period -> number of events of quad class 1 to 4, and the sum of their intensities."""


def iso_day(name: str, value: str) -> str:
    """Return a day as it was given. Raises `QueryError` naming the field where it is none."""
    try:
        if _DAY.fullmatch(value):
            return dt.date.fromisoformat(value).isoformat()
    except ValueError:
        pass
    raise QueryError(f"{name}: {value[:40]!r} is no day (write one as 2025-02-18)")


def start_of(day: str, by: By) -> str:
    """Return the first day of the period that a day is in; a week starts on Monday."""
    if by == "day":
        return day
    if by == "week":
        date = dt.date.fromisoformat(day)
        return dt.date.fromordinal(max(1, date.toordinal() - date.weekday())).isoformat()
    return f"{day[:7]}-01" if by == "month" else f"{day[:4]}-01-01"


def summed(rows: Iterable[tuple[str | None, int, int, float]], by: By) -> tuple[Sums, int]:
    """Put rows (day, quad class, number, sum of intensities) together; the second value counts those without a day.

    Raises:
        QueryError: there is no such period.
    """
    if by not in get_args(By):
        raise QueryError(f"by: no period {by[:40]!r} (write one of {', '.join(get_args(By))})")
    sums, undated = Sums(), 0
    for day, quad, number, intensity in rows:
        if day is None:
            undated += number
            continue
        of_period = sums.setdefault(start_of(day, by), [0, 0, 0, 0, 0.0])
        of_period[quad - 1] += number
        of_period[4] += intensity
    return sums, undated


def series(sums: Mapping[str, list[float]], starts: Iterable[str]) -> tuple[Period, ...]:
    """Return a period for each first day."""
    nothing = [0, 0, 0, 0, 0.0]
    return tuple(
        Period(start, (int(n[0]), int(n[1]), int(n[2]), int(n[3])), n[4])
        for start in starts
        for n in (sums.get(start, nothing),)
    )


def starts(all_sums: Iterable[Sums], by: By) -> list[str]:
    """Return the first day of every period from the first that has events to the last.

    Where that would be more than `MOST` (a day of 1492 among those of this year), only the periods that have events.
    """
    told = sorted({start for sums in all_sums for start in sums})
    if not told:
        return []
    every = list[str]()
    for start in _from(told[0], by):
        every.append(start)
        if start >= told[-1]:
            return every
        if len(every) > MOST:
            break
    return told


def quads_of(counts: Mapping[int, int]) -> tuple[int, int, int, int]:
    """Return numbers by quad class, those that are not there as 0."""
    return counts.get(1, 0), counts.get(2, 0), counts.get(3, 0), counts.get(4, 0)


def _from(start: str, by: By) -> Iterator[str]:
    date = dt.date.fromisoformat(start)
    while True:
        yield date.isoformat()
        try:
            if by == "year":
                date = date.replace(year=date.year + 1)
            elif by == "month":
                date = date.replace(year=date.year + date.month // 12, month=date.month % 12 + 1)
            else:
                date += dt.timedelta(days=7 if by == "week" else 1)
        except (OverflowError, ValueError):  # the calendar ends with the year 9999
            return

"""Buckets: runs of days, about so many documents each, that are worked on as one and become one file."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby

SIZE = 5_000
"""Documents of a bucket, about; a day is never cut, and no bucket goes over the end of a month. A worker holds what is
compared of them and of the four days after them, some 50 kB for an article."""

UNDATED = "undated"
NO_MONTH = "__HIVE_DEFAULT_PARTITION__"
"""What readers of partitions take for null."""


@dataclass(frozen=True, slots=True)
class Bucket:
    """Days with documents that are worked on as one.

    Attributes:
        days: ordinals, ascending; none: that of all documents without a date.
    """

    days: tuple[int, ...]

    @property
    def name(self) -> str:
        """Its first and last day."""
        return f"{iso(self.days[0])}_{iso(self.days[-1])}" if self.days else UNDATED

    @property
    def month(self) -> str:
        """The month in which it lies."""
        return iso(self.days[0])[:7] if self.days else NO_MONTH

    @property
    def names(self) -> tuple[str, ...]:
        """Its days as markers of chunks have them."""
        return tuple(map(iso, self.days)) or ("",)

    def touches(self, first: int, last: int) -> bool:
        """Whether it has some of the days from the first to the last."""
        return bool(self.days) and self.days[0] <= last and first <= self.days[-1]


def iso(day: int) -> str:
    """Return an ordinal as an ISO day."""
    return dt.date.fromordinal(day).isoformat()


def cut(days: Mapping[str, int], size: int = SIZE) -> list[Bucket]:
    """Cut days into buckets, in order of time; documents without a date have one of their own, the last.

    Args:
        days: number of documents by ISO day; those without a date by ``""``.
        size: about how many documents a bucket is to have.
    """
    dated = sorted((dt.date.fromisoformat(day), count) for day, count in days.items() if day and count)
    found = [
        Bucket(tuple(run))
        for _, month in groupby(dated, key=lambda item: (item[0].year, item[0].month))
        for run in _runs([(day.toordinal(), count) for day, count in month], size)
    ]
    return [*found, Bucket(())] if days.get("") else found


def _runs(days: Sequence[tuple[int, int]], size: int) -> Iterator[list[int]]:
    """Runs of days that go over the size by no more than half of what the last day has."""
    run, held = list[int](), 0
    for day, count in days:
        if run and held + count / 2 > size:
            yield run
            run, held = [], 0
        run.append(day)
        held += count
    if run:
        yield run

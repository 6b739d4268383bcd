"""Events as numbers: millions of them packed into integers, and how two such lists agree.

An event is one integer: two countries, a kind, a quad class and a day. Cells and dyad-days are made of these by leaving
out bits, so that two codings of some millions of events are compared in memory of eight bytes an event.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from functools import lru_cache
from typing import Any, TypeAlias

import numpy as np
import numpy.typing as npt

from dragoman.analysis.agreement import By

Ints: TypeAlias = npt.NDArray[np.int64]

DAY, QUAD, KIND, LABEL = 22, 3, 5, 10
"""Bits: days to the year 9999, quad classes to 4, kinds to 31, countries to 1023."""
_DAYS = (1 << DAY) - 1
_EPOCH = dt.date(1970, 1, 1).toordinal()


@lru_cache(maxsize=100_000)
def ordinal(day: str) -> int:
    """Return the number of a day in ISO; the first is 0001-01-01."""
    return dt.date.fromisoformat(day).toordinal()


def iso(day: int) -> str:
    """Return the day of a number."""
    return dt.date.fromordinal(int(day)).isoformat()


def packed(actor: int, recipient: int, kind: int, quad: int, day: int) -> int:
    """Return an event as one integer."""
    return (((actor << LABEL | recipient) << KIND | kind) << QUAD | quad) << DAY | day


def days_of(events: Ints) -> Ints:
    """Return the days of events or cells."""
    return events & _DAYS


def quads_of(events: Ints) -> Ints:
    """Return the quad classes of events."""
    return (events >> DAY) & ((1 << QUAD) - 1)


def kinds_of(cells: Ints) -> Ints:
    """Return the kinds of cells."""
    return (cells >> DAY) & ((1 << KIND) - 1)


def dyads_of(events: Ints) -> Ints:
    """Return the dyads of events, as numbers of 20 bits."""
    return events >> (DAY + QUAD + KIND)


def parties_of(dyad: int) -> tuple[int, int]:
    """Return the two countries of a dyad."""
    return dyad >> LABEL, dyad & ((1 << LABEL) - 1)


def starts_of(days: Ints, by: By) -> Ints:
    """Return the first day of the period that each day is in; a week starts on Monday."""
    if by == "day":
        return days
    if by == "week":
        return days - (days - 1) % 7  # the first day of all is a Monday
    months = (days - _EPOCH).astype("datetime64[D]").astype("datetime64[M]")
    return months.astype("datetime64[D]").astype(np.int64) + _EPOCH


def cells_of(events: Ints, by: By) -> Ints:
    """Return the cell of each event: dyad, kind and period."""
    return (events >> (DAY + QUAD)) << DAY | starts_of(days_of(events), by)


@lru_cache(maxsize=100_000)
def start_of(day: int, by: By) -> int:
    """Return the first day of the period that a day is in."""
    return int(starts_of(np.array([day], np.int64), by)[0])


def cell_of(event: int, by: By) -> int:
    """Return the cell of one event."""
    return (event >> (DAY + QUAD)) << DAY | start_of(event & _DAYS, by)


def split(cell: int) -> tuple[int, int, int]:
    """Return dyad, kind and first day of a cell."""
    return cell >> (DAY + KIND), (cell >> DAY) & ((1 << KIND) - 1), cell & _DAYS


def reverse(dyad: int) -> int:
    """Return the dyad of the same two, the other way round."""
    actor, recipient = parties_of(dyad)
    return recipient << LABEL | actor


def dyad_days_of(events: Ints, by: By) -> Ints:
    """Return the dyad and period of each event."""
    return dyads_of(events) << DAY | starts_of(days_of(events), by)


def matched(a: Ints, b: Ints, within: int) -> tuple[Ints, Ints]:
    """Return which of one list go with which of the other: their places, pair by pair.

    Each goes with one at most, of the same kind and dyad and no more than so many days apart, and there are as many
    pairs as can be: both lists are gone through by day, and each is given the first that is still free.

    Args:
        a, b: cells or dyad-days, sorted, each once.
        within: days.
    """
    if not within:
        _, of_a, of_b = np.intersect1d(a, b, assume_unique=True, return_indices=True)
        return of_a.astype(np.int64), of_b.astype(np.int64)
    # What is of another dyad or kind is further apart than any two days are.
    one, other = a.tolist(), b.tolist()
    pairs: list[tuple[int, int]] = []
    i = j = 0
    while i < len(one) and j < len(other):
        apart = one[i] - other[j]
        if abs(apart) <= within:
            pairs.append((i, j))
            i, j = i + 1, j + 1
        elif apart < 0:
            i += 1
        else:
            j += 1
    found = np.array(pairs, np.int64).reshape(-1, 2)
    return found[:, 0], found[:, 1]


def most(groups: Ints, values: Ints) -> list[list[int]]:
    """Return for each group, in their order, the values that are most frequent in it, the smallest first.

    Args:
        groups: of each event the number of its group.
        values: of each event its value, less than 64.
    """
    pairs, numbers = np.unique(groups << 6 | values, return_counts=True)
    found: list[list[int]] = []
    last, top = None, 0
    for pair, number in zip(pairs.tolist(), numbers.tolist(), strict=True):
        if pair >> 6 != last:
            last, top = pair >> 6, 0
            found.append([])
        if number > top:
            found[-1], top = [pair & 63], number
        elif number == top:
            found[-1].append(pair & 63)
    return found


def confusion(pairs: Iterable[tuple[Sequence[int], Sequence[int]]]) -> Counter[tuple[int, int]]:
    """Count how often one coding has one value most and the other another.

    Where several are equally frequent, one that both have counts; else the first of each.
    """
    return Counter(
        (shared, shared)
        if (shared := next((v for v in one if v in other), None)) is not None
        else (one[0], other[0])
        for one, other in pairs
    )


def kappa(counts: Counter[tuple[int, int]]) -> float | None:
    """Return Cohen's kappa: 1 agree always, 0 no more than by chance; ``None`` where both have but one value."""
    total = counts.total()
    if not total:
        return None
    agreed = sum(number for (one, other), number in counts.items() if one == other) / total
    rows, columns = Counter[int](), Counter[int]()
    for (one, other), number in counts.items():
        rows[one] += number
        columns[other] += number
    chance = sum(rows[value] * columns[value] for value in rows) / total**2
    return None if chance == 1 else (agreed - chance) / (1 - chance)


def aligned(a: Ints, b: Ints) -> tuple[Ints, Ints]:
    """Return how often each value of two lists is in the one and in the other, value by value."""
    values = np.union1d(a, b)
    counts = []
    for events in (a, b):
        own, numbers = np.unique(events, return_counts=True)
        aligned = np.zeros(len(values), np.int64)
        aligned[np.searchsorted(values, own)] = numbers
        counts.append(aligned)
    return counts[0], counts[1]


def pearson(a: npt.NDArray[Any], b: npt.NDArray[Any]) -> float | None:
    """Return the correlation of two lists; ``None`` where one of them does not vary."""
    if len(a) < 2 or np.ptp(a) == 0 or np.ptp(b) == 0:
        return None
    return float(np.corrcoef(a, b)[0, 1])


def ranks(values: Ints) -> npt.NDArray[np.float64]:
    """Return the rank of each value from the smallest on; equal ones share the mean of theirs."""
    _, places, counts = np.unique(values, return_inverse=True, return_counts=True)
    ends = np.cumsum(counts)
    means: npt.NDArray[np.float64] = ends - (counts - 1) / 2
    return means[places]

"""Which pairs of documents are worth comparing, found without comparing all with all.

An inverted index over the most informative terms of each document and the lands it names: two documents are a
candidate pair when they share enough of them (`SHARED`) and lie no further apart in time than the window. The cost
grows with the length of the stream, not with its square: a document meets at most `MEETINGS` later ones through
one term.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from typing import TYPE_CHECKING

from dragoman.stories.lands import weight_of_land
from dragoman.stories.profiles import Profile
from dragoman.stories.terms import background
from dragoman.stories.vectors import LENGTH, rows

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

WINDOW = 4
"""Days between two reports of one happening, at most."""

HEAD_TERMS, BODY_TERMS = 12, 20
"""Terms by which a document is found: the heaviest of its head and of its text."""

SHARED = 4.0
"""Least weight of what is shared, in nats: one rare name, two words of some weight, or a land that is not in every
day's news. Of the pairs of one happening .92 are found by their headlines (.84 without the lands), up to 2017."""

MEETINGS = 200
"""Later documents that a document meets through one term; more would make a flood of like titles
quadratic."""

MOST = 12
"""Later documents that a document is compared with, the nearest to it, where it shares enough with more."""

NEAR = 24.0
"""Documents so near are compared in any case, or a happening that hundreds report would fall apart: what was not
compared counts as unlike. (Of 10,000 headlines of ten days a document has eight so near.)"""

MEANING = 20.0
"""Weight of the nearness of what two heads mean beside that of what they share."""


def candidates(profiles: Sequence[Profile]) -> Iterator[tuple[int, list[int]]]:
    """Yield each document i with the later ones it is to be compared with, ascending; none without any.

    `profiles` stand in order of day, those without a day first. A document without a day may meet any other.
    """
    holders: dict[str, list[int]] = defaultdict(list)
    found_by = [_found_by(p) for p in profiles]
    meanings = rows([p.meaning[0] for p in profiles])
    for i in reversed(range(len(profiles))):
        day = profiles[i].day
        shared: dict[int, float] = defaultdict(float)
        for t, weight in found_by[i]:
            for j in reversed(holders[t][-MEETINGS:]):
                later = profiles[j].day
                if day is not None and later is not None and (later - day).days > WINDOW:
                    break
                shared[j] += weight
            holders[t].append(i)
        met = sorted(j for j, weight in shared.items() if weight >= SHARED)
        if len(met) > MOST:
            met = _nearest(met, shared, i, meanings)
        if met:
            yield i, met


def weight_shared(a: Profile, b: Profile) -> float:
    """Return the weight of what two documents can be found by and share, in nats; `SHARED` of it is wanted."""
    found, total = dict(_found_by(b)), 0.0
    for t, weight in _found_by(a):
        total += weight if t in found else 0.0  # rounded as `candidates` does, which `sum` would not
    return total


def _nearest(
    met: Sequence[int], shared: Mapping[int, float], i: int, meanings: NDArray[np.float64]
) -> list[int]:
    """Those of the documents met that are near to i, and at least the nearest, ascending."""
    alike = meanings[met] @ meanings[i] / LENGTH**2
    near = {j: shared[j] + MEANING * float(alike[n]) for n, j in enumerate(met)}
    weighed = sorted(met, key=lambda j: (-near[j], j))
    return sorted(weighed[:MOST] + [j for j in weighed[MOST:] if near[j] >= NEAR])


def _found_by(p: Profile) -> list[tuple[str, float]]:
    """The lands, and the heaviest terms of head and body, with their weights; in order of the alphabet."""

    def heaviest(terms: dict[str, float], most: int) -> list[str]:
        return sorted(terms, key=lambda t: (-terms[t], t))[:most]

    weight = background().weight
    found = {t: weight(t) for t in (*heaviest(p.head, HEAD_TERMS), *heaviest(p.body, BODY_TERMS))}
    # A code in capitals with a mark before it is no term.
    return sorted((found | {f"@{code}": weight_of_land(code) for code in p.lands}).items())

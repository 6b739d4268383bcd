"""From alike pairs to groups: average-link agglomerative clustering over a sparse set of pairs.

Groups merge, the most alike first, as long as the mean likeness over *all* pairs between them is at least the
threshold; a pair that was never compared counts as 0. So one strong link does not chain two happenings
together, as it would with single link. Ties go to the groups that come first, so the result depends on the
order of the items alone, which is the caller's to fix.

Two groups may merge as soon as each is the other's most alike, whatever else is going on: what either becomes alike
to by other merges is never more alike than what it was before (average link is reducible; Murtagh 1983). So items can
be read bit by bit, and a group is settled when nothing that it was compared with is alike enough. Alike pairs
of a busy stream hang together for years; groups do not.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator

STEPS = 2.0**30
"""Likeness is counted in so many steps from 0 to 1: sums of millions of pairs are exact, and so the same in any
order."""


class AverageLink:
    """Items that are grouped as they are read.

    Args:
        threshold: least mean likeness between two groups that merge; above 0.
    """

    def __init__(self, threshold: float) -> None:
        self._threshold = threshold * STEPS
        self._members: dict[int, list[int]] = {}  # of groups, by their first; all are read
        self._likeness: dict[int, dict[int, float]] = defaultdict(
            dict
        )  # sums, of groups and of items to come
        self._best: dict[int, int] = {}  # which group is most alike to one
        self._chosen_by: dict[int, set[int]] = defaultdict(set)  # the other way round

    def read(self, items: Iterable[int], pairs: Iterable[tuple[int, int, float]]) -> Iterator[list[int]]:
        """Take in items, and yield the groups that nothing to come can change, members ascending.

        Args:
            items: numbers, greater than all that were read.
            pairs: (i, j, likeness) with i < j and likeness in 0 … 1, each pair at most once: all pairs in which
                the items come first. Whatever comes second may be read later.
        """
        for i, j, value in pairs:
            self._likeness[i][j] = self._likeness[j][i] = round(value * STEPS)
        open_ = list(items)
        self._members |= {item: [item] for item in open_}
        while open_:
            group = open_.pop()
            if group not in self._members or group in self._best:
                continue
            best = self._most_alike(group)
            if best is None:
                yield sorted(self._members.pop(group))
                for other in self._likeness.pop(group, ()):
                    del self._likeness[other][group]
                self._chosen_by.pop(group, None)
            elif self._best.get(best) == group:
                open_ += self._merge(*sorted((group, best)))
            else:
                self._best[group] = best
                self._chosen_by[best].add(group)

    def _most_alike(self, group: int) -> int | None:
        """Return what is most alike to a group, of equals the first pair; ``None`` where nothing is alike enough."""
        size, best, key = len(self._members[group]), None, (0.0, 0, 0)
        for other, total in self._likeness[group].items():
            mean = total / (size * len(self._members[other])) if other in self._members else total / size
            if mean >= self._threshold:
                low, high = (group, other) if group < other else (other, group)
                if (-mean, low, high) < key:
                    best, key = other, (-mean, low, high)
        return best

    def _merge(self, i: int, j: int) -> set[int]:
        """Make one group of two; return the groups that have to look about anew."""
        self._members[i] += self._members.pop(j)
        del self._likeness[i][j], self._likeness[j][i]
        of = self._likeness[i]
        for k, total in self._likeness.pop(j).items():
            of[k] = of.get(k, 0.0) + total
            self._likeness[k][i] = of[k]
            del self._likeness[k][j]
        chosen = {i, *self._chosen_by.pop(i, ()), *self._chosen_by.pop(j, ())}
        for group in chosen | {j}:
            best = self._best.pop(group, None)
            if best is not None and best in self._chosen_by:
                self._chosen_by[best].discard(group)
        return chosen - {j}


def average_link(size: int, pairs: Iterable[tuple[int, int, float]], threshold: float) -> list[list[int]]:
    """Group the items 0 … size-1.

    Args:
        size: number of items.
        pairs: (i, j, likeness) with i < j and likeness in 0 … 1, each pair at most once.
        threshold: least mean likeness between two groups that merge; above 0.

    Returns:
        Each item in exactly one group; members ascending, groups by their first member.
    """
    return sorted(AverageLink(threshold).read(range(size), pairs))

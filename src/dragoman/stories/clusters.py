"""From alike pairs to groups: average-link agglomerative clustering over a sparse set of pairs.

Groups merge, the most alike first, as long as the mean likeness over *all* pairs between them is at least the
threshold; a pair that was never compared counts as 0. So one strong link does not chain two happenings
together, as it would with single link. Ties go to the groups that come first, so the result depends on the
order of the items alone, which is the caller's to fix.
"""

from __future__ import annotations

import heapq
from collections import defaultdict
from collections.abc import Iterable


def average_link(size: int, pairs: Iterable[tuple[int, int, float]], threshold: float) -> list[list[int]]:
    """Group the items 0 … size-1.

    Args:
        size: number of items.
        pairs: (i, j, likeness) with i < j and likeness in 0 … 1, each pair at most once.
        threshold: least mean likeness between two groups that merge; above 0.

    Returns:
        Each item in exactly one group; members ascending, groups by their first member.
    """
    members = [[i] for i in range(size)]
    likeness: list[dict[int, float]] = [defaultdict(float) for _ in range(size)]
    queue: list[tuple[float, int, int, int, int]] = []

    def offer(i: int, j: int) -> None:
        mean = likeness[i][j] / (len(members[i]) * len(members[j]))
        if mean >= threshold:
            low, high = min(i, j), max(i, j)
            heapq.heappush(queue, (-mean, low, high, len(members[low]), len(members[high])))

    for i, j, value in pairs:
        likeness[i][j] = likeness[j][i] = value
        offer(i, j)
    while queue:
        _, i, j, size_i, size_j = heapq.heappop(queue)
        if len(members[i]) != size_i or len(members[j]) != size_j:
            continue  # one of the two has grown, or is gone, since this was offered
        members[i] += members[j]
        members[j] = []
        del likeness[i][j], likeness[j][i]
        for k, total in likeness[j].items():
            likeness[i][k] += total
            likeness[k][i] = likeness[i][k]
            del likeness[k][j]
        likeness[j] = {}
        for k in likeness[i]:
            offer(i, k)
    return [sorted(group) for group in members if group]

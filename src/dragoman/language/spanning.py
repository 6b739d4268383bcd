"""The best tree over scored arcs: Chu and Liu 1965, Edmonds 1967."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

#: More than any sum of scores: a second root costs more than any other choice.
_SECOND_ROOT = 1e6


def best_tree(scores: NDArray[np.float32]) -> NDArray[np.intp]:
    """Return each word's head in the tree of highest score that has one root.

    `scores[i, j]` tells how well word i hangs on word j, words counted from 1; 0 is the root's head, and its
    row means nothing. Returns the heads of all words, with -1 in place 0.
    """
    arcs: NDArray[np.float64] = scores.astype(np.float64)
    np.fill_diagonal(arcs, -np.inf)
    arcs[0] = -np.inf
    heads: NDArray[np.intp] = arcs.argmax(1)
    heads[0] = -1
    if int((heads == 0).sum()) != 1 or _cycle(heads) is not None:
        # With every arc from the root made dear, the best tree has as few roots as it can: one.
        arcs[:, 0] -= _SECOND_ROOT
        heads = _edmonds(arcs)
    return heads


def _edmonds(arcs: NDArray[np.float64]) -> NDArray[np.intp]:
    heads: NDArray[np.intp] = arcs.argmax(1)
    heads[0] = -1
    cycle = _cycle(heads)
    if cycle is None:
        return heads
    # Contract the cycle to one word, the last of a smaller problem.
    inside = np.zeros(len(arcs), dtype=bool)
    inside[cycle] = True
    rest = np.flatnonzero(~inside)
    kept = arcs[cycle, heads[cycle]]
    entering = (
        arcs[np.ix_(cycle, rest)] - kept[:, None]
    )  # what it costs to break the cycle at each of its words
    leaving = arcs[np.ix_(rest, cycle)]
    n = len(rest)
    smaller = np.full((n + 1, n + 1), -np.inf)
    smaller[:n, :n] = arcs[np.ix_(rest, rest)]
    smaller[n, :n] = entering.max(0)
    smaller[:n, n] = leaving.max(1)
    solved = _edmonds(smaller)
    broken, door = int(entering[:, solved[n]].argmax()), rest[solved[n]]
    for word in range(1, n):
        at_cycle = solved[word] == n
        heads[rest[word]] = cycle[int(leaving[word].argmax())] if at_cycle else rest[solved[word]]
    heads[cycle[broken]] = door
    return heads


def _cycle(heads: NDArray[np.intp]) -> NDArray[np.intp] | None:
    """Return the words of a cycle among the heads, if there is one."""
    state = [0] * len(heads)  # 0: not seen, else the walk that saw it
    state[0] = -1
    for start in range(1, len(heads)):
        word = start
        while state[word] == 0:
            state[word] = start
            word = int(heads[word])
        if state[word] == start:
            found = [word]
            while heads[found[-1]] != word:
                found.append(int(heads[found[-1]]))
            return np.array(sorted(found))
    return None

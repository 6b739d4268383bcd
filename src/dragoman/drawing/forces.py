"""Where the nodes of a network stand: all push each other off, links pull (Fruchterman and Reingold, 1991)."""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Array = NDArray[np.float64]

ROUNDS = 300
INWARD = 0.08  # what draws all to the middle, so that parts without a link stay in sight
APART = 60  # rounds in which nodes that overlap are moved apart
_GOLDEN = math.pi * (3 - math.sqrt(5))


def settle(
    sizes: Sequence[float], links: Sequence[tuple[int, int, float]], wide: float, tall: float
) -> list[tuple[float, float]]:
    """Return where nodes stand in a box of ``wide`` by ``tall``; the same for the same input.

    Args:
        sizes: the room each node wants around it, as a radius.
        links: two nodes, by number, and how strongly they pull (above 0).
        wide: width of the box.
        tall: height of the box.
    """
    import numpy as np

    count = len(sizes)
    if count < 2:
        return [(wide / 2, tall / 2)] * count
    # They begin on a spiral, so that nothing is left to chance.
    turns = [(math.sqrt(n + 0.5), n * _GOLDEN) for n in range(count)]
    places = np.array([(r * math.cos(turn), r * math.sin(turn)) for r, turn in turns])
    pull = np.zeros((count, count))
    for a, b, strength in links:
        if a != b:
            pull[a, b] = pull[b, a] = strength
    x, y = places.T.copy()
    for n in range(ROUNDS):
        right, down = x[:, None] - x, y[:, None] - y
        square = np.maximum(right * right + down * down, 1e-4)
        force = 1 / square - pull * np.sqrt(square)
        fx, fy = (force * right).sum(axis=1) - INWARD * x, (force * down).sum(axis=1) - INWARD * y
        length = np.maximum(np.sqrt(fx * fx + fy * fy), 1e-9)
        step = np.minimum(length, 0.5 * (1 - n / ROUNDS)) / length
        x, y = x + step * fx, y + step * fy
    places = np.stack([x, y], axis=1)
    return _apart(_fitted(places, wide, tall), np.array(sizes), wide, tall)


def _fitted(places: Array, wide: float, tall: float) -> Array:
    """Return the places in the box, stretched one way by half at most, lest what is together be torn apart."""
    import numpy as np

    low, high = places.min(axis=0), places.max(axis=0)
    scale = np.array((wide, tall)) / np.maximum(high - low, 1e-9)
    fitted: Array = (places - (low + high) / 2) * np.minimum(scale, 1.5 * scale.min()) + (wide / 2, tall / 2)
    return fitted


def _apart(places: Array, sizes: Array, wide: float, tall: float) -> list[tuple[float, float]]:
    """Return the places moved until no two nodes overlap, as far as the box has room."""
    import numpy as np

    want = sizes[:, None] + sizes[None, :]
    np.fill_diagonal(want, 0)
    for _ in range(APART):
        between = places[:, None, :] - places[None, :, :]
        distance = np.maximum(np.sqrt((between**2).sum(axis=2)), 0.01)
        short = np.maximum(want - distance, 0)
        places = places + (between * (short / distance / 2)[:, :, None]).sum(axis=1)
        places = np.clip(places, 0, (wide, tall))
    return [(float(x), float(y)) for x, y in places]

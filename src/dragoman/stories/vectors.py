"""What a text means, roughly: the sum of the vectors of its terms.

The table was taught by a sentence encoder (``training/vectors.py``): the sums of the terms of news come as near as
they can to what the encoder makes of the whole. So "slashes interest rate" is near "cuts borrowing costs", which
share no term. The numbers are whole, so that sums and products are the same on any machine.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping, Sequence
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING

from dragoman.stories.terms import background

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vector = NDArray[np.int64]

LENGTH = 1 << 15
"""Length of a vector: fine enough that its rounding is lost in the fourth decimal of a cosine."""

UNIT = 1 << 10
"""Length of the vector of a single term."""

NEAR = 0.3
"""Terms less near than this are not near."""

HEAVY = 1.5
"""Power of the weight of a term: rare words tell more than their rarity says."""


def vector(terms: Iterable[str]) -> Vector | None:
    """Return what a text of these terms means: whole numbers, of length `LENGTH`; a term may come repeatedly.

    ``None`` where none of the terms is known.
    """
    import numpy as np

    row, numbers = _table()
    total = numbers[[row[t] for t in terms if t in row]].sum(axis=0, dtype=np.int64)
    length = np.sqrt(np.float64(total @ total))
    return np.rint(total * (LENGTH / length)).astype(np.int64) if length else None


def nearness(a: Vector | None, b: Vector | None) -> float:
    """Cosine of two vectors, 0 where it is below or there is none."""
    return 0.0 if a is None or b is None else min(1.0, max(0, int(a @ b)) / (LENGTH * LENGTH))


def rows(vectors: Sequence[Vector | None]) -> NDArray[np.float64]:
    """Return vectors as the rows of a matrix, 0 where there is none. Products of rows are whole numbers, and exact."""
    import numpy as np

    matrix = np.zeros((len(vectors), _table()[1].shape[1]))
    for n, one in enumerate(vectors):
        if one is not None:
            matrix[n] = one
    return matrix


def echoes(a: Mapping[str, float], others: Sequence[Mapping[str, float]]) -> list[float]:
    """How much of what two heads say is said by the other too, in the same words or in near ones, 0 … 1.

    Each term is matched with the nearest of the other head; the mean of how near they are, heavy terms first
    (`HEAVY`), the same both ways round. A term that is not in the table is only near to itself.

    Args:
        a: terms of a head with their weights.
        others: those of the heads it is compared with.

    Returns:
        The echo between the head and each of the others.
    """
    import numpy as np

    longest = max(map(len, others), default=0)
    if not a or not longest:
        return [0.0] * len(others)
    row, units = _units()
    here = np.array([row.get(t, -1) for t in a])
    there = np.full((len(others), longest), -1)
    heavy = np.zeros((len(others), longest))
    for n, other in enumerate(others):
        there[n, : len(other)] = [row.get(t, -1) for t in other]
        heavy[n, : len(other)] = [w**HEAVY for w in other.values()]
    near = (units[there] @ units[here].T) / np.float32(UNIT * UNIT)
    near[near < NEAR] = 0.0
    near[(there[:, :, None] == here) & (here >= 0)] = 1.0
    for place, t in enumerate(a):
        for n, other in enumerate(others if t not in row else ()):
            if t in other:
                near[n, list(other).index(t), place] = 1.0
    weight = np.array([w**HEAVY for w in a.values()])
    told = near.max(axis=1) @ weight / weight.sum()
    told_back = (near.max(axis=2) * heavy).sum(axis=1) / heavy.sum(axis=1).clip(1e-9)
    return [float(x) for x in np.minimum(1.0, (told + told_back) / 2).round(9)]


@cache
def _units() -> tuple[dict[str, int], NDArray[np.float32]]:
    """The row of each term, and the rows at length `UNIT`; the last row, of what is not in the table, is 0.

    The numbers are whole, so that their products are exact in whatever order they are summed.
    """
    import numpy as np

    row, numbers = _table()
    lengths = np.sqrt((numbers.astype(np.int64) ** 2).sum(axis=1, keepdims=True)).clip(1)
    return row, np.vstack([np.rint(numbers * (UNIT / lengths)), np.zeros(numbers.shape[1])]).astype(
        np.float32
    )


@cache
def _table() -> tuple[dict[str, int], NDArray[np.int8]]:
    """The row of each term, and the rows: as many as `terms.background` has terms, in the order of the alphabet."""
    import numpy as np

    numbers = np.load(io.BytesIO(files(__package__).joinpath("vectors.npy").read_bytes()))
    return {term: row for row, term in enumerate(sorted(background().weights))}, numbers

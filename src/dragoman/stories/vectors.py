"""What a text means, roughly: the sum of the vectors of its terms.

The table was taught by a sentence encoder (``training/vectors.py``): the sums of the terms of news come as near as
they can to what the encoder makes of the whole. So "slashes interest rate" is near "cuts borrowing costs", which
share no term. The numbers are whole, so that sums and products are the same on any machine.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Mapping
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


def echo(a: Mapping[str, float], b: Mapping[str, float]) -> float:
    """How much of what two heads say is said by the other too, in the same words or in near ones, 0 … 1.

    Each term is matched with the nearest of the other head; the mean of how near they are, heavy terms first
    (`HEAVY`), the same both ways round. A term that is not in the table is only near to itself.

    Args:
        a, b: terms with their weights.
    """
    import numpy as np

    if not a or not b:
        return 0.0
    row, units = _units()
    here, there = list(a), list(b)
    near = units[[row.get(t, -1) for t in here]] @ units[[row.get(t, -1) for t in there]].T / (UNIT * UNIT)
    near[near < NEAR] = 0.0
    for n, t in enumerate(here):
        if t in b:
            near[n, there.index(t)] = 1.0
    heavy, also = (np.array([w**HEAVY for w in bag.values()]) for bag in (a, b))
    told = float(near.max(axis=1) @ heavy / heavy.sum()), float(near.max(axis=0) @ also / also.sum())
    return min(1.0, sum(sorted(told)) / 2)


@cache
def _units() -> tuple[dict[str, int], NDArray[np.float64]]:
    """The row of each term, and the rows at length `UNIT`; the last row, of what is not in the table, is 0.

    The numbers are whole, so that their products are exact in whatever order they are summed.
    """
    import numpy as np

    row, numbers = _table()
    lengths = np.sqrt((numbers.astype(np.int64) ** 2).sum(axis=1, keepdims=True)).clip(1)
    return row, np.vstack([np.rint(numbers * (UNIT / lengths)), np.zeros(numbers.shape[1])])


@cache
def _table() -> tuple[dict[str, int], NDArray[np.int8]]:
    """The row of each term, and the rows: as many as `terms.background` has terms, in the order of the alphabet."""
    import numpy as np

    numbers = np.load(io.BytesIO(files(__package__).joinpath("vectors.npy").read_bytes()))
    return {term: row for row, term in enumerate(sorted(background().weights))}, numbers

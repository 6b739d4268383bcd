"""What a text means, roughly: the sum of the vectors of its terms.

The table was taught by a sentence encoder (``training/vectors.py``): the sums of the terms of news come as near as
they can to what the encoder makes of the whole. So "slashes interest rate" is near "cuts borrowing costs", which
share no term. The numbers are whole, so that sums and products are the same on any machine.
"""

from __future__ import annotations

import io
from collections.abc import Iterable
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


@cache
def _table() -> tuple[dict[str, int], NDArray[np.int8]]:
    """The row of each term, and the rows: as many as `terms.background` has terms, in the order of the alphabet."""
    import numpy as np

    numbers = np.load(io.BytesIO(files(__package__).joinpath("vectors.npy").read_bytes()))
    return {term: row for row, term in enumerate(sorted(background().weights))}, numbers

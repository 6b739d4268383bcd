"""Is it coded right? A sheet of events for people to judge, and precision with intervals from the sheet filled in.

``drawing`` which events; ``sheet`` how a judge sees them; ``verdicts`` what was judged; ``precision`` what follows.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    import os

    from dragoman.errors import InputError
    from dragoman.judging.drawing import Sample
    from dragoman.judging.precision import Evaluation
    from dragoman.records import Event

__all__ = ["evaluate", "sample"]


def sample(events: Iterable[Event], n: int, *, seed: int = 0) -> Sample:
    """Draw events for people to judge: ``.csv()`` of what comes back is the sheet.

    The sample is stratified by type, so that rare types appear: each type gives the same number of events, and types
    that have fewer give all of theirs. The same events with the same seed give the same sample in whatever order
    they come; another seed gives another one.

    Args:
        events: what `dragoman.code` gives.
        n: how many to draw, at least 1; all when there are fewer.
        seed: which sample.

    Raises:
        ValueError: `n` is less than 1.
    """
    from dragoman.judging.drawing import draw

    return draw(events, n, seed)


def evaluate(
    file: str | os.PathLike[str], *, on_error: Callable[[InputError], None] | None = None
) -> Evaluation:
    """Return the precision that a sheet filled in tells: by question and type, and over all types.

    Args:
        file: the CSV that `sample` wrote, with ``y`` or ``n`` in its columns ending in ``_ok``; ``-`` for standard
            input.
        on_error: called with each row or value that cannot be read, which then counts as not judged; without it
            the first one is raised.

    Raises:
        InputError: the file cannot be read at all, or something in it where there is no `on_error`.
    """
    from dragoman.judging.precision import of_rows
    from dragoman.judging.verdicts import read

    return of_rows(read(file, on_error))

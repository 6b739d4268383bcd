"""When Python's search for cycles of objects rests: it is costly where many objects stay, and finds none here."""

from __future__ import annotations

import gc
from collections.abc import Iterator
from contextlib import contextmanager


@contextmanager
def at_rest() -> Iterator[None]:
    """Put off the search for cycles while large tables are read or a text is: it would begin again every moment.

    Objects without cycles, as these are, go by their counts of references all the same.
    """
    was_on = gc.isenabled()
    gc.disable()
    try:
        yield
    finally:
        if was_on:
            gc.enable()

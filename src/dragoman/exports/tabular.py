"""Writing the tab-separated tables of the field, in which no cell is quoted.

Those who read them disagree on quotes (R's ``quote = ""``, the defaults of pandas), so no cell may need any: a tab, a
line end or another control character within a cell becomes a blank, and ``"`` becomes ``'``. Then every reader finds
the same cells. Exact words are in CSV, JSON and Parquet.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Mapping
from functools import lru_cache
from itertools import islice
from typing import TextIO, TypeVar

T = TypeVar("T")

BLOCK = 2_000
"""Lines that are written at once."""

# What would break a line for one reader or another; the tab is counted.
_BREAKS = re.compile('["\x00-\x08\x0a-\x1f\x7f-\x9f\u2028\u2029]')
_CLEAN = {
    **dict.fromkeys([*range(0x20), *range(0x7F, 0xA0), 0x2028, 0x2029], " "),
    ord('"'): "'",
}


def write(
    columns: Mapping[str, Callable[[T], object]], items: Iterable[T], out: TextIO, *, header: bool
) -> int:
    """Write one line an item, and return how many. ``None`` is an empty cell."""
    if header:
        out.write("\t".join(columns) + "\n")
    made, written = _lines(columns, items), 0
    while block := list(islice(made, BLOCK)):
        out.write("".join(block))
        written += len(block)
    return written


def clean(text: str) -> str:
    """Return text as a cell holds it."""
    return text.translate(_CLEAN) if "\t" in text or _BREAKS.search(text) else text


@lru_cache(maxsize=65_536)
def number(value: float | None) -> str:
    """Return a number as the field writes it: ``-7``, ``3.4``; empty where there is none."""
    text = "" if value is None else repr(float(value))
    return text.removesuffix(".0")


def _lines(columns: Mapping[str, Callable[[T], object]], items: Iterable[T]) -> Iterable[str]:
    cells, tabs = tuple(columns.values()), len(columns) - 1
    for item in items:
        values = [cell(item) for cell in cells]
        line = "\t".join(["" if value is None else str(value) for value in values])
        if line.count("\t") != tabs or _BREAKS.search(line):  # looked at as one: few cells need it
            line = "\t".join(["" if value is None else clean(str(value)) for value in values])
        yield line + "\n"

"""Where the lines of a tree run, so that they cross only where the tree itself does.

Two layouts of the same heads (``heads[n]`` is the word that word n hangs on, ``None`` for the root): one line
a head down to all that hangs on it, for a terminal; one arc a word, for a picture.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

# Corners by which of up, down, left a line goes on; all go on to the right, to the word.
_CORNERS = {
    (True, True, False): "├", (False, True, False): "┌", (True, False, False): "└",
    (True, True, True): "┼", (False, True, True): "┬", (True, False, True): "┴",
}  # fmt: skip
_ROOMY = 10  # with more columns than this they stand close


@dataclass(frozen=True, slots=True)
class Line:
    """The line of one head: from row `first` to row `last`, in a column counted from the words, from 1."""

    head: int
    first: int
    last: int
    column: int


@dataclass(frozen=True, slots=True)
class Arc:
    """An arc from `head` to `word`; an arc of a higher `level` (from 1) runs above the others."""

    head: int
    word: int
    level: int


def lines(heads: Sequence[int | None]) -> dict[int, Line]:
    """Return the line of each word that others hang on: always left of the lines of those others."""
    below: dict[int, list[int]] = {}
    for word, head in enumerate(heads):
        if head is not None:
            below.setdefault(head, []).append(word)
    placed: dict[int, Line] = {}
    for head in reversed(_downwards(heads, below)):
        if head not in below:
            continue
        rows = [head, *below[head]]
        first, last = min(rows), max(rows)
        column = 1 + max((placed[word].column for word in below[head] if word in placed), default=0)
        while any(o.column == column and o.first <= last and first <= o.last for o in placed.values()):
            column += 1
        placed[head] = Line(head, first, last, column)
    return placed


def _downwards(heads: Sequence[int | None], below: dict[int, list[int]]) -> list[int]:
    """Return the words so that each comes after its head."""
    order = [word for word, head in enumerate(heads) if head is None]
    for word in order:
        order.extend(below.get(word, ()))
    return order


def drawn(heads: Sequence[int | None]) -> list[str]:
    """Draw the tree at the left of its words, one row a word, all rows of one width."""
    placed = lines(heads)
    most = max((line.column for line in placed.values()), default=0)
    step = 2 if most <= _ROOMY else 1
    rows = []
    for word, head in enumerate(heads):
        own = [placed[n] for n in (head, word) if n is not None and n in placed]
        left = (most - max((line.column for line in own), default=0)) * step
        row = [" "] * left + ["─"] * (most * step - left) + ["●" if head is None else "▶"]
        for line in placed.values():
            if not line.first <= word <= line.last:
                continue
            at = (most - line.column) * step
            corner = _CORNERS[line.first < word, line.last > word, at > left]
            row[at] = corner if line in own else "│"
        rows.append("".join(row))
    return rows


def arcs(heads: Sequence[int | None]) -> list[Arc]:
    """Return an arc for each word but the root, in the order of the words; longer arcs run above shorter ones."""
    ends = [(min(w, h), max(w, h), w) for w, h in enumerate(heads) if h is not None]
    levels: dict[int, int] = {}
    placed: list[tuple[int, int, int]] = []
    for start, end, word in sorted(ends, key=lambda one: (one[1] - one[0], one[0])):
        level = 1 + max((lv for s, e, lv in placed if s < end and start < e), default=0)
        placed.append((start, end, level))
        levels[word] = level
    return [Arc(head, word, levels[word]) for word, head in enumerate(heads) if head is not None]

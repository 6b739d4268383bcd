"""What a report said before, beside what it says since: word by word, as far as it is another."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from difflib import SequenceMatcher
from typing import Literal

from dragoman.records import Document
from dragoman.store.rows import Revision

AROUND = 12
"""Words that are shown before and behind what is another."""

MOST = 3_000
"""Words that are compared one by one; longer texts are compared line by line, and of no more than so many lines."""

Kind = Literal["same", "gone", "new", "cut"]


@dataclass(frozen=True, slots=True)
class Piece:
    """A run of words that stayed, went or came; ``cut`` stands for words that stayed and are not shown."""

    kind: Kind
    text: str


@dataclass(frozen=True, slots=True)
class Wording:
    """How a report was changed.

    Attributes:
        revision: the earlier wording.
        title, text: what became of it; empty where it stayed as it was.
    """

    revision: Revision
    title: tuple[Piece, ...]
    text: tuple[Piece, ...]


def wordings(revisions: Sequence[Revision], now: Document) -> tuple[Wording, ...]:
    """Return how a report was changed, the last time first."""
    if not revisions:
        return ()
    later = [*(revision.document for revision in revisions[1:]), now]
    return tuple(
        Wording(
            revision,
            tuple(pieces(revision.document.title or "", after.title or "")),
            tuple(pieces(revision.document.text or "", after.text or "")),
        )
        for revision, after in zip(revisions, later, strict=True)
    )[::-1]


def pieces(before: str, after: str) -> Iterator[Piece]:
    """Yield what stayed, went and came, in order; nothing where both are the same."""
    if before == after:
        return
    old, new, unit = _units(before, after)
    matcher = SequenceMatcher(None, old, new, autojunk=False)
    codes = matcher.get_opcodes()
    for n, (tag, a, b, c, d) in enumerate(codes):
        if tag == "equal":
            yield from _stayed(old[a:b], unit, first=n == 0, last=n == len(codes) - 1)
            continue
        if a < b:
            yield Piece("gone", "".join(old[a:b]))
        if c < d:
            yield Piece("new", "".join(new[c:d]))


def _units(before: str, after: str) -> tuple[list[str], list[str], str]:
    """Cut both texts into words with the white space behind them, or into lines where they are long; say which."""
    old, new = (re.findall(r"\S+\s*|\s+", text) for text in (before, after))
    if max(len(old), len(new)) > MOST:
        old, new = (text.splitlines(keepends=True)[:MOST] for text in (before, after))
        return old, new, "lines"
    return old, new, "words"


def _stayed(words: Sequence[str], unit: str, *, first: bool, last: bool) -> Iterator[Piece]:
    head = 0 if first else AROUND
    tail = 0 if last else AROUND
    if len(words) <= head + tail + 1:
        yield Piece("same", "".join(words))
        return
    if head:
        yield Piece("same", "".join(words[:head]))
    yield Piece("cut", f"{len(words) - head - tail:,} {unit}")
    if tail:
        yield Piece("same", "".join(words[len(words) - tail :]))

"""Find the phrases of a word list in a text: longest first, left to right, never overlapping.

A phrase is compared piece by piece, a piece being a run of letters or a run of digits, so ``F-16`` is the
pieces ``F`` ``16``. Between two pieces a hyphen of the list also matches nothing (``F16``) and the other
dashes; a space also matches a hyphen ("air-defense"). A phrase must not be part of a longer word.
"""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterable, Iterator
from typing import Generic, NamedTuple, TypeVar

T = TypeVar("T")

_PIECE = re.compile(r"[^\W\d_]+|\d+")
_DASHES = "-‐‑–"
_SPACES = " \u00a0\u202f"
# The lower case of a letter can be longer than the letter (İ): offsets come from the text itself, never
# from a copy in lower case.


class Match(NamedTuple, Generic[T]):
    """A phrase of the list as it stands in the text."""

    value: T
    start: int
    end: int


class _Entry(NamedTuple, Generic[T]):
    pieces: tuple[str, ...]
    gaps: tuple[str, ...]
    exact: bool
    value: T


class Phrases(Generic[T]):
    """A list of phrases with the value each stands for."""

    def __init__(self, entries: Iterable[tuple[str, T, bool]]) -> None:
        """Take (phrase, value, exact case); of two equal phrases the first counts.

        A phrase with exact case also matches in capitals throughout when it has more than three letters,
        as headlines may write it.
        """
        self._by_first: dict[str, list[_Entry[T]]] = {}
        for phrase, value, exact in entries:
            places = list(_PIECE.finditer(phrase))
            pieces = tuple(m.group() if exact else m.group().lower() for m in places)
            gaps = tuple(phrase[a.end() : b.start()] for a, b in itertools.pairwise(places))
            self._by_first.setdefault(pieces[0].lower(), []).append(_Entry(pieces, gaps, exact, value))
        for found in self._by_first.values():
            found.sort(key=lambda entry: -len(entry.pieces))

    def find(self, text: str) -> Iterator[Match[T]]:
        """Yield the phrases that stand in the text, in order."""
        places = list(_PIECE.finditer(text))
        at = 0
        while at < len(places):
            match = self._longest(text, places, at)
            if match is None:
                at += 1
                continue
            entry, used = match
            yield Match(entry.value, places[at].start(), places[at + used - 1].end())
            at += used

    def _longest(self, text: str, places: list[re.Match[str]], at: int) -> tuple[_Entry[T], int] | None:
        candidates = self._by_first.get(places[at].group().lower())
        if not candidates or (places[at].start() and text[places[at].start() - 1].isalnum()):
            return None
        for entry in candidates:
            used = len(entry.pieces)
            window = places[at : at + used]
            if len(window) < used or text[window[-1].end() : window[-1].end() + 1].isalnum():
                continue
            words = tuple(m.group() for m in window)
            if not _same_words(entry, words):
                continue
            found = (text[a.end() : b.start()] for a, b in itertools.pairwise(window))
            if all(_same_gap(w, g) for w, g in zip(entry.gaps, found, strict=True)):
                return entry, used
        return None


def _same_words(entry: _Entry[T], words: tuple[str, ...]) -> bool:
    if not entry.exact:
        return tuple(word.lower() for word in words) == entry.pieces
    if words == entry.pieces:
        return True
    letters = "".join(words)
    return len(letters) > 3 and letters.isupper() and words == tuple(p.upper() for p in entry.pieces)


def _same_gap(wanted: str, found: str) -> bool:
    if wanted == "-":
        return found == "" or (len(found) == 1 and found in _DASHES)
    if wanted == " ":
        return len(found) == 1 and found in _DASHES + _SPACES
    return found == wanted.replace("'", "’") or found == wanted


def plural(noun: str) -> str:
    """Return the regular English plural of a noun or of the last word of a compound."""
    if re.search(r"(?:[sxz]|[cs]h)$", noun):
        return noun + "es"
    if re.search(r"[^aeiou]y$", noun):
        return noun[:-1] + "ies"
    return noun + "s"

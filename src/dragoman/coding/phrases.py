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


class _Node(Generic[T]):
    """The entries that begin with the same pieces, in small letters: those that end here, and how others go on."""

    __slots__ = ("entries", "following")

    def __init__(self) -> None:
        self.entries: list[_Entry[T]] = []
        self.following: dict[str, _Node[T]] = {}


class Phrases(Generic[T]):
    """A list of phrases with the value each stands for."""

    def __init__(self, entries: Iterable[tuple[str, T, bool]]) -> None:
        """Take (phrase, value, exact case); of two equal phrases the first counts.

        A phrase with exact case also matches in capitals throughout when it has more than three letters,
        as headlines may write it.
        """
        # By their first pieces in small letters: phrases are cut up when a text has the first piece of them.
        self._phrases: dict[str, list[tuple[str, T, bool]]] = {}
        self._nodes: dict[str, _Node[T]] = {}
        for entry in entries:
            if first := _PIECE.search(entry[0]):
                self._phrases.setdefault(first.group().lower(), []).append(entry)

    def find(self, text: str) -> Iterator[Match[T]]:
        """Yield the phrases that stand in the text, in order."""
        places = list(_PIECE.finditer(text))
        lower = [match.group().lower() for match in places]
        at = 0
        while at < len(lower):
            known = lower[at] in self._phrases
            found = _longest(self._node(lower[at]), text, places, lower, at) if known else None
            if found is None:
                at += 1
                continue
            entry, used = found
            yield Match(entry.value, places[at].start(), places[at + used - 1].end())
            at += used

    def _node(self, first: str) -> _Node[T]:
        """Return the node of the phrases that begin with this piece, made when it is first asked for."""
        if first not in self._nodes:
            self._nodes[first] = _node(self._phrases[first])
        return self._nodes[first]


def _node(phrases: Iterable[tuple[str, T, bool]]) -> _Node[T]:
    """Return the node of phrases that begin with the same piece."""
    first: _Node[T] = _Node()
    for phrase, value, exact in phrases:
        places = list(_PIECE.finditer(phrase))
        pieces = tuple(m.group() if exact else m.group().lower() for m in places)
        gaps = tuple(phrase[a.end() : b.start()] for a, b in itertools.pairwise(places))
        node = first
        for piece in map(str.lower, pieces[1:]):
            following = node.following.get(piece)
            if following is None:
                following = node.following[piece] = _Node()
            node = following
        node.entries.append(_Entry(pieces, gaps, exact, value))
    return first


def _longest(
    node: _Node[T], text: str, places: list[re.Match[str]], lower: list[str], at: int
) -> tuple[_Entry[T], int] | None:
    if (start := places[at].start()) and text[start - 1].isalnum():
        return None
    path: list[_Node[T]] = [node]
    for word in itertools.islice(lower, at + 1, None):
        following = path[-1].following.get(word)
        if following is None:
            break
        path.append(following)
    while path:
        used = len(path)
        entries = path.pop().entries
        if not entries or text[(end := places[at + used - 1].end()) : end + 1].isalnum():
            continue
        window = places[at : at + used]
        words = tuple(m.group() for m in window)
        gaps = [text[a.end() : b.start()] for a, b in itertools.pairwise(window)]
        for entry in entries:
            if _same_words(entry, words) and all(map(_same_gap, entry.gaps, gaps)):
                return entry, used
    return None


def _same_words(entry: _Entry[T], words: tuple[str, ...]) -> bool:
    if not entry.exact or words == entry.pieces:
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

"""Words to pieces of the encoder's vocabulary: WordPiece, longest match first (Schuster, Nakajima 2012)."""

from __future__ import annotations

import unicodedata
from functools import lru_cache

#: A word is read by its first pieces; only links and codes have more.
MOST = 12
#: What the vocabulary calls padding, an unknown string, the beginning and the end.
PAD, UNKNOWN, BEGIN, END = "[PAD]", "[UNK]", "[CLS]", "[SEP]"
#: Typographic signs as the treebanks write them.
_PLAIN = str.maketrans(
    {"“": '"', "”": '"', "„": '"', "‟": '"', "‘": "'", "’": "'", "‚": "'", "‛": "'", "´": "'", "ʼ": "'"}
    | dict.fromkeys("‐‑‒–—―−", "-")
)


def legible(word: str) -> str:
    """Return a word without signs nobody sees (soft hyphens, joiners), its ligatures and wide letters undone."""
    if word.isascii():
        return word
    return "".join(c for c in unicodedata.normalize("NFKC", word) if unicodedata.category(c) != "Cf") or word


class WordPieces:
    """The vocabulary of an encoder that reads lower case without accents."""

    def __init__(self, pieces: list[str]) -> None:
        """Take the pieces in the order of their numbers; one that goes on a word begins with ``##``."""
        self.numbers = {piece: n for n, piece in enumerate(pieces)}
        self.unknown = self.numbers[UNKNOWN]
        self.begin = self.numbers[BEGIN]
        self.end = self.numbers[END]
        self.longest = max(len(piece) for piece in pieces)
        self.read = lru_cache(maxsize=1 << 14)(self._read)

    def _read(self, word: str) -> tuple[int, ...]:
        """Return the numbers of a word's pieces: at least one, at most `MOST`."""
        numbers: list[int] = []
        for part in _parts(word[: self.longest * MOST]):
            numbers += self._part(part)
        return tuple(numbers[:MOST]) or (self.unknown,)

    def _part(self, part: str) -> list[int]:
        numbers: list[int] = []
        at = 0
        while at < len(part):
            for end in range(min(len(part), at + self.longest), at, -1):
                number = self.numbers.get(("##" if at else "") + part[at:end])
                if number is not None:
                    break
            else:
                return [self.unknown]
            numbers.append(number)
            at = end
        return numbers


def _parts(word: str) -> list[str]:
    """Fold a word and part it at its punctuation, each mark by itself."""
    folded = unicodedata.normalize("NFKD", word.translate(_PLAIN).lower())
    parts: list[str] = []
    inside = False  # whether the last part is a run of letters that goes on
    for char in folded:
        kind = unicodedata.category(char)
        if kind in {"Mn", "Cc", "Cf"} or char.isspace():
            continue
        mark = kind[0] == "P" or (char.isascii() and kind[0] == "S")
        if mark or not inside:
            parts.append(char)
        else:
            parts[-1] += char
        inside = not mark
    return parts

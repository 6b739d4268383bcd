"""What the letters of a word tell: capitals mark names, but not where every word has one.

Headlines print words with capitals ("Minister Meets Rebels"), in capitals, or all small. There the letters
say nothing and are kept from the reader, so that it reads the same words the same way.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache, lru_cache

from dragoman.language.tables import table

#: How a word is printed; `UNTOLD` where that says nothing, or the word has no letters.
UNTOLD, SMALL, CAPITAL, CAPITALS, MIXED = range(5)
#: A sentence is printed as running text when so many of its words are small, and in capitals when so many are.
RUNNING, LOUD = 0.1, 0.6


@lru_cache(maxsize=1 << 14)
def print_of(word: str) -> int:
    """Return how a word is printed: ``tank`` SMALL, ``Tank`` and ``A.`` CAPITAL, ``U.S.`` CAPITALS, ``iPad`` MIXED."""
    if word.islower():
        return SMALL
    if word.isupper():
        return CAPITALS if sum(map(str.isalpha, word)) > 1 else CAPITAL
    first = next((char for char in word if char.isalpha()), "")
    if not first.isupper():
        return UNTOLD if word.lower() == word else MIXED
    return CAPITAL if word.partition(first)[2].islower() else MIXED


def prints(words: Sequence[str], glued: Sequence[bool]) -> list[int]:
    """Return how each word of a sentence is printed, as far as it tells anything.

    Args:
        words: the words in their order.
        glued: whether a word follows the one before it without a space ("US", "-", "led").
    """
    small = _small()
    found = [print_of(word) for word in words]
    telling = [
        kind
        for kind, word, joined in zip(found[1:], words[1:], glued[1:], strict=True)
        if kind and not joined and not (kind == SMALL and word in small)
    ]
    if not any(kind > SMALL for kind in found):
        return [UNTOLD] * len(found)
    if telling.count(CAPITALS) > LOUD * len(telling):
        return [UNTOLD] * len(found)
    if telling and telling.count(SMALL) < RUNNING * len(telling):
        return [kind if kind in {CAPITALS, MIXED} else UNTOLD for kind in found]
    return found


@cache
def _small() -> frozenset[str]:
    return frozenset(table("letters")["small"])

"""Whether one text is another, edited: runs of words that two texts share, and how pairs worth a look are found.

A *run* is `RUN` words in a row. A run that holds a name or a number is *telling*: reports written to one pattern
("A quake of magnitude … struck …", results, markets, weather) share most of their runs, but not those.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Callable, Iterator, Sequence
from functools import cache, lru_cache
from typing import TYPE_CHECKING, Any

from dragoman.stories.terms import background, term

if TYPE_CHECKING:
    import numpy as np

    Runs = tuple[np.ndarray[Any, Any], np.ndarray[Any, Any]]

RUN = 4
"""Words of a run."""

SHORT = 50
"""Words below which a text is a copy only of the same words: a feed's summary of a sentence or two is too little to
tell an edited copy from a report written to a pattern."""

SHARED, TELLING, LENGTH = 0.75, 0.7, 0.5
"""An edited copy: the text with fewer runs has so many of them, and so many of its telling runs, in common with
the other, and at least so many runs for one of the other's.

What is asked is how much of the shorter text stands in the other (containment), not how alike the two are
(resemblance): a copy with a third cut off or a new beginning is contained whole, but resembles as little as .5,
and so do two articles under the same captions and links of one site. `LENGTH` keeps apart what contains a copy
and more (a roundup, a live page).

Chosen on articles of 2016 and 2017, cut to 100, 200 and 400 words and edited by rule (`benchmarks/copies.py`); the
share found to be copies:

    SHARED                                          .65    .75    .85    .75    .75    .75
    TELLING                                         .70    .70    .70      0    .60    .80
    a quarter, or two fifths, cut off at the end   1.00   1.00   1.00   1.00   1.00   1.00
    promotion put behind                           1.00   1.00   1.00   1.00   1.00   1.00
    a quarter cut off, 3% of the words changed      .98    .98    .79    .99    .99    .89
    5% of the words changed                         .96    .90    .31    .92    .92    .72
    the first fifth told anew                       .87    .87    .01   1.00    .98    .33
    not copies: other numbers and names             .00    .00    .00    .11    .02    .00
    not copies: other numbers, half of the names    .11    .11    .10    .55    .30    .03
    not copies: 144 real pairs, 4 days apart        .00    .00    .00    .00    .00    .00

The real pairs share a tenth of their runs or more, and none is an edited copy: they are reports that quote one
statement, and articles of one site under the same captions, which share up to .63.
"""

PERMUTATIONS, ROWS, SEED = 128, 2, 1
"""Sketches: MinHash values of the telling runs (Broder 1997), and how many in a row have to agree for a pair to
be looked at. Two texts that share .3 of their telling runs are missed twice in a thousand."""

LIKELY = 0.2
"""Share of equal MinHash values below which a pair is not looked at further."""

BACK = 4
"""Texts that each is held against, of those before it that agree with it in a row of values: ten thousand texts
with the same sentences must not cost their square."""

_CHUNK = 1000

_WORD = re.compile(r"\w+")


def plain(text: str) -> list[str]:
    """The words and numbers of a text, without case."""
    return _WORD.findall(text.casefold())


def edited(texts: Sequence[str], near: Callable[[int, int], bool]) -> Iterator[tuple[int, int]]:
    """Yield pairs of texts of which one is the other, edited.

    The pairs depend on the texts and their order alone. Time and memory grow with the number of texts.

    Args:
        texts: texts of `SHORT` words or more.
        near: whether a pair is wanted; asked just before the texts are compared, earlier index first.
    """
    if len(texts) < 2:
        return
    remembered = lru_cache(maxsize=4 * _CHUNK)(lambda i: runs(texts[i]))
    for a, b in _likely(texts):
        if near(a, b) and is_edited(remembered(a), remembered(b)):
            yield a, b


def is_edited(a: Runs, b: Runs) -> bool:
    """Whether of two texts, given by their runs, one is the other, edited."""
    fewer, more = sorted((len(a[0]), len(b[0])))
    return fewer >= LENGTH * more and all(
        _shared(x, y) >= least for x, y, least in zip(a, b, (SHARED, TELLING), strict=True)
    )


def runs(text: str) -> Runs:
    """Return the hashes of all runs of a text and of its telling runs (all, where none is), each once, ascending."""
    import numpy as np

    table = _words()
    found = np.array([table[word] for word in _WORD.findall(text)], dtype=np.uint64)
    codes, tells = found >> np.uint64(1), (found & np.uint64(1)).astype(bool)
    if len(codes) < RUN:
        return codes[:0], codes[:0]
    windows = np.lib.stride_tricks.sliding_window_view
    factors = np.array([_FACTOR**n % 2**64 for n in range(1, RUN + 1)], dtype=np.uint64)
    hashes = (windows(codes, RUN) * factors).sum(axis=1, dtype=np.uint64)
    every, telling = _once(hashes), _once(hashes[windows(tells, RUN).any(axis=1)])
    return every, telling if len(telling) else every


_VOCABULARY = 500_000  # words remembered

_FACTOR = 0x9E3779B97F4A7C15  # odd, its bits well mixed (Knuth's multiplicative hashing)


class _Words(dict[str, int]):
    """The hash of each word as it is compared (without case), twice, and one more for a number or a name."""

    def __missing__(self, word: str) -> int:
        hashed = zlib.crc32(word.casefold().encode("utf-8", "surrogatepass")) + 1
        telling = word[0].isdigit() or background().is_name(term(word), word)
        if len(self) < _VOCABULARY:
            self[word] = 2 * hashed + telling
        return 2 * hashed + telling


@cache
def _words() -> _Words:
    return _Words()


def _once(hashes: np.ndarray[Any, Any]) -> np.ndarray[Any, Any]:
    """The hashes, ascending, each once (several times as fast as `numpy.unique` on lists of this length)."""
    import numpy as np

    ordered = np.sort(hashes)
    return ordered[np.concatenate(([True], ordered[1:] != ordered[:-1]))] if len(ordered) else ordered


def _shared(a: np.ndarray[Any, Any], b: np.ndarray[Any, Any]) -> float:
    """Share of the shorter list that is in the other; both ascending."""
    import numpy as np

    a, b = (a, b) if len(a) < len(b) else (b, a)
    if not len(a):
        return 0.0
    return int(np.count_nonzero(b.take(b.searchsorted(a), mode="clip") == a)) / len(a)


def _likely(texts: Sequence[str]) -> list[tuple[int, int]]:
    """Pairs whose sketches agree in a row of values and in a fair share of all, the earlier text first."""
    import numpy as np

    sketches = _sketches(texts)
    size = len(texts)
    pairs = []
    for row in range(0, PERMUTATIONS, ROWS):
        key = sketches[:, row].astype(np.uint64) << np.uint64(32) | sketches[:, row + 1]
        order = np.argsort(key, kind="stable")
        key = key[order]
        for back in range(1, min(BACK, size - 1) + 1):
            same = key[back:] == key[:-back]
            pairs.append(order[:-back][same] * size + order[back:][same])
    found = _once(np.concatenate(pairs))
    first, second = np.divmod(found, size)
    likely: list[tuple[int, int]] = []
    for start in range(0, len(found), _CHUNK):
        a, b = first[start : start + _CHUNK], second[start : start + _CHUNK]
        alike = (sketches[a] == sketches[b]).mean(axis=1) >= LIKELY
        likely += zip(a[alike].tolist(), b[alike].tolist(), strict=True)
    return likely


def _sketches(texts: Sequence[str]) -> np.ndarray[Any, Any]:
    """The MinHash values of each text's telling runs, a row a text."""
    import numpy as np
    from rensa import RMinHash

    rows = []
    for start in range(0, len(texts), _CHUNK):
        hashes = [runs(text)[1] for text in texts[start : start + _CHUNK]]
        matrix = RMinHash.digest_matrix_from_token_hash_sets(hashes, PERMUTATIONS, SEED)
        rows.append(np.array(matrix.to_rows(), dtype=np.uint32))
    return np.concatenate(rows)

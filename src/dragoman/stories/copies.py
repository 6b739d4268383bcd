"""Copies: documents that are one text, and how many independent origins a story has.

Wire copy is printed by many houses under many titles; so copies are found by their text first. Titles count
where there is no text, or where they are long enough to be nobody's standing headline.
"""

from __future__ import annotations

import zlib
from collections import defaultdict
from collections.abc import Iterable, Sequence

from dragoman.records import Document
from dragoman.stories.terms import words

LONG_TITLE = 4
"""Words of a title that two articles do not share by chance ("Morning briefing" is shorter)."""

LONG_TEXT = 20
"""Words of a text that is more than "Read more on our website"."""

SHINGLE, SKETCH, NEAR = 5, 64, 0.6
"""Near copies: of the SKETCH smallest hashes of runs of SHINGLE words (Broder's bottom sketch), the share
NEAR is common. A changed dateline and a cut ending leave that much; two reporters on one event share next
to nothing."""


class Groups:
    """Items that belong together, joined step by step (union–find); each group goes by its first item."""

    def __init__(self, size: int) -> None:
        self._parent = list(range(size))

    def first(self, item: int) -> int:
        """Return the first item of the group."""
        while self._parent[item] != item:
            self._parent[item] = self._parent[self._parent[item]]
            item = self._parent[item]
        return item

    def join(self, a: int, b: int) -> None:
        """Make the groups of the two items one."""
        low, high = sorted((self.first(a), self.first(b)))
        self._parent[high] = low

    def members(self) -> list[list[int]]:
        """Return all groups, members ascending, by their first item."""
        found: dict[int, list[int]] = defaultdict(list)
        for item in range(len(self._parent)):
            found[self.first(item)].append(item)
        return list(found.values())


def same_text(documents: Sequence[Document], days: int) -> list[list[int]]:
    """Group documents, given in order of day, that have one text or one title within some days of the first.

    A document without a date goes with the first of its copies.
    """
    groups = Groups(len(documents))
    first: dict[tuple[str, str], int] = {}
    for i, document in enumerate(documents):
        for key in _keys(document):
            j = first.setdefault(key, i)
            then, now = documents[j].day, document.day
            if then is not None and now is not None and (now - then).days > days:
                first[key] = i
            else:
                groups.join(i, j)
    return groups.members()


def origins(documents: Sequence[Document]) -> int:
    """Count the independent origins of some reports.

    One family of publishers (the publisher, where the family is not known) is one origin. Copies and near
    copies are one origin, whoever prints them. All reports whose publisher is not known are one origin
    together, since nothing shows that they are more.
    """
    groups = Groups(len(documents))
    first: dict[tuple[str, str], int] = {}
    sketches: list[frozenset[int]] = []
    holders: dict[int, int] = {}
    for i, document in enumerate(documents):
        house = (document.family or document.publisher or "").strip().casefold()
        for key in (("house", house), *_keys(document)):
            groups.join(i, first.setdefault(key, i))
        sketch = _sketch(document.text or "")
        sketches.append(sketch)
        # Near copies share some of their smallest hashes; comparing with the first holder of each is enough.
        for h in sorted(sketch)[:8]:
            j = holders.setdefault(h, i)
            if j != i and _near(sketch, sketches[j]):
                groups.join(i, j)
    return len(groups.members())


def _keys(document: Document) -> Iterable[tuple[str, str]]:
    """What makes a document a copy of another that has the same."""
    title = list(words((document.title or "").casefold()))
    text = list(words((document.text or "").casefold()))
    if title and (not text or len(title) >= LONG_TITLE):
        yield "title", " ".join(title)
    if len(text) >= LONG_TEXT:
        yield "text", " ".join(text)


def _sketch(text: str) -> frozenset[int]:
    """The smallest hashes of the text's runs of words; empty for a short text."""
    found = list(words(text.casefold()))
    if len(found) < LONG_TEXT:
        return frozenset()
    runs = {" ".join(found[i : i + SHINGLE]) for i in range(len(found) - SHINGLE + 1)}
    return frozenset(sorted(zlib.crc32(run.encode("utf-8", "surrogatepass")) for run in runs)[:SKETCH])


def _near(a: frozenset[int], b: frozenset[int]) -> bool:
    """Whether the smallest hashes of both texts together are, to the share NEAR, common to both."""
    smallest = sorted(a | b)[: min(len(a), len(b), SKETCH)]
    return sum(h in a and h in b for h in smallest) >= NEAR * len(smallest)

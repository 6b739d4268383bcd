"""Copies: documents that are one text, whoever prints it under whatever title.

Long texts are compared by what they say, word for word or edited (`runs`); a title counts where there is no
text to go by, or where it is long enough to be nobody's standing headline.
"""

from __future__ import annotations

import datetime as dt
import hashlib
from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import groupby, pairwise

from dragoman.records import Document
from dragoman.stories.runs import SHORT, edited, plain

LONG_TITLE = 4
"""Words of a title that two articles do not share by chance ("Morning briefing" is shorter)."""

LONG_TEXT = 20
"""Words of a text that is more than "Read more on our website"."""

Key = tuple[str, str]


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
    """Group documents that surely tell of one happening: copies, and articles under one long title.

    Documents are joined that are no more than some days apart; what is joined so and spans more is cut at fixed
    days (a column that comes back each day does not chain). A document without a date goes with the first of its
    copies. The groups depend on the set of documents, not on their order; and, where all have a date, not on
    documents more than twice so many days before or after.

    Returns:
        Indices of the documents, ascending, each in exactly one group; groups by their first member.
    """
    keys: list[list[Key]] = []
    for document in documents:
        title, text = plain(document.title or ""), plain(document.text or "")
        keys.append(list(_text_key(text)))
        if title and (not text or len(title) >= LONG_TITLE):
            keys[-1].append(("title", " ".join(title)))
    return _joined(documents, keys, days)


def copies(documents: Sequence[Document]) -> list[list[int]]:
    """Group the documents of a story that are copies of one text, however far apart in time.

    Unlike in `same_text`, articles under one title are no copies if their texts differ. What has a title and no
    text to speak of is a copy of what has the same title: of the earliest, where several articles have it.

    Returns:
        As `same_text`; a document without copies is a group of its own.
    """
    keys: list[list[Key]] = [[] for _ in documents]
    titled: set[str] = set()
    for i in _by_day(documents):
        title, text = plain(documents[i].title or ""), plain(documents[i].text or "")
        keys[i] += _text_key(text)
        name = " ".join(title)
        if len(text) < LONG_TEXT and title and (not text or len(title) >= LONG_TITLE):
            keys[i].append(("title", name))
        elif len(text) >= LONG_TEXT and len(title) >= LONG_TITLE and name not in titled:
            titled.add(name)
            keys[i].append(("title", name))
    return _joined(documents, keys, dt.timedelta.max.days)


def _text_key(text: Sequence[str]) -> Iterator[Key]:
    """What a document shares with those of the very same long text: a digest, or the keys were all texts again."""
    if len(text) >= LONG_TEXT:
        joined = " ".join(text).encode("utf-8", "surrogatepass")
        yield "text" if len(text) >= SHORT else "note", hashlib.sha256(joined).hexdigest()


def _by_day(documents: Sequence[Document]) -> list[int]:
    """Indices by day and id, those without a day first."""
    return sorted(range(len(documents)), key=lambda i: (documents[i].day or dt.date.min, documents[i].id))


def _joined(documents: Sequence[Document], keys: Sequence[Sequence[Key]], days: int) -> list[list[int]]:
    """Join what shares a key or is an edited copy, no more than some days apart; then what has no date."""
    day = [document.day for document in documents]
    order = _by_day(documents)
    rank = {i: n for n, i in enumerate(order)}

    def apart(a: int, b: int) -> int:
        """Days from a to b; what has no date is at one with its like, and far from what has one."""
        before, after = day[a], day[b]
        if before is None or after is None:
            return 0 if before is after else dt.timedelta.max.days + 1
        return (after - before).days

    def block(i: int) -> int | None:
        """Fixed stretches of so many days; by them is cut what spans more."""
        date = day[i]
        return date.toordinal() // (days + 1) if date else None

    holders: dict[Key, list[int]] = defaultdict(list)
    for i in order:
        for key in keys[i]:
            holders[key].append(i)
    groups = Groups(len(documents))
    joins: list[tuple[int, int]] = []
    undated: list[tuple[int, int]] = []  # a document without a date, and one with a date that it may go with
    printings: list[tuple[int, int]] = []  # first and last of the documents of one long text in one block

    def join(a: int, b: int) -> None:
        groups.join(a, b)
        joins.append((a, b))

    for (kind, _), members in holders.items():
        stretches = [list(some) for _, some in groupby(members, key=block)]
        for first, *others in stretches:
            for other in others:
                join(first, other)
        for (*_, last), (first, *_) in pairwise(stretches):
            if apart(last, first) <= days:
                join(last, first)
        if day[members[0]] is None and len(stretches) > 1:
            undated.append((members[0], stretches[1][0]))
        if kind == "text":
            printings += [(stretch[0], stretch[-1]) for stretch in stretches]

    printings.sort(key=lambda ends: rank[ends[0]])

    def wanted(x: int, y: int) -> bool:
        (a, last), (b, _) = printings[x], printings[y]
        return groups.first(a) != groups.first(b) and (day[a] is None or apart(last, b) <= days)

    for x, y in edited([documents[a].text or "" for a, _ in printings], wanted):
        (a, last), (b, _) = printings[x], printings[y]
        if day[a] is None and day[b] is not None:
            undated.append((a, b))
        else:
            join(last if rank[last] < rank[b] else a, b)

    # Cut at fixed days, so that what is a copy of what never depends on documents long before or after.
    begins: dict[int, int] = {}
    too_long = set()
    for i in order:
        group = groups.first(i)
        if apart(begins.setdefault(group, i), i) > days:
            too_long.add(group)
    parts = Groups(len(documents))
    for a, b in joins:
        if groups.first(a) not in too_long or block(a) == block(b):
            parts.join(a, b)
    host: dict[int, int] = {}
    for i, dated in sorted(undated, key=lambda pair: rank[pair[1]]):
        host.setdefault(groups.first(i), dated)
    for i, dated in host.items():
        parts.join(i, dated)
    return parts.members()

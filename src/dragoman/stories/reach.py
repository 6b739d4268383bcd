"""What a batch of documents can change, so that only this is grouped again.

Documents are compared with those near in time, and clusters form within what hangs together by alike pairs. So
copies and pairs are kept by day, and after a batch

1. copies are sought again in the days around it,
2. what is new or another now is compared again with what is near, and
3. the *parts* that hang together with that are clustered again: a part is what is joined by pairs alike enough to
   be one story, and by the stories as they were.

That gives what grouping all documents at once would give. Documents without a date may be compared with any:
while there are some, all is compared again.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence, Set
from typing import TYPE_CHECKING, Protocol

from dragoman.records import Document
from dragoman.stories.candidates import WINDOW
from dragoman.stories.copies import Groups
from dragoman.stories.grouping import Events, alike, bundled, clustered, in_order, together
from dragoman.stories.identity import Register
from dragoman.stories.pairs import model

if TYPE_CHECKING:
    from dragoman.stories.embeddings import Embedder

BEFORE, AFTER = 2 * WINDOW, 3 * WINDOW
"""The bundles that begin on a day depend on documents from so many days before it to so many after: their copies are
up to WINDOW days later, and whether copies hang together for longer, and are cut, shows in 2 * WINDOW."""


class Elsewhere(Protocol):
    """Who holds documents that are not at hand, and puts those asked for into the mappings of `Reach`."""

    def of_days(self, days: Set[int]) -> None:
        """Get the documents of some days (ordinals); of days asked for before nothing is needed."""

    def of_ids(self, ids: Set[str]) -> None:
        """Get some documents by their ids."""


Bundle = list[str]
"""Copies, by the ids of their documents, in order of date."""

Pair = tuple[str, str, float]
"""Two bundles, each by the id of its first document, and how alike they are."""


class Reach:
    """What was found in the documents held, kept by the day (as an ordinal) on which it begins.

    What is missing is made when it is needed.

    Args:
        documents: what is held, by id, and
        events: their events: the very mappings that the owner changes.
        embeddings: the model with which documents are compared, if any.
        elsewhere: who has the rest, where not all documents are at hand; they all have a day then.
    """

    def __init__(
        self,
        documents: Mapping[str, Document],
        events: Events,
        embeddings: Embedder | None = None,
        elsewhere: Elsewhere | None = None,
    ) -> None:
        self._documents = documents
        self._events = events
        self._embeddings = embeddings
        self._elsewhere = elsewhere
        self._day: dict[str, int] = {}
        self._dated: dict[int, list[Document]] = defaultdict(list)
        self._bundles: dict[int, list[Bundle]] = {}
        self._pairs: dict[int, list[Pair]] = {}

    def regrouped(
        self, changed: Set[str], days: Set[dt.date | None], stories: Register
    ) -> list[list[Document]]:
        """Group again what a batch may have changed.

        Args:
            changed: ids of documents that are new, replaced, or have other events.
            days: the days on which they are, and on which those replaced were.
            stories: in which story each document was before.

        Returns:
            Documents that are together, in order of date, by their first: whole stories, old and new.
        """
        self._order()
        if None in days or len(self._day) < len(self._documents):
            self._bundles.clear()
            self._pairs.clear()
            ordered = in_order(list(self._documents.values()))
            groups = together(ordered, self._events, self._embeddings)
            return [[ordered[i] for i in group] for group in sorted(groups)]
        touched = self._touched(changed, {day.toordinal() for day in days if day})
        seen, margin = self._around(touched, WINDOW, WINDOW), WINDOW
        while True:
            self._compare(seen - self._pairs.keys())
            bundles = [bundle for day in sorted(seen) for bundle in self._bundles[day]]
            pairs = [pair for day in sorted(seen) for pair in self._pairs[day]]
            parts = _parts(bundles, pairs, stories)
            begun = {parts.first(n) for n, bundle in enumerate(bundles) if self._day[bundle[0]] in touched}
            within = [bundle for n, bundle in enumerate(bundles) if parts.first(n) in begun]
            # The parts are whole when all was seen with which something of them may be alike, or in one story.
            ids = {story for bundle in within for story in map(stories.story, bundle) if story}
            members = {id for story in ids for id in stories.members(story)}
            self._get(ids=members)
            needed = self._around({self._day[bundle[0]] for bundle in within}, WINDOW, WINDOW)
            needed |= self._around({self._day[id] for id in members}, WINDOW, 0)
            if needed <= seen:
                return self._clustered(within, pairs)
            seen |= self._around(needed, margin, margin)
            margin *= 2

    def forget(self, days: Set[int]) -> None:
        """Let go of what was found on some days; it is found again when it is needed."""
        for day in days:
            self._bundles.pop(day, None)
            self._pairs.pop(day, None)

    def _order(self) -> None:
        """Learn on which days the documents at hand are."""
        self._day = {id: day.toordinal() for id, document in self._documents.items() if (day := document.day)}
        self._dated = defaultdict(list)
        for id, ordinal in self._day.items():
            self._dated[ordinal].append(self._documents[id])

    def _get(self, days: Set[int] = frozenset(), ids: Set[str] = frozenset()) -> None:
        """Have documents at hand that may be elsewhere."""
        if self._elsewhere is None:
            return
        before = len(self._documents)
        self._elsewhere.of_days(days)
        self._elsewhere.of_ids(ids)
        if len(self._documents) > before:
            self._order()

    def _touched(self, changed: Set[str], days: Set[int]) -> set[int]:
        """Forget what changes on some days may have made another; return the days on which parts may be others."""
        stale = set(_around(days, AFTER, BEFORE))
        self._get(stale)
        before = {day: self._bundles.pop(day, None) for day in stale}
        self._bundle(stale & self._dated.keys())
        other = {
            day
            for day in stale
            if before[day] != self._bundles.get(day)
            or any(id in changed for bundle in self._bundles.get(day, ()) for id in bundle)
        }
        for day in _around(other, WINDOW, 0):
            self._pairs.pop(day, None)
        return set(_around(other, WINDOW, WINDOW))

    def _bundle(self, days: Set[int]) -> None:
        """Find the copies that begin on some days."""
        ordered = in_order([d for day in self._around(days, BEFORE, AFTER) for d in self._dated[day]])
        self._bundles |= {day: [] for day in days}
        for bundle in bundled(ordered):
            if (day := self._day[ordered[bundle[0]].id]) in days:
                self._bundles[day].append([ordered[i].id for i in bundle])

    def _compare(self, days: Set[int]) -> None:
        """Find the pairs that begin on some days."""
        near = self._around(days, 0, WINDOW)
        self._bundle(near - self._bundles.keys())
        names = [bundle for day in sorted(near) for bundle in self._bundles[day]]
        bundles = [[self._documents[id] for id in bundle] for bundle in names]
        self._pairs |= {day: [] for day in days}
        begin = {i for i, name in enumerate(names) if self._day[name[0]] in days}
        for i, j, likeness in alike(bundles, self._events, self._embeddings, begin):
            self._pairs[self._day[names[i][0]]].append((names[i][0], names[j][0], likeness))

    def _clustered(self, bundles: Sequence[Bundle], pairs: Iterable[Pair]) -> list[list[Document]]:
        """The documents that are together, of some bundles in order and all pairs of them."""
        ordered = in_order([self._documents[id] for bundle in bundles for id in bundle])
        place = {document.id: i for i, document in enumerate(ordered)}
        index = {bundle[0]: n for n, bundle in enumerate(bundles)}
        among = ((index[a], index[b], likeness) for a, b, likeness in pairs if a in index and b in index)
        groups = clustered([[place[id] for id in bundle] for bundle in bundles], among)
        return [[ordered[i] for i in group] for group in sorted(groups)]

    def _around(self, days: Set[int], before: int, after: int) -> set[int]:
        """The days with documents, from so many before each of some to so many after."""
        near = set(_around(days, before, after))
        self._get(near)
        return {day for day in near if day in self._dated}


def _parts(bundles: Sequence[Bundle], pairs: Iterable[Pair], stories: Register) -> Groups:
    """What hangs together of some bundles."""
    parts, threshold = Groups(len(bundles)), model().threshold
    index = {bundle[0]: n for n, bundle in enumerate(bundles)}
    for a, b, likeness in pairs:
        if likeness >= threshold and b in index:
            parts.join(index[a], index[b])
    first: dict[str, int] = {}
    for n, bundle in enumerate(bundles):
        for story in filter(None, map(stories.story, bundle)):
            parts.join(first.setdefault(story, n), n)
    return parts


def _around(days: Set[int], before: int, after: int) -> Iterator[int]:
    return (near for day in days for near in range(day - before, day + after + 1))

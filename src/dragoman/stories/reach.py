"""What a batch of documents can change, so that only this is grouped again.

Documents are compared with those near in time, and clusters form within what hangs together by alike pairs. So
what was compared is kept by day, and after a batch

1. the days in which it can have a say are compared again, and
2. the *parts* that reach into those days are clustered again: a part is what is joined by copies, by pairs alike
   enough to be one story, and by the stories as they were.

That gives what grouping all documents at once would give. Documents without a date may be compared with any:
while there are some, all is compared again.
"""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence, Set
from typing import TYPE_CHECKING, NamedTuple

from dragoman.records import Document
from dragoman.stories.candidates import WINDOW
from dragoman.stories.copies import Groups
from dragoman.stories.grouping import Events, clustered, compared, in_order, together
from dragoman.stories.identity import Register
from dragoman.stories.pairs import model

if TYPE_CHECKING:
    from dragoman.stories.embeddings import Embedder

BEFORE, AFTER = 2 * WINDOW, 4 * WINDOW
"""What is kept of a day depends on documents from so many days before it to so many after. A bundle is compared with
those that begin up to WINDOW days later, and its copies are up to WINDOW days later than its first; whether copies
hang together for longer, and are cut, shows within 2 * WINDOW before its first and after its last."""

Bundle = list[str]
"""Copies, by the ids of their documents, in order of date."""


class _Day(NamedTuple):
    """What begins on a day: its bundles; and (a, b, likeness) of pairs of bundles, each by the id of its first
    document, a of this day and b of this or a later one."""

    bundles: list[Bundle]
    pairs: list[tuple[str, str, float]]


class Reach:
    """What was compared of the documents held, kept by day; what is missing is made when it is needed."""

    def __init__(self, embeddings: Embedder | None = None) -> None:
        self._embeddings = embeddings
        self._days: dict[int, _Day] = {}

    def regrouped(
        self,
        documents: Mapping[str, Document],
        events: Events,
        changed: Set[dt.date | None],
        stories: Register,
    ) -> list[list[Document]]:
        """Group again what a batch may have changed.

        Args:
            documents: all that are held now, by id; and their events.
            changed: days of documents that are new; and of those replaced, both the old and the new day.
            stories: in which story each document was before.

        Returns:
            Documents that are together, in order of date, by their first: whole stories, old and new.
        """
        day_of = {id: date.toordinal() for id, document in documents.items() if (date := document.day)}
        dates = {date.toordinal() for date in changed if date}
        touched = _around(dates, AFTER, BEFORE)
        for day in touched & self._days.keys():
            del self._days[day]
        by_day: dict[int, list[Document]] = defaultdict(list)
        for id, day in day_of.items():
            by_day[day].append(documents[id])
        if None in changed or len(day_of) < len(documents) or touched >= by_day.keys():
            ordered = in_order(list(documents.values()))
            return [
                [ordered[i] for i in group] for group in sorted(together(ordered, events, self._embeddings))
            ]
        seen, margin = _around(touched, 2 * WINDOW, WINDOW) & by_day.keys(), WINDOW
        while True:
            self._compare(seen - self._days.keys(), by_day, day_of, events)
            days = [self._days[day] for day in sorted(seen)]
            bundles = [bundle for day in days for bundle in day.bundles]
            pairs = [pair for day in days for pair in day.pairs]
            parts = _parts(bundles, pairs, stories)
            begun = {
                parts.first(n)
                for n, bundle in enumerate(bundles)
                if any(day_of[id] in touched for id in bundle)
            }
            within = [bundle for n, bundle in enumerate(bundles) if parts.first(n) in begun]
            # The parts are whole when all days were seen on which something of them may begin.
            members = {id for bundle in within for id in bundle}
            members |= {id for story in map(stories.story, members) if story for id in stories.members(story)}
            needed = _around({day_of[id] for id in members}, 2 * WINDOW, WINDOW) & by_day.keys()
            if needed <= seen:
                return _clustered(within, pairs, documents)
            seen |= _around(needed, margin, margin) & by_day.keys()
            margin *= 2

    def _compare(
        self,
        days: Set[int],
        by_day: Mapping[int, Sequence[Document]],
        day_of: Mapping[str, int],
        events: Events,
    ) -> None:
        """Compare what begins on some days."""
        if not days:
            return
        around = sorted(_around(days, BEFORE, AFTER) & by_day.keys())
        ordered = in_order([document for day in around for document in by_day[day]])
        bundles, pairs = compared(ordered, events, self._embeddings)
        names = [[ordered[i].id for i in bundle] for bundle in bundles]
        self._days |= {day: _Day([], []) for day in days}
        for bundle in names:
            if (day := day_of[bundle[0]]) in days:
                self._days[day].bundles.append(bundle)
        for i, j, likeness in pairs:
            a, b = names[i][0], names[j][0]
            if (day := day_of[a]) in days:
                self._days[day].pairs.append((a, b, likeness))


def _parts(bundles: Sequence[Bundle], pairs: Iterable[tuple[str, str, float]], stories: Register) -> Groups:
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


def _clustered(
    bundles: Sequence[Bundle], pairs: Iterable[tuple[str, str, float]], documents: Mapping[str, Document]
) -> list[list[Document]]:
    """The documents that are together, of some bundles in order and all pairs of them."""
    ordered = in_order([documents[id] for bundle in bundles for id in bundle])
    place = {document.id: i for i, document in enumerate(ordered)}
    index = {bundle[0]: n for n, bundle in enumerate(bundles)}
    among = ((index[a], index[b], likeness) for a, b, likeness in pairs if a in index and b in index)
    groups = clustered([[place[id] for id in bundle] for bundle in bundles], among)
    return [[ordered[i] for i in group] for group in sorted(groups)]


def _around(days: Set[int], before: int, after: int) -> set[int]:
    """The days from so many before each of some to so many after."""
    return {near for day in days for near in range(day - before, day + after + 1)}

"""Placing documents into stories most of which are kept elsewhere: only the days that matter are at hand.

`dragoman.stories.stream` holds all documents; a store that has years of them cannot. A `Window` asks for what is near
the documents that come in, as far as their stories reach, and finds what grouping everything at once would find.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Sequence, Set
from dataclasses import dataclass, replace
from typing import Protocol

from dragoman.records import Change, Document, Event, Parser, Story
from dragoman.stories.grouping import by_place, in_order, story, story_id
from dragoman.stories.identity import Register
from dragoman.stories.reach import Reach

ROOM = 5_000
"""Documents that may be at hand although the last batch had no need of them."""


@dataclass(frozen=True, slots=True)
class Filed:
    """A document of a store, as it is grouped.

    Attributes:
        document: the report.
        events: what was coded in it.
        day: the ISO day by which it is grouped: that of publication, else one that the store gives it.
    """

    document: Document
    events: tuple[Event, ...]
    day: str


class Records(Protocol):
    """Where the documents are that have a place in a story."""

    def of_days(self, days: Sequence[str]) -> Iterable[Filed]:
        """Return the documents of some ISO days."""

    def of_ids(self, ids: Sequence[str]) -> Iterable[Filed]:
        """Return some documents; those that are not there are left out."""


@dataclass(frozen=True, slots=True)
class Placed:
    """What became of the stories.

    Attributes:
        changes: for the log.
        stories: those that have other documents now, or other content.
        gone: ids of stories that are no more; where they lead follows from the log.
    """

    changes: tuple[Change, ...]
    stories: tuple[Story, ...]
    gone: tuple[str, ...]


class Window:
    """The part of a stream of documents that is needed to place more of them.

    A document without a date is grouped by the day it is given, as one whose day was told for the whole page.

    Args:
        records: where the documents are.
        log: all changes of stories so far, the oldest first.
        parser: what the documents were read with.
    """

    def __init__(self, records: Records, log: Iterable[Change] = (), parser: Parser = "accurate") -> None:
        self._records = records
        self._parser: Parser = parser
        self._register = Register(log)
        self._documents: dict[str, Document] = {}  # as they are grouped
        self._own: dict[str, Document] = {}  # as they are
        self._events: dict[str, list[Event]] = {}
        self._whole: set[int] = set()  # days of which every document is at hand
        self._used: set[int] = set()  # days asked for since the last batch
        self._reach = Reach(self._documents, self._events, elsewhere=self)

    @property
    def batch(self) -> int:
        """The number of the last batch that changed anything."""
        return self._register.batch

    def place(self, came: Iterable[Filed]) -> Placed:
        """Take in documents that are new, or whose content or events are others now, before the records have them."""
        arrived = {filed.document.id: filed for filed in came}
        self.of_ids(arrived.keys())
        self._used.clear()
        days: set[dt.date | None] = set()
        touched, replaced = set(), set()
        for id, filed in arrived.items():
            held = self._own.get(id)
            events = sorted(filed.events, key=by_place)
            if held is not None:
                if held == filed.document and self._events.get(id, []) == events:
                    continue
                days.add(self._documents[id].day)
                replaced.add(id)
            self._hold(filed)
            days.add(self._documents[id].day)
            touched.add(id)
        if not touched:
            return Placed((), (), ())
        groups = self._reach.regrouped(touched, days, self._register)
        changes = self._register.file(
            [[document.id for document in group] for group in groups],
            [story_id(group[0]) for group in groups],
            replaced,
        )
        placed = Placed(tuple(changes), self._told(changes), self._gone(changes))
        self._tidy()
        return placed

    # ----------------------------------------------------------------------- asked by Reach

    def of_days(self, days: Set[int]) -> None:
        """Have the documents of some days (ordinals) at hand."""
        self._used |= days
        if lacking := sorted(days - self._whole):
            self._whole.update(lacking)
            # Before the year 1 nothing is published: the window may reach beyond the calendar.
            named = [dt.date.fromordinal(n).isoformat() for n in lacking if 0 < n <= dt.date.max.toordinal()]
            for filed in self._records.of_days(named):
                if filed.document.id not in self._own:
                    self._hold(filed)

    def of_ids(self, ids: Set[str]) -> None:
        """Have some documents at hand."""
        if lacking := sorted(ids - self._own.keys()):
            for filed in self._records.of_ids(lacking):
                self._hold(filed)

    # ------------------------------------------------------------------------------ inside

    def _hold(self, filed: Filed) -> None:
        document = filed.document
        self._own[document.id] = document
        self._documents[document.id] = (
            document if document.day else replace(document, published=filed.day, published_from="option")
        )
        self._events[document.id] = sorted(filed.events, key=by_place)

    def _told(self, changes: Sequence[Change]) -> tuple[Story, ...]:
        ids = dict.fromkeys(
            id for change in changes for id in (change.before, change.after) if id is not None
        )
        return tuple(
            story(
                id,
                in_order([self._own[document] for document in self._register.members(id)]),
                self._events,
                self._parser,
            )
            for id in ids
            if self._register.find(id) == id
        )

    def _gone(self, changes: Sequence[Change]) -> tuple[str, ...]:
        left = dict.fromkeys(change.before for change in changes if change.before is not None)
        return tuple(id for id in left if self._register.find(id) != id)

    def _tidy(self) -> None:
        """Let go of documents that the last batch had no need of, where they are many."""
        idle = [id for id, d in self._documents.items() if d.day and d.day.toordinal() not in self._used]
        if len(idle) > ROOM:
            for id in idle:
                del self._documents[id], self._own[id], self._events[id]
            gone = self._whole - self._used
            self._whole &= self._used
            self._reach.forget(gone)

"""The storylines that run on a day, and which of them a report may go on from.

An index, grown day by day: what each storyline has told so far, and to which reports a mark (a term, a land, a
leader, a body, a place) leads. A report is compared with the storylines that its marks lead to, so that its cost
does not grow with their number.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache
from heapq import nlargest

from dragoman.stories.entities import known
from dragoman.stories.profiles import Bag
from dragoman.stories.terms import background, term, words
from dragoman.storylines import topics
from dragoman.storylines.gist import Gist, states
from dragoman.storylines.marks import weight

MEMORY = 425
"""Days after which a report is forgotten: fourteen months bring back what happens once a year."""

HOLDERS = 300
"""Reports that a mark leads to, at most: the latest. More would make a flood of like reports quadratic."""

BY_MARKS, BY_NAME = 60, 60
"""Storylines that a report is compared with: those its marks lead to, and those its words are in the name of."""

LEADING = 2.0
"""Marks lighter than this (in more than one of seven reports) lead nowhere."""

_YEAR = re.compile(r"\b(19|20)(\d\d)\b(?:[–-](\d\d)\b)?")


@dataclass(frozen=True, slots=True)
class Name:
    """What the name of a storyline tells.

    Attributes:
        terms: its terms with their weights.
        kinds: those that are no names (``war``, ``electio``).
        lands: codes of the lands it names.
        year: the last year it names, or ``None``.
    """

    terms: Bag
    kinds: tuple[str, ...]
    lands: frozenset[str]
    year: int | None


@cache
def name(text: str) -> Name:
    """Read the name of a storyline (``2019–20 Ruritanian general election``)."""
    found = [word for word in words(text.replace("–", " ")) if not word[0].isdigit()]
    terms = {term(word): word for word in found}
    years = [int(m[1] + (m[3] or m[2])) for m in _YEAR.finditer(text)]
    return Name(
        terms={t: background().weight(t) for t in terms},
        kinds=tuple(t for t, word in terms.items() if not background().is_name(t, word.lower())),
        lands=frozenset(land for _, land in known(found, None) if land) & states(),
        year=max(years, default=None),
    )


@dataclass(slots=True)
class Line:
    """A running storyline: its name, if it has one, and what its reports told.

    Attributes:
        reports: numbers of its reports, in order of day.
        last: day of the last one, as an ordinal.
        told: how many of its reports have each mark; ``marks`` is their sum.
        headed: how many have it in their titles.
        total: sum of the terms of its reports; ``square`` is its squared length.
        lands: how many of its reports name each land.
        topics: sum of the topics of its reports.
    """

    name: Name | None
    reports: deque[int] = field(default_factory=deque)
    last: int = 0
    told: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    headed: dict[str, int] = field(default_factory=lambda: defaultdict(int))
    marks: int = 0
    total: dict[str, float] = field(default_factory=lambda: defaultdict(float))
    square: float = 0.0
    lands: dict[str, int] = field(default_factory=dict)
    topics: list[float] = field(default_factory=lambda: [0.0] * len(topics.names()))

    def count(self, report: Gist, sign: int) -> None:
        """Count a report in (1) or out (-1)."""
        marks = report.marks
        self.marks += sign * len(marks)
        for mark in marks:
            self.told[mark] += sign
        for mark in report.head:
            self.headed[mark] += sign
        for land in sorted(report.lands):
            if left := self.lands.get(land, 0) + sign:
                self.lands[land] = left
            else:
                del self.lands[land]
        for i, p in enumerate(report.topics):
            self.topics[i] += sign * p
        for t, w in report.terms.items():
            before = self.total[t]
            self.total[t] = before + sign * w
            self.square += self.total[t] ** 2 - before**2


class Running:
    """The storylines that run.

    Attributes:
        lines: the storylines by id.
        kinds: of each word that is in names but is no name, how many reports of storylines with that word had each
            mark; ``kind_marks`` is their sum.
        today: the day on which one asks, as an ordinal; 0 before the first.
    """

    def __init__(self, names: Mapping[str, str] | None = None) -> None:
        """Start without any storyline; `names` says what a storyline, by its id, is called."""
        self.lines: dict[str, Line] = {}
        self.kinds: dict[str, Counter[str]] = defaultdict(Counter)
        self.kind_marks: Counter[str] = Counter()
        self.today = 0
        self._names = names or {}
        self._reports: deque[tuple[int, Gist, tuple[str, ...]]] = deque()
        self._forgotten = 0
        self._holders: dict[str, deque[int]] = defaultdict(lambda: deque(maxlen=HOLDERS))
        self._called: dict[str, set[str]] = defaultdict(set)

    def add(self, report: Gist, lines: Iterable[str]) -> None:
        """Add a report of today to one storyline or several, by id."""
        number, some = self._forgotten + len(self._reports), tuple(lines)
        self._reports.append((self.today, report, some))
        marks = report.marks
        for mark in marks:
            self._holders[mark].append(number)
        for id in some:
            if (line := self.lines.get(id)) is None:
                line = self.lines[id] = Line(name(self._names[id]) if id in self._names else None)
                for t in line.name.terms if line.name else ():
                    self._called[t].add(id)
            line.reports.append(number)
            line.last = self.today
            line.count(report, 1)
            for kind in line.name.kinds if line.name else ():
                self.kinds[kind].update(marks)
                self.kind_marks[kind] += len(marks)

    def turn(self, day: int) -> None:
        """Go on to a day, not before today; forget what is too long ago, and storylines that have told no more."""
        self.today = day
        while self._reports and self._reports[0][0] < day - MEMORY:
            _, report, some = self._reports.popleft()
            for mark in report.marks:
                if self._holders[mark] and self._holders[mark][0] == self._forgotten:
                    self._holders[mark].popleft()
            for id in some:
                line = self.lines[id]
                line.reports.popleft()
                line.count(report, -1)
                if not line.reports:
                    del self.lines[id]
                    for t in line.name.terms if line.name else ():
                        self._called[t].discard(id)
            self._forgotten += 1

    def led_to(self, report: Gist) -> dict[str, float]:
        """Return the storylines to compare a report with, and their share in the reports with the same marks.

        The share, 0 … 1, is the mean over the marks of the report, the rarer the heavier.
        """
        share: dict[str, float] = defaultdict(float)
        total = 0.0
        for mark in report.marks:
            if (heavy := weight(mark)) < LEADING:
                continue
            total += heavy
            holders = self._holders.get(mark, ())
            each = heavy / (len(holders) + 2)
            for number in holders:
                for id in self._reports[number - self._forgotten][2]:
                    share[id] += each
        called: dict[str, float] = defaultdict(float)
        for t in report.terms:
            for id in self._called.get(t, ()):
                called[id] += background().weight(t)
        found = sorted({*_most(share, BY_MARKS), *_most(called, BY_NAME)})
        return {id: share.get(id, 0.0) / (total or 1.0) for id in found}


def _most(values: dict[str, float], number: int) -> list[str]:
    """The ids with the greatest values; ties in order of the ids."""
    return nlargest(number, values, key=lambda id: (values[id], id))

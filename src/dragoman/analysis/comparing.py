"""Two codings side by side: how far they agree by dyad-day and kind, and where they do not, with the evidence.

::

    told = dragoman.compare("desk.db", "20250218.export.CSV.zip", within=1)
    told.cells.share_a, told.kappa, told.disagreements[0].nearest

What is counted how, and after which papers, is in docs/compare.md.
"""

from __future__ import annotations

from array import array
from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, get_args

import numpy as np

from dragoman.analysis import cells as c
from dragoman.analysis.agreement import (
    Agreement,
    By,
    Coding,
    Correlation,
    Disagreement,
    KindAgreement,
    Overlap,
    Reason,
    Report,
    Through,
    What,
    Which,
)
from dragoman.analysis.dyadic import Dyadic
from dragoman.analysis.matching import asked_for
from dragoman.analysis.sides import Side, Told, open_side, report_of
from dragoman.errors import QueryError
from dragoman.ontology.countries import codes
from dragoman.records import EVENT_TYPES
from dragoman.store.questions import DayFrom

if TYPE_CHECKING:
    from dragoman.analysis.corpus import Source

MOST = 10
"""Disagreements of each coding that are told, unless more are asked for."""
REPORTS = 3
"""Events of a cell that are told."""
NEAR = 7
"""Days around a cell in which the other coding is searched for the same two."""
FRESH = 3
"""Days after which a row no longer tells that a peer covers the day: that of an event long past it did not."""
QUADS = ("verbal cooperation", "material cooperation", "verbal conflict", "material conflict")


def compare(
    a: Source,
    b: Source,
    *,
    what: What = "type",
    by: By = "day",
    within: int = 0,
    day: DayFrom = "event",
    domestic: bool = False,
    most: int | None = MOST,
    reading: Mapping[str, Any] = MappingProxyType({}),
    reading_b: Mapping[str, Any] | None = None,
    **filters: Any,
) -> Agreement:
    """Tell how far two codings agree, and where they do not.

    Args:
        a, b: each a peer's file (GDELT, ICEWS, POLECAT; told by its content) or a folder of them, or what
            `dragoman.analysis.corpus.open_corpus` opens: a store, a folder of a bulk run, Parquet, inputs to be coded.
        what, by: what makes two events the same: between the same two, in the same ``by``, of the same ``what``.
        within: days by which the day may differ; only ``by="day"``.
        day: whose day counts: ``event``: the event's own, else that of publication; ``published``: always this.
        domestic: whether what parties of one country do to each other is compared as well.
        most: how many disagreements of each coding are told, the busiest first; ``None``: all.
        reading: how inputs are read and coded, as `open_corpus` takes it; ``reading_b`` for ``b``, where it differs.
        filters: which events, by the names of `dragoman.store.questions.EventQuery`. Those that a peer's data cannot
            answer choose among ours (status, min_confidence, judged) or are refused. Parties are named by code.

    Raises:
        QueryError: something is asked that cannot be.
        InputError, StoreError: as `open_corpus`.
    """
    _check(what=(what, What), by=(by, By), day=(day, DayFrom))
    query = asked_for(**filters)
    second = reading if reading_b is None else reading_b
    with (
        open_side(a, "A", query, day, by, reading) as one,
        open_side(b, "B", query, day, by, second) as other,
    ):
        return compare_sides(one, other, what=what, by=by, within=within, domestic=domestic, most=most)


def compare_sides(
    a: Side,
    b: Side,
    *,
    what: What = "type",
    by: By = "day",
    within: int = 0,
    domestic: bool = False,
    most: int | None = MOST,
) -> Agreement:
    """Return how far two open codings agree (see `compare`)."""
    _check(what=(what, What), by=(by, By))
    if within < 0 or (within and by != "day"):
        raise QueryError(f"within: {within} days? (write a number from 0, and compare by day)")
    return _Comparing(a, b, what, by, within, domestic).agreement(most)


def _check(**asked: tuple[str, Any]) -> None:
    """Raise `QueryError` for a value that is none of those there are."""
    for name, (value, known) in asked.items():
        if value not in get_args(known):
            raise QueryError(f"{name}: no {value[:40]!r} (write one of {', '.join(get_args(known))})")


@dataclass
class _Counted:
    """A coding as numbers."""

    side: Side
    events: c.Ints = field(default_factory=lambda: np.zeros(0, np.int64))
    rows: int = 0
    left: Counter[str] = field(default_factory=Counter)
    first: int | None = None
    last: int | None = None

    def coding(self) -> Coding:
        """Return what is told of it."""
        first, last = (None if day is None else c.iso(day) for day in (self.first, self.last))
        dyads = len(np.unique(c.dyads_of(self.events)))
        told = {why: self.left[why] for why in get_args(Reason) if self.left[why]}
        return Coding(self.side.name, self.side.kind, self.rows, told, first, last, len(self.events), dyads)


class _Comparing:
    """Two codings, how they are compared, and what was found so far."""

    def __init__(self, a: Side, b: Side, what: What, by: By, within: int, domestic: bool) -> None:
        self._sides = (a, b)
        self._what, self._by, self._within, self._domestic = what, by, within, domestic
        self._labels = {code: number for number, code in enumerate(sorted(codes()))}
        self._codes = sorted(codes())
        self._types = {type: number for number, type in enumerate(EVENT_TYPES)}

    def agreement(self, most: int | None) -> Agreement:
        """Compare the two, and tell so many disagreements of each."""
        a, b = (self._counted(side) for side in self._sides)
        first, last = self._common(a, b)
        keys = [
            np.unique(c.cells_of(events, self._by), return_counts=True) for events in (a.events, b.events)
        ]
        (cells_a, counts_a), (cells_b, counts_b) = keys
        of_a, of_b = c.matched(cells_a, cells_b, self._within)
        dyad_days, confusion, kappa = self._on_shared_days(a.events, b.events)
        only: dict[Which, dict[int, int]] = {
            "a": self._busiest(cells_a, counts_a, of_a, most),
            "b": self._busiest(cells_b, counts_b, of_b, most),
        }
        return Agreement(
            what=self._what,
            by=self._by,
            within=self._within,
            first=None if first is None else c.iso(first),
            last=None if last is None else c.iso(last),
            a=a.coding(),
            b=b.coding(),
            cells=Overlap(len(of_a), len(cells_a) - len(of_a), len(cells_b) - len(of_b)),
            dyad_days=dyad_days,
            kinds=self._kinds(a.events, b.events, cells_a, cells_b, cells_a[of_a]),
            confusion=confusion,
            kappa=kappa,
            correlation=self._correlation(a.events, b.events, first, last),
            through=self._through(a.events, b.events, cells_a[of_a], first, last),
            disagreements=self._disagreements(only),
        )

    # -------------------------------------------------------------------------------- events as numbers

    def _counted(self, side: Side) -> _Counted:
        """Go through a coding, and keep what can be compared as numbers."""
        counted = _Counted(side)
        events, days, fresh = array("q"), array("q"), array("q")
        for told in side.told():
            counted.rows += 1
            if told.day is not None:
                day = c.ordinal(told.day)
                days.append(day)
                if told.reported is not None and 0 <= c.ordinal(told.reported) - day <= FRESH:
                    fresh.append(day)
            found = told.left or self._packed(told)
            if isinstance(found, str):
                counted.left[found] += 1
            else:
                events.append(found)
        counted.events = np.frombuffer(events, np.int64) if events else counted.events
        first, last = side.covers()
        covered = np.frombuffer(fresh if 2 * len(fresh) >= len(days) else days, np.int64)
        if first and last:
            counted.first, counted.last = c.ordinal(first), c.ordinal(last)
        elif len(covered):
            counted.first, counted.last = int(covered.min()), int(covered.max())
        return counted

    def _packed(self, told: Told) -> int | str:
        """Return an event as a number, or why it is not compared."""
        if told.day is None:
            return "undated"
        actor, recipient = self._labels.get(told.actor or ""), self._labels.get(told.recipient or "")
        if actor is None or recipient is None:
            return "nobody"
        if actor == recipient and not self._domestic:
            return "inside"
        kind = self._kind(told)
        if kind is None:
            return "kind"
        return c.packed(actor, recipient, kind, told.quad, c.ordinal(told.day))

    def _kind(self, told: Told) -> int | None:
        if self._what == "quad":
            return told.quad
        if self._what == "type":
            return None if told.type is None else self._types[told.type]  # type: ignore[index]
        return int(told.cameo[:2]) if told.cameo else None

    def _common(self, a: _Counted, b: _Counted) -> tuple[int | None, int | None]:
        """Leave out what is of days that not both cover, and return the first and the last day of those."""
        if a.first is None or b.first is None or a.last is None or b.last is None:
            first, last = 1, 0
        else:
            first, last = max(a.first, b.first), min(a.last, b.last)
        for one in (a, b):
            days = c.days_of(one.events)
            inside = (days >= first) & (days <= last)
            one.left["outside"] = int(len(days) - inside.sum())
            one.events = one.events[inside]
        return (first, last) if first <= last else (None, None)

    # ------------------------------------------------------------------------------------- agreement

    def _on_shared_days(
        self, a: c.Ints, b: c.Ints
    ) -> tuple[Overlap, tuple[tuple[str, str, int], ...], float | None]:
        """Return the dyad-days of both, and what they say on those that both have."""
        (days_a, groups_a), (days_b, groups_b) = (
            np.unique(c.dyad_days_of(events, self._by), return_inverse=True) for events in (a, b)
        )
        of_a, of_b = c.matched(days_a, days_b, self._within)
        pairs = list(zip(of_a.tolist(), of_b.tolist(), strict=True))

        def counts(values_a: c.Ints, values_b: c.Ints) -> Counter[tuple[int, int]]:
            most_a, most_b = c.most(groups_a, values_a), c.most(groups_b, values_b)
            return c.confusion((most_a[i], most_b[j]) for i, j in pairs)

        kinds = counts(c.kinds_of(a >> c.QUAD), c.kinds_of(b >> c.QUAD))
        named = ((self._named(one), self._named(other), number) for (one, other), number in kinds.items())
        told = tuple(sorted(named, key=lambda entry: (-entry[2], entry[:2])))
        overlap = Overlap(len(pairs), len(days_a) - len(pairs), len(days_b) - len(pairs))
        return overlap, told, c.kappa(counts(c.quads_of(a), c.quads_of(b)))

    def _kinds(
        self, a: c.Ints, b: c.Ints, cells_a: c.Ints, cells_b: c.Ints, both: c.Ints
    ) -> tuple[KindAgreement, ...]:
        size = 1 << c.KIND
        events_a, events_b = (np.bincount(c.kinds_of(events >> c.QUAD), minlength=size) for events in (a, b))
        of_a, of_b, of_both = (np.bincount(c.kinds_of(x), minlength=size) for x in (cells_a, cells_b, both))
        return tuple(
            KindAgreement(
                self._named(kind),
                int(events_a[kind]),
                int(events_b[kind]),
                Overlap(int(of_both[kind]), int(of_a[kind] - of_both[kind]), int(of_b[kind] - of_both[kind])),
            )
            for kind in range(size)
            if events_a[kind] or events_b[kind]
        )

    def _correlation(self, a: c.Ints, b: c.Ints, first: int | None, last: int | None) -> Correlation:
        if first is None or last is None:
            return Correlation(0, None, None)
        one, other = c.aligned(c.dyad_days_of(a, "month"), c.dyad_days_of(b, "month"))
        months = len(np.unique(c.starts_of(np.arange(first, last + 1), "month")))
        number = len(np.union1d(c.dyads_of(a), c.dyads_of(b))) * months
        one, other = (np.pad(counts, (0, number - len(counts))) for counts in (one, other))
        return Correlation(number, c.pearson(one, other), c.pearson(c.ranks(one), c.ranks(other)))

    def _through(
        self, a: c.Ints, b: c.Ints, both: c.Ints, first: int | None, last: int | None
    ) -> tuple[Through, ...]:
        if first is None or last is None:
            return ()
        starts = np.unique(c.starts_of(np.arange(first, last + 1), self._by))

        def counts(days: c.Ints) -> c.Ints:
            return np.bincount(np.searchsorted(starts, c.starts_of(days, self._by)), minlength=len(starts))

        told = np.stack([starts, *(counts(c.days_of(events)) for events in (a, b, both))], axis=1)
        return tuple(Through(c.iso(start), *numbers) for start, *numbers in told.tolist())

    def _named(self, kind: int) -> str:
        """Return the name of a kind."""
        if self._what == "quad":
            return QUADS[kind - 1]
        return EVENT_TYPES[kind] if self._what == "type" else f"{kind:02}"

    # --------------------------------------------------------------------------------- disagreements

    def _busiest(self, cells: c.Ints, counts: c.Ints, both: c.Ints, most: int | None) -> dict[int, int]:
        """Return the cells that only one coding has, the busiest first, and how many events they have."""
        alone = np.ones(len(cells), bool)
        alone[both] = False
        cells, counts = cells[alone], counts[alone]
        order = np.lexsort((cells, c.days_of(cells), -counts))[:most]
        return dict(zip(cells[order].tolist(), counts[order].tolist(), strict=True))

    def _disagreements(self, only: Mapping[Which, Mapping[int, int]]) -> tuple[Disagreement, ...]:
        """Go through both codings once more, for the evidence of these cells."""
        found = {which: _Evidence(cells, self._by) for which, cells in only.items()}
        other: dict[Which, Which] = {"a": "b", "b": "a"}
        if only["a"] or only["b"]:
            for which, side in zip(other, self._sides, strict=True):
                for told in side.told():
                    event = self._packed(told)
                    if not isinstance(event, str):
                        if not told.left:
                            found[which].has(event, told)
                        found[other[which]].elsewhere(event, told)
        return tuple(
            self._disagreement(which, cell, number, found[which])
            for which, cells in only.items()
            for cell, number in cells.items()
        )

    def _disagreement(self, which: Which, cell: int, number: int, found: _Evidence) -> Disagreement:
        dyad, kind, start = c.split(cell)
        actor, recipient = (self._codes[party] for party in c.parties_of(dyad))
        reports = tuple(found.reports.get(cell, ()))
        nearest, apart = found.nearest(cell)
        return Disagreement(
            which, c.iso(start), actor, recipient, self._named(kind), number, reports, nearest, apart
        )


class _Evidence:
    """What is found of the cells that only one coding has: its events, and what the other has of the same two."""

    def __init__(self, cells: Mapping[int, int], by: By) -> None:
        self.reports: dict[int, list[Report]] = {}
        self._cells, self._by = cells, by
        forth = {c.split(cell)[0] for cell in cells}
        self._dyads = forth | {c.reverse(dyad) for dyad in forth}
        self._others: dict[tuple[int, int], dict[int, Report]] = {}  # by dyad and day; of each kind the first
        self._at: dict[tuple[int, str], Report] = {}  # by dyad and address; the first

    def has(self, event: int, told: Told) -> None:
        """Take an event of the coding that has the cells."""
        cell = c.cell_of(event, self._by)
        if cell in self._cells:
            reports = self.reports.setdefault(cell, [])
            if len(reports) < REPORTS:
                reports.append(report_of(told))

    def elsewhere(self, event: int, told: Told) -> None:
        """Take an event of the other coding."""
        dyad, kind, day = c.split(c.cell_of(event, "day"))
        if dyad in self._dyads:
            kinds = self._others.setdefault((dyad, day), {})
            url = told.source.url if isinstance(told.source, Dyadic) else told.source.document.url
            report = None
            if kind not in kinds:
                report = kinds[kind] = report_of(told)
            if url and (dyad, url) not in self._at:
                self._at[dyad, url] = report or report_of(told)

    def nearest(self, cell: int) -> tuple[Report | None, int | None]:
        """Return what the other coding has of the same report, else nearest in time, and the days between."""
        dyad, kind, start = c.split(cell)
        end = start
        while c.start_of(end + 1, self._by) == start:
            end += 1
        for report in self.reports.get(cell, ()):
            for way in (dyad, c.reverse(dyad)):
                if report.url and (same := self._at.get((way, report.url))):
                    day = c.ordinal(same.day)
                    return same, max(0, start - day, day - end)
        for apart in range(NEAR + 1):
            days = range(start, end + 1) if apart == 0 else (start - apart, end + apart)
            for way in (dyad, c.reverse(dyad)):
                for day in days:
                    if kinds := self._others.get((way, day)):
                        return kinds.get(kind) or next(iter(kinds.values())), apart
        return None, None

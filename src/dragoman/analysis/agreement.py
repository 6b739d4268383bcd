"""How far two codings agree: the nouns of a comparison (`dragoman.analysis.comparing`)."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Any, Literal

from dragoman.records import Record

What = Literal["type", "quad", "cameo-root"]
By = Literal["day", "week", "month"]
Which = Literal["a", "b"]
Reason = Literal["undated", "vague", "status", "nobody", "inside", "kind", "outside"]


@dataclass(frozen=True, slots=True)
class Coding(Record):
    """One of the two codings.

    Attributes:
        name: as it was given.
        kind: ``dragoman`` for what we coded; ``gdelt``, ``icews`` or ``polecat`` for a peer's file.
        rows: events that were asked for, one for each pair of who acts and whom it is done to.
        left_out: how many of these are not compared, by why: ``undated``; ``vague``: dated less closely than that;
            ``status``: denied, negated, conditional, long past; ``nobody``: the country of one or both is not known;
            ``inside``: between parties of one country; ``kind``: without a type (a statement, CAMEO 01), or without a
            CAMEO code where roots are compared; ``outside``: of days that not both codings cover.
        first, last: the days that it covers, ISO; ``None`` without a dated event.
        events: rows that are compared.
        dyads: how many pairs of countries they have.
    """

    name: str
    kind: str
    rows: int
    left_out: dict[str, int]
    first: str | None
    last: str | None
    events: int
    dyads: int


@dataclass(frozen=True, slots=True)
class Overlap(Record):
    """What both codings have, and what only one of them has.

    A cell is a period, who acts, on whom, and the kind of the deed, however many events it has; a dyad-day is one
    whatever the kind.
    """

    both: int
    only_a: int
    only_b: int

    @property
    def share_a(self) -> float | None:
        """How much of A is in B as well: the precision of A against B, and the recall of B against A."""
        return self.both / (self.both + self.only_a) if self.both + self.only_a else None

    @property
    def share_b(self) -> float | None:
        """How much of B is in A as well: the recall of A against B, and the precision of B against A."""
        return self.both / (self.both + self.only_b) if self.both + self.only_b else None

    @property
    def jaccard(self) -> float | None:
        """How much of all that one or the other has both have."""
        every = self.both + self.only_a + self.only_b
        return self.both / every if every else None

    def shares(self) -> dict[str, float | None]:
        """Return the three of them by name."""
        return {"share_a": self.share_a, "share_b": self.share_b, "jaccard": self.jaccard}


@dataclass(frozen=True, slots=True)
class KindAgreement(Record):
    """One kind: how many events each coding has of it, and the cells."""

    kind: str
    events_a: int
    events_b: int
    cells: Overlap


@dataclass(frozen=True, slots=True)
class Correlation(Record):
    """How far numbers of events go together, month by month and dyad by dyad.

    Attributes:
        number: dyad-months: all dyads that one coding or the other has, in all months; those without events are zeros.
        pearson, spearman: -1 to 1; ``None`` where one side does not vary.
    """

    number: int
    pearson: float | None
    spearman: float | None


@dataclass(frozen=True, slots=True)
class Through(Record):
    """A period: its first day, the events of each coding in it, and how many cells both have."""

    start: str
    events_a: int
    events_b: int
    both: int


@dataclass(frozen=True, slots=True)
class Report(Record):
    """An event as evidence.

    Attributes:
        event: its id.
        day, actor, recipient, type, cameo, quad, status: as in `dragoman.analysis.dyadic.Dyadic`.
        text: the sentence of the report, exactly; of a peer's row, the words it has.
        publisher, url: of the report.
        document: id of the report; ``None`` for a peer's.
        rule: by which rule we coded it; ``None`` for a peer's.
        left: why it is not compared itself (`Coding.left_out`); ``None`` where it is.
    """

    event: str
    day: str
    actor: str
    recipient: str
    type: str | None
    cameo: str | None
    quad: int
    status: str | None
    text: str | None
    publisher: str | None
    url: str | None
    document: str | None
    rule: str | None
    left: Reason | None


@dataclass(frozen=True, slots=True)
class Disagreement(Record):
    """A cell that only one coding has, and what the other has instead.

    Attributes:
        only: which coding has it.
        start: first day of its period.
        actor, recipient: countries.
        kind: of what is compared.
        events: how many events it has.
        reports: the first of them.
        nearest: what the other coding has of the same two, in either direction: from the same address, else nearest in
            time; ``None`` where it has nothing within seven days.
        apart: days between that and the period; 0 within it.
    """

    only: Which
    start: str
    actor: str
    recipient: str
    kind: str
    events: int
    reports: tuple[Report, ...]
    nearest: Report | None
    apart: int | None


@dataclass(frozen=True, slots=True)
class Agreement(Record):
    """How far two codings agree.

    Attributes:
        what: the kind of a deed: its ``type`` (PLOVER), its ``quad`` class, or the root of its CAMEO code.
        by: length of a period.
        within: days by which the day of a cell may differ.
        first, last: the days that both cover and that were asked for; only these are compared.
        a, b: the codings.
        cells, dyad_days: what is in both.
        kinds: the cells by kind, in the order of the ontology.
        confusion: of dyad-days that both have, how often A has one kind most and B another: A's kind, B's kind, number;
            the most frequent first.
        kappa: Cohen's kappa of the quad class that each has most on those dyad-days; ``None`` where it has no meaning.
        correlation: of the numbers of events.
        through: the periods from the first day to the last, without holes.
        disagreements: the cells that only one has, the busiest first; as many of each coding as were asked for.
    """

    what: What
    by: By
    within: int
    first: str | None
    last: str | None
    a: Coding
    b: Coding
    cells: Overlap
    dyad_days: Overlap
    kinds: tuple[KindAgreement, ...]
    confusion: tuple[tuple[str, str, int], ...]
    kappa: float | None
    correlation: Correlation
    through: tuple[Through, ...]
    disagreements: tuple[Disagreement, ...]

    def rows(self) -> Iterator[dict[str, Any]]:
        """Yield the disagreements as flat rows, with the first report of each."""
        yield from map(flat, self.disagreements)

    def csv(self) -> str:
        """Return the disagreements as CSV, with a line of headings; what is not known is empty."""
        out = io.StringIO()
        writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
        writer.writeheader()
        writer.writerows(self.rows())
        return out.getvalue()


WHY: Mapping[Reason, str] = MappingProxyType({
    "undated": "undated",
    "vague": "dated too loosely",
    "status": "not told as what happened",
    "nobody": "without a country on one side",
    "inside": "within one country",
    "kind": "without what is compared",
    "outside": "of days that only one covers",
})  # fmt: skip
"""Why events are not compared, in words."""


def why(coding: Coding) -> str:
    """Return in words why events of a coding are not compared; empty where all are."""
    return ", ".join(
        f"{words}: {coding.left_out[name]:,}" for name, words in WHY.items() if name in coding.left_out
    )


_REPORT = (
    "event",
    "day",
    "actor",
    "recipient",
    "type",
    "cameo",
    "status",
    "text",
    "publisher",
    "url",
    "rule",
)
COLUMNS = (
    "only", "start", "actor", "recipient", "kind", "events",
    *(f"has_{name}" for name in _REPORT), "apart", *(f"other_{name}" for name in _REPORT),
)  # fmt: skip
"""Columns of `flat`: the cell, its first report (``has_``), and the nearest of the other coding (``other_``)."""


def flat(told: Disagreement) -> dict[str, Any]:
    """Return a disagreement as one flat row."""
    row: dict[str, Any] = dict.fromkeys(COLUMNS)
    for name in ("only", "start", "actor", "recipient", "kind", "events", "apart"):
        row[name] = getattr(told, name)
    for prefix, report in (("has", told.reports[0] if told.reports else None), ("other", told.nearest)):
        if report:
            row |= {f"{prefix}_{name}": getattr(report, name) for name in _REPORT}
    return row

"""Who does how much to whom through time: events counted and weighed by day, week, month or year.

::

    told = dragoman.series("desk.db", actor="TWN", recipient="USA", by="month", measures=["conflict"])
    told.csv(), told.svg(), told.frame()

The definitions are in docs/series.md.
"""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from types import MappingProxyType
from typing import TYPE_CHECKING, Any, Literal, get_args

from dragoman.analysis import seriesforms as forms
from dragoman.analysis.corpus import Corpus, alike_of, open_corpus
from dragoman.analysis.dyadic import Pair, identity, sides
from dragoman.analysis.matching import asked_for
from dragoman.analysis.measures import Measure, asked
from dragoman.drawing.axis import last_day
from dragoman.errors import QueryError
from dragoman.exports.rows import Row
from dragoman.ontology.crosswalk import goldstein
from dragoman.records import Party
from dragoman.store.dealings import DONE
from dragoman.store.periods import MOST, By, iso_day, start_of, starts
from dragoman.store.questions import Alike, DayFrom, EventQuery

if TYPE_CHECKING:
    from dragoman.analysis.corpus import Source

Direction = Literal["forth", "both", "undirected"]
Reason = Literal["status", "uncorroborated", "repeated", "undated", "vague", "outside"]

_VAGUE = {"day": {"week", "month", "year"}, "week": {"month", "year"}, "month": {"year"}, "year": set[str]()}
"""Precisions of a date that do not tell in which period of a length it is."""

_LEAST = {"day": 1, "week": 7, "month": 28, "year": 365}
"""Days that a period has at least."""

_ANYBODY: dict[str, Any] = dict.fromkeys(
    ("actor", "recipient", "about", "type", "mode", "quad", "place", "text")
)
"""What is not asked of the events of which a share is taken: those of anybody, of every kind, everywhere."""


@dataclass(frozen=True, slots=True)
class Span:
    """A period of a series.

    Attributes:
        start: its first day, ISO; a week starts on Monday.
        first, last: the first and the last of its days that the corpus covers.
        quads: events by quad class, 1 to 4.
        goldstein, intensity: sums of their values on Goldstein's scale and of their intensities (PLOVER).
        scaled: how many of the events have a value on Goldstein's scale.
        all: events of the corpus in this period, for shares; ``None`` where they were not counted.
    """

    start: str
    first: str
    last: str
    quads: tuple[int, int, int, int] = (0, 0, 0, 0)
    goldstein: float = 0.0
    intensity: float = 0.0
    scaled: int = 0
    all: int | None = None

    @property
    def events(self) -> int:
        """How many events there are."""
        return sum(self.quads)

    @property
    def days(self) -> int:
        """How many days of it the corpus covers."""
        return (dt.date.fromisoformat(self.last) - dt.date.fromisoformat(self.first)).days + 1

    def value(self, measure: Measure, *, share: bool = False) -> float | None:
        """Return the period's value; ``None`` for a mean without events, and for a share of none."""
        if measure.scale:
            total = self.goldstein if measure.scale == "goldstein" else self.intensity
            number = self.scaled if measure.scale == "goldstein" else self.events
            if measure.mean:
                return total / number if number else None
            return total
        return self.shared(sum(self.quads[quad - 1] for quad in measure.quads), share=share)

    def shared(self, count: int, *, share: bool) -> float | None:
        """Return a count, or how many it is of 1,000 events of the corpus; ``None`` where that has none."""
        if not share:
            return count
        return 1000 * count / self.all if self.all else None


@dataclass(frozen=True, slots=True)
class Line:
    """One course through time.

    Attributes:
        actor, recipient: as they were asked for; ``None`` for anyone.
        spans: the periods, the first first, without holes.
        left_out: how many events of these parties do not count, by why: ``status`` (of another status),
            ``uncorroborated`` (too few origins), ``repeated`` (one a day, or one a deed, counts), ``undated``,
            ``vague`` (dated less closely than the period is long), ``outside`` (of days that are not covered).
    """

    actor: str | None
    recipient: str | None
    spans: tuple[Span, ...]
    left_out: dict[str, int] = field(default_factory=dict)

    @property
    def events(self) -> int:
        """How many events count."""
        return sum(span.events for span in self.spans)


@dataclass(frozen=True)
class Series:
    """What was asked, and the course of each line.

    Attributes:
        by: length of a period.
        direction: ``forth``: what the actor does to the recipient; ``both``: and the reverse, as a second line;
            ``undirected``: both in one line.
        measures: what is measured.
        query: the filters.
        statuses: status of the events that count.
        day: whose day counts: ``event``: the event's own, else that of publication; ``published``: always this.
        one_a_day: whether of events with one code between two parties on one day only one counts.
        corroborated: how many independent origins must tell a deed; deeds are counted then, not events. ``None``:
            events are counted.
        share: whether counts are told per 1,000 events of the corpus.
        first, last: days that are covered, ISO: from the first report to the last, within those asked for; ``None``
            where nothing is dated.
        lines: one; two for both directions.
    """

    by: By
    direction: Direction
    measures: tuple[Measure, ...]
    query: EventQuery
    statuses: tuple[str, ...]
    day: DayFrom
    one_a_day: bool
    corroborated: int | None
    share: bool
    first: str | None
    last: str | None
    lines: tuple[Line, ...]

    def rows(self) -> Iterator[dict[str, str | float | None]]:
        """Yield a row for each period of each line: parties, days, ``events``, and each measure in its column."""
        return forms.rows(self)

    def csv(self) -> str:
        """Return the rows as CSV, with a line of headings; what is not known is empty."""
        return forms.csv(self)

    def json(self) -> str:
        """Return what was asked, what was left out, and the rows, as JSON."""
        return forms.json(self)

    def svg(self) -> str:
        """Return a chart as an SVG file."""
        return forms.svg(self)

    def png(self) -> bytes:
        """Return the chart as PNG. Raises `dragoman.errors.PrintError` where the extra ``charts`` is not installed."""
        return forms.png(self)

    def frame(self) -> Any:
        """Return the rows as a DataFrame of pandas, or of polars where only that is installed."""
        return forms.frame(self)

    def _repr_html_(self) -> str:
        """Show the chart, and the same as a table, in a notebook."""
        return forms.html(self)


def series(
    source: Source,
    *,
    by: By = "month",
    measures: Sequence[str] = (),
    direction: Direction = "forth",
    day: DayFrom = "event",
    one_a_day: bool = False,
    corroborated: int | None = None,
    share: bool = False,
    reading: Mapping[str, Any] = MappingProxyType({}),
    **filters: Any,
) -> Series:
    """Count and weigh events through time.

    Args:
        source: what `dragoman.analysis.corpus.open_corpus` opens.
        by: ``day``, ``week`` (from Monday), ``month`` or ``year``.
        measures: names of ``series.yaml``; without any, cooperation, conflict, and the mean on Goldstein's scale.
        direction, day, one_a_day, corroborated, share: as in `Series`.
        reading: how inputs are read and coded (``parser``, ``lexicon``, ``published``, ``on_error``, …), as
            `open_corpus` takes it.
        filters: which events, by the names of `dragoman.store.questions.EventQuery` (``actor="TWN"``,
            ``since="2024-01-01"``). The actor acts on the recipient also where both are actors, as in talks. Without a
            ``status``, what happened or is ongoing counts.

    Raises:
        QueryError: something is asked that cannot be.
        InputError, StoreError: as `open_corpus`.
    """
    with open_corpus(source, **reading) as corpus:
        return series_of(
            corpus,
            asked_for(**filters),
            by=by,
            measures=measures,
            direction=direction,
            day=day,
            one_a_day=one_a_day,
            corroborated=corroborated,
            share=share,
        )


def series_of(
    corpus: Corpus,
    query: EventQuery,
    *,
    by: By = "month",
    measures: Sequence[str] = (),
    direction: Direction = "forth",
    day: DayFrom = "event",
    one_a_day: bool = False,
    corroborated: int | None = None,
    share: bool = False,
) -> Series:
    """Return the series of an open corpus (see `series`)."""
    for name, value, known in (("by", by, By), ("direction", direction, Direction), ("day", day, DayFrom)):
        if value not in get_args(known):
            raise QueryError(f"{name}: no {value[:40]!r} (write one of {', '.join(get_args(known))})")
    wanted = asked(tuple(measures))
    if direction == "both" and not (query.actor or query.recipient):
        raise QueryError("direction: both ways between whom? (name an actor or a recipient)")
    if corroborated is not None and corroborated < 1:
        raise QueryError(f"corroborated: {corroborated} origins? (write a number from 1)")
    since, until = (
        value and iso_day(name, value) for name, value in (("since", query.since), ("until", query.until))
    )
    first, last = corpus.covers()
    first = max(first, since) if first and since else first
    last = min(last, until) if last and until else last
    statuses = (query.status,) if query.status else DONE
    rules = _Rules(by, day, since, until, first, last, statuses, one_a_day, corroborated)
    within = replace(query, status=None)
    if day == "published":  # the days of a query are those of `Row.day`
        within = replace(within, since=None, until=None)

    counts = [(ends, _Count(rules).of(corpus, within, *ends, direction)) for ends in _ends(query, direction)]
    every = _Count(rules).of(corpus, replace(within, **_ANYBODY), None, None, "forth") if share else None
    told = [count for _, count in counts]
    if not (first and last):  # no report is dated: days are known only of events
        days = [
            day for count in (*told, *([every] if every else [])) for day in (count.first, count.last) if day
        ]
        first, last = (since or min(days), until or max(days)) if days else (None, None)
    periods = _periods(first, last, by)
    lines = tuple(
        Line(*ends, tuple(count.span(*period, every) for period in periods), count.left_out())
        for ends, count in counts
    )
    return Series(
        by, direction, wanted, query, statuses, day, one_a_day, corroborated, share, first, last, lines
    )


def _ends(query: EventQuery, direction: Direction) -> list[tuple[str | None, str | None]]:
    """Return who acts, and on whom, in each line."""
    forth = (query.actor, query.recipient)
    return [forth, forth[::-1]] if direction == "both" else [forth]


def _between(
    corpus: Corpus,
    query: EventQuery,
    actor: str | None,
    recipient: str | None,
    direction: Direction,
    rules: _Rules,
) -> Iterator[tuple[Row, list[Pair]]]:
    """Yield the events between two parties, each with the pairs of its parties that are meant."""
    # Those who talk to each other are all actors of one event: who acts on whom is asked of the pairs.
    about = query.about or actor or recipient
    asked_for = replace(query, actor=None, recipient=None, about=about)
    is_actor, is_recipient = (key and corpus.meant(key) for key in (actor, recipient))

    def meant(one: Party | None, is_one: Callable[[Party], bool] | str | None) -> bool:
        return not callable(is_one) or (one is not None and is_one(one))

    for row in corpus.rows(asked_for, happenings=rules.corroborated is not None):
        found = [
            pair
            for pair in sides(row.event)
            if (meant(pair[0], is_actor) and meant(pair[1], is_recipient))
            or (direction == "undirected" and meant(pair[1], is_actor) and meant(pair[0], is_recipient))
        ]
        if found:
            yield row, found


@dataclass(frozen=True, slots=True)
class _Rules:
    """Which events count, and where."""

    by: By
    day: DayFrom
    since: str | None
    until: str | None
    first: str | None
    last: str | None
    statuses: tuple[str, ...]
    one_a_day: bool
    corroborated: int | None


class _Count:
    """Counts events, and those that do not count by why."""

    def __init__(self, rules: _Rules) -> None:
        self._rules = rules
        self._sums = dict[
            str, list[float]
        ]()  # of a period: four quads, goldstein, intensity, how many scaled
        self._left = Counter[Reason]()
        self._told = set[object]()
        self.first: str | None = None
        self.last: str | None = None

    def of(
        self,
        corpus: Corpus,
        query: EventQuery,
        actor: str | None,
        recipient: str | None,
        direction: Direction,
    ) -> _Count:
        """Count the events between two parties; return itself."""
        rules = self._rules
        if not (actor or recipient or rules.one_a_day or rules.corroborated):
            for alike in corpus.alike(query, rules.day):  # no event has to be looked at by itself
                self._take(alike)
            return self
        for row, of in _between(corpus, query, actor, recipient, direction, rules):
            self._take(alike_of(row, rules.day), row, of)
        return self

    def left_out(self) -> dict[str, int]:
        """Return how many were left out, by why, in one order."""
        return {why: self._left[why] for why in get_args(Reason) if self._left[why]}

    def events(self, start: str) -> int:
        """Return how many count in a period."""
        return int(sum(self._sums.get(start, ())[:4]))

    def span(self, start: str, first: str, last: str, every: _Count | None) -> Span:
        """Return a period; ``every``: the count of which shares are taken."""
        one, two, three, four, scale, intensity, scaled = self._sums.get(start, [0.0] * 7)
        quads = (int(one), int(two), int(three), int(four))
        of = every.events(start) if every else None
        return Span(start, first, last, quads, round(scale, 6), round(intensity, 6), int(scaled), of)

    def _take(self, alike: Alike, row: Row | None = None, of: Sequence[Pair] = ()) -> None:
        rules, day = self._rules, alike.day
        if (
            rules.day == "published"
            and (rules.since or rules.until)
            and not _lies(day, rules.since, rules.until)
        ):
            return  # not asked for
        if why := self._reason(alike, row, of):
            self._left[why] += alike.number
            return
        assert day is not None
        sums = self._sums.setdefault(start_of(day, rules.by), [0.0] * 7)
        sums[alike.quad - 1] += alike.number
        sums[5] += alike.intensity * alike.number
        value = goldstein(alike.cameo) if alike.cameo else None
        if value is not None:
            sums[4] += value * alike.number
            sums[6] += alike.number
        self.first, self.last = min(self.first or day, day), max(self.last or day, day)

    def _reason(self, alike: Alike, row: Row | None, of: Sequence[Pair]) -> Reason | None:
        """Return why events do not count, or ``None`` where they do."""
        rules = self._rules
        if alike.status not in rules.statuses:
            return "status"
        # What was not grouped is a deed of its own, told once.
        if (
            row
            and rules.corroborated
            and (row.happening.origins if row.happening else 1) < rules.corroborated
        ):
            return "uncorroborated"
        if alike.day is None:
            return "undated"
        if alike.precision in _VAGUE[rules.by]:
            return "vague"
        if not _lies(alike.day, rules.first, rules.last):
            return "outside"
        return "repeated" if row and self._repeats(row, alike.day, of) else None

    def _repeats(self, row: Row, day: str, of: Sequence[Pair]) -> bool:
        """Whether all that an event tells was told: its deed, or the pairs of that day with its code."""
        repeated = False
        if self._rules.corroborated:
            deed = row.happening.id if row.happening else row.event.id
            repeated = deed in self._told
            self._told.add(deed)
        if self._rules.one_a_day and not repeated:
            code = row.event.cameo or row.event.type
            told = {(day, *identity(pair), code) for pair in of}
            repeated = told <= self._told
            self._told |= told
        return repeated


def _lies(day: str | None, since: str | None, until: str | None) -> bool:
    return day is not None and (since is None or day >= since) and (until is None or day <= until)


def _periods(first: str | None, last: str | None, by: By) -> list[tuple[str, str, str]]:
    """Return the periods from one day to another: the first day of each, and its first and last day that is covered."""
    if first is None or last is None or first > last:
        return []
    begin, end = (start_of(day, by) for day in (first, last))
    every = starts([{begin: [], end: []}], by)
    if (dt.date.fromisoformat(end) - dt.date.fromisoformat(begin)).days >= MOST * _LEAST[by]:
        raise QueryError(
            f"by: too many periods from {first} to {last} (ask for longer ones, or for fewer with since and until)"
        )
    ends = [last_day(dt.date.fromisoformat(start), by).isoformat() for start in every]
    return [(start, max(start, first), min(end, last)) for start, end in zip(every, ends, strict=True)]

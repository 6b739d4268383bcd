"""Who did what to whom in a story, in lines of plain English, the weightiest first."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from heapq import heapify, heappop, heappush
from typing import NamedTuple

from dragoman.briefing.copied import told_once
from dragoman.briefing.weighing import DONE, support, weights
from dragoman.briefing.wording import line
from dragoman.records import Event, Line, Story, same


@dataclass(frozen=True, slots=True)
class Deed:
    """A line, and the events that it tells: the same deed as several reports, or sentences, have it."""

    line: Line
    events: tuple[Event, ...]

    @property
    def event(self) -> Event:
        """The event whose words the line has."""
        return self.events[0]


def deeds(story: Story) -> list[Deed]:
    """Return the lines of a story: those with a recipient first, what happened before the rest, and of these what many
    reports tell, what is sure, what is intense and what no line before has told.

    Events that differ in nothing but the words and the report are one line, which cites all their sentences. What
    is too unsure to be a line, or cannot be told in one, has none.
    """
    told: dict[object, list[tuple[Event, Line]]] = defaultdict(list)
    for event in told_once(story):
        if event.confidence is not None and event.confidence < weights()["sure"]:
            continue
        if event.evidence.field == "text" and event.evidence.quote.isupper():
            continue  # a heading within a report, often the link to another one
        if made := line(event):
            told[_key(event)].append((event, made))
    found = [_deed(some) for group in told.values() for some in _by_day(group)]
    told_by = support(story)
    at = {document.id: n for n, document in enumerate(story.documents)}
    return _varied([(_rank(deed, told_by, at), n) for n, deed in enumerate(found)], found)


def _deed(some: Sequence[tuple[Event, Line]]) -> Deed:
    # The surest telling gives the words; of level ones the first.
    best = max(range(len(some)), key=lambda n: (some[n][0].confidence or 0.0, -n))
    ordered = [some[best], *some[:best], *some[best + 1 :]]
    citations = dict.fromkeys(citation for _, made in ordered for citation in made.citations)
    return Deed(Line(ordered[0][1].text, tuple(citations)), tuple(event for event, _ in ordered))


def _key(event: Event) -> object:
    speaker = event.attribution.speaker if event.attribution else None
    return (
        event.type,
        event.mode,
        event.cameo,
        event.status,
        frozenset(map(same, event.actors)),
        frozenset(map(same, event.recipients)),
        event.attribution is not None,
        same(speaker) if speaker else None,
    )


def _by_day(group: Sequence[tuple[Event, Line]]) -> list[list[tuple[Event, Line]]]:
    """Part tellings of different days; those that name none go with the first day told."""
    days: dict[str | None, list[tuple[Event, Line]]] = defaultdict(list)
    for event, made in group:
        days[event.date.start if event.date else None].append((event, made))
    undated = days.pop(None, [])
    parts = list(days.values())
    return [[*parts[0], *undated], *parts[1:]] if parts else [undated]


def _varied(ranks: list[tuple[_Rank, int]], found: Sequence[Deed]) -> list[Deed]:
    """Put deeds in order; what several lines have told already counts a half, a third … of what it would.

    A shooting has as many lines as there are words for who was shot.
    """
    heap = [(rank, rank.worth, n) for rank, n in ranks]
    heapify(heap)
    told: Counter[object] = Counter()
    ordered = []
    while heap:
        rank, worth, n = heappop(heap)
        event = found[n].event
        left = worth / (1 + told[event.type, event.mode])
        if left < rank.worth:
            heappush(heap, (rank._replace(less=-left), worth, n))
        else:
            told[event.type, event.mode] += 1
            ordered.append(found[n])
    return ordered


class _Rank(NamedTuple):
    bare: bool
    undone: bool
    less: float
    document: int
    start: int

    @property
    def worth(self) -> float:
        return -self.less


def _rank(deed: Deed, told: Mapping[str, float], at: Mapping[str, int]) -> _Rank:
    event = deed.event
    # "Oslo voiced criticism" tells less than whom it was of.
    bare = not (event.recipients or len(event.actors) > 1 or event.amounts)
    sure = 1.0 if event.confidence is None else event.confidence
    reports = len({each.document for each in deed.events})
    worth = reports * told[event.type] * sure**2 * (0.5 + abs(event.intensity) / 10)
    return _Rank(bare, event.status not in DONE, -worth, at[event.document], event.trigger.start)

"""What formats can say that know no status, and no event between several parties at once.

GDELT, ICEWS, POLECAT, Phoenix and PETRARCH take every row for something that happened, so only that is written: what
happened or is going on, and the promises and threats that PLOVER makes of what lies ahead (``planned`` in
``ontology/plover.yaml``). What is left out is counted.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator
from functools import cache
from itertools import permutations, product
from typing import NamedTuple

from dragoman.exports.rows import Row
from dragoman.ontology.plover import plover
from dragoman.records import RECIPROCAL, Event, EventType, Party, same_of, stable_id

DONE = ("happened", "ongoing")

REJECTED = "rejected by judgement"


class Line(NamedTuple):
    """An event between two parties, as CAMEO's coders write it; ``None`` where nobody is named on that side."""

    row: Row
    source: Party | None
    target: Party | None


def why_not(event: Event) -> str | None:
    """Return why an event cannot be told by a format without status; ``None`` where it can."""
    if event.judgement is not None and event.judgement.rejected:
        return REJECTED
    if event.status in DONE:
        return None
    if event.type in _ahead() and (event.status == "planned" or _turned(event)):
        return None
    return event.status


def told(rows: Iterable[Row], left_out: Counter[str]) -> Iterator[Row]:
    """Yield the rows that such a format can tell, and count the others by why not."""
    for row in rows:
        reason = why_not(row.event)
        if reason is None:
            yield row
        else:
            left_out[reason] += 1


def lines(rows: Iterable[Row]) -> Iterator[Line]:
    """Yield each event once for each pair of its parties."""
    for row in rows:
        for source, target in pairs(row.event):
            yield Line(row, source, target)


def pairs(event: Event) -> Iterator[tuple[Party | None, Party | None]]:
    """Yield who acts on whom, party by party: every actor on every recipient, in a reciprocal event each on each other.

    Two mentions of one party (`same_of`) make one pair. Where a side is empty its place is ``None``.
    """
    actors, recipients = _each(event, event.actors), _each(event, event.recipients)
    if not recipients and event.type in RECIPROCAL and len(actors) > 1:
        yield from permutations(actors, 2)
    else:
        yield from product(actors or [None], recipients or [None])


def event_number(deed: str, event: Event, source: Party | None, target: Party | None) -> int:
    """Return a number of 63 bits for what a deed (id of a happening or event) is between two parties of an event."""
    one, other = ("" if party is None else same_of(event, party) for party in (source, target))
    return int(stable_id(deed, one, other), 16) >> 1


def _each(event: Event, parties: tuple[Party, ...]) -> list[Party | None]:
    if len(parties) < 2:
        return list(parties)
    found: dict[str, Party | None] = {}
    for party in parties:
        found.setdefault(same_of(event, party), party)
    return list(found.values())


@cache
def _ahead() -> frozenset[EventType]:
    return frozenset(info.planned.type for info in plover().types.values() if info.planned)


def _turned(event: Event) -> bool:
    """Whether a conditional event became what it is because it lies ahead (`dragoman.coding.turns`)."""
    return event.status == "conditional" and f", conditional: {event.type}" in event.evidence.rule

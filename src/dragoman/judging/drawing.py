"""Which events are judged: a sample stratified by type, drawn by a hash of seed and event."""

from __future__ import annotations

import hashlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from dragoman.errors import InputError, RecordError
from dragoman.records import EVENT_TYPES, Event, Record


@dataclass(frozen=True, slots=True)
class Sample(Record):
    """Events drawn, types mixed.

    Attributes:
        events: in the order in which they are judged.
        population: how many events of each type there were to draw from.
    """

    events: tuple[Event, ...]
    population: dict[str, int]

    def csv(self) -> str:
        """Return the sheet for the judge, with a header; see docs/formats.md."""
        from dragoman.judging.sheet import csv

        return csv(self)


def draw(events: Iterable[Event], n: int, seed: int) -> Sample:
    """Draw n events (see `dragoman.sample`)."""
    if n < 1:
        raise ValueError(f"n is {n}; draw at least 1 event")
    by_type: dict[str, list[Event]] = {}
    for event in events:
        by_type.setdefault(event.type, []).append(event)
    population: dict[str, int] = {name: len(by_type[name]) for name in EVENT_TYPES if name in by_type}
    drawn = [
        event
        for name, share in shares(population, n).items()
        for event in sorted(by_type[name], key=lambda event: _rank(event, seed))[:share]
    ]
    return Sample(tuple(sorted(drawn, key=lambda event: _rank(event, seed))), population)


def shares(population: Mapping[str, int], n: int) -> dict[str, int]:
    """Return how many of each type are drawn: as many of each, and all of those that have fewer."""
    found: dict[str, int] = {}
    left = n
    for done, (name, size) in enumerate(sorted(population.items(), key=lambda item: item[1])):
        found[name] = min(size, left // (len(population) - done))
        left -= found[name]
    return found


def _rank(event: Event, seed: int) -> tuple[str, str, str, int]:
    """Return where an event stands in the order of drawing: it depends on the event and the seed alone."""
    digest = hashlib.sha256(f"{seed}\x1f{event.id}".encode()).hexdigest()
    return digest, event.document, event.type, event.trigger.start


def read_events(lines: Iterable[str], name: str, on_error: Callable[[InputError], None]) -> Iterable[Event]:
    """Yield the events of ``code --format jsonl``; `on_error` gets each line that is none."""
    for number, line in enumerate(lines, 1):
        if not line.strip():
            continue
        try:
            yield Event.from_json(line)
        except RecordError as error:
            mend = "give the lines that `dragoman code --format jsonl` writes"
            on_error(InputError(name, f"line {number}", str(error), mend))

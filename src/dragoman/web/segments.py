"""A text cut where something begins or ends in it, so that overlapping marks can be shown on one line of text."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from dragoman.records import Event, Field


@dataclass(frozen=True, slots=True)
class Stretch:
    """Characters ``[start, end)`` of a text, what they are (``trigger``, ``actor``, …), and of which event."""

    start: int
    end: int
    mark: str
    event: str | None = None


@dataclass(frozen=True, slots=True)
class Segment:
    """A piece of a text in which the same stretches hold throughout.

    Attributes:
        text: its characters; all segments joined are the text.
        start: where it stands.
        marks: what it is, each once, in the order of the stretches.
        events: the events it tells, likewise.
        opened: the events whose trigger begins here.
        leads: the event that is meant here: the first whose trigger it is.
    """

    text: str
    start: int
    marks: tuple[str, ...]
    events: tuple[str, ...]
    opened: tuple[str, ...]
    leads: str | None


def segments(text: str, stretches: Iterable[Stretch]) -> tuple[Segment, ...]:
    """Cut a text at every edge of a stretch. What lies outside the text, or is empty, marks nothing."""
    held = [
        Stretch(max(s.start, 0), min(s.end, len(text)), s.mark, s.event)
        for s in stretches
        if max(s.start, 0) < min(s.end, len(text))
    ]
    begins: dict[int, list[int]] = {}
    ends: dict[int, list[int]] = {}
    for number, one in enumerate(held):
        begins.setdefault(one.start, []).append(number)
        ends.setdefault(one.end, []).append(number)
    cuts = sorted({0, len(text), *begins, *ends})
    open_: set[int] = set()
    found = []
    for start, end in pairwise(cuts):
        for number in ends.get(start, ()):
            open_.remove(number)
        for number in begins.get(start, ()):
            open_.add(number)
        here = [held[number] for number in sorted(open_)]
        triggers = [s.event for s in here if s.mark == "trigger" and s.event]
        found.append(
            Segment(
                text=text[start:end],
                start=start,
                marks=tuple(dict.fromkeys(s.mark for s in here)),
                events=tuple(dict.fromkeys(s.event for s in here if s.event)),
                opened=tuple(
                    dict.fromkeys(
                        s.event for s in here if s.mark == "trigger" and s.event and s.start == start
                    )
                ),
                leads=triggers[0] if triggers else None,
            )
        )
    return tuple(found)


def stretches_of(events: Iterable[Event], field: Field) -> list[Stretch]:
    """Return what the events mark in a field: their sentence, trigger, parties and speakers.

    Of an event that somebody rejected only the trigger is marked, as ``rejected``.
    """
    found = []
    for event in events:
        if event.evidence.field != field:
            continue
        if event.judgement and event.judgement.rejected:
            at = event.trigger.start, event.trigger.end
            found += [Stretch(*at, mark, event.id) for mark in ("trigger", "rejected")]
            continue
        told = event.attribution
        speakers = (told.speaker, *told.chain) if told and told.speaker else ()
        found.append(Stretch(event.evidence.start, event.evidence.end, "told", event.id))
        found.append(Stretch(event.trigger.start, event.trigger.end, "trigger", event.id))
        for mark, parties in (
            ("actor", event.actors),
            ("recipient", event.recipients),
            ("speaker", speakers),
        ):
            found += [Stretch(party.start, party.end, mark, event.id) for party in parties]
    return found

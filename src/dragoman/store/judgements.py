"""What people judged of events, kept beside the coding and laid over it.

A judgement knows its event by the id, and by the words it was coded from: a new coding may give these words another id.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from dataclasses import field as told
from typing import Any, Literal

from dragoman.records import Event, Evidence, Field, Judgement, Record

Action = Literal["reject", "set", "undo"]

PARTIES = ("actors", "recipients")

_NOTHING: Mapping[str, Any] = {}


@dataclass(frozen=True, slots=True)
class Judged(Record):
    """One judgement of one event, as it is kept. Judgements of an event are a chain: the later wins, field by field.

    Attributes:
        event: id of the event, as it was when it was judged.
        document: id of its document.
        field, start, end: where its trigger stood.
        sentence: where its sentence started.
        quote: its sentence.
        type, rule: as coded then, whatever had been set.
        action: ``reject``: the report tells no such event; ``set``: some fields are other than coded; ``undo``: what
            was said of the event before holds no longer.
        changes: of ``set``, what the fields are (values as JSON has them), with those that follow.
        note, by: why, and who says so.
        made: when, UTC (``2025-02-18T06:30:00Z``).
        number: in order of arrival, from 1; ``None`` before it is kept.
    """

    event: str
    document: str
    field: Field
    start: int
    end: int
    sentence: int
    quote: str
    type: str
    rule: str
    action: Action
    changes: Mapping[str, Any] = told(hash=False)
    note: str | None
    by: str | None
    made: str
    number: int | None = None


def judged_of(
    event: Event,
    action: Action,
    made: str,
    *,
    changes: Mapping[str, Any] = _NOTHING,
    note: str | None = None,
    by: str | None = None,
) -> Judged:
    """Return a judgement of an event, as coded or as judged before."""
    evidence, trigger = event.evidence, event.trigger
    return Judged(
        event=event.id,
        document=event.document,
        field=evidence.field,
        start=trigger.start,
        end=trigger.end,
        sentence=evidence.start,
        quote=evidence.quote,
        type=as_coded(event).type,
        rule=evidence.rule,
        action=action,
        changes=changes,
        note=note,
        by=by,
        made=made,
    )


def same_words(event: Event, events: Iterable[Event]) -> Event | None:
    """Return which of the events of a document are coded from the words of one that was: of its type, or the only one.

    All as coded. Finds what a new coding made of an event, under another id.
    """
    return _at(events, judged_of(event, "set", ""))


def as_judged(events: Iterable[Event], judged: Sequence[Judged]) -> tuple[Event, ...]:
    """Return events, as coded, with the judgements of their documents (in order of arrival) laid over them."""
    coded = tuple(events)
    if not judged:
        return coded
    chains = defaultdict[str, list[Judged]](list)
    for one, event in _meant(coded, judged):
        if event is not None:
            chains[event.id].append(one)
    return tuple(laid_over(event, chains.get(event.id, ())) for event in coded)


def without_event(events: Iterable[Event], judged: Sequence[Judged]) -> tuple[Judged, ...]:
    """Return the judgements of some documents that mean none of their events, as coded; not those taken back."""
    left = [one for one, event in _meant(tuple(events), judged) if event is None]
    undone = {_sentence(one): at for at, one in enumerate(left) if one.action == "undo"}
    return tuple(one for at, one in enumerate(left) if at > undone.get(_sentence(one), -1))


def _sentence(one: Judged) -> tuple[object, ...]:
    return one.document, one.field, one.quote, one.start - one.sentence


def laid_over(event: Event, chain: Iterable[Judged]) -> Event:
    """Return an event, as coded, with the judgements that mean it (in order of arrival) laid over it."""
    rejected, changes, last, note = False, dict[str, Any](), None, None
    for one in chain:
        if one.action == "undo":
            rejected, changes, last, note = False, {}, None, None
            continue
        rejected = rejected or one.action == "reject"
        changes |= _moved(one, event)
        last, note = one, one.note or note
    if last is None:
        return event
    coded = event.to_dict()
    was = {name: coded[name] for name, value in changes.items() if coded[name] != value}
    judgement = Judgement(rejected, was, note, last.by, last.made)
    return Event.from_dict({**coded, **changes, "judgement": judgement.to_dict()})


def as_coded(event: Event) -> Event:
    """Return an event as it was coded, without what was judged of it."""
    if event.judgement is None:
        return event
    if not event.judgement.was:
        return replace(event, judgement=None)
    plain = {**event.to_dict(), **event.judgement.was}
    del plain["judgement"]
    return Event.from_dict(plain)


def _meant(events: Sequence[Event], judged: Iterable[Judged]) -> list[tuple[Judged, Event | None]]:
    by_id = {event.id: event for event in events}
    by_document = defaultdict[str, list[Event]](list)
    for event in events:
        by_document[event.document].append(event)
    return [(one, by_id.get(one.event) or _at(by_document[one.document], one)) for one in judged]


def _at(events: Iterable[Event], one: Judged) -> Event | None:
    """Return the event that is coded now from the words of a judgement.

    A rejection says that these words tell no event of this type: of another it says nothing. What somebody set is so
    whatever the type is coded as, if it is clear which event is meant.
    """
    sentence, trigger = (
        one.quote.split(),
        _trigger(one.quote, one.start - one.sentence, one.end - one.sentence),
    )
    there = [event for event in events if _is_of(event, one.field, sentence, trigger)]
    near = min((abs(event.evidence.start - one.sentence) for event in there), default=0)
    there = [event for event in there if abs(event.evidence.start - one.sentence) == near]
    same = [event for event in there if event.type == one.type]
    if same:
        return min(same, key=lambda e: (_trigger_of(e) != trigger, e.evidence.rule != one.rule, e.id))
    there = [event for event in there if _trigger_of(event) == trigger]
    return there[0] if len(there) == 1 and one.action != "reject" else None


def _is_of(event: Event, where: Field, sentence: list[str], trigger: range) -> bool:
    """Whether an event is coded from a sentence and from words of this trigger."""
    evidence, own = event.evidence, _trigger_of(event)
    if evidence.field != where or own.start >= trigger.stop or trigger.start >= own.stop:
        return False
    return evidence.quote.split() == sentence  # a report put in other lines has the same words


def _trigger_of(event: Event) -> range:
    start = event.evidence.start
    return _trigger(event.evidence.quote, event.trigger.start - start, event.trigger.end - start)


def _trigger(quote: str, start: int, end: int) -> range:
    """Return which words of a sentence its trigger is."""
    before = len(quote[:start].split())
    return range(before, before + len(quote[start:end].split()))


def _moved(one: Judged, event: Event) -> Mapping[str, Any]:
    """Return what was set, its parties where their words stand now."""
    evidence = event.evidence
    if (one.sentence, one.quote) == (evidence.start, evidence.quote):
        return one.changes
    changes = dict(one.changes)
    for side in PARTIES:
        if side in changes:
            changes[side] = [_party(party, one, evidence) for party in changes[side]]
    return changes


def _party(party: Mapping[str, Any], one: Judged, now: Evidence) -> dict[str, Any]:
    words, at = party["text"], party["start"] - one.sentence
    if now.quote != one.quote:  # in other lines: words that are broken up by one now are no words of it
        at = now.quote.find(words)
        words, at = (words, at) if at >= 0 else ("", 0)
    return {**party, "text": words, "start": now.start + at, "end": now.start + at + len(words)}

"""Which events of a story are one deed: what several reports, or several sentences of one, tell of it.

Two events are one deed when they are of one type, both done or both not, between the same parties, and nothing that
both tell parts them: not the mode (a shooting is no air strike), not the day. What an event leaves open goes with the
first deed told that fits: "clashes continued" with the clashes that the report before dates.

Who says so parts no deed: that Oslo confirms it and Bergen claims it are two reports of one thing. Neither does the
CAMEO code, which is finer than the words of two reporters agree on, nor a date that is no day.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Sequence

from dragoman.records import Event, Happening, Status, Story, same_of
from dragoman.stories.origins import Origin, origins

STATUS_CLASS: dict[Status, str] = {
    "happened": "done", "ongoing": "done", "planned": "to come", "conditional": "to come",
    "denied": "not done", "negated": "not done", "historical": "long done",
}  # fmt: skip
"""Statuses under which two events may be one deed: what is over today was going on yesterday, what was planned may now
depend on something; but a plan is not the deed, and a war of long ago is not that of today."""


def happenings(story: Story, told_by: Sequence[Origin] | None = None) -> tuple[Happening, ...]:
    """Return the deeds of a story, by their first event; each event is in exactly one.

    Args:
        story: its events in the order that stories have them: by publication, id of the document, and place.
        told_by: the origins of its reports, where they are known already.
    """
    if not story.events:
        return ()
    found = origins(story.documents, story.copies) if told_by is None else told_by
    origin = {id: n for n, one in enumerate(found) for id in one.documents}
    house = {d.id: (d.family or d.publisher or "").strip().casefold() for d in story.documents}
    alike: dict[object, list[int]] = defaultdict(list)
    for n, event in enumerate(story.events):
        alike[_key(event)].append(n)
    deeds = sorted(
        sorted(deed)
        for some in alike.values()
        for of_mode in _parted(some, lambda n: story.events[n].mode)
        for deed in _parted(of_mode, lambda n: _day(story.events[n]))
    )
    return tuple(_happening([story.events[n] for n in deed], house, origin) for deed in deeds)


def _happening(events: Sequence[Event], house: dict[str, str], origin: dict[str, int]) -> Happening:
    documents = {event.document for event in events}
    return Happening(
        id=events[0].id,
        events=tuple(event.id for event in events),
        mentions=len(events),
        documents=len(documents),
        publishers=len({house[id] for id in documents}),
        origins=len({origin[id] for id in documents}),
    )


def _key(event: Event) -> object:
    actors, recipients = (
        frozenset(same_of(event, party) for party in some) for some in (event.actors, event.recipients)
    )
    return event.type, STATUS_CLASS[event.status], actors, recipients


def _day(event: Event) -> str | None:
    return event.date.start if event.date and event.date.precision == "day" else None


def _parted(some: Iterable[int], of: Callable[[int], str | None]) -> Iterator[list[int]]:
    """Part events by what they tell; those that leave it open go with the first told."""
    parts: dict[str | None, list[int]] = defaultdict(list)
    for n in some:
        parts[of(n)].append(n)
    open_ = parts.pop(None, [])
    told = list(parts.values()) or [[]]
    yield [*told[0], *open_]
    yield from told[1:]

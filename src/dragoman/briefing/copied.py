"""What copies of one text tell, once."""

from __future__ import annotations

from dragoman.records import Event, Story


def told_once(story: Story) -> tuple[Event, ...]:
    """Return the events of a story; of a sentence that several copies of one text print, those of the earliest."""
    text_of = {id: copies[0] for copies in story.copies for id in copies}
    once: dict[object, Event] = {}
    for event in story.events:
        told = event.evidence.quote, event.trigger.start - event.evidence.start, event.type, event.mode
        parties = tuple(party.text for party in (*event.actors, *event.recipients))
        once.setdefault((text_of.get(event.document, event.document), told, parties), event)
    return tuple(once.values())

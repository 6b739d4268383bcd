"""Where it was: the places of the events of all stories."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from dragoman.briefing.copied import told_once
from dragoman.records import Citation, Place, Spot, Story


@dataclass(slots=True)
class _Found:
    place: Place
    events: int = 0
    stories: list[str] = field(default_factory=list)
    citations: list[Citation] = field(default_factory=list)


def spots(stories: Iterable[Story]) -> tuple[Spot, ...]:
    """Return the places on the globe where something was, by the text's own word, the most frequent first.

    A place is cited by sentences that name it as the table does; one that none names so is left out.
    """
    found: dict[object, _Found] = {}
    for story in stories:
        for event in told_once(story):
            place = event.place
            if place is None or place.lat is None or event.status in {"denied", "negated"}:
                continue
            one = found.setdefault(place.geonames or (place.name, place.country), _Found(place))
            one.events += 1
            if story.id not in one.stories:
                one.stories.append(story.id)
            if one.place.name in event.evidence.quote and event.citation not in one.citations:
                one.citations.append(event.citation)
    cited = [f for f in found.values() if f.citations]
    ordered = sorted(cited, key=lambda f: (-f.events, f.place.name, f.place.country or ""))
    return tuple(Spot(f.place, f.events, tuple(f.stories), tuple(f.citations)) for f in ordered)

"""How much a story weighs on the front page: a sum of measures that can be read (``weights.yaml``)."""

from __future__ import annotations

import datetime as dt
import math
from collections import defaultdict
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.briefing.copied import told_once
from dragoman.ontology.countries import countries
from dragoman.ontology.files import load_yaml
from dragoman.records import Document, Event, Measure, Story, Storyline, StoryState

DONE = frozenset({"happened", "ongoing"})
"""Status of what counts for intensity: what is planned, denied or long past is not the news."""


@cache
def weights() -> Mapping[str, Any]:
    """Return what ``weights.yaml`` says."""
    table: Mapping[str, Any] = load_yaml("weights.yaml", __package__)
    return table


def shown(what: str) -> int:
    """Return how many of something the page shows."""
    number: int = weights()["shown"][what]
    return number


@dataclass(frozen=True)
class Before:
    """What was there before, so that it is no news.

    Attributes:
        last: the last day of the page, from which the age of a story is counted.
        since: reports of this day (ISO) or later are new.
        seen: ids of reports that are not.
        going_on: ids of stories that go on from an earlier one.
    """

    last: str | None = None
    since: str | None = None
    seen: Collection[str] | None = None
    going_on: Collection[str] = ()

    def state(self, story: Story) -> tuple[StoryState | None, int]:
        """Tell whether a story is new, and how many of its reports are."""
        if self.since is None and self.seen is None:
            return None, 0
        fresh = sum(map(self._is_fresh, story.documents))
        return "new" if fresh == len(story.documents) else "grown" if fresh else "known", fresh

    def novelty(self, story: Story) -> float:
        """Return how new a story is, 0 to 1; 0 where nothing tells."""
        state, fresh = self.state(story)
        goes_on = weights()["goes_on"] if story.id in self.going_on else 1.0
        if state is not None:
            return goes_on * fresh / len(story.documents) if story.documents else 0.0
        if story.first is None or self.last is None:
            return 0.0
        age = dt.date.fromisoformat(self.last[:10]) - dt.date.fromisoformat(story.first[:10])
        return float(goes_on * 0.5**age.days)

    def _is_fresh(self, document: Document) -> bool:
        # A report without a date is not said to be new.
        late = self.since is None or (document.published or "")[:10] >= self.since
        return late and (self.seen is None or document.id not in self.seen)


def before(
    stories: Sequence[Story],
    storylines: Sequence[Storyline] = (),
    since: str | None = None,
    seen: Collection[str] | None = None,
) -> Before:
    """Return what was there before the stories of a page."""
    going_on = {
        story.id
        for line in storylines
        for story in line.stories
        if line.first and story.first and story.first > line.first
    }
    last = max((story.last for story in stories if story.last), default=None)
    return Before(last, since, seen, going_on)


def measures(story: Story, past: Before) -> tuple[Measure, ...]:
    """Measure a story: what each measure finds, and the points it gives."""
    deed = weightiest(story)
    longest = _longest(story)
    found = {
        "origins": (story.origins, _doublings(story.origins)),
        "reports": (len(story.documents), _doublings(len(story.documents))),
        "length": (longest, (1 + min(1.0, longest / weights()["long"])) / 2 if longest else 0.0),
        "novelty": (novelty := past.novelty(story), novelty),
        "intensity": (deed.intensity if deed else 0.0, _force(deed, support(story)) if deed else 0.0),
        "reach": (reach := len(lands(story)), _doublings(reach)),
    }
    return tuple(
        Measure(name, round(value, 3), round(weight * found[name][1], 3))
        for name, weight in weights()["measures"].items()
        for value in [float(found[name][0])]
    )


def points(measured: Sequence[Measure]) -> float:
    """Return the sum of the points."""
    return round(sum(measure.points for measure in measured), 3)


def weightiest(story: Story) -> Event | None:
    """Return what happened in a story that weighs most: the most intense, as far as it is sure and told by many."""
    told = support(story)
    done = [event for event in told_once(story) if event.status in DONE]
    return max(done, key=lambda event: _force(event, told), default=None)


def opening(story: Story) -> Event | None:
    """Return the weightiest of what the titles of a story tell, else of what its reports tell in their first lines.

    What stands farther down is not what the story is about.
    """
    done = [event for event in told_once(story) if event.status in DONE]
    titled = [event for event in done if event.evidence.field == "title"]
    first = [event for event in done if event.evidence.end <= weights()["opening"]]
    told = support(story)
    return max(titled or first, key=lambda event: _force(event, told), default=None)


def support(story: Story) -> Mapping[str, float]:
    """Return for each type of event how many reports tell one, 0 to 1: half of them are enough for 1.

    What one of ten reports tells is by the way in it, or misread: "opened fire" at a party's convention.
    """
    by_type: dict[str, set[str]] = defaultdict(set)
    for event in story.events:
        by_type[event.type].add(event.document)
    return {type_: min(1.0, 2 * len(ids) / len(story.documents)) for type_, ids in by_type.items()}


def lands(story: Story) -> frozenset[str]:
    """Return the codes of the states whose people or bodies act in a story, or are acted on."""
    parties = (party for event in story.events for party in (*event.actors, *event.recipients))
    return frozenset(party.country for party in parties if party.country) & _states()


@cache
def _states() -> frozenset[str]:
    return frozenset(country.code for country in countries() if country.kind == "state")


def _force(event: Event, told: Mapping[str, float]) -> float:
    return (
        abs(event.intensity) / 10 * told[event.type] * (1.0 if event.confidence is None else event.confidence)
    )


def _doublings(number: int) -> float:
    return math.log2(number) if number > 1 else 0.0


def _longest(story: Story) -> int:
    return max((len(d.text.split()) for d in story.documents if d.kind == "article" and d.text), default=0)

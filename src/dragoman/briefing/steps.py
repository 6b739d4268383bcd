"""The dated steps of a story: those of the storyline it is part of, else its own."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from dragoman.briefing.copied import told_once
from dragoman.briefing.weighing import DONE
from dragoman.records import Document, Event, Step, Story, Storyline

LONGEST = 45
"""Words of a sentence that makes a step: longer ones are lists and failed splits."""


def storyline_of(story: Story, storylines: Sequence[Storyline]) -> Storyline | None:
    """Return the storyline that a story is part of."""
    return next((line for line in storylines if story.id in {s.id for s in line.stories}), None)


def steps(story: Story) -> tuple[Step, ...]:
    """Return the steps of a story by day: of each day that is told to the day, the sentence told by most reports.

    One day alone is no timeline.
    """
    days: dict[str, list[Event]] = defaultdict(list)
    for event in told_once(story):
        brief = len(event.evidence.quote.split()) <= LONGEST
        if event.date and event.date.precision == "day" and event.status in DONE and brief:
            days[event.date.start].append(event)
    if len(days) < 2:
        return ()
    return tuple(Step(day, story.id, _best(days[day]).citation) for day in sorted(days))


def background(steps: Sequence[Step], line: Storyline, stories: Sequence[Story]) -> tuple[Document, ...]:
    """Return the documents that steps of a storyline cite and that none of the stories has."""
    held = {document.id for story in stories for document in story.documents}
    known = {document.id: document for story in line.stories for document in story.documents}
    cited = dict.fromkeys(step.citation.document for step in steps)
    return tuple(known[id] for id in cited if id not in held)


def _best(events: Sequence[Event]) -> Event:
    """Of one day: what is told most often, then the surest, then the first."""
    told: dict[object, set[str]] = defaultdict(set)
    for event in events:
        told[event.type].add(event.document)
    return max(events, key=lambda e: (len(told[e.type]), e.confidence or 0.0))

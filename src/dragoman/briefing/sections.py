"""Which story stands in which part of the front page."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.briefing.weighing import shown
from dragoman.records import Story


@dataclass(frozen=True, slots=True)
class Sections:
    """The parts, each in order of weight.

    Attributes:
        lead: the story that leads.
        more: stories of several reports.
        single: stories told at length by one origin only.
        rest: what stands as a headline.
    """

    lead: Story | None
    more: tuple[Story, ...]
    single: tuple[Story, ...]
    rest: tuple[Story, ...]


def divide(stories: Sequence[Story]) -> Sections:
    """Divide stories, given in order of weight."""
    others = stories[1:]
    single = [s for s in others if s.origins == 1 and _at_length(s)][: shown("single")]
    alone = {story.id for story in single}
    more = [s for s in others if len(s.documents) > 1 and s.id not in alone][: shown("more")]
    taken = alone | {story.id for story in more}
    rest = tuple(story for story in others if story.id not in taken)
    return Sections(stories[0] if stories else None, tuple(more), tuple(single), rest)


def _at_length(story: Story) -> bool:
    return any(document.text and document.text.strip() for document in story.documents)

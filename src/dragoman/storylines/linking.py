"""Stories to storylines: which stories follow one another."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence

from dragoman.records import Story
from dragoman.stories.clusters import average_link
from dragoman.stories.terms import background
from dragoman.storylines.gist import Gist, of_story

RARE = 7.0
UBIQUITOUS = frozenset({"USA", "EUR"})


def link(stories: Sequence[Story]) -> list[list[int]]:
    """Group stories into storylines: indices, each in exactly one list; a story that follows nothing is alone.

    The result depends on the set of stories, not on their order.
    """
    order = sorted(
        range(len(stories)), key=lambda i: (stories[i].first is None, stories[i].first or "", stories[i].id)
    )
    gists = [of_story(stories[i]) for i in order]
    holders: dict[str, list[int]] = defaultdict(list)
    pairs = []
    for j, b in enumerate(gists):
        keys = sorted(b.lands | b.names)
        for i in sorted({i for key in keys for i in holders[key]}):
            if value := _likeness(gists[i], b):
                pairs.append((i, j, value))
        for key in keys:
            holders[key].append(j)
    groups = average_link(len(gists), pairs, 0.5)
    return sorted(sorted(order[i] for i in group) for group in groups)


def _likeness(a: Gist, b: Gist) -> float:
    weight = background().weight
    rare = sum(weight(t) >= RARE for t in a.names & b.names)
    if rare >= 2 or len((a.lands & b.lands) - UBIQUITOUS) >= 2:
        return 1.0
    return 0.0

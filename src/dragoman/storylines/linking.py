"""Stories to storylines: each story joins the running storyline it most likely goes on from, or begins one."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from dragoman.records import Story
from dragoman.storylines.gist import Gist, of_story
from dragoman.storylines.ranking import best, model
from dragoman.storylines.running import Running


OFTEN, LEAST = 0.03, 10
"""Share of all stories whose titles have a mark, and number of them, above which it ties nothing: the president in a
feed from one country."""


def link(stories: Sequence[Story]) -> list[list[int]]:
    """Group stories into storylines: indices, each in exactly one list; a story that follows nothing is alone.

    Stories are taken by first day, those without a day last, and by id; so the result depends on the set of stories,
    not on their order. A story whose day is not known is taken to be of the last day that is.
    """
    gists = [of_story(story) for story in stories]
    usual = _usual(gists)
    running = Running()
    members: list[list[int]] = []
    for i in sorted(range(len(stories)), key=lambda i: (stories[i].first or "9", stories[i].id)):
        told = gists[i]
        running.turn(told.day or running.today)
        found, likely = best(told, running, usual)
        if found is None or likely < model().threshold:
            found = str(len(members))
            members.append([])
        members[int(found)].append(i)
        running.add(told, [found])
    return sorted(sorted(some) for some in members)


def _usual(gists: Sequence[Gist]) -> frozenset[str]:
    """Names and words that the titles of too many stories have; lands aside, which alone tie nothing."""
    counts = Counter(mark for told in gists for mark in told.head if not mark.startswith("land:"))
    most = max(LEAST, OFTEN * len(gists))
    return frozenset(mark for mark, n in counts.items() if n > most)

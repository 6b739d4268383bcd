"""Stories to storylines: each story joins the running storyline it most likely goes on from, or begins one."""

from __future__ import annotations

from collections.abc import Sequence

from dragoman.records import Story
from dragoman.storylines.gist import of_story
from dragoman.storylines.ranking import best, model
from dragoman.storylines.running import Running
from dragoman.storylines.ties import usual


def link(stories: Sequence[Story]) -> list[list[int]]:
    """Group stories into storylines: indices, each in exactly one list; a story that follows nothing is alone.

    Stories are taken by first day, those without a day last, and by id; so the result depends on the set of stories,
    not on their order. A story whose day is not known is taken to be of the last day that is.
    """
    gists = [of_story(story) for story in stories]
    often = usual(gists)
    running = Running()
    members: list[list[int]] = []
    for i in sorted(range(len(stories)), key=lambda i: (stories[i].first or "9", stories[i].id)):
        told = gists[i]
        running.turn(told.day or running.today)
        found, likely = best(told, running, often)
        if found is None or likely < model().threshold:
            found = str(len(members))
            members.append([])
        members[int(found)].append(i)
        running.add(told, [found])
    return sorted(sorted(some) for some in members)

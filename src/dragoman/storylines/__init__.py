"""Stories to storylines: what follows from what over weeks."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from typing import TypeAlias

from dragoman.ontology.affairs import Affair
from dragoman.records import PARSERS, Parser, Story, Storyline
from dragoman.storylines.dyads import dyads
from dragoman.storylines.linking import link
from dragoman.storylines.naming import name
from dragoman.storylines.registry import affair_of
from dragoman.storylines.timeline import timeline

__all__ = ["follow"]

_Together: TypeAlias = tuple[Affair | None, list[Story]]


def follow(
    stories: Iterable[Story],
    *,
    min_stories: int = 2,
    parser: Parser = PARSERS[0],
    earlier: Iterable[Storyline] = (),
) -> list[Storyline]:
    """Put stories that follow one another into one storyline: a war, talks, a trial, a sanction regime.

    Stories of one affair of the registry (``ontology/affairs/``) are one storyline; others are linked by their
    parties, places and names. A story is in one storyline at most, whatever the order of the stories.

    Args:
        stories: from `dragoman.group`; ids differ.
        min_stories: how many a storyline has at least: with 1 a story that follows nothing is one too, and each
            story is in exactly one.
        parser: reads the titles of what the registry does not name.
        earlier: storylines found before, where only their latest stories are given now. Each goes on, with its
            stories of before, in the storyline that has most of those given now.

    Returns:
        The storylines by weight: more stories first, then the earlier first day (undated last), then the id.
    """
    ordered = sorted(stories, key=_by_day)
    together = [(affair, [ordered[i] for i in members]) for affair, members in _together(ordered)]
    found = [
        _storyline(sorted(members, key=_by_day), affair, parser)
        for affair, members in _with_earlier(together, earlier)
        if len(members) >= min_stories
    ]
    return sorted(found, key=lambda s: (-len(s.stories), s.first is None, s.first or "", s.id))


def _together(stories: Sequence[Story]) -> list[tuple[Affair | None, list[int]]]:
    """Return which stories, by index, are together, with their affair where they have one.

    What is linked to stories of one affair joins it, where they are more than half of those linked; of several affairs
    nothing is told of the rest.
    """
    affairs = [affair_of(story) for story in stories]
    of: dict[Affair, list[int]] = {}
    others: list[tuple[Affair | None, list[int]]] = []
    for linked in link(stories):
        rest = [i for i in linked if affairs[i] is None]
        named = [(i, affair) for i in linked if (affair := affairs[i]) is not None]
        for i, affair in named:
            of.setdefault(affair, []).append(i)
        if len({affair for _, affair in named}) == 1 and len(named) > len(rest):
            of[named[0][1]] += rest
        elif rest:
            others.append((None, rest))
    return [*((affair, sorted(members)) for affair, members in of.items()), *others]


def _by_day(story: Story) -> tuple[bool, str, str]:
    return story.first is None, story.first or "", story.id


def _with_earlier(together: Sequence[_Together], earlier: Iterable[Storyline]) -> list[_Together]:
    """Add the stories that earlier storylines had before those given now.

    Of several that meet in one now, the one with most of its stories there goes on; the others keep what they had
    before, unless all are of one affair.
    """
    place = {story.id: n for n, (_, members) in enumerate(together) for story in members}
    claims: dict[int, list[tuple[int, str, list[Story]]]] = defaultdict(list)
    apart: list[_Together] = []
    for line in earlier:
        before = [story for story in line.stories if story.id not in place]
        now = Counter(place[story.id] for story in line.stories if story.id in place)
        if now and before:
            most = max(now, key=lambda n: (now[n], -n))
            claims[most].append((-now[most], line.id, before))
        elif before:
            apart.append((affair_of(before[0]), before))
    joined: list[_Together] = []
    for n, (affair, members) in enumerate(together):
        for rank, (_, _, before) in enumerate(sorted(claims[n], key=lambda claim: claim[:2])):
            known = affair_of(before[0])
            if rank == 0 or (affair is not None and known == affair):
                affair, members = affair or known, [*members, *before]
            else:
                apart.append((known, before))
        joined.append((affair, members))
    return joined + apart


def _storyline(stories: Sequence[Story], affair: Affair | None, parser: Parser) -> Storyline:
    """Make the record of a storyline from its stories, in order of day."""
    parties = {party for side in affair.sides for party in side} if affair else set()
    called, how = (affair.name, f"affair: {affair.name}") if affair else name(stories, parser)
    days = sorted(day for story in stories for day in (story.first, story.last) if day)
    return Storyline(
        id=stories[0].id,
        name=called,
        how=how,
        stories=tuple(stories),
        timeline=timeline(stories, parties),
        dyads=dyads(stories),
        first=days[0] if days else None,
        last=days[-1] if days else None,
    )

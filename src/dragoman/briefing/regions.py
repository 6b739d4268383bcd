"""Under which part of the world a story is listed."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import chain

from dragoman.ontology.files import load_yaml
from dragoman.records import Event, Story
from dragoman.stories.lands import lands
from dragoman.stories.terms import words


def region(story: Story) -> str:
    """Return the region of a story: of where its titles say that it happens, of the lands that its title names, of
    who acts in its titles; else the one of most of its events, by where each is or who acts.

    The first of these that is one region decides; a story of several regions, or of none, is the world's.
    """
    titled = [event for event in story.events if event.evidence.field == "title"]
    named = lands(list(words(story.title)))
    for codes in ([e.place.country for e in titled if e.place], named, _actors(titled)):
        found = set(_of(codes))
        if len(found) == 1:
            return found.pop()
    votes = Counter(chain.from_iterable(map(_votes, () if set(_of(named)) else story.events)))
    most = max(votes.values(), default=0)
    # What a report says by the way of some other place does not move it there.
    return max(votes, key=lambda name: votes[name]) if 2 * most > votes.total() else _table()[1]


def _votes(event: Event) -> set[str]:
    return set(_of([event.place.country] if event.place else _actors([event])))


def _actors(events: Iterable[Event]) -> list[str | None]:
    return [party.country for event in events for party in event.actors]


def _of(codes: Iterable[str | None]) -> Iterator[str]:
    """The regions of the countries that have one."""
    return (_table()[0][code] for code in codes if code in _table()[0])


def regions() -> tuple[str, ...]:
    """All regions, in the order of the page; last the one for what belongs to none of them."""
    by_country, elsewhere = _table()
    return (*dict.fromkeys(by_country.values()), elsewhere)


@cache
def _table() -> tuple[Mapping[str | None, str], str]:
    """The region of each country, and the heading for what has none (``world.yaml``)."""
    table = load_yaml("world.yaml", __package__)
    of: dict[str | None, str] = {code: name for name, codes in table["regions"].items() for code in codes}
    return of, table["elsewhere"]

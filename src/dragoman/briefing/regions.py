"""Under which part of the world a story is listed."""

from __future__ import annotations

from collections.abc import Mapping
from functools import cache

from dragoman.ontology.files import load_yaml
from dragoman.records import Story
from dragoman.stories.lands import lands
from dragoman.stories.terms import words


def region(story: Story) -> str:
    """Return the region of a story: of where it happens, else of who acts, else of the lands its title names.

    The first of these that is one region decides; a story of several regions, or of none, is the world's.
    """
    places = [e.place.country for e in story.events if e.place]
    actors = [p.country for e in story.events for p in e.actors]
    for codes in (places, actors, lands(list(words(story.title)))):
        found = {_table()[0][code] for code in codes if code in _table()[0]}
        if len(found) == 1:
            return found.pop()
        if found:
            break
    return _table()[1]


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

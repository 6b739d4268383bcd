"""Who and what the gazetteers know in a sequence of words, and the lands they belong to.

So that ``Kyiv``, ``Zelensky`` and ``the Ukrainian army`` speak of one land, and Guayaquil lies in Ecuador.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import chain
from typing import NamedTuple

from dragoman.ontology.countries import countries
from dragoman.ontology.files import load_yaml, loaded_once
from dragoman.ontology.leaders import Leader, leaders
from dragoman.ontology.names import person_words
from dragoman.ontology.organizations import organizations
from dragoman.ontology.places import places, regions
from dragoman.stories.terms import background, term, words

TOWN = 100_000
"""Inhabitants of a town that is known by its name alone."""

ABROAD = {"BUS", "JRN"}
"""Sectors (PLOVER) of bodies that no land is known by."""


class Entity(NamedTuple):
    """Somebody or something that the gazetteers know: ``kind`` is ``land``, ``leader``, ``body`` or ``place``."""

    kind: str
    name: str


class _Reading(NamedTuple):
    entity: Entity
    land: str | None
    leader: Leader | None = None
    town: bool = False


def known(
    found: Sequence[str], day: dt.date | None, *, shouting: bool = False
) -> Iterator[tuple[Entity, str | None]]:
    """Yield what the gazetteers know in a sequence of words, the longest form first, each with its land.

    Args:
        found: words as they stand (`terms.words`).
        day: day as of which offices are read; without, the latest office known counts.
        shouting: the words are all in capitals, which then tell nothing.

    Yields:
        The entity, and the code of its land: ISO 3166 alpha-3, or one of PLOVER's; ``None`` where it has none.
    """
    return ((entity, land) for _, _, entity, land in hits(found, day, shouting=shouting))


def hits(
    found: Sequence[str], day: dt.date | None, *, shouting: bool = False
) -> Iterator[tuple[int, int, Entity, str | None]]:
    """Yield the same, with the words, from the first up to the second number, that each of them is."""
    forms, longest = _forms(shouting)
    plain = [_plain(word, shouting) for word in found]
    printed = [word.capitalize() for word in plain] if shouting else plain
    i = end = 0
    while i < len(plain):
        for length in range(min(longest.get(plain[i], 0), len(plain) - i), 0, -1):
            readings = forms.get(tuple(plain[i : i + length]), ())
            if length == 1:
                before = printed[i - 1] if end < i else ""
                readings = [r for r in readings if not _of_another(r, before, *printed[i : i + 2])]
            if readings:
                end = i + length
                yield i, end, *_reading(readings, day)
                i = end
                break
        else:
            i += 1


def _of_another(reading: _Reading, before: str, word: str, after: str = "") -> bool:
    """Whether a word is part of the name of somebody else: a given name stands before
    it, or it is one and a family name stands behind it.

    Args:
        reading: what the word stands for alone.
        before: the word before, if it is nothing known by itself.
        word, after: the word and the next one.
    """
    if not (reading.leader or reading.town):
        return False
    given, family = person_words()
    if before.casefold() in given and _is_name(before):
        return before not in reading.entity.name.split()
    own = after.casefold() in family or (not reading.town and term(after) not in background().weights)
    return own and word.casefold() in given and _is_name(after)


def _is_name(word: str) -> bool:
    return word[:1].isupper() and background().is_name(term(word), word)


def _reading(readings: Sequence[_Reading], day: dt.date | None) -> tuple[Entity, str | None]:
    """The first reading of a form; of persons of one name, the one whose office fits the day."""
    first = readings[0]
    if first.leader is None:
        return first.entity, first.land
    best = max((r.leader for r in readings if r.leader), key=lambda person: person.claim_on(day))
    return Entity("leader", best.name), best.country_on(day)


def _plain(word: str, shouting: bool) -> str:
    bare = word.removesuffix("'s").removesuffix("’s").rstrip("'’").replace(".", "")
    return bare.casefold() if shouting else bare


Forms = dict[tuple[str, ...], list[_Reading]]


@loaded_once
def _every_form() -> list[tuple[str, _Reading]]:
    """Every form with what it stands for; where two share one, what comes first is meant: lands, bodies, persons,
    regions, towns by size."""
    more: dict[str, list[str]] = load_yaml("lands.yaml", __package__)
    found: list[tuple[str, _Reading]] = []
    for country in countries():
        land = _Reading(Entity("land", country.code), country.code)
        found += [(form, land) for form in country.forms if form not in country.ambiguous]
    found += [(form, _Reading(Entity("land", code), code)) for code, forms in more.items() for form in forms]
    for body in organizations():
        # A firm or a paper acts all over the world: where its seat is tells nothing of where it happens.
        meant = _Reading(Entity("body", body.name), None if ABROAD & set(body.sectors) else body.code)
        found += [(f, meant) for f in chain((body.name,), body.aliases) if f not in body.ambiguous]
    for person in leaders():
        meant = _Reading(Entity("leader", person.name), None, person)
        found += [(form, meant) for form in (person.name, *person.aliases)]
    for region in regions():
        meant = _Reading(Entity("place", region.name), region.country)
        found += [
            (form, meant)
            for form in (region.name, *region.aliases, *region.adjectives)
            if form not in region.ambiguous
        ]
    towns: dict[str, list[str]] = load_yaml("towns.yaml", __package__)
    unsure = frozenset(chain.from_iterable(towns.values()))
    for city in sorted(places(), key=lambda c: -c.population):
        if city.population >= TOWN and city.name not in unsure:
            found.append((city.name, _Reading(Entity("place", city.name), city.country, town=True)))
    return found


@cache
def _forms(shouting: bool) -> tuple[Forms, dict[str, int]]:
    """Every form as the words it is made of, with its readings; and how many words the longest form has that
    begins with a word."""
    forms: Forms = {}
    longest: dict[str, int] = {}
    for form, reading in _every_form():
        key = tuple(_plain(word, shouting) for word in words(form))
        if key and (shouting or not "".join(key).islower()):
            forms.setdefault(key, []).append(reading)
            longest[key[0]] = max(longest.get(key[0], 0), len(key))
    return forms, longest

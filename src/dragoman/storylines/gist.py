"""What of a report tells which storyline it goes on: its `Gist`.

A happening is known by its words; a storyline by its parties, places and names, which stay while the words
change. So names are read from the gazetteers: ``Kyiv``, ``Zelensky`` and ``the Ukrainian army`` speak of one land.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from itertools import chain, islice
from typing import NamedTuple

from dragoman.ontology.countries import countries
from dragoman.ontology.files import loaded_once
from dragoman.ontology.leaders import Leader, leaders
from dragoman.ontology.organizations import organizations
from dragoman.ontology.places import places, regions
from dragoman.records import Event, Story
from dragoman.stories.profiles import Bag, unit
from dragoman.stories.terms import background, term, words

WORDS = 60
"""Words of a report that are looked at: title and lead. What follows is background, and names much else."""

TOWN = 100_000
"""Inhabitants of a town that is known by its name alone."""


class Entity(NamedTuple):
    """Somebody or something that the gazetteers know: ``kind`` is ``land``, ``leader``, ``body`` or ``place``."""

    kind: str
    name: str


@dataclass(frozen=True, slots=True)
class Gist:
    """What is compared of a report or a story.

    Attributes:
        terms: terms of title and lead, weighted by rarity and (damped) count, of length 1.
        names: those of them that are names.
        lands: codes of the lands named, by name, people, capital, town, leader or body.
        entities: leaders, bodies and places named.
        day: day of publication as an ordinal, or ``None``.
    """

    terms: Bag
    names: frozenset[str]
    lands: frozenset[str]
    entities: frozenset[Entity]
    day: int | None

    @property
    def marks(self) -> list[str]:
        """All that leads to a storyline: terms, and after their kind lands and entities (``land:UKR``)."""
        named = [f"land:{land}" for land in self.lands] + [f"{e.kind}:{e.name}" for e in self.entities]
        return [*self.terms, *sorted(named)]


def gist(texts: Iterable[str], day: dt.date | None, events: Sequence[Event] = ()) -> Gist:
    """Take from texts on one happening, and the events coded in them, what `features` compares."""
    counts: Counter[str] = Counter()
    names: set[str] = set()
    lands: set[str] = set()
    entities: set[Entity] = set()
    weight, is_name = background().weight, background().is_name
    for text in texts:
        found = list(islice(words(text), WORDS))
        shouting = text.isupper()
        for word in found:
            if not word[0].isdigit():
                t = term(word, shouting=shouting)
                counts[t] += 1
                if is_name(t, word):
                    names.add(t)
        for entity, land in known(found, day):
            entities.add(entity)
            lands.update(land)
    for event in events:
        parties = (*event.actors, *event.recipients)
        lands.update(p.country for p in parties if p.country)
        if event.place and event.place.country:
            lands.add(event.place.country)
    return Gist(
        terms=unit({t: (1 + math.log(n)) * weight(t) for t, n in counts.items()}),
        names=frozenset(names),
        lands=frozenset(lands & _states()),
        entities=frozenset(e for e in entities if e.kind != "land"),
        day=day.toordinal() if day else None,
    )


def of_story(story: Story) -> Gist:
    """The gist of a story: of the titles and leads of its documents."""
    texts = (f"{d.title or ''}. {d.text or ''}" for d in story.documents)
    first = dt.date.fromisoformat(story.first) if story.first else None
    return gist(texts, first, story.events)


def known(found: Sequence[str], day: dt.date | None) -> Iterator[tuple[Entity, frozenset[str]]]:
    """Yield the names of the gazetteers in a sequence of words, the longest form first, with their lands."""
    forms, longest = _forms()
    plain = [_plain(word) for word in found]
    i = 0
    while i < len(plain):
        for length in range(min(longest, len(plain) - i), 0, -1):
            if readings := forms.get(tuple(plain[i : i + length])):
                yield _reading(readings, day)
                i += length
                break
        else:
            i += 1


def _reading(readings: Sequence[_Reading], day: dt.date | None) -> tuple[Entity, frozenset[str]]:
    """The first reading of a form; of persons of one name, the one whose office fits the day."""
    first = readings[0]
    if first.leader is not None:
        persons = [r.leader for r in readings if r.leader is not None]
        best = max(persons, key=lambda person: person.claim_on(day))
        return Entity("leader", best.name), frozenset({best.country_on(day)})
    return first.entity, frozenset({first.land} if first.land else ())


class _Reading(NamedTuple):
    entity: Entity
    land: str | None
    leader: Leader | None = None


def _plain(word: str) -> str:
    return word.removesuffix("'s").removesuffix("’s").rstrip("'’").replace(".", "")


@loaded_once
def _states() -> frozenset[str]:
    return frozenset(c.code for c in countries()) | {"EUR"}


@loaded_once
def _forms() -> tuple[dict[tuple[str, ...], list[_Reading]], int]:
    """Every form as the words it is made of with its readings, and how many words the longest has."""
    forms: dict[tuple[str, ...], list[_Reading]] = {}

    def add(form: str, reading: _Reading) -> None:
        key = tuple(_plain(word) for word in words(form))
        if key and not "".join(key).islower():
            forms.setdefault(key, []).append(reading)

    for body in organizations():
        for form in chain((body.name,), body.aliases):
            if form not in body.ambiguous:
                add(form, _Reading(Entity("body", body.name), body.code))
    for country in countries():
        for form in country.forms:
            if form not in country.ambiguous:
                add(form, _Reading(Entity("land", country.code), country.code))
    for person in leaders():
        for form in (person.name, *person.aliases):
            add(form, _Reading(Entity("leader", person.name), None, person))
    for region in regions():
        for form in (region.name, *region.aliases, *region.adjectives):
            if form not in region.ambiguous:
                add(form, _Reading(Entity("place", region.name), region.country))
    for city in sorted(places(), key=lambda c: -c.population):
        if city.population >= TOWN:
            add(city.name, _Reading(Entity("place", city.name), city.country))
    return forms, max(map(len, forms))

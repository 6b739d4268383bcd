"""Where some words say that something happened, and what kind of happening: enough to tell two apart."""

from __future__ import annotations

import math
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from dragoman.language.numbers import alternatives
from dragoman.ontology.files import load_yaml
from dragoman.ontology.places import places, regions
from dragoman.stories.lands import lands
from dragoman.stories.terms import background, term, words

CITY, REGION = 60, 500
"""Kilometres within which two cities, or a region and another place, may be where one thing happened."""

RARE = 5.0
"""Weight, in nats, of a name that two reports do not share by chance."""

_EARTH = 6371


class Point(NamedTuple):
    """Degrees, and whether it is a region rather than a city."""

    lat: float
    lon: float
    wide: bool


@dataclass(frozen=True, slots=True)
class Scene:
    """Where and what.

    Attributes:
        lands: ISO 3166 alpha-3.
        places: each city or region named, as all that it may be.
        kinds: kinds of happening (``figures.yaml``).
        names: terms of rare names.
        ground: terms of the names behind "in", "near" and the like.
        refers: whether it speaks of something known ("the blast", "Friday's blast", "have died") rather than
            telling that it happened.
    """

    lands: frozenset[str]
    places: tuple[tuple[Point, ...], ...]
    kinds: frozenset[str]
    names: frozenset[str]
    ground: frozenset[str]
    refers: bool

    def or_else(self, other: Scene) -> Scene:
        """Return the scene with what it does not say taken from another."""
        placed = self.lands or self.places
        return Scene(
            self.lands if placed else other.lands,
            self.places if placed else other.places,
            self.kinds or other.kinds,
            self.names | other.names,
            self.ground,
            self.refers,
        )

    def fits(self, other: Scene) -> bool:
        """Whether both may be the scene of one happening, and something speaks for it."""
        if self.lands and other.lands and not self.lands & other.lands:
            return False
        if self.places and other.places and not _near(self.places, other.places):
            return False
        if self.kinds and other.kinds and not self.kinds & other.kinds:
            return False
        if self.names & other.names:
            return True
        if self.ground and other.ground and not self.ground & other.ground:
            return False
        bare = not (self.lands or self.names) or not (other.lands or other.names)
        return bool(self.lands & other.lands) or (bare and (self.refers or other.refers))

    @property
    def lasts(self) -> bool:
        """Whether it may go on for days, so that a later report tells of it anew (a flood, not a shooting)."""
        return bool(self.kinds) and self.kinds <= _lasting()


def scene(text: str) -> Scene:
    """Read the lands, places and kinds of happening that a text names."""
    found = list(words(text))
    shouting = text.isupper()
    named, countries = _places(found)
    w = _words()
    grounds = (word for match in w.ground.finditer(text) for word in words(match["names"]))
    return Scene(
        lands(found, shouting=shouting) | countries,
        named,
        _kinds(text),
        frozenset(_names(found, shouting)),
        frozenset(t for word in grounds if (t := term(word)) not in w.days),
        w.refers.search(text) is not None,
    )


def _names(found: Sequence[str], shouting: bool) -> Iterator[str]:
    known = background()
    for word in found:
        t = term(word, shouting=shouting)
        if word[0].isupper() and known.is_name(t, word) and known.weight(t) >= RARE:
            yield t


def _near(a: Sequence[Sequence[Point]], b: Sequence[Sequence[Point]]) -> bool:
    """Whether a place of one is near a place of the other; where both name cities, regions do not count."""
    a, b = ([some for some in c if not all(p.wide for p in some)] or list(c) for c in (a, b))
    return any(
        _km(p, q) <= (REGION if p.wide or q.wide else CITY)
        for some in a for p in some for others in b for q in others
    )  # fmt: skip


def _km(a: Point, b: Point) -> float:
    """Great-circle distance (haversine)."""
    lat1, lat2 = math.radians(a.lat), math.radians(b.lat)
    h = (
        math.sin((lat2 - lat1) / 2) ** 2
        + math.cos(lat1) * math.cos(lat2) * math.sin(math.radians(b.lon - a.lon) / 2) ** 2
    )
    return 2 * _EARTH * math.asin(math.sqrt(h))


def _places(found: Sequence[str]) -> tuple[tuple[tuple[Point, ...], ...], frozenset[str]]:
    """Return the cities and regions named, the longest name first, and the countries of those that are one."""
    table, longest = _table()
    named, countries, i = [], set[str](), 0
    bare = [re.sub(r"['’]s?$", "", word) for word in found]
    while i < len(bare):
        for length in range(min(longest, len(bare) - i), 0, -1):
            if points := table.get(tuple(bare[i : i + length])):
                named.append(tuple(point for point, _ in points))
                if len({country for _, country in points}) == 1 and points[0][1]:
                    countries.add(points[0][1])
                i += length
                break
        else:
            i += 1
    return tuple(named), frozenset(countries)


@cache
def _table() -> tuple[dict[tuple[str, ...], list[tuple[Point, str | None]]], int]:
    table: dict[tuple[str, ...], list[tuple[Point, str | None]]] = {}
    for city in places():
        for name in (city.name, *city.aliases):
            table.setdefault(tuple(words(name)), []).append((Point(city.lat, city.lon, False), city.country))
    for region in regions():
        for name in {region.name, *region.aliases, *region.adjectives} - set(region.ambiguous):
            table.setdefault(tuple(words(name)), []).append(
                (Point(region.lat, region.lon, True), region.country)
            )
    table.pop((), None)
    return table, max(map(len, table))


@dataclass(frozen=True, slots=True)
class _Words:
    """The lists of ``figures.yaml`` that tell happenings apart, ready for matching."""

    kind: re.Pattern[str]
    kinds: dict[str, frozenset[str]]
    lasting: frozenset[str]
    ground: re.Pattern[str]
    refers: re.Pattern[str]
    days: frozenset[str]


@cache
def _words() -> _Words:
    data = load_yaml("figures.yaml", __package__)
    kinds = {word: frozenset({kind}) for kind, some in data["happenings"].items() for word in some}
    kinds |= {word: frozenset(data["violent"]) for word in data["attack in general"]}
    happening = alternatives(kinds)
    dates = load_yaml("dates.yaml")
    weekdays = alternatives(dates["weekdays"])
    days = [*dates["weekdays"], *(form for some in dates["months"].values() for form in some)]
    name = r"[A-Z][\w'’-]+"
    return _Words(
        kind=re.compile(rf"\b{happening}\b", re.IGNORECASE),
        kinds=kinds,
        lasting=frozenset(data["lasting"]),
        ground=re.compile(
            rf"\b(?i:{alternatives(data['ground'])})\s(?:[a-z]+\s){{0,4}}?(?P<names>{name}(?:,?\s{name})*)"
        ),
        refers=re.compile(
            rf"\b(?:(?i:the|this|that)\s(?:[\w'’-]+\s){{0,4}}?(?i:{happening})\b"
            rf"|(?i:{'|'.join(data['refers'])})\b|{weekdays}['’]s\b)"
        ),
        days=frozenset(term(day) for day in days),
    )


def _lasting() -> frozenset[str]:
    return _words().lasting


def _kinds(text: str) -> frozenset[str]:
    w = _words()
    found = (w.kinds[re.sub(r"[\s\u00a0-]", " ", m.group().lower())] for m in w.kind.finditer(text))
    return frozenset().union(*found)

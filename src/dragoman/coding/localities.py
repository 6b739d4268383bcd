"""Which place a name means: the cities, regions and countries of the tables, and the choice among namesakes.

Of several places of one name, the one is meant that the larger place named behind it holds ("Springfield,
Illinois"), else the one whose country the sentence speaks of, else the document, else the largest. A country
is told from a region of its name (Georgia) only by towns and regions of either: diplomats of one country
travel to the other. A country stands for about its middle.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache
from types import MappingProxyType

from spacy.tokens import Span

from dragoman.coding.phrases import Match, Phrases
from dragoman.ontology.countries import Country, countries
from dragoman.ontology.files import load_yaml, loaded_once
from dragoman.ontology.places import City, Region, places, regions
from dragoman.records import Place

# Weights by which a name alone is read, as inhabitants: country before capital before region.
_COUNTRY, _CAPITAL, _REGION, _DOUBTFUL = 1e9, 5e6, 3e6, 1e5


@dataclass(frozen=True, slots=True)
class Candidate:
    """One place that a name may mean; ``weight`` is about its inhabitants."""

    place: Place
    kind: str  # country, city, or the kind of the region
    weight: float


Mention = Match[tuple[Candidate, ...]]


class PlaceIndex:
    """The names of cities, regions and countries, and what each may mean."""

    def __init__(
        self,
        cities: Iterable[City],
        areas: Iterable[Region],
        states: Iterable[Country],
        never: Iterable[str] = (),
        shared: Mapping[str, str] = MappingProxyType({}),
    ) -> None:
        """Build the index; names of ``never`` are left out, those of ``shared`` also mean the region beside them."""
        states = tuple(states)
        names: dict[str, list[Candidate]] = {}

        areas = tuple(areas)
        adjectives = {form for state in states for form in state.adjectives}
        adjectives |= {form for area in areas for form in area.adjectives}

        def add(forms: Iterable[str], candidate: Candidate) -> None:
            for form in forms:
                if form not in adjectives and any(letter.isalpha() for letter in form):
                    names.setdefault(form, []).append(candidate)

        capitals = {state.capital.geonames for state in states if state.capital}
        for state in states:
            place = Place(state.name, state.code, *state.center, state.geonames)
            clear = [form for form in (state.name, *state.aliases) if form not in state.ambiguous]
            doubtful = [form for form in (state.name, *state.aliases) if form in state.ambiguous]
            add(clear, Candidate(place, "country", _COUNTRY))
            add(doubtful, Candidate(place, "country", _CAPITAL))
            if state.capital:
                seat = state.capital
                capital = Place(seat.name, state.code, seat.lat, seat.lon, seat.geonames)
                add((*seat.forms, *state.seats), Candidate(capital, "city", _CAPITAL))
        for area in areas:
            place = Place(area.name, area.country, area.lat, area.lon, None)
            for form in (area.name, *area.aliases):
                add([form], Candidate(place, area.kind, _DOUBTFUL if form in area.ambiguous else _REGION))
            also = [form for form, name in shared.items() if name == area.name]
            add(also, Candidate(place, area.kind, _DOUBTFUL))
        for city in cities:
            if city.geonames not in capitals:
                place = Place(city.name, city.country, city.lat, city.lon, city.geonames)
                add((city.name, *city.aliases), Candidate(place, "city", float(city.population)))
        for form in never:
            names.pop(form, None)
        self._names = Phrases((form, tuple(candidates), True) for form, candidates in names.items())

    def mentions(self, text: str) -> list[Mention]:
        """Return the names that stand in a text, whether places of something or not."""
        return list(self._names.find(text))


@loaded_once
def index() -> PlaceIndex:
    """Return the index of the packaged tables."""
    data = load_yaml("locatives.yaml")
    return PlaceIndex(places(), regions(), countries(), data["never"], data["shared"])


def is_town(name: str) -> bool:
    """Whether the tables know the name as that of a city, a site or a region, and of no country."""
    return any(
        match.end - match.start == len(name) and all(c.kind not in {"country", "water"} for c in match.value)
        for match in index().mentions(name)
    )


def rank(place: Place) -> int:
    """Return how precise a place is: 0 a country or what lies in none, 1 a part of a country, 2 a city or a site."""
    return _ranks().get((place.name, place.country), 2)


@cache
def _ranks() -> dict[tuple[str, str | None], int]:
    precise = {"island", "site"}
    found: dict[tuple[str, str | None], int] = {
        (region.name, region.country): 2 if region.kind in precise else int(region.country is not None)
        for region in regions()
    }
    return found | {(state.name, state.code): 0 for state in countries()}


def choose(span: Span, match: Mention, larger: Mention | None, names: PlaceIndex) -> Candidate:
    """Choose what a name of a sentence means.

    Args:
        span: the sentence.
        match: the name, offsets in the sentence.
        larger: the name behind it that says where it lies, if there is one.
        names: the index the names were found with.
    """
    candidates = match.value
    if larger is not None:
        outer = max(larger.value, key=lambda c: c.weight if c.kind in {"country", "state"} else 0.0)
        inner = [c for c in candidates if c.kind == "city" and c.place.country == outer.place.country]
        if outer.kind == "state" and inner:
            return min(inner, key=lambda c: _distance(c.place, outer.place))
        candidates = tuple(inner) or candidates
    if len({(c.place.country, c.kind == "country") for c in candidates}) > 1:
        name = span.text[match.start : match.end]
        for text in (span.text, span.doc.text):
            spoken = _spoken_of(text, names, name, any(c.kind == "country" for c in candidates))
            here = [c for c in candidates if spoken[c.place.country]]
            if here:
                return max(here, key=lambda c: (spoken[c.place.country], c.weight))
    return max(candidates, key=lambda c: c.weight)


def _distance(one: Place, other: Place) -> float:
    """Return a rough distance, good enough to tell one Springfield from another."""
    return ((one.lat or 0) - (other.lat or 0)) ** 2 + ((one.lon or 0) - (other.lon or 0)) ** 2


@lru_cache(maxsize=64)
def _spoken_of(text: str, names: PlaceIndex, without: str, only_towns: bool) -> Counter[str | None]:
    """Count how often a text speaks of each country, by names that leave no doubt and are not the one asked about."""
    spoken: Counter[str | None] = Counter()
    for match in names.mentions(text):
        found = {c.place.country for c in match.value}
        towns = all(c.kind not in {"country", "water"} for c in match.value)
        if len(found) == 1 and towns and text[match.start : match.end] != without:
            spoken.update(found)
    if not only_towns:
        spoken.update(match.value for match in _country_phrases().find(text))
    return spoken


@cache
def _country_phrases() -> Phrases[str]:
    return Phrases(
        (form, state.code, True)
        for state in countries()
        for form in (state.name, *state.aliases, *state.adjectives, *state.people)
        if form not in state.ambiguous
    )

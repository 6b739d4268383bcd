"""Which names of the gazetteer stand in a text, and what each may stand for."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from dragoman.coding.phrases import Phrases
from dragoman.ontology.agents import Agent, agents
from dragoman.ontology.countries import Country, countries
from dragoman.ontology.files import load_yaml, loaded_once
from dragoman.ontology.leaders import Leader, leaders
from dragoman.ontology.organizations import Organization, organizations
from dragoman.ontology.peoples import People, peoples
from dragoman.ontology.places import City, Region, places, regions

Entry = Country | Leader | Organization | Agent | Region | People


@dataclass(frozen=True, slots=True)
class Name:
    """A surface form of the gazetteer and what it stands for."""

    kind: str
    entry: Entry

    @property
    def label(self) -> str:
        """The main name of the entry."""
        return self.entry.lemma if isinstance(self.entry, Agent) else self.entry.name


@dataclass(frozen=True, slots=True)
class Hit:
    """A name of the gazetteer as it stands in a text: words from ``start`` up to ``end``."""

    start: int
    end: int
    names: tuple[Name, ...]

    @property
    def agent(self) -> Agent | None:
        """The role noun it is, if it is one."""
        return next((name.entry for name in self.names if isinstance(name.entry, Agent)), None)


def hits(text: str, starts: Mapping[int, int], ends: Mapping[int, int]) -> Iterator[Hit]:
    """Yield the names that stand in a text, longest first, never overlapping.

    All but role nouns have to be written with a capital somewhere ("al-Qaeda").

    Args:
        text: the text.
        starts: number of each word by the offset at which it starts.
        ends: number of the next word by the offset at which one ends.
    """
    for match in _gazetteer().find(text):
        start = starts.get(match.start)
        end = ends.get(match.end) or ends.get(match.end + 1)  # the stop of "U.S." belongs to the word
        if start is None or end is None:
            continue
        capital = not text[match.start : match.end].islower()
        names = tuple(name for name in match.value if capital or isinstance(name.entry, Agent))
        if names:
            yield Hit(start, end, names)


def town(words: Iterable[str]) -> City | None:
    """Return the largest city of a name, or ``None``; words that mean something else far more often name none."""
    return _towns().get(_letters("".join(words)))


@loaded_once
def _gazetteer() -> Phrases[tuple[Name, ...]]:
    """Return every surface form of the gazetteer with all it may stand for."""
    forms: dict[tuple[str, bool], list[Name]] = {}
    for kind, entry, names in _entries():
        for form in (spelt for name in names for spelt in dict.fromkeys((name, _plain(name)))):
            # An acronym counts only as such: the WHO asks no question, and the US is not us.
            exact = form in getattr(entry, "exact", ()) or (form.isupper() and kind == "organization")
            forms.setdefault((form if exact else form.lower(), exact), []).append(Name(kind, entry))
    return Phrases((form, tuple(found), exact) for (form, exact), found in forms.items())


def _entries() -> Iterator[tuple[str, Entry, Iterable[str]]]:
    """Yield kind, entry and forms; of several readings of a form the first counts."""
    # "Brussels" is the Union before it is the capital of Belgium.
    for body in organizations():
        yield "organization", body, (body.name, *body.aliases)
    for country in countries():
        yield "country", country, (country.name, *country.aliases)
        yield "adjective", country, country.adjectives
        yield "people", country, country.people
        yield "capital", country, country.capital.forms if country.capital else ()
        yield "seat", country, country.seats
    for leader in leaders():
        yield "leader", leader, (leader.name, *leader.aliases)
    for region in regions():
        yield "region", region, (region.name, *region.aliases)
        yield "people", region, (form for form in region.adjectives if form.endswith("s"))
        yield "region", region, (form for form in region.adjectives if not form.endswith("s"))
    for people in peoples():
        yield "people", people, (people.name, *people.forms)
    for agent in agents():
        yield "agent", agent, agent.forms


@loaded_once
def _towns() -> dict[str, City]:
    never = set(load_yaml("locatives.yaml")["never"])
    found: dict[str, City] = {}
    for city in sorted(places(), key=lambda city: city.population):
        for form in (city.name, *city.aliases):
            if form not in never:
                found[_letters(form)] = city
    return found


def _plain(name: str) -> str:
    """Return a name without the accents that news often leaves out ("São Tomé" is "Sao Tome")."""
    if name.isascii():
        return name
    return "".join(c for c in unicodedata.normalize("NFD", name) if not unicodedata.combining(c))


def _letters(name: str) -> str:
    """Return a name without what tokens may split it at: "Port-au-Prince" is ``PortauPrince``."""
    return "".join(filter(str.isalnum, name))

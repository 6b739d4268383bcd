"""What of a report tells which storyline it goes on: its `Gist`.

A happening is known by its words; a storyline by its parties, places and names, which stay while the words
change. So names are read from the gazetteers: ``Kyiv``, ``Zelensky`` and ``the Ukrainian army`` speak of one land.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import islice

from dragoman.ontology.countries import countries
from dragoman.records import Event, Story
from dragoman.stories.entities import Entity, hits
from dragoman.stories.profiles import Bag, unit
from dragoman.stories.terms import background, term, words
from dragoman.storylines.topics import Topics, topics

WORDS = 60
"""Words of a report that are looked at: title and lead. What follows is background, and names much else."""


@dataclass(frozen=True, slots=True)
class Gist:
    """What is compared of a report or a story.

    Attributes:
        terms: terms of title and lead, weighted by rarity and (damped) count, of length 1.
        names: those of them that are names which no gazetteer knows.
        lands: codes of the lands named, by name, people, capital, town, leader or body.
        entities: leaders, bodies and places named.
        words: terms that are no names.
        topics: probability of each sort of matter, by these words.
        day: day of publication as an ordinal, or ``None``.
    """

    terms: Bag
    names: frozenset[str]
    lands: frozenset[str]
    entities: frozenset[Entity]
    words: tuple[str, ...]
    topics: Topics
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
                counts[term(word, shouting=shouting)] += 1
        unknown = dict.fromkeys(range(len(found)))
        for start, end, entity, land in hits(found, day, shouting=shouting):
            entities.add(entity)
            if land:
                lands.add(land)
            for i in range(start, end):
                del unknown[i]
        for i in unknown:
            t = term(found[i], shouting=shouting)
            if not found[i][0].isdigit() and is_name(t, found[i]):
                names.add(t)
    for event in events:
        parties = (*event.actors, *event.recipients)
        lands.update(p.country for p in parties if p.country)
        if event.place and event.place.country:
            lands.add(event.place.country)
    plain = tuple(t for t in counts if t not in names and not is_name(t, t))
    return Gist(
        terms=unit({t: (1 + math.log(n)) * weight(t) for t, n in counts.items()}),
        names=frozenset(names),
        lands=frozenset(lands & states()),
        entities=frozenset(e for e in entities if e.kind != "land"),
        words=plain,
        topics=topics(plain),
        day=day.toordinal() if day else None,
    )


def of_story(story: Story) -> Gist:
    """The gist of a story: of the titles and leads of its documents."""
    texts = (f"{d.title or ''}. {d.text or ''}" for d in story.documents)
    first = dt.date.fromisoformat(story.first) if story.first else None
    return gist(texts, first, story.events)


@cache
def states() -> frozenset[str]:
    """Codes of what counts as a land: states, and Europe; not the United Nations or a company."""
    return frozenset(c.code for c in countries()) | {"EUR"}

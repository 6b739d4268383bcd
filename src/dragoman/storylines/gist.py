"""What of a report tells which storyline it goes on: its `Gist`.

A happening is known by its words; a storyline by its parties, places and names, which stay while the words
change. So names are read from the gazetteers: ``Kyiv``, ``Zelensky`` and ``the Ukrainian army`` speak of one land.
"""

from __future__ import annotations

import datetime as dt
import math
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass, field
from functools import cache
from itertools import islice

from dragoman.ontology.countries import countries
from dragoman.records import Event, Story
from dragoman.stories.entities import Entity, hits
from dragoman.stories.profiles import Bag, unit
from dragoman.stories.terms import background, term, words
from dragoman.storylines.labels import matter
from dragoman.storylines.topics import Topics, topics

WORDS = 60
"""Words of a report that are looked at: title and lead. What follows is background, and names much else."""

IN_TITLES, IN_LEADS = 1 / 3, 1 / 2
"""Share of a story's reports whose titles, or else whose leads, have a mark that is the story's. What fewer have is
chance: a photographer's name, a paper's own line."""


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
        head: marks that the titles have, less the words that bodies, places and lands are called by; where there is
            no title, those of the text.
    """

    terms: Bag
    names: frozenset[str]
    lands: frozenset[str]
    entities: frozenset[Entity]
    words: tuple[str, ...]
    topics: Topics
    day: int | None
    head: frozenset[str]

    @property
    def marks(self) -> list[str]:
        """All that leads to a storyline: terms, and after their kind lands and entities (``land:UKR``)."""
        return [
            *self.terms,
            *sorted([*(_mark(land) for land in self.lands), *(_mark(e) for e in self.entities)]),
        ]


@dataclass(slots=True)
class _Read:
    """What one report has: counts of its terms, names, lands and entities; and those that its title has."""

    counts: Counter[str] = field(default_factory=Counter)
    names: set[str] = field(default_factory=set)
    lands: set[str] = field(default_factory=set)
    entities: set[Entity] = field(default_factory=set)
    head: set[str] = field(default_factory=set)


def gist(reports: Sequence[tuple[str, str]], day: dt.date | None, events: Sequence[Event] = ()) -> Gist:
    """Take what `features` compares from reports on one happening, each a title and a text, and from their events.

    Of the events only those of titles count: who else acts in a text is background.
    """
    read = [_read(title, text, day) for title, text in reports]
    if read:
        # The story's own: an event that the coder found in a title tells of all of them.
        for event in events:
            if event.evidence.field == "title":
                found = [p.country for p in (*event.actors, *event.recipients)]
                found.append(event.place.country if event.place else None)
                for each in read:
                    each.lands.update(code for code in found if code)
                    each.head.update(_mark(code) for code in found if code)
    titled: Counter[str] = Counter(mark for each in read for mark in each.head)
    told: Counter[str | Entity] = Counter()
    for each in read:
        told.update([*each.counts, *each.entities])
        told.update(map(_mark, each.lands))
    head = {mark for mark, n in titled.items() if n >= IN_TITLES * len(read)}

    def own(what: str | Entity, mark: str) -> bool:
        return mark in head or told[what] >= IN_LEADS * len(read)

    counts: Counter[str] = Counter()
    for each in read:
        counts.update({t: n for t, n in each.counts.items() if own(t, t)})
    names = {t for each in read for t in each.names if t in counts}
    weight, is_name = background().weight, background().is_name
    plain = tuple(t for t in counts if t not in names and not is_name(t, t))
    return Gist(
        terms=unit({t: (1 + math.log(n)) * weight(t) for t, n in counts.items()}),
        names=frozenset(names),
        lands=frozenset(
            land for each in read for land in each.lands if land in states() and own(_mark(land), _mark(land))
        ),
        entities=frozenset(
            e for each in read for e in each.entities if e.kind != "land" and own(e, _mark(e))
        ),
        words=plain,
        topics=topics(plain),
        day=day.toordinal() if day else None,
        head=frozenset(head),
    )


def of_story(story: Story) -> Gist:
    """The gist of a story: of the titles and leads of its documents."""
    first = dt.date.fromisoformat(story.first) if story.first else None
    return gist([(d.title or "", d.text or "") for d in story.documents], first, story.events)


def _mark(what: str | Entity) -> str:
    """How a land (by its code) or an entity is told from a term."""
    return f"land:{what}" if isinstance(what, str) else f"{what.kind}:{what.name}"


def _read(title: str, text: str, day: dt.date | None) -> _Read:
    """Read the first words of a report."""
    title = matter(title)
    told = f"{title}. {text}"
    shouting = told.isupper()
    found = list(islice(words(told), WORDS))
    size = len(list(islice(words(title), WORDS))) or len(found)  # words of the title, or of all
    read = _Read()
    unknown = dict.fromkeys(range(len(found)))
    whole = set()  # words of bodies and places: they are shared as that, and say nothing more
    for start, end, entity, land in hits(found, day, shouting=shouting):
        read.entities.add(entity)
        if land:
            read.lands.add(land)
        if start < size:
            read.head.add(_mark(entity))
            if land:
                read.head.add(_mark(land))
        for i in range(start, end):
            del unknown[i]
            if entity.kind != "leader":
                whole.add(i)
    for i, word in enumerate(found):
        if not word[0].isdigit():
            t = term(word, shouting=shouting)
            read.counts[t] += 1
            if i < size and i not in whole:
                read.head.add(t)
    for i in unknown:
        t = term(found[i], shouting=shouting)
        if not found[i][0].isdigit() and background().is_name(t, found[i]):
            read.names.add(t)
    return read


@cache
def states() -> frozenset[str]:
    """Codes of what counts as a land: states, and Europe; not the United Nations or a company."""
    return frozenset(c.code for c in countries()) | {"EUR"}

"""What of a document is compared with other documents: its `Profile`."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from itertools import islice
from typing import TYPE_CHECKING

from dragoman.records import Document, Event
from dragoman.stories.entities import known
from dragoman.stories.lands import of_entities
from dragoman.stories.terms import background, term, words
from dragoman.stories.titles import own_title
from dragoman.stories.vectors import vector

if TYPE_CHECKING:
    from dragoman.stories.embeddings import Embedded
    from dragoman.stories.vectors import Vector

HEAD_WORDS = 30
"""Words at the beginning of the text that stand in for a title where there is none."""

BODY_WORDS = 600
"""Words of the text that are looked at; what comes after is background more often than news."""

READ = 8_000
"""Characters of the text that surely hold so many words."""

LINKS = re.compile(r"(?<=[a-z]{3})(?=[A-Z\d])[^\n]{20,500}?\bMORE\b")
"""Headlines of other reports that a site puts behind a name, run into the sentence ("John DoeVote put off MORE")."""

LEAD = 600
"""Characters of the text whose events may be what the report is about."""

GIVEN = {"option", "page"}
"""Where a day comes from (`Document.published_from`) that is one for many reports."""

Bag = dict[str, float]
"""Weighted terms."""


@dataclass(frozen=True, slots=True)
class Deed:
    """An event of the opening, as far as it is compared: its type, who is in it, and where."""

    type: str
    parties: frozenset[str]
    place: str | None


@dataclass(frozen=True, slots=True)
class Profile:
    """What is compared of a document.

    The *head* is the title, or the first words of the text where there is no title; the *opening* is the
    head and the first words of the text.

    Attributes:
        head: terms of the head, weighted by rarity.
        words: those of them that are no names, as a bag of length 1.
        names: the names of the opening, as a bag of length 1.
        body: terms of the text, weighted by rarity and (damped) count, of length 1; empty for a headline.
        numbers: numbers of the opening, as digits; single digits and years left out.
        lands: codes of the states of the opening: named, or known by their people, leaders, towns and regions.
        places: towns, regions and waters named in the opening.
        deeds: events of the opening, where the document was coded.
        meaning: what head and opening mean, roughly.
        day: day of publication, or ``None``.
        given: whether that day is not the report's own, but was given to a whole page, or by the user to all that
            have none: then it tells nothing of which of them go together.
        embedded: what the document means to a model the user has, or ``None``.
    """

    head: Bag
    words: Bag
    names: Bag
    body: Bag
    numbers: frozenset[str]
    lands: frozenset[str]
    places: frozenset[str]
    deeds: tuple[Deed, ...]
    meaning: tuple[Vector | None, Vector | None] = field(compare=False)
    day: dt.date | None
    given: bool = False
    embedded: Embedded | None = field(default=None, compare=False)


def profile(document: Document, events: Sequence[Event] = ()) -> Profile:
    """Take from a document, and the events coded in it, what `pairs` compares."""
    title = own_title(document)
    shouting = title.isupper()
    text = list(islice(words(LINKS.sub(" ", (document.text or "")[:READ])), BODY_WORDS))
    head = list(words(title)) or text[:HEAD_WORDS]
    opening = [*head, *text[:HEAD_WORDS]]
    weight, is_name = background().weight, background().is_name
    terms = {word: term(word, shouting=shouting) for word in opening if not word[0].isdigit()}
    names = {t: weight(t) for word, t in terms.items() if is_name(t, word)}
    heaviness = {terms[word]: weight(terms[word]) for word in head if word in terms}
    counts = Counter(term(word) for word in text if not word[0].isdigit())
    entities = list(known(opening, document.day, shouting=shouting))
    return Profile(
        head=heaviness,
        words=unit({t: w for t, w in heaviness.items() if t not in names}),
        names=unit(names),
        body=unit({t: (1 + math.log(n)) * weight(t) for t, n in counts.items()}),
        numbers=frozenset(_numbers(opening)),
        lands=of_entities(entities),
        places=frozenset(entity.name for entity, _ in entities if entity.kind == "place"),
        deeds=tuple(_deeds(events)),
        meaning=(
            vector(terms[word] for word in head if word in terms),
            vector(terms[word] for word in opening if word in terms),
        ),
        day=document.day,
        given=document.published_from in GIVEN,
    )


def head(document: Document) -> Bag:
    """The terms of the title, weighted by rarity."""
    title = own_title(document)
    shouting, weight = title.isupper(), background().weight
    terms = (term(word, shouting=shouting) for word in words(title) if not word[0].isdigit())
    return {t: weight(t) for t in terms}


def unit(bag: Bag) -> Bag:
    """The bag at length 1, so that the product of two is their cosine."""
    length = math.sqrt(sum(w * w for w in bag.values()))
    return {t: w / length for t, w in bag.items()} if length else bag


def cosine(a: Bag, b: Bag) -> float:
    """Cosine of two bags of length 1; the same to the last digit whichever comes first."""
    return math.fsum(a[t] * b[t] for t in a.keys() & b.keys())


def _deeds(events: Sequence[Event]) -> Iterable[Deed]:
    for e in events:
        if e.evidence.field == "title" or e.evidence.start < LEAD:
            parties = (p.name or p.country for p in (*e.actors, *e.recipients))
            yield Deed(e.type, frozenset(filter(None, parties)), e.place.name if e.place else None)


def _numbers(found: Iterable[str]) -> Iterable[str]:
    """Numbers that tell happenings apart: of two digits or more, and no year of our time."""
    plain = (word.replace(",", "") for word in found if word[0].isdigit())
    return (n for n in plain if len(n) > 1 and not re.fullmatch(r"(19|20)\d\d", n))

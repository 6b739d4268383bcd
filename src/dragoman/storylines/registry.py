"""Which named affair a story belongs to: a war, talks, a trial, a scandal of the ontology (``affairs/``).

Precision comes first. A report belongs to an affair when words stand in it that name the affair and nothing else, or
when all its sides (or a place of it) are told together with what it is about; and its title must have a part in that,
since a lead tells background too. "Russia" alone is no war, and a president's name is nothing but his country.
"""

from __future__ import annotations

import datetime as dt
import unicodedata
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache, lru_cache
from itertools import islice

from dragoman.ontology.affairs import Affair, affairs, apart
from dragoman.records import Document, Event, Party, Story
from dragoman.stories.entities import known
from dragoman.stories.terms import words

LEAD = 40
"""Words of the text that are looked at beside the title; what follows is background."""

SHARE = 1 / 3
"""Share of a story's reports that must belong to the affair."""

NAMED, SIDES, EACH_SIDE, PLACED, OWN, USUAL = 3.0, 1.0, 0.25, 1.0, 1.0, 0.75
"""What the signs of an affair weigh: only their order counts. The affair that most speaks for takes the story."""

SHORT = 4
"""An abbreviation so short is known only in capitals: "GERD", "MEND"."""


def affair_of(story: Story) -> Affair | None:
    """Return the affair that most of a story's reports belong to, or ``None``.

    Of several that as much speaks for, the one that began last: it is the narrower one. A story without a date is
    taken for one of our days: what goes on comes before what has ended.
    """
    days = [dt.date.fromisoformat(day) if day else None for day in (story.first, story.last)]
    events: dict[str, list[Event]] = defaultdict(list)
    for event in story.events:
        events[event.document].append(event)
    votes: Counter[int] = Counter()
    weights: dict[int, float] = defaultdict(float)
    for document in story.documents:
        found = _signs(document, events[document.id])
        for number, weight in _weighed(found, days[0], days[1]):
            votes[number] += 1
            weights[number] += weight
    enough = [number for number, count in votes.items() if count >= SHARE * len(story.documents)]
    if not enough:
        return None

    def speaks(number: int) -> tuple[bool, float, int, int]:
        affair = affairs()[number]
        return story.first is not None or affair.last is None, weights[number], affair.first, -number

    return affairs()[max(enough, key=speaks)]


@dataclass(slots=True)
class _Signs:
    """What of a report speaks for affairs: parties, forms (of names, places and words), pairs of parties that act
    on each other, and which of the parties and forms stand in the title."""

    parties: set[str] = field(default_factory=set)
    forms: set[str] = field(default_factory=set)
    head: set[str] = field(default_factory=set)
    pairs: list[tuple[frozenset[str], frozenset[str]]] = field(default_factory=list)


def _signs(document: Document, events: Iterable[Event]) -> _Signs:
    signs = _Signs()
    title = list(words(document.title or ""))
    lead = list(islice(words(document.text or ""), LEAD))
    for found, in_title in ((title, True), (lead, not title)):
        shouting = bool(found) and " ".join(found).isupper()
        named = known(found, document.day, shouting=shouting)
        parties = {party for entity, land in named for party in (entity.name, land) if party}
        forms = set(_forms_in(found))
        signs.parties |= parties
        signs.forms |= forms
        if in_title:
            signs.head |= parties | forms
    for event in events:
        if _early(event, document, bool(title)):
            everybody = (*event.actors, *event.recipients)
            signs.parties.update(*map(_of, everybody))
            signs.head.update(*map(_of, everybody))
            others = event.recipients or event.actors
            signs.pairs += [(_of(a), _of(b)) for a in event.actors for b in others if a is not b]
    return signs


def _early(event: Event, document: Document, titled: bool) -> bool:
    """Whether an event is told in the title, or in the lead where there is none."""
    if titled:
        return event.evidence.field == "title"
    before = (document.text or "")[: event.evidence.start]
    return event.evidence.field == "text" and sum(1 for _ in words(before)) < LEAD


def _of(party: Party) -> frozenset[str]:
    return frozenset(each for each in (party.country, party.name) if each)


def _weighed(signs: _Signs, first: dt.date | None, last: dt.date | None) -> Iterator[tuple[int, float]]:
    """Yield the affairs that a report belongs to, by number, with what speaks for each."""
    index = _index()
    numbers = {n for sign in signs.parties | signs.forms for n in index.affairs.get(sign, ())}
    for number in sorted(numbers):
        affair = affairs()[number]
        if affair.runs(first, last) and (weight := _weight(affair, index.marks[number], signs)):
            yield number, weight


def _weight(affair: Affair, marks: _Marks, signs: _Signs) -> float:
    """What speaks for an affair, 0 where it is too little."""
    if not signs.head & marks.any:
        return 0.0
    named = len(marks.names & signs.forms)
    sides = bool(affair.sides) and all(not signs.parties.isdisjoint(side) for side in affair.sides)
    placed = not marks.places.isdisjoint(signs.forms)
    told = not marks.words.isdisjoint(signs.forms)
    if affair.own:
        about = OWN * told
    else:
        about = USUAL * ((told or _act(affair, signs)) and _index().apart.isdisjoint(signs.forms))
    if not named and not (about and (sides or placed)):
        return 0.0
    where = (SIDES + EACH_SIDE * len(affair.sides)) * sides + PLACED * placed
    return NAMED * min(named, 2) + where + about


def _act(affair: Affair, signs: _Signs) -> bool:
    """Whether one side acts on the other."""
    return any(
        not a.isdisjoint(one) and not b.isdisjoint(other)
        for a, b in signs.pairs
        for one in affair.sides
        for other in affair.sides
        if one is not other
    )


# -------------------------------------------------------------------------------------------- forms


@dataclass(frozen=True, slots=True)
class _Marks:
    """Forms of an affair; ``any`` are those and the parties that say, in a title, that it has to do with it."""

    names: frozenset[str]
    places: frozenset[str]
    words: frozenset[str]
    any: frozenset[str]


@dataclass(frozen=True, slots=True)
class _Index:
    """Affairs, by number, of each party, name and place; forms by their first word; the beginnings of words;
    words of another matter."""

    affairs: dict[str, tuple[int, ...]]
    marks: tuple[_Marks, ...]
    forms: dict[str, tuple[tuple[tuple[str, ...], str], ...]]
    beginnings: dict[str, tuple[str, ...]]
    apart: frozenset[str]


@cache
def _index() -> _Index:
    by_sign: dict[str, list[int]] = defaultdict(list)
    marks = []
    every = dict.fromkeys(apart())
    for number, affair in enumerate(affairs()):
        parties = frozenset(party for side in affair.sides for party in side)
        for sign in dict.fromkeys((*affair.names, *affair.places, *sorted(parties))):
            by_sign[sign].append(number)
        every.update(dict.fromkeys((*affair.names, *affair.places, *affair.words)))
        names, places = frozenset(affair.names), frozenset(affair.places)
        marks.append(_Marks(names, places, frozenset(affair.words), names | places | parties))
    forms: dict[str, list[tuple[tuple[str, ...], str]]] = defaultdict(list)
    beginnings: dict[str, list[str]] = defaultdict(list)
    for form in every:
        key = tuple(_plain(word) for word in words(form))
        if form.endswith("*") and len(key) == 1:
            beginnings[key[0]].append(form)
        else:
            forms[key[0]].append((key, form))
    return _Index(
        {sign: tuple(numbers) for sign, numbers in by_sign.items()},
        tuple(marks),
        {first: tuple(some) for first, some in forms.items()},
        {start: tuple(some) for start, some in beginnings.items()},
        frozenset(apart()),
    )


@lru_cache(maxsize=1 << 16)
def _plain(word: str) -> str:
    """The word as forms are looked up: no possessive, dots, accents or capitals ("Élysée's" is "elysee")."""
    bare = word.replace("’", "'").removesuffix("'s").rstrip("'").replace(".", "")
    if not bare.isascii():
        bare = "".join(c for c in unicodedata.normalize("NFKD", bare) if not unicodedata.combining(c))
    return bare.casefold()


def _forms_in(found: Sequence[str]) -> Iterator[str]:
    """Yield the forms of the registry that stand in a sequence of words."""
    index = _index()
    plain = [_plain(word) for word in found]
    for i, word in enumerate(plain):
        yield from _begun(word)
        for key, form in index.forms.get(word, ()):
            if _stands(key, form, plain, i) and _lettered(form, found[i]):
                yield form


@lru_cache(maxsize=1 << 16)
def _begun(word: str) -> tuple[str, ...]:
    """The forms with a star whose beginning the word has."""
    beginnings = _index().beginnings
    return tuple(form for length in range(2, len(word) + 1) for form in beginnings.get(word[:length], ()))


def _stands(key: tuple[str, ...], form: str, plain: Sequence[str], i: int) -> bool:
    there = plain[i : i + len(key)]
    if form.endswith("*"):
        return there[:-1] == list(key[:-1]) and len(there) == len(key) and there[-1].startswith(key[-1])
    return there == list(key)


def _lettered(form: str, word: str) -> bool:
    """Whether the word has the capitals that the form asks for: a name begins with one, a short one has no others."""
    if form.isupper() and len(form) <= SHORT:
        return word.replace(".", "").rstrip("'s’").isupper()
    return word[0].isupper() or not form[0].isupper()

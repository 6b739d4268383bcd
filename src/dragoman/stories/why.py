"""Why two documents are, or are not, one story: what was compared, what weighed, and what clustering made of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

from dragoman.errors import UnknownIdError
from dragoman.records import Document, Record
from dragoman.stories.candidates import WINDOW
from dragoman.stories.clusters import average_link
from dragoman.stories.grouping import LEAST, NO_EVENTS, Events, compared, in_order
from dragoman.stories.pairs import features, likeness, model
from dragoman.stories.profiles import Profile, profile
from dragoman.stories.terms import background, term, words

DECIMALS = 3
"""Decimals of what is told."""

MOST = 12
"""Words of the texts that are told, the rarest."""


@dataclass(frozen=True, slots=True)
class Sign(Record):
    """What speaks for or against one happening.

    Attributes:
        name: the feature (`dragoman.stories.pairs.features`).
        value: how much of it there is, 0 … 1.
        says: what it adds to the log-odds: above 0 for one happening, below 0 against it.
        shared: what the two have in common there, as it stands in the first; what each has, where it parts them.
    """

    name: str
    value: float
    says: float
    shared: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Comparison(Record):
    """Why two documents are, or are not, one story.

    Attributes:
        a, b: their ids.
        together: whether they are one story.
        why: the reason, in words.
        likeness: probability, by the two alone, that they tell of one happening.
        threshold: least mean likeness of two groups that become one story.
        signs: what made the likeness, the weightiest first; what is not there says nothing and is left out.
    """

    a: str
    b: str
    together: bool
    why: str
    likeness: float
    threshold: float
    signs: tuple[Sign, ...]


def why(documents: Sequence[Document], a: str, b: str, events: Events = NO_EVENTS) -> Comparison:
    """Tell why two of some documents are, or are not, one story when all are grouped.

    Args:
        documents: all that are grouped.
        a, b: ids of two of them.
        events: what was coded in the documents, by their ids.

    Raises:
        UnknownIdError: there is no document of this id; or the two are one.
    """
    ordered = in_order(documents)
    place = {document.id: i for i, document in enumerate(ordered)}
    for id in (a, b):
        if id not in place:
            raise UnknownIdError(f"no document has the id {id!r}")
    if a == b:
        raise UnknownIdError(f"{a!r} is one document: give the ids of two")
    one, other = ordered[place[a]], ordered[place[b]]
    profiles = profile(one, events.get(a, ())), profile(other, events.get(b, ()))
    bundles, pairs = compared(ordered, events)
    alike = {(i, j): value for i, j, value in pairs}
    groups = average_link(len(bundles), ((i, j, value) for (i, j), value in alike.items()), model().threshold)
    x, y = (next(n for n, bundle in enumerate(bundles) if place[id] in bundle) for id in (a, b))
    home, there = (next(group for group in groups if n in group) for n in (x, y))
    return Comparison(
        a=a,
        b=b,
        together=home is there,
        why=_reason(x, y, home, there, alike, profiles),
        likeness=round(likeness(*profiles), DECIMALS),
        threshold=model().threshold,
        signs=tuple(_signs(one, other, *profiles)),
    )


def _reason(
    x: int,
    y: int,
    home: Sequence[int],
    there: Sequence[int],
    alike: dict[tuple[int, int], float],
    profiles: tuple[Profile, Profile],
) -> str:
    """Why the items x and y are in one group or in two."""
    threshold = model().threshold

    def between(some: Sequence[int], others: Sequence[int]) -> float:
        return sum(alike.get((min(i, j), max(i, j)), 0.0) for i in some for j in others) / (
            len(some) * len(others)
        )

    pair = (min(x, y), max(x, y))
    if x == y:
        return "they are copies of one text, or articles under one long title"
    if home is there:
        if pair in alike and alike[pair] >= threshold:
            return f"they are alike enough: {alike[pair]:.2f}, and {threshold} is wanted"
        others = [i for i in home if i not in pair]
        return (
            f"others bring them together: the {len(others)} more in the story are alike to the one by "
            f"{between([x], others):.2f} and to the other by {between([y], others):.2f} on the average"
        )
    if pair not in alike:
        days = [p.day for p in profiles]
        if days[0] and days[1] and abs((days[0] - days[1]).days) > WINDOW:
            return f"they are {abs((days[0] - days[1]).days)} days apart: more than {WINDOW} are not compared"
        if (value := likeness(*profiles)) < LEAST:
            return f"they are not alike enough: {value:.2f}, and {threshold} is wanted"
        return "they share too little to be compared: no rare name, no two words of weight, no land"
    if alike[pair] < threshold:
        return f"they are not alike enough: {alike[pair]:.2f}, and {threshold} is wanted"
    return (
        f"they are alike ({alike[pair]:.2f}), but the stories they are in are not: {between(home, there):.2f} on the "
        f"average of all pairs, and {threshold} is wanted"
    )


def _signs(one: Document, other: Document, a: Profile, b: Profile) -> Iterator[Sign]:
    """What speaks for and against, the weightiest first."""
    weights = model().weights_of(a, b)
    values = {"intercept": 1.0, **features(a, b)}
    said = {name: weights.get(name, 0.0) * value for name, value in values.items() if value}
    shared = _shared(one, a, b)
    for name in sorted(said, key=lambda name: (-abs(said[name]), name)):
        yield Sign(
            name, round(values[name], DECIMALS), round(said[name], DECIMALS), tuple(shared.get(name, ()))
        )


def _shared(one: Document, a: Profile, b: Profile) -> dict[str, list[str]]:
    """What the two have in common by feature, or what each of them has where that parts them."""
    as_written = {term(word): word for word in words(f"{one.text or ''} {one.title or ''}")}

    def terms(some: Iterable[str]) -> list[str]:
        return [as_written.get(t, t) for t in sorted(some, key=lambda t: (-background().weight(t), t))]

    worded, named = terms(a.words.keys() & b.words.keys()), terms(a.names.keys() & b.names.keys())
    body = terms(a.body.keys() & b.body.keys())[:MOST]
    numbers, other_numbers = sorted(a.numbers & b.numbers), sorted(a.numbers ^ b.numbers)
    return {
        "words": worded,
        "worded": worded,
        "rare_word": worded[:1],
        "names": named,
        "named": named,
        "rare_name": named[:1],
        "land": sorted(a.lands & b.lands),
        "elsewhere": sorted(a.lands ^ b.lands),
        "partly": sorted(a.lands ^ b.lands),
        "places": sorted(a.places & b.places),
        "other_places": sorted(a.places ^ b.places),
        "body": body,
        "numbers": numbers,
        "clash": other_numbers,
        "deed": sorted({d.type for d in a.deeds} & {d.type for d in b.deeds}),
        "other_deed": sorted({d.type for d in a.deeds} ^ {d.type for d in b.deeds}),
    }

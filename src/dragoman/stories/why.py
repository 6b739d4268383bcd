"""Why two documents are, or are not, one story: what was compared, what weighed, and what clustering made of it.

Nothing is decided here: copies, candidates, likeness and clusters are asked of the files that group, so that an
explanation cannot differ from the grouping it explains.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import TYPE_CHECKING, Literal

from dragoman.errors import UnknownIdError
from dragoman.ontology.files import load_yaml
from dragoman.records import Document, Record
from dragoman.stories.candidates import SHARED, WINDOW, weight_shared
from dragoman.stories.clusters import average_link
from dragoman.stories.copies import LONG_TEXT, LONG_TITLE
from dragoman.stories.grouping import (
    LEAST,
    NO_EVENTS,
    Events,
    alike,
    bundled,
    compared_of,
    in_order,
    profile_of,
)
from dragoman.stories.pairs import features, likeness, model
from dragoman.stories.profiles import Profile
from dragoman.stories.runs import SHORT, edited, plain
from dragoman.stories.terms import background, term, words
from dragoman.stories.vectors import NEAR, nearness, vector

if TYPE_CHECKING:
    from dragoman.stories.embeddings import Embedder

DECIMALS = 3
"""Decimals of what is told; the last is cut, not rounded, so that what is below the threshold is told so."""

MOST = 12
"""Words of the texts that are told, the rarest."""

NEAREST = 4
"""Pairs of words near to each other that are told, the nearest."""

OTHERS = 5
"""Other reports that are told, at most."""

How = Literal[
    "copies", "copies through others", "alike", "through others",
    "too far apart", "share too little", "passed over", "not alike", "stories not alike",
]  # fmt: skip

THROUGH: frozenset[How] = frozenset(("copies through others", "through others", "stories not alike"))
"""Where other documents decide."""


@dataclass(frozen=True, slots=True)
class Sign(Record):
    """What speaks for or against one happening.

    Attributes:
        name: the feature (`dragoman.stories.pairs.features`), or ``intercept``: what is said before anything is
            compared.
        value: how much of it there is, 0 … 1.
        says: what it adds to the log-odds: above 0 for one happening, below 0 against it.
        shared: what the two have in common there.
        only_a, only_b: what one has and the other has not, where that parts them.
    """

    name: str
    value: float
    says: float
    shared: tuple[str, ...] = ()
    only_a: tuple[str, ...] = ()
    only_b: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Comparison(Record):
    """Why two documents are, or are not, one story.

    Attributes:
        a, b: their ids.
        together: whether they are one story.
        how: what decides. Together: they are ``copies`` of one text or have one long title, themselves or ``copies
            through others``; they are ``alike``; or they are together ``through others``. Apart: they are ``too far
            apart`` in time, ``share too little`` to be compared, were ``passed over`` for nearer ones, are ``not
            alike`` enough, or they are but the ``stories`` they are in are ``not alike``.
        why: the same in words, with the numbers.
        likeness: probability, by what is compared of the two alone, that they tell of one happening.
        threshold: least mean likeness of two groups that become one story.
        compared: ids of the documents whose texts are compared: of several copies the longest. Copies are not
            compared with one another when they are grouped; here they are.
        with_a, with_b: where others decide, ids of other documents in the story of each, the most alike to the two
            first, `OTHERS` at most.
        signs: what made the likeness, the weightiest first. What is not there, or weighs nothing, is left out.
    """

    a: str
    b: str
    together: bool
    how: How
    why: str
    likeness: float
    threshold: float
    compared: tuple[str, str]
    with_a: tuple[str, ...]
    with_b: tuple[str, ...]
    signs: tuple[Sign, ...]


class Grouped:
    """Documents as they are grouped, to be asked about any two of them.

    Args:
        documents: all that are grouped, each id once.
        events: what was coded in them, by their ids.
        embeddings: the model they are compared with, if any.
    """

    def __init__(
        self, documents: Sequence[Document], events: Events = NO_EVENTS, embeddings: Embedder | None = None
    ) -> None:
        self._events, self._embeddings = events, embeddings
        self._threshold = model().threshold
        ordered = in_order(documents)
        self._documents = {document.id: document for document in ordered}
        self._bundles = [[ordered[i] for i in bundle] for bundle in bundled(ordered)]
        self._bundle_of = {d.id: n for n, bundle in enumerate(self._bundles) for d in bundle}
        self._alike = {(i, j): value for i, j, value in alike(self._bundles, events, embeddings)}
        pairs = ((i, j, value) for (i, j), value in self._alike.items())
        self._groups = average_link(len(self._bundles), pairs, self._threshold)
        self._group_of = {n: place for place, group in enumerate(self._groups) for n in group}

    def why(self, a: str, b: str) -> Comparison:
        """Tell why two documents are, or are not, one story.

        Raises:
            UnknownIdError: there is no document of one of the ids; or the two are one.
        """
        for id in (a, b):
            if id not in self._documents:
                raise UnknownIdError(f"no document has the id {id!r}")
        if a == b:
            raise UnknownIdError(f"{a!r} is one document: give the ids of two")
        x, y = self._bundle_of[a], self._bundle_of[b]
        texts = (
            [[self._documents[a]], [self._documents[b]]] if x == y else [self._bundles[x], self._bundles[y]]
        )
        one, other = (profile_of(copies, self._events, self._embeddings) for copies in texts)
        compared = compared_of(texts[0]), compared_of(texts[1])
        if x == y:
            how, why = _copied(self._documents[a], self._documents[b])
        else:
            how, why = (
                self._joined(x, y) if self._home(x) is self._home(y) else self._parted(x, y, one, other)
            )
        return Comparison(
            a=a,
            b=b,
            together=self._home(x) is self._home(y),
            how=how,
            why=why,
            likeness=_cut(likeness(one, other)),
            threshold=self._threshold,
            compared=(compared[0].id, compared[1].id),
            with_a=self._others(x, y, {a, b}) if how in THROUGH else (),
            with_b=self._others(y, x, {a, b}) if how in THROUGH else (),
            signs=tuple(_signs(*compared, one, other)),
        )

    def _joined(self, x: int, y: int) -> tuple[How, str]:
        """What brought two bundles together."""
        by_two = self._likeness(x, y)
        if by_two >= self._threshold:
            return "alike", f"they are alike enough: {_cut(by_two)}, and {self._threshold} is wanted"
        others = [n for n in self._home(x) if n not in (x, y)]
        means = [_cut(self._mean([n], others)) for n in (x, y)]
        alone = f"are not alike enough ({_cut(by_two)})" if by_two else "were not compared, or hardly alike"
        return (
            "through others",
            f"others bring them together: the two alone {alone}, but with the others in the story the one is alike by "
            f"{means[0]} and the other by {means[1]} on the average, and {self._threshold} is wanted",
        )

    def _parted(self, x: int, y: int, one: Profile, other: Profile) -> tuple[How, str]:
        """What kept two bundles apart."""
        wanted, by_two = f"and {self._threshold} is wanted", self._likeness(x, y)
        if by_two >= self._threshold:
            mean = _cut(self._mean(self._home(x), self._home(y)))
            return (
                "stories not alike",
                f"they are alike ({_cut(by_two)}), but the stories they are in are not: {mean} on the average of all "
                f"pairs, {wanted}",
            )
        if by_two:
            return "not alike", f"they are not alike enough: {_cut(by_two)}, {wanted}"
        if one.day and other.day and (days := abs((one.day - other.day).days)) > WINDOW:
            return "too far apart", f"they are {days} days apart: more than {WINDOW} are not compared"
        alone = likeness(one, other)
        if (shared := weight_shared(one, other)) < SHARED:
            return (
                "share too little",
                f"they share too little to be compared: names, rare words and lands of a weight of {_cut(shared)}, and "
                f"{SHARED} is wanted (alone they would be alike by {_cut(alone)})",
            )
        if alone < LEAST:
            return "not alike", f"they are not alike enough: {_cut(alone)}, {wanted}"
        return (
            "passed over",
            f"they were passed over: one shares more with many others, or meets many sooner (alone they would be alike "
            f"by {_cut(alone)})",
        )

    def _home(self, bundle: int) -> list[int]:
        """The bundles of a story."""
        return self._groups[self._group_of[bundle]]

    def _others(self, x: int, y: int, asked: set[str]) -> tuple[str, ...]:
        """The other documents in the story of x, a bundle each, the most alike to the two first; then copies."""
        near = sorted(self._home(x), key=lambda n: (-self._likeness(n, x) - self._likeness(n, y), n))
        firsts = [self._bundles[n][0].id for n in near if n not in (x, y)]
        copies = [document.id for n in near if n == x == y for document in self._bundles[n]]
        return tuple([id for id in (*copies, *firsts) if id not in asked][:OTHERS])

    def _likeness(self, x: int, y: int) -> float:
        """How alike two bundles are; 0 where they were not compared, or are hardly alike."""
        return self._alike.get((min(x, y), max(x, y)), 0.0)

    def _mean(self, some: Sequence[int], others: Sequence[int]) -> float:
        return math.fsum(self._likeness(i, j) for i in some for j in others) / (len(some) * len(others))


def called(documents: Iterable[Document], words: str) -> Document:
    """Return the one document that somebody means: by its id, its title, or words of its title, or of its text.

    Neither case nor white space counts in titles and texts.

    Raises:
        UnknownIdError: there is none, or there are several.
    """
    some, meant = list(documents), _loose(words)
    tests: list[Callable[[Document], bool]] = [
        lambda d: d.id == words,
        lambda d: _loose(d.title) == meant,
        lambda d: meant in _loose(d.title),
        lambda d: meant in _loose(d.text),
    ]
    for test in tests if meant else tests[:1]:
        if len(found := [document for document in some if test(document)]) == 1:
            return found[0]
        if found:
            told = "".join(f"\n  {_listed(d)}" for d in found[:OTHERS])
            more = f"\n  … and {len(found) - OTHERS:,} more" if len(found) > OTHERS else ""
            raise UnknownIdError(
                f"{words!r} is in {len(found):,} documents (give the id of one, or more of its title):{told}{more}"
            )
    raise UnknownIdError(
        f"no document has the id {words!r}, nor these words in its title or text (give an id as in --format jsonl, "
        "or words that stand in one document)"
    )


def _listed(document: Document) -> str:
    """The id, as much of the title as a line holds, and who printed it when."""
    title = " ".join((document.title or document.text or "").split())
    told = [title[:60], document.publisher, document.published and document.published[:10]]
    return f"{document.id}  {', '.join(filter(None, told))}"


@cache
def wording() -> Mapping[str, str]:
    """Return what each sign is called where it is shown (``signs.yaml``)."""
    words: dict[str, str] = load_yaml("signs.yaml", __package__)
    return words


def _copied(a: Document, b: Document) -> tuple[How, str]:
    """By what two of one bundle are copies."""
    titles, texts = ([plain(t or "") for t in some] for some in ((a.title, b.title), (a.text, b.text)))
    if len(texts[0]) >= LONG_TEXT and texts[0] == texts[1]:
        return "copies", "they are copies: the same text, word for word"
    if titles[0] and titles[0] == titles[1] and not any(texts):
        return "copies", "they are copies: the same title, and no text to tell them apart"
    if titles[0] == titles[1] and len(titles[0]) >= LONG_TITLE:
        return "copies", f"they have the same title, of {len(titles[0])} words"
    if min(map(len, texts)) >= SHORT and any(edited([a.text or "", b.text or ""], lambda i, j: True)):
        return "copies", "they are copies: the one text is the other, edited"
    return "copies through others", "each is a copy, or has the title, of others that are so of one another"


def _loose(text: str | None) -> str:
    return " ".join((text or "").casefold().split())


def _cut(value: float) -> float:
    """The value without its further decimals."""
    scale: int = 10**DECIMALS
    return math.floor(value * scale) / scale


def _signs(one: Document, other: Document, a: Profile, b: Profile) -> Iterator[Sign]:
    """What speaks for and against, the weightiest first."""
    weights = model().weights_of(a, b)
    values = {"intercept": 1.0, **features(a, b)}
    said = {name: says for name, value in values.items() if (says := weights.get(name, 0.0) * value)}
    shared, parting = _shared(one, other, a, b), _parting(a, b)
    for name in sorted(said, key=lambda name: (-abs(said[name]), name)):
        only_a, only_b = parting.get(name, ((), ()))
        yield Sign(
            name=name,
            value=round(values[name], DECIMALS),
            says=round(said[name], DECIMALS),
            shared=tuple(shared.get(name, ())),
            only_a=tuple(sorted(only_a)),
            only_b=tuple(sorted(only_b)),
        )


def _parting(a: Profile, b: Profile) -> dict[str, tuple[Iterable[str], Iterable[str]]]:
    """What each has and the other has not, by the feature that tells so."""
    lands = a.lands - b.lands, b.lands - a.lands
    days = [(p.day.isoformat(),) if p.day else () for p in (a, b)]
    return {
        "strangers": (a.names, b.names),
        "elsewhere": lands,
        "partly": lands,
        "other_places": (a.places, b.places),
        "clash": (a.numbers, b.numbers),
        "other_deed": ({d.type for d in a.deeds}, {d.type for d in b.deeds}),
        **dict.fromkeys(("next_day", "two_days", "later", "undated"), (days[0], days[1])),
    }


def _shared(one: Document, other: Document, a: Profile, b: Profile) -> dict[str, Sequence[str]]:
    """What the two have in common, by feature; words as they stand in the first of the two that has them."""
    as_written: dict[str, str] = {}
    for document in (one, other):
        for word in words(f"{document.title or ''} {document.text or ''}"):
            as_written.setdefault(term(word), word)

    def written(some: Iterable[str]) -> list[str]:
        return [as_written.get(t, t) for t in sorted(some, key=lambda t: (-background().weight(t), t))]

    worded, named = written(a.words.keys() & b.words.keys()), written(a.names.keys() & b.names.keys())
    told = a.head.keys() & b.body.keys(), b.head.keys() & a.body.keys()
    echoed = [f"{as_written.get(t, t)} ~ {as_written.get(u, u)}" for t, u in _near(a.head, b.head)]
    same = [(d, e) for d in a.deeds for e in b.deeds if d.type == e.type]
    return {
        "words": worded,
        "worded": worded,
        "rare_word": worded[:1],
        "echo": [*written(a.head.keys() & b.head.keys()), *echoed],
        "names": named,
        "named": named,
        "rare_name": named[:1],
        "land": sorted(a.lands & b.lands),
        "places": sorted(a.places & b.places),
        "body": written(a.body.keys() & b.body.keys())[:MOST],
        "told": written(told[0] | told[1]),
        "both_told": written(told[0] | told[1]),
        "numbers": sorted(a.numbers & b.numbers),
        "deed": sorted(
            {f"{d.type}: {', '.join(sorted(p))}" for d, e in same if (p := d.parties & e.parties)}
        ),
        "site": sorted({f"{d.type} in {d.place}" for d, e in same if d.place and d.place == e.place}),
        "same_day": [a.day.isoformat()] if a.day else [],
    }


def _near(a: Mapping[str, float], b: Mapping[str, float]) -> list[tuple[str, str]]:
    """Terms of one head with the nearest of the other, where they are not the same; the nearest first."""
    found: dict[tuple[str, str], float] = {}
    for t in a.keys() - b.keys():
        near = {u: nearness(vector([t]), vector([u])) for u in b.keys() - a.keys()}
        best = max(near, key=lambda u: (near[u], u), default=None)
        if best is not None and near[best] >= NEAR:
            found[t, best] = near[best]
    return sorted(found, key=lambda pair: (-found[pair], pair))[:NEAREST]

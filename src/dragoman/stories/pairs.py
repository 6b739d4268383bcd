"""Do two documents tell of one happening? A logistic model over a handful of features a person can read.

There are three sorts of pairs, each with its own weights in ``pair_model.yaml`` (made by
``training/pairs.py``): two headlines, a headline and an article, two articles.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from dragoman.ontology.files import load_yaml
from dragoman.stories.lands import weight_of_land
from dragoman.stories.profiles import Bag, Deed, Profile, cosine
from dragoman.stories.terms import background
from dragoman.stories.vectors import echoes, nearness

Sort = Literal["headlines", "mixed", "articles"]

FULL = 20.0
"""Weight of shared terms, in nats, that counts as 1 in the features ``named`` and ``worded``: three rare
terms."""


def sort_of(a: Profile, b: Profile) -> Sort:
    """Which of the three models is asked."""
    return "articles" if a.body and b.body else "mixed" if a.body or b.body else "headlines"


def features(a: Profile, b: Profile, echo: float | None = None) -> dict[str, float]:
    """What the two have in common, and what parts them; symmetric.

    In 0 … 1, and 0 where nothing can be said:

    - ``words``: cosine of the words of the heads, names left out; ``worded``: weight of those shared;
      ``rare_word``: weight of the rarest of them
    - ``meaning``: nearness of what the heads mean; ``opening``: of the openings; ``echo``: how much of one head is
      said by the other, in the same words or in near ones (`vectors`); ``embedded``: nearness to the model of the
      user, where there is one (`embeddings`)
    - ``names``: cosine of the names of the openings; ``named``: weight of those shared; ``rare_name``: of the rarest
    - ``strangers``: 1 when both openings have names and none is shared; ``unnamed``: 1 when no name, land or place
      is shared
    - ``land``: weight of the rarest land that both openings name; ``elsewhere``: 1 when both name lands and share
      none; ``partly``: 1 when they share some, and each names one that the other does not
    - ``places``: 1 when both openings name a place, and one is shared; ``other_places``: and none is
    - ``body``: cosine of the texts; ``told``: share of one's head found in the other's text, the better way
      round; ``both_told``: the worse
    - ``numbers``: 1 when the openings share a number; ``clash``: 1 when both give numbers and share none
    - ``deed``: 1 when both tell of an event of one type between the same parties, less where a party differs;
      ``site``: 1 when such events share the place; ``other_deed``: 1 when both were coded and share no type
    - ``same_day``, ``next_day``, ``two_days``, ``later``: the days between them; ``undated`` when not known, or when
      both have one day that was given to all

    Args:
        a, b: what is compared.
        echo: the echo of their heads, where it is known already.
    """
    weights, unseen = background().weights, background().unseen
    worded = [weights.get(t, unseen) for t in a.words.keys() & b.words.keys()]
    named = [weights.get(t, unseen) for t in a.names.keys() & b.names.keys()]
    lands = a.lands & b.lands
    told = _told(a.head, b.body), _told(b.head, a.body)
    deed, site, other_deed = _deeds(a.deeds, b.deeds)
    meaning = nearness(a.meaning[0], b.meaning[0])
    days = (
        abs((a.day - b.day).days)
        if a.day and b.day and not (a.given and b.given and a.day == b.day)
        else None
    )
    return {
        "words": cosine(a.words, b.words),
        "worded": min(1.0, math.fsum(worded) / FULL),
        "rare_word": max(worded, default=0.0) / unseen,
        "meaning": meaning,
        "opening": nearness(a.meaning[1], b.meaning[1]) if a.body or b.body else meaning,
        "echo": echoes(a.head, [b.head])[0] if echo is None else echo,
        "embedded": a.embedded.likeness(b.embedded) if a.embedded and b.embedded else 0.0,
        "names": cosine(a.names, b.names),
        "named": min(1.0, math.fsum(named) / FULL),
        "rare_name": max(named, default=0.0) / unseen,
        "strangers": float(bool(a.names and b.names and not named)),
        "unnamed": float(not (named or lands or a.places & b.places)),
        "land": max(map(weight_of_land, lands), default=0.0) / unseen,
        "elsewhere": float(bool(a.lands and b.lands and not lands)),
        "partly": float(bool(lands and a.lands - lands and b.lands - lands)),
        "places": float(bool(a.places & b.places)),
        "other_places": float(bool(a.places and b.places and not a.places & b.places)),
        "body": cosine(a.body, b.body),
        "told": max(told),
        "both_told": min(told),
        "numbers": float(bool(a.numbers & b.numbers)),
        "clash": float(bool(a.numbers and b.numbers and not a.numbers & b.numbers)),
        "deed": deed,
        "site": site,
        "other_deed": other_deed,
        "undated": float(days is None),
        "same_day": float(days == 0),
        "next_day": float(days == 1),
        "two_days": float(days == 2),
        "later": float(days is not None and days > 2),
    }


def _deeds(some: Sequence[Deed], others: Sequence[Deed]) -> tuple[float, float, float]:
    """How much the best two events of one type have their parties in common, whether two share the place, and whether
    no two are of one type."""
    if not some or not others:
        return 0.0, 0.0, 0.0
    deed = site = 0.0
    for x in some:
        for y in others:
            if x.type == y.type:
                shared, every = len(x.parties & y.parties), len(x.parties | y.parties)
                deed = max(deed, shared / every if every else 0.0)
                site = max(site, float(x.place is not None and x.place == y.place))
    return deed, site, float({d.type for d in some}.isdisjoint(d.type for d in others))


def likeness(a: Profile, b: Profile) -> float:
    """Probability that the two tell of one happening."""
    return likenesses(a, [b])[0]


def likenesses(a: Profile, others: Sequence[Profile]) -> list[float]:
    """Probability, for each of some others, that it tells of one happening with a."""
    found, learnt = [], model()
    for b, echo in zip(others, echoes(a.head, [b.head for b in others]), strict=True):
        weights = learnt.weights_of(a, b)
        odds = weights["intercept"] + math.fsum(
            weights.get(k, 0.0) * v for k, v in features(a, b, echo).items() if v
        )
        found.append(1 / (1 + math.exp(-odds)))
    return found


@dataclass(frozen=True, slots=True)
class PairModel:
    """The learnt numbers: weights by sort of pair and feature, those for pairs that a model of the user has read
    too, and the least mean likeness within a story."""

    weights: dict[Sort, dict[str, float]]
    embedded: dict[Sort, dict[str, float]]
    threshold: float

    def weights_of(self, a: Profile, b: Profile) -> dict[str, float]:
        """The weights of the features of a pair, and the ``intercept``."""
        return (self.embedded if a.embedded and b.embedded else self.weights)[sort_of(a, b)]


@cache
def model() -> PairModel:
    """Load the packaged model."""
    data: dict[str, Any] = load_yaml("pair_model.yaml", __package__)
    return PairModel(**data)


def _told(head: Bag, body: Bag) -> float:
    """Share of the head's weight that the text holds too; 0 when there is no text."""
    if not head or not body:
        return 0.0
    total = math.fsum(head.values())
    return math.fsum(w for t, w in head.items() if t in body) / total if total else 0.0

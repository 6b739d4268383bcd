"""What of a document is compared with other documents: its `Profile`."""

from __future__ import annotations

import datetime as dt
import math
import re
from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import islice

from dragoman.records import Document
from dragoman.stories.lands import lands
from dragoman.stories.terms import background, term, words

HEAD_WORDS = 30
"""Words at the beginning of the text that stand in for a title where there is none."""

BODY_WORDS = 250
"""Words of the text that are looked at: news says first what happened; what follows is background."""

Bag = dict[str, float]
"""Weighted terms."""


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
        lands: codes of the lands named in the opening.
        day: day of publication, or ``None``.
    """

    head: Bag
    words: Bag
    names: Bag
    body: Bag
    numbers: frozenset[str]
    lands: frozenset[str]
    day: dt.date | None


def profile(document: Document) -> Profile:
    """Take from a document what `pairs` compares."""
    title = (document.title or "").strip()
    shouting = title.isupper()
    text = list(islice(words(document.text or ""), BODY_WORDS))
    head = list(words(title)) or text[:HEAD_WORDS]
    opening = [*head, *text[:HEAD_WORDS]]
    weight, is_name = background().weight, background().is_name
    terms = {word: term(word, shouting=shouting) for word in opening if not word[0].isdigit()}
    names = {t: weight(t) for word, t in terms.items() if is_name(t, word)}
    heaviness = {terms[word]: weight(terms[word]) for word in head if word in terms}
    counts = Counter(term(word) for word in text if not word[0].isdigit())
    return Profile(
        head=heaviness,
        words=unit({t: w for t, w in heaviness.items() if t not in names}),
        names=unit(names),
        body=unit({t: (1 + math.log(n)) * weight(t) for t, n in counts.items()}),
        numbers=frozenset(_numbers(opening)),
        lands=lands(opening, shouting=shouting),
        day=document.day,
    )


def unit(bag: Bag) -> Bag:
    """The bag at length 1, so that the product of two is their cosine."""
    length = math.sqrt(sum(w * w for w in bag.values()))
    return {t: w / length for t, w in bag.items()} if length else bag


def cosine(a: Bag, b: Bag) -> float:
    """Cosine of two bags of length 1; the same to the last digit whichever comes first."""
    return sum(a[t] * b[t] for t in sorted(a.keys() & b.keys()))


def _numbers(found: Iterable[str]) -> Iterable[str]:
    """Numbers that tell happenings apart: of two digits or more, and no year of our time."""
    plain = (word.replace(",", "") for word in found if word[0].isdigit())
    return (n for n in plain if len(n) > 1 and not re.fullmatch(r"(19|20)\d\d", n))

"""What a sentence is worth: how much it has of what the reports of a story have in common.

- ``common``: cosine with the *middle* of the reports: each counts alike, with its title as heavy as its text, each term
  as much as it is rare in the news, and what stands early more than what stands late
- ``meaning``: nearness to what the titles together mean
- ``opening``: 1 for the first sentence of a report, 1/n for the n-th
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from dragoman.briefing import standing
from dragoman.records import Document, Sentence
from dragoman.stories.profiles import Bag, cosine, unit
from dragoman.stories.terms import background, term, words
from dragoman.stories.titles import own_title
from dragoman.stories.vectors import nearness, vector

WEIGHTS = {"common": 1.0, "meaning": 1 / 3, "opening": 1 / 4}
"""Chosen by hand (benchmarks/briefing.py, first half, openings of the reports). ROUGE-1 is .404, without titles .380,
without what is common .389, without the meaning .396, without the opening .405: it decides where the rest is level."""

LATER = 0.8
"""What the words of the next sentence of a report count in its middle, beside those of a sentence."""

READ = 40
"""Sentences of a report that are looked at; what comes after is background more often than news."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, where it stands (number of the document, of the sentence), its words, terms and worth."""

    sentence: Sentence
    document: int
    number: int
    length: int
    terms: Bag
    worth: float


def candidates(documents: Sequence[Document], bodies: Sequence[Sequence[Sentence]]) -> list[Candidate]:
    """Weigh the sentences of each document's body."""
    read = [body[:READ] for body in bodies]
    counted = [[_terms(s.text) for s in body] for body in read]
    titles = [_terms(own_title(document)) for document in documents]
    middle = unit(
        _sum(
            unit(part)
            for bags, title in zip(counted, titles, strict=True)
            for part in (_sum(_scaled(bag, LATER**n) for n, bag in enumerate(bags)), title)
        )
    )
    meant = vector(t for title in titles for t in title)
    return [
        Candidate(sentence, d, n, len(sentence.text.split()), terms, worth)
        for d, (body, bags) in enumerate(zip(read, counted, strict=True))
        for n, (sentence, bag) in enumerate(zip(body, bags, strict=True))
        for terms in [unit(bag)]
        for worth in [
            WEIGHTS["common"] * cosine(terms, middle)
            + WEIGHTS["meaning"] * nearness(vector(bag), meant)
            + WEIGHTS["opening"] / (n + 1)
        ]
    ]


def _terms(text: str) -> Bag:
    """Terms of a text by weight times count, without those that every text has."""
    weight = background().weight
    bare = standing.words()["bare"]
    shouting = text.isupper()
    bag: defaultdict[str, float] = defaultdict(float)
    for word in words(text):
        t = term(word, shouting=shouting)
        if word.casefold() not in bare:
            bag[t] += weight(t)
    return dict(bag)


def _scaled(bag: Mapping[str, float], share: float) -> Bag:
    return {t: v * share for t, v in bag.items()}


def _sum(bags: Iterable[Mapping[str, float]]) -> Bag:
    total: defaultdict[str, float] = defaultdict(float)
    for bag in bags:
        for t, v in bag.items():
            total[t] += v
    return dict(total)

"""Which sentences of a story carry it: whole sentences of its articles, nothing of our own.

The *centroid* of a story is what its articles have in common: each article counts alike, each term as much as
it is rare in the news. A sentence is worth its likeness to the centroid and its nearness to the opening of
its article; the best are taken one after the other, leaving out what repeats one already taken, up to `WORDS`
words.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass

from dragoman.records import Citation, Document, Line, Sentence, Story
from dragoman.stories.profiles import Bag, cosine, unit
from dragoman.stories.terms import background, term, words

Splitter = Callable[[Document], Sequence[Sentence]]
"""What gives the sentences of a document, those of the title included (`dragoman.language.sentences`)."""

WORDS = 110
"""Length aimed at: the first paragraphs of a front page. The last sentence is taken whole."""
SHORTEST, LONGEST = 5, 60
"""Words of a sentence that can stand alone: shorter ones are bylines and cries, longer ones failed splits."""
OPENING = 0.5
"""Worth of the first sentence of an article for being the first; the n-th has 1/n of it. Beside summaries
written by people, ROUGE-1 is .30 without it and .35 with anything from 0.2 to 1 (66 stories of three
publishers each)."""
SAME = 0.5
"""Likeness (cosine) above which a sentence repeats another."""


@dataclass(frozen=True, slots=True)
class Candidate:
    """A sentence, where it stands (number of the document, of the sentence), its terms and its worth."""

    sentence: Sentence
    document: int
    number: int
    terms: Bag
    worth: float


def summary(story: Story, sentences: Splitter, length: int = WORDS) -> tuple[Line, ...]:
    """Return the sentences that carry a story, up to some number of words, in reading order, each cited."""
    bodies = [[s for s in sentences(d) if s.field == "text"] for d in story.documents]
    return tuple(
        Line(
            c.sentence.text,
            (Citation(c.sentence.document, "text", c.sentence.start, c.sentence.end, c.sentence.text),),
        )
        for c in sorted(chosen(candidates(bodies), length), key=lambda c: (c.number, c.document))
    )


def candidates(bodies: Sequence[Sequence[Sentence]]) -> list[Candidate]:
    """Weigh the sentences of each body."""
    counted = [[_terms(s.text) for s in body] for body in bodies]
    middle = unit(_sum(unit(_sum(body)) for body in counted))
    return [
        Candidate(sentence, d, n, terms, cosine(terms, middle) + OPENING / (n + 1))
        for d, (body, bags) in enumerate(zip(bodies, counted, strict=True))
        for n, (sentence, bag) in enumerate(zip(body, bags, strict=True))
        if SHORTEST <= len(sentence.text.split()) <= LONGEST
        for terms in [unit(bag)]
    ]


def chosen(found: Sequence[Candidate], length: int) -> list[Candidate]:
    """Take the best until `length` words are reached, without repetition."""
    taken: list[Candidate] = []
    used = 0
    for candidate in sorted(found, key=lambda c: (-c.worth, c.number, c.document)):
        if used >= length:
            break
        if all(cosine(candidate.terms, other.terms) < SAME for other in taken):
            taken.append(candidate)
            used += len(candidate.sentence.text.split())
    return taken


def _terms(text: str) -> Bag:
    """Terms of a text by weight times count."""
    weight = background().weight
    return {t: n * weight(t) for t, n in Counter(term(word) for word in words(text)).items()}


def _sum(bags: Iterable[Bag]) -> Bag:
    total: defaultdict[str, float] = defaultdict(float)
    for bag in bags:
        for t, v in bag.items():
            total[t] += v
    return total

"""Which sentences of a story carry it: whole sentences of its articles, nothing of our own.

What a story is about is told best by what its reports have in common, and by their titles. So a sentence is worth
its likeness to both (`worth`). The best are taken one after the other, as far as the words allow: of two that are
nearly as good the one of an origin not yet heard, none that repeats what is taken, and none that cannot be
understood where it stands (`standing`).
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence, Set
from itertools import pairwise

from dragoman.briefing.standing import denies, follows, stands_alone
from dragoman.briefing.worth import Candidate, candidates
from dragoman.records import Citation, Document, Line, Parser, Sentence, Story
from dragoman.stories.copies import copies
from dragoman.stories.grouping import in_order
from dragoman.stories.origins import origins
from dragoman.stories.profiles import cosine
from dragoman.stories.vectors import echoes

Splitter = Callable[[Document], Sequence[Sentence]]
"""What gives the sentences of a document, those of the title included (`dragoman.language.sentences`)."""

# The figures below were chosen by hand on the first half of the issues of benchmarks/briefing.py. None is sharp.
WORDS = 110
"""Words of the summary of a story that leads: the first paragraphs of a front page."""
SHORTEST, LONGEST = 6, 60
"""Words of a sentence that tells something: shorter ones are cries and labels, longer ones failed splits."""
SAME = 0.35
"""Likeness (cosine) from which on a sentence repeats another."""
ECHO = 0.52
"""The same for the echo (`dragoman.stories.vectors.echoes`), which hears "a week" in "seven days"."""
UNHEARD = 0.1
"""What a sentence gains by an origin not yet heard, as a share of the worth of the best sentence."""
LEAST = 0.3
"""Worth, as a share of that of the best sentence, below which a sentence only fills."""


def summarize(
    reports: Story | Sequence[Document], words: int = 60, *, parser: Parser = "accurate"
) -> tuple[Sentence, ...]:
    """Return the sentences that carry a story, from different origins, without repetition, in reading order.

    The same reports in another order give the same summary. Headlines without text help to choose, but nothing is
    quoted from them.

    Args:
        reports: a story, or the documents that tell one (their ids differ).
        words: the most words that the sentences have together; where no sentence is so short, the shortest is taken.
        parser: how the reports are read.
    """
    from dragoman.language import analyse, sentences

    documents = list(reports.documents) if isinstance(reports, Story) else in_order(reports)
    for _ in analyse(documents, parser):  # together is faster; each is then known
        pass
    of_one_text = reports.copies if isinstance(reports, Story) else _copies(documents)
    return _told(documents, of_one_text, lambda document: sentences(document, parser), words)


def summary(story: Story, sentences: Splitter, words: int = WORDS) -> tuple[Line, ...]:
    """Return what `summarize` does as lines, each cited, the sentences of a document given by `sentences`."""
    return tuple(
        Line(s.text, (Citation(s.document, s.field, s.start, s.end, s.text),))
        for s in _told(story.documents, story.copies, sentences, words)
    )


def _copies(documents: Sequence[Document]) -> tuple[tuple[str, ...], ...]:
    return tuple(tuple(documents[i].id for i in group) for group in copies(documents) if len(group) > 1)


def _told(
    documents: Sequence[Document],
    of_one_text: Sequence[Sequence[str]],
    sentences: Splitter,
    words: int,
) -> tuple[Sentence, ...]:
    length = {document.id: len(document.string("text")) for document in documents}
    reprints = {id for ids in of_one_text for id in ids if id != max(ids, key=length.__getitem__)}
    origin_of = {id: n for n, origin in enumerate(origins(documents, of_one_text)) for id in origin.documents}
    own = [document for document in documents if document.id not in reprints]
    bodies = [[s for s in sentences(document) if s.field == "text"] for document in own]
    titles = {_bare(document.string("title")) for document in own}
    whole = [c for c in candidates(own, bodies) if not _heads(c.sentence, titles)]
    found = [c for c in whole if SHORTEST <= c.length <= LONGEST and stands_alone(c.sentence.text)]
    found = found or whole  # as in a column of one who speaks of himself
    texts = {document.id: document.string("text") for document in own}
    return tuple(c.sentence for c in _ordered(_chosen(found, texts, origin_of, words), texts))


def _heads(sentence: Sentence, titles: Set[str]) -> bool:
    """Whether it is a headline: by its form, or a title in Title Case that stands once more in a text."""
    from dragoman.language.headlines import is_headline

    text = sentence.text.rstrip(". ")
    return sentence.headline or (_bare(text) in titles and bool(text) and is_headline(text))


def _bare(text: str) -> str:
    return " ".join(text.casefold().rstrip(". ").split())


def _chosen(
    found: Sequence[Candidate], texts: dict[str, str], origin_of: dict[str, int], words: int
) -> list[Candidate]:
    """Take the best, one after the other, as far as the words allow; the best comes first."""
    best = max((c.worth for c in found), default=0.0)
    left = sorted(found, key=lambda c: (-c.worth, c.number, c.document))
    taken: list[Candidate] = []
    heard: set[int] = set()
    room = words

    def gain(c: Candidate) -> float:
        return c.worth + UNHEARD * best * (origin_of[c.sentence.document] not in heard)

    while True:
        left = [c for c in left if c.length <= room and c.worth >= LEAST * best]
        fitting = [
            c
            for c in left
            if not follows(c.sentence.text) or any(_adjacent(other, c, texts) for other in taken)
        ]
        if not fitting:
            break
        first = max(fitting, key=gain)  # of equals the first of `left`
        left.remove(first)
        if any(_repeats(first, other) for other in taken):
            continue
        taken.append(first)
        heard.add(origin_of[first.sentence.document])
        room -= first.length
    if taken or not found:
        return taken
    whole = [c for c in found if not follows(c.sentence.text)] or found
    return [min(whole, key=lambda c: (max(c.length, words), -c.worth, c.number, c.document))]


def _repeats(c: Candidate, other: Candidate) -> bool:
    """Whether a sentence says again what another says, in the same words or in near ones.

    Who denies it does not.
    """
    if denies(c.sentence.text) != denies(other.sentence.text):
        return False
    return cosine(c.terms, other.terms) >= SAME or echoes(c.terms, [other.terms])[0] >= ECHO


def _ordered(taken: Sequence[Candidate], texts: dict[str, str]) -> Iterator[Candidate]:
    """Put the best first, then what stands early in its report; what goes on stays behind what it follows.

    What begins by denying does not come first where something else does.
    """
    by_place = sorted(taken, key=lambda c: (c.document, c.number))
    runs: list[list[Candidate]] = [by_place[:1]] if by_place else []
    for before, c in pairwise(by_place):
        if _adjacent(before, c, texts):
            runs[-1].append(c)
        else:
            runs.append([c])
    first = next((c for c in taken if not denies(c.sentence.text) and not follows(c.sentence.text)), None)
    best = first or (taken[0] if taken else None)
    for run in sorted(runs, key=lambda run: (best not in run, run[0].number, run[0].document)):
        yield from run


def _adjacent(before: Candidate, c: Candidate, texts: dict[str, str]) -> bool:
    """Whether nothing stands between the two."""
    a, b = before.sentence, c.sentence
    return (
        a.document == b.document
        and a.end <= b.start
        and not texts[a.document][a.end : b.start].strip(" \t\n\r")
    )

"""How a storyline is called where no affair of the registry names it: by what its titles have in common."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from dragoman.language import analyse
from dragoman.records import Document, Parser, Story
from dragoman.stories.profiles import cosine
from dragoman.stories.terms import background, term
from dragoman.storylines.labels import idle, matter
from dragoman.storylines.timeline import bag

if TYPE_CHECKING:
    from spacy.tokens import Doc, Token

MOST_TITLES, LONGEST, PARTS = 24, 4, 3
"""Titles that are read; words of a part of the name; parts."""

PARTS_OF_SPEECH = frozenset({"PROPN", "NOUN", "ADJ", "NUM"})
"""What a part of the name is made of, as Universal Dependencies call it."""

SHARE = 0.5
"""Share of the titles in which a part of the name stands."""

NAMES, NOUNS, ALONE, NOUN_ALONE = 3.0, 4.5, 4.0, 8.5
"""Weight (`terms.background`) below which a name, and below which a noun tells nothing ("government", "police"), and
below which all parts tell too little to be the whole name ("Trump"), or where no name is among them ("tax")."""


NEARLY = 0.8
"""Share of what the best title has in common with the others that is about as much."""


@dataclass(frozen=True, slots=True)
class _Run:
    """Words side by side in a title: their terms, how they are written, and whether they are a name."""

    terms: tuple[str, ...]
    text: str
    name: bool


def name(stories: Sequence[Story], parser: Parser) -> tuple[str, str]:
    """Return a name and how it was found, as ``table: entry``.

    Names and nouns that stand in half of the titles, as they are written there, names first; where there are none, or
    they say little, the title that has most in common with the others. Empty where no story has a title.
    """
    titled = [story for story in stories if story.title.strip()][:MOST_TITLES]
    documents = [Document(story.id, "headline", matter(story.title)) for story in titled]
    titles = [_runs(analysis.title) for analysis in analyse(documents, parser) if analysis.title is not None]
    count = Counter(terms for runs in titles for terms in {run.terms for run in runs})
    names = Counter(terms for runs in titles for terms in {run.terms for run in runs if run.name})
    shared = [
        terms
        for terms, n in count.items()
        if n >= max(2, SHARE * len(titled)) and _telling(terms, NAMES if 2 * names[terms] > n else NOUNS)
    ]
    if not shared:
        return _central(titled)
    parts: list[tuple[str, ...]] = []
    for terms in sorted(shared, key=lambda t: (-count[t] * _weight(t), t)):
        if not any(_one_name(terms, part, titles) for part in parts):
            parts.append(terms)
    thin = ALONE if any(names[part] for part in parts) else NOUN_ALONE
    if sum(map(_weight, parts)) < thin:
        return _central(titled)
    best = {
        terms: _written(run for runs in titles for run in runs if run.terms == terms)
        for terms in parts[:PARTS]
    }
    ordered = sorted(best.values(), key=lambda run: not run.name)
    told = min(count[terms] for terms in best)
    return " – ".join(run.text for run in ordered), f"titles: {told} of {len(titled)}"


def _one_name(terms: tuple[str, ...], part: tuple[str, ...], titles: Iterable[Sequence[_Run]]) -> bool:
    """Whether two parts are one: they share words, or stand in one name somewhere ("Jared", "Kushner")."""
    both = {*terms, *part}
    return len(both) < len(terms) + len(part) or any(
        run.name and both <= set(run.terms) for runs in titles for run in runs
    )


def _runs(title: Doc) -> list[_Run]:
    """Names, and nouns with what stands before them, of up to `LONGEST` words, and every part of them."""
    found: list[_Run] = []
    run: list[Token] = []
    for token in [*title, None]:
        if token is not None and (_fit(token) or (run and _joins(token, run[-1]))):
            run.append(token)
            continue
        cuts = ((i, j) for i in range(len(run)) for j in range(i + 1, min(len(run), i + LONGEST) + 1))
        found += [_run(run[i:j]) for i, j in cuts if _whole(run, i, j)]
        run = []
    return found


def _fit(token: Token) -> bool:
    """Whether a token may stand in a name."""
    return token.pos_ in PARTS_OF_SPEECH and not token.like_url


def _joins(token: Token, before: Token) -> bool:
    """Whether a token is the hyphen within a word."""
    return token.text == "-" and not before.whitespace_ and not token.whitespace_


def _whole(run: Sequence[Token], i: int, j: int) -> bool:
    """Whether the tokens are whole words, the last of them a name or a noun."""
    cut = (*run[max(0, i - 1) : i + 1], *run[j - 1 : j + 1])
    return run[j - 1].pos_ in {"PROPN", "NOUN"} and all(token.text != "-" for token in cut)


def _run(tokens: Sequence[Token]) -> _Run:
    doc = tokens[0].doc
    told = [token for token in tokens if token.text != "-"]
    text = doc[tokens[0].i : tokens[-1].i + 1].text
    return _Run(tuple(term(token.text) for token in told), text, all(t.pos_ == "PROPN" for t in told))


def _written(runs: Iterable[_Run]) -> _Run:
    """The run as it is written most often."""
    count = Counter(runs)
    return min(count, key=lambda run: (-count[run], run.text, run.name))


def _weight(terms: Iterable[str]) -> float:
    return sum(background().weight(t) for t in terms)


def _telling(terms: Sequence[str], least: float) -> bool:
    """Whether the words tell more than what half the news is about."""
    return any(background().weight(t) >= least and not idle(t) for t in terms)


def _central(stories: Sequence[Story]) -> tuple[str, str]:
    """The title that has most in common with the others; of titles that have about as much, the shortest."""
    if not stories:
        return "", "title: none"
    bags = [bag(story.title) for story in stories]
    common = [round(sum(cosine(one, other) for other in bags), 6) for one in bags]
    near = [i for i in range(len(stories)) if common[i] >= NEARLY * max(common)]
    best = stories[min(near, key=lambda i: (len(matter(stories[i].title)), -common[i], i))]
    return matter(best.title), f"title: {best.id}"

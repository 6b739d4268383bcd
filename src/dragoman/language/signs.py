"""What tells that words are a name and of which kind: the signs that `names.py` weighs.

Each sign is a short string; what it counts for each kind is learnt and stands in ``names.tsv``.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from typing import Any

import numpy as np
from spacy.tokens import Doc

from dragoman.language.gazetteer import Match, names, parts_of, plain, titles
from dragoman.language.letters import CAPITALS, SMALL, prints
from dragoman.language.tables import table
from dragoman.ontology.names import person_words

#: Kinds in the order of the columns of ``names.tsv``.
KINDS = ("PER", "ORG", "LOC")
#: Longest name looked for, in words, and longest run of small words within one.
LONGEST, LINKS = 8, 2
#: Least probability of a name for a word that the tree does not call a proper noun.
LIKELY = 0.15
#: Odds of the encoder are believed up to here (natural logarithm).
SURE = 5.0

#: Signs with a number: what the encoder says of a span, for one kind.
MEASURES = ("words", "mean word", "kind", "end", "begin")

#: Parts of speech of words in names, besides proper nouns, where capitals show them.
_NAMING = {"NOUN", "ADJ", "X", "VERB"}
_JOINS = {"and", ",", "or", "&"}
_CHILDREN = {"flat", "compound", "amod", "nmod:poss"}


@dataclass(frozen=True, slots=True)
class Candidate:
    """Words, counted without white space, that may be a name, and what is known of them."""

    start: int
    end: int
    matches: tuple[Match, ...]


class Text:
    """A Doc without its white space, as lists; a word's number is its place in them."""

    def __init__(self, doc: Doc, classes: Sequence[str]) -> None:
        """Read a Doc whose encoder has left ``name_scores``, columns in the order of `classes`."""
        tokens = [token for token in doc if not token.is_space]
        self.token = [token.i for token in tokens]
        place = {i: n for n, i in enumerate(self.token)}
        self.words = [token.text for token in tokens]
        self.low = [plain(word) for word in self.words]
        self.pos = [token.pos_ for token in tokens]
        self.dep = [token.dep_ for token in tokens]
        self.head = [place.get(token.head.i, n) for n, token in enumerate(tokens)]
        self.starts = [n == 0 or bool(token.is_sent_start) for n, token in enumerate(tokens)]
        self.glued = [n > 0 and not tokens[n - 1].whitespace_ for n in range(len(tokens))]
        self.prints: list[int] = []
        edges = [n for n, start in enumerate(self.starts) if start] + [len(tokens)]
        self.sentence_end = [0] * len(tokens)
        for begin, end in pairwise(edges):
            self.prints += prints(self.words[begin:end], self.glued[begin:end])
            self.sentence_end[begin:end] = [end] * (end - begin)
        self._titles: dict[int, int | None] = {}
        self._believe(doc.user_data["name_scores"][self.token], classes)

    def _believe(self, scores: Any, classes: Sequence[str]) -> None:
        """Turn the encoder's scores into odds (natural logarithm), clipped at `SURE`."""
        scores = np.asarray(scores, dtype=np.float64).reshape(-1, len(classes))
        p = np.exp(scores - scores.max(1, keepdims=True))
        p = p / p.sum(1, keepdims=True) + 1e-6
        begin = p[:, [classes.index(f"B-{kind}") for kind in KINDS]]
        inside = p[:, [classes.index(f"I-{kind}") for kind in KINDS]]
        opens, goes_on = begin.sum(1), inside.sum(1)
        name, none = opens + goes_on, p[:, classes.index("O")]
        odds = np.log(
            np.hstack(
                [
                    begin / none[:, None],
                    inside / none[:, None],
                    (begin + inside) / name[:, None],
                    (goes_on / (1 - goes_on).clip(1e-6))[:, None],
                    (opens / goes_on)[:, None],
                ]
            )
        ).clip(-SURE, SURE)
        self.likely: list[float] = name.tolist()
        self.best = [classes[n] for n in scores.argmax(1)]
        self._odds: list[list[float]] = odds.tolist()

    def title_before(self, end: int) -> int | None:
        """Return where the longest title that ends before a word begins, ``None`` where there is none."""
        if end not in self._titles:
            self._titles[end] = self._title_before(end)
        return self._titles[end]

    def _title_before(self, end: int) -> int | None:
        if end == 0 or self.starts[end : end + 1] == [True]:
            return None
        known = titles().get((parts_of(self.low[end - 1]) or ("",))[-1], frozenset())
        first: int | None = None
        parts: tuple[str, ...] = ()
        if known:
            for start in range(end - 1, max(-1, end - 6), -1):
                parts = (*parts_of(self.low[start]), *parts)
                if " ".join(parts) in known:
                    first = start
                if self.starts[start]:
                    break
        return first

    def measures(self, start: int, end: int) -> list[tuple[float, ...]]:
        """Return for each kind what the encoder says of the words, in the order of `MEASURES`."""
        rows = self._odds[start:end]
        on = self._odds[end][9] if end < len(self.words) and not self.starts[end] else -SURE
        words = [rows[0][kind] + sum(row[3 + kind] for row in rows[1:]) for kind in range(len(KINDS))]
        return [
            (
                words[kind],
                words[kind] / len(rows),
                sum(row[6 + kind] for row in rows) / len(rows),
                on,
                rows[0][10],
            )
            for kind in range(len(KINDS))
        ]


def candidates(text: Text) -> Iterator[Candidate]:
    """Yield what may be a name: parts of runs of name-like words, known names, and the encoder's own spans."""
    found: dict[tuple[int, int], list[Match]] = {}
    like = [_like(text, i) for i in range(len(text.words))]
    gazetteer = names()
    for i, likely in enumerate(like):
        if likely or text.prints[i] > SMALL:
            end = min(text.sentence_end[i], i + LONGEST)
            for match in gazetteer.at(i, text.words, text.low, end):
                if any(like[match.start : match.end]) or text.prints[i] > SMALL:
                    found.setdefault((match.start, match.end), []).append(match)
    for i, likely in enumerate(like):
        if likely:
            for end in _ends(text, like, i):
                found.setdefault((i, end), [])
    for start, end in _spans(text.best):
        found.setdefault((start, end), [])
    for (start, end), matches in sorted(found.items()):
        yield Candidate(start, end, tuple(matches))


def _like(text: Text, i: int) -> bool:
    if not any(map(str.isalnum, text.words[i])):
        return False
    if text.pos[i] == "PROPN" or text.likely[i] > LIKELY:
        return True
    return text.prints[i] > SMALL and not text.starts[i] and text.pos[i] in _NAMING


def _ends(text: Text, like: list[bool], start: int) -> Iterator[int]:
    """Yield where a name beginning with a word may end: after each name-like word that follows closely."""
    links = 0
    for i in range(start, min(text.sentence_end[start], start + LONGEST)):
        if like[i]:
            links = 0
            yield i + 1
        elif text.low[i] in word_lists()["links"] and links < LINKS:
            links += 1
        else:
            return


def _spans(best: list[str]) -> Iterator[tuple[int, int]]:
    start = None
    for i, tag in enumerate([*best, "O"]):
        if start is not None and (tag[0] != "I" or tag[2:] != best[start][2:]):
            yield start, i
            start = None
        if tag != "O" and start is None:
            start = i


@cache
def word_lists() -> dict[str, frozenset[str]]:
    """Return the lists of ``names.yaml`` by name, ``organisation last`` and the like for those in two parts."""
    lists: dict[str, frozenset[str]] = {}
    for key, value in table("names").items():
        if isinstance(value, dict):
            lists |= {f"{key} {part}": frozenset(words) for part, words in value.items()}
        else:
            lists[key] = frozenset(value)
    return lists


class Cover:
    """Known names over the words: by which longer one a candidate is covered."""

    def __init__(self, found: Sequence[Candidate]) -> None:
        """Take all candidates of a text."""
        self._ends: dict[int, set[str]] = {}
        self._starts: dict[int, set[str]] = {}
        self._over: dict[int, list[Match]] = {}
        for candidate in found:
            for match in candidate.matches:
                kinds = {entry.kind for entry in match.known}
                self._ends.setdefault(match.end, set()).update(kinds)
                self._starts.setdefault(match.start, set()).update(kinds)
                if match.end - match.start > 1:
                    for i in range(match.start, match.end):
                        self._over.setdefault(i, []).append(match)

    def longer(self, start: int, end: int) -> set[str]:
        """Return the kinds of known names that hold these words and more."""
        return {
            entry.kind
            for match in self._over.get(start, ())
            if match.end >= end and match.end - match.start > end - start
            for entry in match.known
        }

    def beside(self, text: Text, start: int, end: int) -> Iterator[str]:
        """Yield the kind of a known name that stands beside these words, joined by "and" or a comma."""
        low = text.low
        if start > 1 and low[start - 1] in _JOINS and len(kinds := self._ends.get(start - 1, ())) == 1:
            yield from kinds
        if end + 1 < len(low) and low[end] in _JOINS and len(kinds := self._starts.get(end + 1, ())) == 1:
            yield from kinds


def signs(text: Text, candidate: Candidate, cover: Cover) -> list[str]:
    """Return the signs of a candidate."""
    start, end = candidate.start, candidate.end
    return [
        "a name",
        f"{min(end - start, 5)} words",
        *_known(candidate, cover),
        *(f"beside known {kind}" for kind in cover.beside(text, start, end)),
        *_inside(text, start, end),
        *_around(text, start, end),
        *_tree(text, start, end),
    ]


def _known(candidate: Candidate, cover: Cover) -> Iterator[str]:
    sorts = {entry.sort for match in candidate.matches for entry in match.known}
    kinds = {entry.kind for match in candidate.matches for entry in match.known}
    for sort in sorted(sorts):
        yield f"known {sort}"
    if len(kinds) == 1:
        (only,) = kinds
        yield f"known only as {only}"
        if candidate.end - candidate.start > 1:
            yield f"known only as {only}, several words"
    for kind in sorted(cover.longer(candidate.start, candidate.end)):
        yield f"part of known {kind}"


def _inside(text: Text, start: int, end: int) -> Iterator[str]:
    lists, low, size = word_lists(), text.low, end - start
    first, last = low[start], low[end - 1]
    given, family = person_words()
    if size > 1:
        for kind in ("organisation", "place"):
            if last in lists[f"{kind} last"]:
                yield f"ends in {kind} word"
            if first in lists[f"{kind} first"]:
                yield f"opens with {kind} word"
            if first in lists[f"{kind} first"] and low[start + 1] == "of" and size > 2:
                yield f"opens with {kind} word of"
            if any(word in lists[f"{kind} last"] for word in low[start : end - 1]):
                yield f"holds {kind} word"
        if any(word == "of" for word in low[start + 1 : end - 1]):
            yield "holds of"
        if any(word in {"and", "&"} for word in low[start + 1 : end - 1]):
            yield "holds and"
        if any(word in {",", "/"} for word in low[start:end]):
            yield "holds comma"
        if any(word == "'s" for word in low[start:end]):
            yield "holds 's"
        if any(word == "-" for word in low[start:end]):
            yield "holds hyphen"
        if any(len(word) == 2 and word[1] == "." for word in low[start:end]):
            yield "holds initial"
        if any(text.pos[i] == "PROPN" for i in range(start, end)):
            lower = sum(text.prints[i] == SMALL and low[i] not in lists["links"] for i in range(start, end))
            if lower:
                yield "holds small word"
        if last in lists["after_name"]:
            yield "ends in number of a name"
        if names_people(first):
            yield "opens with people"
        if first in given:
            yield "opens with given name"
        if last in family:
            yield "ends in family name"
        if first in ("the", "a", "an"):
            yield "opens with the"
    else:
        for kind in ("organisation", "place"):
            if first in lists[f"{kind} last"]:
                yield f"is {kind} word"
        if first in given:
            yield "is given name"
        if first in family:
            yield "is family name"
        if names_people(first):
            yield "is people"
    if any(text.title_before(n) == start for n in range(start + 1, min(end, start + 3))):
        yield "opens with title"
    if text.title_before(end) == start:
        yield "is title"
    if any(map(str.isdigit, "".join(low[start:end]))):
        yield "holds digit"
    proper = sum(text.pos[i] == "PROPN" for i in range(start, end))
    yield "all proper nouns" if proper == size else "some proper nouns" if proper else "no proper noun"
    yield f"opens {text.pos[start]}"
    yield f"closes {text.pos[end - 1]}"
    kind_of_print = text.prints[start]
    if kind_of_print == CAPITALS and size == 1:
        yield "abbreviation" if len(first) < 6 else "in capitals"
    elif kind_of_print:
        yield f"first letters {kind_of_print}" + (" at the start" if text.starts[start] else "")
    if kind_of_print > SMALL:
        opens = text.starts[start] or text.prints[start - 1] <= SMALL
        closes = end == text.sentence_end[start] or text.prints[end] <= SMALL
        inside = all(text.prints[i] > SMALL for i in range(start, end))
        yield f"capitals{' inside' * inside}{' not before' * opens}{' not after' * closes}"
    if size > 1 and text.prints[end - 1]:
        yield f"last letters {text.prints[end - 1]}"


def _around(text: Text, start: int, end: int) -> Iterator[str]:
    lists, low = word_lists(), text.low
    inside = not text.starts[start]
    before = low[start - 1] if inside else ""
    # An article stands between a preposition and the name it governs.
    governor = low[start - 2] if before == "the" and not text.starts[start - 1] else before
    article = " the" if before == "the" else ""
    if not inside:
        yield "at the start"
    elif governor in lists["places_before"] or governor in lists["others_before"]:
        yield f"after {governor}{article}"
    elif article:
        yield "after the"
    if inside:
        if text.title_before(start) is not None:
            yield "after title"
        if before in lists["site"] or (before == "of" and low[start - 2] in lists["site"]):
            yield "after site noun"
        if before in lists["group"]:
            yield "after group noun"
        if text.pos[start - 1] == "PROPN" and start - 1 >= 0:
            yield "proper noun before"
        if before == "of" and start > 1 and text.pos[start - 2] == "PROPN":
            yield "proper noun of before"
            if low[start - 2] in lists["organisation first"]:
                yield "organisation word of before"
            if low[start - 2] in lists["place first"]:
                yield "place word of before"
    after = low[end] if end < len(low) and not text.starts[end] else ""
    if after in {"'s", ",", ")", ".", "-", "and", "of", "'", "("}:
        yield f"before {after}"
    if after == "of" and end + 1 < len(low) and text.pos[end + 1] == "PROPN":
        yield "before of proper noun"
    if after:
        if after in lists["site"]:
            yield "before site noun"
        if after in lists["group"]:
            yield "before group noun"
        if after in lists["saying"]:
            yield "before saying"
        if text.pos[end] == "PROPN":
            yield "proper noun after"
            if after in lists["organisation last"]:
                yield "organisation word after"
            if after in lists["place last"]:
                yield "place word after"
        if after in lists["after_name"]:
            yield "number of a name after"


def _tree(text: Text, start: int, end: int) -> Iterator[str]:
    lists = word_lists()
    tops = [i for i in range(start, end) if not start <= text.head[i] < end or text.head[i] == i]
    if len(tops) != 1:
        yield "more than one phrase"
    top = tops[-1] if tops else end - 1
    dep, head = text.dep[top], text.head[top]
    yield f"as {dep}"
    if dep in {"nsubj", "nsubj:pass", "obl:agent"} and text.low[head] in lists["saying"]:
        yield "says"
    if dep in {"nmod", "compound", "nmod:poss", "appos", "amod", "flat"}:
        if text.low[head] in lists["group"]:
            yield f"{dep} of group noun"
        elif text.low[head] in lists["site"]:
            yield f"{dep} of site noun"
    for i in range(end, min(end + 8, text.sentence_end[start])):
        if text.dep[i] == "appos" and start <= text.head[i] < end:
            yield from (f"is a {kind}" for kind in ("site", "group") if text.low[i] in lists[kind])
    for i in (start - 1, end):
        if 0 <= i < len(text.head) and start <= text.head[i] < end and text.dep[i] in _CHILDREN:
            yield f"leaves {text.dep[i]}"


@cache
def _people_words() -> frozenset[str]:
    from dragoman.ontology.names import known

    return frozenset(
        {plain(entry.form) for entry in known() if entry.kind == "NORP"} | word_lists()["peoples"]
    )


def names_people(low: str) -> bool:
    """Whether a lower-case word is a nationality, religion or party's adjective or noun."""
    return low in _people_words()

"""Did it happen: the status of an event, from the words around it, the layer that weighs them, and time.

Rules and layer agree as follows. Where a word says something special, that word decides (`status_rules`): "will",
"denies", "if". Where none does, the predicate is told as a fact, unless the layer (`factuality`) holds it for more
likely that it is none – what is wanted, habitual or supposed without a word for it ("an invitation *to visit*"); it is
``conditional`` then. What a word farther up places ahead is taken for a fact all the same where the layer is sure of
it. What happened is ``planned`` or ``historical`` where its date says so. The layer's probability goes with every
status.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from dragoman.coding import factuality, status_rules, tree
from dragoman.coding.predicates import Predicate
from dragoman.coding.status_rules import Told
from dragoman.records import Date, Status

# What is told as past and lies further back than this is history, not news.
HISTORICAL_DAYS = 365
# Below this probability what no word marks is not taken for a fact.
UNLIKELY = 0.5
# From this probability on, what a word above places ahead is taken for a fact.
SURE = 0.8
# Purposes of material cooperation and conflict (quad classes) are deeds to come; whoever comes to talk talks.
_MATERIAL = {2, 4}


@dataclass(frozen=True, slots=True)
class Reality:
    """Whether an event happened, as it is told.

    Attributes:
        status: the class.
        future: whether it lies ahead (a refusal to come is not a failure in the past).
        probability: how likely it is that it happened, by the words around it alone, whatever the status.
        why: what decided: a word of the sentence, a date, or empty where nothing special is said.
    """

    status: Status
    future: bool
    probability: float
    why: str


def of(predicate: Predicate, date: Date | None, published: dt.date | None) -> Reality:
    """Return the status of a predicate.

    Args:
        predicate: what matched.
        date: when the sentence says it was.
        published: day of the document.
    """
    return of_word(
        predicate.head, predicate.object, date, published, material=predicate.entry.quad in _MATERIAL
    )


def of_word(
    head: Token,
    other: Token | None = None,
    date: Date | None = None,
    published: dt.date | None = None,
    *,
    material: bool = True,
) -> Reality:
    """Return the status of what a verb, noun or adjective tells of, event or not.

    Args:
        head: the word.
        other: the noun that is part of the predicate ("held *talks*").
        date: when the sentence says it was.
        published: day of the document.
        material: whether it is a deed rather than words.
    """
    told = status_rules.read(head, other, material=material)
    likely = factuality.probability(head, told)
    why = told.word.text if told.word is not None else ""
    if told.status == "planned" and told.above and likely > SURE:
        told, why = Told(None), ""
    if told.status not in {None, "ongoing"}:
        assert told.status is not None
        return Reality(told.status, told.future, likely, why)
    if published is not None and (timed := _by_time(head, date, published)):
        status, when = timed
        if status == "planned" or told.status is None:
            return Reality(status, status == "planned", likely, when)
    if told.status is None and likely < UNLIKELY and not _is_headline(head):
        return Reality("conditional", False, likely, f"likelihood {likely:.2f}")
    return Reality(told.status or "happened", told.future, likely, why)


def _is_headline(head: Token) -> bool:
    """Whether a word is the verb of a line without a stop: headlines tell in the present what happened."""
    sentence = head.sent
    words = [token for token in sentence if not token.is_space]
    ends = words[-1].is_punct and words[-1].text in {".", "!", "?", "…", "”", '"'}
    return head.dep_ == "ROOT" and not ends and bool(tree.children(head, "nsubj", "nsubj:pass"))


def _by_time(head: Token, date: Date | None, published: dt.date) -> tuple[Status, str] | None:
    """Return what the date of an event says of it, and that date."""
    if date is not None:
        if dt.date.fromisoformat(date.start) > published:
            return "planned", date.start
        if (published - dt.date.fromisoformat(date.end)).days > HISTORICAL_DAYS:
            return "historical", date.end
    for year in _years_of(head):
        if year < published.year - 1:
            return "historical", str(year)
    return None


def _years_of(head: Token) -> Iterator[int]:
    """Yield the years that stand with a word as bare numbers: "the *1916* rising", "in *1979* crowds seized …"."""
    deps = ("compound", "nummod", "amod", "nmod:unmarked") if head.pos_ in {"NOUN", "PROPN"} else ("obl",)
    for child in tree.children(head, *deps):
        in_ = "obl" not in deps or tree.preposition(child) == "in"
        if in_ and len(child.text) == 4 and child.text.isdecimal() and child.text[0] in "12":
            yield int(child.text)

"""Did it happen: status read off auxiliaries, negation, the words a clause hangs on, and time.

The nearest word counts first: the verb's own auxiliaries and negation, then the words above it in the tree.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from dragoman.coding import tree
from dragoman.coding.grammar import is_grammatical
from dragoman.coding.predicates import Predicate, lemma
from dragoman.ontology.status import StatusWords, status_words
from dragoman.records import Date, Status

# What is told as past and lies further back than this is history, not news.
HISTORICAL_DAYS = 365

_CLAUSE_OF = {"xcomp", "ccomp", "acl", "advcl", "obj", "nmod", "obl", "nsubj:pass"}


@dataclass(frozen=True, slots=True)
class Reality:
    """The status of an event, and whether it lies ahead (a refusal to come is not a failure in the past)."""

    status: Status
    future: bool


def of(predicate: Predicate, date: Date | None, published: dt.date | None) -> Reality:
    """Return the status of a predicate.

    Args:
        predicate: what matched.
        date: when the sentence says it was.
        published: day of the document.
    """
    words = status_words()
    future = False
    negated = False
    status: Status | None = None
    for verb in _chain(predicate.head):
        own, ahead, is_not = _own(verb, words)
        future = future or ahead
        # "will not wait but attack": the second verb shares the time of the first, not its negation.
        negated = negated or (is_not and not (verb is not predicate.head and _is_contrasted(predicate.head)))
        if own is not None and status is None:
            status = own
    if predicate.object is not None:
        negated = negated or _own(predicate.object, words)[2]  # "held no talks"
    if status is None:
        status = _governed(predicate.head, words, material=predicate.entry.quad in {2, 4})
    if negated and status != "denied":
        return Reality("negated", future or status == "planned")
    if status is None and date is not None and published is not None:
        if dt.date.fromisoformat(date.start) > published:
            status = "planned"
        elif (published - dt.date.fromisoformat(date.end)).days > HISTORICAL_DAYS:
            status = "historical"
    # "failed to agree" refuses what lay ahead, as "will not agree" does.
    return Reality(status or "happened", future or status in {"planned", "negated"})


def _chain(head: Token) -> Iterator[Token]:
    """Yield the predicate and the verb whose auxiliaries it shares.

    That is the verb before it where it has no auxiliary of its own and the same form ("did not arm or
    *attack*", but not "did not wait and *attacked*"), or the verb that carries an event noun ("will launch
    an *attack*").
    """
    yield head
    above = head.head
    if head.dep_ == "conj":
        alike = head.pos_ == above.pos_ and _form(head) == _form(above)
        if alike and not tree.children(head, "aux", "mark", "nsubj"):
            yield above
    elif above.pos_ == "VERB" and is_grammatical(lemma(above), "support_verbs"):
        begins = head.dep_ == "nsubj" and not tree.children(above, "obj")  # "talks will begin"
        if head.dep_ in {"obj", "nsubj:pass"} or begins:
            yield above


def _form(verb: Token) -> list[str]:
    return verb.morph.get("VerbForm", [])


def _is_contrasted(verb: Token) -> bool:
    return any(t.lower_ == "but" for t in tree.children(verb, "cc"))


def _own(verb: Token, words: StatusWords) -> tuple[Status | None, bool, bool]:
    """Return status, whether it lies ahead, and whether it is negated, by what hangs on the word itself."""
    auxiliaries = {t.lower_ for t in tree.children(verb, "aux", "aux:pass", "cop")}
    adverbs = {t.lower_ for t in tree.children(verb, "advmod", "det", "amod", "nmod:desc")}
    marks = {t.lower_ for t in tree.children(verb, "mark")}
    negated = bool((auxiliaries | adverbs) & words.negation) or "without" in marks
    if marks & words.if_:
        return "conditional", False, negated
    if auxiliaries & words.future:
        return "planned", True, negated
    if auxiliaries & words.conditional or adverbs & words.conditional_by:
        return "conditional", False, negated
    if "to" in marks and (verb.dep_ == "ROOT" or tree.children(verb, "nsubj", "nsubj:pass")):
        return "planned", True, negated  # headline: "Leader to Visit Oslo"
    if adverbs & words.ongoing:
        return "ongoing", False, negated
    if adverbs & words.historical:
        return "historical", False, negated
    if verb.pos_ == "VERB" and "Part" in _form(verb):
        progressive = "Pres" in verb.morph.get("Tense", []) or "being" in auxiliaries
        if progressive and auxiliaries & {"is", "are", "'s", "’s", "am", "been", "'re"}:
            return "ongoing", False, negated
    if verb.pos_ in {"NOUN", "PROPN"}:
        if auxiliaries & {"is", "are", "'s", "’s"}:
            return "ongoing", False, negated  # "is in talks with"
        if adverbs & words.planned_by:
            return "planned", True, negated  # "upcoming talks"
    return None, False, negated


def _governed(token: Token, words: StatusWords, material: bool) -> Status | None:
    """Return the status that the nearest word above gives to the clause or noun it governs.

    A deed that is only the purpose of another ("sent troops *to fight*") is planned; whoever comes to talk talks.
    """
    while token.dep_ in _CLAUSE_OF or token.dep_ == "conj":
        above = token.head
        if token.dep_ == "conj":
            token = above
            continue
        clause = token.dep_ in {"xcomp", "acl", "ccomp"} or (token.dep_ == "advcl" and _is_to(token))
        name = lemma(above)
        own, _, negated = _own(above, words)
        if token.dep_ == "advcl" and not clause:
            if name not in words.denied_by | words.negated_by or "Ger" not in token.morph.get("VerbForm", []):
                return None
            clause = True  # "denied *sending* tanks", which trees often call a circumstance
        if clause or token.dep_ in {"obj", "nmod", "nsubj:pass", "obl"}:
            if name in words.denied_by and not negated:
                return "denied"
            if clause and name in words.negated_by and not negated:
                return "negated"
            if name in words.conditional_by and (clause or above.pos_ == "NOUN" or token.dep_ == "obl"):
                return "conditional"
            if (
                {name, above.lower_} & words.planned_by  # "is *going* to attack"
                and (_is_to(token) or token.pos_ in {"NOUN", "PROPN"})
                and token.dep_ != "obl"
            ):
                return "negated" if negated and clause else "planned"
            if name in words.ongoing and clause:
                return "ongoing"
        if clause and _is_to(token):
            if negated and name not in words.negated_by | words.denied_by:
                return "negated"
            if own in {"planned", "conditional"}:
                return own
            if token.dep_ == "advcl" and material:
                return "planned"
        elif token.dep_ in {"nmod", "obl"}:
            if own == "planned" and tree.preposition(token) in {"in", "at", "during"}:
                return own  # "to raise it *in talks* with Oslo"
            if above.pos_ not in {"NOUN", "PROPN"}:
                return None  # what is told as a circumstance keeps its own status
        token = above
    return None


def _is_to(token: Token) -> bool:
    return any(t.lower_ == "to" for t in tree.children(token, "mark"))

"""What the words around a predicate say of whether it happened: rules over the tree, nearest word first.

The word's own auxiliaries, negation and adverbs come first (`status_own`), then the words above it in the tree, each
with what it says of the clause or noun it governs (``ontology/status.yaml``). A word that calls the report untrue
counts before all others.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from spacy.tokens import Token

from dragoman.coding import tree
from dragoman.coding.grammar import is_grammatical
from dragoman.coding.predicates import lemma
from dragoman.coding.status_own import NOUNS, Own, form, is_past_participle, negation, own
from dragoman.ontology.status import StatusWords, status_words
from dragoman.records import Status

_GOVERNED = {"xcomp", "ccomp", "acl", "acl:relcl", "advcl", "csubj", "obj", "nmod", "obl", "nsubj", "nsubj:pass",
             "dep", "conj"}  # fmt: skip


@dataclass(frozen=True, slots=True)
class Told:
    """What the words say.

    Attributes:
        status: the status, ``None`` where no word says anything special: told as a fact.
        future: whether it lies ahead (a refusal to come is not a failure in the past).
        word: the word that says so.
        above: whether that word governs the predicate, rather than hang on it: the farther, the less certain.
    """

    status: Status | None
    future: bool = False
    word: Token | None = None
    above: bool = False


def read(head: Token, other: Token | None = None, *, material: bool = True) -> Told:
    """Return what the words say of a predicate.

    Args:
        head: the verb, noun or adjective.
        other: the noun that is part of the predicate ("held *talks*").
        material: whether it is a deed: one that is only the purpose of another ("sent troops *to fight*") lies ahead;
            whoever comes to talk talks.
    """
    head = _bearer(head)
    ahead = False
    negating: Token | None = None
    nearest: Own | None = None
    for verb in _chain(head):
        found = own(verb)
        ahead = ahead or found.ahead
        # "will not wait but attack": the second verb shares the time of the first, not its negation.
        if verb is head or not any(t.lower_ == "but" for t in tree.children(head, "cc")):
            negating = negating or found.negation
        nearest = nearest or (found if found.status is not None else None)
    if other is not None:
        negating = negating or negation(other)  # "held no talks"
    above = _governed(head, status_words(), material)
    if above is not None and above.status == "denied":
        return above
    if negating is not None:
        return Told("negated", ahead, negating)
    # "warned that Oslo is arming": what goes on in somebody's fears is feared.
    open_ = above is not None and above.status in {"conditional", "negated"}
    if nearest is not None and not (nearest.status == "ongoing" and open_):
        return Told(nearest.status, nearest.ahead, nearest.word)
    return above if above is not None else Told(None, ahead)


def _bearer(noun: Token) -> Token:
    """Return the noun that only measures the event, where there is one: "a *round* of talks"."""
    above = noun.head
    measured = noun.dep_ == "nmod" and tree.preposition(noun) == "of" and above.pos_ in NOUNS
    return above if measured and is_grammatical(lemma(above), "measures") else noun


def _chain(head: Token) -> Iterator[Token]:
    """Yield the predicate and the verb whose auxiliaries it shares.

    That is the verb before it where it has no auxiliary of its own and the same form ("did not arm or
    *attack*", but not "did not wait and *attacked*"), or the verb that carries an event noun ("will launch
    an *attack*", "*talks* will take place").
    """
    yield head
    above = head.head
    if head.dep_ == "conj":
        alike = head.pos_ == above.pos_ and form(head) == form(above)
        if alike and not tree.children(head, "aux", "mark", "nsubj"):
            yield above
    elif above.pos_ == "VERB" and is_grammatical(lemma(above), "support_verbs"):
        if head.dep_ in {"obj", "nsubj:pass"} or (head.dep_ == "nsubj" and not tree.children(above, "obj")):
            yield above
    elif head.dep_ == "nsubj" and above.pos_ == "VERB":
        place = any(t.lower_ == "place" for t in tree.children(above, "obj"))
        if lemma(above) in status_words().befall or (lemma(above) == "take" and place):
            yield above


def _governed(token: Token, words: StatusWords, material: bool) -> Told | None:
    """Return what the nearest word above says of the clause or noun it governs."""
    while token.dep_ in _GOVERNED:
        above = _above(token)
        if token.dep_ == "conj":
            token = above
            continue
        untrue = _untrue(token, above, words)
        if untrue is not None:
            return Told("denied", False, untrue, above=True)
        if token.dep_ == "acl:relcl" or (token.dep_ == "acl" and is_past_participle(token)):
            return None  # "plans to lift sanctions *imposed* in May"
        found = _said_by(above, token, words, material)
        if found is not None:
            return found
        if token.dep_ == "nsubj" or (token.dep_ == "advcl" and not _completes(token, above, words)):
            return None
        carried = is_grammatical(lemma(above), "measures" if above.pos_ in NOUNS else "support_verbs")
        if token.pos_ in NOUNS and token.dep_ != "ccomp" and not carried:
            return None  # "plans to condemn the *attack*": what a deed is about keeps its own status
        token = above
    return None


def _above(token: Token) -> Token:
    """Return the word that governs one.

    "*denied* that Oslo had paid, saying it was a rumour": trees may hang the clause on the verb behind it, which only
    goes on from the one before.
    """
    above = token.head
    fronted = token.dep_ == "ccomp" and token.i < above.i and _has_mark(token, {"that"})
    return above.head if fronted and above.dep_ == "advcl" and above.head.i < token.i else above


def _completes(token: Token, above: Token, words: StatusWords) -> bool:
    """Whether the token heads a clause that completes the word above, whatever the tree calls it."""
    if token.dep_ in {"xcomp", "ccomp", "acl", "csubj"}:
        return True
    if token.dep_ != "advcl":
        return False
    # "prevented them from leaving", "denied *sending* tanks", which trees often call a circumstance
    governing = words.denied_by | words.negated_by | words.dismissed_by | words.ended_by
    bare = "Ger" in form(token) and not tree.children(token, "mark", "nsubj")
    return _has_mark(token, {"to", "of", "from"}) or (bare and bool({lemma(above), above.lower_} & governing))


def _said_by(above: Token, token: Token, words: StatusWords, material: bool) -> Told | None:
    """Return what a word says of the clause or noun right below it."""
    particles = {f"{lemma(above)} {t.lower_}" for t in tree.children(above, "compound:prt")}
    names = particles or {lemma(above), above.lower_}  # "set *up*" is not "set"
    its = own(above)
    clause = _completes(token, above, words)
    noun = token.pos_ in NOUNS and token.dep_ in {"obj", "nmod", "nsubj:pass", "obl"}
    acted_on = noun and token.dep_ in {"obj", "nsubj:pass"}

    def told(status: Status, word: Token | None = above) -> Told:
        return Told(status, status in {"planned", "negated"}, word, above=True)

    if (clause or noun) and names & words.denied_by and its.negation is None:
        return told("denied")
    if clause and names & words.ended_by:
        return told("negated") if its.negation is None else told("ongoing", its.negation)
    if clause and names & words.negated_by:
        return told("negated") if its.negation is None else None
    if acted_on and names & words.averted_by and its.negation is None:
        return told("negated" if its.status is None else "conditional")
    if _leaves_open(names, token, clause, acted_on, noun, words):
        return told("conditional")
    ahead = _is_to(token) or (noun and (token.dep_ != "obl" or _has_mark(token, words.of_what_is_planned)))
    named = lemma(above) in words.calls and tree.children(above, "xcomp")  # "called the plan absurd"
    if ahead and names & words.planned_by and not named:  # "is *going* to attack", "called for talks"
        if its.negation is None:
            return told("planned")
        return told("negated", its.negation) if clause else None
    if clause and names & words.ongoing:
        return told("ongoing")
    if clause and _is_to(token):
        yet = next((t for t in tree.children(above, "advmod") if t.lower_ == "yet"), None)
        if yet is not None and its.negation is None:
            return told("negated", yet)  # "have yet to meet"
        if its.negation is not None or above.lower_ in words.negation:  # "did nothing to stop it"
            return told("negated", its.negation or above)
        if its.status in {"planned", "conditional"}:
            return Told(its.status, its.ahead, its.word, above=True)
        if token.dep_ == "advcl" and lemma(above) in words.by_which:
            return None  # "used a stolen key to enter": it was done
        if token.dep_ == "advcl" and material:
            return told("planned", token)
        return told("planned") if lemma(above) == "be" else None  # "is to visit"
    if token.dep_ in {"nmod", "obl"} and its.status == "planned" and _has_mark(token, {"in", "at", "during"}):
        return Told(its.status, its.ahead, its.word, above=True)  # "to raise it *in talks* with Oslo"
    return None


def _leaves_open(
    names: set[str], token: Token, clause: bool, acted_on: bool, noun: bool, words: StatusWords
) -> bool:
    """Whether a word of these names leaves open what is below it: a whole clause, an infinitive, a noun."""
    first = next(iter(tree.children(token, "aux", "aux:pass", "cop")), token)  # carries the tense
    if clause and not _is_to(token) and "Fin" in form(first):
        return bool(names & words.doubted_by)
    if clause or (noun and not acted_on and _has_mark(token, words.of_what_is_open)):
        return bool(names & words.conditional_by)
    return acted_on and bool(names & words.weighed_by)


def _untrue(token: Token, above: Token, words: StatusWords) -> Token | None:
    """Return what calls the report untrue whose content a clause is: "*dismissed* reports that …"."""
    name = lemma(above)
    if name == "true" and token.dep_ in {"csubj", "ccomp", "advcl", "xcomp"}:
        return negation(above)  # "it is not true that"
    if name not in words.reports or above.pos_ not in NOUNS:
        return None
    if token.dep_ not in {"acl", "acl:relcl", "ccomp", "advcl", "nmod", "dep", "parataxis"}:
        return None
    for child in tree.children(above, "amod", "compound", "det"):
        if child.lower_ in words.untrue | words.denied_by or (child.lower_ == "no" and name in words.proof):
            return child  # "the false claim that", "no evidence that"
    verb = above.head
    if above.dep_ == "nmod" and verb.pos_ in NOUNS:
        no = next((t for t in tree.children(verb, "det") if t.lower_ == "no"), None)
        return no if lemma(verb) in words.proof else None  # "no truth to the story that"
    if above.dep_ not in {"obj", "obl", "xcomp", "nsubj", "nsubj:pass"}:
        return None
    negating = own(verb).negation
    if negating is None and above.dep_ != "nsubj" and lemma(verb) in words.dismissed_by:
        return verb
    said = [verb, *tree.children(verb, "xcomp", "obl", "obj", "amod")]  # "reports that … were false"
    if lemma(verb) in words.calls:
        said = [t for t in verb.subtree if t.i > above.i]  # "called reports that … a lie"
    for word in said:
        if negating is None and {word.lower_, lemma(word)} & words.untrue:
            return word
        if negating is not None and lemma(word) == "true":
            return negating
    return None


def _has_mark(token: Token, texts: set[str] | frozenset[str]) -> bool:
    return any(t.lower_ in texts for t in tree.children(token, "mark", "case"))


def _is_to(token: Token) -> bool:
    return _has_mark(token, {"to"}) and "Fin" not in form(token)

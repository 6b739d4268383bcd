"""How likely it is that what a predicate tells of happened: a linear layer over readable features.

The features are words and shapes of the tree around the predicate, and what the rules say of it
(`status_rules`); their weights stand in ``factuality.tsv``, fitted by ``training/factuality.py`` on the judgements
of White et al. (2016), "Universal Decompositional Semantics on Universal Dependencies", and Rudinger et al. (2018),
"Neural models of factuality".
"""

from __future__ import annotations

import math
from collections.abc import Iterator
from functools import cache
from pathlib import Path

from spacy.tokens import Token

from dragoman.coding import status_own, status_rules, tree
from dragoman.coding.predicates import lemma
from dragoman.coding.status_rules import Told

#: Feature and weight in each line, the sum of the weights being the log odds that it happened.
FILE = Path(__file__).with_name("factuality.tsv")

#: Words above the predicate that are looked at.
LEVELS = 3

_AUXILIARY = {"'ll": "will", "’ll": "will", "wo": "will", "ca": "can", "'d": "would", "’d": "would"}
_CLAUSES = ("advcl", "ccomp", "xcomp")


def probability(head: Token, told: Told | None = None) -> float:
    """Return how likely it is that what a verb, noun or adjective tells of happened, from 0 to 1.

    Args:
        head: the predicate.
        told: what the rules say of it, where that is known already.
    """
    weights = _weights()
    # In a fixed order, so that the sum is the same number wherever it is made.
    score = sum(weights.get(feature, 0.0) for feature in sorted(set(features(head, told))))
    return 1 / (1 + math.exp(-(score + weights["bias"])))


@cache
def _weights() -> dict[str, float]:
    lines = (line for line in FILE.read_text(encoding="utf-8").splitlines() if not line.startswith("# "))
    return {feature: float(weight) for feature, weight in (line.split("\t") for line in lines)}


def features(head: Token, told: Told | None = None) -> Iterator[str]:
    """Yield the features of a predicate, as they are written in the table; some come twice."""
    told = told if told is not None else status_rules.read(head)
    status = told.status or "none"
    yield f"rule={status}"
    yield f"rule={status} {_form(head)}"
    if told.word is not None:
        yield f"rule={status} by={lemma(told.word)}"
    yield from _own(head)
    yield from _below(head)
    yield from _above(head)
    yield from _shared(head)
    yield from _sentence(head)


def _own(head: Token) -> Iterator[str]:
    """Yield what the word is, how it is inflected, and who its subject is."""
    group, form, name, dep = _group(head), _form(head), lemma(head), head.dep_
    mark, subject = _mark(head), _subject(head)
    yield f"group={group}"
    yield f"lemma={name}"
    yield f"lemma={name} {form}{_not(head)}"
    yield f"form={form}{_not(head)}"
    yield f"dep={dep}"
    yield f"dep={dep} {group}"
    yield f"mark={mark} {dep} {form}"
    yield f"mark={mark} {group}"
    yield f"subject={subject}"
    yield f"subject={subject} {group}"
    yield f"subject={subject} {name}"
    for auxiliary in _auxiliaries(head):
        yield f"aux={auxiliary}"


def _below(head: Token) -> Iterator[str]:
    """Yield what hangs on the word: adverbs, determiners, circumstances, clauses, particles."""
    group = _group(head)
    for child in head.children:
        dep = child.dep_
        if dep in {"advmod", "obl:unmarked", "det", "amod"}:
            yield f"{dep}={child.lower_}"
            yield f"{dep}={child.lower_} {group}"
        elif dep in {"obl", "nmod"}:
            yield f"{dep}={_mark(child)} {lemma(child)}"
            yield f"when={_mark(child)} {group}"
        elif dep in _CLAUSES:
            yield f"clause={dep} {_mark(child)} {_group(child)}"
            yield f"clause={dep} {_mark(child)} below {group}"
        elif dep in {"obj", "nsubj", "nsubj:pass"}:
            for word in tree.children(child, "det", "nmod:poss"):
                yield f"{dep} {word.lower_}"
        elif dep == "compound:prt":
            yield f"particle={lemma(head)} {child.lower_}"


def _above(head: Token) -> Iterator[str]:
    """Yield the words above, each with the path that leads there, its auxiliaries, negation, adverbs and mark."""
    form, group = _form(head), _group(head)
    token, path, negated, conditional = head, "", False, False
    for level in range(1, LEVELS + 1):
        if token.dep_ == "ROOT":
            break
        above, dep = token.head, token.dep_.split(":")[0]
        name, its_group, mark = lemma(above), _group(above), _mark(token)
        path += f">{'relcl' if token.dep_.endswith('relcl') else dep}"
        yield f"above={path} {name}"
        yield f"above={path} {mark} {name}{_not(above)}"
        yield f"above={path} {its_group}"
        yield f"above={path} {mark} {its_group}"
        yield f"above={path} {_form(above)} {form}"
        for auxiliary in _auxiliaries(above):
            yield f"above={path} aux={auxiliary}"
            yield f"somewhere above aux={auxiliary}"
        if level == 1:
            yield f"next above={name}"
            yield f"next above={name} {mark} {form}"
            yield f"next above={token.dep_} {name} of {_subject(above)}"
            yield f"next above={token.dep_} {its_group} of {_subject(above)}"
            yield f"next above={token.dep_} {mark} {its_group} {group}"
        for adverb in tree.children(above, "advmod", "det"):
            yield f"above={dep} adverb={adverb.lower_}"
        if any(_mark(clause) in {"if", "unless"} for clause in tree.children(above, "advcl")):
            yield f"above={path} has a condition"
        negated = negated or bool(_not(above))
        conditional = conditional or _mark(above) in {"if", "unless", "whether"}
        token = above
    if negated:
        yield "negated above"
    if conditional:
        yield "conditional above"


def _shared(head: Token) -> Iterator[str]:
    """Yield what a coordinated verb shares with the first one, and who does it where another clause says so."""
    first = head
    while (
        first.dep_ == "conj"
        and first.head.pos_ == head.pos_
        and not tree.children(first, "aux", "nsubj", "mark")
    ):
        first = first.head
    group = _group(first)
    yield f"first={group} {_form(head)}"
    yield f"first={first.dep_} {_mark(first)}"
    yield f"first={first.dep_} {_mark(first)} {lemma(first.head)}"
    doer = first
    while _subject(doer) == "-" and doer.dep_ in {"xcomp", "conj", "advcl"}:
        doer = doer.head
    yield f"doer={_subject(doer)} {_form(head)}"
    yield f"doer={_subject(doer)} {group}"
    yield f"doer={_subject(doer)} {lemma(head)}"


def _sentence(head: Token) -> Iterator[str]:
    """Yield what the whole sentence tells: whether it asks or commands, its times, the words beside."""
    sentence, form, dep = head.sent, _form(head), head.dep_
    root = sentence.root
    end = next((t.text for t in reversed(list(sentence)) if t.text in {".", "?", "!"}), "-")
    yield f"end={end} {_group(head)}"
    yield f"end={end} {dep}"
    if end == "?":
        yield f"question={sentence[0].lower_} {dep}"
        yield f"question={_subject(root)} {_group(root)}"
    yield f"root={_subject(root)} {_group(root)}"
    if root.pos_ == "VERB" and _subject(root) == "-" and _form(root).startswith(("VERB Inf", "VERB Fin Imp")):
        yield f"command {dep}"
    past = sum(_tense(word) == "Past" for word in sentence)
    yield f"past={min(past, 3)}"
    yield f"past={min(past, 1)} {form} {dep}"
    if head.i > sentence.start:
        yield f"before={head.nbor(-1).lower_} {form}"
    if head.i + 1 < sentence.end:
        yield f"after={head.nbor(1).lower_}"


def _form(word: Token) -> str:
    """Return part of speech and inflection: ``VERB Fin Past``."""
    inflection = [value for key in ("VerbForm", "Mood", "Tense") for value in word.morph.get(key, [])]
    return " ".join([word.pos_, *(value for value in inflection if value != "Ind")])


def _tense(word: Token) -> str:
    return next(iter(word.morph.get("Tense", [])), "") if "Fin" in word.morph.get("VerbForm", []) else ""


def _group(word: Token) -> str:
    """Return auxiliaries, inflection and negation: ``have+been VERB Part Pres``, ``do.Past+VERB Inf not``."""
    return "+".join([*_auxiliaries(word), _form(word)]) + _not(word)


def _auxiliaries(word: Token) -> list[str]:
    found = []
    for auxiliary in tree.children(word, "aux", "aux:pass", "cop"):
        name = _AUXILIARY.get(auxiliary.lower_, auxiliary.lower_)
        if auxiliary.lemma_ in {"be", "have", "do"}:
            name = f"{auxiliary.lemma_}.{_tense(auxiliary)}"
        found.append(name)
    return found


def _not(word: Token) -> str:
    return " not" if status_own.negation(word) is not None else ""


def _mark(word: Token) -> str:
    return "+".join(t.lower_ for t in tree.children(word, "mark", "case")) or "-"


def _subject(word: Token) -> str:
    """Return a pronoun as it stands, else part of speech and number, ``bare`` where it has no determiner."""
    subjects = tree.children(word, "nsubj", "nsubj:pass", "csubj", "expl")
    if not subjects:
        return "-"
    subject = subjects[0]
    if subject.pos_ in {"PRON", "DET"}:
        return subject.lower_
    bare = "" if tree.children(subject, "det", "nmod:poss") else " bare"
    return " ".join([subject.pos_, *subject.morph.get("Number", [])]) + bare

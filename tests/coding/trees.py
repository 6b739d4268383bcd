"""Sentences with their trees written by hand, so that the grammar is tested without a language model.

A word is ``form/TAG/label>head``: a Penn tag, from which part of speech and features follow as in the UD
English EWT treebank; a UD label; the form of its head. ``form/TAG`` alone is the root. ``head#2`` is the
second word of that form, and ``+`` before a form says that no blank stands before it:

    Iran/NNP/compound>backed +-/HYPH/punct>Iran +backed/VBN/amod>militias militias/NNS/nsubj>fired fired/VBD
"""

from __future__ import annotations

from functools import cache
from typing import Any

import spacy
from spacy.tokens import Doc, Span, Token
from spacy.vocab import Vocab

from dragoman.coding.predicates import Predicate, find
from dragoman.language.lemmas import lemma
from dragoman.ontology.lexicon import Entry, Lexicon, parse

_POS_AND_FEATURES = {
    "NN": ("NOUN", "Number=Sing"),
    "NNS": ("NOUN", "Number=Plur"),
    "NNP": ("PROPN", "Number=Sing"),
    "NNPS": ("PROPN", "Number=Plur"),
    "VB": ("VERB", "VerbForm=Inf"),
    "VBD": ("VERB", "Tense=Past|VerbForm=Fin"),
    "VBZ": ("VERB", "Tense=Pres|VerbForm=Fin"),
    "VBP": ("VERB", "Tense=Pres|VerbForm=Fin"),
    "VBN": ("VERB", "Tense=Past|VerbForm=Part"),
    "VBG": ("VERB", "Tense=Pres|VerbForm=Part"),
    "MD": ("AUX", "VerbForm=Fin"),
    "JJ": ("ADJ", "Degree=Pos"),
    "RB": ("ADV", ""),
    "RP": ("ADP", ""),
    "IN": ("ADP", ""),
    "TO": ("PART", ""),
    "POS": ("PART", ""),
    "DT": ("DET", ""),
    "PRP": ("PRON", "PronType=Prs"),
    "PRP$": ("PRON", "Poss=Yes|PronType=Prs"),
    "WDT": ("PRON", "PronType=Rel"),
    "WP": ("PRON", "PronType=Rel"),
    "CC": ("CCONJ", ""),
    "CD": ("NUM", "NumType=Card"),
    "HYPH": ("PUNCT", ""),
    ",": ("PUNCT", ""),
    ".": ("PUNCT", ""),
}


def doc(words: str, **names: str) -> Doc:
    """Build a document from words as above; names are given as they stand (``PER="Michael Jordan"``)."""
    rows = [word.split("/") for word in words.split()]
    forms = [row[0].removeprefix("+") if len(row[0]) > 1 else row[0] for row in rows]
    links = [row[2].split(">") if len(row) == 3 else ["ROOT", ""] for row in rows]
    analyses = [_analysis(row[1], label) for row, (label, _) in zip(rows, links, strict=True)]
    lemmas = [lemma(form, pos) for form, (pos, _) in zip(forms, analyses, strict=True)]
    built = Doc(
        _vocab(),
        words=forms,
        spaces=[not row[0].startswith("+") for row in rows[1:]] + [False],
        pos=[pos for pos, _ in analyses],
        morphs=[features for _, features in analyses],
        lemmas=lemmas,
        deps=[label for label, _ in links],
        heads=[_index(forms, head) if head else i for i, (_, head) in enumerate(links)],
    )
    spans: list[Span] = []
    for label, name in names.items():
        start = built.text.index(name)
        span = built.char_span(start, start + len(name), label)
        assert span is not None, f"{name!r} is not made of whole words"
        spans.append(span)
    built.set_ents(spans)
    return built


def word(document: Doc, form: str) -> Token:
    """Return the word of this form (``to#2``: the second one)."""
    return document[_index([token.text for token in document], form)]


def lexicon(event_type: str, *entries: dict[str, Any]) -> Lexicon:
    """Build a lexicon of one type from entries as its files write them."""
    parsed = parse({"type": event_type, "entries": list(entries)}, "test")
    parsed.sort(key=lambda entry: entry.rank, reverse=True)
    indexes: dict[str, dict[str, tuple[Entry, ...]]] = {"verb": {}, "noun": {}, "adjective": {}}
    for entry in parsed:
        index = indexes[entry.pos]
        index[entry.lemma] = (*index.get(entry.lemma, ()), entry)
    return Lexicon(tuple(parsed), indexes["verb"], indexes["noun"], indexes["adjective"])


def predicate(document: Doc, event_type: str, *entries: dict[str, Any]) -> Predicate:
    """Return the one predicate of a sentence, in its most specific reading."""
    ((best, *_),) = find(document[:], lexicon(event_type, *entries))
    return best


def _index(forms: list[str], reference: str) -> int:
    form, _, number = reference.partition("#")
    found = [i for i, other in enumerate(forms) if other == form]
    assert len(found) == 1 or (found and number), f"{reference!r} stands {len(found)} times"
    return found[int(number or 1) - 1]


def _analysis(tag: str, label: str) -> tuple[str, str]:
    pos, features = _POS_AND_FEATURES[tag]
    if pos == "VERB" and label in {"aux", "aux:pass", "cop"}:
        pos = "AUX"
    if tag == "IN" and label == "mark":
        pos = "SCONJ"
    if tag == "TO" and label == "case":
        pos = "ADP"
    return pos, features


@cache
def _vocab() -> Vocab:
    return spacy.blank("en").vocab

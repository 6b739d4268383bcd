"""What is asked for or refused, where the verb leaves it open ("asked Oslo *for a loan*", "return *to the table*")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.tokens import Token

from dragoman.coding import tree
from dragoman.coding.predicates import Predicate, is_one_of, lemma
from dragoman.ontology.files import load_yaml
from dragoman.ontology.plover import plover

# Modes that say already what it is.
_SETTLED = {"assist", "meet"}


def told(predicate: Predicate) -> Predicate:
    """Return a request or refusal with the mode that its content tells; any other predicate as it is."""
    entry = predicate.entry
    if entry.type not in {"REQUEST", "REJECT"} or entry.mode in _SETTLED:
        return predicate
    mode = _mode(predicate)
    if mode is None or mode == entry.mode:
        return predicate
    info = plover().types[entry.type]
    code = info.modes[mode].cameo
    return replace(predicate, entry=replace(entry, mode=mode, cameo=code, intensity=info.intensity_of(mode)))


def _mode(predicate: Predicate) -> str | None:
    words, clause = _words(), predicate.complement
    if clause is None:
        nouns = list(_wanted(predicate))
        return next((m for m in ("meet", "assist") if any(is_one_of(n, words[m]) for n in nouns)), None)
    if any(is_one_of(noun, words["meet"]) for noun in _towards(clause)):
        return "meet"
    return "change" if predicate.object is not None and (lemma(clause),) in words["change"] else None


def _wanted(predicate: Predicate) -> Iterator[Token]:
    """Yield what is asked for: "requests *missiles*", "asks Oslo for *a loan*", "rejects a request for *a loan*"."""
    head, named = predicate.head, predicate.object
    if named is None:
        yield from (noun for one in tree.patients(head) for noun in tree.conjoined(one))
    for base in (head, named):
        yield from tree.prepositional(base, "for") if base is not None else ()


def _towards(clause: Token) -> list[Token]:
    """Return where to one shall go: "return *to talks*", "come back *to the table*"."""
    return [noun for word in ("to", "at", "in") for noun in tree.prepositional(clause, word)]


@cache
def _words() -> dict[str, tuple[tuple[str, ...], ...]]:
    return {
        mode: tuple(tuple(item.split()) for item in items) for mode, items in load_yaml("aims.yaml").items()
    }

"""With what somebody was attacked, where the verb itself leaves it open ("attacked a camp *with machetes*")."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from functools import cache

from spacy.tokens import Token

from dragoman.coding import tree
from dragoman.coding.predicates import Predicate, is_one_of
from dragoman.ontology.files import load_yaml
from dragoman.ontology.plover import plover

# Prepositions, and participles, that hold the means of an act.
_WITH = {"with", "in", "by", "using"}
_ARMED = {"armed", "wielding", "carrying", "using", "firing", "throwing", "hurling"}


def told(predicate: Predicate) -> Predicate:
    """Return the predicate of an attack with the mode that its clause tells; any other as it is.

    A bombing of which the clause says that it was a suicide attack is one; else what the entry says holds.
    """
    entry = predicate.entry
    if (
        entry.type != "ASSAULT"
        or entry.mode not in {None, "explosives"}
        or predicate.construction == "nominal"
    ):
        return predicate
    nouns = list(_means(predicate.head))
    for mode, words in _words().items():
        if any(is_one_of(noun, words) for noun in nouns):
            if entry.mode is not None and mode != "suicide-attack":
                break
            info = plover().types["ASSAULT"]
            own = entry.cameo if entry.cameo not in {info.cameo, "183"} else info.modes[mode].cameo
            return replace(
                predicate,
                entry=replace(entry, mode=mode, cameo=own, intensity=info.intensity_of(mode)),
            )
    return predicate


def _means(verb: Token) -> Iterator[Token]:
    """Yield the nouns by which it was done: what hangs on the verb or its object, or what its doer is armed with."""
    doer = tree.subject(verb)
    armed = [t for t in tree.children(doer, "acl", "amod") if t.lower_ in _ARMED] if doer is not None else []
    used = [t for t in tree.children(verb, "advcl") if t.lower_ in _ARMED]
    carried = (
        [t for t in tree.children(doer, "nmod") if tree.preposition(t) == "with"] if doer is not None else []
    )
    yield from (noun for each in carried for noun in tree.conjoined(each))  # "attackers *with machetes*"
    for base in (verb, *tree.patients(verb), *armed, *used):
        for noun in tree.children(base, "obl", "nmod", "obj") if base in (*armed, *used) else _phrases(base):
            yield from tree.conjoined(noun)
            yield from tree.children(noun, "compound")


def _phrases(base: Token) -> list[Token]:
    return [noun for noun in tree.children(base, "obl", "nmod") if tree.preposition(noun) in _WITH]


@cache
def _words() -> dict[str, tuple[tuple[str, ...], ...]]:
    return {
        mode: tuple(tuple(item.split()) for item in items) for mode, items in load_yaml("means.yaml").items()
    }

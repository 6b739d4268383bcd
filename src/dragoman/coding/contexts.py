"""About what: the contexts of PLOVER (manual 2021) that the words of a sentence speak of."""

from __future__ import annotations

from functools import cache

from spacy.tokens import Span

from dragoman.coding.phrases import Phrases, plural
from dragoman.ontology.files import load_yaml


def find(span: Span) -> tuple[str, ...]:
    """Return the contexts of a sentence, in the order of the ontology; empty when no word speaks of one."""
    spoken = {context for match in _phrases().find(span.text) for context in match.value}
    return tuple(context for context in _words() if context in spoken)


@cache
def _words() -> dict[str, list[str]]:
    words: dict[str, list[str]] = load_yaml("contexts.yaml")["contexts"]
    return words


@cache
def _phrases() -> Phrases[frozenset[str]]:
    """Build the list: a phrase may speak of several contexts, and the phrases of ``except`` speak of none."""
    contexts: dict[tuple[str, bool], set[str]] = {}
    for context, words in _words().items():
        for word in words:
            # Abbreviations in capitals are other words in small letters: WHO, ICE, AI.
            exact = word.upper() == word
            for form in (word,) if exact else (word, plural(word)):
                contexts.setdefault((form if exact else form.lower(), exact), set()).add(context)
    for phrase in load_yaml("contexts.yaml")["except"]:
        contexts.setdefault((phrase, False), set())
    return Phrases((form, frozenset(names), exact) for (form, exact), names in contexts.items())

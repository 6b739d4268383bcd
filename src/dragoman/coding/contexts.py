"""About what: the contexts of PLOVER (manual 2021) that an event has by its words, its parties and its kind.

Words speak of contexts (``spoken``); beside them, a soldier brings in the armed forces, an arrest the law, and what two
states tell each other is diplomacy, whatever words tell it (``implied``): ``ontology/contexts.yaml`` lists both.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from functools import cache
from typing import Any

from spacy.tokens import Span

from dragoman.coding.candidates import Candidate
from dragoman.coding.parties import is_official
from dragoman.coding.phrases import Phrases, plural
from dragoman.language.found import Found
from dragoman.ontology.files import load_yaml, loaded_once


def spoken(span: Span) -> list[Found[frozenset[str]]]:
    """Return the contexts that the words of a sentence speak of, in the order of the text."""
    at = span.start_char
    return [Found(m.value, at + m.start, at + m.end) for m in _phrases().find(span.text) if m.value]


def implied(candidate: Candidate) -> Iterator[str]:
    """Yield the contexts that an event has by its parties and its kind."""
    data, entry = _data(), candidate.predicate.entry
    parties = [mention.party for mention in (*candidate.actors, *candidate.recipients)]
    for party in parties:
        yield from (data["sectors"][sector] for sector in party.sectors if sector in data["sectors"])
        if party.country in data["countries"]:
            yield data["countries"][party.country]
    for kind in (entry.type, f"{entry.type}-{entry.mode}"):
        if kind in data["kinds"]:
            yield data["kinds"][kind]
    states = {party.country for party in parties if is_official(party)}
    if entry.quad in data["between_states"]["quads"] and len(states) > 1:
        yield data["between_states"]["context"]


def of_money() -> str:
    """Return the context of an event that money is told of."""
    return str(_data()["money"])


def ordered(contexts: Iterable[str]) -> tuple[str, ...]:
    """Return the contexts in the order of the ontology, none twice."""
    found = set(contexts)
    return tuple(context for context in _data()["contexts"] if context in found)


@cache
def _data() -> dict[str, Any]:
    data: dict[str, Any] = load_yaml("contexts.yaml")
    return data


@loaded_once
def _phrases() -> Phrases[frozenset[str]]:
    """Build the list: a phrase may speak of several contexts, and the phrases of ``except`` speak of none."""
    contexts: dict[tuple[str, bool], set[str]] = {}
    for context, words in _data()["contexts"].items():
        for word in words:
            # Abbreviations in capitals are other words in small letters: WHO, ICE, AI.
            exact = word.upper() == word
            for form in (word,) if exact else (word, plural(word)):
                contexts.setdefault((form if exact else form.lower(), exact), set()).add(context)
    for phrase in _data()["except"]:
        contexts.setdefault((phrase, False), set())
    return Phrases((form, frozenset(names), exact) for (form, exact), names in contexts.items())

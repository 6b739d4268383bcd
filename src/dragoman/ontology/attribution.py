"""According to whom: reporting verbs and the other words that attribute, read from ``attribution.yaml``."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.errors import OntologyError
from dragoman.ontology.files import load_yaml

FILE = "attribution.yaml"
SAY_CLASSES = ("neutral", "doubtful", "firm", "deny", "opinion")


@dataclass(frozen=True, slots=True)
class AttributionWords:
    """Lemmas in lower case; prepositions as they stand.

    Attributes:
        say: every verb that takes what is told as its clause.
        say_class: the same verbs, each with its class: neutral, doubtful, firm, deny, opinion.
        according_to: prepositions that name the speaker.
        adverbs: words that attribute and name nobody.
        anonymous: nouns for a speaker without a name.
        anonymous_signs: words near such a noun that say the name is kept back.
        media: nouns for houses and people that report.
    """

    say: frozenset[str]
    say_class: dict[str, str]
    according_to: frozenset[str]
    adverbs: frozenset[str]
    anonymous: frozenset[str]
    anonymous_signs: frozenset[str]
    media: frozenset[str]


@cache
def attribution_words() -> AttributionWords:
    """Return the packaged words. Raises `OntologyError` when the file breaks its schema."""
    return parse(load_yaml(FILE), FILE)


def parse(data: Any, source: str) -> AttributionWords:
    """Build the words from what YAML gave. Raises `OntologyError` naming source, list and mend."""
    lists = ("according_to", "adverbs", "anonymous", "anonymous_signs", "media")
    if not isinstance(data, dict) or set(data) != {"say", *lists}:
        raise OntologyError(f"{source}: the lists are say, {', '.join(lists)}")
    if not isinstance(data["say"], dict) or tuple(data["say"]) != SAY_CLASSES:
        raise OntologyError(f"{source}: say has the classes {', '.join(SAY_CLASSES)}")
    say_class: dict[str, str] = {}
    for name in SAY_CLASSES:
        for verb in words(data["say"], name, source):
            if verb in say_class:
                raise OntologyError(f"{source}: {verb!r} is {say_class[verb]} and {name} (keep one)")
            say_class[verb] = name
    return AttributionWords(frozenset(say_class), say_class, *(words(data, name, source) for name in lists))


def words(data: Any, key: str, source: str) -> frozenset[str]:
    """Return one list of words as a set. Raises `OntologyError` unless each is lower case and stands once."""
    raw = data[key]
    if not isinstance(raw, list) or not raw:
        raise OntologyError(f"{source}: {key} must be a list of words")
    for word in raw:
        if not isinstance(word, str) or word != word.strip().lower() or not word:
            raise OntologyError(
                f"{source}: {key}: {word!r} must be a word in lower case (quote on, off, yes, no)"
            )
    if twice := sorted({word for word in raw if raw.count(word) > 1}):
        raise OntologyError(f"{source}: {key}: {twice[0]!r} stands twice (keep one)")
    return frozenset(raw)

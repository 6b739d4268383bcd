"""Words by which a text says who tells it, read from ``attribution.yaml``."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from dragoman.errors import OntologyError
from dragoman.ontology.files import load_yaml

FILE = "attribution.yaml"


@dataclass(frozen=True, slots=True)
class AttributionWords:
    """Lemmas and phrases by what they do (see the comments of the file)."""

    say: frozenset[str]
    according_to: frozenset[str]
    adverbs: frozenset[str]
    anonymous: frozenset[str]
    anonymous_signs: frozenset[str]
    media: frozenset[str]


@cache
def attribution_words() -> AttributionWords:
    """Return the word lists. Raises `OntologyError` when the file breaks its schema."""
    return parse(load_yaml(FILE), FILE)


def parse(data: Any, source: str) -> AttributionWords:
    """Build the lists from what YAML gave. Raises `OntologyError` naming the source, the key and the mend."""
    names = [field.name for field in fields(AttributionWords)]
    if not isinstance(data, dict) or set(data) != set(names):
        raise OntologyError(f"{source}: must hold exactly the keys {', '.join(names)}")
    for key, words in data.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
            raise OntologyError(f"{source}: {key} must be a list of words")
    return AttributionWords(**{key: frozenset(words) for key, words in data.items()})

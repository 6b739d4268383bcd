"""Words that say whether a happening happened, read from ``status.yaml``."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from dragoman.errors import OntologyError
from dragoman.ontology.files import load_yaml

FILE = "status.yaml"


@dataclass(frozen=True, slots=True)
class StatusWords:
    """Lemmas by what they do to the clause they stand in or govern (see the comments of the file)."""

    future: frozenset[str]
    conditional: frozenset[str]
    negation: frozenset[str]
    planned_by: frozenset[str]
    conditional_by: frozenset[str]
    negated_by: frozenset[str]
    denied_by: frozenset[str]
    ongoing: frozenset[str]
    historical: frozenset[str]
    if_: frozenset[str]


@cache
def status_words() -> StatusWords:
    """Return the word lists. Raises `OntologyError` when the file breaks its schema."""
    return parse(load_yaml(FILE), FILE)


def parse(data: Any, source: str) -> StatusWords:
    """Build the lists from what YAML gave. Raises `OntologyError` naming the source, the key and the mend."""
    names = {field.name.rstrip("_"): field.name for field in fields(StatusWords)}
    if not isinstance(data, dict) or set(data) != set(names):
        raise OntologyError(f"{source}: must hold exactly the keys {', '.join(names)}")
    for key, words in data.items():
        if not isinstance(words, list) or not all(isinstance(word, str) and word for word in words):
            raise OntologyError(f"{source}: {key} must be a list of words (quote `no`, `off`, `on`)")
    return StatusWords(**{names[key]: frozenset(words) for key, words in data.items()})

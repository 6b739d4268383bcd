"""Did it happen: words that make an event planned, conditional, denied … (``status.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from functools import cache
from typing import Any

from dragoman.errors import OntologyError
from dragoman.ontology.attribution import words
from dragoman.ontology.files import load_yaml

FILE = "status.yaml"


@dataclass(frozen=True, slots=True)
class StatusWords:
    """Words in lower case, by what they do; the comments in the file say where each list is looked for.

    Attributes:
        negation: particles and determiners that negate the verb or noun they hang on.
        negated_by: words above an event that say it did not come about.
        denied_by: words above an event that call the report of it untrue.
        future: auxiliaries of what lies ahead.
        planned_by: words above an event that place it ahead.
        conditional: auxiliaries of what may be.
        conditional_by: words above or beside an event that leave it open.
        if_: marks of a condition.
        ongoing: words above or beside an event that say it goes on.
        historical: words that place it long ago.
    """

    negation: frozenset[str]
    negated_by: frozenset[str]
    denied_by: frozenset[str]
    future: frozenset[str]
    planned_by: frozenset[str]
    conditional: frozenset[str]
    conditional_by: frozenset[str]
    if_: frozenset[str]
    ongoing: frozenset[str]
    historical: frozenset[str]


@cache
def status_words() -> StatusWords:
    """Return the packaged words. Raises `OntologyError` when the file breaks its schema."""
    return parse(load_yaml(FILE), FILE)


def parse(data: Any, source: str) -> StatusWords:
    """Build the words from what YAML gave. Raises `OntologyError` naming source, list and mend."""
    names = [field.name for field in fields(StatusWords)]
    if not isinstance(data, dict) or set(data) != set(names):
        raise OntologyError(f"{source}: the lists are {', '.join(names)}")
    return StatusWords(*(words(data, name, source) for name in names))

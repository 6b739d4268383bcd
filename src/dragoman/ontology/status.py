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
    """Words in lower case, by what they do; the comments in the file say where each list is looked for."""

    negation: frozenset[str]
    not_alone: frozenset[str]
    left_out: frozenset[str]
    almost: frozenset[str]
    no_more: frozenset[str]
    negated_by: frozenset[str]
    ended_by: frozenset[str]
    averted_by: frozenset[str]
    unreal: frozenset[str]
    have: frozenset[str]
    be: frozenset[str]
    denied_by: frozenset[str]
    dismissed_by: frozenset[str]
    reports: frozenset[str]
    untrue: frozenset[str]
    proof: frozenset[str]
    calls: frozenset[str]
    future: frozenset[str]
    by_which: frozenset[str]
    planned_by: frozenset[str]
    planned_of: frozenset[str]
    of_what_is_planned: frozenset[str]
    befall: frozenset[str]
    conditional: frozenset[str]
    conditional_by: frozenset[str]
    weighed_by: frozenset[str]
    doubted_by: frozenset[str]
    of_what_is_open: frozenset[str]
    supposed_by: frozenset[str]
    if_: frozenset[str]
    if_or_when: frozenset[str]
    condition: frozenset[str]
    inverted_if: frozenset[str]
    ongoing: frozenset[str]
    ongoing_now: frozenset[str]
    lasting: frozenset[str]
    lasting_of: frozenset[str]
    historical: frozenset[str]
    long_ago: frozenset[str]
    years: frozenset[str]
    recent: frozenset[str]
    ages: frozenset[str]


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

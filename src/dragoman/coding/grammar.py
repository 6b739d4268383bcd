"""Closed classes of English words that reading the tree needs (``grammar.yaml``)."""

from __future__ import annotations

from functools import cache

from dragoman.ontology.files import load_yaml


def is_grammatical(word: str, group: str) -> bool:
    """Whether a word is in one of the closed classes. Raises `KeyError` when there is no such class."""
    return word in _grammar()[group]


@cache
def _grammar() -> dict[str, frozenset[str]]:
    return {group: frozenset(words) for group, words in load_yaml("grammar.yaml").items()}

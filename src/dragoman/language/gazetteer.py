"""Names that the ontology knows, found in running words whatever their letters: one look-up a word."""

from __future__ import annotations

import re
from collections.abc import Sequence
from functools import cache, lru_cache
from typing import NamedTuple

from dragoman.language.tables import table
from dragoman.ontology.agents import agents
from dragoman.ontology.files import loaded_once
from dragoman.ontology.names import Known, known

#: An abbreviation so short is known only in capitals: "WHO", not "Who".
SHORT = 3
_PLAIN = str.maketrans({"’": "'", "‘": "'", "‐": "-", "‑": "-", "–": "-", "\xa0": " "})
_CUT = re.compile(r"\w+|[^\w\s]")


class Match(NamedTuple):
    """Words from ``start`` up to ``end`` that are a known name, and what they may stand for."""

    start: int
    end: int
    known: tuple[Known, ...]


def plain(word: str) -> str:
    """Return a word as names are looked up: lower case, plain apostrophes and hyphens."""
    return word.lower().translate(_PLAIN)


class Gazetteer:
    """Strings by their words, run together: ``"new" + "york"`` is found whatever the tokens are."""

    def __init__(self, forms: dict[str, tuple[Known, ...]]) -> None:
        """Take what each form, in any case, may stand for."""
        self._entries: dict[str, list[tuple[str, Known]]] = {}
        self._beginnings: set[str] = set()
        for form, entries in forms.items():
            parts = _CUT.findall(plain(form))
            key = ""
            for part in parts:
                key += part
                self._beginnings.add(key)
            exact = form if form.isupper() and len(form) <= SHORT else ""
            self._entries.setdefault(key, []).extend((exact, entry) for entry in entries)

    def at(self, start: int, words: Sequence[str], low: Sequence[str], end: int) -> list[Match]:
        """Return the names that begin with word `start` and end before `end`, the shortest first.

        `low` are the words as `plain` gives them.
        """
        found: list[Match] = []
        key = ""
        for i in range(start, end):
            key += low[i]
            if key not in self._beginnings:
                break
            entries = self._entries.get(key)
            if entries is not None:
                fit = tuple(entry for exact, entry in entries if not exact or exact == words[i])
                if fit:
                    found.append(Match(start, i + 1, fit))
        return found


@loaded_once
def names() -> Gazetteer:
    """Return the gazetteer of everything the ontology knows by name."""
    forms: dict[str, tuple[Known, ...]] = {}
    for entry in known():
        forms[entry.form] = (*forms.get(entry.form, ()), entry)
    return Gazetteer(forms)


@cache
def peoples() -> Gazetteer:
    """Return the gazetteer of nationalities, religions and parties."""
    forms: dict[str, tuple[Known, ...]] = {}
    for entry in known():
        if entry.kind == "NORP":
            forms[entry.form] = (*forms.get(entry.form, ()), entry)
    for word in table("names")["peoples"] + table("names")["cased"]:
        forms.setdefault(word, (Known(word, "NORP", "people", f"people: {word}"),))
    return Gazetteer(forms)


@cache
def titles() -> dict[str, frozenset[str]]:
    """Return titles of address and offices of persons by their last part, in lower case, parts set apart by blanks."""
    offices = {agent.lemma.lower() for agent in agents() if agent.office and agent.kind == "person"}
    found: dict[str, set[str]] = {}
    for title in offices | set(table("names")["titles"]):
        parts = parts_of(title)
        found.setdefault(parts[-1], set()).add(" ".join(parts))
    return {last: frozenset(keys) for last, keys in found.items()}


@lru_cache(maxsize=1 << 14)
def parts_of(word: str) -> tuple[str, ...]:
    """Return the runs of letters, and the marks by themselves, of words in lower case."""
    return tuple(_CUT.findall(word))

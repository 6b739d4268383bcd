"""Named conflicts, talks, trials, scandals and standing crises (``affairs/*.yaml``, shape in its README)."""

from __future__ import annotations

import datetime as dt
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.errors import OntologyError
from dragoman.ontology.countries import codes
from dragoman.ontology.files import every_file, load_yaml, loaded_once
from dragoman.ontology.leaders import leaders
from dragoman.ontology.organizations import organizations
from dragoman.ontology.schema import build

KINDS = "affair_kinds.yaml"
APART = "apart"


@dataclass(frozen=True, slots=True)
class Affair:
    """What stories go on about for months or years.

    Attributes:
        name: as an encyclopedia would head it.
        kind: one of `kinds`.
        first, last: years; ``last`` is ``None`` while no end is known.
        names: words that name it and nothing else ("Brexit", "Skripal"): one is enough.
        sides: parties that must all be told, each one of several: codes of states or international codes, and
            main names of bodies or persons.
        places: where, or what about; one counts as much as all sides.
        words: what is told of it, beside the sides or a place; those of the kind where it has none of its own.
            A star ends the beginning of a word ("negotiat*").
        more: words beside those of the kind; part of ``words``.
        own: whether the words are its own, so that an event between the sides is not enough.
    """

    name: str
    kind: str
    first: int
    last: int | None = None
    names: tuple[str, ...] = ()
    sides: tuple[tuple[str, ...], ...] = ()
    places: tuple[str, ...] = ()
    words: tuple[str, ...] = ()
    more: tuple[str, ...] = ()
    own: bool = False

    def runs(self, first: dt.date | None, last: dt.date | None) -> bool:
        """Whether it goes on at any time between two days; a day not known rules nothing out."""
        begun = last is None or self.first <= last.year
        return begun and (first is None or self.last is None or first.year <= self.last)


def apart() -> tuple[str, ...]:
    """Return words of another matter, beside which the words of a kind do not count."""
    return _words()[APART]


def kinds() -> dict[str, tuple[str, ...]]:
    """Return the words of each kind."""
    return {kind: words for kind, words in _words().items() if kind != APART}


@loaded_once
def _words() -> dict[str, tuple[str, ...]]:
    """Return the lists of the file. Raises `OntologyError` when it breaks its schema."""
    data = load_yaml(KINDS)
    if not isinstance(data, dict) or not all(
        isinstance(words, list) and words and all(isinstance(word, str) for word in words)
        for words in (data.get(APART), *data.values())
    ):
        raise OntologyError(f"{KINDS}: wants `{APART}` and a list of words for each kind (quote a bare No)")
    return {kind: tuple(words) for kind, words in data.items()}


@loaded_once
def affairs() -> tuple[Affair, ...]:
    """Return all affairs, file by file. Raises `OntologyError` when a file breaks its schema."""
    names = (name for name in every_file() if name.startswith("affairs/"))
    return tuple(found for name in names for found in _file(name))


def _file(file: str) -> list[Affair]:
    data = load_yaml(file)
    if not isinstance(data, list):
        raise OntologyError(f"{file}: wants a list of affairs (see affairs/README.md)")
    return [_affair(raw, file) for raw in data]


def _affair(raw: Any, file: str) -> Affair:
    if not isinstance(raw, dict):
        raise OntologyError(f"{file}: {raw!r} is no affair (write {{name: ..., kind: ..., first: ...}})")
    where = f"{file}: {raw.get('name')!r}"
    sides = tuple(_side(side, where) for side in raw.get("sides", ()))
    own = bool(raw.get("words"))
    if raw.get("kind") not in kinds():
        raise OntologyError(f"{where}: {raw.get('kind')!r} is no kind (use one of {', '.join(kinds())})")
    words = tuple(raw["words"]) if own else (*kinds()[raw["kind"]], *raw.get("more", ()))
    found = build(Affair, raw, file, sides=sides, words=words, own=own)
    if found.last is not None and found.last < found.first:
        raise OntologyError(f"{where}: ends before it begins (mend first or last)")
    if not (found.names or found.sides or found.places):
        raise OntologyError(f"{where}: nothing tells it (add names, sides or places)")
    if own and found.more:
        raise OntologyError(
            f"{where}: `words` stand instead of those of the kind, `more` beside them (give one)"
        )
    if (own or found.more) and not (found.sides or found.places):
        raise OntologyError(f"{where}: words count beside sides or places only (add one, or drop the words)")
    return found


def _side(side: Any, where: str) -> tuple[str, ...]:
    """A side is one party, or a list of parties that stand for each other."""
    parties = tuple(side) if isinstance(side, list) else (side,)
    for party in parties:
        if party not in _parties():
            raise OntologyError(
                f"{where}: {party!r} is no party (write a code of countries.yaml, or the main name of a body or person)"
            )
    return parties


@cache
def _parties() -> frozenset[str]:
    return codes().union((body.name for body in organizations()), (person.name for person in leaders()))

"""With what: weapons and military platforms named in a sentence, with their class.

Names that are also ordinary words (Patriot, Javelin, Leopard) count only beside a word of weapons. A plain noun
behind a name belongs to it: "Kalibr cruise missiles" is one value. Civilian ships and aircraft are no equipment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span

from dragoman.coding.found import Found
from dragoman.coding.phrases import Match, Phrases, plural
from dragoman.ontology.files import load_yaml
from dragoman.records import Equipment

_WORD = re.compile(r"\w[\w'’-]*")
_NEAR = 60  # characters within which the words beside a name are looked for


@dataclass(frozen=True, slots=True)
class _System:
    name: str
    class_: str
    named: bool  # a system by its own name, not a plain noun
    guarded: bool = False


def find(span: Span) -> list[Found[Equipment]]:
    """Return the equipment of a sentence in the order of the text; offsets index the text of the ``Doc``."""
    text = span.text
    values: list[Found[Equipment]] = []
    for system, start, end in _joined(text):
        equipment = Equipment(system.name, system.class_, text[start:end])
        values.append(Found(equipment, span.start_char + start, span.start_char + end))
    return values


def _joined(text: str) -> Iterator[tuple[_System, int, int]]:
    """Yield the matches that count; a plain noun right behind a name is taken into it."""
    last: tuple[_System, int, int] | None = None
    for match in _phrases().find(text):
        if not _counts(text, match):
            continue
        if last is not None:
            system, start, end = last
            if not match.value.named and text[end : match.start] in {" ", "-", "\u00a0"}:
                last = (system, start, match.end)
                continue
            yield last
        last = (match.value, match.start, match.end)
    if last is not None:
        yield last


@cache
def _phrases() -> Phrases[_System]:
    data = load_yaml("equipment.yaml")
    guarded = set(data["guarded"])
    entries: list[tuple[str, _System, bool]] = []
    for class_, systems in data["systems"].items():
        for name, spellings in systems.items():
            for spelling in (name, *(spellings or ())):
                system = _System(name, class_, True, spelling in guarded)
                entries += [(spelling, system, True), (spelling + "s", system, True)]
    for class_, nouns in data["generic"].items():
        for noun in nouns:
            system = _System(noun, class_, False)
            entries += [(noun, system, False), (plural(noun), system, False)]
    return Phrases(entries)


@cache
def _beside() -> tuple[frozenset[str], dict[str, frozenset[str]], dict[str, frozenset[str]]]:
    data = load_yaml("equipment.yaml")
    words = frozenset(form.lower() for word in data["weapon_words"] for form in (word, plural(word)))
    before = {noun: frozenset(others) for noun, others in data["not_before"].items()}
    after = {noun: frozenset(others) for noun, others in data["not_after"].items()}
    return words, before, after


def _counts(text: str, match: Match[_System]) -> bool:
    """Whether the words beside a match let it be a weapon."""
    weapon_words, not_before, not_after = _beside()
    system = match.value
    before = [w.lower() for w in _WORD.findall(text, max(0, match.start - _NEAR), match.start)][-2:]
    after = [w.lower() for w in _WORD.findall(text, match.end, match.end + _NEAR)][:3]
    if system.guarded:
        return not weapon_words.isdisjoint(piece for word in (*before, *after) for piece in (word, *word.split("-")))
    if before and before[-1] in not_before.get(system.name, ()):
        return False
    return not (after and after[0] in not_after.get(system.name, ()))

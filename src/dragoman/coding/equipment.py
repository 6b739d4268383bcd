"""With what: weapons and military platforms named in a sentence, with their class.

Names that are also ordinary words (Patriot, Javelin, Leopard) count only beside a word of weapons. A plain
noun behind a name belongs to it: "Kalibr cruise missiles" is one value. Civilian ships and aircraft are no
equipment.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span

from dragoman.coding.phrases import Match, Phrases, plural
from dragoman.language.found import Found
from dragoman.ontology.files import load_yaml, loaded_once
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
    for system, start, end in _joined(span):
        equipment = Equipment(system.name, system.class_, text[start:end])
        values.append(Found(equipment, span.start_char + start, span.start_char + end))
    return values


def is_named(text: str) -> bool:
    """Whether a weapon or platform stands in a bare phrase, where no words beside it can tell more ("US Predator")."""
    return any(match.value.class_ for match in _phrases().find(text))


def _joined(span: Span) -> Iterator[tuple[_System, int, int]]:
    """Yield the matches that count, offsets in the sentence; a plain noun behind a name is taken into it."""
    text = span.text
    last: tuple[_System, int, int] | None = None
    for match in _phrases().find(text):
        if not match.value.class_ or not _counts(span, text, match):
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


@loaded_once
def _phrases() -> Phrases[_System]:
    data = load_yaml("equipment.yaml")
    guarded = set(data["guarded"])
    nothing = _System("", "", False)
    entries = [(form, nothing, False) for phrase in data["except"] for form in (phrase, plural(phrase))]
    for class_, systems in data["systems"].items():
        for name, spellings in systems.items():
            for spelling in (name, *(spellings or ())):
                system = _System(name, class_, True, spelling in guarded)
                endings = ("", "s", *data["variants"]) if spelling[-1].isdigit() else ("", "s")
                entries += [(spelling + ending, system, True) for ending in endings]
    for class_, nouns in data["generic"].items():
        for noun in nouns:
            system = _System(noun, class_, False)
            entries += [(noun, system, False), (plural(noun), system, False)]
    return Phrases(entries)


@cache
def _weapon_words() -> frozenset[str]:
    words = load_yaml("equipment.yaml")["weapon_words"]
    return frozenset(form.lower() for word in words for form in (word, plural(word)))


def _counts(span: Span, text: str, match: Match[_System]) -> bool:
    """Whether the words beside a match let it be a weapon."""
    if match.value.guarded:
        before = _WORD.findall(text, max(0, match.start - _NEAR), match.start)[-2:]
        after = _WORD.findall(text, match.end, match.end + _NEAR)[:3]
        near = {piece.lower() for word in (*before, *after) for piece in (word, *word.split("-"))}
        return not near.isdisjoint(_weapon_words())
    if match.value.named:
        return True
    # "anti-missile", "bombs a village"
    words = span.doc.char_span(
        span.start_char + match.start, span.start_char + match.end, alignment_mode="expand"
    )
    verb = words is not None and len(words) == 1 and words[0].pos_ == "VERB"
    return not verb and text[max(0, match.start - 1) : match.start] != "-"

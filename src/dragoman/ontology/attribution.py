"""According to whom: reporting verbs and the other words that attribute, read from ``attribution.yaml``."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.errors import OntologyError
from dragoman.ontology.files import load_yaml

FILE = "attribution.yaml"
SAY_CLASSES = ("neutral", "doubtful", "firm", "deny", "opinion")
#: Slots of ``takes`` that are no prepositions.
SLOTS = ("clause", "infinitive", "object", "name", "text")
NON_ANSWER = ("refuse", "answer")
_LISTS = (
    "according_to", "adverbs", "anonymous", "anonymous_signs", "media", "documents", "nouns", "adjectives",
    "viewpoints", "circumstances",
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class AttributionWords:
    """Lemmas in lower case; prepositions as they stand.

    Attributes:
        say: every verb that takes what is told as its clause.
        say_class: the same verbs, each with its class: neutral, doubtful, firm, deny, opinion.
        takes: verbs, those of ``say`` included, and the slots whose words are attributed to the verb's subject:
            ``clause``, ``infinitive``, ``object``, ``name`` (object and what it is called), ``text`` (an object
            that is itself speech or writing) or a preposition.
        adjectives: adjectives whose clause is attributed to whom they describe.
        viewpoints: nouns of whose view a sentence gives ("in the *words* of …").
        circumstances: prepositions and marks of when and where something was said.
        nouns: nouns whose clause or complement is attributed to their owner.
        refuse: verbs that refuse an answer.
        answer: verbs that give one.
        documents: nouns for what speaks for its writer.
        according_to: prepositions that name the speaker.
        adverbs: words that attribute and name nobody.
        anonymous: nouns for a speaker without a name.
        anonymous_signs: words near such a noun that say the name is kept back.
        media: nouns for houses and people that report.
    """

    say: frozenset[str]
    say_class: Mapping[str, str]
    takes: Mapping[str, frozenset[str]]
    refuse: frozenset[str]
    answer: frozenset[str]
    according_to: frozenset[str]
    adverbs: frozenset[str]
    anonymous: frozenset[str]
    anonymous_signs: frozenset[str]
    media: frozenset[str]
    documents: frozenset[str]
    nouns: frozenset[str]
    adjectives: frozenset[str]
    viewpoints: frozenset[str]
    circumstances: frozenset[str]


@cache
def attribution_words() -> AttributionWords:
    """Return the packaged words. Raises `OntologyError` when the file breaks its schema."""
    return parse(load_yaml(FILE), FILE)


def parse(data: Any, source: str) -> AttributionWords:
    """Build the words from what YAML gave. Raises `OntologyError` naming source, list and mend."""
    if not isinstance(data, dict) or set(data) != {"say", "takes", "non_answer", *_LISTS}:
        raise OntologyError(f"{source}: the lists are say, takes, non_answer, {', '.join(_LISTS)}")
    if not isinstance(data["say"], dict) or tuple(data["say"]) != SAY_CLASSES:
        raise OntologyError(f"{source}: say has the classes {', '.join(SAY_CLASSES)}")
    if not isinstance(data["takes"], dict) or not set(SLOTS) <= set(data["takes"]):
        raise OntologyError(f"{source}: takes has the slots {', '.join(SLOTS)} and prepositions")
    if not isinstance(data["non_answer"], dict) or tuple(data["non_answer"]) != NON_ANSWER:
        raise OntologyError(f"{source}: non_answer has the lists {', '.join(NON_ANSWER)}")
    say_class: dict[str, str] = {}
    for name in SAY_CLASSES:
        for verb in words(data["say"], name, source):
            if verb in say_class:
                raise OntologyError(f"{source}: {verb!r} is {say_class[verb]} and {name} (keep one)")
            say_class[verb] = name
    slots: dict[str, set[str]] = {verb: {"clause"} for verb in say_class}
    for slot in data["takes"]:
        for verb in words(data["takes"], slot, source):
            of_verb = slots.setdefault(verb, set())
            if slot in of_verb:
                raise OntologyError(f"{source}: {verb!r} is in say and takes {slot} (say takes it already)")
            of_verb.add(slot)
    return AttributionWords(
        frozenset(say_class),
        say_class,
        {verb: frozenset(of_verb) for verb, of_verb in slots.items()},
        *(words(data["non_answer"], name, source) for name in NON_ANSWER),
        *(words(data, name, source) for name in _LISTS),
    )


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

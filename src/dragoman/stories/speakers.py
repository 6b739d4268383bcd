"""Who says a figure: the speaker of its event, else whoever the words of its sentence are attributed to."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

from dragoman.ontology.attribution import attribution_words
from dragoman.ontology.files import load_yaml
from dragoman.records import Parser, Party, Said
from dragoman.stories.figures import Figure
from dragoman.stories.sentences import sayings
from dragoman.stories.terms import words


def speaker_of(figure: Figure, parser: Parser) -> Party | None:
    """Return who says a figure, with offsets into the figure's field; ``None`` where the report itself does."""
    for event in figure.events:
        told = event.attribution
        if told is not None and _vouches(told.cue.lower()):
            return told.speaker
    sentence = figure.sentence
    if not _may_say(sentence.quote):
        return None
    at = figure.start - sentence.start
    for said in reversed(sayings(sentence, parser)):
        if any(start <= at < end for start, end in said.content) and (party := _teller(said, figure)):
            return replace(party, start=party.start + sentence.start, end=party.end + sentence.start)
    return None


def _teller(said: Said, figure: Figure) -> Party | None:
    """Return the speaker, where the words make one who tells the figure and say who that is."""
    w, quote = _words(), figure.sentence.quote
    cue = " ".join(quote[start:end] for start, end in said.cue).lower()
    content = quote[said.content[0][0] :].lower()
    if said.speaker is None or said.speaker.text.lower() in w.pronouns:
        return None
    if not _vouches(cue) or content.startswith(w.not_said):
        return None
    if figure.field == "title" and not (
        _tells(cue.split()[0]) or said.speaker.country or said.speaker.sectors
    ):
        return None  # before the colon of a headline stands as often what it is about
    return said.speaker


def _may_say(quote: str) -> bool:
    """Whether a sentence has a word, or a colon, by which somebody may be said to say something."""
    low = quote.lower()
    return ":" in quote or any(_tells(word) for word in words(low)) or any(p in low for p in _phrases())


def _vouches(cue: str) -> bool:
    """Whether whoever a cue belongs to tells the figure as it is: "said", "according to", the colon of a headline."""
    return _tells(cue.split()[0]) or cue in _phrases() or not cue[0].isalnum()


@cache
def _phrases() -> frozenset[str]:
    found = attribution_words()
    return found.according_to | found.nouns - _words().no_cues


@dataclass(frozen=True, slots=True)
class _Words:
    pronouns: frozenset[str]
    no_cues: frozenset[str]
    not_said: tuple[str, ...]


@cache
def _words() -> _Words:
    data = load_yaml("figures.yaml", __package__)
    return _Words(frozenset(data["pronouns"]), frozenset(data["no_cues"]), tuple(data["not_said"]))


@cache
def _verbs() -> frozenset[str]:
    """Verbs whose subject vouches for the clause; who denies it does not, nor who promises it."""
    kinds = attribution_words().say_class
    return frozenset(verb for verb, kind in kinds.items() if kind != "deny") - _words().no_cues


def _tells(word: str) -> bool:
    from dragoman.language.lemmas import lemma

    return lemma(word, "VERB") in _verbs()

"""Who says a figure: the speaker of its event, else whoever the words of its sentence are attributed to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from dragoman.ontology.attribution import attribution_words
from dragoman.ontology.files import load_yaml
from dragoman.records import Parser, Party, Said
from dragoman.stories.figures import Figure
from dragoman.stories.scenes import scene
from dragoman.stories.sentences import sayings
from dragoman.stories.terms import words

_WHO = (
    r"(?:^|[,;–—]\s|\b(?:and|but|while|whereas|although|though)\s)"
    r"(?P<who>(?:(?!\b(?:and|but|while)\b)[^,;:–—]){2,60}?)"
)
"""A noun phrase that begins a clause; by its form alone."""


def speaker_of(figure: Figure, parser: Parser) -> Party | None:
    """Return who says a figure, with offsets into the figure's field; ``None`` where the report itself does."""
    for event in figure.events:
        told = event.attribution
        if told is not None and _vouches(told.cue.lower()):
            return told.speaker
    sentence = figure.sentence
    at = figure.start - sentence.start
    for said in reversed(sayings(sentence, parser)) if _may_say(sentence.quote) else ():
        if any(start <= at < end for start, end in said.content) and (party := _teller(said, figure)):
            return replace(party, start=party.start + sentence.start, end=party.end + sentence.start)
    return _putter(figure)


def _putter(figure: Figure) -> Party | None:
    """Return who puts a count at a figure ("*Police* put the crowd at 9,000"), which is no verb of saying."""
    from dragoman.coding import who

    w, before = _words(), figure.sentence.quote[: figure.start - figure.sentence.start]
    for put in w.puts:
        match = put.search(before)
        # A blast that puts a toll at a figure says nothing.
        if match and match["who"].lower() not in w.pronouns and not scene(match["who"]).kinds:
            start, end = (figure.sentence.start + at for at in match.span("who"))
            return replace(who(match["who"], date=figure.document.day)[0], start=start, end=end)
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
    puts: tuple[re.Pattern[str], ...]


@cache
def _words() -> _Words:
    data = load_yaml("figures.yaml", __package__)
    return _Words(
        frozenset(data["pronouns"]),
        frozenset(data["no_cues"]),
        tuple(data["not_said"]),
        tuple(re.compile(put.replace("{who}", _WHO) + r"\s+$") for put in data["puts"]),
    )


@cache
def _verbs() -> frozenset[str]:
    """Verbs whose subject vouches for the clause; who denies it does not, nor who promises it."""
    kinds = attribution_words().say_class
    return frozenset(verb for verb, kind in kinds.items() if kind != "deny") - _words().no_cues


def _tells(word: str) -> bool:
    from dragoman.language.lemmas import lemma

    return lemma(word, "VERB") in _verbs()

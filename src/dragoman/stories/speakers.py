"""Who says a figure: the speaker of its event, else whoever the words of its sentence are attributed to."""

from __future__ import annotations

import re
from dataclasses import dataclass, replace
from functools import cache

from dragoman.language.numbers import alternatives
from dragoman.ontology.files import load_yaml
from dragoman.records import Parser, Party
from dragoman.stories.figures import Figure
from dragoman.stories.sentences import sayings


def speaker_of(figure: Figure, parser: Parser) -> Party | None:
    """Return who says a figure, with offsets into the figure's field; ``None`` where the report itself does."""
    for event in figure.events:
        if event.attribution is not None:
            return event.attribution.speaker
    sentence = figure.sentence
    for said in reversed(sayings(sentence, parser)):
        at = figure.start - sentence.start
        if said.speaker is not None and any(start <= at < end for start, end in said.content):
            words = _words()
            if said.speaker.text.lower() in words.pronouns or words.no_cue.match(
                sentence.quote, said.cue[0][0]
            ):
                return None
            if figure.field == "title" and not (said.speaker.country or said.speaker.sectors):
                return None  # before the colon of a headline stands as often what it is about
            shift = sentence.start
            return replace(said.speaker, start=said.speaker.start + shift, end=said.speaker.end + shift)
    return None


@dataclass(frozen=True, slots=True)
class _Words:
    pronouns: frozenset[str]
    no_cue: re.Pattern[str]


@cache
def _words() -> _Words:
    data = load_yaml("figures.yaml", __package__)
    return _Words(frozenset(data["pronouns"]), re.compile(rf"(?i:{alternatives(data['no_cues'])})\b"))

"""An explanation as one HTML file that needs nothing else, made like the front page (`briefing.html`)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import pairwise

from dragoman import __version__
from dragoman.briefing.html import template
from dragoman.explaining import picture
from dragoman.explaining.explanation import Explanation, Reading, Why
from dragoman.explaining.picture import Picture
from dragoman.explaining.wording import code_of, facts, part, relation, values, wording
from dragoman.ontology.plover import cameo, plover
from dragoman.records import Event

Spot = tuple[int, int, str]


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of the text and the marks they carry (style classes)."""

    text: str
    marks: str


@dataclass(frozen=True, slots=True)
class Card:
    """An event as the page tells it; `pieces`: its sentence with actor, recipient and trigger marked."""

    event: Event
    pieces: tuple[Piece, ...]
    facts: tuple[tuple[str, str], ...]
    meaning: str
    quad: str
    cameo: str
    why: Why


@dataclass(frozen=True, slots=True)
class Section:
    """One sentence as the page tells it; `screen`: see `picture.screen`."""

    reading: Reading
    pieces: tuple[Piece, ...]
    row: Picture
    column: Picture
    screen: int | None
    values: tuple[tuple[str, list[tuple[str, str]]], ...]
    cards: tuple[Card, ...]


def html(explanation: Explanation) -> str:
    """Return the page of an explanation."""
    return template("explain.html", __package__).render(
        explanation=explanation,
        sections=[_section(reading) for reading in explanation.readings],
        version=__version__,
        wording=wording(),
        part=part,
        relation=relation,
        code_of=code_of,
    )


def _section(reading: Reading) -> Section:
    row = picture.in_a_row(reading)
    marks = [(start, end, mark) for (start, end), mark in picture.marked(reading)]
    return Section(
        reading=reading,
        pieces=pieces(reading, marks),
        row=row,
        column=picture.in_a_column(reading),
        screen=picture.screen(row),
        values=tuple(values(reading)),
        cards=tuple(_card(*told, reading) for told in zip(reading.events, reading.reasons, strict=True)),
    )


def _card(event: Event, why: Why, reading: Reading) -> Card:
    spots: list[Spot] = [(party.start, party.end, "actor") for party in event.actors]
    spots += [(party.start, party.end, "recipient") for party in event.recipients]
    spots.append((event.trigger.start, event.trigger.end, "trigger"))
    if event.attribution and event.attribution.speaker:
        speaker = event.attribution.speaker
        spots.append((speaker.start, speaker.end, "speaker"))
    spots += [(d.words.start, d.words.end, "date") for d in reading.dates if d.date and d.date == event.date]
    info = plover().types[event.type]
    return Card(
        event=event,
        pieces=pieces(reading, spots),
        facts=tuple(facts(event)),
        meaning=info.modes[event.mode].definition if event.mode else info.definition,
        quad=wording()["quads"][event.quad],
        cameo=cameo()[event.cameo] if event.cameo else "",
        why=why,
    )


def pieces(reading: Reading, spots: Sequence[Spot]) -> tuple[Piece, ...]:
    """Cut the sentence where a mark begins or ends; joined, the pieces are the sentence."""
    start, end = reading.sentence.start, reading.sentence.end
    edges = {start, end} | {edge for a, b, _ in spots for edge in (a, b) if start < edge < end}
    cuts = sorted(edges)
    return tuple(
        Piece(
            reading.sentence.text[a - start : b - start],
            " ".join(dict.fromkeys(mark for s, e, mark in spots if s <= a and b <= e)),
        )
        for a, b in pairwise(cuts)
    )

"""Sentences to events: predicates, their parties, and what else the sentence tells of each."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import replace
from functools import cache

from spacy.tokens import Span

from dragoman import __version__
from dragoman.coding import (
    amounts,
    attribution,
    candidates,
    confidence,
    equipment,
    meetings,
    predicates,
    status,
    tree,
    turns,
)
from dragoman.coding.candidates import Candidate
from dragoman.coding.details import Details
from dragoman.coding.grammar import is_grammatical
from dragoman.coding.parties import Parties, at_home, of_document
from dragoman.language import Analysis, analyse, dates, model_version
from dragoman.language.found import Found
from dragoman.ontology import files, lexicon
from dragoman.ontology.collector import at_rest
from dragoman.ontology.lexicon import Lexicon
from dragoman.ontology.plover import plover
from dragoman.records import Date, Document, Event, Evidence, Field, Parser, Version, stable_id
from dragoman.records import Span as Words


def stream(
    documents: Iterable[Document], parser: Parser, words: Lexicon | None = None
) -> Iterator[tuple[Event, ...]]:
    """Yield the events of each document, in the order of the documents and of their text.

    Args:
        documents: what `dragoman.read` gives.
        parser: ``accurate`` or ``fast``.
        words: the lexicon; ``None``: the packaged one.
    """
    words = lexicon.load() if words is None else words
    made_by = version(parser, words)
    for analysis in analyse(documents, parser):
        with at_rest():
            events = tuple(of_analysis(analysis, words, made_by))
        yield events


def of_analysis(analysis: Analysis, words: Lexicon, made_by: Version) -> Iterator[Event]:
    """Yield the events of one document, in the order of its text."""
    for field, parties in of_document(analysis).items():
        sentences = list(analysis.sentences(field))
        before: list[Event] = []
        for sentence, dated in zip(sentences, dates.read(sentences, analysis.day), strict=True):
            events = list(_sentence(sentence, dated, analysis, field, parties, words, made_by))
            if before and not events:
                before = _continued(before, sentence)
            yield from before
            before = events
        yield from before


def _sentence(
    sentence: Span,
    dated: Sequence[Found[Date]],
    analysis: Analysis,
    field: Field,
    parties: Parties,
    words: Lexicon,
    made_by: Version,
) -> Iterator[Event]:
    standing = candidates.find(sentence, words, parties)
    if not standing:
        return
    told = Details(sentence, standing, dated)
    start, end = _trimmed(sentence)
    for candidate in standing:
        yield _event(candidate, told, analysis, field, parties, start, end, made_by)


def _event(
    candidate: Candidate,
    told: Details,
    analysis: Analysis,
    field: Field,
    parties: Parties,
    start: int,
    end: int,
    made_by: Version,
) -> Event:
    document, predicate = analysis.document, candidate.predicate
    entry = predicate.entry
    actors, recipients = candidate.actors, candidate.recipients
    reality = status.of(predicate, told.date_of(predicate), analysis.day)
    turned = turns.of(entry, reality)
    info = plover().types[turned.type]
    rule = f"{entry.id} ({predicate.construction}){turned.why}"
    if turned.why and info.quad == 3 and entry.reciprocal:
        actors, recipients = actors[:1], actors[1:]  # only the first of them refuses or threatens
    place = told.place_of(predicate)
    turned = meetings.told(turned, [mention.party for mention in (*actors, *recipients)], place)
    ground = place if info.quad == 4 else None  # who does violence is mostly from there; who meets, often not
    words = predicate.words
    trigger = predicate.head.doc[words[0].i : words[-1].i + 1]
    text = document.string(field)
    return Event(
        id=stable_id(document.id, field, trigger.start_char, trigger.end_char, entry.id),
        document=document.id,
        type=turned.type,
        mode=turned.mode,
        cameo=turned.cameo,
        quad=info.quad,
        intensity=info.intensity_of(turned.mode),
        status=turned.status,
        date=told.date_of(predicate),
        place=place,
        actors=tuple(at_home(mention.party, ground) for mention in actors),
        recipients=tuple(at_home(mention.party, ground) for mention in recipients),
        attribution=attribution.of(predicate, parties),
        amounts=told.amounts_of(predicate),
        equipment=told.equipment_of(predicate),
        contexts=told.contexts_of(candidate),
        confidence=confidence.of(candidate, reality, told.events),
        trigger=Words(trigger.start_char, trigger.end_char, text[trigger.start_char : trigger.end_char]),
        evidence=Evidence(field, start, end, text[start:end], rule),
        version=made_by,
    )


def _continued(events: list[Event], sentence: Span) -> list[Event]:
    """Add what the next sentence says of an event when it goes on about it ("*The deal*, estimated at …")."""
    subjects = tree.children(sentence.root, "nsubj", "nsubj:pass")
    if not subjects or not any(t.lower_ in {"the", "this"} for t in tree.children(subjects[0], "det")):
        return events
    noun = predicates.lemma(subjects[0])
    for at, event in reversed(list(enumerate(events))):
        group = {1: "continued_cooperation", 2: "continued_cooperation", 4: "continued_force"}.get(event.quad)
        if group and is_grammatical(noun, group):
            more = replace(
                event,
                amounts=(*event.amounts, *(found.value for found in amounts.find(sentence))),
                equipment=(*event.equipment, *(found.value for found in equipment.find(sentence))),
            )
            return [*events[:at], more, *events[at + 1 :]]
    return events


def _trimmed(sentence: Span) -> tuple[int, int]:
    """Return where the sentence stands, without white space around it."""
    text = sentence.text
    return (
        sentence.start_char + len(text) - len(text.lstrip()),
        sentence.end_char - (len(text) - len(text.rstrip())),
    )


def version(parser: Parser = "accurate", words: Lexicon | None = None) -> Version:
    """Return what every event read with this parser and lexicon is made by."""
    return Version(__version__, data_version(words), model_version(parser))


def data_version(words: Lexicon | None = None) -> str:
    """Return 12 hexadecimal digits that depend on all packaged data and on an analyst's own lexicon files."""
    if words is None or not words.own:
        return _packaged_data()
    return hashlib.sha256(f"{_packaged_data()} {words.own}".encode()).hexdigest()[:12]


@cache
def _packaged_data() -> str:
    return files.digest(*files.every_file())

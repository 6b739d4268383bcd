"""A text to its explanation: what each room sees in each sentence, in the order in which they read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TypeVar

from spacy.tokens import Doc
from spacy.tokens import Span as Tokens

from dragoman.coding import amounts, code, equipment, places
from dragoman.coding.parties import Parties
from dragoman.errors import InputError
from dragoman.explaining.explanation import (
    Armed,
    Counted,
    Dated,
    Explanation,
    Name,
    Placed,
    Reading,
    Referred,
    Word,
)
from dragoman.explaining.refusals import refusals
from dragoman.language import analyse, dates
from dragoman.language.analysis import cut
from dragoman.language.found import Found
from dragoman.language.reference import Reference, references
from dragoman.records import Document, Event, Field, Sentence, Span, stable_id
from dragoman.sources.dates import parse_date

#: So many sentences are explained; of a longer text the beginning.
MOST = 20

T = TypeVar("T")
# Any day of publication shows which words would date if there were one.
_ANY_DAY = dt.date(2000, 1, 1)


def read(text: str, published: str | None, headline: bool | None) -> Explanation:
    """Explain a text (see `dragoman.explain`)."""
    if not any(char.isalpha() for char in text):
        problem = "there are no words in it" if text.strip() else "it is empty"
        raise InputError("text to explain", None, problem, "give a headline or a sentence")
    day = parse_date(published) if published is not None else None
    if published is not None and day is None:
        raise InputError("published", None, f"{published!r} is no date", "write it as 2025-02-18")
    part = cut(text)[0]
    title = is_headline(text) if headline is None else headline
    document = Document(
        id=stable_id(text),
        kind="headline" if title else "article",
        title=part if title else None,
        text=None if title else part,
        published=day,
        published_from="option" if day else None,
        language="en",
    )
    (analysis,) = analyse([document])
    field: Field = "title" if title else "text"
    doc = analysis.doc(field)
    assert doc is not None  # there are letters in it
    parties = Parties(doc, document.day, part)
    spans = [span for span in doc.sents if not span.text.isspace()]
    events = code([document])
    later = references(analysis)
    readings = tuple(_reading(span, document, field, parties, events, later) for span in spans[:MOST])
    return Explanation(document, readings, len(text[readings[-1].sentence.end :].strip()))


def is_headline(text: str) -> bool:
    """Whether a text has the form of a headline: one line without a final stop."""
    line = text.strip()
    return len(line.splitlines()) == 1 and not line.rstrip("\"'”’)]").endswith((".", "!", "?", "…"))


def _reading(
    span: Tokens,
    document: Document,
    field: Field,
    parties: Parties,
    events: Sequence[Event],
    later: Sequence[Reference],
) -> Reading:
    text = document.string(field)
    start = span.start_char + len(span.text) - len(span.text.lstrip())
    end = start + len(span.text.strip())
    return Reading(
        sentence=Sentence(document.id, field, start, end, text[start:end], headline=field == "title"),
        words=_words(span, text),
        names=tuple(_names(span, parties, text)),
        referred=tuple(
            Referred(_quote(r.start, r.end, text), _quote(r.antecedent_start, r.antecedent_end, text), r.rule)
            for r in later
            if start <= r.start < end
        ),
        dates=tuple(_dates(span, document.day, text)),
        places=tuple(Placed(_span(found, text), found.value) for found in places.find(span)),
        amounts=tuple(Counted(_span(found, text), found.value) for found in amounts.find(span)),
        equipment=tuple(Armed(_span(found, text), found.value) for found in equipment.find(span)),
        events=tuple(e for e in events if start <= e.trigger.start < end),
        refusals=refusals(span, parties, text),
    )


def _span(found: Found[T], text: str) -> Span:
    return _quote(found.start, found.end, text)


def _quote(start: int, end: int, text: str) -> Span:
    return Span(start, end, text[start:end])


def _words(span: Tokens, text: str) -> tuple[Word, ...]:
    tokens = [token for token in span if not token.is_space]
    number = {token.i: n for n, token in enumerate(tokens)}
    return tuple(
        Word(
            start=token.idx,
            end=token.idx + len(token),
            text=text[token.idx : token.idx + len(token)],
            lemma=token.lemma_,
            part=token.pos_,
            features=dict(token.morph.to_dict()),
            head=None if token.head.i == token.i else number[token.head.i],
            label="root" if token.head.i == token.i else token.dep_,
        )
        for token in tokens
    )


def _names(span: Tokens, parties: Parties, text: str) -> Iterator[Name]:
    """Yield what the gazetteer knows, and the names that it does not."""
    named = [e for e in _entities(span.doc) if span.start <= e.start < span.end]
    kinds = {i: entity.label_ for entity in named for i in range(entity.start_char, entity.end_char)}
    found = [Name(Span(p.start, p.end, p.text), kinds.get(p.start), p) for p in parties.known(span)]
    taken = {i for name in found for i in range(name.words.start, name.words.end)}
    for entity in named:
        start, end = entity.start_char, entity.end_char
        if not taken.intersection(range(start, end)):
            found.append(Name(_quote(start, end, text), entity.label_, None))
    yield from sorted(found, key=lambda name: name.words.start)


def _entities(doc: Doc) -> list[Tokens]:
    """Return the names the model marks."""
    return list(doc.spans["names"]) if "names" in doc.spans else list(doc.ents)


def _dates(span: Tokens, day: dt.date | None, text: str) -> Iterator[Dated]:
    """Yield the dates, and the words that would date if the day of publication were known."""
    alone = {(found.start, found.end): found.value for found in dates.find(span, None)}
    for found in dates.find(span, day or _ANY_DAY):
        of_itself = alone.get((found.start, found.end))
        if of_itself is None and day is None:
            yield Dated(_span(found, text), None, None)
        elif of_itself == found.value or day is None:
            yield Dated(_span(found, text), of_itself, None)
        else:
            yield Dated(_span(found, text), found.value, day.isoformat())

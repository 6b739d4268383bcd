"""A text to its explanation: what each room sees in each sentence, in the order in which they read."""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterator, Sequence
from typing import TypeVar

from spacy.tokens import Span as Tokens

from dragoman.coding import amounts, equipment, places
from dragoman.coding.coder import stream
from dragoman.coding.parties import Parties, of_document
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
from dragoman.explaining.reasons import reasons
from dragoman.explaining.refusals import refusals
from dragoman.language import Analysis, analyse, dates, sentences
from dragoman.language.analysis import cut
from dragoman.language.found import Found
from dragoman.language.headlines import is_headline
from dragoman.language.reference import Reference, references
from dragoman.ontology.lexicon import Lexicon
from dragoman.records import Date, Document, Event, Field, Parser, Sentence, Span, stable_id
from dragoman.sources.dates import parse_date

#: So many sentences are explained; of a longer text the beginning.
MOST = 20

T = TypeVar("T")
# Any day of publication shows which words would date if there were one.
_ANY_DAY = dt.date(2000, 1, 1)


def read(
    text: str, published: str | None, headline: bool | None, parser: Parser, words: Lexicon
) -> Explanation:
    """Explain a text (see `dragoman.explain`)."""
    if not any(char.isalpha() for char in text):
        problem = "there are no words in it" if text.strip() else "it is empty"
        raise InputError("text to explain", None, problem, "give a headline or a sentence")
    day = parse_date(published) if published is not None else None
    if published is not None and day is None:
        raise InputError("published", None, f"{published!r} is no date", "write it as 2025-02-18")
    part = cut(text)[0]
    title = _has_form_of_headline(part, parser) if headline is None else headline
    document = Document(
        id=stable_id(text),
        kind="headline" if title else "article",
        title=part if title else None,
        text=None if title else part,
        published=day,
        published_from="option" if day else None,
    )
    (analysis,) = analyse([document], parser)
    field: Field = "title" if title else "text"
    doc = analysis.doc(field)
    if doc is None:
        problem = analysis.declined or "there are no words in it"
        raise InputError("text to explain", None, problem, "give a headline or a sentence in English")
    parties = of_document(analysis)[field]
    spans = [span for span in doc.sents if not span.text.isspace()]
    events = [event for found in stream([document], parser, words) for event in found]
    later = references(analysis)
    report = list(analysis.sentences(field))
    dated = {
        span.start: found for span, found in zip(report, _dates(report, analysis.day, part), strict=True)
    }
    readings = tuple(
        _reading(span, analysis, field, parties, words, events, later, dated.get(span.start, ()))
        for span in spans[:MOST]
    )
    return Explanation(document, readings, len(text[readings[-1].sentence.end :].strip()))


def _has_form_of_headline(text: str, parser: Parser) -> bool:
    """Whether a text is one line without a final stop, and no two sentences."""
    line = text.strip()
    if len(line.splitlines()) > 1 or line.rstrip("\"'”’)]").endswith((".", "!", "?", "…")):
        return False
    return is_headline(line) or len(sentences(Document("", "article", text=line), parser)) <= 1


def _apart(analysis: Analysis, start: int) -> str | None:
    """Return what a sentence of the text is where it is none of the report."""
    found = [(aside.start, aside.end, str(aside.kind)) for aside in analysis.asides]
    found += [(dateline.start, dateline.end, "dateline") for dateline in analysis.datelines]
    return next((kind for first, end, kind in found if first <= start < end), None)


def _reading(
    span: Tokens,
    analysis: Analysis,
    field: Field,
    parties: Parties,
    words: Lexicon,
    events: Sequence[Event],
    later: Sequence[Reference],
    dated: tuple[Dated, ...],
) -> Reading:
    document = analysis.document
    text = document.string(field)
    start = span.start_char + len(span.text) - len(span.text.lstrip())
    end = start + len(span.text.strip())
    apart = _apart(analysis, start) if field == "text" else None
    own = tuple(e for e in events if start <= e.trigger.start < end)
    return Reading(
        sentence=Sentence(document.id, field, start, end, text[start:end], headline=field == "title"),
        apart=apart,
        words=_words(span, text),
        names=tuple(_names(span, parties, text)),
        referred=tuple(
            Referred(_quote(r.start, r.end, text), _quote(r.antecedent_start, r.antecedent_end, text), r.rule)
            for r in later
            if start <= r.start < end
        ),
        dates=dated,
        places=tuple(Placed(_span(found, text), found.value) for found in places.find(span)),
        amounts=tuple(Counted(_span(found, text), found.value) for found in amounts.find(span)),
        equipment=tuple(Armed(_span(found, text), found.value) for found in equipment.find(span)),
        events=own,
        reasons=tuple(reasons(own, span, analysis.day, words, parties)) if own else (),
        refusals=() if apart else refusals(span, words, parties, text),  # nothing is coded there
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
    named = [e for e in span.doc.ents if span.start <= e.start < span.end]
    kinds = {i: entity.label_ for entity in named for i in range(entity.start_char, entity.end_char)}
    found = [Name(Span(p.start, p.end, p.text), kinds.get(p.start), p) for p in parties.known(span)]
    taken = {i for name in found for i in range(name.words.start, name.words.end)}
    mentions = {each.end: each for each in span.doc.spans.get("names", ())}
    for entity in named:
        end = entity.end_char
        mention = mentions.get(entity.end, entity)
        for start in (mention.start_char, entity.start_char):
            if not taken.intersection(range(start, end)):
                found.append(Name(_quote(start, end, text), entity.label_, None, mention.kb_id_ or None))
                break
    yield from sorted(found, key=lambda name: name.words.start)


def _dates(spans: Sequence[Tokens], day: dt.date | None, text: str) -> Iterator[tuple[Dated, ...]]:
    """Yield the dates of each sentence, and the words that would date if the day of publication were known."""
    with_day = dates.read(spans, day or _ANY_DAY)
    of_text = dates.read(spans, None)
    for span, found, told in zip(spans, with_day, of_text, strict=True):
        alone = _values(dates.find(span, None))
        known = _values(told)
        yield tuple(_dated(_span(one, text), one.value, day, alone, known) for one in found)


def _values(found: Sequence[Found[Date]]) -> dict[int, Date]:
    return {one.start: one.value for one in found}


def _dated(
    words: Span, date: Date, day: dt.date | None, alone: dict[int, Date], known: dict[int, Date]
) -> Dated:
    """Tell what a date was counted from: nothing, an earlier date of the text, or the day of publication."""
    if day is None:
        date_or_none = known.get(words.start)
        return Dated(words, date_or_none, None if alone.get(words.start) == date_or_none else "text")
    if alone.get(words.start) == date:
        return Dated(words, date, None)
    return Dated(words, date, "text" if known.get(words.start) == date else day.isoformat())

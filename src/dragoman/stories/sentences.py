"""The sentence around a place in a report, and who says what in it, without reading the whole report again."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Sequence
from functools import cache, lru_cache

from dragoman.ontology.files import load_yaml
from dragoman.records import Citation, Document, Event, Field, Parser, Said

_END = re.compile(r"[.!?][\"”’')\]]*(?=\s+[\"“‘'(\[]?[^\W_a-z])|\n\s*\n|\n(?=\s*\S)")


def sentence_at(document: Document, field: Field, at: int, events: Sequence[Event]) -> Citation:
    """Return the sentence in which an offset stands: as an event has it, else by its form; the whole of a title."""
    string = document.string(field)
    for event in events:
        e = event.evidence
        if e.field == field and e.start <= at < e.end:
            return Citation(document.id, field, e.start, e.end, e.quote)
    ends = _ends(string) if field == "text" else ()
    n = bisect_right(ends, at)
    start, end = ends[n - 1] if n else 0, ends[n] if n < len(ends) else len(string)
    quote = string[start:end]
    start, end = start + len(quote) - len(quote.lstrip()), start + len(quote.rstrip())
    return Citation(document.id, field, start, end, string[start:end])


def sayings(sentence: Citation, parser: Parser) -> tuple[Said, ...]:
    """Return who says what in a sentence; offsets index its quote."""
    return _sayings(sentence.quote, sentence.field == "title", parser)


@lru_cache(maxsize=256)
def _sayings(quote: str, headline: bool, parser: Parser) -> tuple[Said, ...]:
    from dragoman.coding.quoting import stream

    document = Document(
        id="",
        kind="headline" if headline else "article",
        title=quote if headline else None,
        text=None if headline else quote,
    )
    return next(stream([document], parser)).attributions


@lru_cache(maxsize=16)
def _ends(text: str) -> tuple[int, ...]:
    """Return where sentences end, by their form: a full stop before a capital or a figure, or a new line."""
    return tuple(match.end() for match in _END.finditer(text) if not _is_abbreviation(text, match))


def _is_abbreviation(text: str, match: re.Match[str]) -> bool:
    last = text[max(0, match.start() - 12) : match.start() + 1].split()
    word = last[-1] if last else ""
    return match.group().startswith(".") and (
        word in _before_names() or bool(re.fullmatch(r"(?:[A-Z]\.)+", word))
    )


@cache
def _before_names() -> frozenset[str]:
    return frozenset(load_yaml("boundaries.yaml", "dragoman.language")["before_names"])

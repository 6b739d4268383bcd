"""What one marked party did to another: ``relate``.

Whoever marks two parties says that there is something between them, so nothing needs to be known of either. Every
entry of the lexicon that fits a word of their sentences is weighed by how it links the two (`linking`); the type for
which most speaks is the answer, and what speaks for it the confidence.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from spacy.tokens import Doc, Span

from dragoman.coding import linking, predicates
from dragoman.errors import InputError
from dragoman.language import Analysis, analyse
from dragoman.ontology import lexicon
from dragoman.ontology.lexicon import Lexicon
from dragoman.ontology.plover import plover
from dragoman.records import Document, Parser, Relation


@dataclass(frozen=True, slots=True)
class Marked:
    """A text and where its two parties stand, as offsets of characters, end exclusive; ``None``: not in the text."""

    id: Any
    text: str
    actor: tuple[int, int] | None
    recipient: tuple[int, int] | None

    @classmethod
    def of(cls, row: object, source: str, place: str) -> Marked:
        """Check a row ``{"id", "text", "actor": [start, end], "recipient": [start, end]}``; one may be ``null``.

        Raises `InputError` naming the input, the place and what is wrong with the row.
        """

        def wrong(problem: str, mend: str) -> InputError:
            return InputError(source, place, problem, mend)

        if not isinstance(row, dict):
            raise wrong("not a JSON object", 'write {"id", "text", "actor": [s, e], "recipient": [s, e]}')
        text = row.get("text")
        if not isinstance(text, str) or not text.strip():
            raise wrong("`text` is missing or empty", "give the sentence as a string")
        if missing := [key for key in ("actor", "recipient") if key not in row]:
            raise wrong(
                f"`{missing[0]}` is missing", 'write {"id", "text", "actor": [s, e], "recipient": [s, e]}'
            )
        spans: list[tuple[int, int] | None] = []
        for key in ("actor", "recipient"):
            span = row[key]
            if span is None:
                spans.append(None)
                continue
            whole = isinstance(span, list) and len(span) == 2
            if not whole or not all(isinstance(n, int) and not isinstance(n, bool) for n in span):
                raise wrong(f"`{key}` is {span!r}", "write [start, end] as two whole numbers, or null")
            start, end = span
            if not 0 <= start < end <= len(text):
                raise wrong(
                    f"`{key}` [{start}, {end}] is not inside the text of {len(text)} characters",
                    "offsets count characters from 0, the end is exclusive and behind the start",
                )
            if not text[start:end].strip():
                raise wrong(f"`{key}` [{start}, {end}] marks only white space", "mark the words of the party")
            spans.append((start, end))
        if spans[0] == spans[1]:
            raise wrong("actor and recipient are the same", "mark two parties, or one of them")
        return cls(row.get("id"), text, spans[0], spans[1])


def stream(rows: Iterable[Marked], parser: Parser, words: Lexicon | None = None) -> Iterator[Relation]:
    """Yield the relation of each row, in their order."""
    words = lexicon.load() if words is None else words
    kept: list[Marked] = []

    def documents() -> Iterator[Document]:
        for row in rows:
            kept.append(row)
            yield Document(str(row.id), "article", text=row.text)

    for number, analysis in enumerate(analyse(documents(), parser)):
        yield _relation(kept[number], analysis, words)


def _relation(row: Marked, analysis: Analysis, words: Lexicon) -> Relation:
    doc = analysis.text
    if doc is None:
        return Relation(row.id, None, None, None, None, None, f"not read: {analysis.declined}")
    actor, recipient = (_words(doc, span) for span in (row.actor, row.recipient))
    found = linking.types(linking.find(actor, recipient, words))
    if not found:
        return Relation(row.id, None, None, None, None, None, _why_none(actor, recipient, words))
    kind, probability, link = found[0]
    turned, predicate = link.turned, link.predicate
    far = "".join(f", {name}" for name in linking.LOOSE.values() if name in link.features)
    rule = f"{predicate.entry.id} ({predicate.construction}{far}){turned.why}"
    quad = plover().types[kind].quad
    return Relation(row.id, kind, turned.mode, quad, turned.status, round(probability, 2), rule)


def _words(doc: Doc, span: tuple[int, int] | None) -> Span | None:
    return None if span is None else doc.char_span(*span, alignment_mode="expand")


def _why_none(actor: Span | None, recipient: Span | None, words: Lexicon) -> str:
    """Say which words of the lexicon were there and did not fit."""
    misfits = [
        m for sentence in linking.sentences(actor, recipient) for m in predicates.misfits(sentence, words)
    ]
    if not misfits:
        return "no word of the lexicon stands in the sentence"
    told = dict.fromkeys(f"{m.entry.id} ({m.head.text}: {m.condition} does not fit)" for m in misfits)
    return "no entry fits: " + "; ".join(list(told)[:3])

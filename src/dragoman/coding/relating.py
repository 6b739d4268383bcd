"""What one marked party did to another: ``relate``.

Whoever marks two parties says that there is something between them, so nothing needs to be known of either. Every
entry of the lexicon that fits a word of their sentences is weighed by how it links the two: whether they fill its
slots, where it stands between them, how specific it is. The weights are a table (``relating.yaml``, made by
``training/relating.py``); the best entry gives the type, and its weight the confidence.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import Any

from spacy.tokens import Doc, Span, Token

from dragoman.coding import candidates, predicates, roles, status, turns
from dragoman.coding.given import Given
from dragoman.coding.parties import Mention
from dragoman.coding.predicates import Predicate
from dragoman.coding.turns import Turned
from dragoman.errors import InputError
from dragoman.language import Analysis, analyse
from dragoman.ontology import lexicon
from dragoman.ontology.files import load_yaml
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


@dataclass(frozen=True, slots=True)
class Link:
    """An entry that fits a word and links the parties in some way.

    Attributes:
        predicate: entry and words.
        turned: type and status of it.
        features: what the table weighs.
    """

    predicate: Predicate
    turned: Turned
    features: Mapping[str, float]

    @property
    def probability(self) -> float:
        """How likely its type is what one did to the other, 0 to 1."""
        weights = _weights()
        # A feature that no gold record has is not in the table: it tells nothing.
        score = sum(weights.get(name, 0.0) * value for name, value in self.features.items())
        return 1 / (1 + math.exp(-score))


def links(actor: Span | None, recipient: Span | None, words: Lexicon) -> list[Link]:
    """Return every reading of what one did to the other, the likeliest first."""
    given = Given(actor, recipient)
    found: list[Link] = []
    for sentence in _sentences(actor, recipient):
        matched = predicates.find(sentence, words)
        heads = {matches[0].head.i for matches in matched}
        for matches in matched:
            for rank, predicate in enumerate(matches):
                if predicate.entry.reciprocal:
                    acting = acted_on = roles.together(predicate, given)
                else:
                    acting, acted_on = roles.actors(predicate, given), roles.recipients(predicate, given)
                found.append(_link(predicate, rank, acting, acted_on, actor, recipient, heads))
        for token in sentence:
            demand = candidates.demand(token, words, given)
            if demand is not None:
                parts = demand.actors, demand.recipients
                found.append(_link(demand.predicate, 0, *parts, actor, recipient, heads))
    return sorted(found, key=lambda link: (-link.probability, link.predicate.head.i, link.predicate.entry.id))


def _sentences(*parties: Span | None) -> list[Span]:
    """Return the sentences in which the parties stand, in the order of the text."""
    every = {party.root.sent.start: party.root.sent for party in parties if party is not None}
    return [every[start] for start in sorted(every)]


def _link(
    predicate: Predicate,
    rank: int,
    acting: Sequence[Mention],
    acted_on: Sequence[Mention],
    actor: Span | None,
    recipient: Span | None,
    heads: set[int],
) -> Link:
    entry, own = predicate.entry, _chain(predicate.head)
    turned = turns.of(entry, status.of(predicate, None, None))
    acts, receives = _holds(acting, actor), _holds(acted_on, recipient)
    # The words from each party up to the top of its sentence.
    up = [_chain(party.root) for party in (actor, recipient) if party is not None]
    over_actor, over_recipient = (
        party is not None and own[0] in _chain(party.root) for party in (actor, recipient)
    )
    joined = up[0] if len(up) == 1 else [i for i in up[0] if i in up[1]]
    below = [i for chain in up if own[0] in chain for i in chain[: chain.index(own[0])]]
    values = {
        "bias": True,
        "both": acts and receives,
        "actor": acts,
        "recipient": receives,
        "actor is recipient": _holds(acted_on, actor) and not acts,
        "recipient is actor": _holds(acting, recipient) and not receives,
        "above actor": over_actor and not acts,
        "above recipient": over_recipient and not receives,
        "joins": own[0] in joined[:1],
        "reciprocal": entry.reciprocal,
        "in a party": any(party and party.start <= own[0] < party.end for party in (actor, recipient)),
        "nominal": predicate.construction == "nominal",
        "adjectival": predicate.construction == "adjectival",
        "obligation": predicate.construction == "obligation",
        "object": bool(entry.object),
        "particles": bool(entry.particles),
        "clause": bool(entry.complement),
        "other reading": rank > 0,
        "under another": any(i in heads for i in own[1:]),
        "over another": any(i in heads for i in below),
        "aside": not over_actor and not over_recipient,
    }
    features = {name: 1.0 for name, value in values.items() if value}
    features["depth"] = min(6, len(own) - 1) / 2
    features["rank"] = min(3, rank) / 2
    return Link(predicate, turned, features)


def _holds(mentions: Sequence[Mention], party: Span | None) -> bool:
    return party is not None and any(mention.head == party.root.i for mention in mentions)


def _chain(token: Token) -> list[int]:
    """Return the token and all above it."""
    return [token.i, *(above.i for above in token.ancestors)]


def _relation(row: Marked, analysis: Analysis, words: Lexicon) -> Relation:
    doc = analysis.text
    if doc is None:
        return Relation(row.id, None, None, None, None, None, f"not read: {analysis.declined}")
    actor, recipient = (_words(doc, span) for span in (row.actor, row.recipient))
    found = links(actor, recipient, words)
    if not found:
        return Relation(row.id, None, None, None, None, None, _why_none(actor, recipient, words))
    best = found[0]
    turned, predicate = best.turned, best.predicate
    rule = f"{predicate.entry.id} ({predicate.construction}){turned.why}"
    quad = plover().types[turned.type].quad
    return Relation(row.id, turned.type, turned.mode, quad, turned.status, round(best.probability, 2), rule)


def _words(doc: Doc, span: tuple[int, int] | None) -> Span | None:
    return None if span is None else doc.char_span(*span, alignment_mode="expand")


def _why_none(actor: Span | None, recipient: Span | None, words: Lexicon) -> str:
    """Say which words of the lexicon were there and did not fit."""
    misfits = [m for sentence in _sentences(actor, recipient) for m in predicates.misfits(sentence, words)]
    if not misfits:
        return "no word of the lexicon stands in the sentence"
    told = dict.fromkeys(f"{m.entry.id} ({m.head.text}: {m.condition} does not fit)" for m in misfits)
    return "no entry fits: " + "; ".join(list(told)[:3])


@cache
def _weights() -> dict[str, float]:
    return {name: float(weight) for name, weight in load_yaml("relating.yaml").items()}

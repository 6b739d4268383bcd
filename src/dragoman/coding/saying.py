"""One attribution, and where its parts stand: runs of tokens of the tree as offsets in the text."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from spacy.tokens import Doc, Token

from dragoman.coding import tree

#: First and last (exclusive) character, or token, of a stretch.
Stretch = tuple[int, int]

# Punctuation that belongs to no part when it stands at the part's end.
_OPENS_NO_PART, _ENDS_NO_PART = frozenset(",.;:-–—…!?*_/)]}"), frozenset(",.;:-–—―…!?*_/")
# What opens the words of a speaker though it is punctuation.
_OPENING = frozenset(['"', "“", "‘", "''", "("])


@dataclass(eq=False)
class Saying:
    """An attribution.

    Attributes:
        words: the cue, in the order of the text.
        speaker: head of the speaker's phrase; ``None`` where nobody is named.
        source: offsets of the speaker's words.
        content: offsets of what is attributed, in the order of the text.
        asserts: whether the content is told as so (said, not wanted, asked for or spoken about).
        speaks: whether the cue may stand beside a quotation.
        answers: false where it is a refusal to answer ("declined to comment").
        needs_speaker: whether it is none without a speaker; a passive may name nobody ("was said to be").
    """

    words: tuple[Token, ...]
    speaker: Token | None
    source: tuple[Stretch, ...] = ()
    content: list[Stretch] = field(default_factory=list)
    asserts: bool = False
    speaks: bool = False
    answers: bool = True
    needs_speaker: bool = False

    @property
    def start(self) -> int:
        """Where the cue begins."""
        return self.words[0].idx

    @property
    def cue(self) -> str:
        """The cue as it stands in the text."""
        return self.words[0].doc[self.words[0].i : self.words[-1].i + 1].text

    @property
    def size(self) -> int:
        """Characters of the content."""
        return sum(end - start for start, end in self.content)


def phrase(speaker: Token, cue: Token) -> Stretch:
    """Return first and last token (exclusive) of a speaker's phrase, up to the clause that the cue stands in."""
    doc, start, end = speaker.doc, speaker.left_edge.i, speaker.right_edge.i + 1
    for other in speaker.head.children:
        if other.dep_ == speaker.dep_ == "nsubj" and other.right_edge.i + 1 == start:
            start = other.left_edge.i  # a title that the tree takes for a subject of its own
    if start <= cue.i < end:
        clause = cue
        while clause.head.i not in {speaker.i, clause.i}:
            clause = clause.head
        if clause.head.i != speaker.i or clause.i == speaker.i:  # crossing branches
            start, end = (start, cue.i) if cue.i > speaker.i else (cue.i + 1, end)
        elif clause.i > speaker.i:
            end = clause.left_edge.i
        else:
            start = clause.right_edge.i + 1
    for clause in tree.children(speaker, "acl:relcl"):
        if clause.left_edge.i > speaker.i and tree.children(clause, "ccomp"):
            end = min(end, clause.left_edge.i)  # another saying of the speaker
    while start < speaker.i and doc[start].dep_ in {"case", "cc", "mark", "punct"}:
        if doc[start].text in _OPENING:
            break
        start += 1
    if end - 1 > speaker.i and doc[end - 1].dep_ == "case":  # the 's of an owner
        end -= 1
    return start, end


def source(speaker: Token, cue: Token) -> tuple[Stretch, ...]:
    """Return where the words of a speaker stand: a tuple of one, or empty."""
    return tuple(pieces(speaker.doc, *phrase(speaker, cue))[:1])


def joined(heads: Iterable[Token], holes: list[Stretch], more: Iterable[Stretch] = ()) -> list[Stretch]:
    """Return what stands under several heads, neighbours as one piece; a preposition that opens a phrase stays out.

    Args:
        heads: tokens of one document.
        holes: tokens that are left out.
        more: tokens that go with the heads'.
    """
    heads = list(heads)
    merged: list[Stretch] = []
    for start, end in sorted([*more, *map(_under, heads)]):
        if merged and start <= merged[-1][1] + 1:
            merged[-1] = (merged[-1][0], max(end, merged[-1][1]))
        else:
            merged.append((start, end))
    return [piece for start, end in merged for piece in pieces(heads[0].doc, start, end, holes)]


def _under(head: Token) -> Stretch:
    start, end = head.left_edge.i, head.right_edge.i + 1
    first = head.doc[start]
    case = first.dep_ == "case" and first.head.i == head.i and head.dep_ in {"obl", "nmod"}
    mark = first.dep_ == "mark" and head.dep_ in {"advcl", "acl"}
    return (
        (start + 1, end)
        if case or (mark and first.lower_ not in {"that", "to", "whether", "if"})
        else (start, end)
    )


def pieces(doc: Doc, start: int, end: int, holes: Iterable[Stretch] = ()) -> list[Stretch]:
    """Return offsets of the tokens from ``start`` up to ``end`` without the holes and the punctuation at the ends."""
    found: list[Stretch] = []
    at = start
    for hole_start, hole_end in [*sorted(holes), (end, end)]:
        if at < min(hole_start, end):
            found += _bare(doc, at, min(hole_start, end))
        at = max(at, hole_end)
    return found


def _bare(doc: Doc, start: int, end: int) -> Iterator[Stretch]:
    while start < end and (doc[start].is_space or doc[start].text[0] in _OPENS_NO_PART):
        start += 1
    while start < end and (doc[end - 1].is_space or doc[end - 1].text in _ENDS_NO_PART):
        end -= 1
    if any(t.is_alpha or t.is_digit or t.pos_ not in {"PUNCT", "CCONJ"} for t in doc[start:end]):
        yield doc[start].idx, doc[end - 1].idx + len(doc[end - 1])


def trimmed(doc: Doc, start: int, end: int) -> list[Stretch]:
    """Return a stretch of characters as a list of one, punctuation at its ends left out, or an empty list."""
    span = doc.char_span(start, end, alignment_mode="contract")
    return [] if span is None else pieces(doc, span.start, span.end)

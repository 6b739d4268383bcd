"""Speakers named by the layout: turns of a transcript, headlines with a colon, messages with a signature.

::

    MS. LUND: We will not sign.         Q. Why not?         Police: No suspects         We will not. — Ana (@ana)
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence

from spacy.tokens import Doc, Span, Token

from dragoman.coding import cues
from dragoman.coding.saying import Saying, Stretch, pieces, trimmed
from dragoman.language.layout import asides
from dragoman.ontology.attribution import attribution_words

#: Words before the colon of a headline, and its length (characters).
_WORDS, _HEADLINE = 8, 200

_BEFORE_COLON = re.compile(r"[\"“']?(?:(?P<name>[^:\n]{1,60}):\s+(?=\S)|(?P<letter>[QA])\. )")
_ALONE = re.compile(r"(?P<name>[^:\n]{1,60}?):?\s*")
# A speaker of a transcript: up to four words with a capital ("Q", "MS. LUND", "Ana Lund").
_NAME = re.compile(r"[^\W\d_a-z]\S*(?: [^\W\d_a-z]\S*){0,3}")
# Under a message in a page: "— Ana Lund (@analund) May 3, 2019".
_SIGNED = re.compile(r"\s?(?P<dash>[—–-])\s?(?P<name>[^—–\n(]{2,60}\(@\w{1,30}\))")
#: What of a page is nobody's turn, though it stands alone in capitals: "ADVERTISEMENT".
_OF_THE_PAGE = ("promotion", "furniture")
_OPENING = ("“", '"', "‘", "'", "''")


def find(doc: Doc, text: str, parts: Sequence[Stretch]) -> Iterator[Saying]:
    """Yield what stands behind or before a speaker whom the layout names.

    Args:
        doc: the parsed text.
        text: its string.
        parts: where its paragraphs stand, in order.
    """
    page = {(aside.start, aside.end) for aside in asides(text, list(parts)) if aside.kind in _OF_THE_PAGE}
    labels = [_label(text, *part) if part not in page else (None, "") for part in parts]
    named = Counter(match[name] for match, name in labels if match and _NAME.fullmatch(match[name]))
    # A name that comes twice makes a transcript; in it, who speaks once is written in the same letters.
    written = {name.isupper() for name, times in named.items() if times > 1}
    turns = {name for name in named if name.isupper() in written}
    talking: Saying | None = None  # whose turn it is
    for (start, end), (match, name) in zip(parts, labels, strict=True):
        turn = match is not None and match[name] in turns
        if match is not None and (turn or (match.end() < end and end - start <= _HEADLINE)):
            label = _span(doc, *match.span(name))
            if not turn and not _names_speaker(label, text[match.end() : end]):
                continue
            saying = _saying(doc, label, match.end(name) - (match.end(name) == match.end()))
            saying.content = trimmed(doc, match.end(), end)
            talking = saying if turn else None
            yield saying
        elif talking is not None and not text.startswith(("(", '"(', "["), start):
            talking.content += trimmed(doc, start, end)
        elif signed := _SIGNED.search(text, start, end):
            saying = _saying(doc, _span(doc, *signed.span("name")), signed.start("dash"))
            saying.content = trimmed(doc, start, signed.start())
            yield saying


def _label(text: str, start: int, end: int) -> tuple[re.Match[str] | None, str]:
    """Return the match of a label at the head of a paragraph, or that is the paragraph, and the group of its name."""
    match = _BEFORE_COLON.match(text, start, end)
    if match is not None:
        return match, "name" if match["name"] else "letter"
    alone = _ALONE.fullmatch(text, start, end)
    if alone is not None and (alone["name"].isupper() or text[end - 1] == ":"):
        return alone, "name"
    return None, ""


def _saying(doc: Doc, label: Span, mark: int) -> Saying:
    source = pieces(doc, label.start, label.end)
    return Saying(tuple(_span(doc, mark, mark + 1)), _head(label), tuple(source[:1]), asserts=True)


def _head(label: Span) -> Token:
    """Return the last noun that no other word of the label governs: behind a title, the name."""
    tops = [t for t in label if not label.start <= t.head.i < label.end or t.head.i == t.i]
    return next((t for t in reversed(tops) if t.pos_ in {"PROPN", "NOUN"}), label.root)


def _span(doc: Doc, start: int, end: int) -> Span:
    span = doc.char_span(start, end, alignment_mode="expand")
    assert span is not None  # the offsets are inside the text
    return span


def _names_speaker(label: Span, content: str) -> bool:
    """Whether the words before the colon of a headline name a speaker, and not a topic."""
    if len(label) > _WORDS or content.rstrip()[-1:] in {",", ";"}:
        return False
    acts = any(token.pos_ in {"VERB", "AUX"} for token in label)
    if any(token.lemma_.lower() in attribution_words().say for token in label):
        return False  # "Lund told reporters: …" has its cue
    named = cues.speaks(_head(label)) or label[0].ent_type_ in {"PER", "ORG"}
    return named and (not acts or content.startswith(_OPENING))

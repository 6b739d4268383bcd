"""Where sentences begin, as far as it can be told without a tree; the parser decides the rest.

What is certain is preset before the parser runs: it keeps to it.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np
from spacy.language import Language
from spacy.tokens import Doc, Token

from dragoman.language.layout import wrapped_breaks
from dragoman.language.tables import table

_OPENING = frozenset("\"'“‘«([{")
_CLOSING = frozenset("\"'”’»)]}")
_STOPS = frozenset(".!?…:;*•·|–—-=_") | _CLOSING | _OPENING


def one_sentence(doc: Doc) -> Doc:
    """Make one sentence of a parsed headline: every root but the first hangs on it as ``parataxis``."""
    roots = [sentence.root.i for sentence in doc.sents]
    if len(roots) > 1:
        parataxis = doc.vocab.strings.add("parataxis")
        tree: Any = doc.to_array(["HEAD", "DEP"])
        for root in roots[1:]:
            tree[root] = [(roots[0] - root) % 2**64, parataxis]  # a head is a distance, unsigned
        doc.from_array(["HEAD", "DEP"], tree)
    return doc


def no_starts(doc: Doc) -> Doc:
    """Mark a headline before it is parsed: no sentence begins after its first word."""
    return _preset(doc, [True] + [False] * (len(doc) - 1))


@Language.component("sentence_bounds", assigns=["token.is_sent_start"])
def sentence_bounds(doc: Doc) -> Doc:
    """Preset where a sentence begins for sure and where none can; leave what is preset already.

    A blank line ends a sentence, and so does a line break that is not mere wrapping. A full stop of its own
    before a capital ends one; ``Gen.``, ``Feb. 7`` and an initial end none. The reader decides the rest.
    """
    wrapped = wrapped_breaks(doc.text)
    word: Token | None = None  # the last token that is not white space
    lines = 0  # line breaks since then, those of wrapped lines not counted
    starts: list[bool | None] = []
    for token in doc:
        start = token.is_sent_start
        if token.is_space:
            lines += sum(c in "\n\r" and token.idx + n not in wrapped for n, c in enumerate(token.text))
            starts.append(False if start is None and token.i else start)
            continue
        if word is not None and start is None:
            start = _begins(doc, word, lines, token)
        starts.append(start)
        word, lines = token, 0
    return _preset(doc, starts)


def _preset(doc: Doc, starts: Sequence[bool | None]) -> Doc:
    """Set all sentence starts at once (one by one, spaCy looks through the whole Doc each time)."""
    values: Any = np.array([[0 if start is None else 1 if start else -1] for start in starts])
    doc.from_array(["SENT_START"], values.astype(np.uint64))
    return doc


def _begins(doc: Doc, word: Token, lines: int, token: Token) -> bool | None:
    """Whether a sentence begins at `token`, `word` being the word before; ``None`` if the parser must say."""
    text, after = word.text, token.text
    ended = text[-1] in _STOPS
    if lines > 1 or (lines == 1 and (ended or not after[0].islower())):
        return True
    if text in table("boundaries")["before_names"] or (
        len(text) == 2 and text[0].isupper() and text[1] == "."
    ):
        return False
    if text in table("boundaries")["months"] and after[0].isdigit():
        return False
    if word.i + 1 == token.i and not word.whitespace_:  # nothing between the two
        return False if not ended or after in _CLOSING else None
    closing = word.i > 0 and text in _CLOSING and not doc[word.i - 1].whitespace_
    stop = doc[word.i - 1].text if closing else text
    if stop == "." and (after[0].isupper() or after in _OPENING):
        return not _numbers_line(doc, word.i)
    return None


def _numbers_line(doc: Doc, stop: int) -> bool:
    """Whether a full stop belongs to the number of a point in a list ("*2.* Schools were closed")."""
    number = stop - 1
    opens = number == 0 or (number > 0 and doc[number - 1].is_space and "\n" in doc[number - 1].text)
    return opens and doc[number].text.isdecimal() and len(doc[number]) < 3 and not doc[number].whitespace_

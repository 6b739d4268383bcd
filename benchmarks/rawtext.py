"""Treebanks as running text, and how well its words and sentences are found (CoNLL 2018 shared task)."""

from __future__ import annotations

import gzip
from dataclasses import dataclass, field
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: Start and end in the text.
Spans = list[tuple[int, int]]


@dataclass(eq=False)
class Text:
    """A document of a treebank as it was written, and where its syntactic words and sentences lie."""

    string: str = ""
    words: Spans = field(default_factory=list)
    sentences: Spans = field(default_factory=list)


def texts(file: Path) -> list[Text]:
    """Read a gzipped CoNLL-U file; a blank line parts paragraphs, a blank sentences.

    The words of a multiword token lie at the letters it has of each ("don't": do, n't), as our tokens do;
    in the English treebanks their forms always make up the token, so that a word found at the same letters
    is what the shared task's script counts as right. Raises `ValueError` where they do not.
    """
    found: list[Text] = []
    for block in gzip.decompress(file.read_bytes()).decode("utf-8").split("\n\n"):
        lines = block.strip("\n").split("\n")
        rows = [line.split("\t") for line in lines if line and not line.startswith("#")]
        if not rows:
            continue
        if not found or any(line.startswith("# newdoc") for line in lines):
            found.append(Text())
        elif any(line.startswith("# newpar") for line in lines):
            found[-1].string = found[-1].string.rstrip() + "\n\n"
        _add(found[-1], rows)
    return found


def _add(text: Text, rows: list[list[str]]) -> None:
    begin = at = len(text.string)
    forms = {row[0]: row[1] for row in rows}
    last = 0  # number of the last word that the text has
    for number, form, *_, misc in rows:
        if "." in number or ("-" not in number and int(number) <= last):
            continue  # a word that is left out, or one within a token
        first, _, end = number.partition("-")
        last = int(end or first)
        parts = [forms[str(n)] for n in range(int(first), last + 1)]
        if "".join(parts) != form:
            raise ValueError(f"{form!r} is not {parts}")
        for part in parts:
            text.words.append((at, at + len(part)))
            at += len(part)
        text.string += form + " " * ("SpaceAfter=No" not in misc)
        at = len(text.string)
    text.sentences.append((begin, text.words[-1][1]))


def words_f1(docs: list[Doc], gold: list[Text]) -> float:
    """Return F1 of words, in per cent: those that lie at the same letters."""
    found = [[(t.idx, t.idx + len(t)) for t in doc if not t.is_space] for doc in docs]
    return _f1(found, [text.words for text in gold])


def sentences_f1(docs: list[Doc], gold: list[Text]) -> float:
    """Return F1 of sentences, in per cent: those with both ends right, white space aside."""
    found = []
    for doc in docs:
        spans = [(sent.start_char, sent.text) for sent in doc.sents if not sent.text.isspace()]
        starts = [(start + len(text) - len(text.lstrip()), text.strip()) for start, text in spans]
        found.append([(start, start + len(text)) for start, text in starts])
    return _f1(found, [text.sentences for text in gold])


def _f1(found: list[Spans], wanted: list[Spans]) -> float:
    right = sum(len(set(f) & set(w)) for f, w in zip(found, wanted, strict=True))
    return 200 * right / sum(len(f) + len(w) for f, w in zip(found, wanted, strict=True))

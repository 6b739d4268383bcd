"""Documents through the pipeline: whole texts in, parsed Docs with the caller's own offsets out."""

from __future__ import annotations

import re
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING

from dragoman.language.pipeline import load
from dragoman.records import Document, Field, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Doc

#: Longest string parsed at once, and about how much goes through the pipeline together (characters). A parse
#: takes some 3 kB of memory a character while it runs.
PIECE, BATCH = 10_000, 100_000
#: Longest run without white space that is tokenized at once: the tokenizer's time grows with its square.
RUN = 500
#: Parses kept for the next question about the same documents (characters of text in all).
KEPT = 2_000_000

#: Where a long text is cut, best place first.
_CUTS = [re.compile(p) for p in (r"\n[^\S\n]*\n\s*", r"\n\s*", r"[.!?][\"'”’)]*\s+", r"\s+")]
_RUN = re.compile(rf"\S{{{RUN}}}")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Analysis:
    """A document and its parses; ``None`` where there is no title or text.

    ``doc(field).text == document.string(field)``, so ``token.idx`` is the caller's offset (a lone surrogate,
    which is no character, reads as U+FFFD). The Docs are shared: read, do not change.
    """

    document: Document
    title: Doc | None
    text: Doc | None

    def doc(self, field: Field) -> Doc | None:
        """Return the parse of this field."""
        return self.title if field == "title" else self.text


def analyse(documents: Iterable[Document]) -> Iterator[Analysis]:
    """Parse documents in batches, in their order; a title is one sentence."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.title or "") + len(document.text or "")
        if size >= BATCH:
            yield from _analyse(batch)
            batch, size = [], 0
    yield from _analyse(batch)


def sentences(document: Document) -> tuple[Sentence, ...]:
    """Return the title and the sentences of the text, without the white space around them."""
    (analysis,) = analyse([document])
    found = []
    if document.title is not None and analysis.title is not None:
        found.append(_sentence(document, "title", 0, len(document.title)))
    if analysis.text is not None:
        spans = [(span.start_char, span.end_char) for span in analysis.text.sents if not span.text.isspace()]
        found += [_sentence(document, "text", start, end) for start, end in spans]
    return tuple(found)


def _sentence(document: Document, field: Field, start: int, end: int) -> Sentence:
    string = document.string(field)
    quote = string[start:end]
    start += len(quote) - len(quote.lstrip())
    quote = quote.strip()
    return Sentence(document.id, field, start, start + len(quote), quote, headline=field == "title")


class _Kept:
    """The latest parses by string and field, up to `KEPT` characters."""

    def __init__(self) -> None:
        self._docs: OrderedDict[tuple[Field, str], Doc] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: tuple[Field, str]) -> Doc | None:
        with self._lock:
            if key in self._docs:
                self._docs.move_to_end(key)
            return self._docs.get(key)

    def put(self, key: tuple[Field, str], doc: Doc) -> None:
        with self._lock:
            if key not in self._docs:
                self._docs[key] = doc
                self._size += len(key[1])
            while self._size > KEPT:
                (_, string), _ = self._docs.popitem(last=False)
                self._size -= len(string)


_kept = _Kept()


def _analyse(documents: list[Document]) -> Iterator[Analysis]:
    fields: tuple[Field, Field] = ("title", "text")
    keys = [(field, document.string(field)) for document in documents for field in fields]
    keys = [key for key in dict.fromkeys(keys) if not (key[1] == "" or key[1].isspace())]
    docs = {key: doc for key in keys if (doc := _kept.get(key)) is not None}
    new = [key for key in keys if key not in docs]
    for key, doc in zip(new, _parse(new), strict=True):
        docs[key] = doc
        _kept.put(key, doc)
    for document in documents:
        yield Analysis(
            document,
            docs.get(("title", document.string("title"))),
            docs.get(("text", document.string("text"))),
        )


def _parse(keys: list[tuple[Field, str]]) -> Iterator[Doc]:
    """Parse each string: long ones in pieces that are put together again."""
    from spacy.tokens import Doc

    from dragoman.language.boundaries import one_sentence

    pieces = [cut(_SURROGATE.sub("�", string)) for _, string in keys]
    parsed = _pipe((field, piece) for (field, _), own in zip(keys, pieces, strict=True) for piece in own)
    for (field, _), own in zip(keys, pieces, strict=True):
        docs = [next(parsed) for _ in own]
        whole = docs[0] if len(docs) == 1 else Doc.from_docs(docs, ensure_whitespace=False)
        if whole is None:
            raise AssertionError("a string that is not empty has a Doc")
        yield one_sentence(whole) if field == "title" else whole


def _pipe(pieces: Iterable[tuple[Field, str]]) -> Iterator[Doc]:
    from dragoman.language.boundaries import no_starts

    nlp = load()
    batch: list[Doc] = []
    size = 0
    for field, piece in pieces:
        doc = nlp.make_doc(piece)
        batch.append(no_starts(doc) if field == "title" else doc)
        size += len(piece)
        if size >= BATCH:
            yield from nlp.pipe(batch, batch_size=len(batch))
            batch, size = [], 0
    yield from nlp.pipe(batch, batch_size=max(1, len(batch)))


def cut(text: str) -> list[str]:
    """Cut a text into pieces of at most `PIECE` characters, after paragraphs, lines, sentences or words.

    It is also cut within a run of more than `RUN` characters without white space.
    """
    pieces = []
    start = 0
    for run_end in [*(m.end() for m in _RUN.finditer(text)), len(text)]:
        while run_end - start > PIECE:
            end = start + PIECE
            for pattern in _CUTS:
                ends = [m.end() for m in pattern.finditer(text, start + PIECE // 2, end)]
                if ends:
                    end = ends[-1]
                    break
            pieces.append(text[start:end])
            start = end
        if start < run_end:
            pieces.append(text[start:run_end])
            start = run_end
    return pieces

"""Documents through the pipeline: whole texts in, parsed Docs with the caller's own offsets out."""

from __future__ import annotations

import datetime as dt
import re
from bisect import bisect_right
from collections import OrderedDict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from threading import Lock
from typing import TYPE_CHECKING, Any, cast

from dragoman.language import datelines, english, layout
from dragoman.language.datelines import Dateline
from dragoman.language.headlines import is_headline
from dragoman.language.layout import Aside
from dragoman.language.pipeline import load
from dragoman.ontology.collector import at_rest
from dragoman.records import Document, Field, Parser, Sentence

if TYPE_CHECKING:
    from spacy.tokens import Doc, Span

#: Longest string parsed at once, and about how much goes through the pipeline together (characters). A parse
#: takes some 3 kB of memory a character while it runs.
PIECE, BATCH = 10_000, 100_000
#: Longest run without white space that is tokenized at once: the tokenizer's time grows with its square.
RUN = 500
#: Parses kept for the next question about the same documents (characters of text in all).
KEPT = 500_000
#: Paragraphs at the head of a text among which its dateline is looked for.
FIRST = 4

#: Where a long text is cut, best place first.
_CUTS = [re.compile(p) for p in (r"\n[^\S\n]*\n\s*", r"\n\s*", r"[.!?][\"'”’)]*\s+", r"\s+")]
_RUN = re.compile(rf"\S{{{RUN}}}")
_SURROGATE = re.compile("[\ud800-\udfff]")


@dataclass(frozen=True)
class Analysis:
    """A document and its parses; ``None`` where there is no title or text.

    ``doc(field).text == document.string(field)``, so ``token.idx`` is the caller's offset (a lone surrogate,
    which is no character, reads as U+FFFD). The Docs are shared: read, do not change.

    Attributes:
        asides: what of the text is no sentence of the report; each is a sentence of the Doc.
        headlines: start and end of the lines of the text that have the form of a headline.
        datelines: where and when the report was written, and further reports in the text; each is a sentence of
            the Doc and none of the report.
        declined: why the document is not read (``"not English: fr"``); it has no Docs then.
    """

    document: Document
    title: Doc | None = None
    text: Doc | None = None
    asides: tuple[Aside, ...] = ()
    headlines: frozenset[tuple[int, int]] = frozenset()
    datelines: tuple[Dateline, ...] = ()
    declined: str | None = None

    def doc(self, field: Field) -> Doc | None:
        """Return the parse of this field."""
        return self.title if field == "title" else self.text

    @property
    def dateline(self) -> Dateline | None:
        """The dateline of the document."""
        return self.datelines[0] if self.datelines else None

    @property
    def day(self) -> dt.date | None:
        """The day on which relative dates rest: of publication, else of a dateline with its year."""
        if self.document.day is None and self.dateline and self.dateline.date:
            return dt.date.fromisoformat(self.dateline.date.start)
        return self.document.day

    def sentences(self, field: Field) -> Iterator[Span]:
        """Yield the sentences of the report in this field: without dateline, asides and mere white space."""
        doc = self.doc(field)
        if doc is None:
            return
        aside = [(each.start, each.end) for each in self.asides]
        aside = sorted([*aside, *((each.start, each.end) for each in self.datelines)])
        end = len(self.document.string(field))
        for span in doc.sents:
            at = bisect_right(aside, (span.start_char, end)) - 1 if field == "text" else -1
            if (at < 0 or span.start_char >= aside[at][1]) and not span.text.isspace():
                yield span


def analyse(documents: Iterable[Document], parser: Parser = "accurate") -> Iterator[Analysis]:
    """Parse documents in batches, in their order; a title is one sentence. What is not English is declined."""
    batch: list[Document] = []
    size = 0
    for document in documents:
        batch.append(document)
        size += len(document.title or "") + len(document.text or "")
        if size >= BATCH:
            yield from _analyse(batch, parser)
            batch, size = [], 0
    yield from _analyse(batch, parser)


def sentences(document: Document, parser: Parser = "accurate") -> tuple[Sentence, ...]:
    """Return the title and the sentences of the text, without the white space around them.

    Lines of the text that have the form of a headline are marked as one.
    """
    (analysis,) = analyse([document], parser)
    found = []
    if document.title is not None and analysis.title is not None:
        found.append(_sentence(document, "title", 0, len(document.title), True))
    heads = {start for start, _ in analysis.headlines}
    found += [
        _sentence(document, "text", span.start_char, span.end_char, span.start_char in heads)
        for span in analysis.sentences("text")
    ]
    return tuple(found)


def _sentence(document: Document, field: Field, start: int, end: int, headline: bool) -> Sentence:
    string = document.string(field)
    quote = string[start:end]
    start += len(quote) - len(quote.lstrip())
    quote = quote.strip()
    return Sentence(document.id, field, start, start + len(quote), quote, headline)


@dataclass(frozen=True)
class _Page:
    """How a text is laid out: asides, paragraphs that are headlines, and those that a dateline opens."""

    asides: tuple[Aside, ...] = ()
    headlines: frozenset[tuple[int, int]] = frozenset()
    opened: tuple[tuple[int, int], ...] = ()

    def datelines(self, text: str, published: dt.date | None) -> tuple[Dateline, ...]:
        """Return the datelines; their dates rest on the day of publication."""
        found = (datelines.find(text, *part, published, head=part == self.opened[0]) for part in self.opened)
        return tuple(dateline for dateline in found if dateline)


def _page(text: str) -> _Page:
    parts = layout.paragraphs(text)
    asides = layout.asides(text, parts)
    taken = {aside.start for aside in asides}
    body = [part for part in parts if part[0] not in taken]
    first = next((n for n, part in enumerate(body[:FIRST]) if datelines.find(text, *part, None)), len(body))
    opened = body[first : first + 1]
    opened += [part for part in body[first + 1 :] if datelines.find(text, *part, None, head=False)]
    headlines = frozenset(part for part in body if part not in opened and is_headline(text[slice(*part)]))
    return _Page(tuple(asides), headlines, tuple(opened))


@dataclass(frozen=True)
class _Read:
    """What is known of a string."""

    doc: Doc | None = None
    page: _Page = _Page()


#: A string to be read: by which parser, of what field.
_Key = tuple[Parser, Field, str]


class _Kept:
    """What was read last, up to `KEPT` characters."""

    def __init__(self) -> None:
        self._read: OrderedDict[_Key, _Read] = OrderedDict()
        self._size = 0
        self._lock = Lock()

    def get(self, key: _Key) -> _Read | None:
        with self._lock:
            if key in self._read:
                self._read.move_to_end(key)
            return self._read.get(key)

    def put(self, key: _Key, read: _Read) -> None:
        with self._lock:
            if key not in self._read:
                self._read[key] = read
                self._size += len(key[-1])
            while self._size > KEPT:
                (*_, string), _ = self._read.popitem(last=False)
                self._size -= len(string)


_kept = _Kept()


def _analyse(documents: list[Document], parser: Parser) -> Iterator[Analysis]:
    fields: tuple[Field, Field] = ("title", "text")
    why = [english.declined(document) for document in documents]
    keys: list[_Key] = [
        (parser, field, document.string(field))
        for document, declined in zip(documents, why, strict=True)
        for field in fields
        if not declined
    ]
    keys = [key for key in dict.fromkeys(keys) if not (key[-1] == "" or key[-1].isspace())]
    known = {key: read for key in keys if (read := _kept.get(key)) is not None}
    new = [key for key in keys if key not in known]
    if new:
        load(parser)  # here, because spaCy turns the search for cycles on when it loads
    with at_rest():
        for key, read in zip(new, _parse(new, parser), strict=True):
            known[key] = read
            _kept.put(key, read)
    for document, declined in zip(documents, why, strict=True):
        if declined:
            yield Analysis(document, declined=declined)
            continue
        title = known.get((parser, "title", document.string("title")), _Read())
        text = known.get((parser, "text", document.string("text")), _Read())
        yield Analysis(
            document,
            title.doc,
            text.doc,
            text.page.asides,
            text.page.headlines,
            text.page.datelines(document.string("text"), document.day),
        )


def _parse(keys: list[_Key], parser: Parser) -> Iterator[_Read]:
    """Parse each string in pieces that are put together again: asides, headlines, and what is between them."""
    from dragoman.language.boundaries import one_sentence

    pages = [_page(string) if field == "text" else _Page() for _, field, string in keys]
    pieces = [_pieces(field, string, page) for (_, field, string), page in zip(keys, pages, strict=True)]
    parsed = _pipe((piece for own in pieces for piece in own), parser)
    for (_, field, _), page, own in zip(keys, pages, pieces, strict=True):
        whole = _joined([next(parsed) for _ in own])
        yield _Read(one_sentence(whole) if field == "title" else whole, page)


def _joined(docs: list[Doc]) -> Doc:
    """Put Docs together, with what the reader keeps of each token beside them (rows of arrays)."""
    import numpy as np
    from spacy.tokens import Doc

    if len(docs) == 1:
        return docs[0]
    whole: Doc = cast(Any, Doc).from_docs(docs, ensure_whitespace=False, exclude=["user_data"])
    for key in docs[0].user_data:
        whole.user_data[key] = np.concatenate([doc.user_data[key] for doc in docs])
    return whole


def _pieces(field: Field, string: str, page: _Page) -> list[tuple[str, bool]]:
    """Cut a string into what is parsed by itself; whether it is one sentence goes with each piece."""
    string = _SURROGATE.sub("�", string)
    if field == "title":
        return [(piece, True) for piece in cut(string)]
    alone = {(aside.start, aside.end) for aside in page.asides} | page.headlines
    alone |= {(dateline.start, dateline.end) for dateline in page.datelines(string, None)}
    pieces: list[tuple[str, bool]] = []
    at = 0
    for start, end in sorted(alone):
        pieces += [(piece, False) for piece in cut(string[at:start])]
        at = end + len(string[end:]) - len(string[end:].lstrip())
        pieces += [(piece, True) for piece in cut(string[start:at])]
    return pieces + [(piece, False) for piece in cut(string[at:])]


def _pipe(pieces: Iterable[tuple[str, bool]], parser: Parser) -> Iterator[Doc]:
    from dragoman.language.boundaries import no_starts, one_sentence

    nlp = load(parser)
    # Whoever works in spaCy may have added the coder to this pipeline: here it has no place.
    coder = [name for name in nlp.pipe_names if nlp.get_pipe_meta(name).factory == "dragoman"]
    batch: list[Doc] = []
    single: list[bool] = []
    size = 0

    def parsed() -> Iterator[Doc]:
        for doc, one in zip(nlp.pipe(batch, batch_size=len(batch) or 1, disable=coder), single, strict=True):
            yield one_sentence(doc) if one else doc

    for piece, one in pieces:
        doc = nlp.make_doc(piece)
        batch.append(no_starts(doc) if one else doc)
        single.append(one)
        size += len(piece)
        if size >= BATCH:
            yield from parsed()
            batch, single, size = [], [], 0
    yield from parsed()


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

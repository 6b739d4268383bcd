"""Who says what, as records: every attribution of a document with its speaker."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from dragoman.coding import attribution, speech
from dragoman.coding.parties import Parties, of_document
from dragoman.coding.saying import Saying
from dragoman.language import Analysis, analyse
from dragoman.records import Document, Field, Parser, Party, Said, Sayings, SpeakerKind


def stream(documents: Iterable[Document], parser: Parser) -> Iterator[Sayings]:
    """Yield what is said in each document, in the order of the documents."""
    for analysis in analyse(documents, parser):
        yield Sayings(analysis.document.id, tuple(_document(analysis)))


def _document(analysis: Analysis) -> Iterator[Said]:
    for field, parties in of_document(analysis).items():
        found = speech.sayings(parties.doc)
        for saying in found:
            if not _is_part(saying, found):
                yield _said(saying, field, parties)


def _is_part(saying: Saying, found: speech.Sayings) -> bool:
    """Whether a saying is but a part of another's words: what is wanted or believed in them, or said in a quotation.

    What another is reported to have said stays ("Reuters reported that *police said* …").
    """
    return any(other is not saying for other in found.at(saying.start)) and (
        not saying.asserts or found.is_quoted(saying.start)
    )


def _said(saying: Saying, field: Field, parties: Parties) -> Said:
    party: Party | None = None
    kind: SpeakerKind | None = None
    if saying.speaker is not None:
        party, kind = attribution.speaker(saying.speaker, parties)
    first, last = saying.words[0], saying.words[-1]
    return Said(
        field=field,
        source=saying.source,
        cue=((first.idx, last.idx + len(last)),),
        content=tuple(saying.content),
        speaker=party,
        kind=kind,
        answers=saying.answers,
    )

"""Sentence to Event: who did what to whom, one file per question.

``parties`` who; ``predicates`` did what; ``roles`` to whom; ``status`` whether it happened; ``attribution`` according
to whom; ``places``, ``amounts``, ``equipment``, ``contexts`` where, how much, with what, about what; when is a question
about text, and `language.dates` answers it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.records import Document, Event, Parser

__all__ = ["code", "stream"]


def code(documents: Iterable[Document], *, parser: Parser = "accurate") -> list[Event]:
    """Return the events of the documents, in the order of the documents and of their text.

    Only what a rule of the lexicon matched is coded; a document in which nothing is done by anybody gives none.

    Args:
        documents: what `dragoman.read` gives.
        parser: ``accurate``, or ``fast`` for archives (`dragoman.language.load`).
    """
    return [event for events in stream(documents, parser=parser) for event in events]


def stream(documents: Iterable[Document], *, parser: Parser = "accurate") -> Iterator[tuple[Event, ...]]:
    """Yield the events of one document after the other, as they are coded."""
    from dragoman.coding.coder import stream as coded

    return coded(documents, parser)

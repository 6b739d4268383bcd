"""Sentence to Event: who did what to whom, one file per question.

``parties`` who (``fragments`` without a sentence); ``predicates`` did what; ``roles`` to whom; ``status`` whether it
happened; ``attribution`` and ``quoting`` according to whom; ``places``, ``amounts``, ``equipment``, ``contexts``
where, how much, with what, about what; when is a question about text, and `language.dates` answers it.
"""

from __future__ import annotations

import datetime as dt
from collections.abc import Iterable, Iterator
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from concurrent.futures import Executor

    from dragoman.ontology.lexicon import Paths
    from dragoman.records import Document, Event, Parser, Party, Relation, Sayings

__all__ = ["code", "quotes", "relate", "stream", "who"]


def code(
    documents: Iterable[Document],
    *,
    parser: Parser = "accurate",
    lexicon: Paths = (),
    min_confidence: float = 0,
    executor: Executor | None = None,
) -> list[Event]:
    """Return the events of the documents, in the order of the documents and of their text.

    Only what a rule of the lexicon matched is coded; a document in which nothing is done by anybody gives none.

    Args:
        documents: what `dragoman.read` gives.
        parser: ``accurate``, or ``fast`` for archives (`dragoman.language.load`).
        lexicon: your own files of words, laid over the packaged ones: a path, or several
            (``ontology/lexicon/README.md``).
        min_confidence: events of less confidence are left out, 0 (all stay) to 1.
        executor: any `concurrent.futures.Executor`, for several cores or machines; the events are the same, in the
            same order. Processes of this machine are spawned, not forked
            (``ProcessPoolExecutor(4, mp_context=multiprocessing.get_context("spawn"))``). Without one, documents are
            coded here, one after the other.

    Raises:
        OntologyError: a file of the lexicon breaks the format; names file, line, entry and mend.
        ValueError: `min_confidence` is not from 0 to 1.
    """
    coded = stream(
        documents, parser=parser, lexicon=lexicon, min_confidence=min_confidence, executor=executor
    )
    return [event for events in coded for event in events]


def stream(
    documents: Iterable[Document],
    *,
    parser: Parser = "accurate",
    lexicon: Paths = (),
    min_confidence: float = 0,
    executor: Executor | None = None,
) -> Iterator[tuple[Event, ...]]:
    """Yield the events of one document after the other, as they are coded (see `code`)."""
    from dragoman.ontology.lexicon import load
    from dragoman.records import Document

    if isinstance(documents, (str, Document)):
        raise TypeError("give a list of Documents, as dragoman.read makes them from files and text")
    if not 0 <= min_confidence <= 1:
        raise ValueError(f"min_confidence is {min_confidence}; give a number from 0 to 1")
    words = load(lexicon)
    if executor is None:
        from dragoman.coding import coder

        coded = coder.stream(documents, parser, words)
    else:
        from dragoman.coding import shards

        coded = shards.stream(documents, executor, parser, words)
    return (tuple(event for event in events if (event.confidence or 0) >= min_confidence) for events in coded)


def quotes(documents: Iterable[Document], *, parser: Parser = "accurate") -> list[Sayings]:
    """Return who says what in each document: source, cue and content of every attribution, and the speaker.

    Args:
        documents: what `dragoman.read` gives.
        parser: as in `code`.
    """
    from dragoman.coding.quoting import stream as quoted

    return list(quoted(documents, parser))


def relate(
    text: str,
    actor: tuple[int, int] | None,
    recipient: tuple[int, int] | None,
    *,
    parser: Parser = "accurate",
    lexicon: Paths = (),
) -> Relation:
    """Return what the actor did to the recipient, as the text tells it; null with the reason where nothing is told.

    Args:
        text: one sentence or more.
        actor: where the words of the actor stand in it, ``(start, end)`` in characters, end exclusive.
        recipient: where those of the recipient stand. One of the two may be ``None``: the text does not name it.
        parser: as in `code`.
        lexicon: as in `code`.

    Raises:
        InputError: a span lies outside the text, holds only white space, or both are the same.
        OntologyError: as in `code`.
    """
    from dragoman.coding.relating import Marked
    from dragoman.coding.relating import stream as related
    from dragoman.ontology.lexicon import load

    row = {"text": text, "actor": actor and list(actor), "recipient": recipient and list(recipient)}
    return next(related([Marked.of(row, "relate", "the arguments")], parser, load(lexicon)))


def who(texts: str | Iterable[str], *, date: str | dt.date | None = None) -> list[Party]:
    """Return the party that each noun phrase names ("Taiwan's defense ministry"): country, sectors, name.

    Nothing is guessed in silence: `Party.how` tells the entry of the gazetteer that decided, or that none did.

    Args:
        texts: one phrase, or several.
        date: day as of which offices are read (ISO, or a date); without, the latest office known counts.

    Raises:
        ValueError: `date` is no ISO date.
    """
    from dragoman.coding.fragments import read
    from dragoman.records import Party

    try:
        day = dt.date.fromisoformat(date[:10]) if isinstance(date, str) else date
    except ValueError:
        raise ValueError(f"{date!r} is no date; write it as 2025-02-18") from None
    found = []
    for text in [texts] if isinstance(texts, str) else texts:
        meant = read(text, day)
        found.append(Party(text, 0, len(text), meant.country, meant.sectors, meant.name, meant.how))
    return found

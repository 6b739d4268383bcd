"""Why a sentence reads as it does: its tree, names, dates and events, the rules that fired, and why others did not."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from dragoman.explaining.explanation import Explanation
    from dragoman.ontology.lexicon import Paths
    from dragoman.records import Parser

__all__ = ["explain"]


def explain(
    text: str,
    *,
    published: str | None = None,
    headline: bool | None = None,
    parser: Parser = "accurate",
    lexicon: Paths = (),
) -> Explanation:
    """Return how a headline, sentence or short text is read and coded, step by step.

    Args:
        text: the words; offsets index this very string.
        published: day of publication, ISO; relative dates and offices are read as of that day.
        headline: whether to read it as one headline; ``None``: as its form says.
        parser: ``accurate`` or ``fast`` (`dragoman.language.load`).
        lexicon: your own files of words, laid over the packaged ones (``ontology/lexicon/README.md``).

    Returns:
        An `Explanation`: ``print(it)`` draws it for a terminal, ``it.html()`` as a page, ``it.json()`` for machines.

    Raises:
        InputError: nothing is there to read, or the date is none.
        OntologyError: a file of the lexicon breaks the format; names file, line, entry and mend.
    """
    from dragoman.explaining.reading import read
    from dragoman.ontology.lexicon import load

    return read(text, published, headline, parser, load(lexicon))

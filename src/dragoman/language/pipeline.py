"""The packaged English pipelines."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from dragoman.records import PARSERS, Parser

if TYPE_CHECKING:
    from spacy.language import Language

#: spaCy pipelines by name, each with ``meta.json`` (data, licence, scores) and ``NOTICE``.
MODELS = Path(__file__).parent / "models"
#: Different words from which a pipeline that has read them is given up for a new one: spaCy forgets none, and an
#: archive brings new ones for ever. They take some 0.6 kB each; news has so many in some 600 articles, which take
#: a hundred seconds to read; a new pipeline takes 0.15 s.
MOST_WORDS = 30_000

_loaded: dict[str, Language] = {}


def load(parser: Parser = "accurate") -> Language:
    """Return an English pipeline, loaded once, and again when it has seen so many words (`MOST_WORDS`).

    Labels are Universal Dependencies' (``token.pos_``, ``token.morph``, ``token.dep_`` with subtypes such as
    ``nsubj:pass``); names are PER, ORG, LOC and NORP (a people, faith or party); white space is a token with
    ``pos_`` SPACE. Both pipelines have the same components, labels and tokens.

    Args:
        parser: ``accurate``, or ``fast`` for archives: a smaller network taught by the other.

    Raises:
        ValueError: there is no such parser.
    """
    nlp = _loaded.get(_known(parser))
    if nlp is None or len(nlp.vocab) > MOST_WORDS:
        nlp = _loaded[parser] = load_from(MODELS / parser)
    return nlp


def load_from(folder: Path) -> Language:
    """Return the pipeline written to a folder."""
    import spacy

    import dragoman.language.boundaries
    import dragoman.language.encoder
    import dragoman.language.lemmas
    import dragoman.language.names  # noqa: F401  (each registers a component of the pipeline)

    nlp = spacy.load(folder)
    nlp.add_pipe("names", last=True)
    return nlp


@cache
def model_version(parser: Parser = "accurate") -> str:
    """Return name and version of a packaged pipeline (``"english_fast-0.3.0"``) without loading it."""
    meta = json.loads((MODELS / _known(parser) / "meta.json").read_text(encoding="utf-8"))
    return f"{meta['name']}-{meta['version']}"


def _known(parser: str) -> str:
    if parser not in PARSERS:
        raise ValueError(f"there is no parser {parser!r}; choose one of {', '.join(PARSERS)}")
    return parser

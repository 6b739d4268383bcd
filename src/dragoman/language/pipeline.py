"""The packaged English pipeline."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from spacy.language import Language

#: spaCy pipeline with ``meta.json`` (data, licence, scores) and ``NOTICE``.
MODEL = Path(__file__).parent / "model"


@cache
def load() -> Language:
    """Return the English pipeline, loaded once.

    Labels are Universal Dependencies' (``token.pos_``, ``token.morph``, ``token.dep_`` with subtypes such as
    ``nsubj:pass``); names are PER, ORG, LOC and NORP (a people, faith or party); white space is a token with
    ``pos_`` SPACE.
    """
    import spacy

    import dragoman.language.boundaries
    import dragoman.language.encoder
    import dragoman.language.lemmas
    import dragoman.language.names  # noqa: F401  (each registers a component of the pipeline)

    nlp = spacy.load(MODEL)
    nlp.add_pipe("names", last=True)
    return nlp


@cache
def model_version() -> str:
    """Return name and version of the packaged pipeline (``"english-0.2.0"``) without loading it."""
    meta = json.loads((MODEL / "meta.json").read_text(encoding="utf-8"))
    return f"{meta['name']}-{meta['version']}"

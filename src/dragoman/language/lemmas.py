"""Lemmas from part of speech, by lemminflect's tables; blind to the letters headlines are printed in."""

from __future__ import annotations

from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from dragoman.language.tables import table

#: Parts of speech that have inflected forms in the tables.
_INFLECTED = {"NOUN", "VERB", "AUX", "ADJ", "ADV"}


@Language.component("lemmas", requires=["token.pos"], assigns=["token.lemma"])
def lemmas(doc: Doc) -> Doc:
    """Set ``token.lemma_``: names as they stand, other words in lower case ("KILLS", "Kills" → ``kill``)."""
    for token in doc:
        token.lemma_ = lemma(token.text, token.pos_)
    return doc


def lemma(word: str, pos: str) -> str:
    """Return the lemma of a word with this universal part of speech."""
    if pos in {"PROPN", "X", "SYM", "PUNCT", "NUM", "SPACE"}:
        return word
    return _lemma(word.lower(), pos)


@lru_cache(maxsize=1 << 16)
def _lemma(word: str, pos: str) -> str:
    from lemminflect import getLemma

    special: str | None = table("lemmas").get(pos, {}).get(word)
    if special is not None:
        return special
    if pos in _INFLECTED and word.isascii():
        found: tuple[str, ...] = getLemma(word, upos=pos)
        return found[0] if found else word
    return word

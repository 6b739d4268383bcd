"""Lemmas from part of speech and features, by lemminflect's tables; blind to the letters headlines are printed in."""

from __future__ import annotations

from functools import lru_cache

from spacy.language import Language
from spacy.tokens import Doc

from dragoman.language.tables import table
from dragoman.language.wordpiece import legible

#: Parts of speech whose words are their own lemmas, as they stand.
_AS_IT_STANDS = {"X", "SYM", "PUNCT", "NUM", "SPACE"}


@Language.component("lemmas", requires=["token.pos", "token.morph"], assigns=["token.lemma"])
def lemmas(doc: Doc) -> Doc:
    """Set ``token.lemma_``: names as they stand, other words in lower case ("KILLS", "Kills" → ``kill``)."""
    for token in doc:
        token.lemma_ = lemma(legible(token.text), token.pos_, str(token.morph))
    return doc


@lru_cache(maxsize=1 << 14)
def lemma(word: str, pos: str, feats: str = "") -> str:
    """Return the lemma of a word with this universal part of speech and, where known, features.

    Features settle what the tables leave open: a noun in the singular is its own lemma ("fighting"), and so is
    a verb in its base form where it can be one ("to lay"); adjectives change in degree alone ("wounded"). The
    conventions are those of UD English EWT.
    """
    if pos in _AS_IT_STANDS:
        return word
    if pos == "PROPN":
        return _name(word) if "Number=Plur" in feats else word
    lower = word.lower()
    if pos == "PRON" and "Poss=Yes" in feats:
        return lower
    special: str | None = table("lemmas").get(pos, {}).get(lower)
    if special is not None:
        return special
    if not lower.isascii() or (pos == "NOUN" and "Number=Sing" in feats):
        return lower
    if pos in {"VERB", "AUX"}:
        found = _forms(lower, "VERB")
        return lower if _base(feats) and lower in found else found[0]
    if pos == "NOUN":
        return _forms(lower, "NOUN")[0]
    if pos in {"ADJ", "ADV"} and ("Degree=Cmp" in feats or "Degree=Sup" in feats or not feats):
        return _forms(lower, pos)[0]
    return lower


def _base(feats: str) -> bool:
    """Whether these are features of a verb's base form: infinitive, imperative, present but *he kills*."""
    if "Tense=Pres" in feats and "VerbForm=Fin" in feats:
        return "Person=3" not in feats or "Number=Sing" not in feats
    return "VerbForm=Inf" in feats or "Mood=Imp" in feats


def _name(word: str) -> str:
    """Return the singular of a name in its own letters ("Democrats" → ``Democrat``)."""
    singular = _forms(word.lower(), "NOUN")[0]
    if word.isupper():
        return singular.upper()
    return singular.capitalize() if word.istitle() else word


def _forms(word: str, pos: str) -> tuple[str, ...]:
    """Return what this can be a form of, best first; rules for unknown words do for nouns and verbs alone."""
    from lemminflect import getLemma

    found: tuple[str, ...] = getLemma(word, upos=pos, lemmatize_oov=pos in {"NOUN", "VERB"})
    return tuple(form for form in found if form) or (word,)

"""English or not: what is in another language is declined, and said to be so.

A report is English when enough of its words are words of English alone; only what has none of them is shown to a
classifier (langid: Lui and Baldwin 2012). To decline an English headline full of foreign names is worse than to
read a foreign one, so the classifier has to be sure of the whole, and of the words in small letters too, names
being written with capitals.
"""

from __future__ import annotations

import re
import unicodedata
from functools import cache
from typing import TYPE_CHECKING

from dragoman.language.tables import table
from dragoman.records import Document

if TYPE_CHECKING:
    from py3langid.langid import LanguageIdentifier

#: Share of words that are English alone from which a report is English; running text has .2, others below .02.
_SHARE = 0.08
#: How much likelier another language must be, as a natural logarithm: of the whole and of its small words, …
_SURE = 15.0
#: … and of the whole where there are fewer small words than two; …
_SURE_OF_NAMES = 60.0
#: … and for each character, so that a long list of names is no proof.
_EACH = 0.4
#: Characters that are looked at.
_MOST = 20_000

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")


def declined(document: Document) -> str | None:
    """Return why a document is not read (``"not English: fr"``), or ``None`` when it is.

    What the document says of its language holds unless its words are English. A report with foreign words in it
    is read. The code is ISO 639-1's, for short texts that of the likeliest language.
    """
    strings = [string for string in (document.title, document.text) if string]
    text = "\n".join(strings)[:_MOST]
    words = [word.lower().replace("’", "'") for word in _WORD.findall(text)]
    english = sum(word in _english() for word in words)
    if english and english >= _SHARE * len(words):
        return None
    said = (document.language or "").lower().replace("_", "-").split("-")[0]
    if said and said != "en" and words:
        return f"not English: {said}"
    found = _other_language(text, words)
    return f"not English: {found}" if found else None


def _other_language(text: str, words: list[str]) -> str | None:
    """The code of the language, if it is surely another one than English."""
    if sum(map(len, words)) < 2:
        return None
    if 2 * sum(_is_latin(char) for word in words for char in word) < sum(map(len, words)):
        return _likeliest(text)[0]
    latin = [w for w in text.split() if w.isascii() or all(map(_is_latin, filter(str.isalpha, w)))]
    own = " ".join(latin)
    code, sure = _likeliest(own)
    if sure < _EACH * len(own):
        return None
    small = [word for word in latin if word[0].islower()]
    if len(small) < 2:
        return code if sure >= _SURE_OF_NAMES else None
    return code if sure >= _SURE and _likeliest(" ".join(small))[1] >= _SURE else None


def _is_latin(char: str) -> bool:
    return char.isascii() or unicodedata.name(char, "").startswith(("LATIN", "FULLWIDTH LATIN"))


def _likeliest(text: str) -> tuple[str, float]:
    """Return the likeliest language and by how much it is likelier than English (0 where that is English)."""
    ranked = _classifier().rank(text)
    return str(ranked[0][0]), float(ranked[0][1] - dict(ranked)["en"])


@cache
def _classifier() -> LanguageIdentifier:
    from py3langid.langid import MODEL_FILE, LanguageIdentifier

    classifier = LanguageIdentifier.from_model_file(MODEL_FILE)
    classifier.set_languages(table("english")["languages"])
    return classifier


@cache
def _english() -> frozenset[str]:
    return frozenset(table("english")["words"])

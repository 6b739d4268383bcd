"""What a line of a search asks for: words, "phrases", -without, field:value. Any string at all can be read."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass

from dragoman.errors import QueryError

LONGEST = 1_000
"""Most characters that a search may have."""

TEXTS = ("title", "text", "publisher")
"""Fields whose words are looked for."""

FILTERS = ("actor", "recipient", "about", "type", "status", "since", "until", "place", "speaker")
"""Fields that ask for a document with such an event, or of such days."""

# A minus only where it begins a word: "al-Shabaab" leaves nothing out. A quote that is not closed runs to the end.
_PART = re.compile(r'(?P<minus>-?)(?:(?P<field>[A-Za-z]+):)?(?:"(?P<phrase>[^"]*)"?|(?P<word>[^\s"]+))')


@dataclass(frozen=True, slots=True)
class Term:
    """Words that stand side by side.

    Attributes:
        words: letters and digits only, at least one word.
        field: where they must stand; ``None``: anywhere.
        without: whether they must not.
    """

    words: tuple[str, ...]
    field: str | None = None
    without: bool = False


@dataclass(frozen=True, slots=True)
class Filter:
    """A value that a field must have, or must not have."""

    field: str
    value: str
    without: bool = False


@dataclass(frozen=True, slots=True)
class Search:
    """What a search asks for."""

    terms: tuple[Term, ...]
    filters: tuple[Filter, ...]


def words_of(text: str) -> list[str]:
    """Return the words of a string: runs of letters, digits and what stands on letters."""
    return "".join(char if _in_word(char) else " " for char in text).split()


def checked(line: str) -> str:
    """Return a line that is no longer than `LONGEST`. Raises `QueryError`."""
    if len(line) > LONGEST:
        raise QueryError(f"a search of {len(line):,} characters (write at most {LONGEST:,})")
    return line


def parse(line: str) -> Search:
    """Read a search. Raises `QueryError` when it is longer than `LONGEST`.

    A field that is not known is no field: ``3:0`` and ``note:`` are words.
    """
    terms, filters = list[Term](), list[Filter]()
    for part in _PART.finditer(checked(line)):
        without, field = bool(part["minus"]), (part["field"] or "").lower()
        value = part["phrase"] if part["phrase"] is not None else part["word"]
        if field in FILTERS:
            if wanted := " ".join(value.split()):
                filters.append(Filter(field, wanted, without))
            continue
        if field and field not in TEXTS:
            value, field = f"{part['field']} {value}", ""
        if words := words_of(value):
            terms.append(Term(tuple(words), field or None, without))
    return Search(tuple(terms), tuple(filters))


def _in_word(char: str) -> bool:
    return unicodedata.category(char)[0] in "LNM"

"""The words by which newspaper archives name the parts of an article (``ontology/sources/archives.yaml``)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.errors import OntologyError
from dragoman.ontology.files import load_yaml

ARCHIVES = ("nexis", "factiva", "proquest")
_FILE = "sources/archives.yaml"
_PLACES = {"{n}": r"[\d,. ]{1,9}", "{id}": r"([A-Za-z]{1,12}\d{4,}[A-Za-z0-9]{6,40})"}


@dataclass(frozen=True, slots=True)
class ArchiveWords:
    """The words of one archive.

    Attributes:
        roles: role of each label (``title``, ``text``, …, ``others``), by the label in lower case.
        lines: pattern of whole lines, by what they mean (``ends``, ``counts``, …).
    """

    roles: dict[str, str]
    lines: dict[str, re.Pattern[str]]

    def is_line(self, what: str, line: str) -> bool:
        """Whether the whole line is one of these."""
        return self.lines[what].fullmatch(line) is not None

    def field(self, line: str) -> tuple[str, str] | None:
        """Return role and value of a line that begins with a label and a colon."""
        label, colon, value = line.partition(":")
        if not colon or len(label) > 40:
            return None
        role = self.roles.get(" ".join(label.lower().split()))
        return (role, value.strip()) if role else None


_LINES = {"ends", "counts", "pages", "bodies", "closings", "lengths", "copyright", "missing"}


@cache
def archive_words(archive: str) -> ArchiveWords:
    """Return the words of an archive: ``nexis``, ``factiva`` or ``proquest``. Raises `OntologyError`."""
    data = _data().get(archive)
    if not isinstance(data, dict):
        raise OntologyError(f"{_FILE}: nothing of {archive} (write its labels)")
    roles: dict[str, str] = {}
    lines: dict[str, re.Pattern[str]] = {}
    for role, words in data.items():
        listed = _strings(words, f"{archive}, {role}")
        if role in _LINES:
            tail = ".*" if role == "copyright" else ""
            lines[role] = re.compile("(?:" + "|".join(map(_pattern, listed)) + ")" + tail, re.IGNORECASE)
            continue
        for word in listed:
            if roles.setdefault(word.lower(), role) != role:
                raise OntologyError(f"{_FILE}, {archive}: {word!r} stands under two fields (take one away)")
    return ArchiveWords(roles, lines)


def is_label(line: str) -> bool:
    """Whether a line begins with a label of any archive and a colon."""
    return ":" in line[:42] and any(archive_words(each).field(line) for each in ARCHIVES)


@cache
def language_named(name: str) -> str | None:
    """Return the code (ISO 639-1) of a language that an archive names, or ``None``; of several, the first."""
    first = re.split(r"[;,/]", name)[0].strip().lower()
    return next((code for code, names in _languages().items() if first in names), None)


@cache
def edition_words() -> frozenset[str]:
    """Words that tell of an edition, in lower case."""
    return frozenset(word.lower() for word in _strings(_data().get("editions"), "editions"))


@cache
def archive_signs() -> tuple[str, ...]:
    """Words of which one stands in every export."""
    return tuple(_strings(_data().get("signs"), "signs"))


@cache
def crawled_media() -> frozenset[str]:
    """Media under which servers give pages and feeds."""
    return frozenset(_strings(_data().get("media"), "media"))


@cache
def _languages() -> dict[str, frozenset[str]]:
    named = _data().get("languages")
    if not isinstance(named, dict) or not all(isinstance(code, str) and len(code) == 2 for code in named):
        raise OntologyError(f"{_FILE}, languages: not names by code of ISO 639-1")
    return {
        code: frozenset(name.lower() for name in _strings(names, f"languages, {code}"))
        for code, names in named.items()
    }


def _data() -> dict[str, Any]:
    data = load_yaml(_FILE)
    if not isinstance(data, dict):
        raise OntologyError(f"{_FILE}: no table")
    return data


def _strings(value: object, where: str) -> list[str]:
    if not isinstance(value, list) or not value or not all(isinstance(each, str) and each for each in value):
        raise OntologyError(f"{_FILE}, {where}: not a list of words (quote on, off, yes, no and numbers)")
    return value


def _pattern(words: str) -> str:
    pieces = re.split(r"(\{n\}|\{id\})", words)
    return "".join(_PLACES.get(piece) or re.escape(piece) for piece in pieces)

"""Whether a sentence can be understood where it stands: by its first words, its quotation marks and its end.

The words are in ``standing.yaml``.
"""

from __future__ import annotations

import re
from functools import cache
from typing import Any

from dragoman.ontology.files import load_yaml
from dragoman.stories.profiles import LINKS

_WORD = re.compile(r"[^\W\d_]+(?:['’][^\W\d_]+)?")
_NAME = re.compile(r"(?<=[\s(“\"‘—–-])[A-Z][^\W\d_]+")
_QUOTED = re.compile(r"[“\"][^“”\"]*[”\"]")
_OPENED = re.compile(r"[^\W\d_][^,A-Z“”\"]{1,60}, (?:he|she|they|it)\b")
_CLOSED = "”\"’')] "


def stands_alone(text: str) -> bool:
    """Whether it is a whole sentence that tells: no question, comment, note, caption, part of a quotation, or speaker
    without one.

    Whether it goes on from the sentence before is another question (`follows`).
    """
    text = text.strip()
    outside = _QUOTED.sub(" ", text)
    small = text.casefold()
    return (
        text.rstrip(_CLOSED).endswith((".", "!"))
        and not text.rstrip(_CLOSED).endswith("...")
        and not (text.startswith("(") and text.endswith(")"))
        and not _torn(text)
        and bool(_WORD.search(outside))
        and not _bare_saying().match(text)
        and not LINKS.search(text)
        and not any(phrase in small for phrase in words()["captions"])
        and words()["writer"].isdisjoint(_small(outside))
    )


def follows(text: str) -> bool:
    """Whether a sentence goes on from the one before it: "But …", "In addition, …", "…, he said"."""
    first = [match.group().casefold() for match in _WORD.finditer(text[:200])][:3]
    if len(first) < 2:
        return False
    start = " ".join(first)
    return (
        any(f"{start} ".startswith(f"{pair} ") for pair in words()["back_pairs"])
        or (first[0] in words()["back"] and first[1] not in words()["times"])
        or _OPENED.match(text) is not None  # "As a minister, she …": no name stands before her
        or _said_by_nobody(text)
    )


def denies(text: str) -> bool:
    """Whether a sentence says that something is not so."""
    return not words()["denies"].isdisjoint(_small(_QUOTED.sub(" ", text)))


def _small(text: str) -> list[str]:
    """The words of a text without case; initialisms, as "US" is one, stay as they are."""
    return [
        word if len(word) > 1 and word.isupper() else word.casefold()
        for word in (match.group() for match in _WORD.finditer(text))
    ]


def _torn(text: str) -> bool:
    """Whether a quotation begins or ends outside the sentence."""
    return sum(map(text.count, '“”"')) % 2 == 1  # papers mix curly and straight ones


def _said_by_nobody(text: str) -> bool:
    """Whether the speaker is one whom only the sentence before names ("…", he said): no name stands before him."""
    outside = _QUOTED.sub("“”", text)
    said = _speaker().search(outside)
    before = outside[: said.start() + 1] if said else ""
    return bool(said and ("“”" not in before or not _NAME.search(before)))


@cache
def _speaker() -> re.Pattern[str]:
    """What stands behind that which is said."""
    who, says = ("|".join(map(re.escape, sorted(words()[key]))) for key in ("speakers", "says"))
    return re.compile(rf"[,”]\s(?:{who})(?: \w+ly)? (?:{says})\b", re.IGNORECASE)


@cache
def _bare_saying() -> re.Pattern[str]:
    """A speaker cut off from what he said: "President Amina Otieno said."."""
    says = "|".join(map(re.escape, sorted(words()["says"])))
    return re.compile(rf"[^,:“”\"]*\b(?:{says})\W*$")


@cache
def words() -> dict[str, frozenset[str]]:
    """The lists of ``standing.yaml``."""
    data: dict[str, Any] = load_yaml("standing.yaml", __package__)
    return {key: frozenset(some) for key, some in data.items()}

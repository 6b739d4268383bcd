"""Headlines among the lines of a text, told by their form: Title Case, capitals, or the clipped words of a title."""

from __future__ import annotations

import re
from functools import cache

from dragoman.language.tables import table

#: Headlines of agencies run to 20 words, and none was seen with 30.
_FEWEST, _MOST = 3, 30
#: A line in Title Case or sentence case wants more words than a label has.
_TITLE, _SENTENCE = 4, 5
#: Share of words with a capital, small words left out, from which a line is in Title Case.
_CAPITALS = 0.9

_WORD = re.compile(r"[^\W\d_][\w'’.-]*")
_BREAK = re.compile(r"([^\W\d_]{3,}[.!?])[\"'”’)\]]*\s+[\"'“‘(]?[^\W\d_a-z]")


def is_headline(line: str) -> bool:
    """Whether a line that stands alone in a text is a headline.

    It has no full stop at its end and no sentence ends in it; it is in capitals, in Title Case, or begins with a
    capital and has none of the words that headlines leave out ("Police arrest six in Lima"). A section's name is
    too short to be one.
    """
    if line[-1] in ".,;:…-–—*" or len(line) > 300 or (not line[0].isalnum() and line[0] not in "\"'“‘$€£"):
        return False
    words = _WORD.findall(line)
    if not _FEWEST <= len(words) <= _MOST or _breaks(line):
        return False
    if line.isupper():
        return True
    telling = [word for word in words if word.lower() not in _words("small_words")]
    if len(telling) >= _TITLE and sum(not w[0].islower() for w in telling) >= _CAPITALS * len(telling):
        return True
    plain = words[0][0].isupper() and line[-1] not in "?!\"”'’" and len(words) >= _SENTENCE
    return plain and not any(word.lower() in _words("sentence_words") for word in words)


def _breaks(line: str) -> bool:
    """Whether a sentence ends within the line ("Gen." ends none)."""
    return any(match[1] not in table("boundaries")["before_names"] for match in _BREAK.finditer(line))


@cache
def _words(name: str) -> frozenset[str]:
    return frozenset(table("headlines")[name])

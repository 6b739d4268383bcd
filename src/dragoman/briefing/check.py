"""Whether a composed line says only what its citation says.

dragoman adds words of its own to a line (``wording.yaml``); none of them is a name or a number. So every word
of the line that has a capital letter or a digit must stand in the words cited, but for the first word, whose
capital may be that of the line.
"""

from __future__ import annotations

import re
from collections.abc import Iterable

from dragoman.records import Citation, Line

# "F-16" is F and 16, "U.S." is U and S, "$7.5bn" is 7.5 and bn: what is cited is cut the same way.
_WORD = re.compile(r"\d+(?:[.,]\d+)*|[^\W\d_]+")


def stands(line: Line, own: frozenset[str]) -> bool:
    """Whether every name and number of the line stands in one of its citations.

    Args:
        line: a line made of dragoman's words and the text's.
        own: dragoman's words, in lower case.
    """
    return not missing(line.text, line.citations, own)


def missing(text: str, citations: Iterable[Citation], own: frozenset[str]) -> list[str]:
    """Return the names and numbers of a text that stand in none of the citations."""
    cited = {word.casefold() for citation in citations for word in _WORD.findall(citation.quote)}
    found = _WORD.findall(text)
    named = [
        word
        for place, word in enumerate(found)
        if any(letter.isupper() or letter.isdigit() for letter in word)
        and not (place == 0 and word.casefold() in own and word[1:].islower())
    ]
    return [word for word in named if word.casefold() not in cited]

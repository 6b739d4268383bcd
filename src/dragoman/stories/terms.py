"""What a text is about, in terms: the words that can tell one happening from another, and their weights.

A *term* is a word without its case, possessive, plural and ending: words are cut after `STEM` letters, so
that ``protest`` and ``protesters``, ``Venezuela`` and ``Venezuelan`` are one term. Initialisms keep their
capitals and lose their dots (``U.S.`` is ``US``, and not the pronoun). A term weighs as much as it is rare
in eight years of news (inverse document frequency over `document_frequency.tsv`, see NOTICE), whatever else
is in the batch: what two documents have in common never depends on the documents beside them.
"""

from __future__ import annotations

import math
import re
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from importlib.resources import files

STEM = 7
"""Letters kept of a word: cutting is the plainest stemmer there is. 6 also joins ``Ukraine`` and
``Ukrainian``, but ``intern`` and ``international`` too; stories come out no better."""

_WORD = re.compile(r"(?:[^\W\d_]\.){2,}|[^\W\d_]+(?:['’][^\W\d_]+)*|\d+(?:[.,]\d+)*")
_POSSESSIVE = re.compile(r"['’]s?$", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Background:
    """Terms as the news uses them.

    Attributes:
        weights: inverse document frequency of each known term, in nats.
        unseen: weight of a term that is not known.
        names: terms mostly written with a capital within a sentence.
    """

    weights: dict[str, float]
    unseen: float
    names: frozenset[str]

    def weight(self, term: str) -> float:
        """Weight of a term: the rarer the heavier, one never seen the heaviest."""
        return self.weights.get(term, self.unseen)

    def is_name(self, term: str, word: str) -> bool:
        """Whether the news writes the term with a capital; if it does not know it, whether `word` has one."""
        return term in self.names or (term not in self.weights and word[0].isupper())


@cache
def background() -> Background:
    """Load the packaged table; its first line names the columns and gives the number of news items
    counted."""
    table = files(__package__).joinpath("document_frequency.tsv").read_text(encoding="utf-8").splitlines()
    size = int(table[0].rpartition("=")[2])
    rows = [line.split("\t") for line in table[1:]]
    return Background(
        weights={term: math.log((size + 1) / (int(items) + 1)) for term, items, _ in rows},
        unseen=math.log(size + 1),
        names=frozenset(term for term, _, kind in rows if kind == "name"),
    )


def words(text: str) -> Iterator[str]:
    """The words and numbers of a text, as they stand."""
    return (match.group() for match in _WORD.finditer(text))


def term(word: str, *, shouting: bool = False) -> str:
    """The term of a word. In a text all in capitals (`shouting`) capitals do not make an initialism."""
    bare = _POSSESSIVE.sub("", word).replace(".", "")
    if 2 <= len(bare) <= 4 and bare.isupper() and not shouting:
        return bare
    bare = bare.casefold()
    if len(bare) > 3 and bare.endswith("s") and not bare.endswith("ss"):
        bare = bare[:-1]
    return bare[:STEM]

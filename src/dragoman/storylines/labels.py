"""What stands in titles and tells no matter: labels (``OPINION:``, ``– report``, ``[Video]``) and idle words."""

from __future__ import annotations

import re
from functools import cache

from dragoman.ontology.files import load_yaml
from dragoman.stories.terms import term as term_of


def matter(title: str) -> str:
    """Return the part of a title that tells the matter: without labels (``labels.yaml``) before, after or in brackets.

    An address at its end goes too. The part stands in the title as it is. A title that is nothing but a label is left
    whole.
    """
    left = title.strip()
    while (shorter := _cut(left)) != left:
        left = shorter
    return left or title.strip()


def idle(term: str) -> bool:
    """Whether a term is one that titles of any matter have, or a contraction ("isn't")."""
    return term in _idle() or "'" in term or "’" in term


@cache
def _idle() -> frozenset[str]:
    listed: list[str] = load_yaml("labels.yaml", __package__)["idle"]
    return frozenset(map(term_of, listed))


def _cut(title: str) -> str:
    """The title without one label before or after it."""
    before, after = _patterns()
    if found := before.match(title):
        return title[found.end() :]
    if found := after.search(title):
        return title[: found.start()].rstrip()
    return title


@cache
def _patterns() -> tuple[re.Pattern[str], re.Pattern[str]]:
    """What is cut at the beginning, and at the end."""
    labels: list[str] = load_yaml("labels.yaml", __package__)["labels"]
    any_of = "(?:" + "|".join(re.escape(label) for label in sorted(labels, key=len, reverse=True)) + ")"
    bracketed = rf"[\[(]{any_of}[\])]"
    before = rf"(?:{bracketed}|{any_of}\s*[:|–—]|{any_of}\s+-)\s*"
    after = rf"(?:{bracketed}|(?:\s[–—|-]|[:|–—])\s*{any_of}|(?:{any_of}:?\s+)?(?<!\S)https?://\S+)$"
    return re.compile(before, re.IGNORECASE), re.compile(after, re.IGNORECASE)

"""Pages marked by hand: which lines tell of one happening, and which happenings make one storyline.

The form, and the rule by which the marks were set, is in ``training/pages/README.md``.
"""

from __future__ import annotations

import re
from itertools import combinations
from pathlib import Path

from dragoman.records import Document

ROOT = Path(__file__).resolve().parents[1]
_TESTING = sorted((ROOT / "tests" / "stories" / "pages").glob("*.txt"))
BLIND = [file for file in _TESTING if file.stem.startswith("blind_")]
"""Pages written by somebody who did not know how grouping decides; never learnt from, never tuned on."""
PAGES = [file for file in _TESTING if file not in BLIND]
"""Pages that may be looked at while grouping is worked on."""
LEARNING = sorted((ROOT / "training" / "pages").glob("*.txt"))
"""Pages to learn from."""
STORYLINES = sorted((ROOT / "tests" / "storylines" / "pages").glob("*.txt"))
"""Feeds over weeks, marked by storyline and happening (``A1``, ``A2``, ``B1``)."""

Pairs = set[frozenset[str]]

_LINE = re.compile(r"(?P<mark>\S+)  (?:\[(?P<publisher>[^]]+)\] )?(?P<said>\S.*)")


def marked(file: Path) -> list[tuple[str, Document]]:
    """Read a page: the mark of each line, and its document, whose id is its headline, else its text.

    Raises `ValueError` naming the line that is not in the form of a page.
    """
    day, found = None, []
    for number, line in enumerate(file.read_text(encoding="utf-8").splitlines(), 1):
        if line.startswith("## "):
            day = line.removeprefix("## ")
        elif not line.startswith("#"):
            if not (parts := _LINE.fullmatch(line)):
                raise ValueError(f"{file}:{number}: a line is a mark, two blanks and what it says: {line!r}")
            title, _, text = parts["said"].removeprefix("| ").partition(" || ")
            if parts["said"].startswith("| "):
                title, text = "", title
            document = Document(
                id=title or text,
                kind="article" if text else "headline",
                title=title or None,
                text=text or None,
                published=day,
                published_from="feed" if day else None,
                publisher=parts["publisher"],
            )
            found.append((parts["mark"], document))
    return found


def page(file: Path) -> tuple[list[Document], Pairs]:
    """Read a page: its documents, and the pairs of ids that tell of one happening."""
    lines = marked(file)
    pairs = {frozenset((a.id, b.id)) for (m, a), (n, b) in combinations(lines, 2) if m == n != "-"}
    return [document for _, document in lines], pairs


def storylines(file: Path) -> tuple[list[Document], Pairs]:
    """Read a page of storylines: its documents, and the pairs of ids that are of one storyline."""
    lines = marked(file)
    line = {document.id: mark[0] for mark, document in lines if mark[0].isupper()}
    pairs = {frozenset((a, b)) for a, b in combinations(line, 2) if line[a] == line[b]}
    return [document for _, document in lines], pairs

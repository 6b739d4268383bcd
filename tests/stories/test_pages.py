"""Whole pages, grouped by hand: ``pages/*.txt``. A letter says what belongs together, "-" what stands alone."""

from __future__ import annotations

from itertools import combinations
from pathlib import Path

import pytest

from dragoman.records import Document
from dragoman.stories import group

PAGES = sorted((Path(__file__).parent / "pages").glob("*.txt"))

# What words alone do not show. To be shortened, never lengthened.
APART = {
    ("Beijing flew spy airships over five continents, Washington claims",
     "Pentagon says Chinese balloon belonged to wider surveillance fleet"),
}  # fmt: skip
TOGETHER = {
    ("Bank of England Cuts Interest Rates to 4.5 Percent", "European Central Bank cuts interest rates for fifth time"),
    ("Boat with migrants sinks off Libya, at least 30 missing", "Ferry sinks off Bali, dozens missing"),
}  # fmt: skip

Pairs = set[frozenset[str]]


def page(file: Path) -> tuple[list[Document], Pairs]:
    """Read a page: its documents, without dates, and the pairs of ids that belong together."""
    documents, marks = [], []
    for line in file.read_text(encoding="utf-8").splitlines():
        if line.startswith("#"):
            continue
        mark, said = line.split("  ", 1)
        text = said.removeprefix("| ") if said.startswith("| ") else None
        documents.append(
            Document(id=text, kind="article", text=text) if text else Document(id=said, kind="headline", title=said)
        )
        marks.append(mark)
    pairs = combinations(zip(marks, documents, strict=True), 2)
    return documents, {frozenset((a.id, b.id)) for (m, a), (n, b) in pairs if m == n != "-"}


def joined(documents: list[Document]) -> Pairs:
    """The pairs of ids that `group` puts together."""
    return {
        frozenset((a.id, b.id)) for story in group(documents, []) for a, b in combinations(story.documents, 2)
    }


@pytest.mark.parametrize("file", PAGES, ids=[file.stem for file in PAGES])
def test_a_page_falls_into_its_stories(file: Path) -> None:
    documents, wanted = page(file)
    got = joined(documents)
    assert got - wanted == known(TOGETHER, documents), "put together, and should not be"
    assert wanted - got == known(APART, documents), "apart, and should be together"


def known(faults: set[tuple[str, str]], documents: list[Document]) -> Pairs:
    """Those of the known faults that this page has."""
    here = {document.id for document in documents}
    return {frozenset(pair) for pair in faults if here >= set(pair)}

"""Whole pages of headlines fall into the stories that a person makes of them."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from pathlib import Path

import pytest

from benchmarks.pages import BLIND, PAGES, Pairs, page
from dragoman.records import Document
from dragoman.stories import group

# What words alone do not show. To be shortened, never lengthened.
APART = {
    ("Beijing flew spy airships over five continents, Washington claims",
     "Pentagon says Chinese balloon belonged to wider surveillance fleet"),
}  # fmt: skip
TOGETHER = {
    ("In London, Zelensky urges UK parliament to send fighter jets",
     "Kremlin says Britain bears responsibility if jets are sent to Kyiv"),
    ("Zelensky asks Britain for fighter jets in speech to parliament",
     "Kremlin says Britain bears responsibility if jets are sent to Kyiv"),
    ("Israel and Hamas agree to ceasefire in Gaza and release of hostages",
     "Israeli strikes kill dozens in Gaza hours after truce is announced"),
    ("Gaza ceasefire deal reached between Israel and Hamas, Qatar says",
     "Israeli strikes kill dozens in Gaza hours after truce is announced"),
}  # fmt: skip


@pytest.mark.parametrize("file", PAGES, ids=[file.stem for file in PAGES])
def test_a_page_falls_into_its_stories(file: Path) -> None:
    documents, wanted = page(file)
    got = joined(documents)
    assert got - wanted == known(TOGETHER, documents), "put together, and should not be"
    assert wanted - got == known(APART, documents), "apart, and should be together"


UNDATED = [file for file in PAGES if not any(document.published for document in page(file)[0])]


@pytest.mark.parametrize("file", UNDATED, ids=[file.stem for file in UNDATED])
@pytest.mark.parametrize("source", ["option", "page"])
def test_a_day_given_to_a_whole_page_changes_nothing(file: Path, source: str) -> None:
    documents, _ = page(file)
    given = [replace(d, published="2025-03-07", published_from=source) for d in documents]
    assert joined(given) == joined(documents)


def test_blind_pages_fall_together_as_well_as_they_did() -> None:
    """Pages that nobody looked at while grouping was worked on: only counted.

    What is together and should not be weighs more than what is apart and should not: F1 gave .01 for .06 of the first.
    """
    right = ours = theirs = 0
    for file in BLIND:
        documents, wanted = page(file)
        got = joined(documents)
        right, ours, theirs = right + len(got & wanted), ours + len(got), theirs + len(wanted)
    assert right / ours >= 0.83, "of the pairs put together, those that belong together"
    assert 2 * right / (ours + theirs) >= 0.52, "F1 over pairs"


def joined(documents: list[Document]) -> Pairs:
    """The pairs of ids that `group` puts together."""
    stories = group(documents, [])
    return {frozenset((a.id, b.id)) for story in stories for a, b in combinations(story.documents, 2)}


def known(faults: set[tuple[str, str]], documents: list[Document]) -> Pairs:
    """Those of the known faults that this page has."""
    here = {document.id for document in documents}
    return {frozenset(pair) for pair in faults if here >= set(pair)}

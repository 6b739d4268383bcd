"""How usual a mark is in the news: a term, a land, a leader, a body, a place.

Terms are counted in ``stories/document_frequency.tsv``; the others in ``marks.tsv``, made by
``training/storylines.py`` from the same kind of items. What two reports have in common so never depends on what else
is in the batch.
"""

from __future__ import annotations

import math
from functools import cache
from importlib.resources import files

from dragoman.stories.terms import background

A_REPORT = 32
"""Marks of a report, about: makes of the share of reports with a mark its share of all marks."""


def weight(mark: str) -> float:
    """How telling a mark is, in nats: the rarer the heavier, one never seen the heaviest."""
    if ":" in mark:
        weights, unseen = _known()
        return weights.get(mark, unseen)
    return background().weight(mark)


def probability(mark: str) -> float:
    """How probable it is that a mark of the news is this one."""
    return math.exp(-weight(mark)) / A_REPORT


@cache
def _known() -> tuple[dict[str, float], float]:
    """Weights of lands and entities, and of one that is not listed; the first line tells the number of items."""
    head, *lines = files(__package__).joinpath("marks.tsv").read_text(encoding="utf-8").splitlines()
    size = int(head.rpartition("=")[2])
    rows = (line.split("\t") for line in lines)
    return {mark: math.log((size + 1) / (int(items) + 1)) for mark, items in rows}, math.log(size + 1)

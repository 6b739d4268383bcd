"""What sort of matter a report tells of: war, politics, a trial, a disaster, trade, sport, …

By its words alone, names left out: an election and a gas field in one land are two matters, a vote and an oath of
office are one. The weights of the words (``topics.tsv``) and how often two matters are of one storyline
(``together.tsv``) are learnt by ``training/storylines.py``.
"""

from __future__ import annotations

import math
from collections.abc import Iterable
from functools import cache
from importlib.resources import files

Topics = tuple[float, ...]
"""Probability of each topic, in the order of the table's columns."""


def topics(terms: Iterable[str]) -> Topics:
    """Probability of each topic of a report with these terms: a logistic regression on which of them it has."""
    weights, prior = _table()
    sums = list(prior)
    for t in terms:
        for i, weight in weights.get(t, ()):
            sums[i] += weight
    top = max(sums)
    odds = [math.exp(value - top) for value in sums]
    total = sum(odds)
    return tuple(value / total for value in odds)


@cache
def names() -> tuple[str, ...]:
    """Names of the topics."""
    return tuple(_lines("topics.tsv")[0].split("\t")[1:])


@cache
def together() -> list[list[float]]:
    """How much oftener than by chance each two topics are of one storyline: logarithm of the ratio."""
    return [[float(cell) for cell in line.split("\t")[1:]] for line in _lines("together.tsv")[1:]]


def _lines(table: str) -> list[str]:
    return files(__package__).joinpath(table).read_text(encoding="utf-8").splitlines()


@cache
def _table() -> tuple[dict[str, list[tuple[int, float]]], list[float]]:
    """Weights of each term by topic, and those of a report without any, which stand in the first row."""
    rows = [line.split("\t") for line in _lines("topics.tsv")[1:]]
    weights = {row[0]: [(i, float(cell)) for i, cell in enumerate(row[1:]) if cell] for row in rows[1:]}
    return weights, [float(cell) for cell in rows[0][1:]]

"""Events as PETRARCH2 prints them: 7 columns, tab-separated, without a header; one row for each pair."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from typing import TextIO

from dragoman.exports import tabular
from dragoman.exports.phoenix import Coded, coded, sentence
from dragoman.exports.rows import Row, Written

NAME = "petrarch"

COLUMNS: Mapping[str, Callable[[Coded], object]] = {
    "date": lambda c: c.row.day and c.row.day.replace("-", ""),
    "src": lambda c: c.source.code,
    "tgt": lambda c: c.target.code,
    "code": lambda c: c.row.event.cameo,
    "issues": lambda c: None,
    "story_sent": lambda c: sentence(c.row.event),
    "publication": lambda c: c.row.document.publisher,
}


def write(rows: Iterable[Row], out: TextIO) -> Written:
    """Write one row a pair of parties; what the format cannot say is left out and counted."""
    left_out = Counter[str]()
    return Written(tabular.write(COLUMNS, coded(rows, left_out), out, header=False), left_out)

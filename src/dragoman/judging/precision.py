"""What follows from the judgements: precision with 95 % intervals, weighted back to all events."""

from __future__ import annotations

import csv as writing
import io
import math
from collections.abc import Sequence
from dataclasses import dataclass, fields

from dragoman.judging.sheet import questions
from dragoman.judging.verdicts import Row
from dragoman.records import EVENT_TYPES, Record

#: Quantile of the normal distribution for intervals of 95 %.
Z = 1.959964


@dataclass(frozen=True, slots=True)
class Score(Record):
    """How much of one type, or of all, is right by one question.

    Attributes:
        question: the column, ``type_ok``.
        type: ``None``: over all types that were judged, each weighted by its population.
        population: events there were to draw from.
        drawn: rows of the sheet; `judged`: those with an answer, `unjudged`: those without; `right`: with a yes.
        precision: share that is right; ``None`` where nothing was judged.
        low, high: 95 % interval of Wilson; over all types with the number of rows that an unstratified sample
            as exact would have (Kish's effective size).
    """

    question: str
    type: str | None
    population: int
    drawn: int
    judged: int
    unjudged: int
    right: int
    precision: float | None
    low: float | None
    high: float | None


@dataclass(frozen=True, slots=True)
class Evaluation(Record):
    """Scores of every question: by type in PLOVER's order, then over all types."""

    scores: tuple[Score, ...]

    def of(self, question: str, type: str | None = None) -> Score:
        """Return one score. Raises `KeyError` when there is none."""
        for score in self.scores:
            if (score.question, score.type) == (question, type):
                return score
        raise KeyError((question, type))

    def csv(self) -> str:
        """Return one row a score, with a header; of all types the type is empty."""
        out = io.StringIO()
        writer = writing.writer(out, lineterminator="\n")
        names = [field.name for field in fields(Score)]
        writer.writerow(names)
        for score in self.scores:
            values = [getattr(score, name) for name in names]
            writer.writerow("" if value is None else value for value in values)
        return out.getvalue()


def wilson(share: float, n: float) -> tuple[float, float]:
    """Return the 95 % interval of Wilson (1927) for a share seen in n trials, n > 0."""
    middle = (share + Z * Z / (2 * n)) / (1 + Z * Z / n)
    half = Z / (1 + Z * Z / n) * math.sqrt(share * (1 - share) / n + Z * Z / (4 * n * n))
    return max(0.0, middle - half), min(1.0, middle + half)


def of_rows(rows: Sequence[Row]) -> Evaluation:
    """Return the precision by question and type, and over all types."""
    by_type = {name: own for name in EVENT_TYPES if (own := [row for row in rows if row.type == name])}
    scores: list[Score] = []
    for question in questions():
        found = [_of_type(question, name, of_type) for name, of_type in by_type.items()]
        scores += [*found, _over_all(question, found)]
    return Evaluation(tuple(scores))


def _of_type(question: str, name: str, rows: Sequence[Row]) -> Score:
    answers = [row.answers[question] for row in rows if question in row.answers]
    share = sum(answers) / len(answers) if answers else None
    return _score(
        question, name, rows[0].population, len(rows), len(answers), sum(answers), share, len(answers)
    )


def _over_all(question: str, own: Sequence[Score]) -> Score:
    """Weigh the types judged by their population: rare ones are drawn more often than they occur."""
    judged = [score for score in own if score.precision is not None]
    total = sum(score.population for score in judged)
    weights = [(score, score.population / total) for score in judged]
    share = sum(weight * (score.precision or 0) for score, weight in weights) if judged else None
    size = 1 / sum(weight * weight / score.judged for score, weight in weights) if judged else 0
    return _score(
        question,
        None,
        sum(score.population for score in own),
        sum(score.drawn for score in own),
        sum(score.judged for score in own),
        sum(score.right for score in own),
        share,
        size,
    )


def _score(
    question: str,
    name: str | None,
    population: int,
    drawn: int,
    judged: int,
    right: int,
    share: float | None,
    size: float,
) -> Score:
    low, high = (None, None) if share is None else (round(bound, 4) for bound in wilson(share, size))
    precision = None if share is None else round(share, 4)
    return Score(question, name, population, drawn, judged, drawn - judged, right, precision, low, high)

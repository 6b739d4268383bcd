"""Precision as tables on a terminal: by type, then by question."""

from __future__ import annotations

from rich.console import Console
from rich.table import Table

from dragoman.judging.precision import Evaluation, Score
from dragoman.judging.sheet import questions


def show(evaluation: Evaluation, console: Console) -> None:
    """Print the precision of the type by type, and of every question over all types."""
    first, *_ = questions()
    by_type = _table("Type")
    for score in evaluation.scores:
        if score.question == first:
            by_type.add_row(score.type or "all, weighted", *_cells(score))
    console.print(by_type)
    by_question = _table("Over all types")
    for question in questions():
        by_question.add_row(question, *_cells(evaluation.of(question)))
    console.print(by_question)


def _table(first: str) -> Table:
    table = Table()
    table.add_column(first, min_width=len("all, weighted"))
    for name in ("Events", "Drawn", "Unjudged", "Right", "Precision, 95 %"):
        table.add_column(name, justify="right", no_wrap=True)
    return table


def _cells(score: Score) -> list[str]:
    counts = [
        f"{score.population:,}",
        str(score.drawn),
        str(score.unjudged),
        f"{score.right} of {score.judged}",
    ]
    if score.precision is None or score.low is None or score.high is None:
        return [*counts, "–"]
    return [*counts, f"{score.precision:.3f} ({score.low:.2f}–{score.high:.2f})"]

"""What a report has in common with the storylines it may go on from."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Sequence

from dragoman.storylines.gist import Gist
from dragoman.storylines.marks import probability
from dragoman.storylines.running import Line, Running

SMOOTHING = 30.0
"""Marks as usual in the news that a storyline is taken to have told beside its own (Dirichlet's prior): as many
as one report has."""

CALLED = 4
"""Reports that a name is worth: each of its terms counts as often."""

KIND = 200
"""Marks told under a word of names before the word says what such storylines tell; as many usual ones are added."""

FLOOR = 0.02
"""Least share that is told from none."""

Features = dict[str, float]


def compare(report: Gist, running: Running) -> dict[str, Features]:
    """Compare a report with the storylines it may go on from; return the features of each, by id.

    - ``terms``: cosine of its terms and those of the storyline's reports together
    - ``told``: how much better the storyline explains a mark of the report than the news at large: mean logarithm
      of the ratio of the probabilities (unigrams; those of the storyline smoothed by what storylines with the same
      words in their names told, these by the news)
    - ``share``: share of the storyline in the reports with the same marks, logarithm
    - ``lands``: lands of the report, each by the share of the storyline's reports that name it; ``foreign``: the
      rest of them; ``elsewhere``: 1 when both name lands and none is shared
    - ``size``: number of its reports, logarithm; ``age``: days since the last one, logarithm

    and of its name, 0 where it has none:

    - ``called``: share of the weight of its terms that stand in the report
    - ``name_told``, ``name_not``, ``not_name``: lands that name and report both name, only the name, only the report
      (where the name names any)
    - ``current``: 1 unless it names a year that is over
    - ``kind``: 1 when words of it are known from other names
    """
    shares = running.led_to(report)
    marks = report.marks
    usual = {mark: probability(mark) for mark in marks}
    year = dt.date.fromordinal(running.latest).year if running.latest else None
    # What is expected of a kind of storyline is asked once for all that have the same words in their names.
    expected: dict[tuple[str, ...], list[float]] = {}
    found = {}
    for id, share in shares.items():
        line = running.lines[id]
        kinds = tuple(k for k in line.name.kinds if running.kind_marks[k] > KIND) if line.name else ()
        if kinds not in expected:
            expected[kinds] = _expected(kinds, marks, usual, running)
        values = {
            "terms": sum(w * line.total[t] for t, w in report.terms.items() if t in line.total)
            / math.sqrt(max(line.square, 1e-6)),
            "told": _told(line, marks, usual, expected[kinds]),
            "share": math.log(FLOOR + share),
            "size": math.log(len(line.reports)),
            "age": math.log1p(max(0, running.latest - line.last)),
            **_of_lands(line, report),
        }
        if line.name:
            values |= _of_name(line, report, year)
            values["kind"] = float(bool(kinds))
        found[id] = values
    return found


def _expected(
    kinds: Sequence[str], marks: Sequence[str], usual: dict[str, float], running: Running
) -> list[float]:
    """Probability of each mark in storylines of these kinds, on the mean; in the news where there are none."""
    if not kinds:
        return [usual[mark] for mark in marks]
    tables = [(running.kinds[kind], running.kind_marks[kind]) for kind in kinds]
    return [
        sum((told.get(mark, 0) + KIND * usual[mark]) / (size + KIND) for told, size in tables) / len(tables)
        for mark in marks
    ]


def _told(line: Line, marks: Sequence[str], usual: dict[str, float], expected: Sequence[float]) -> float:
    names = line.name.terms if line.name else {}
    size = line.marks + CALLED * len(names) + SMOOTHING
    told = line.told
    return sum(
        math.log((told.get(mark, 0) + CALLED * (mark in names) + SMOOTHING * p) / (size * usual[mark]))
        for mark, p in zip(marks, expected, strict=True)
    ) / (len(marks) or 1)


def _of_lands(line: Line, report: Gist) -> Features:
    shared = sum(line.lands[land] for land in sorted(report.lands)) / len(line.reports)
    return {
        "lands": shared,
        "foreign": len(report.lands) - shared,
        "elsewhere": float(bool(report.lands) and +line.lands != {} and not shared),
    }


def _of_name(line: Line, report: Gist, year: int | None) -> Features:
    name = line.name
    assert name is not None
    total = sum(name.terms.values())
    return {
        "called": sum(w for t, w in name.terms.items() if t in report.terms) / total if total else 0.0,
        "name_told": float(len(name.lands & report.lands)),
        "name_not": float(len(name.lands - report.lands)),
        "not_name": float(len(report.lands - name.lands)) if name.lands else 0.0,
        "current": float(name.year is None or year is None or name.year >= year),
    }

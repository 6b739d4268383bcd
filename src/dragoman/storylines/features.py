"""What a report has in common with the storylines it may go on from."""

from __future__ import annotations

import datetime as dt
import math
from collections.abc import Mapping, Sequence

from dragoman.storylines.gist import Gist
from dragoman.storylines.marks import probability, weight
from dragoman.storylines.running import Line, Running
from dragoman.storylines.topics import together

SMOOTHING = 30.0
"""Marks as usual in the news that a storyline is taken to have told beside its own (Dirichlet's prior): as many
as one report has."""

CALLED = 4
"""Reports that a name is worth: each of its terms counts as often."""

KIND = 200
"""Marks told under a word of names before the word says what such storylines tell; as many usual ones are added."""

NONE = 0.02
"""Least share of reports: what is below is as good as none."""

FULL = 10.0
"""Weight, in nats, that counts as 1 in the features that add up weights: a rare name, or two well-known ones."""

TELLING = 3.0
"""Words lighter than this (in more than one of 20 news items) say nothing of what happened."""

Features = dict[str, float]


def compare(report: Gist, running: Running, shares: Mapping[str, float]) -> dict[str, Features]:
    """Compare a report with the storylines it may go on from (`Running.led_to`); return the features of each, by id.

    - ``terms``: cosine of its terms and those of the storyline's reports together
    - ``told``: how much better the storyline explains a mark of the report than the news at large: mean logarithm
      of the ratio of the probabilities (unigrams; those of the storyline smoothed by what storylines with the same
      words in their names told, these by the news)
    - ``share``: share of the storyline in the reports with the same marks, logarithm
    - ``worded``: weight of the words shared, names left out, each by the share of the storyline's reports with it
    - ``named``: weight of the rarest name in the report (a land, a leader, a name no gazetteer knows) that a third
      of the storyline's reports have
    - ``lands``: weight of the lands of the report, each by the share of the storyline's reports that name it;
      ``foreign``: the rest of their weight; ``missing``: the same of the storyline's lands that the report does not
      name; ``elsewhere``: 1 when both name lands and none is shared
    - ``matter``: how much oftener than by chance reports on such matters are of one storyline
    - ``size``: number of its reports, logarithm; ``age``: days since the last one, at least 1, logarithm

    and of its name, 0 where it has none:

    - ``called``: share of the weight of its terms that stand in the report
    - ``name_told``, ``name_not``, ``not_name``: lands that name and report both name, only the name, only the report
      (where the name names any)
    - ``current``: 1 unless it names a year that is over
    - ``kind``: 1 when words of it are known from other names
    """
    marks = report.marks
    usual = [probability(mark) for mark in marks]
    names = [(m, weight(m)) for m in sorted(report.names)] + [(m, weight(m)) for m in marks if ":" in m]
    plain = [(t, w) for t in report.words if (w := weight(t)) >= TELLING]
    heavy = {land: weight(f"land:{land}") for land in sorted(report.lands)}
    pull = [
        sum(p * row[i] for p, row in zip(report.topics, together(), strict=True))
        for i in range(len(report.topics))
    ]
    year = dt.date.fromordinal(running.today).year if running.today else None
    by_kind: dict[str, list[float]] = {}
    found = {}
    for id, share in shares.items():
        line = running.lines[id]
        size = len(line.reports)
        kinds = [k for k in line.name.kinds if running.kind_marks[k] > KIND] if line.name else []
        expected = _expected(kinds, marks, usual, running, by_kind)
        told = line.told
        values = {
            "terms": sum(w * line.total[t] for t, w in report.terms.items() if t in line.total)
            / math.sqrt(max(line.square, 1e-6)),
            "told": _told(line, marks, usual, expected),
            "share": math.log(NONE + share),
            "worded": sum(w * told[t] for t, w in plain if t in told) / size / FULL,
            "named": max((w for m, w in names if m in told and 3 * told[m] >= size), default=0.0) / FULL,
            **_of_lands(line, heavy),
            "matter": sum(a * b for a, b in zip(pull, line.topics, strict=True)) / size,
            "size": math.log(size),
            "age": math.log(max(1, running.today - line.last)),
        }
        if line.name:
            values |= _of_name(line, report, year)
            values["kind"] = float(bool(kinds))
        found[id] = values
    return found


def _expected(
    kinds: Sequence[str],
    marks: Sequence[str],
    usual: Sequence[float],
    running: Running,
    by_kind: dict[str, list[float]],
) -> Sequence[float]:
    """Probability of each mark in storylines of these kinds, on the mean; in the news where there are none."""
    if not kinds:
        return usual
    for kind in kinds:
        if kind not in by_kind:
            told, size = running.kinds[kind], running.kind_marks[kind] + KIND
            by_kind[kind] = [(told.get(m, 0) + KIND * p) / size for m, p in zip(marks, usual, strict=True)]
    if len(kinds) == 1:
        return by_kind[kinds[0]]
    return [sum(some) / len(kinds) for some in zip(*(by_kind[kind] for kind in kinds), strict=True)]


def _told(line: Line, marks: Sequence[str], usual: Sequence[float], expected: Sequence[float]) -> float:
    names = line.name.terms if line.name else {}
    size = line.marks + CALLED * len(names) + SMOOTHING
    told = line.told
    ratio = 1.0
    total = 0.0
    for mark, p, q in zip(marks, usual, expected, strict=True):
        seen = told.get(mark, 0) + CALLED * (mark in names)
        ratio *= (seen + SMOOTHING * q) / (size * p)
        if not 1e-100 < ratio < 1e100:  # one logarithm for many factors, as long as they fit a float
            total += math.log(ratio)
            ratio = 1.0
    return (total + math.log(ratio)) / (len(marks) or 1)


def _of_lands(line: Line, heavy: dict[str, float]) -> Features:
    size = len(line.reports)
    every = sum(heavy.values())
    shared = sum(w * line.lands[land] for land, w in heavy.items() if land in line.lands) / size
    missing = sum(weight(f"land:{land}") * n for land, n in line.lands.items() if land not in heavy) / size
    return {
        "lands": shared / FULL,
        "foreign": (every - shared) / FULL,
        "missing": missing / FULL,
        "elsewhere": float(bool(heavy) and bool(line.lands) and not shared),
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

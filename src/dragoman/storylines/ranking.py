"""Which running storyline a report goes on from: all that are compared, the best first; and how likely it is any."""

from __future__ import annotations

import math
from collections.abc import Collection
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.ontology.files import load_yaml
from dragoman.storylines.features import Features, compare
from dragoman.storylines.gist import Gist
from dragoman.storylines.marks import weight
from dragoman.storylines.running import Line, Running

RARE = 6.5
"""Weight, in nats, of a name that is not in the news every week (in one of 650 items): a person of one affair."""

OFFICIAL = 5.0
"""The same of a leader or a body that a gazetteer knows: lighter, since it is surely a name."""

LAND = 2.5
"""Weight of a land whose name says something: not the United States or Britain, which every page is full of."""

WORD = 5.0
"""Weight of a word that says what it is about: "enrichment", not "court"."""

CORE = 0.5
"""Share of a storyline's reports whose titles have what ties to it."""

DYAD = 5.0
"""Weight of two lands together."""


@dataclass(frozen=True, slots=True)
class Model:
    """The learnt numbers (``linking.yaml``).

    Attributes:
        ranks: weights of the features where storylines have names: which of many it is.
        joins: weights where they have none, with an intercept: whether it is this one.
        threshold: least probability with which a story joins a storyline.
    """

    ranks: dict[str, float]
    joins: dict[str, float]
    threshold: float


@cache
def model() -> Model:
    """Load the packaged model."""
    data: dict[str, Any] = load_yaml("linking.yaml", __package__)
    return Model(data["ranks"], data["joins"], data["threshold"])


def rank(report: Gist, running: Running) -> list[tuple[str, float]]:
    """Return the storylines, by id, that a report may go on from, and their scores; the best first.

    Scores are relative: only their differences say something, as logarithms of odds.
    """
    found = compare(report, running, running.led_to(report))
    scores = {id: score(values, model().ranks) for id, values in found.items()}
    return sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))


def best(report: Gist, running: Running, usual: Collection[str] = ()) -> tuple[str | None, float]:
    """Return the storyline that a report most likely goes on from, by its id, and how likely it does.

    ``None`` and 0 where it is tied to none; `usual` marks tie nothing.
    """
    led_to = running.led_to(report)
    near = {id: share for id, share in led_to.items() if tied(report, running.lines[id], usual)}
    scores = {id: score(values, model().joins) for id, values in compare(report, running, near).items()}
    if not scores:
        return None, 0.0
    found = max(scores, key=lambda id: (scores[id], id))
    return found, 1 / (1 + math.exp(-scores[found]))


def tied(report: Gist, line: Line, usual: Collection[str] = ()) -> bool:
    """Whether titles share what one land, or one famous person, alone does not tell.

    That is, in the titles of the report and of half of the storyline's reports, one of: a rare name; two lands, not
    the most usual ones; one such land that says something, and a telling word; a land and two telling words. `usual`
    names and words are none of these. What stands in a lead is background too often, and what one report shares with
    one other is a chain. The weights of the model are learnt from a chronicle that tells one thing of a small country
    in a year, and would join all that is told of it.
    """
    core = {m for m in report.head if line.headed.get(m, 0) >= CORE * len(line.reports) and m not in usual}
    if any(weight(t) >= RARE for t in report.names & core):
        return True
    known = [f"{e.kind}:{e.name}" for e in report.entities if e.kind in ("leader", "body")]
    if any(mark in core and weight(mark) >= OFFICIAL for mark in known):
        return True
    lands = [weight(mark) for land in report.lands if (mark := f"land:{land}") in core]
    if len(lands) > 1 and sum(lands) >= DYAD:
        return True
    telling = sum(t in core and weight(t) >= WORD for t in report.words)
    return bool(lands) and (telling > 1 or (telling == 1 and max(lands) >= LAND))


def score(found: Features, weights: dict[str, float]) -> float:
    """The weighted sum of the features, with the intercept where there is one."""
    return weights.get("intercept", 0.0) + sum(w * found.get(name, 0.0) for name, w in weights.items())

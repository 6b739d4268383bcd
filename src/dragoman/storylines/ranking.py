"""Which running storyline a report goes on from: all that are compared, the best first; and how likely it is any."""

from __future__ import annotations

import math
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.ontology.files import load_yaml
from dragoman.storylines.features import Features, compare
from dragoman.storylines.gist import Gist
from dragoman.storylines.running import Running
from dragoman.storylines.ties import Usual, signs, tied


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


def best(report: Gist, running: Running, usual: Usual) -> tuple[str | None, float]:
    """Return the storyline that a report most likely goes on from, by its id, and how likely it does.

    ``None`` and 0 where it is tied to none; `usual` is what many of the stories at hand have in their titles.
    """
    own, led_to = signs(report, usual), running.led_to(report)
    near = {id: share for id, share in led_to.items() if tied(own, running.lines[id], running.today)}
    scores = {id: score(values, model().joins) for id, values in compare(report, running, near).items()}
    if not scores:
        return None, 0.0
    found = max(scores, key=lambda id: (scores[id], id))
    return found, 1 / (1 + math.exp(-scores[found]))


def score(found: Features, weights: dict[str, float]) -> float:
    """The weighted sum of the features, with the intercept where there is one."""
    return weights.get("intercept", 0.0) + sum(w * found.get(name, 0.0) for name, w in weights.items())

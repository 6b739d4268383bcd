"""How likely an event is right: what speaks for and against it, weighed with a table (``confidence.yaml``).

The weights are fitted by ``training/confidence.py`` on gold records and golden sentences; what they promise is checked
on other sentences by ``python -m benchmarks.coding``.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from functools import cache

from dragoman.coding.candidates import Candidate
from dragoman.coding.status import Reality
from dragoman.ontology.files import load_yaml

# Labels of a clause that tells more of a noun, or of the circumstances.
_ASIDE = ("acl", "advcl")


def of(candidate: Candidate, reality: Reality, among: int) -> float:
    """Return how likely an event is right, 0 to 1.

    Args:
        candidate: predicate and parties.
        reality: whether it happened.
        among: how many events its sentence has.
    """
    score = sum(weight for _, weight in reasons(candidate, reality, among))
    return round(1 / (1 + math.exp(-score)), 2)


def reasons(candidate: Candidate, reality: Reality, among: int) -> list[tuple[str, float]]:
    """Return what speaks for (above 0) and against an event, in log-odds, the weightiest first."""
    weights = _weights()
    found = features(candidate, reality, among).items()
    return sorted(
        ((name, weights.get(name, 0.0) * value) for name, value in found),
        key=lambda one: (-abs(one[1]), one[0]),
    )


def features(candidate: Candidate, reality: Reality, among: int) -> Mapping[str, float]:
    """Return what speaks for or against an event, by the names of the table."""
    predicate, entry = candidate.predicate, candidate.predicate.entry
    parties = [mention.party for mention in (*candidate.actors, *candidate.recipients)]
    known = [party for party in parties if party.country]
    head = predicate.head
    values = {
        "to begin with": True,
        predicate.construction: True,
        entry.type: True,
        "its object is named": bool(entry.object),
        "its subject is named": bool(entry.subject),
        "particles": bool(entry.particles),
        "clause": bool(entry.complement),
        "one word alone": not (entry.object or entry.subject or entry.particles or entry.complement),
        "no actor": not candidate.actors,
        "no recipient": not candidate.recipients and not entry.reciprocal,
        "every country known": len(known) == len(parties),
        "no country known": not known,
        "by reference": any(mention.referred for mention in (*candidate.actors, *candidate.recipients)),
        "in an aside": head.dep_.startswith(_ASIDE),
        "in the main clause": head.dep_ == "ROOT" or (head.dep_ == "ccomp" and head.head.dep_ == "ROOT"),
        f"status {reality.status}": True,
        "several events": among > 2,
    }
    found = {name: 1.0 for name, value in values.items() if value}
    found["likely to have happened"] = reality.probability
    return found


@cache
def _weights() -> dict[str, float]:
    return {name: float(weight) for name, weight in load_yaml("confidence.yaml").items()}

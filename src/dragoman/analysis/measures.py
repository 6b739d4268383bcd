"""What a series measures, and how it is worded (``series.yaml``)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, Literal

from dragoman.errors import QueryError
from dragoman.ontology.files import load_yaml

FILE = "series.yaml"


@dataclass(frozen=True, slots=True)
class Measure:
    """One quantity.

    Attributes:
        name: as it is asked for.
        label: what it is, in words.
        quads: quad classes whose events are counted; none where a scale is measured.
        scale: whose values are taken.
        mean: whether their mean is taken, else their sum.
    """

    name: str
    label: str
    quads: tuple[int, ...] = ()
    scale: Literal["goldstein", "intensity"] | None = None
    mean: bool = False

    @property
    def column(self) -> str:
        """Its name as that of a column."""
        return self.name.replace("-", "_")


@cache
def words() -> Mapping[str, Any]:
    """Return the file."""
    found: dict[str, Any] = load_yaml(FILE, __package__)
    return found


@cache
def measures() -> Mapping[str, Measure]:
    """Return all measures by name."""
    return {
        name: Measure(
            name, one["label"], tuple(one.get("quads", ())), one.get("scale"), one.get("as") == "mean"
        )
        for name, one in words()["measures"].items()
    }


def asked(names: tuple[str, ...]) -> tuple[Measure, ...]:
    """Return the measures of these names, each once; without names, the usual ones.

    Raises:
        QueryError: there is no such measure.
    """
    known = measures()
    for name in names:
        if name not in known:
            raise QueryError(f"measure: no {name[:40]!r} (write one of {', '.join(known)})")
    return tuple(known[name] for name in dict.fromkeys(names or words()["usual"]))

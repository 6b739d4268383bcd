"""The pinned floors: figures that may rise and must not fall (``floors.json``).

A floor is a number, or ``{"at_most": number}`` for a figure that should be small.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from pathlib import Path

FILE = Path(__file__).parent / "floors.json"


def fallen(benchmark: str, figures: Mapping[str, float], *, without: str | None = None) -> list[str]:
    """Return a line for each pinned figure of a benchmark that is worse than its floor, or missing.

    Figures `without` whose extra the environment is (a part of their names) are passed over.
    """
    floors = json.loads(FILE.read_text(encoding="utf-8"))[benchmark]
    told = []
    for name, floor in floors.items():
        if without and without in name:
            continue
        value = figures.get(name)
        if value is None:
            told.append(f"{benchmark}: {name} was not measured")
        elif isinstance(floor, dict):
            if value > floor["at_most"]:
                told.append(f"{benchmark}: {name} is {value:.3f}, above {floor['at_most']}")
        elif value < floor:
            told.append(f"{benchmark}: {name} is {value:.3f}, below {floor}")
    return told

"""Credits of agencies: the packaged file, and what breaks its schema."""

from __future__ import annotations

from typing import Any

import pytest

from dragoman.errors import OntologyError
from dragoman.ontology.credits import Credits, credits_

WIRES = [{"name": "Hellas Wire", "also": ["HW"]}, {"name": "Iberia Wire"}]
DATA: dict[str, Any] = {
    "agencies": {"Hellas Wire": ["The Wire"]},
    "head": ["By {reporter}, {agency}"],
    "end": ["© {year} {agency} …"],
    "closing": ["({agency})"],
    "marks": {"Hellas Wire": ["Written by … checked by "]},
}


def test_the_packaged_agencies_are_known_by_their_names_and_signs() -> None:
    agencies = credits_()
    assert agencies.house("AP") == agencies.house("AP via Daily A") == "Associated Press"
    assert agencies.house("AGENCE FRANCE-PRESSE") == "AFP"
    assert agencies.house("Agencies") is None


@pytest.mark.parametrize(
    ("lines", "agency"),
    [
        (["A Ship", "By Ann Moe and Jane Roe, HW", "It sank."], "Hellas Wire"),
        (["by ann moe, HELLAS WIRE", "It sank."], "Hellas Wire"),
        (["By Ann Moe, hw", "It sank."], None),
        (["By Ann Moe, HW in Athens", "It sank."], None),
        (["By Ann Moe, Iberia Wire", "It sank."], None),
        (["It sank.", "© 2024 The Wire. All rights reserved."], "Hellas Wire"),
        (["It sank.", "© 1224 The Wire"], None),
        (["It sank, they said. (HW)"], "Hellas Wire"),
        (["It sank, they told us (HW)"], None),
        (["It sank.", "Written by Ann Moe, checked by Jane Roe."], "Hellas Wire"),
        (["It sank."] * 9 + ["By Ann Moe, HW"] + ["It sank."] * 9, None),
        ([], None),
    ],
)
def test_lines_that_credit(lines: list[str], agency: str | None) -> None:
    assert Credits(DATA, WIRES).author(lines) == agency


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"ends": []}, "needs agencies"),
        ({"agencies": {"Nowhere Wire": []}}, "no name of publishers.yaml"),
        ({"agencies": {"Hellas Wire": [], "Iberia Wire": ["HW"]}}, "'HW' is also Hellas Wire"),
        ({"head": ["By {reporter}"]}, "needs one {agency}"),
        ({"closing": ["{agency} {place}"]}, "needs one {agency}"),
        ({"marks": {"Iberia Wire": ["x"]}}, "none of the agencies"),
    ],
)
def test_what_breaks_the_schema_is_told(change: dict[str, Any], message: str) -> None:
    with pytest.raises(OntologyError, match=message):
        Credits(DATA | change, WIRES)

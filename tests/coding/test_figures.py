"""What only looks like a deed: attacks in words, contests, visits at home, purposes, ballots, denials for others."""

import pytest

from dragoman.coding import code
from dragoman.records import Document


def _types(text: str) -> list[str]:
    events = code([Document("d", "article", text=text, published="2023-05-05")])
    return [event.type for event in events]


@pytest.mark.parametrize(
    ("text", "types"),
    [
        ("Senator Lind attacked President Macron over taxes.", ["ACCUSE"]),
        ("The attack on Macron during the debate was relentless.", []),
        ("Republicans are hitting roadblocks.", []),
        ("Gunmen attacked President Macron in Lyon.", ["ASSAULT"]),
        ("Russia attacked Ukraine.", ["ASSAULT"]),
        ("Macron told Scholz that the plan works.", []),
        ("Macron told Scholz to stop the war.", ["REQUEST"]),
        ("Macron said Scholz was lying.", ["ACCUSE"]),
        ("Macron said Scholz was not lying.", []),
        (
            "Hackers from Russia used a stolen key to infiltrate the network of the Chilean parliament.",
            ["COERCE"],
        ),
        ("Peru ran deficits to finance the Chilean army.", []),
        ("Europe should build an army to protect itself from Russia.", []),
        ("Macron visited Marseille.", []),
        ("Macron visited Oslo.", ["CONSULT"]),
        ("Chilean voters voted for President Boric.", []),
    ],
)
def test_what_only_looks_like_a_deed(text: str, types: list[str]) -> None:
    assert _types(text) == types

"""Figures: which number, which currency, which range."""

from __future__ import annotations

import pytest

from dragoman.language.numbers import figures

CASES = [
    ("worth between $3 billion and $5 billion", [(3e9, 5e9, "USD")]),
    ("a $550 Billion Initiative", [(550e9, 550e9, "USD")]),
    ("a €1.2bn loan and US$30m", [(1.2e9, 1.2e9, "EUR"), (30e6, 30e6, "USD")]),
    ("a grant of 12.5 million euros", [(12.5e6, 12.5e6, "EUR")]),
    ("£10-15 million", [(10e6, 15e6, "GBP")]),
    ("$3 to $5 billion", [(3e9, 5e9, "USD")]),
    ("$500 to $1 million", [(500, 1e6, "USD")]),
    ("half a billion dollars", [(0.5e9, 0.5e9, "USD")]),
    ("two and a half million pounds", [(2.5e6, 2.5e6, "GBP")]),
    ("a five-billion-dollar plant", [(5e9, 5e9, "USD")]),
    ("Rs 500 crore", [(5e9, 5e9, "rupee")]),
    ("300 million Indian rupees", [(300e6, 300e6, "INR")]),
    ("EUR 5 million", [(5e6, 5e6, "EUR")]),
    ("12 million won", [(12e6, 12e6, "KRW")]),
    ("40 million Egyptian pounds", [(40e6, 40e6, "EGP")]),
    ("NT$3.5 billion", [(3.5e9, 3.5e9, "TWD")]),
    ("$5 million Canadian dollars", [(5e6, 5e6, "CAD")]),
    ("300 pounds of explosives", [(300, 300, None)]),
    ("who won 12 won praise", [(12, 12, None)]),
    ("from 10% to 25 percent", [(10, 10, "percent"), (25, 25, "percent")]),
    ("a 10-15% levy", [(10, 15, "percent")]),
    ("by 2.5 percentage points", [(2.5, 2.5, "percentage point")]),
    ("one hundred and twenty-five thousand", [(125000, 125000, None)]),
    ("Two Dozen", [(24, 24, None)]),
    ("half a dozen", [(6, 6, None)]),
    ("20,000-30,000 troops", [(20000, 30000, None)]),
    ("5 to 4", [(5, 5, None), (4, 4, None)]),
    ("dozens, hundreds of them, several thousand", []),
    ("the F-16, the S-400 and COVID-19", []),
    ("at 10:30 on 7/2/2025", []),
    ("the 12th man in the 1990s", []),
    ("version 3.1.4 for 5G", []),
]


@pytest.mark.parametrize(("text", "expected"), CASES, ids=[text for text, _ in CASES])
def test_figures(text: str, expected: list[tuple[float, float, str | None]]) -> None:
    assert [(f.low, f.high, f.unit) for f in figures(text)] == expected

"""Dates of publication in the forms inputs write them."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.sources.dates import parse_date


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        ("2025-02-18", "2025-02-18"),
        ("20250218", "2025-02-18"),
        (20250218, "2025-02-18"),
        ("2025/2/8", "2025-02-08"),
        ("2025-02-18T06:30:00Z", "2025-02-18T06:30:00Z"),
        ("2025-02-18t06:30:00.123456789Z", "2025-02-18T06:30:00Z"),
        ("2025-02-18 06:30", "2025-02-18T06:30:00Z"),
        ("2025-02-18 06:30:00 UTC", "2025-02-18T06:30:00Z"),
        ("2025-02-18T23:30:00-05:00", "2025-02-19T04:30:00Z"),
        ("2025-02-18 06:30:00 +0200", "2025-02-18T04:30:00Z"),
        ("Tue, 18 Feb 2025 10:00:00 GMT", "2025-02-18T10:00:00Z"),
        ("Tue, 18 Feb 2025 10:00:00 -0500", "2025-02-18T15:00:00Z"),
        ("Tue, 18 Feb 2025 10:00 EST", "2025-02-18T15:00:00Z"),
        ("Tue, 18 Feb 2025 10:00:00 IST", "2025-02-18"),  # three zones have these initials
        ("18 February 2025", "2025-02-18"),
        ("Tuesday 18th February 2025", "2025-02-18"),
        ("February 18, 2025", "2025-02-18"),
        ("Feb. 18, 2025, 10:30 p.m.", "2025-02-18T22:30:00Z"),
        ("1-Sep-2024", "2024-09-01"),
        ("18/02/2025", "2025-02-18"),
        ("02/18/2025 10:30", "2025-02-18T10:30:00Z"),
        ("03.02.2025", "2025-02-03"),
        ("20250218103000", "2025-02-18T10:30:00Z"),
        (1739872800, "2025-02-18T10:00:00Z"),
        (1739872800.0, "2025-02-18T10:00:00Z"),
        ("1739872800000", "2025-02-18T10:00:00Z"),
    ],
)  # fmt: skip
def test_read(given: object, expected: str) -> None:
    assert parse_date(given) == expected


@pytest.mark.parametrize(
    "given",
    [
        "03/02/2025", "18/02/25", "2025-02", "2025", "2025-02-30", "0001-01-01", "2025-02-18T25:00:00",
        "yesterday", "", " ", "2025021810", True, None, [], float("nan"), float("inf"), 12,
        "9" * 13, "2025-02-18\x00",
    ],
)  # fmt: skip
def test_not_read(given: object) -> None:
    assert parse_date(given) is None


@given(
    st.text(max_size=40)
    | st.integers()
    | st.floats()
    | st.from_regex(r"\A[0-9]{1,4}[-/. ][0-9A-Za-z]{1,9}[-/. ][0-9]{1,4}.{0,20}\Z")
)
def test_anything_is_read_to_what_reads_the_same_or_not_at_all(given: object) -> None:
    day = parse_date(given)
    assert day is None or parse_date(day) == day

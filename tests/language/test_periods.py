"""The calendar: months that run over the year, weekdays of a month, Easter, stretches up to a day."""

from __future__ import annotations

import datetime as dt

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language.periods import (
    Unit,
    easter,
    first,
    last,
    month_of,
    months_of,
    nth_weekday,
    period,
    rolling,
    stretch,
    years_of,
)
from dragoman.records import Date

TUESDAY = dt.date(2025, 2, 18)


@pytest.mark.parametrize(
    ("year", "month", "days"),
    [
        (2024, 2, "2024-02-01 2024-02-29"),
        (2024, 0, "2023-12-01 2023-12-31"),
        (2024, 14, "2025-02-01 2025-02-28"),
    ],
)
def test_a_month_may_be_counted_from_another_year(year: int, month: int, days: str) -> None:
    whole = month_of(year, month)
    assert whole is not None
    assert f"{whole.start} {whole.end}" == days


@pytest.mark.parametrize(
    ("unit", "step", "expected"),
    [
        ("day", -1, Date("2025-02-17", "2025-02-17", "day")),
        ("week", 0, Date("2025-02-17", "2025-02-23", "week")),
        ("weekend", -1, Date("2025-02-15", "2025-02-16", "day")),
        ("month", -2, Date("2024-12-01", "2024-12-31", "month")),
        ("year", 1, Date("2026-01-01", "2026-12-31", "year")),
        ("decade", -1, Date("2015-01-01", "2015-12-31", "year")),
        ("day", 10**9, None),
    ],
)
def test_periods_are_counted_from_the_one_a_day_lies_in(unit: Unit, step: int, expected: Date | None) -> None:
    assert period(TUESDAY, unit, step) == expected


def test_rolling_stretches_end_or_begin_with_the_day() -> None:
    assert rolling(TUESDAY, "week", -1) == Date("2025-02-11", "2025-02-18", "week")
    assert rolling(TUESDAY, "year", 2) == Date("2025-02-18", "2027-02-18", "year")
    assert rolling(dt.date(2025, 3, 31), "month", -1) == Date("2025-02-28", "2025-03-31", "month")
    assert rolling(dt.date(1, 1, 1), "decade", -1) is None


def test_weekdays_of_a_month() -> None:
    assert nth_weekday(2024, 10, 6, 1) == dt.date(2024, 10, 6)
    assert nth_weekday(2025, 5, 0, -1) == dt.date(2025, 5, 26)
    assert nth_weekday(2025, 2, 5, 5) is None


# The earliest and the latest Easters of the calendar, and some between.
@pytest.mark.parametrize(
    "day",
    [
        "1818-03-22",
        "1943-04-25",
        "1961-04-02",
        "2000-04-23",
        "2008-03-23",
        "2024-03-31",
        "2025-04-20",
        "2038-04-25",
    ],
)
def test_easter(day: str) -> None:
    assert easter(int(day[:4])) == dt.date.fromisoformat(day)


def test_stretches_out_of_order_or_outside_the_years_of_news_are_none() -> None:
    assert stretch(TUESDAY, TUESDAY - dt.timedelta(days=1), "day") is None
    assert stretch(None, TUESDAY, "day") is None
    assert years_of(2000, 1999) is None
    assert years_of(999, 999) is None
    assert months_of(3000, 1, 1) is None


@given(
    st.dates(dt.date(1000, 1, 1), dt.date(2900, 1, 1)),
    st.sampled_from(["day", "week", "month", "year"]),
    st.integers(-40, 40),
)
def test_steps_are_neighbours(day: dt.date, unit: Unit, step: int) -> None:
    """One step further begins the day after this one ends, and the period of no steps holds the day."""
    here, further = period(day, unit, step), period(day, unit, step + 1)
    if here is not None and further is not None:
        assert first(further) - last(here) == dt.timedelta(days=1)
    now = period(day, unit)
    assert now is None or first(now) <= day <= last(now)

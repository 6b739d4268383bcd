"""The lists of ``dates.yaml`` hang together, and the words beside a date are seen."""

from __future__ import annotations

from typing import get_args

import pytest

from dragoman.language import dateforms
from dragoman.language.datewords import words
from dragoman.language.periods import Unit, calendar

LISTS = words().lists


def test_the_calendar_is_whole() -> None:
    assert sorted(LISTS["months"]) == list(range(1, 13))
    assert sorted(LISTS["weekdays"].values()) == list(range(7))
    assert {unit for unit, _ in LISTS["units"].values()} == set(get_args(Unit))
    for short, number in LISTS["short_weekdays"].items():
        assert (
            words().weekdays[next(day for day in LISTS["weekdays"] if day.startswith(short)).lower()]
            == number
        )


def test_days_of_the_year_are_days() -> None:
    for day in [*LISTS["feasts"].values(), *LISTS["remembered"]]:
        month, number = map(int, day.split("-"))
        assert calendar(2024, month, number) is not None


@pytest.mark.parametrize("name", ["turns", "weekday_turns", "told_turns", "told_shifts", "rolling"])
def test_steps_go_one_back_or_one_ahead(name: str) -> None:
    assert set(LISTS[name].values()) <= {-1, 0, 1}


def test_no_list_says_a_word_twice() -> None:
    for name, listed in LISTS.items():
        if isinstance(listed, list):
            assert len(listed) == len({word.lower() for word in listed}), name


def test_words_of_dates_are_lower_case_where_the_size_of_letters_does_not_matter() -> None:
    for name, listed in LISTS.items():
        if name not in {"months", "weekdays", "short_weekdays", "feasts", "easter", "past", "future"}:
            assert all(str(word) == str(word).lower() for word in listed), name


def test_dates_are_looked_for_at_every_month_weekday_and_count() -> None:
    assert {*words().months, *words().weekdays, *LISTS["counts"], "0"} <= dateforms.heads()


@pytest.mark.parametrize(
    ("text", "bounds"),
    [
        ("The truce holds until Friday", True),
        ("They want it by the end of Friday", True),
        ("They fought in the years before last Friday", False),
        ("They met on Friday", False),
        ("Prices were higher than on Friday", True),
        ("They flew standby Friday", False),
    ],
)
def test_bounds(text: str, bounds: bool) -> None:
    assert words().bounds(text, text.index("Friday")) is bounds


@pytest.mark.parametrize(
    ("text", "sense"),
    [
        ("They met on Friday", "back"),
        ("They will meet on Friday", "ahead"),
        ("It was said that they will meet on Friday", "ahead"),
        ("Friday will be cold", "ahead"),
        ("Envoy to Visit Cairo Friday", "ahead"),
        ("Leaders met to sign a pact on Friday", "back"),
        ("Friday", None),
    ],
)
def test_sense(text: str, sense: str | None) -> None:
    at = text.index("Friday")
    assert words().sense(text, at, at + 6) == sense

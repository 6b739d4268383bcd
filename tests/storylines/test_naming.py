"""Names from titles: what they have in common, as it stands there, and never a phrase that stands nowhere."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.storylines.naming import name
from tests.storylines.feeds import headlines


def named(*titles: str) -> tuple[str, str]:
    return name(headlines(*((f"2024-03-{n:02}", title) for n, title in enumerate(titles, 1))), "accurate")


@pytest.mark.parametrize(
    ("titles", "parts", "how"),
    [
        (
            ["Holzer Goes on Trial in Graz", "Graz Judge Questions Holzer", "Prosecutor Wants Nine Years for Holzer"],
            {"Holzer", "Graz"},
            "titles: 2 of 3",
        ),
        (
            ["Kalvia and Zemlin Open Talks", "Talks of Kalvia and Zemlin stall", "Zemlin Walks Out of Kalvia Talks"],
            {"Kalvia", "Zemlin"},
            "titles: 3 of 3",
        ),
    ],
)  # fmt: skip
def test_what_titles_have_in_common(titles: list[str], parts: set[str], how: str) -> None:
    called, told = named(*titles)
    assert parts <= set(called.split(" – "))
    assert told == how


def test_names_come_before_nouns() -> None:
    called, _ = named(
        "Ferry trial of Halmar opens", "Halmar director absent from ferry trial", "Ferry trial: Halmar fined"
    )
    assert called.split(" – ")[0] == "Halmar"


def test_nothing_in_common_leaves_the_title_that_has_most() -> None:
    called, how = named("Herons Nest Late", "Geese Fly South", "Swans Fly North", "Kites Fly Low, Swifts Not")
    assert called in {"Geese Fly South", "Swans Fly North", "Kites Fly Low, Swifts Not"}
    assert how == f"title: s-{called}"


def test_a_hyphen_does_not_cut_a_name() -> None:
    called, _ = named("Mont-Hubert Dam Cracks", "Engineers Inspect Mont-Hubert", "Mont-Hubert Valley Cleared")
    assert called == "Mont-Hubert"


def test_a_name_that_is_everywhere_is_not_the_whole_name() -> None:
    called, how = named("Trump Praises Dam", "Rodeo Greets Trump", "Judge Thanks Trump")
    assert called != "Trump"
    assert how.startswith("title: ")


def test_labels_are_no_names() -> None:
    called, _ = named("OPINION: Holzer Must Go", "OPINION: What Holzer Knew", "Graz Hears OPINION of Holzer")
    assert "OPINION" not in called
    assert "Holzer" in called
    called, _ = named("OPINION: Herons Nest Late", "OPINION: Geese Fly South")
    assert called in {"Herons Nest Late", "Geese Fly South"}


def test_two_parts_of_one_name_are_one() -> None:
    called, _ = named(
        "Anton Holzer in Court", "Holzer Denies Fraud", "Anton: A Portrait", "Anton Holzer Jailed"
    )
    assert called in {"Anton Holzer", "Holzer", "Anton"}


def test_of_titles_that_have_as_much_in_common_the_shortest() -> None:
    called, how = named("Tax Plan Clears Its Last Hurdle Before a Long Recess", "Herons Nest Late")
    assert called == "Herons Nest Late"
    assert how.startswith("title: ")


def test_no_titles_no_name() -> None:
    assert named(" ", "") == ("", "title: none")


@settings(max_examples=25, deadline=None)  # the first titles load the language pipeline
@given(st.lists(st.text(max_size=30), min_size=1, max_size=4))
def test_each_part_of_a_name_stands_in_a_title(titles: list[str]) -> None:
    called, how = named(*titles)
    parts = [called] if how.startswith("title: ") else called.split(" – ")
    assert all(any(part in title for title in titles) for part in parts)

"""What the gazetteers know in a headline, and what only looks like it."""

from __future__ import annotations

import datetime as dt

import pytest

from dragoman.ontology.files import load_yaml
from dragoman.ontology.places import places
from dragoman.stories.entities import TOWN, known
from dragoman.stories.terms import words

DAY = dt.date(2024, 5, 3)


def names(text: str, *, shouting: bool = False) -> list[str]:
    return [entity.name for entity, _ in known(list(words(text)), DAY, shouting=shouting)]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Flood reaches Kharkiv after talks with Macron", ["Kharkiv", "Emmanuel Macron"]),
        ("Police in Charlotte search for gunman", ["Charlotte"]),
        ("Charlotte Mayor Resigns", ["Charlotte"]),
        ("Macron Meets Scholz in Lyon", ["Emmanuel Macron", "Olaf Scholz", "Lyon"]),
        ("FLOOD REACHES KHARKIV", ["Kharkiv"]),
        # somebody else's family name
        ("Singer Jimmy Macron opens the festival", []),
        ("Senator Oscar Dayton resigns", []),
        ("SENATOR OSCAR DAYTON RESIGNS", []),
        # somebody's given name
        ("Novelist Charlotte Adams dies", []),
        ("Chemist Kim Anderson wins prize", []),
        # towns whose names mean something else
        ("Court evenly split over reading tests", []),
        ("Court Evenly Split Over Reading Tests", []),
        ("Nancy and George wed", []),
    ],
)
def test_what_is_known(text: str, expected: list[str]) -> None:
    assert names(text, shouting=text.isupper()) == expected


def test_a_paper_tells_nothing_of_where_it_happens() -> None:
    assert {land for _, land in known(["Reuters", "CNN", "Xinhua"], DAY)} == {None}
    assert [land for _, land in known(["Pentagon"], DAY)] == ["USA"]


def test_unsure_towns_are_towns() -> None:
    data = load_yaml("towns.yaml", "dragoman.stories")
    towns = {city.name for city in places() if city.population >= TOWN}
    assert set(data) == {"persons", "words"}
    for group, listed in data.items():
        assert listed == sorted(set(listed)), f"{group}: sort it, each once"
        assert set(listed) <= towns, f"{group}: no town of {TOWN:,}: {sorted(set(listed) - towns)}"

"""Publishers and the houses behind them."""

from __future__ import annotations

import pytest

from dragoman.errors import OntologyError
from dragoman.ontology.publishers import Publishers, publishers


@pytest.mark.parametrize(
    ("name", "house"),
    [
        ("BBC World", "BBC"),
        ("BBC News - Asia", "BBC"),
        ("World news | The Guardian", "The Guardian"),
        ("NYT > World News", "The New York Times"),
        ("Reuters: World News", "Reuters"),
        ("AP", "Associated Press"),
        ("France 24", "France Médias Monde"),
        ("El Pais", "El País"),
        # Names that only look alike.
        ("The Guardian (Nigeria)", "The Guardian (Nigeria)"),
        ("The Times of India", "The Times of India"),
        ("The Sun Daily", "The Sun Daily"),
        ("Northern Wire", "Northern Wire"),
    ],
)
def test_the_house_behind_a_name(name: str, house: str) -> None:
    assert publishers().family(name, None) == house


@pytest.mark.parametrize(
    ("url", "name"),
    [
        ("https://edition.cnn.com/2025/a", "CNN"),
        ("https://www.abc.net.au/news", "ABC (Australia)"),
        ("https://notcnn.com/a", "notcnn.com"),
        ("https://www.wire.example:8080/a", "wire.example"),
        ("https://[broken", None),
        ("no address", None),
        (None, None),
    ],
)
def test_the_publisher_at_an_address(url: str | None, name: str | None) -> None:
    assert publishers().name_at(url) == name


def test_a_name_that_is_not_known_gives_way_to_an_address_that_is() -> None:
    assert publishers().family("World service desk", "https://www.bbc.com/a") == "BBC"


@pytest.mark.parametrize(
    ("rows", "message"),
    [
        ({}, "not a list"),
        ([{"also": ["x"]}], "entry 1"),
        ([{"name": "A", "domain": "a.example"}], "entry 1"),
        ([{"name": "A", "domains": [True]}], "domain: not a list of words"),
        ([{"name": "A"}, {"name": "B", "also": ["the a"]}], "also stands under A"),
    ],
)
def test_what_breaks_the_schema_is_told(rows: object, message: str) -> None:
    with pytest.raises(OntologyError, match=message):
        Publishers(rows)

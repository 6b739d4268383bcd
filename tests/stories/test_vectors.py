"""Vectors of terms: the table fits the terms, and what means the same is near."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.stories import vectors
from dragoman.stories.terms import background, term, words
from dragoman.stories.vectors import LENGTH, nearness, vector
from training.vectors import RIDGE, ridge, rounded

TERMS = st.lists(st.sampled_from(sorted(background().weights)), max_size=40)


def of(text: str) -> vectors.Vector | None:
    return vector(term(word) for word in words(text))


def test_the_table_has_a_row_for_each_term() -> None:
    table = np.load(Path(vectors.__file__).with_name("vectors.npy"))
    assert table.dtype == np.int8
    assert len(table) == len(background().weights)
    assert np.abs(table).max() == 127


@pytest.mark.parametrize(
    ("text", "like", "unlike"),
    [
        ("Bank slashes interest rate", "Lender cuts borrowing costs", "Gunmen storm a village school"),
        ("Gunmen kill nine at wedding", "Several dead in shooting at a party", "Voters elect a new mayor"),
        (
            "Floods drive thousands from homes",
            "Heavy rain: residents evacuated",
            "Court jails the ex-minister",
        ),
        ("Judge sentences tycoon to prison", "Court jails businessman", "Quake shakes the capital"),
    ],
)
def test_what_means_the_same_is_near(text: str, like: str, unlike: str) -> None:
    assert nearness(of(text), of(like)) > 0.35 > nearness(of(text), of(unlike))


@given(TERMS, TERMS)
def test_nearness_is_a_symmetric_share(a: list[str], b: list[str]) -> None:
    near = nearness(vector(a), vector(b))
    assert 0 <= near <= 1
    assert near == nearness(vector(b), vector(a))


@given(TERMS)
def test_the_order_of_terms_does_not_matter(terms: list[str]) -> None:
    assert np.array_equal(vector(terms), vector(sorted(terms)))  # type: ignore[arg-type]


@given(TERMS)
def test_a_vector_is_of_one_length_or_none(terms: list[str]) -> None:
    found = vector(terms)
    if found is not None:
        assert np.sqrt(found @ found) == pytest.approx(LENGTH, rel=1e-4)
        assert nearness(found, found) == pytest.approx(1, abs=1e-4)


def test_terms_that_are_not_known_say_nothing() -> None:
    assert vector([]) is None
    assert vector(["qwxzkj"]) is None
    assert nearness(None, of("Quake shakes the capital")) == 0
    assert np.array_equal(of("Quake qwxzkj"), of("Quake"))  # type: ignore[arg-type]


def test_the_recipe_finds_the_best_table() -> None:
    from scipy.sparse import csr_matrix

    random = np.random.default_rng(0)
    x, y = random.random((12, 6)), random.standard_normal((12, 3))
    best = np.linalg.solve(x.T @ x + RIDGE * np.eye(6), x.T @ y)
    assert ridge(csr_matrix(x), y) == pytest.approx(best, abs=1e-6)


def test_the_recipe_rounds_to_whole_numbers_of_one_scale() -> None:
    table = np.linspace(-0.3, 0.6, 40_001)[:, None]
    whole = rounded(table)
    assert (whole.min(), whole.max()) == (-64, 127)
    assert np.corrcoef(whole[:, 0], table[:, 0])[0, 1] > 0.9999

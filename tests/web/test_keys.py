"""Keys of actors in addresses and in words."""

from __future__ import annotations

from urllib.parse import unquote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.web.keys import key_in_path, key_of_path, spoken


@pytest.mark.parametrize(
    ("key", "words"),
    [
        ("FRA", "France (FRA)"),
        ("FRA:GOV", "France (FRA GOV)"),
        ("NGO", "Non-governmental organization across borders (NGO)"),
        ("Anna Holm", "Anna Holm"),
        ("XXX:GOV", "XXX:GOV"),
        ("", ""),
    ],
)
def test_a_key_is_told_in_words(key: str, words: str) -> None:
    assert spoken(key) == words


@given(st.text(alphabet=st.characters(exclude_categories=["Cs"]), min_size=1))
def test_a_key_comes_back_from_its_step(key: str) -> None:
    step = key_in_path(key)
    assert "/" not in step
    assert "/" not in unquote(step)
    assert key_of_path(unquote(step)) == key

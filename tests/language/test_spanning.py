"""The best tree, compared with trying every tree."""

from itertools import product

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from numpy.typing import NDArray

from dragoman.language.spanning import best_tree


def is_tree(heads: tuple[int, ...]) -> bool:
    """Whether each word (from 1) reaches the root, and one word alone hangs on it."""
    for word in range(1, len(heads) + 1):
        seen = set()
        while word and word not in seen:
            seen.add(word)
            word = heads[word - 1]
        if word:
            return False
    return heads.count(0) == 1


def best_of_all(scores: NDArray[np.float32]) -> float:
    words = range(1, len(scores))
    trees = [heads for heads in product(range(len(scores)), repeat=len(scores) - 1) if is_tree(heads)]
    return max(sum(float(scores[w, h]) for w, h in zip(words, heads, strict=True)) for heads in trees)


@settings(max_examples=80, deadline=None)
@given(st.integers(1, 5), st.integers(0, 10_000))
def test_no_tree_scores_better(words: int, seed: int) -> None:
    scores = np.random.default_rng(seed).normal(size=(words + 1, words + 1)).astype(np.float32)
    heads = best_tree(scores)
    assert heads[0] == -1
    assert is_tree(tuple(int(h) for h in heads[1:]))
    found = sum(float(scores[w, heads[w]]) for w in range(1, words + 1))
    assert found == pytest.approx(best_of_all(scores), abs=1e-4)


def test_two_words_that_want_to_be_the_root() -> None:
    #                   root  1    2    3
    scores = np.array(
        [[0.0, 0.0, 0.0, 0.0], [9.0, 0.0, 1.0, 1.0], [8.0, 5.0, 0.0, 1.0], [0.0, 1.0, 9.0, 0.0]]
    )
    assert best_tree(scores.astype(np.float32)).tolist() == [-1, 0, 1, 2]


def test_a_long_sentence_of_equal_scores_has_a_tree() -> None:
    heads = best_tree(np.zeros((161, 161), dtype=np.float32))
    assert is_tree(tuple(int(h) for h in heads[1:]))

"""The recipe of the weights of names: splits are counted right, and what tells is learnt."""

from __future__ import annotations

from itertools import combinations, product

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.language.signs import KINDS, MEASURES
from training.names import Lattice, clusters, fit, marginals

SPANS = st.lists(
    st.tuples(st.integers(0, 5), st.integers(1, 3)).map(lambda s: (s[0], s[0] + s[1])),
    unique=True, min_size=1, max_size=6,
)  # fmt: skip


def one(spans: list[tuple[int, int]], signs: list[list[str]], right: list[int]) -> Lattice:
    return Lattice(spans, signs, np.zeros((len(spans), len(KINDS), len(MEASURES))), right)


@settings(max_examples=40)
@given(SPANS, st.integers(0, 1000))
def test_all_splits_are_counted(spans: list[tuple[int, int]], seed: int) -> None:
    spans = sorted(spans)
    scores = np.random.default_rng(seed).normal(0, 1, (len(spans), len(KINDS)))
    total, likely = marginals(clusters([one(spans, [[]] * len(spans), [-1] * len(spans))]), scores)
    whole = 0.0
    wanted = np.zeros_like(scores)
    for size in range(len(spans) + 1):
        for chosen in combinations(range(len(spans)), size):
            if any(spans[a][1] > spans[b][0] for a, b in combinations(chosen, 2)):
                continue  # they overlap
            for kinds in product(range(len(KINDS)), repeat=size):
                weight = float(np.exp(sum(scores[n, k] for n, k in zip(chosen, kinds, strict=True))))
                whole += weight
                for n, k in zip(chosen, kinds, strict=True):
                    wanted[n, k] += weight
    assert np.isclose(total, np.log(whole))
    assert np.allclose(likely, wanted / whole)


def test_what_tells_is_learnt() -> None:
    signs = {0: "after title", 1: "ends in organisation word", 2: "after in", -1: "is title"}
    rows = [one([(0, 1)], [[sign]], [kind]) for kind, sign in signs.items() for _ in range(20)]
    table = {
        line.split("\t")[0]: [float(w) for w in line.split("\t")[1:]] for line in fit(rows).splitlines()[1:]
    }
    for kind, sign in signs.items():
        if kind >= 0:
            assert np.argmax(table[sign]) == kind
            assert table[sign][kind] > 0
        else:
            assert max(table[sign]) < 0

"""Average link over a sparse set of pairs."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dragoman.stories.clusters import average_link


def test_alike_items_are_grouped() -> None:
    assert average_link(4, [(0, 2, 0.9), (1, 3, 0.2)], 0.5) == [[0, 2], [1], [3]]


def test_one_strong_link_does_not_chain() -> None:
    assert average_link(3, [(0, 1, 0.9), (1, 2, 0.8)], 0.5) == [[0, 1], [2]]
    assert average_link(3, [(0, 1, 0.9), (1, 2, 0.8), (0, 2, 0.3)], 0.5) == [[0, 1, 2]]


def test_of_equals_the_first_pair_merges() -> None:
    assert average_link(3, [(0, 1, 0.7), (1, 2, 0.7)], 0.5) == [[0, 1], [2]]


pairs = st.dictionaries(
    st.tuples(st.integers(0, 8), st.integers(0, 8)).filter(lambda p: p[0] < p[1]),
    st.floats(0, 1),
    max_size=20,
)


@given(pairs, st.floats(0.05, 1))
def test_no_group_left_could_still_merge(likeness: dict[tuple[int, int], float], threshold: float) -> None:
    groups = average_link(9, [(i, j, value) for (i, j), value in likeness.items()], threshold)
    assert sorted(i for group in groups for i in group) == list(range(9))
    for n, a in enumerate(groups):
        for b in groups[n + 1 :]:
            total = sum(likeness.get((min(i, j), max(i, j)), 0.0) for i in a for j in b)
            assert total / (len(a) * len(b)) < threshold + 1e-9

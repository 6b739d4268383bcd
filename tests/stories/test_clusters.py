"""Average link over a sparse set of pairs."""

from __future__ import annotations

from fractions import Fraction
from itertools import combinations, pairwise

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.stories.clusters import STEPS, AverageLink, average_link


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


def greedy(size: int, likeness: dict[tuple[int, int], float], threshold: float) -> list[list[int]]:
    """The definition: of all groups the most alike two are merged, the first of equals, until none are alike."""
    groups = [[i] for i in range(size)]

    def mean(a: list[int], b: list[int]) -> Fraction:
        steps = (round(likeness.get((min(i, j), max(i, j)), 0.0) * STEPS) for i in a for j in b)
        return Fraction(sum(steps), len(a) * len(b))

    while len(groups) > 1:
        ends = combinations(groups, 2)
        value, first, second = min(
            ((-mean(a, b), a, b) for a, b in ends), key=lambda m: (m[0], m[1][0], m[2][0])
        )
        if -value < threshold * STEPS:
            break
        groups.remove(second)
        first += second
    return sorted(sorted(group) for group in groups)


coarse = st.dictionaries(
    st.tuples(st.integers(0, 11), st.integers(0, 11)).filter(lambda p: p[0] < p[1]),
    st.one_of(st.sampled_from([0.25, 0.5, 0.75, 1.0]), st.floats(0, 1)),
    max_size=50,
)


@settings(max_examples=300, deadline=None)
@given(coarse, st.sampled_from([0.2, 0.4, 0.5]), st.lists(st.integers(0, 12), max_size=6))
def test_items_read_bit_by_bit_are_grouped_as_all_at_once(
    likeness: dict[tuple[int, int], float], threshold: float, cuts: list[int]
) -> None:
    wanted = greedy(12, likeness, threshold)
    pairs = [(i, j, value) for (i, j), value in likeness.items()]
    assert average_link(12, pairs, threshold) == wanted
    link, found = AverageLink(threshold), list[list[int]]()
    for start, end in pairwise([0, *sorted(cuts), 12]):
        new = list(link.read(range(start, end), [pair for pair in pairs if start <= pair[0] < end]))
        assert all(max(group) < end for group in new)
        found += new
    assert sorted(found) == wanted


def test_a_group_is_settled_when_nothing_to_come_is_alike_enough() -> None:
    link = AverageLink(0.5)
    assert list(link.read([0, 1, 2], [(0, 1, 0.9), (0, 3, 0.6), (1, 3, 0.6), (2, 3, 0.4)])) == [[2]]
    assert list(link.read([3], [(3, 4, 0.8)])) == []
    assert sorted(link.read([4], [])) == [[0, 1], [3, 4]]

"""The lines of a tree, drawn from heads alone: a reader can check each drawing against its sentence."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dragoman.explaining.arcs import arcs, drawn, lines

DRAWINGS = {
    # Oslo ← warns → Kyiv
    (1, None, 1): """
┌─▶
├─●
└─▶
""",
    # The ← envoy ← left → port → of → Oslo
    (1, 2, None, 2, 3, 4): """
    ┌─▶
┌───┴─▶
├─────●
└─┬───▶
  └─┬─▶
    └─▶
""",
    # A ← hearing ← was → set → on → it, where "on it" is of the hearing: the two lines cross
    (1, 3, 3, None, 5, 1): """
  ┌───▶
┌─┼───▶
├─│───▶
└─│───●
  │ ┌─▶
  └─┴─▶
""",
    (None,): "\n●\n",
}


@st.composite
def trees(draw: st.DrawFn) -> list[int | None]:
    """Any tree of up to 30 words, crossing or not."""
    order = draw(st.permutations(range(draw(st.integers(1, 30)))))
    heads: list[int | None] = [None] * len(order)
    for at, word in enumerate(order[1:], 1):
        heads[word] = order[draw(st.integers(0, at - 1))]
    return heads


def crosses(heads: list[int | None]) -> bool:
    ends = [tuple(sorted((w, h))) for w, h in enumerate(heads) if h is not None]
    return any(a < c < b < d for a, b in ends for c, d in ends)


def test_drawings() -> None:
    for heads, drawing in DRAWINGS.items():
        assert drawn(heads) == drawing.strip("\n").splitlines(), heads


@given(trees())
def test_every_word_is_reached_from_its_head_and_no_line_runs_over_another(heads: list[int | None]) -> None:
    placed = lines(heads)
    for word, head in enumerate(heads):
        if head is not None:
            assert placed[head].first <= min(word, head)
            assert placed[head].last >= max(word, head)
            if word in placed:
                assert placed[word].column < placed[head].column
    taken = [(line.column, row) for line in placed.values() for row in range(line.first, line.last + 1)]
    assert len(taken) == len(set(taken))
    rows = drawn(heads)
    assert len({len(row) for row in rows}) == 1
    assert [row[-1] == "●" for row in rows] == [head is None for head in heads]


@given(trees())
def test_arcs_of_one_level_never_meet_and_cross_only_where_the_tree_does(heads: list[int | None]) -> None:
    found = arcs(heads)
    assert [(arc.word, arc.head) for arc in found] == [(w, h) for w, h in enumerate(heads) if h is not None]
    for one in found:
        for other in found:
            a, b = sorted((one.word, one.head))
            c, d = sorted((other.word, other.head))
            if one is not other and a < d and c < b:
                assert one.level != other.level
                if not crosses(heads):
                    assert (one.level > other.level) == (a <= c and d <= b)

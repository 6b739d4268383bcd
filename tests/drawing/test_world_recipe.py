"""The recipe of the map: borders that meet, and rings that end where the map does."""

from __future__ import annotations

from itertools import pairwise

import pytest

from dragoman.drawing.projection import CENTER, HEIGHT, WIDTH
from training.world import (
    Ring,
    arcs_of,
    area,
    cut,
    flat,
    give_sahara_its_coast,
    holds,
    joined,
    outline,
    path,
    thinned,
)

WEST, EAST = CENTER - 180, CENTER + 180


def test_a_ring_within_the_map_stays_whole() -> None:
    ring: Ring = [(0, 0), (10, 0), (10, 10), (0, 10)]
    assert cut(ring) == [ring]


@pytest.mark.parametrize("turn", [-360, 0, 360])
def test_a_ring_across_the_edge_is_cut_in_two(turn: int) -> None:
    ring: Ring = [(WEST - 5 + turn, 0), (WEST + 5 + turn, 0), (WEST + 5 + turn, 10), (WEST - 5 + turn, 10)]
    pieces = cut(ring)
    assert sorted((min(x for x, _ in piece), max(x for x, _ in piece)) for piece in pieces) == [
        (WEST, WEST + 5), (EAST - 5, EAST),
    ]  # fmt: skip
    assert sum(abs(area(piece)) for piece in pieces) == pytest.approx(100)


def test_a_ring_around_the_pole_runs_along_the_edge_of_the_map() -> None:
    ring: Ring = [(lon, -70 - lon % 20 / 4) for lon in range(-180, 180, 10)]
    pieces = cut(ring)
    corners = [flat(*corner) for piece in pieces for corner in piece]
    assert all(-1e-6 <= x <= WIDTH + 1e-6 and 0 <= y <= HEIGHT for x, y in corners)
    for piece in pieces:
        flattened = [flat(*corner) for corner in piece]
        across = [a for a, b in pairwise([*flattened, flattened[0]]) if abs(a[0] - b[0]) > 60]
        assert not across
    assert max(y for _, y in corners) == pytest.approx(flat(0, -90)[1])


def test_thinning_keeps_ends_and_telling_corners() -> None:
    assert thinned([(0, 0), (5, 0.001), (10, 0), (30, 30), (10, 40)]) == [(0, 0), (10, 0), (30, 30), (10, 40)]
    island: Ring = [(0, 0), (0.1, 0), (0.1, 0.1), (0, 0.1), (0, 0)]
    assert thinned(island) == island


def test_what_two_shapes_of_a_state_share_is_no_border() -> None:
    arcs: list[Ring] = [
        [(0, 0), (0, 10)],
        [(0, 10), (10, 10), (10, 0), (0, 0)],
        [(0, 0), (-10, 0), (-10, 10), (0, 10)],
    ]
    (ring,) = outline([[0, 1], [2, ~0]])
    assert sorted(ring) == [1, 2]
    assert sorted(joined(ring, arcs)) == [(-10, 0), (-10, 10), (0, 0), (0, 10), (10, 0), (10, 10)]


def test_arcs_run_on_past_the_antimeridian() -> None:
    topology = {"transform": {"scale": [1, 1], "translate": [0, 0]}, "arcs": [[[179, 0], [-358, 5]]]}
    assert arcs_of(topology) == [[(179, 0), (181, 5)]]


def test_western_sahara_reaches_its_coast() -> None:
    # Arc 0 is the wall from the coast to the tripoint, 1 the coast northward, 2 the rest of Morocco, 3 of the desert.
    arcs: list[Ring] = [
        [(-17, 21), (-8.7, 27.7)],
        [(-17, 21), (-15, 25), (-13, 27.6), (-10, 30), (-2, 35)],
        [(-2, 35), (-8.7, 27.7)],
        [(-8.7, 27.7), (-12, 21), (-17, 21)],
    ]
    sahara, morocco = [[3, 0]], [[2, ~0, 1]]
    shapes = [
        {"properties": {"name": "W. Sahara"}, "arcs": sahara},
        {"properties": {"name": "Morocco"}, "arcs": morocco},
    ]
    give_sahara_its_coast({"objects": {"countries": {"geometries": shapes}}}, arcs)
    assert holds(joined(sahara[0], arcs), (-14.5, 25.2))
    assert not holds(joined(morocco[0], arcs), (-14.5, 25.2))
    assert holds(joined(morocco[0], arcs), (-9, 30))


def test_a_path_is_short_and_relative() -> None:
    assert path([[(0.2, 0), (10.4, 0), (10.4, 5), (10, 10.1), (0, 10)]]) == "M0 0l10 0 0 10-10 0z"
    assert path([[(0, 0), (0.1, 0), (0, 0.2)]]) == ""

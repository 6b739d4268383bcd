"""The map: projection, shapes and classes."""

from __future__ import annotations

import re
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.drawing import Point, map_table, places_table, world_map
from dragoman.drawing.maps import shapes, steps
from dragoman.drawing.projection import HEIGHT, WIDTH, project
from dragoman.ontology.countries import countries

SVG = "{http://www.w3.org/2000/svg}"


def rings(path: str) -> list[list[tuple[int, int]]]:
    """Return the corners of each ring of a path of relative lines."""
    found = []
    for x, y, steps_ in re.findall(r"M(\d+) (\d+)l([^z]*)z", path):
        numbers = [int(n) for n in re.findall(r"-?\d+", steps_)]
        here = [(int(x), int(y))]
        for dx, dy in zip(numbers[::2], numbers[1::2], strict=True):
            here.append((here[-1][0] + dx, here[-1][1] + dy))
        found.append(here)
    return found


def holds(code: str, lat: float, lon: float) -> bool:
    """Whether a place is within a state on the map."""
    x, y = project(lat, lon)
    inside = False
    for ring in rings(shapes()[code].path):
        for a, b in pairwise([*ring, ring[0]]):
            if (a[1] > y) != (b[1] > y) and x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0]):
                inside = not inside
    return inside


@given(st.floats(-90, 90), st.floats(-540, 540))
def test_every_place_is_on_the_map(lat: float, lon: float) -> None:
    x, y = project(lat, lon)
    assert 0 <= x <= WIDTH
    assert 0 <= y <= HEIGHT


def test_the_projection_is_equal_earth() -> None:
    # The corners of the published projection: 5.4 by 2.6 in radii of the sphere; the pole is 0.59 of the equator.
    assert pytest.approx(0.4867, abs=0.002) == HEIGHT / WIDTH
    west, east = project(90, 11 - 180), project(90, 11 + 179.999)
    assert (east[0] - west[0]) / WIDTH == pytest.approx(0.5924, abs=0.001)
    assert project(0, 11) == (WIDTH / 2, HEIGHT / 2)


def test_every_state_has_a_shape_or_a_dot() -> None:
    assert set(shapes()) == {c.code for c in countries() if c.kind == "state"}
    assert all(shape.path or shape.dot for shape in shapes().values())


def test_no_shape_leaves_the_map_or_runs_across_it() -> None:
    for code, shape in shapes().items():
        assert re.sub(r"M\d+ \d+l(-?\d+( -?|-)\d+( |(?=-)|(?=z)))+z", "", shape.path) == ""
        for ring in rings(shape.path):
            assert all(0 <= x <= WIDTH and 0 <= y <= HEIGHT for x, y in ring)
            widest = max(abs(b[0] - a[0]) for a, b in pairwise([*ring, ring[0]]))
            # The longest borders are parallels: Canada's, and the edge of Antarctica along the pole.
            assert widest < (700 if code == "ATA" else 130), code


@pytest.mark.parametrize(
    ("code", "lat", "lon"),
    [
        ("FRA", 47.0, 2.5), ("RUS", 60.0, 100.0), ("RUS", 66.5, 178.0), ("RUS", 66.3, -176.0), ("FJI", -17.8, 178.0),
        ("NZL", -43.5, 171.5), ("ATA", -85.0, 30.0), ("ATA", -85.0, -170.0), ("USA", 64.5, -152.0), ("USA", 39.0, -98),
        ("UKR", 45.3, 34.4), ("UKR", 49.5, 31.0), ("DNK", 72.0, -40.0), ("SOM", 9.7, 45.5), ("SOM", 4.0, 45.5),
        ("XKX", 42.6, 20.9), ("TWN", 23.8, 121.0), ("ESH", 24.5, -13.7), ("MAR", 28.5, -10.5),
        ("SSD", 7.5, 30.0), ("ZAF", -30.0, 23.0),
    ],
)  # fmt: skip
def test_places_lie_in_their_states(code: str, lat: float, lon: float) -> None:
    assert [other for other in shapes() if holds(other, lat, lon)] == [code]


def test_an_enclave_is_a_hole() -> None:
    assert not holds("ZAF", -29.6, 28.2)
    assert holds("LSO", -29.6, 28.2)


def test_neighbours_keep_their_common_border() -> None:
    corners = {
        code: {p for ring in rings(shapes()[code].path) for p in ring} for code in ("DEU", "FRA", "POL")
    }
    assert len(corners["DEU"] & corners["FRA"]) >= 3
    assert len(corners["DEU"] & corners["POL"]) >= 3


def test_the_map_is_small() -> None:
    import gzip

    everywhere = {code: n + 1 for n, code in enumerate(shapes())}
    drawing = world_map(everywhere, title="Where", href=lambda code: f"/actor/{code}").encode()
    assert len(drawing) <= 60_000
    assert len(gzip.compress(drawing)) <= 25_000


@given(st.lists(st.integers(1, 10**9), min_size=1, max_size=200))
def test_classes_rise_and_hold_every_count(counts: list[int]) -> None:
    found = steps(counts)
    assert 1 <= len(found) <= 5
    assert list(found) == sorted(set(found))
    assert found[-1] == max(counts)
    assert all(step == int(step) for step in found)


def test_countries_and_points_link_and_say_how_many() -> None:
    drawing = world_map(
        {"FRA": 1200, "MLT": 3, "DEU": 0, "IGO": 9}, [Point(50.4, 30.5, 2, "Kyiv", "/p/1")], title="Where",
        href=lambda code: f"/actor/{code}",
    )  # fmt: skip
    links = {a.attrib["href"]: a[0].text for a in ElementTree.fromstring(drawing).iter(f"{SVG}a")}
    assert links == {
        "/actor/FRA": "France: 1,200 events",
        "/actor/MLT": "Malta: 3 events",
        "/p/1": "Kyiv: 2 events",
    }
    assert "Countries: 2, most of all France with 1,200 events. Places: 1." in drawing


def test_what_is_no_state_is_in_the_table() -> None:
    table = map_table({"IGO": 9, "FRA": 12}, title="Where")
    assert list(table.rows) == [("France", 12), ("IGO", 9)]
    assert list(places_table([Point(1, 2, 3, "Here")], title="x").rows) == [("Here", 1, 2, 3)]


def test_a_greater_count_is_a_darker_class() -> None:
    drawing = world_map({"FRA": 1, "DEU": 40, "ITA": 90, "ESP": 400, "POL": 3, "PRT": 20}, title="x")
    level = dict(re.findall(r"<title>(\w+): [\d,]+ events?</title><g class=\"c(\d)\"", drawing))
    order = [level[name] for name in ("France", "Poland", "Portugal", "Germany", "Italy", "Spain")]
    assert order == sorted(order)
    assert order[0] == "1"
    assert order[-1] == "5"


def test_the_key_of_a_map_counts_one_as_one() -> None:
    assert "1 event<" in world_map({"NOR": 1}, title="Where")

"""Bars, lines and dots stand where their numbers put them."""

from __future__ import annotations

import datetime as dt
import re
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.drawing import (
    Bar,
    Direction,
    Link,
    Node,
    Period,
    Step,
    bars,
    bars_table,
    dyad,
    dyad_table,
    network,
    network_table,
    sparkline,
    timeline,
)
from dragoman.drawing.axis import Days, Span, grid_step, last_day, named
from dragoman.drawing.forces import settle
from dragoman.drawing.svg import cut
from dragoman.drawing.wording import number

SVG = "{http://www.w3.org/2000/svg}"


def rects(drawing: str, kind: str) -> list[dict[str, float]]:
    """Return the boxes of a class, as numbers."""
    boxes = [
        box.attrib for box in ElementTree.fromstring(drawing).iter(f"{SVG}rect") if box.get("class") == kind
    ]
    keys = ("x", "y", "width", "height")
    return [{key: float(box[key].rstrip("%")) for key in keys} for box in boxes if "x" in box]


def test_bars_are_as_long_as_their_counts() -> None:
    drawing = bars([Bar("a", 40, None, (30, 0, 0, 10)), Bar("b", 10, None, (0, 0, 10, 0))], title="x")
    (first,), (last,), (other,) = (rects(drawing, kind) for kind in ("q1", "q4", "q3"))
    assert (first["x"], first["width"]) == (0, 75)
    assert (last["x"], last["width"]) == (75, 25)
    assert (other["x"], other["width"]) == (0, 25)
    assert bars_table([Bar("a", 40, None, (30, 0, 0, 10)), Bar("b", 1)], title="x").rows == (
        ("a", 40, 30, 0, 0, 10), ("b", 1, None, None, None, None),
    )  # fmt: skip


def test_cooperation_stands_up_and_conflict_hangs_down() -> None:
    days = [dt.date(2024, 1, 1), dt.date(2024, 2, 1)]
    one = Direction("A → B", [Period(days[0], (4, 2, 0, 0), 5.0), Period(days[1], (0, 0, 1, 3), -9.0)])
    drawing = dyad([one], title="x")
    zero = float(next(iter(re.findall(r'y1="([\d.]+)" y2="[\d.]+" class="zero"', drawing))))
    (words,), (deeds,), (threats,), (attacks,) = (rects(drawing, f"q{quad}") for quad in (1, 2, 3, 4))
    assert deeds["y"] + deeds["height"] == pytest.approx(zero, abs=0.02)
    assert words["y"] + words["height"] == pytest.approx(deeds["y"], abs=0.02)
    assert attacks["y"] == pytest.approx(zero, abs=0.02)
    assert threats["y"] == pytest.approx(attacks["y"] + attacks["height"], abs=0.02)
    assert words["height"] == pytest.approx(2 * deeds["height"], abs=0.02)
    assert words["x"] < 50 < threats["x"]
    assert "A → B, Feb 2024: 0 of cooperation, 4 of conflict, mean intensity −9.0" in drawing


def test_both_directions_share_their_scales() -> None:
    day = dt.date(2024, 1, 1)
    drawing = dyad(
        [
            Direction("a", [Period(day, (10, 0, 0, 0))]),
            Direction("b", [Period(dt.date(2024, 4, 1), (5, 0, 0, 0))]),
        ],
        title="x",
    )
    first, second = rects(drawing, "q1")
    assert first["height"] == pytest.approx(2 * second["height"], abs=0.02)
    assert second["x"] > 70
    assert dyad_table([Direction("a", [Period(day, (1, 2, 3, 4), 0.5)])], title="x").rows == (
        ("a", "Jan 2024", 1, 2, 3, 4, 0.5),
    )


def test_the_line_of_intensity_breaks_where_nothing_is_known() -> None:
    months = [Period(dt.date(2024, n, 1), (1, 0, 0, 0), 2.5) for n in (1, 2, 4, 5)]
    drawing = dyad([Direction("a", [*months, Period(dt.date(2024, 6, 1), (0, 0, 0, 0))])], title="x")
    (line,) = re.findall(r'd="([^"]*)" class="line"', drawing)
    assert (line.count("M"), line.count("L")) == (2, 2)


SPANS: tuple[Span, ...] = ("day", "week", "month", "year")


@given(st.dates(), st.sampled_from(SPANS))
def test_a_period_ends_after_it_begins(start: dt.date, by: Span) -> None:
    assert start <= last_day(start, by) <= start + dt.timedelta(366) if start.year < 9998 else True
    assert str(start.year) in named(start, by)


@given(st.dates(), st.dates())
def test_an_axis_has_few_labels_and_all_are_on_it(one: dt.date, other: dt.date) -> None:
    days = Days(min(one, other), max(one, other))
    ticks = days.ticks()
    assert len(ticks) <= 6
    assert all(0 <= days.at(day) < 100 for day, _, _ in ticks)
    assert days.at(days.first) == 0
    assert days.until(days.last) == 100


def test_a_short_axis_names_days_and_a_long_one_years() -> None:
    assert Days(dt.date(2024, 2, 28), dt.date(2024, 3, 2)).ticks()[1:3] == [
        (dt.date(2024, 2, 29), "29 Feb", ""), (dt.date(2024, 3, 1), "1 Mar", ""),
    ]  # fmt: skip
    assert [label for _, label, _ in Days(dt.date(2011, 5, 1), dt.date(2024, 3, 2)).ticks()] == [
        "2015",
        "2020",
    ]
    assert Days(dt.date(2023, 11, 20), dt.date(2024, 2, 10)).ticks() == [
        (dt.date(2023, 12, 1), "Dec", "2023"), (dt.date(2024, 1, 1), "Jan", "2024"), (dt.date(2024, 2, 1), "Feb", ""),
    ]  # fmt: skip


@given(st.integers(1, 10**12))
def test_a_grid_has_few_lines(most: int) -> None:
    assert most / grid_step(most) <= 5
    assert grid_step(most) <= most


def test_steps_of_one_day_stand_above_one_another() -> None:
    day = dt.date(2024, 5, 1)
    drawing = timeline(
        [Step(day, "b", 4, 4, "/b"), Step(day, "a", 1, 1, "/a"), Step(day + dt.timedelta(9), "c")], title="x"
    )
    dots = [
        (dot.attrib["x"], float(dot.attrib["y"]))
        for dot in ElementTree.fromstring(drawing).iter(f"{SVG}svg")
        if "x" in dot.attrib
    ]
    assert [x for x, _ in dots] == ["5%", "5%", "95%"]
    assert dots[0][1] - dots[1][1] >= 24
    assert dots[0][1] == dots[2][1]
    titles = [a[0].text for a in ElementTree.fromstring(drawing).iter(f"{SVG}a")]
    assert titles == ["1 May 2024: a (1 event)", "1 May 2024: b (4 events)"]


def test_a_storyline_of_hundreds_of_steps_stays_in_bounds() -> None:
    steps = [Step(dt.date(2024, 1, 1) + dt.timedelta(n), str(n)) for n in range(300)]
    height = float(re.findall(r' height="([\d.]+)"', timeline(steps, title="x"))[0])
    assert height < 500


def test_a_sparkline_rises_with_its_values() -> None:
    (line,) = re.findall(r'd="M([^"]*)"', sparkline([0, 5, 10], title="x"))
    points = [[float(n) for n in point.split()] for point in line.split("L")]
    assert points[0][1] > points[1][1] > points[2][1]
    assert points[0][0] < points[1][0] < points[2][0]


NODES = [Node(f"n{n}", f"Party number {n}", 50 - n, f"/actor/{n}") for n in range(40)]
LINKS = [Link(f"n{n // 2}", f"n{n}", 1 + n, n / 40, f"/dyad/{n}") for n in range(1, 40)]


def test_nodes_stay_in_the_picture_and_apart() -> None:
    root = ElementTree.fromstring(network(NODES, LINKS, title="x"))
    wide, tall = (float(n) for n in root[0].attrib["viewBox"].split()[2:])
    spots = [
        (float(c.attrib["cx"]), float(c.attrib["cy"]), float(c.attrib["r"]))
        for c in root.iter(f"{SVG}circle")
        if c.get("class") == "node"
    ]
    assert len(spots) == 40
    for n, (x, y, r) in enumerate(spots):
        assert r <= x <= wide - r
        assert r <= y <= tall - r
        assert all((x - a) ** 2 + (y - b) ** 2 >= (r + s) ** 2 for a, b, s in spots[:n])


def test_what_deals_with_each_other_stands_close() -> None:
    places = settle([5] * 6, [(0, 1, 1), (1, 2, 1), (0, 2, 1), (3, 4, 1), (4, 5, 1), (3, 5, 1)], 300, 300)

    def apart(a: int, b: int) -> float:
        return float(((places[a][0] - places[b][0]) ** 2 + (places[a][1] - places[b][1]) ** 2) ** 0.5)

    assert max(apart(0, 1), apart(1, 2), apart(3, 4)) < min(apart(a, b) for a in (0, 1, 2) for b in (3, 4, 5))


def test_links_tell_conflict_by_class_and_in_words() -> None:
    nodes = [Node("a", "Ruritania", 5, "/a"), Node("b", "Borduria", 4, "/b")]
    drawing = network(nodes, [Link("a", "b", 4, 0.75, "/d"), Link("a", "a", 1, 0, "/own")], title="x")
    assert "Ruritania and Borduria: 4 events, 75% of conflict" in drawing
    assert 'class="link2"' in drawing
    assert len(re.findall("<a ", drawing)) == 4
    assert network_table(nodes, [Link("a", "b", 4, 0.75)], title="x").rows == (
        ("Ruritania", "Borduria", 4, "75%"),
    )
    with pytest.raises(KeyError):
        network(nodes, [Link("a", "zz", 1, 0)], title="x")


@pytest.mark.parametrize(
    ("value", "shown"),
    [
        (0, "0"),
        (7, "7"),
        (1234, "1,234"),
        (2.5, "2.5"),
        (-0.01, "0"),
        (3_400_000, "3.4m"),
        (2e9, "2bn"),
        (1e18, "1.0e+18"),
        (-3.0, "-3"),
        (-10.04, "-10"),
    ],
)
def test_numbers_are_short(value: float, shown: str) -> None:
    assert number(value) == shown


def test_a_long_label_is_cut() -> None:
    assert cut("Ruritania  and\nBorduria", 40) == "Ruritania and Borduria"
    assert cut("Ruritania and Borduria", 12) == "Ruritania a…"


def test_the_key_of_a_storyline_names_every_mark() -> None:
    day = dt.date(2024, 5, 1)
    some = timeline([Step(day, "a", 1, 4), Step(day, "b")], title="x")
    assert "material conflict" in some
    assert "no event read" in some
    assert "no event read" not in timeline([Step(day, "a", 1, 4)], title="x")

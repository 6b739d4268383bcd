"""Panels: values stand where the scale says, what is not known is a gap, and a picture is a file that stands alone."""

from __future__ import annotations

import datetime as dt
import sys
from xml.etree import ElementTree

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.drawing.axis import Span, last_day
from dragoman.drawing.panels import HIGH, LOW, PLOT, Panel, Point, covered, panels, panels_table, steps
from dragoman.drawing.standalone import png, standalone
from dragoman.errors import PrintError

SVG = "{http://www.w3.org/2000/svg}"
FIRST = dt.date(2024, 1, 1)


def points(values: list[tuple[float, ...] | None], by: Span = "month", first: dt.date = FIRST) -> list[Point]:
    made, start = list[Point](), first
    for value in values:
        made.append(Point(start, start, last_day(start, by), value))
        start = last_day(start, by) + dt.timedelta(1)
    return made


def marks(drawing: str, name: str, kind: str) -> list[dict[str, str]]:
    tree = ElementTree.fromstring(drawing.encode())
    return [mark.attrib for mark in tree.iter(f"{SVG}{name}") if mark.get("class") == kind]


def texts(drawing: str) -> list[str]:
    tree = ElementTree.fromstring(drawing.encode())
    return ["".join(mark.itertext()) for mark in tree.iter(f"{SVG}text")]


def box(mark: dict[str, str]) -> tuple[float, float]:
    return float(mark["y"]), float(mark["height"])


def test_what_stands_and_what_hangs_meet_at_zero() -> None:
    panel = Panel("A → B", "events a month", points([(1, 2, 3, 4), (0, 0, 0, 0)]), ("q2", "q1"), ("q4", "q3"))
    drawing = panels([panel], by="month", title="A → B, by month")
    # The key has each colour too, first.
    (_, deeds), (_, talk), (_, force), (_, words) = (
        marks(drawing, "rect", part) for part in ("q2", "q1", "q4", "q3")
    )
    unit = HIGH / 10
    assert [box(one)[1] for one in (deeds, talk, force, words)] == pytest.approx(
        [unit, 2 * unit, 3 * unit, 4 * unit], abs=0.02
    )
    zero = box(deeds)[0] + box(deeds)[1]
    assert box(talk)[0] + box(talk)[1] == pytest.approx(box(deeds)[0], abs=0.02)
    assert box(force)[0] == pytest.approx(zero, abs=0.02)
    assert box(words)[0] == pytest.approx(zero + 3 * unit, abs=0.02)
    # Both ways are counts: no sign on the scale.
    assert not any("−" in text for text in texts(drawing))


def test_panels_of_one_quantity_have_one_scale() -> None:
    high = Panel("A → B", "events a month", points([(40,)]), ("q1",))
    low = Panel("B → A", "events a month", points([(10,)]), ("q1",))
    other = Panel("B → A", "something else", points([(10,)]), ("q1",))
    drawn = marks(panels([high, low, other], by="month", title="x"), "rect", "q1")
    # The keys of colours are 12 high.
    assert [box(one)[1] for one in drawn] == [12, HIGH, HIGH / 4, HIGH]


def test_a_line_is_broken_where_nothing_is_known() -> None:
    panel = Panel("A → B", "mean", points([(1.0,), (2.0,), None, (-2.0,), None, (0.5,), (1.0,)]))
    drawing = panels([panel], by="month", title="x")
    (line,) = marks(drawing, "path", "line")
    assert (line["d"].count("M"), line["d"].count("L")) == (3, 2)
    ys = [float(place.split(" ")[1]) for place in line["d"].replace("L", "M").split("M")[1:]]
    assert max(ys) - min(ys) == pytest.approx(LOW, abs=0.02)
    assert {"−2", "0", "2"} <= set(texts(drawing))


def test_columns_of_which_nothing_is_known_are_shaded_and_not_zero() -> None:
    panel = Panel("A → B", "per 1,000", points([(1.5,), None, None, (0.0,)]), ("q1",))
    drawing = panels([panel], by="month", title="x")
    (void,) = marks(drawing, "rect", "void")
    assert float(void["width"]) == pytest.approx(PLOT * 60 / 121, abs=0.1)
    assert len(marks(drawing, "rect", "q1")) == 2  # one, and the key


def test_twenty_years_by_day_are_shapes_not_thousands_of_marks() -> None:
    values: list[tuple[float, ...] | None] = [(n % 7, n % 3) for n in range(7305)]
    panel = Panel("A → B", "events a day", points(values, "day", dt.date(2004, 1, 1)), ("q2", "q1"))
    drawing = panels([panel], by="day", title="x")
    tree = ElementTree.fromstring(drawing.encode())
    assert len(list(tree.iter())) < 100
    assert len(marks(drawing, "path", "q1")) == len(marks(drawing, "path", "q2")) == 1


def test_a_lone_period_is_no_wall() -> None:
    drawing = panels([Panel("A", "events a year", points([(1,)], "year"), ("q4",))], by="year", title="x")
    column = marks(drawing, "rect", "q4")[-1]
    assert float(column["width"]) <= 120


def test_nothing_to_draw_is_told() -> None:
    drawing = panels([], by="month", title="Nobody → nobody", notes=["No events."])
    assert {"Nothing to draw", "No events."} <= set(texts(drawing))


def test_names_of_any_length_and_any_signs_are_safe() -> None:
    name = "<b>" + "Very " * 60 + "\x00&"
    drawing = panels([Panel(name, "x", points([(1,)]), ("q1",))], by="month", title=name, notes=[name])
    for text in texts(drawing):
        assert len(text) <= 150
    assert "<b>" not in drawing


values = st.none() | st.tuples(*[st.integers(0, 10**9) | st.floats(0, 1e9)] * 4)


@given(st.lists(values, min_size=1, max_size=40), st.sampled_from(["day", "week", "month", "year"]))
def test_whatever_the_values_the_columns_stay_in_their_panel(
    given_: list[tuple[float, ...] | None], by: Span
) -> None:
    panel = Panel("A", "x", points(given_, by), ("q2", "q1"), ("q4", "q3"))
    drawing = panels([panel], by=by, title="x")
    tree = ElementTree.fromstring(drawing.encode())
    areas = marks(drawing, "rect", "area") or marks(drawing, "rect", "void")
    tops = {float(area["y"]) for area in areas}
    assert len(tops) == 1
    top = tops.pop()
    for kind in ("q1", "q2", "q3", "q4"):
        for mark in marks(drawing, "rect", kind):
            if float(mark["width"]) != 12 or float(mark["height"]) != 12:
                assert top - 0.1 <= box(mark)[0] <= sum(box(mark)) <= top + HIGH + 0.1
    assert float(tree.get("height") or 0) > top + HIGH


@given(st.floats(-1e12, 0), st.floats(0, 1e12), st.booleans())
def test_the_scale_has_a_few_round_values(low: float, high: float, whole: bool) -> None:
    if high - low < 1e-9:
        return
    found = steps(low, high, whole=whole)
    assert 0 in found
    assert len(found) <= 6
    assert all(low - 1e-6 * (high - low) <= value <= high + 1e-6 * (high - low) for value in found)
    if not whole:
        assert len(found) >= 2
    else:
        assert all(float(value).is_integer() for value in found)


def test_a_period_is_covered_within_two_days() -> None:
    days = dt.date(2024, 1, 20), dt.date(2024, 3, 5)
    assert covered(dt.date(2024, 1, 1), "month", *days) == (days[0], dt.date(2024, 1, 31))
    assert covered(dt.date(2024, 3, 1), "month", *days) == (dt.date(2024, 3, 1), days[1])


def test_a_file_needs_no_style_sheet() -> None:
    drawing = panels([Panel("A", "x", points([(1,)]), ("q1",))], by="month", title="x")
    assert "var(" not in drawing
    tree = ElementTree.fromstring(drawing.encode())
    (sheet,) = tree.iter(f"{SVG}style")
    for mark in tree.iter():
        for kind in (mark.get("class") or "").split():
            assert f".{kind} " in (sheet.text or "") or f".{kind}," in (sheet.text or ""), kind


def test_the_table_has_what_the_chart_has() -> None:
    both = Panel("A → B", "events a month", points([(1, 2, 3, 4), None]), ("q2", "q1"), ("q4", "q3"))
    mean = Panel("A → B", "mean", points([(1.5,), None]))
    assert panels_table([both, mean], by="month", title="x").rows == (
        ("A → B", "events a month", "Jan 2024", 3, 7),
        ("A → B", "events a month", "Feb 2024", None, None),
        ("A → B", "mean", "Jan 2024", 1.5, None),
        ("A → B", "mean", "Feb 2024", None, None),
    )


def test_png_is_the_same_picture_each_time() -> None:
    drawing = panels([Panel("Łódź → Ærø", "x", points([(1,)]), ("q1",))], by="month", title="Łódź → Ærø")
    picture = png(drawing, zoom=1)
    assert picture.startswith(b"\x89PNG")
    assert int.from_bytes(picture[16:20]) == 960
    assert picture == png(drawing, zoom=1)


def test_what_png_needs_is_named_where_it_is_missing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    with pytest.raises(PrintError, match=r"resvg_py, which is not installed .*dragoman\[charts\]"):
        png(standalone("x", "y", width=10, height=10))

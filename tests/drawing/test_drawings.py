"""Every drawing: well formed, named, escaped, linked, with unique ids, without scripts and inline styles."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable
from itertools import pairwise
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from markupsafe import Markup

from dragoman.drawing import (
    Bar,
    Direction,
    Link,
    Node,
    Period,
    Point,
    Step,
    bars,
    bars_table,
    dyad,
    dyad_table,
    map_table,
    network,
    network_table,
    places_table,
    sparkline,
    sparkline_table,
    style,
    timeline,
    timeline_table,
    world_map,
)
from tests.drawing.gallery import page

DAY = dt.date(2024, 5, 1)
HOSTILE = "\"><script>alert(1)</script>'&\x00\ud800 {0} {title}"
SVG = "{http://www.w3.org/2000/svg}"


def parsed(drawing: Markup) -> ElementTree.Element:
    """Return a drawing, read as XML by a parser that forgives nothing."""
    return ElementTree.fromstring(str(drawing).encode())


def everything(label: str, href: str | None, count: int, day: dt.date) -> list[Markup]:
    """Return each drawing, and each table, of one datum."""
    quads = (count, 0, 0, count)
    bar, step, point = (
        Bar(label, 2 * count, href, quads),
        Step(day, label, count, 3, href),
        Point(1, 2, count, label, href),
    )
    direction = Direction(label, [Period(day, quads, -1.5, href)])
    nodes, links = (
        [Node("a", label, count, href), Node("b", label, count, href)],
        [Link("a", "b", count, 0.5, href)],
    )
    return [
        bars([bar], title=label),
        bars_table([bar], title=label).html(),
        dyad([direction], title=label),
        dyad_table([direction], title=label).html(),
        world_map({"FRA": count, label: count}, [point], title=label, href=lambda _: href),
        map_table({"FRA": count, label: count}, title=label).html(),
        places_table([point], title=label).html(),
        timeline([step], title=label),
        timeline_table([step], title=label).html(),
        sparkline([count], title=label, href=href),
        sparkline_table([count], title=label).html(),
        network(nodes, links, title=label),
        network_table(nodes, links, title=label).html(),
    ]


def check(drawing: Markup) -> None:
    root = parsed(drawing)
    for element in root.iter():
        name = element.tag.removeprefix(SVG)
        assert name != "script"
        assert not [key for key in element.attrib if key == "style" or key.startswith("on")]
        if name == "a":
            assert element[0].tag == f"{SVG}title"
            assert (element[0].text or "").strip()
    ids = [element.attrib["id"] for element in root.iter() if "id" in element.attrib]
    assert len(ids) == len(set(ids))
    for picture in root.findall(f"{SVG}svg"):
        named = [picture.attrib[key] for key in ("aria-labelledby", "aria-describedby")]
        assert set(named) <= set(ids)
        assert picture[0].tag == f"{SVG}title"
        assert picture[0].text
        has_links = picture.find(f".//{SVG}a") is not None
        assert picture.attrib["role"] == ("group" if has_links else "img")
    for used in re.findall(r"url\(#([^)]*)\)", drawing):
        assert used in ids
    assert not re.search(
        r"[\d\"]nan|inf\b|None|\de[+-]?\d+[%\" ]",
        re.sub(r">[^<]*<", "><", drawing),
    )


@pytest.mark.parametrize("count", [0, 1, 7, 10**15])
@pytest.mark.parametrize("href", [None, "/events?a=1&b=2"])
def test_one_datum_of_any_size_is_drawn(count: int, href: str | None) -> None:
    for drawing in everything("Ruritania", href, count, DAY):
        check(drawing)


@settings(max_examples=25, deadline=None)
@given(st.text(min_size=1, max_size=60), st.dates(), st.integers(0, 10**9))
def test_whatever_is_said_stays_text(label: str, day: dt.date, count: int) -> None:
    for drawing in everything(label, "/x", count, day):
        check(drawing)


def test_hostile_words_are_escaped_and_not_filled_in() -> None:
    for drawing in everything(HOSTILE, "/x", 3, DAY):
        check(drawing)
        assert "<script" not in drawing
        assert "&lt;script&gt;" in drawing
        assert "{title}" in drawing


@pytest.mark.parametrize(
    "href",
    ["javascript:alert(1)", "JavaScript:x", "data:text/html,x", "//x.example", "/\\x.example", "/\t/x.example",
     " javascript:x", "java\nscript:x", "vbscript:x", ""],
)  # fmt: skip
def test_an_address_that_may_do_harm_is_no_link(href: str) -> None:
    for drawing in everything("Ruritania", href, 3, DAY):
        check(drawing)
        assert "<a " not in drawing


@pytest.mark.parametrize(
    "href",
    ["/story/1", "story/1?x=y#z", "?page=2", "#e1", "https://example.org/a?b=c&d", "../up", "page.html"],
)
def test_an_address_of_the_site_or_the_web_is_one(href: str) -> None:
    drawing = bars([Bar("Ruritania", 1, href)], title="x")
    assert [a.attrib["href"] for a in parsed(drawing).iter(f"{SVG}a")] == [href]


@pytest.mark.parametrize(
    "drawn",
    [
        lambda: bars([], title="x"),
        lambda: dyad([], title="x"),
        lambda: dyad([Direction("a", [])], title="x"),
        lambda: timeline([], title="x"),
        lambda: sparkline([], title="x"),
        lambda: network([], [], title="x"),
    ],
)
def test_of_nothing_it_says_so(drawn: Callable[[], Markup]) -> None:
    check(drawn())
    assert "Nothing to draw" in drawn()


def test_an_empty_map_is_a_map() -> None:
    drawing = world_map({}, title="x")
    check(drawing)
    assert "Nothing to draw" in drawing
    assert 'class="land"' in drawing


def test_ids_begin_with_what_the_page_gives() -> None:
    found = re.findall(r' id="([^"]*)"', bars([Bar("a", 2, None, (1, 0, 1, 0))], title="x", ident="mine"))
    assert found
    assert all(ident.startswith("mine") for ident in found)


def test_the_same_data_are_drawn_the_same() -> None:
    assert page() == page()


def luminance(color: str) -> float:
    parts = [int(color[n : n + 2], 16) / 255 for n in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


def contrast(one: str, other: str) -> float:
    light, dark = sorted((luminance(one), luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


@pytest.mark.parametrize(("part", "paper"), [(0, "#fbf9f4"), (1, "#15161a"), (2, "#ffffff")])
def test_marks_stand_out_in_light_dark_and_print(part: int, paper: str) -> None:
    block = re.findall(r":root \{([^}]*)\}", style())[part]
    colors = dict(re.findall(r"--(\w+): (#\w{6})", block))
    for name in ("q1", "q2", "q3", "q4", "c1", "c2", "c3", "c4", "c5", "spot"):
        assert contrast(colors[name], paper) >= 3, name
    shades = [colors[f"c{n}"] for n in range(1, 6)]
    assert all(contrast(a, b) >= 1.3 for a, b in pairwise(shades))
    assert contrast(colors["q1"], colors["q2"]) >= 1.8
    assert contrast(colors["q3"], colors["q4"]) >= 1.8
    assert contrast(colors["land"], colors["c1"]) >= 1.8

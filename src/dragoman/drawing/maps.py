"""Where: countries shaded by how many events they have a part in, and places as points of growing size."""

from __future__ import annotations

import math
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from typing import NamedTuple

from markupsafe import Markup

from dragoman.drawing.projection import HEIGHT, WIDTH, project
from dragoman.drawing.svg import frame, key, link, tag
from dragoman.drawing.tables import Table
from dragoman.drawing.wording import Unit, counted, number, say, words
from dragoman.ontology.countries import country
from dragoman.ontology.files import read_bytes

CLASSES = 5
DOT = 4  # radius of a state too small to be hit with a finger


@dataclass(frozen=True, slots=True)
class Point:
    """A place, in degrees; its area on the map grows with ``count``."""

    lat: float
    lon: float
    count: float
    label: str
    href: str | None = None


class Shape(NamedTuple):
    """A state on the map: the data of its path ("" where it is too small), and where its dot goes, if it has one."""

    path: str
    dot: tuple[int, int] | None


@cache
def shapes() -> Mapping[str, Shape]:
    """Return the shape of each state by its ISO 3166 alpha-3 code (``world.tsv``, made by ``training/world.py``)."""
    lines = read_bytes("world.tsv", __package__).decode().splitlines()[1:]
    rows = (line.split("\t") for line in lines)
    return {code: Shape(path, (int(x), int(y)) if x else None) for code, x, y, path in rows}


def steps(counts: Sequence[float]) -> tuple[float, ...]:
    """Return the highest count of each class, at most five, for counts above 0.

    Up to five different counts are a class each. More are put in classes of equal ratio, rounded to figures that can be
    read (1, 2, 5, 10, 20, …): a few states have a hundred times the events of most, and quantiles would hide it.
    """
    if len(set(counts)) <= CLASSES:
        return tuple(sorted(set(counts)))
    least, most = min(counts), max(counts)
    found = [_round_up(least * (most / least) ** (n / CLASSES)) for n in range(1, CLASSES)]
    return (*sorted({step for step in found if step < most}), most)


def _shades(classes: Sequence[float]) -> list[tuple[float, int]]:
    """Return each class with its shade, 1 to 5, as far from one another as they can be."""
    last = len(classes) - 1
    return [
        (step, 1 + round(n * (CLASSES - 1) / last) if last else CLASSES - 1) for n, step in enumerate(classes)
    ]


def _round_up(value: float) -> float:
    power = 10.0 ** math.floor(math.log10(value))
    step = next(step for step in (1, 2, 3, 5, 10) if value <= step * power * (1 + 1e-9)) * power
    return int(step) if step >= 1 else step


def world_map(
    countries: Mapping[str, float],
    points: Sequence[Point] = (),
    *,
    title: str,
    ident: str = "map",
    href: Callable[[str], str | None] | None = None,
    unit: Unit | None = None,
) -> Markup:
    """Return the map of the world: ``countries`` are counts by alpha-3 code, ``href`` gives a country's address.

    A code that is no state (``IGO``) has no place on a map: `map_table` has it all the same.
    """
    known = {code: count for code, count in countries.items() if count > 0 and code in shapes()}
    classes = steps(list(known.values()))
    rest = [shape for code, shape in shapes().items() if code not in known]
    land = [
        tag("path", d="".join(shape.path for shape in rest), class_="land"),
        tag(
            "path",
            d="".join(f"M{shape.dot[0]} {shape.dot[1]}h0" for shape in rest if shape.dot),
            class_="specks",
        ),
    ]
    # Small states last, so that their dots lie on top of their neighbours.
    order = sorted(known, key=lambda code: (shapes()[code].dot is not None, code))
    lands = [_state(code, known[code], classes, href(code) if href else None, unit) for code in order]
    biggest = max((point.count for point in points), default=0)
    dots = [_point(point, biggest, unit) for point in sorted(points, key=lambda p: (-p.count, p.label))]
    return frame(
        "map", ident, title, _about(known, points, unit),
        tag("g", *land, *lands, class_="lands"), tag("g", "", *dots, class_="points"),
        after=_key(classes, unit), viewBox=f"0 0 {WIDTH} {HEIGHT}",
    )  # fmt: skip


def _state(code: str, count: float, classes: Sequence[float], href: str | None, unit: Unit | None) -> Markup:
    shape = shapes()[code]
    level = next(shade for step, shade in _shades(classes) if count <= step)
    marks = [tag("path", d=shape.path)] if shape.path else []
    if shape.dot:
        marks.append(tag("circle", cx=shape.dot[0], cy=shape.dot[1], r=DOT))
    said = say("share", label=country(code).name, count=counted(count, unit))
    return link(href, said, tag("g", *marks, class_=f"c{level}"))


def _point(point: Point, biggest: float, unit: Unit | None) -> Markup:
    x, y = project(point.lat, point.lon)
    radius = 3 + 9 * math.sqrt(point.count / biggest) if biggest > 0 else 3
    said = say("share", label=point.label, count=counted(point.count, unit))
    return link(point.href, said, tag("circle", cx=round(x, 1), cy=round(y, 1), r=round(radius, 1)))


def _about(known: Mapping[str, float], points: Sequence[Point], unit: Unit | None) -> str:
    said = []
    if known:
        most = max(sorted(known), key=lambda code: known[code])
        said.append(say("world", count=len(known), label=country(most).name, most=counted(known[most], unit)))
    if points:
        said.append(say("places", count=len(points)))
    return " ".join(said) or words()["empty"]


def _key(classes: Sequence[float], unit: Unit | None) -> Markup:
    """Return the key of the shades: from where to where each goes."""
    entries = [((tag("rect", width=14, height=14, class_="land"),), words()["none"])]
    whole = all(step == int(step) for step in classes)
    before = None
    for step, shade in _shades(classes):
        start = (0 if before is None else before) + 1 if whole else before
        span = number(step) if start is None or start == step else f"{number(start)}–{number(step)}"
        label = f"{span} {(unit or words()['unit'])[span != '1']}" if step == classes[-1] else span
        entries.append(((tag("rect", width=14, height=14, class_=f"c{shade}"),), label))
        before = step
    return key(entries)


def map_table(countries: Mapping[str, float], *, title: str) -> Table:
    """Return the counts of `world_map` by country, highest first; a code that is no state stands as it is."""
    names = {code: country(code).name if code in shapes() else code for code in countries}
    order = sorted(countries, key=lambda code: (-countries[code], names[code]))
    return Table(title, tuple(words()["columns"]["world"]), tuple((names[c], countries[c]) for c in order))


def places_table(points: Sequence[Point], *, title: str) -> Table:
    """Return the points of `world_map`, highest count first."""
    order = sorted(points, key=lambda p: (-p.count, p.label))
    rows = tuple((p.label, p.lat, p.lon, p.count) for p in order)
    return Table(title, tuple(words()["columns"]["places"]), rows)

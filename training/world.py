"""Makes ``src/dragoman/drawing/world.tsv``, the map of the world: ``python -m training.world FOLDER``.

FOLDER is the npm package world-atlas 2.0.2, unpacked (``npm pack world-atlas@2.0.2``; ISC). It holds the countries of
Natural Earth 1:110m (public domain) as arcs that neighbours share. Arcs are thinned before rings are made of them, so
that borders still meet; rings are cut where the map ends, so that no line runs across it; and land is given to the
state of our own table of countries, whoever holds it: as the events on the map are.
"""

from __future__ import annotations

import json
import math
import sys
from collections.abc import Iterable, Sequence
from itertools import pairwise
from pathlib import Path
from typing import Any

from dragoman.drawing.projection import CENTER, WIDTH, project
from dragoman.ontology.countries import countries

TARGET = Path(__file__).parent.parent / "src" / "dragoman" / "drawing" / "world.tsv"
SOURCE = "countries-110m.json"

#: Shapes without the number of a state, and those that belong to another one in our table.
BELONGS = {
    "Kosovo": "XKX", "N. Cyprus": "CYP", "Somaliland": "SOM", "Greenland": "DNK", "Falkland Is.": "GBR",
    "New Caledonia": "FRA", "Fr. S. Antarctic Lands": "FRA", "Puerto Rico": "USA",
}  # fmt: skip
#: Of Western Sahara Natural Earth has what lies east of the wall; its border is a parallel down to the coast.
SAHARA, MOROCCO, PARALLEL = "W. Sahara", "Morocco", 27.67
#: Natural Earth gives Crimea to who holds it; most states, and our table, to Ukraine. A point in it, longitude first.
CRIMEA = (34.4, 45.3)

THIN = 0.6  # a corner goes when the triangle that it makes with its neighbours is smaller (square units of the map)
SPECK = 2.5  # islands smaller than this go, unless they are all there is
SMALL = 24.0  # states smaller than this get a dot to click on

Ring = list[tuple[float, float]]


def arcs_of(topology: Any) -> list[Ring]:
    """Return the arcs in degrees, longitude first; each runs on past 180° rather than jump."""
    (kx, ky), (dx, dy) = topology["transform"]["scale"], topology["transform"]["translate"]
    found = []
    for arc in topology["arcs"]:
        x = y = 0
        points: Ring = []
        for step in arc:
            x, y = x + step[0], y + step[1]
            points.append((_beside(x * kx + dx, points[-1][0] if points else None), y * ky + dy))
        found.append(points)
    return found


def _beside(lon: float, other: float | None) -> float:
    return lon if other is None else lon - 360 * round((lon - other) / 360)


def thinned(arc: Ring) -> Ring:
    """Return the arc without corners that say little (Visvalingam and Whyatt); its ends stay, as others meet them."""
    kept = list(arc)
    least = 5 if arc[0] == arc[-1] else 2
    while len(kept) > least:
        size, at = min((triangle(*kept[n - 1 : n + 2]), n) for n in range(1, len(kept) - 1))
        if size >= THIN:
            break
        del kept[at]
    return kept


def triangle(*corners: tuple[float, float]) -> float:
    """Return the area of a triangle of the map."""
    return abs(area([flat(*corner) for corner in corners]))


def flat(lon: float, lat: float) -> tuple[float, float]:
    """Project; a longitude beyond the map's edge runs on."""
    turns = round((lon - CENTER) / 360)
    x, y = project(lat, lon - 360 * turns)
    edge = project(lat, CENTER + 180)[0] - project(lat, CENTER - 180)[0]
    return x + turns * edge, y


def area(ring: Sequence[tuple[float, float]]) -> float:
    """Return the signed area of a ring (shoelace)."""
    return sum(a[0] * b[1] - b[0] * a[1] for a, b in zip(ring, [*ring[1:], ring[0]], strict=True)) / 2


def give_sahara_its_coast(topology: Any, arcs: list[Ring]) -> None:
    """Move the border of Western Sahara from the wall to its parallel: changes both rings, and adds two arcs."""
    found = {g["properties"]["name"]: g["arcs"] for g in topology["objects"]["countries"]["geometries"]}
    (sahara,), (morocco,) = found[SAHARA], found[MOROCCO]
    (wall,) = (arc for arc in sahara if ~arc in morocco)
    at = morocco.index(~wall)
    coast = morocco[(at + 1) % len(morocco)]
    corner = min(
        range(len(arcs[coast])), key=lambda n: abs(arcs[coast][n][1] - PARALLEL) + (arcs[coast][n][0] > -12)
    )
    south, line = arcs[coast][: corner + 1], [arcs[wall][-1], arcs[coast][corner]]
    arcs[coast] = arcs[coast][corner:]
    arcs += [south, line]
    morocco[at] = len(arcs) - 1
    place = sahara.index(wall)
    sahara[place : place + 1] = [len(arcs) - 2, ~(len(arcs) - 1)]


def outline(rings: Iterable[list[int]]) -> list[list[int]]:
    """Return the rings around shapes of one state: an arc that two of them share is no border."""
    arcs = [arc for ring in rings for arc in ring]
    left = [arc for arc in arcs if ~arc not in arcs]
    whole = [ring for ring in rings if all(arc in left for arc in ring)]
    loose = [arc for arc in left if not any(arc in ring for ring in whole)]
    return whole + ([loose] if loose else [])


def joined(ring: Iterable[int], arcs: Sequence[Ring]) -> Ring:
    """Return the points of a ring of arcs, the last not repeated; the arcs may come in any order."""
    todo = [arcs[n] if n >= 0 else arcs[~n][::-1] for n in ring]
    points = list(todo.pop(0))
    while todo:
        near = (n for n, arc in enumerate(todo) if _same(arc[0], points[-1]))
        arc = todo.pop(next(near))
        points += [(_beside(lon, points[-1][0]), lat) for lon, lat in arc[1:]]
    return points[:-1]


def _same(a: tuple[float, float], b: tuple[float, float]) -> bool:
    return abs(a[1] - b[1]) < 1e-9 and abs((a[0] - b[0] + 180) % 360 - 180) < 1e-9


def cut(ring: Ring) -> list[Ring]:
    """Return the ring in pieces that lie within the map, in degrees; one around a pole gets the pole's edge."""
    turn = _beside(ring[0][0], ring[-1][0]) - ring[0][0]
    if turn:  # around the pole: along the edge of the map and back
        pole = math.copysign(90, ring[0][1])
        ring = [*ring, (ring[0][0] + turn, ring[0][1])]
        ring = [*ring, *((ring[-1][0] - turn * n / 36, pole) for n in range(37))]
    pieces = []
    for shift in range(-720, 721, 360):
        piece = [(lon + shift, lat) for lon, lat in ring]
        for edge, side in ((CENTER - 180, 1), (CENTER + 180, -1)):
            piece = _clipped(piece, edge, side)
        if len(piece) > 2:
            pieces.append(piece)
    return pieces


def _clipped(ring: Ring, edge: float, side: int) -> Ring:
    """Return what of a ring lies east (side 1) or west (-1) of a meridian (Sutherland and Hodgman)."""
    found: Ring = []
    for a, b in zip(ring, [*ring[1:], *ring[:1]], strict=True):
        inside, next_inside = (a[0] - edge) * side >= 0, (b[0] - edge) * side >= 0
        if inside:
            found.append(a)
        if inside != next_inside:
            t = (edge - a[0]) / (b[0] - a[0])
            found.append((edge, a[1] + t * (b[1] - a[1])))
    return found


def path(rings: Iterable[Ring]) -> str:
    """Return rings of the map as the data of an SVG path: whole numbers, relative, as short as can be."""
    text = ""
    for ring in rings:
        points = [(round(x), round(y)) for x, y in ring]
        points = [point for n, point in enumerate(points) if point != points[n - 1]]
        points = [
            p for n, p in enumerate(points) if not _straight(points[n - 1], p, points[(n + 1) % len(points)])
        ]
        if len(points) < 3:
            continue
        x, y = points[0]
        text += f"M{x} {y}l"
        steps = [(b[0] - a[0], b[1] - a[1]) for a, b in pairwise(points)]
        numbers = " ".join(f"{dx} {dy}" for dx, dy in steps)
        text += numbers.replace(" -", "-") + "z"
    return text


def _straight(a: tuple[int, int], b: tuple[int, int], c: tuple[int, int]) -> bool:
    return (b[0] - a[0]) * (c[1] - b[1]) == (b[1] - a[1]) * (c[0] - b[0])


def holds(ring: Ring, point: tuple[float, float]) -> bool:
    """Whether a point is within a ring (even and odd crossings)."""
    x, y = point
    pairs = zip(ring, [*ring[1:], ring[0]], strict=True)
    return (
        sum(
            (a[1] > y) != (b[1] > y) and x < a[0] + (y - a[1]) / (b[1] - a[1]) * (b[0] - a[0])
            for a, b in pairs
        )
        % 2
        == 1
    )


def shapes(topology: Any, arcs: Sequence[Ring]) -> dict[str, list[list[int]]]:
    """Return the rings of each state, as numbers of arcs. Raises `SystemExit` at a shape without a state."""
    states = {c.iso_numeric: c.code for c in countries() if c.iso_numeric}
    found: dict[str, list[list[int]]] = {}
    for geometry in topology["objects"]["countries"]["geometries"]:
        name = geometry["properties"]["name"]
        code = BELONGS.get(name) or states.get(int(geometry.get("id", 0)))
        if code is None:
            raise SystemExit(f"{SOURCE}: {name} is no state of the table of countries (add it to BELONGS)")
        polygons = geometry["arcs"] if geometry["type"] == "MultiPolygon" else [geometry["arcs"]]
        for ring in (ring for polygon in polygons for ring in polygon):
            owner = "UKR" if code == "RUS" and holds(joined(ring, arcs), CRIMEA) and len(ring) < 5 else code
            found.setdefault(owner, []).append(ring)
    return {code: outline(rings) for code, rings in found.items()}


def row(code: str, center: tuple[float, float], rings: Iterable[Ring]) -> str:
    """Return a line of the table: code, where its dot goes (if it is small) and its outline (if it has one)."""
    drawn = [[flat(*p) for p in piece] for ring in rings for piece in cut(ring)]
    drawn.sort(key=lambda ring: -abs(area(ring)))
    kept = [ring for n, ring in enumerate(drawn) if not n or abs(area(ring)) >= SPECK]
    small = sum(abs(area(ring)) for ring in kept) < SMALL
    x, y = project(*center)
    return "\t".join([code, *((str(round(x)), str(round(y))) if small else ("", "")), path(kept)])


def main(folder: str) -> None:
    """Write the table."""
    topology = json.loads((Path(folder) / SOURCE).read_text(encoding="utf-8"))
    arcs = arcs_of(topology)
    give_sahara_its_coast(topology, arcs)
    arcs = [thinned(arc) for arc in arcs]
    rings = shapes(topology, arcs)
    states = sorted((c for c in countries() if c.kind == "state"), key=lambda c: c.code)
    lines = [row(c.code, c.center, (joined(ring, arcs) for ring in rings.get(c.code, []))) for c in states]
    TARGET.write_text("code\tx\ty\tpath\n" + "\n".join(lines) + "\n", encoding="utf-8")
    print(f"{TARGET.name}: {len(lines)} states, {TARGET.stat().st_size:,} bytes, width {WIDTH}")


if __name__ == "__main__":
    main(sys.argv[1])

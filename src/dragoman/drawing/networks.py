"""Who deals with whom: parties as nodes, what passes between them as links."""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from markupsafe import Markup

from dragoman.drawing.forces import settle
from dragoman.drawing.svg import cut, frame, key, link, nothing, tag
from dragoman.drawing.tables import Table
from dragoman.drawing.wording import Unit, counted, number, say, words

WIDTH = 480
HEIGHTS = (280, 600)  # of few nodes and of many
EDGE = (64, 20)  # left free for labels at the sides, and above and below
LONGEST = 20  # characters of a label
PHONE, DESK = (
    16.0,
    9.5,
)  # size of letters where the drawing is narrow and where it is wide (``style.css`` has the same)
LETTER = 0.56  # mean width of a letter in its size

Box = tuple[float, float, float, float]


class Place(NamedTuple):
    """Where a label may stand: its anchor, the class of its side, and the box it covers."""

    x: float
    y: float
    side: str
    box: Box


@dataclass(frozen=True, slots=True)
class Node:
    """A party: ``key`` is what links call it by, ``count`` its events."""

    key: str
    label: str
    count: float
    href: str | None = None


@dataclass(frozen=True, slots=True)
class Link:
    """What two parties do with each other: number of events, and the share of them that is conflict (0 to 1)."""

    a: str
    b: str
    count: float
    conflict: float
    href: str | None = None


def network(
    nodes: Sequence[Node],
    links: Sequence[Link],
    *,
    title: str,
    ident: str = "network",
    unit: Unit | None = None,
) -> Markup:
    """Return the network; made for up to 60 nodes. Raises `KeyError` when a link names no node."""
    if not nodes:
        return nothing("network", ident, title)
    order = sorted(nodes, key=lambda node: (-node.count, node.key))
    number_of = {node.key: n for n, node in enumerate(order)}
    ends = [(number_of[one.a], number_of[one.b], one) for one in links]
    strongest = max((one.count for one in links), default=1) or 1
    tall = HEIGHTS[0] + (HEIGHTS[1] - HEIGHTS[0]) * min(len(nodes) / 60, 1)
    radii = [_radius(node.count, order[0].count) for node in order]
    settled = settle(
        [radius + 9 for radius in radii],
        [(a, b, 0.25 + 0.75 * math.sqrt(one.count / strongest)) for a, b, one in ends],
        WIDTH - 2 * EDGE[0],
        tall - 2 * EDGE[1],
    )
    places = [(round(x + EDGE[0], 1), round(y + EDGE[1], 1)) for x, y in settled]
    across = [
        [places[b if a == n else a] for a, b, _ in ends if a != b and n in (a, b)] for n in range(len(order))
    ]
    labels = _labels(order, places, radii, across, tall)
    names = {node.key: node.label for node in order}
    lines = [
        _line(one, places[a], places[b], radii[a], names, strongest, unit)
        for a, b, one in sorted(ends, key=lambda end: (end[2].count, end[0], end[1]))
    ]
    dots = [_dot(*each, labels[n], unit) for n, each in enumerate(zip(order, places, radii, strict=True))]
    about = say(
        "network",
        nodes=len(nodes),
        links=len(links),
        label=order[0].label,
        most=counted(order[0].count, unit),
    )
    return frame(
        "network", ident, title, about, tag("g", "", *lines, class_="links"), tag("g", *dots, class_="nodes"),
        after=_key() if links else None, viewBox=f"0 0 {WIDTH} {math.ceil(tall)}",
    )  # fmt: skip


def _radius(count: float, most: float) -> float:
    return round(4 + 9 * math.sqrt(count / most), 1) if most > 0 else 4


def _kind(conflict: float) -> int:
    """Return 0 for mostly cooperation, 1 for both, 2 for mostly conflict."""
    return 0 if conflict < 1 / 3 else 1 if conflict <= 2 / 3 else 2


def _line(
    one: Link,
    start: tuple[float, float],
    end: tuple[float, float],
    radius: float,
    names: Mapping[str, str],
    strongest: float,
    unit: Unit | None,
) -> Markup:
    share = number(round(100 * one.conflict))
    said = say("link", a=names[one.a], b=names[one.b], count=counted(one.count, unit), share=share)
    width = round(1.5 + 6 * math.sqrt(one.count / strongest), 1)
    kind = f"link{_kind(one.conflict)}"
    if one.a == one.b:  # a ring around it
        ring: dict[str, object] = {"cx": start[0], "cy": start[1], "r": radius + 4}
        return link(one.href, said, tag("circle", **ring, class_=kind, stroke_width=min(width, 3.0)))
    line: dict[str, object] = {"d": f"M{start[0]:g} {start[1]:g}L{end[0]:g} {end[1]:g}"}
    return link(
        one.href,
        said,
        tag("path", **line, class_="near"),
        tag("path", **line, class_=kind, stroke_width=width),
    )


def _dot(
    node: Node,
    place: tuple[float, float],
    radius: float,
    label: tuple[float, float, str] | None,
    unit: Unit | None,
) -> Markup:
    said = say("share", label=node.label, count=counted(node.count, unit))
    marks = [
        tag("circle", cx=place[0], cy=place[1], r=max(radius, 12), class_="area"),
        tag("circle", cx=place[0], cy=place[1], r=radius, class_="node"),
    ]
    if label:
        x, y, side = label
        marks.append(tag("text", cut(node.label, LONGEST), x=round(x, 1), y=round(y, 1), class_=side or None))
    return link(node.href, said, *marks)


def _labels(
    order: Sequence[Node],
    places: Sequence[tuple[float, float]],
    radii: Sequence[float],
    ends: Sequence[Sequence[tuple[float, float]]],
    tall: float,
) -> list[tuple[float, float, str] | None]:
    """Return where each label stands, the greatest party's first, so that none covers a node or another label, and
    its own links as little as can be.

    What finds no room in the large letters of a phone is tried in the small ones of a desk and shown only there;
    what finds none at all is told by the node's title and the table.
    """
    taken = [(x - r, y - r, x + r, y + r) for (x, y), r in zip(places, radii, strict=True)]
    found: list[tuple[float, float, str] | None] = [None] * len(order)
    for size, extra in ((PHONE, ""), (DESK, " wide")):
        for n, node in enumerate(order):
            if found[n]:
                continue
            length = LETTER * size * len(cut(node.label, LONGEST))
            free = [
                place
                for place in _beside(*places[n], radii[n], length, size)
                if _inside(place.box, tall) and not any(_overlap(place.box, other) for other in taken)
            ]
            if free:
                best = min(free, key=lambda place: _crossed(place.box, ends[n], places[n]))
                taken.append(best.box)
                found[n] = (best.x, best.y, (best.side + extra).strip())
    return found


def _inside(box: Box, tall: float) -> bool:
    return box[0] >= 0 and box[1] >= 0 and box[2] <= WIDTH and box[3] <= tall


def _crossed(box: Box, ends: Sequence[tuple[float, float]], start: tuple[float, float]) -> int:
    """Return how many of the node's own links run through a box."""
    return sum(
        any(
            box[0] < start[0] + (x - start[0]) * n / 20 < box[2]
            and box[1] < start[1] + (y - start[1]) * n / 20 < box[3]
            for n in range(1, 20)
        )
        for x, y in ends
    )


def _beside(x: float, y: float, r: float, length: float, size: float) -> Iterator[Place]:
    """Yield places for a label: right, left, above, below."""
    up, half = size * 0.35, size / 2
    yield Place(x + r + 3, y + up, "", (x + r + 3, y - half, x + r + 3 + length, y + half))
    yield Place(x - r - 3, y + up, "end", (x - r - 3 - length, y - half, x - r - 3, y + half))
    yield Place(x, y - r - 4, "middle", (x - length / 2, y - r - 4 - size * 0.8, x + length / 2, y - r - 1))
    low = y + r + size * 0.85
    yield Place(x, low, "middle", (x - length / 2, y + r + 1, x + length / 2, y + r + size * 1.1))


def _overlap(a: Box, b: Box) -> bool:
    return a[0] < b[2] and b[0] < a[2] and a[1] < b[3] and b[1] < a[3]


def _key() -> Markup:
    marks = ((tag("path", d="M0 7H14", class_=f"link{kind}", stroke_width=3),) for kind in range(3))
    return key(zip(marks, words()["network_key"], strict=True))


def network_table(nodes: Sequence[Node], links: Sequence[Link], *, title: str) -> Table:
    """Return the links of `network`, most events first; the share of conflict is in percent."""
    names = {node.key: node.label for node in nodes}
    order = sorted(links, key=lambda one: (-one.count, one.a, one.b))
    rows = tuple((names[one.a], names[one.b], one.count, f"{100 * one.conflict:.0f}%") for one in order)
    return Table(title, tuple(words()["columns"]["network"]), rows)

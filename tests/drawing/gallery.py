"""All drawings with made-up data on one page, to look at: ``python -m tests.drawing.gallery > gallery.html``."""

from __future__ import annotations

import datetime as dt
import math
import sys
from importlib.resources import files

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
    style,
    timeline,
    timeline_table,
    world_map,
)
from dragoman.drawing.maps import shapes

TYPES = (
    Bar("CONSULT", 214, "/events?type=CONSULT", (214, 0, 0, 0)),
    Bar("ASSAULT", 120, "/events?type=ASSAULT", (0, 0, 0, 120)),
    Bar("COOPERATE", 61, "/events?type=COOPERATE", (0, 61, 0, 0)),
    Bar("REJECT", 44, "/events?type=REJECT", (0, 0, 44, 0)),
    Bar("RETREAT", 1, "/events?type=RETREAT", (0, 1, 0, 0)),
)
WITH = (
    Bar("Ruritania", 1234, "/actor/RUR", (500, 200, 234, 300)),
    Bar(
        "Organisation for the Protection of Very Long Names of Organisations", 310, "/actor/x", (310, 0, 0, 0)
    ),
    Bar("Borduria", 92, None, (1, 1, 40, 50)),
)
PLAIN = (Bar("Morning Herald", 40, "/p/1"), Bar("Evening Post", 12, "/p/2"), Bar("Gazette", 3))


def month(n: int) -> dt.date:
    """Return the first day of the n-th month from January 2022."""
    return dt.date(2022 + n // 12, n % 12 + 1, 1)


def periods(months: int, shift: float) -> list[Period]:
    """Return made-up months; every seventh has no events and is left out."""
    found = []
    for n in range(months):
        if n % 7 == 5:
            continue
        wave = 1 + math.sin(n / 3 + shift)
        quads = (round(9 * wave), round(3 * wave), round(5 * (2 - wave)), round(8 * max(0, 1 - wave)))
        total = sum(quads)
        mean = (2.5 * quads[0] + 8 * quads[1] - 3 * quads[2] - 9.5 * quads[3]) / total
        found.append(Period(month(n), quads, round(mean, 1), f"/events?since={month(n)}"))
    return found


DIRECTIONS = (
    Direction("Ruritania → Borduria", periods(30, 0)),
    Direction("Borduria → Ruritania", periods(30, 2)),
)
FEW = (Direction("Borduria → Syldavia", periods(3, 1)),)
STEPS = tuple(
    Step(
        dt.date(2024, 2, 27) + dt.timedelta(n * n // 9),
        f"Talks, round {n}",
        1 + n % 6,
        n % 5 or None,
        f"/story/{n}",
    )
    for n in range(34)
)
COUNTRIES = {
    code: round(1 + 900 * abs(math.sin(n * 1.7)) ** 9) for n, code in enumerate(sorted(shapes())) if n % 5
} | {"IGO": 40}
POINTS = (
    Point(50.45, 30.52, 40, "Kyiv", "/place/703448"),
    Point(15.5, 32.56, 12, "Khartoum", "/place/379252"),
    Point(-18.14, 178.44, 3, "Suva", "/place/2198148"),
    Point(64.73, 177.5, 2, "Anadyr", None),
)


NODES = tuple(
    Node(
        code,
        f"{code.title()}onia" if n % 7 else f"Association of {code}",
        round(900 / (n + 1)),
        f"/actor/{code}",
    )
    for n, code in enumerate(sorted(shapes())[:60])
)
LINKS = tuple(
    Link(NODES[a].key, NODES[b].key, 1 + 200 // (a + b + 1), (a * 7 + b * 3) % 10 / 9, f"/dyad/{a}/{b}")
    for b in range(60)
    for a in {b * 3 % (b // 3 + 1), b * 5 % (b // 2 + 1)}
)


def drawings() -> list[Markup]:
    """Return every drawing, each with its table."""
    types, with_whom = "Events by type", "Ruritania deals with"
    return [
        bars(TYPES, title=types, ident="types"),
        bars_table(TYPES, title=types).html(),
        bars(WITH, title=with_whom, ident="with"),
        bars(PLAIN, title="Reports by publisher", ident="plain", unit=("report", "reports")),
        dyad(DIRECTIONS, title="Ruritania and Borduria", ident="dyad"),
        dyad_table(DIRECTIONS, title="Ruritania and Borduria").html(),
        dyad(FEW, title="Three months", ident="few"),
        world_map(COUNTRIES, POINTS, title="Where", ident="map", href=lambda code: f"/actor/{code}"),
        map_table(COUNTRIES, title="Where").html(),
        places_table(POINTS, title="Places").html(),
        world_map({"FRA": 2, "MLT": 1}, title="A few", ident="small", href=lambda code: f"/actor/{code}"),
        timeline(STEPS, title="A storyline", ident="line"),
        timeline_table(STEPS, title="A storyline").html(),
        network(NODES, LINKS, title="Who deals with whom", ident="net"),
        network_table(NODES, LINKS, title="Who deals with whom").html(),
        network(
            NODES[:8],
            [one for one in LINKS if {one.a, one.b} <= {n.key for n in NODES[:8]}],
            title="Few",
            ident="n8",
        ),
        sparkline([3, 5, 2, 8, 13, 7, 9], title="Events a day", ident="spark", href="/events"),
    ]


def page() -> str:
    """Return the page."""
    sheet = files("dragoman.briefing").joinpath("style.css").read_text(encoding="utf-8")
    body = "".join(f"<section>{drawing}</section>\n" for drawing in drawings())
    return (
        '<!DOCTYPE html><html lang="en"><meta charset="utf-8"><meta name="viewport" content="width=device-width">'
        f"<title>Drawings</title><style>{sheet}{style()}</style><main><h1>Drawings</h1>\n{body}</main></html>"
    )


if __name__ == "__main__":
    sys.stdout.write(page())

"""Where events were."""

from __future__ import annotations

from collections import defaultdict

from sqlalchemy import func, select

from dragoman.store.filtering import conditions
from dragoman.store.periods import quads_of
from dragoman.store.questions import Country, EventQuery, Places, Point
from dragoman.store.reading import Reading
from dragoman.store.schema import events


def places(reading: Reading, query: EventQuery) -> Places:
    """Return where the events of a query were."""
    return reading.kept(("places", query), lambda: _places(reading, query))


def _places(reading: Reading, query: EventQuery) -> Places:
    place = (events.c.place, events.c.place_country, events.c.lat, events.c.lon, events.c.geonames)
    points = dict[Point, int]()
    countries = defaultdict[str, dict[int, int]](lambda: defaultdict(int))
    nowhere = 0
    asked = select(*place, events.c.quad, func.count()).where(*conditions(query, reading))
    for name, country, lat, lon, geonames, quad, count in reading.connection.execute(
        asked.group_by(*place, events.c.quad)
    ):
        if name is None:
            nowhere += count
            continue
        if country:
            countries[country][quad] += count
        if lat is not None and lon is not None:
            point = Point(name, country, lat, lon, geonames, 0)
            points[point] = points.get(point, 0) + count
    return Places(
        tuple(
            Point(p.name, p.country, p.lat, p.lon, p.geonames, count)
            for p, count in sorted(
                points.items(), key=lambda one: (-one[1], one[0].name, one[0].lat, one[0].lon)
            )
        ),
        tuple(
            sorted(
                (Country(code, quads_of(quads)) for code, quads in countries.items()),
                key=lambda one: (-one.events, one.code),
            )
        ),
        nowhere,
    )

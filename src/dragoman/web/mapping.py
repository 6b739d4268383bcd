"""Where it happened, and who deals with whom, drawn: the map and the network of any question."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from dragoman import drawing
from dragoman.web import shown
from dragoman.web.answering import Stored, respond
from dragoman.web.keys import actor_address, dyad_address, named, spoken
from dragoman.web.query import asked_of, elsewhere, filters

POINTS = 300
"""Most places drawn on the map; the busiest."""

PARTIES, LINKS = 40, 100
"""Most parties and links of the network that are drawn; the busiest."""

router = APIRouter(include_in_schema=False)


@router.get("/map")
def map_(request: Request, store: Stored) -> Response:
    """Where it happened."""
    asked = asked_of(request, filters())
    if moved := elsewhere(request, asked, "/map"):
        return moved
    found = store.places(asked.query)

    def at(place: str) -> str:
        return asked.address("/events", place=place)

    countries = {one.code: one.events for one in found.countries}
    points = [
        drawing.Point(one.lat, one.lon, one.events, one.name, at(one.name)) for one in found.points[:POINTS]
    ]
    return respond(
        request,
        "map.html",
        found,
        form=shown.form(asked, "/map"),
        drawing=drawing.world_map(countries, points, title="Where it happened", href=at),
        countries=[(_land(one.code), at(one.code), one.quads) for one in found.countries],
        points=[
            (one.name, _land(one.country) if one.country else "", at(one.name), one.events)
            for one in found.points[:POINTS]
        ],
        more=max(0, len(found.points) - POINTS),
        nowhere=found.nowhere,
        events=asked.address("/events"),
    )


@router.get("/network")
def network(request: Request, store: Stored) -> Response:
    """Who deals with whom."""
    asked = asked_of(request, filters())
    if moved := elsewhere(request, asked, "/network"):
        return moved
    found = store.network(asked.query, most=PARTIES)
    drawn = found.links[:LINKS]
    linked = {key for one in drawn for key in (one.a, one.b)}
    nodes = [
        drawing.Node(one.key, named(one.key), one.events, actor_address(one.key))
        for one in found.nodes
        if one.key in linked
    ]
    links = [
        drawing.Link(one.a, one.b, one.events, sum(one.quads[2:]) / one.events, dyad_address(one.a, one.b))
        for one in drawn
    ]
    return respond(
        request,
        "network.html",
        found,
        form=shown.form(asked, "/network"),
        drawing=drawing.network(nodes, links, title="Who deals with whom"),
        links=[
            (f"{spoken(one.a)} – {spoken(one.b)}", dyad_address(one.a, one.b), one.quads) for one in drawn
        ],
        left_out=found.left_out + len(found.nodes) - len(nodes),
        fewer=len(found.links) - len(drawn),
        nodes=len(nodes),
        events=asked.address("/events"),
    )


def _land(code: str) -> str:
    """Return the country of a place in words; a region (``EUR``) goes by its code: it is no body of states."""
    return code if named(code) == code else spoken(code)

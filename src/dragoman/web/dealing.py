"""Who deals with whom: actors, and what two of them do to each other through time."""

from __future__ import annotations

import datetime as dt
from collections import Counter
from collections.abc import Iterable, Sequence
from typing import Any

from fastapi import APIRouter, Request, Response

from dragoman import drawing
from dragoman.briefing import wording
from dragoman.store import ActorProfile, DyadSeries, Period
from dragoman.web import feeds, shown, taking
from dragoman.web.answering import Stored, respond
from dragoman.web.exploring import download
from dragoman.web.keys import actor_address, dyad_address, key_of_path, spoken
from dragoman.web.problems import unknown
from dragoman.web.query import Asked, asked_of, canonical, elsewhere, existing, filters, listing, parameters

PARTNERS = 15
"""Most bars of whom an actor deals with."""

LONG_AGO = 0.02
"""Share of the events, the earliest, that a drawing may leave out: one of 1911 would press all others together."""

router = APIRouter(include_in_schema=False)


@router.get("/actors")
def actors(request: Request, store: Stored) -> Response:
    """All actors, the busiest first."""
    asked = asked_of(request, ("find", "page", "size"))
    if moved := elsewhere(request, asked, "/actors"):
        return moved
    found = existing(store.actors(page=asked.page, size=asked.size, find=asked.values.get("find")))
    return respond(
        request,
        "actors.html",
        listing(found, asked, "/actors.json"),
        rows=[
            {
                "href": actor_address(one.key),
                "name": spoken(one.key),
                "country": _country(one),
                "acts": one.acts,
                "acted_on": one.acted_on,
                "days": _days(one.first, one.last),
            }
            for one in found.items
        ],
        total=found.total,
        find=asked.get("find"),
        pager=shown.pager(found, asked, "/actors"),
    )


@router.get("/actor/{step:path}")
def actor(request: Request, store: Stored, step: str) -> Response:
    """One actor: how and with whom it deals, through time."""
    key = key_of_path(step)
    asked_of(request, ())
    found: ActorProfile | None = store.actor(key)
    if found is None:
        raise unknown("actor", key)
    name, everything = spoken(found.key), _which(about=found.key)
    through = [_direction(name, found.months, "month", about=found.key)]
    recent, since, before = _recent(through)
    types, partners = _types(found), _partners(found)
    return respond(
        request,
        "actor.html",
        found,
        feeds=(
            (feeds.ATOM, f"{name} as Atom", everything.address("/events.atom")),
            (feeds.JSON_FEED, f"{name} as JSON Feed", everything.address("/events.feed.json")),
        ),
        name=name,
        office=_office(found.how),
        country=_country(found),
        days=_days(found.first, found.last),
        types=drawing.bars(types, title=f"What {name} does, by type", ident="types"),
        types_table=drawing.bars_table(types, title=f"What {name} does, by type").html(),
        partners=drawing.bars(partners, title=f"With whom {name} deals", ident="partners"),
        partners_table=drawing.bars_table(partners, title=f"With whom {name} deals").html(),
        since=wording.day(since.isoformat()) if since else "",
        before=before,
        through=drawing.dyad(recent, by="month", title=f"{name} through time", ident="through"),
        through_table=drawing.dyad_table(through, by="month", title=f"{name} through time").html(),
        sides=(
            ("Acts", _which(actor=found.key).address("/events"), found.quads),
            ("Is acted on", _which(recipient=found.key).address("/events"), found.quads_on),
        ),
        acts=bool(types),
        deals=bool(partners),
        latest=[shown.row(one) for one in found.latest],
        columns=shown.plain_columns(),
        addresses={
            "all": everything.address("/events"),
            "says": _which(speaker=found.key).address("/events"),
            "network": everything.address("/network"),
            "map": everything.address("/map"),
        },
    )


@router.get("/dyads")
def dyads(request: Request, store: Stored) -> Response:
    """Who acts on whom, the busiest first."""
    asked = asked_of(request, ("page", "size"))
    if moved := elsewhere(request, asked, "/dyads"):
        return moved
    found = existing(store.dyads(page=asked.page, size=asked.size))
    return respond(
        request,
        "dyads.html",
        listing(found, asked, "/dyads.json"),
        rows=[
            {
                "href": dyad_address(one.actor, one.recipient),
                "actor": spoken(one.actor),
                "recipient": spoken(one.recipient),
                "quads": one.quads,
                "mean": one.mean,
            }
            for one in found.items
        ],
        total=found.total,
        pager=shown.pager(found, asked, "/dyads"),
    )


@router.get("/dyad/{a}/{b}.csv")
def dyad_csv(request: Request, store: Stored, a: str, b: str) -> Response:
    """What two parties do to each other through time, as CSV: one row a direction and period."""
    series = _series(store, a, b, asked_of(request, ("by",)))
    return download(taking.series_parts(series), "dyad.csv", "text/csv")


@router.get("/dyad/{a}/{b}")
def dyad(request: Request, store: Stored, a: str, b: str) -> Response:
    """What two parties do to each other through time."""
    asked = asked_of(request, ("by",))
    series = _series(store, a, b, asked)
    path = dyad_address(series.a, series.b)
    if moved := elsewhere(request, asked, path):
        return moved
    one, other = spoken(series.a), spoken(series.b)
    directions = [
        _direction(f"{one} → {other}", series.forth, series.by, actor=series.a, about=series.b),
        _direction(f"{other} → {one}", series.back, series.by, actor=series.b, about=series.a),
    ]
    recent, since, before = _recent(directions)
    return respond(
        request,
        "dyad.html",
        series,
        title=f"{one} and {other}",
        a=shown.Link(one, actor_address(series.a)),
        b=shown.Link(other, actor_address(series.b)),
        since=wording.day(since.isoformat()) if since else "",
        before=before,
        drawing=drawing.dyad(recent, by=series.by, title=f"{one} and {other}, by {series.by}"),
        table=drawing.dyad_table(directions, by=series.by, title=f"{one} and {other}, by {series.by}").html(),
        sides=(
            (
                directions[0].label,
                _which(actor=series.a, about=series.b).address("/events"),
                _total(series.forth),
            ),
            (
                directions[1].label,
                _which(actor=series.b, about=series.a).address("/events"),
                _total(series.back),
            ),
        ),
        undated=series.undated,
        dated=bool(series.forth),
        spans=[(by, asked.address(path, by=by), by == series.by) for by in parameters()["by"].choices],
        csv=asked.address(f"{path}.csv"),
        latest=[shown.row(found) for found in store.between(series.a, series.b)],
        columns=shown.plain_columns(),
    )


def _series(store: Any, a: str, b: str, asked: Asked) -> DyadSeries:
    """Return the series of two keys as they stand in a path. Raises `Problem` where there is nothing between them."""
    one, other = key_of_path(a), key_of_path(b)
    series: DyadSeries = store.dyad(one, other, by=asked.get("by"))
    if not series.forth and not series.undated and not store.between(one, other, size=1):
        raise unknown("dyad", f"{one} and {other}")
    return series


def _total(periods: Sequence[Period]) -> tuple[int, int, int, int]:
    one, two, three, four = (sum(period.quads[n] for period in periods) for n in range(4))
    return one, two, three, four


def _which(**values: str) -> Asked:
    return Asked(canonical(values), filters())


def _days(first: str | None, last: str | None) -> str:
    return wording.days(first, last) if first and last else ""


def _country(one: Any) -> shown.Link | None:
    """Return the country of a person or body."""
    if one.country is None or one.country == one.key:
        return None
    return shown.Link(spoken(one.country), actor_address(one.country))


def _office(how: str | None) -> str | None:
    """Return the office of a person, as the gazetteer has it (``leader: president of Chad``)."""
    table, _, entry = (how or "").partition(": ")
    return entry if table == "leader" else None


def _types(found: ActorProfile) -> list[drawing.Bar]:
    return [
        drawing.Bar(kind, count, _which(actor=found.key, type=kind).address("/events"))
        for kind, count in found.types
    ]


def _partners(found: ActorProfile) -> list[drawing.Bar]:
    return [
        drawing.Bar(spoken(key), acts + acted_on, dyad_address(found.key, key))
        for key, acts, acted_on in found.partners[:PARTNERS]
    ]


def _direction(label: str, periods: Iterable[Period], by: str, **sides: str) -> drawing.Direction:
    return drawing.Direction(
        label,
        [
            drawing.Period(
                dt.date.fromisoformat(one.start),
                one.quads,
                one.mean,
                _which(**sides, since=one.start, until=last_day(one.start, by)).address("/events")
                if one.events
                else None,
            )
            for one in periods
        ],
    )


def _recent(
    directions: Sequence[drawing.Direction],
) -> tuple[list[drawing.Direction], dt.date | None, int]:
    """Leave out the first periods, as long as they hold next to none of the events (`LONG_AGO`).

    Returns:
        The directions, the day from which on they are drawn, and how many events are left out.
    """
    counts = Counter[dt.date]()
    for direction in directions:
        for period in direction.periods:
            counts[period.start] += sum(period.quads)
    since, before = None, 0
    for since in sorted(counts):
        if before + counts[since] > counts.total() * LONG_AGO:
            break
        before += counts[since]
    return (
        [
            direction._replace(periods=[one for one in direction.periods if since and one.start >= since])
            for direction in directions
        ],
        since,
        before,
    )


def last_day(start: str, by: str) -> str:
    """Return the last day of the period that starts on a day (ISO)."""
    first = dt.date.fromisoformat(start)
    if by == "day":
        return start
    if by == "week":
        return (first + dt.timedelta(days=6)).isoformat()
    year, month = (first.year + 1, 1) if by == "year" or first.month == 12 else (first.year, first.month + 1)
    return (dt.date(year, month, 1) - dt.timedelta(days=1)).isoformat()

"""The explorer: events by any filter, to read, to take along and to be told of."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from fastapi import APIRouter, Request, Response
from fastapi.responses import StreamingResponse

from dragoman.web import feeds, shown, taking
from dragoman.web.answering import Stored, respond
from dragoman.web.query import Asked, asked_of, elsewhere, existing, filters, listing

EXPLORER = (*filters(), "sort", "page", "size")
FACETS = ("type", "status", "quad", "actor", "recipient")
OPEN = ("type", "status")
"""Facets that are not folded away."""

router = APIRouter(include_in_schema=False)


@router.get("/events")
def events(request: Request, store: Stored) -> Response:
    """The explorer."""
    asked = asked_of(request, EXPLORER)
    if moved := elsewhere(request, asked, "/events"):
        return moved
    found = existing(store.events(asked.query, sort=asked.sort, page=asked.page, size=asked.size))
    counts = store.facets(asked.query)
    rejected = 0
    if asked.get("judged") == "standing":
        rejected = store.events(replace(asked.query, judged="rejected"), size=1).total
    data = listing(found, asked, "/events.json") | {"query": asked.filtered, "facets": counts}
    atom, feed = (asked.filters_at(f"/events{kind}") for kind in (".atom", ".feed.json"))
    return respond(
        request,
        "events.html",
        data,
        feeds=(
            (feeds.ATOM, "These events as Atom", atom),
            (feeds.JSON_FEED, "These events as JSON Feed", feed),
        ),
        form=shown.form(asked, "/events"),
        total=found.total,
        rejected=rejected,
        rows=[shown.row(one) for one in found.items],
        columns=shown.columns(asked, "/events"),
        pager=shown.pager(found, asked, "/events"),
        facets=[
            shown.group(name, getattr(counts, name), asked, "/events", opened=name in OPEN) for name in FACETS
        ],
        addresses={
            "self": asked.address("/events"),
            "rejected": asked.address("/events", judged="rejected"),
            "atom": atom,
            "feed": feed,
            "csv": asked.address("/events.csv", page=None, size=None),
            "jsonl": asked.address("/events.jsonl", page=None, size=None),
            "map": asked.filters_at("/map"),
            "network": asked.filters_at("/network"),
        },
    )


@router.get("/events.csv")
def events_csv(request: Request, store: Stored) -> Response:
    """All events of a question as CSV."""
    asked = asked_of(request, (*filters(), "sort"))
    return download(taking.csv_parts(taking.every(store, asked)), "events.csv", "text/csv")


@router.get("/events.jsonl")
def events_jsonl(request: Request, store: Stored) -> Response:
    """All events of a question as JSON Lines."""
    asked = asked_of(request, (*filters(), "sort"))
    return download(taking.json_parts(taking.every(store, asked)), "events.jsonl", "application/jsonl")


@router.get("/events.atom")
def events_atom(request: Request, store: Stored) -> Response:
    """The latest events of a question as Atom."""
    asked = asked_of(request, filters())
    return feeds.atom(request, _title(asked), asked.address("/events"), _latest(store, asked))


@router.get("/events.feed.json")
def events_feed(request: Request, store: Stored) -> Response:
    """The latest events of a question as JSON Feed."""
    asked = asked_of(request, filters())
    return feeds.json_feed(request, _title(asked), asked.address("/events"), _latest(store, asked))


def download(parts: Iterator[bytes], name: str, kind: str) -> Response:
    """Answer with a file that is written while it is sent."""
    headers = {"Content-Disposition": f'attachment; filename="{name}"'}
    return StreamingResponse(parts, media_type=kind, headers=headers)


def _latest(store: Any, asked: Asked) -> list[feeds.Entry]:
    return taking.entries(store.events(asked.query, size=feeds.LENGTH).items)


def _title(asked: Asked) -> str:
    """Return what a feed is called: the filters in force."""
    chips = shown.form(asked, "/events").chips
    return f"Dragoman: {', '.join(f'{chip.label} {chip.value}' for chip in chips) or 'events'}"

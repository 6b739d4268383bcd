"""How the standing desk stands: its sources, what waits, and the last runs."""

from __future__ import annotations

import datetime as dt

from fastapi import APIRouter, Request, Response

from dragoman.desk.schedule import stamp
from dragoman.desk.status import address_of, ago, ahead, length, status
from dragoman.web.answering import Stored, respond

router = APIRouter(include_in_schema=False)


@router.get("/status")
def standing(request: Request, store: Stored) -> Response:
    """How the desk stands."""
    found = status(store, stamp(dt.datetime.now(dt.UTC)))
    return respond(request, "status.html", found, ago=ago, ahead=ahead, length=length, address_of=address_of)

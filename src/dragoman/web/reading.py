"""The pages that are read: front page, stories, storylines, documents, events, about."""

from __future__ import annotations

from fastapi import APIRouter, Request, Response

from dragoman.web.answering import Stored, respond

router = APIRouter(include_in_schema=False)


@router.get("/about")
def about(request: Request, store: Stored) -> Response:
    """What this is, and how much there is of it."""
    return respond(request, "about.html", {"counts": store.counts()})

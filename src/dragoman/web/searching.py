"""Search: words and fields in the reports, with what was hit marked; actors of that name beside them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from typing import Any

from fastapi import APIRouter, Request, Response

from dragoman.errors import QueryError
from dragoman.ontology.files import load_yaml
from dragoman.store import Hit, Page
from dragoman.web import shown
from dragoman.web.answering import Stored, address, respond
from dragoman.web.keys import actor_address, spoken
from dragoman.web.query import asked_of, elsewhere, existing, listing, wrong

SEARCH = ("q", "page", "size")
ACTORS = 8
"""Most actors shown beside the hits."""

router = APIRouter(include_in_schema=False)


@dataclass(frozen=True, slots=True)
class Piece:
    """Words of a report, and whether they were looked for."""

    text: str
    marked: bool


@router.get("/search")
def search(request: Request, store: Stored) -> Response:
    """Search the reports."""
    asked = asked_of(request, SEARCH)
    if moved := elsewhere(request, asked, "/search"):
        return moved
    q = asked.get("q")
    found = existing(hits(store, q, asked.page, asked.size))
    actors = store.actors(page=1, size=ACTORS, find=q).items if q else ()
    return respond(
        request,
        "search.html",
        listing(found, asked, "/search.json") | {"q": q, "actors": actors},
        q=q,
        total=found.total,
        hits=[_shown(hit) for hit in found.items],
        actors=[
            {"href": actor_address(one.key), "text": spoken(one.key), "count": one.acts + one.acted_on}
            for one in actors
        ],
        help=wording()["help"],
        nothing=wording()["nothing"],
        pager=shown.pager(found, asked, "/search"),
    )


def hits(store: Any, words: str, page: int, size: int) -> Page[Hit]:
    """Return what a search finds; nothing where nothing is asked. Raises `Problem` where it cannot be asked."""
    if not words:
        return Page((), 0, 1, size)
    try:
        found: Page[Hit] = store.search(words, page=page, size=size)
    except QueryError as error:
        raise wrong("q", str(error), "Write words, or fields as the search page tells") from error
    return found


def pieces(text: str, start: int, marks: Iterable[tuple[int, int]]) -> list[Piece]:
    """Cut a stretch of a text at its marks.

    Args:
        text: the stretch.
        start: where it stands; the marks count from there.
        marks: (start, end), in order, apart from one another. What lies outside the stretch is left out.
    """
    cut, at = [], 0
    for first, last in marks:
        a, b = max(first - start, at), min(last - start, len(text))
        if a < b:
            cut += [Piece(text[at:a], False), Piece(text[a:b], True)]
            at = b
    return [piece for piece in (*cut, Piece(text[at:], False)) if piece.text]


@cache
def wording() -> dict[str, Any]:
    """Return what the search page says of itself (``search.yaml``)."""
    words: dict[str, Any] = load_yaml("search.yaml", __package__)
    return words


def _shown(hit: Hit) -> dict[str, Any]:
    title = pieces(hit.title, 0, hit.title_marks) if hit.title else []
    text = pieces(hit.words, hit.stretch[0], hit.marks) if hit.words and hit.stretch else []
    return {
        "href": address("document", hit.document),
        "title": title or [Piece(wording()["untitled"], False)],
        "text": text,
        "about": " · ".join(part for part in (hit.publisher, hit.day) if part),
        "story": shown.Link(hit.story_title, address("story", hit.story))
        if hit.story and hit.story_title
        else None,
    }

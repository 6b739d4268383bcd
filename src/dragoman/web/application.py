"""The application: routers, guard and errors, over a store."""

from __future__ import annotations

import secrets
from collections.abc import Collection
from typing import TYPE_CHECKING

from fastapi import APIRouter, FastAPI, Response
from starlette.middleware.gzip import GZipMiddleware

from dragoman import __version__
from dragoman.web import (
    api,
    dealing,
    exploring,
    feeds,
    mapping,
    openapi,
    problems,
    reading,
    searching,
    standing,
)
from dragoman.web.answering import Site, static_files
from dragoman.web.guarding import LOOPBACK, Guard
from dragoman.web.told import Shelf

if TYPE_CHECKING:
    from dragoman.store import Store

ROUTERS: tuple[APIRouter, ...] = (
    reading.router, feeds.router, exploring.router, dealing.router, mapping.router, searching.router, api.router,
    openapi.router, standing.router,
)  # fmt: skip
"""The pages, one router a group."""


def create(
    store: Store,
    *,
    example: bool = False,
    hosts: Collection[str] | None = LOOPBACK,
    token: str | None = None,
) -> FastAPI:
    """Return the application that shows a store.

    Args:
        store: what is shown; it stays the caller's to close.
        example: that it holds the packaged example, which every page then says.
        hosts: names under which it answers; ``None`` for any.
        token: what a visitor must bring (`dragoman.web.guarding.Guard`).
    """
    # The pages of FastAPI for its API load scripts from elsewhere: ours does not.
    app = FastAPI(
        title="dragoman",
        version=__version__,
        docs_url=None,
        redoc_url=None,
        openapi_url=None,
        redirect_slashes=False,
    )
    app.state.site = Site(store, example, secrets.token_hex(4))
    app.state.shelf = Shelf()
    problems.handle(app)
    app.include_router(_static)
    for router in ROUTERS:
        app.include_router(router)
    paths = {getattr(route, "path", "") for router in ROUTERS for route in router.routes}
    literal = frozenset(path for path in paths if path.endswith(".json"))
    app.add_middleware(GZipMiddleware, minimum_size=1_000, compresslevel=6)
    app.add_middleware(Guard, site=app.state.site, hosts=hosts, token=token, literal=literal)
    return app


_static = APIRouter(include_in_schema=False)


@_static.get("/static/{name}")
def static(name: str) -> Response:
    """Style, script and sign, whose addresses change with their content."""
    if name not in static_files():
        raise problems.unknown("file", name)
    content, kind = static_files()[name]
    return Response(content, media_type=kind, headers={"Cache-Control": "max-age=31536000, immutable"})


@_static.get("/favicon.ico")
def favicon() -> Response:
    """The sign, for browsers that do not look where the page says."""
    content, kind = static_files()["favicon.svg"]
    return Response(content, media_type=kind)


@_static.get("/robots.txt")
def robots() -> Response:
    """No robots: what is shown is the user's own collection."""
    return Response("User-agent: *\nDisallow: /\n", media_type="text/plain")

"""Data to an answer: a page made of a template, or its twin in JSON at the same address with ``.json`` behind it."""

from __future__ import annotations

import dataclasses
import datetime as dt
import hashlib
import json
from collections.abc import Iterable, Mapping
from functools import cache
from importlib.resources import files
from typing import TYPE_CHECKING, Annotated, Any
from urllib.parse import quote

from fastapi import Depends, Request, Response

from dragoman import __version__, drawing
from dragoman.briefing.html import environment
from dragoman.records import Record

if TYPE_CHECKING:
    from jinja2 import Environment

    from dragoman.store import Store

SECTIONS = (
    ("/", "Front page", ("",)),
    ("/stories", "Stories", ("stories", "story")),
    ("/storylines", "Storylines", ("storylines", "storyline")),
    ("/events", "Events", ("events", "event")),
    ("/actors", "Actors", ("actors", "actor", "dyads", "dyad")),
    ("/map", "Map", ("map",)),
    ("/network", "Network", ("network",)),
    ("/search", "Search", ("search",)),
    ("/about", "About", ("about", "status")),
)
"""Address and name of each section, and the first steps of the addresses that belong to it."""


@dataclasses.dataclass(frozen=True, slots=True)
class Site:
    """What is served, and how.

    Attributes:
        store: where the records are.
        example: that they are those of the packaged example, which the pages then say.
        start: tells this run from another one in whose cache a browser may still have pages.
    """

    store: Store
    example: bool
    start: str


def site(request: Request) -> Site:
    """Return what is served."""
    found: Site = request.app.state.site
    return found


def _store(request: Request) -> Any:
    return site(request).store


Stored = Annotated[Any, Depends(_store)]
"""The store, as a parameter of a page: ``def page(request: Request, store: Stored)``."""


def respond(
    request: Request,
    template: str,
    data: Any,
    *,
    feeds: Iterable[tuple[str, str, str]] = (),
    **context: Any,
) -> Response:
    """Answer with a page, or with its data where JSON is asked for (``.json``, or by ``Accept``).

    Args:
        request: what is asked.
        template: name of the template, which extends ``base.html``.
        data: what the JSON twin tells: a record, a dataclass, or dicts and lists of such; ``data`` in the template.
        feeds: media type, title and address of what is announced as another form of the page.
        context: what else the template needs.
    """
    if wants_json(request):
        return answer_json(data)
    return render(request, template, data=data, twin=twin(request), feeds=tuple(feeds), **context)


def render(request: Request, template: str, *, status: int = 200, **context: Any) -> Response:
    """Answer with a page that has no twin, unless `context` names one."""
    path: str = request.scope["path"]
    first = path.removeprefix("/").partition("/")[0]
    page = templates().get_template(template)
    whole = {"twin": None, "feeds": (), "example": site(request).example, "first": first} | context
    return Response(page.render(whole), status, media_type="text/html")


def answer_json(data: Any, *, status: int = 200, kind: str = "application/json") -> Response:
    """Answer with JSON. Half a surrogate pair, which UTF-8 cannot hold, is escaped as JSON does."""
    text = json.dumps(plain(data), ensure_ascii=False)
    return Response(text.encode("utf-8", "backslashreplace"), status, media_type=kind)


def wants_json(request: Request) -> bool:
    """Whether the twin of a page is asked for."""
    return bool(request.scope.get("dragoman.json")) or request.scope["path"].startswith("/api/")


def twin(request: Request) -> str:
    """Return the address of the twin of the page that is asked for."""
    path = quote(request.scope["path"], safe="/:,;@!$'()*+~") if request.scope["path"] != "/" else "/index"
    raw = request.scope.get("raw_path")
    if raw and path != "/index":
        path = raw.decode("ascii")
    query = request.scope["query_string"].decode("ascii", "replace")
    return f"{path}.json{f'?{query}' if query else ''}"


def address(kind: str, id: str) -> str:
    """Return the address of a record: ``address("story", id)``. A dot is escaped, so that no id looks like a twin."""
    return f"/{kind}/{quote(id, safe='', errors='surrogatepass').replace('.', '%2E')}"


def plain(value: Any) -> Any:
    """Return what JSON can hold: records as `Record.to_dict` has them, other dataclasses by their fields."""
    if isinstance(value, Record):
        return value.to_dict()
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name)) for field in dataclasses.fields(value)}
    if isinstance(value, Mapping):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [plain(item) for item in value]
    return value.isoformat() if isinstance(value, dt.date) else value


@cache
def templates() -> Environment:
    """Return what makes the templates: that of the front page, with the addresses of this application."""
    made = environment("dragoman.web")
    made.globals.update(
        address=address,
        sections=SECTIONS,
        version=__version__,
        style_address=f"/static/style.css?v={_digest('style.css')}",
        script_address=f"/static/app.js?v={_digest('app.js')}",
    )
    return made


@cache
def static_files() -> Mapping[str, tuple[bytes, str]]:
    """Return what is served as it is: name, content and media type."""
    folder = files("dragoman.web").joinpath("static")
    style = str(environment("dragoman.web").globals["style"]) + drawing.style()
    style += files("dragoman.web").joinpath("analysis.css").read_text(encoding="utf-8")
    return {
        "style.css": (style.encode(), "text/css; charset=utf-8"),
        "app.js": (folder.joinpath("app.js").read_bytes(), "text/javascript; charset=utf-8"),
        "favicon.svg": (folder.joinpath("favicon.svg").read_bytes(), "image/svg+xml"),
    }


def _digest(name: str) -> str:
    return hashlib.sha256(static_files()[name][0]).hexdigest()[:12]

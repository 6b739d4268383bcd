"""What every request goes through, and every answer gets.

A request is for a host we serve (else a page elsewhere could point its own name at this machine and read along), of
bounded length, and with the token where one is asked for. An answer forbids the browser whatever the pages do not need,
says which state of the store it shows, and is never a traceback.
"""

from __future__ import annotations

import hashlib
import logging
import secrets
from collections.abc import Collection
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qsl, urlencode

from fastapi import Request, Response
from starlette.datastructures import Headers, MutableHeaders
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from dragoman.errors import StoreError
from dragoman.web.answering import Site
from dragoman.web.problems import Problem, answer

LOOPBACK = frozenset(("localhost", "127.0.0.1", "::1"))
"""Names of this machine that nobody else can take."""

LONGEST = 8_000
"""Longest address that is read, in bytes."""

COOKIE = "dragoman"

FLEETING = frozenset(("/status",))
"""Pages of what changes though no record does: they are made anew each time."""

HEADERS = {
    "Content-Security-Policy": (
        "default-src 'none'; style-src 'self'; script-src 'self'; img-src 'self' data:; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'"
    ),
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
}

_log = logging.getLogger(__name__)


class Guard:
    """ASGI middleware, the outermost.

    Args:
        app: what answers.
        site: what is served.
        hosts: names under which it is served; ``None`` for any.
        token: what a visitor must bring, in ``?token=``, a cookie, or as ``Authorization: Bearer``; ``None``: nothing.
        literal: addresses that end in ``.json`` by themselves.
    """

    def __init__(
        self,
        app: ASGIApp,
        *,
        site: Site,
        hosts: Collection[str] | None,
        token: str | None,
        literal: Collection[str],
    ) -> None:
        self._app = app
        self._site = site
        self._hosts = hosts
        self._token = token
        self._literal = literal

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        head = scope["method"] == "HEAD"
        scope = self._read(scope)
        request = Request(scope, receive)
        tag = ""

        async def finished(message: Message) -> None:
            if message["type"] == "http.response.start":
                _finish(message, tag)
            if head and message["type"] == "http.response.body":
                message = {**message, "body": b""}
            await send(message)

        answered = self._refused(request) or self._admitted(request)
        if answered is None:
            started = False

            async def watched(message: Message) -> None:
                nonlocal started
                started = True
                await finished(message)

            try:
                tag = "" if scope["path"] in FLEETING else self._tag(scope)
                if tag and tag in (
                    part.strip() for part in request.headers.get("if-none-match", "").split(",")
                ):
                    answered = Response(status_code=304)
                else:
                    await self._app(scope, receive, watched)
            except Exception as error:
                # What is wrong with a store its words say; where they were said says nothing more.
                _log.error("%s could not be answered: %s", scope["path"], error, exc_info=_if_ours(error))
                if started:
                    raise
                tag = ""
                answered = answer(request, _problem(error))
        if answered is not None:
            await answered(scope, receive, finished)

    def _read(self, scope: Scope) -> Scope:
        """Tell the address of a page from that of its twin."""
        path: str = scope["path"]
        asked = scope.get("raw_path") or path.encode()
        scope = {**scope, "app": scope.get("app"), "state": dict(scope.get("state") or {})}
        if scope["method"] == "HEAD":
            scope["method"] = "GET"
        if asked.endswith(b".json") and path not in self._literal:
            path = path.removesuffix(".json")
            scope |= {
                "path": "/" if path == "/index" else path,
                "raw_path": asked.removesuffix(b".json"),
                "dragoman.json": True,
            }
        elif _prefers_json(Headers(scope=scope).get("accept", "")):
            scope["dragoman.json"] = True
        return scope

    def _refused(self, request: Request) -> Response | None:
        if self._hosts is not None and _name(request.headers.get("host", "")) not in self._hosts:
            known = ", ".join(sorted(self._hosts))
            return answer(request, Problem(400, "This host is not served here.", f"It is served as {known}."))
        scope = request.scope
        if len(scope.get("raw_path") or b"") + len(scope["query_string"]) > LONGEST:
            return answer(
                request,
                Problem(414, f"The address has more than {LONGEST:,} bytes.", "Ask for less at once."),
            )
        return None

    def _admitted(self, request: Request) -> Response | None:
        """Return what keeps a visitor out, or lets him in for good."""
        if self._token is None or request.scope["path"].startswith("/static/"):
            return None
        pairs = parse_qsl(request.scope["query_string"].decode("latin-1"), keep_blank_values=True)
        given = [value for name, value in pairs if name == "token"]
        if any(_same(value, self._token) for value in given):
            rest = urlencode([(name, value) for name, value in pairs if name != "token"])
            path = (request.scope.get("raw_path") or b"/").decode("ascii", "replace")
            if "." in path.rpartition("/")[2] or request.scope.get("dragoman.json"):
                # What a program asks for – a feed, a table, a twin – is given at once: programs keep no cookies.
                request.scope["query_string"] = rest.encode("ascii")
                return None
            # Not //host, which a browser takes for another machine.
            to = f"/{path.lstrip('/')}{'?' if rest else ''}{rest}"
            response = Response(status_code=303, headers={"Location": to})
            response.set_cookie(COOKIE, _proof(self._token), httponly=True, samesite="lax")
            return response
        kind, _, bearer = request.headers.get("authorization", "").partition(" ")
        if kind.casefold() == "bearer" and _same(bearer.strip(), self._token):
            return None
        if _same(_cookie(request.headers.get("cookie", "")), _proof(self._token)):
            return None
        return answer(
            request,
            Problem(
                401,
                "This record is not open to everybody.",
                "Open the address that the server printed, with its token.",
                headers={"WWW-Authenticate": "Bearer"},
            ),
        )

    def _tag(self, scope: Scope) -> str:
        form = "json" if scope.get("dragoman.json") else "html"
        return f'W/"{self._site.start}-{self._site.store.revision()}-{form}"'


def _finish(message: Message, tag: str) -> None:
    headers = MutableHeaders(scope=message)
    for name, value in HEADERS.items():
        headers[name] = value
    headers.setdefault("Cache-Control", "no-cache")
    headers.add_vary_header("Accept")
    if tag and message["status"] in (200, 304):
        headers.setdefault("ETag", tag)


def _if_ours(error: Exception) -> Exception | None:
    return None if isinstance(error, StoreError) else error


def _problem(error: Exception) -> Problem:
    log = "What went wrong stands in the log of the server."
    if isinstance(error, StoreError):
        return Problem(503, "The store could not be read.", log)
    return Problem(500, "This page could not be made.", log)


def _prefers_json(accept: str) -> bool:
    """Whether JSON is named before HTML, as programs do and browsers do not."""
    kinds = [part.partition(";")[0].strip().casefold() for part in accept.split(",")]
    first = next((kind for kind in kinds if kind in ("text/html", "application/json")), "")
    return first == "application/json"


def _name(host: str) -> str:
    """Return the name in a Host header, without its port."""
    name = host[1:].partition("]")[0] if host.startswith("[") else host.partition(":")[0]
    return name.casefold().removesuffix(".")


def _cookie(header: str) -> str:
    try:
        found = SimpleCookie(header).get(COOKIE)
    except CookieError:
        return ""
    return found.value if found else ""


def _proof(token: str) -> str:
    """Return what the cookie holds: not the token itself, which is no business of what stores cookies."""
    return hashlib.sha256(f"dragoman {token}".encode("utf-8", "surrogatepass")).hexdigest()


def _same(given: str, expected: str) -> bool:
    return secrets.compare_digest(given.encode("utf-8", "replace"), expected.encode("utf-8", "replace"))

"""The record of some documents, or of a database, served on this machine until somebody stops it."""

from __future__ import annotations

import ipaddress
import socket
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from dragoman.errors import DragomanError
from dragoman.records import Document, Event, Parser

if TYPE_CHECKING:
    import uvicorn

    from dragoman.store import Store

HOST, PORT = "127.0.0.1", 8000

SHORTEST = 12
"""Characters that a token has at least."""

LARGEST = 16 * 2**20
"""Bytes of a request's head that are read before it is refused: a longer address than any page has is then told so."""


class ServeError(DragomanError):
    """Nothing can be served as it was asked for; the message says why, and what to do."""


def gather(documents: Sequence[Document], events: Iterable[Event], parser: Parser) -> Store:
    """Return a store in memory with documents, their events, stories and storylines."""
    from dragoman.store import Store
    from dragoman.stories import group
    from dragoman.storylines import follow

    coded = list(events)
    stories = group(documents, coded, parser=parser)
    store = Store.open()
    store.add(documents, coded, stories, follow(stories, parser=parser))
    return store


def listen(host: str, port: int, token: str | None) -> socket.socket:
    """Return a socket that listens. Raises `ServeError`.

    Args:
        host: name or address; one that others can reach needs a token.
        port: 0 for any that is free.
        token: what visitors must bring.
    """
    if token is not None and len(token) < SHORTEST:
        raise ServeError(f"--token: it has {len(token)} characters (give {SHORTEST} or more)")
    if not is_loopback(host) and token is None:
        raise ServeError(f"--host {host}: others could read along (give a --token that they must bring)")
    try:
        family, _, _, _, address = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)[0]
        bound = socket.socket(family, socket.SOCK_STREAM)
    except (OSError, OverflowError, UnicodeError) as error:
        raise ServeError(f"--host {host}: it is no name or address of this machine (leave it out)") from error
    try:
        bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        bound.bind(address)
        bound.listen()
    except OSError as error:
        bound.close()
        mend = "give another --port, or 0 for any that is free"
        raise ServeError(f"--port {port}: it cannot be had on {host}: {error.strerror} ({mend})") from error
    return bound


def is_loopback(host: str) -> bool:
    """Whether only this machine can reach a host of that name."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def address_of(bound: socket.socket, host: str, token: str | None) -> str:
    """Return the address that opens the front page."""
    port = bound.getsockname()[1]
    everywhere = host in ("", "0.0.0.0", "::")
    name = socket.gethostname() if everywhere else f"[{host}]" if ":" in host else host
    return f"http://{name}:{port}/" + (f"?{urlencode({'token': token})}" if token else "")


def server(store: Store, *, host: str, token: str | None, example: bool = False) -> uvicorn.Server:
    """Return what serves a store, its front page made: one process, HTTP/1.1, no log of who asks for what."""
    import uvicorn

    from dragoman.web.application import create
    from dragoman.web.guarding import LOOPBACK
    from dragoman.web.told import front_of

    hosts = LOOPBACK | {host.casefold()} if is_loopback(host) else None
    app = create(store, example=example, hosts=hosts, token=token)
    front_of(app)
    return uvicorn.Server(
        uvicorn.Config(
            app,
            http="h11",
            ws="none",
            lifespan="off",
            log_level="warning",
            access_log=False,
            server_header=False,
            h11_max_incomplete_event_size=LARGEST,
            timeout_graceful_shutdown=3,
        )
    )

"""A server on this machine that plays good and hostile parts, each at a path of its own.

::

    with Hostile() as server:
        server.url("/drip?every=0.1")       # http://127.0.0.1:PORT/drip?every=0.1
        server.items("a", [Item("One", "/page")])   # what /feed/a has; again, to change it
        server.robots = "User-agent: *\\nDisallow: /page"
        server.asked                         # what was asked: path, headers, when
    PARTS                                    # name of each part and what it does

Parts take what they need from the query (``every``, ``size``, ``after``, ``to``), so that a test waits for no longer
than it must. Each ``Hostile`` is a host of its own to whoever waits for turns.
"""

from __future__ import annotations

import socket
import ssl
import threading
import time
import zlib
from collections.abc import Iterator, Mapping
from contextlib import suppress
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
from pathlib import Path
from types import TracebackType
from typing import Self
from urllib.parse import urlsplit
from xml.sax.saxutils import escape

from tests.fetching import parts_pages  # noqa: F401 (its parts enter themselves)
from tests.fetching.parts_hostile import WRONG_HEADS
from tests.fetching.parts_redirects import LEADS_TO
from tests.fetching.playing import PARTS, PLAY, Asked, Item, Page, Part, Visit

__all__ = ["LEADS_TO", "PARTS", "WRONG_HEADS", "Asked", "Hostile", "Item", "Page"]

CERTIFICATE = Path(__file__).parent / "localhost.pem"
"""Key and certificate of ``localhost`` that nobody vouches for; of no use but here."""


def ssl_of_tests() -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(CERTIFICATE)
    return context


class Hostile:
    """The server; a context manager.

    Args:
        tls: speak https, with a certificate that nobody vouches for.
    """

    def __init__(self, *, tls: bool = False, host: str = "127.0.0.1") -> None:
        self.asked: list[Asked] = []
        self.robots: str | bytes | None = None
        """What /robots.txt has; ``None``: 404."""
        self.robots_part: str | None = None
        """Path of the part that plays for /robots.txt."""
        self.raw = b""
        """What /raw sends."""
        self.pages: dict[str, Page] = {}
        self.stopping = threading.Event()
        self._feeds: dict[str, tuple[tuple[Item, ...], int]] = {}
        self._scheme = "https" if tls else "http"
        self._context = ssl_of_tests() if tls else None
        self._listener = socket.create_server((host, 0), backlog=256)
        self.host, self.port = self._listener.getsockname()[:2]
        self._threads: list[threading.Thread] = []
        self._open: set[socket.socket] = set()
        self._lock = threading.Lock()
        self._acceptor = threading.Thread(target=self._accept, name="hostile")

    def __enter__(self) -> Self:
        self._acceptor.start()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.stopping.set()
        self._listener.shutdown(socket.SHUT_RDWR)  # wakes who accepts
        self._acceptor.join()
        self._listener.close()
        with self._lock:
            for sock in self._open:
                with suppress(OSError):
                    sock.shutdown(socket.SHUT_RDWR)
        for thread in self._threads:
            thread.join()

    def url(self, path: str = "/", host: str | None = None) -> str:
        """Give the address of a path, under another name of this machine if wanted."""
        return f"{self._scheme}://{host or self.host}:{self.port}{path}"

    def put(
        self,
        path: str,
        body: str | bytes,
        media: str = "text/html; charset=utf-8",
        headers: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> str:
        """Put a page at a path, with an ETag of its content; give its address."""
        data = body.encode() if isinstance(body, str) else body
        self.pages[path] = Page(data, media, headers or {}, status)
        return self.url(path)

    def items(self, name: str, items: list[Item]) -> str:
        """Let /feed/NAME have these items; give its address. Each time its ETag and Last-Modified change."""
        self._feeds[name] = (tuple(items), self._feeds.get(name, ((), 0))[1] + 1)
        return self.url(f"/feed/{name}")

    def count(self, path: str) -> int:
        """Say how often a path was asked for."""
        return sum(urlsplit(asked.path).path == path for asked in self.asked)

    def _accept(self) -> None:
        while not self.stopping.is_set():
            try:
                sock, _ = self._listener.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(sock,))
            self._threads = [*(t for t in self._threads if t.is_alive()), thread]
            thread.start()

    def _serve(self, sock: socket.socket) -> None:
        with sock:
            with self._lock:
                self._open.add(sock)
            sock.settimeout(5)
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
            try:
                if self._context:
                    with self._context.wrap_socket(sock, server_side=True) as secure:
                        self._visits(secure)
                else:
                    self._visits(sock)
            except OSError:
                pass  # the other side has left, as it should with most parts
            finally:
                with self._lock:
                    self._open.discard(sock)

    def _visits(self, sock: socket.socket) -> None:
        for target, headers in self._requests(sock):
            self.asked.append(Asked(target, headers, time.monotonic()))
            visit = Visit(self, sock, target, headers)
            self._part(visit)(visit)
            if not visit.keep or headers.get("connection") == "close":
                return

    def _requests(self, sock: socket.socket) -> Iterator[tuple[str, dict[str, str]]]:
        held = b""
        while not self.stopping.is_set():
            while b"\r\n\r\n" not in held:
                sock.settimeout(None)  # until the other side leaves, or the server stops
                data = sock.recv(65536)
                sock.settimeout(5)
                if not data:
                    return
                held += data
                if not held[:1].isalpha():
                    sock.sendall(b"HTTP/1.1 400 Not HTTP\r\nContent-Length: 0\r\n\r\n")
                    return
            request, _, held = held.partition(b"\r\n\r\n")
            first, *lines = request.decode("latin-1").split("\r\n")
            pairs = (line.partition(":") for line in lines)
            method, target, *_ = first.split(" ")
            if method == "CONNECT":  # plays a proxy, to itself
                self.asked.append(Asked(target, {}, time.monotonic()))
                sock.sendall(b"HTTP/1.1 200 Connected\r\n\r\n")
                with ssl_of_tests().wrap_socket(sock, server_side=True) as secure:
                    self._visits(secure)
                return
            yield target, {name.lower(): value.strip() for name, _, value in pairs}

    def _part(self, visit: Visit) -> Part:
        if visit.path in self.pages:
            return _page
        if visit.path == "/robots.txt":
            return PLAY[self.robots_part] if self.robots_part else _robots
        path = visit.path
        while path:
            if path in PLAY:
                return PLAY[path]
            path = path.rpartition("/")[0]
        return _missing

    def feed(self, name: str) -> tuple[bytes, str, str]:
        """Give a feed as RSS, its ETag and its Last-Modified."""
        items, change = self._feeds.get(name, ((), 0))
        lines = [
            '<?xml version="1.0" encoding="utf-8"?>',
            '<rss version="2.0"><channel>',
            f"<title>{escape(name)}</title>",
        ]
        for item in items:
            link = item.link if "://" in item.link else self.url(item.link)
            day = f"<pubDate>{format_datetime(item.published)}</pubDate>" if item.published else ""
            text = f"<description>{escape(item.text)}</description>" if item.text else ""
            lines.append(
                f"<item><title>{escape(item.title)}</title><link>{escape(link)}</link>{day}{text}</item>"
            )
        changed = datetime(2026, 11, 1, tzinfo=UTC) + timedelta(hours=change)
        body = "\n".join([*lines, "</channel></rss>"]).encode()
        return body, f'"{name}-{change}"', format_datetime(changed, usegmt=True)


def _missing(visit: Visit) -> None:
    visit.answer(b"nothing here", status=404)


def _robots(visit: Visit) -> None:
    robots = visit.server.robots
    if robots is None:
        _missing(visit)
    else:
        visit.answer(robots.encode() if isinstance(robots, str) else robots)


def _page(visit: Visit) -> None:
    page = visit.server.pages[visit.path]
    tag = f'"{zlib.crc32(page.body):08x}"'
    if visit.headers.get("if-none-match") == tag:
        visit.head(304, {"ETag": tag})
    else:
        visit.answer(page.body, page.media, {"ETag": tag, **page.headers}, page.status)

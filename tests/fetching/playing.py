"""What the parts of the server have in common: the visit that a part answers, and the list of parts."""

from __future__ import annotations

import socket
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import TYPE_CHECKING
from urllib.parse import parse_qs, unquote, urlsplit

if TYPE_CHECKING:
    from tests.fetching.server import Hostile


@dataclass(frozen=True)
class Asked:
    """One request as it came in."""

    path: str
    headers: Mapping[str, str]
    at: float
    """``time.monotonic`` when it had come in."""


@dataclass(frozen=True)
class Item:
    """An item of a feed; ``link`` is absolute, or a path on the server."""

    title: str
    link: str
    text: str = ""
    published: datetime | None = None


@dataclass
class Page:
    """What a test puts on the server itself."""

    body: bytes
    media: str = "text/html; charset=utf-8"
    headers: Mapping[str, str] = field(default_factory=dict)
    status: int = 200


Part = Callable[["Visit"], None]
PARTS: dict[str, str] = {}
"""Name of each part (its path) and one line on what it does."""

PLAY: dict[str, Part] = {}


def part(*paths: str) -> Callable[[Part], Part]:
    def keep(play: Part) -> Part:
        for path in paths:
            PARTS[path] = (play.__doc__ or "").splitlines()[0]
            PLAY[path] = play
        return play

    return keep


class Visit:
    """One request and the connection it came on."""

    def __init__(self, server: Hostile, sock: socket.socket, target: str, headers: Mapping[str, str]) -> None:
        self.server, self.sock, self.target, self.headers = server, sock, target, headers
        url = urlsplit(target)
        self.path = unquote(url.path)
        self.query = {name: values[0] for name, values in parse_qs(url.query).items()}
        self.keep = True
        """Whether the connection serves a further request."""

    def number(self, name: str, default: float) -> float:
        return float(self.query.get(name, default))

    @property
    def last(self) -> str:
        """The last part of the path."""
        return self.path.rpartition("/")[2]

    def send(self, data: bytes) -> None:
        self.sock.sendall(data)

    def head(self, status: int, headers: Mapping[str, str], reason: str = "So") -> None:
        lines = [f"HTTP/1.1 {status} {reason}", *(f"{name}: {value}" for name, value in headers.items())]
        self.send(("\r\n".join(lines) + "\r\n\r\n").encode("latin-1"))

    def answer(
        self,
        body: bytes = b"",
        media: str = "text/plain",
        headers: Mapping[str, str] | None = None,
        status: int = 200,
    ) -> None:
        self.head(status, {"Content-Type": media, "Content-Length": str(len(body)), **(headers or {})})
        self.send(body)

    def on_and_on(self, data: bytes, every: float = 0.0) -> None:
        """Send the same for as long as somebody listens."""
        self.keep = False
        while not self.server.stopping.wait(every) if every else not self.server.stopping.is_set():
            self.send(data)

    def until_gone(self) -> None:
        """Say nothing more until the other side leaves."""
        self.keep = False
        self.sock.settimeout(None)
        while self.sock.recv(4096):
            pass

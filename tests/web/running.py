"""The application on a real socket, and what asks it byte by byte."""

from __future__ import annotations

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from dragoman.store import Store
from dragoman.web import serving


@contextmanager
def served(store: Store) -> Iterator[int]:
    """Serve a store on loopback as the command does; yield the port."""
    with serving.listen("127.0.0.1", 0, None) as bound:
        server = serving.server(store, host="127.0.0.1", token=None)
        thread = threading.Thread(target=server.run, kwargs={"sockets": [bound]})
        thread.start()
        try:
            yield bound.getsockname()[1]
        finally:
            server.should_exit = True
            thread.join()


def asked(port: int, head: bytes) -> bytes:
    """Return all that is answered to some bytes."""
    with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
        line.sendall(head)
        answer = b""
        while piece := line.recv(65536):
            answer += piece
    return answer


def get(port: int, target: bytes, host: bytes = b"localhost", method: bytes = b"GET") -> bytes:
    """Return the answer to a request as it is sent, so that nothing tidies the address on its way."""
    return asked(
        port, method + b" " + target + b" HTTP/1.1\r\nHost: " + host + b"\r\nConnection: close\r\n\r\n"
    )

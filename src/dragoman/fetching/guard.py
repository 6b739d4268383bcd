"""Connections that lead only to public addresses, and end when their time or their bytes are spent.

A name is resolved once for each connection, every answer is checked, and what is connected to is the very address that
was checked: a name server that answers otherwise the next time (rebinding) is not asked a next time.
"""

from __future__ import annotations

import queue
import socket
import threading
import time
from collections.abc import Callable, Collection, Iterable, Sequence
from typing import Any

import httpcore2

from .public import objection
from .targets import at_port

_SILENCE = 3.0
"""Seconds after which another address of a host is tried, where it has one."""

Resolver = Callable[[str, int, float], Sequence[str]]
Judge = Callable[[str], str | None]


class RefusedError(Exception):
    """A host has an address that is not public; attributes: the host, one such address, and what it is."""

    def __init__(self, host: str, address: str, why: str) -> None:
        super().__init__(f"{host} is {address}, {why}")
        self.host, self.address, self.why = host, address, why


class SpentError(Exception):
    """The time for a whole request is over."""


class FloodError(Exception):
    """A server sends more than it may."""


class Allowance(threading.local):
    """What the request of this thread may still take: nothing until it is told.

    Attributes:
        until: moment (``time.monotonic``) when it is over.
        bytes: what may still be read from the wire.
    """

    until: float = 0.0
    bytes: int = 0

    def left(self) -> float:
        """Seconds left.

        Raises:
            SpentError: none.
        """
        left = self.until - time.monotonic()
        if left <= 0:
            raise SpentError
        return left


def resolve(host: str, port: int, within: float) -> list[str]:
    """Ask the system for the addresses of a host, IP addresses in any spelling among them.

    ``getaddrinfo`` knows no time limit, so that it is left alone in its thread when it takes too long.

    Raises:
        OSError: the host has none, or none that can be found now (``socket.gaierror``).
        SpentError: no answer in time.
    """
    answers: queue.SimpleQueue[list[str] | BaseException] = queue.SimpleQueue()

    def ask() -> None:
        try:
            found = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            answers.put(list(dict.fromkeys(str(address[0]) for *_, address in found)))
        except UnicodeError:  # a label that is empty or too long
            answers.put(socket.gaierror(socket.EAI_NONAME, "not a name of a host"))
        except BaseException as error:
            answers.put(error)

    threading.Thread(target=ask, daemon=True, name=f"resolve {host[:40]}").start()
    try:
        answer = answers.get(timeout=within)
    except queue.Empty:
        raise SpentError from None
    if isinstance(answer, BaseException):
        raise answer
    return answer


class Guard(httpcore2.NetworkBackend):
    """Where connections come from.

    Args:
        allowance: what each request may take.
        judge: says why an address is not to be connected to; ``None``: any may be.
        private: hosts (``name:port``) to which all the same any address is allowed.
        resolver: finds the addresses of a host.
    """

    def __init__(
        self,
        allowance: Allowance,
        judge: Judge | None = objection,
        private: Collection[str] = (),
        resolver: Resolver = resolve,
    ) -> None:
        self._allowance = allowance
        self._judge = judge
        self._private = frozenset(private)
        self._resolver = resolver
        self._sockets = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[httpcore2.SOCKET_OPTION] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to an address of the host, the first that answers.

        Raises:
            RefusedError: one of its addresses is not public.
            SpentError: the time is over.
            httpcore2.ConnectError, httpcore2.ConnectTimeout: none of them answers; ``__cause__`` says why.
        """
        try:
            addresses = list(self._resolver(host, port, self._allowance.left()))
        except OSError as error:
            raise httpcore2.ConnectError(str(error)) from error
        if self._judge and at_port(host, port) not in self._private:
            for address in addresses:
                if why := self._judge(address):
                    raise RefusedError(host, address, why)
        failure: Exception = httpcore2.ConnectError("it has no address")
        for number, address in enumerate(addresses):
            # One that is silent (IPv6 where there is no way out by it) leaves time to the next.
            left = self._allowance.left()
            share = left if number == len(addresses) - 1 else min(left / (len(addresses) - number), _SILENCE)
            try:
                stream = self._sockets.connect_tcp(address, port, share, local_address, socket_options)
                return _Metered(stream, self._allowance)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
        raise failure


class _Metered(httpcore2.NetworkStream):
    """A stream on which each reading and writing takes from the allowance of the request at hand."""

    def __init__(self, stream: httpcore2.NetworkStream, allowance: Allowance) -> None:
        self._stream = stream
        self._allowance = allowance

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        try:
            data = self._stream.read(max_bytes, self._allowance.left())
        except httpcore2.ReadTimeout:
            raise SpentError from None
        self._allowance.bytes -= len(data)
        if self._allowance.bytes < 0:
            raise FloodError
        return data

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        try:
            self._stream.write(buffer, self._allowance.left())
        except httpcore2.WriteTimeout:
            raise SpentError from None

    def close(self) -> None:
        self._stream.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        try:
            left = self._allowance.left()
        except SpentError:
            self.close()  # nobody else knows of it
            raise
        return _Metered(self._stream.start_tls(ssl_context, server_hostname, left), self._allowance)

    def get_extra_info(self, info: str) -> Any:
        return self._stream.get_extra_info(info)

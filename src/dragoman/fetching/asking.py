"""One request over HTTP/1.1: what is sent, what may come back, and in plain words what went wrong.

HTTP/2 would bring nothing to who asks a host one thing at a time, and a second protocol to be attacked by.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path

import httpcore2
import httpx2

from .guard import Allowance, FloodError, Guard, RefusedError, SpentError
from .headers import packings
from .public import objection
from .targets import Target
from .unpacking import OFFERED, UnpackError, unpacked

ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, text/html, application/xml;q=0.9, */*;q=0.5"

_HEAD = 256 * 1024
"""Bytes up to the end of the headers, those of interim answers (1xx) among them."""

_FRAME = 1 << 20
"""Bytes that a body may need beyond its own for being sent in chunks."""

_SMALL = 1 << 16
"""What is left of an answer that is not wanted is read up to this, so that its connection can be used again."""


class AskError(Exception):
    """A request that came to nothing.

    Attributes:
        problem, mend: as in ``FetchError``.
        passing: whether the same may work in a moment.
        lasting: whether it will not for long.
        status: what was answered, if anything.
    """

    def __init__(
        self,
        problem: str,
        mend: str,
        *,
        passing: bool = False,
        lasting: bool = False,
        status: int | None = None,
    ) -> None:
        super().__init__(problem)
        self.problem, self.mend, self.passing, self.lasting, self.status = (
            problem,
            mend,
            passing,
            lasting,
            status,
        )


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered.

    Attributes:
        status, reason: of its first line.
        fields: its headers, names in lower case, as Latin-1, which loses nothing.
        content: the body, unpacked; read for status 200 alone.
        seconds: how long it took.
        kept: whether it came from the cache.
    """

    status: int
    reason: str
    fields: Mapping[str, str]
    content: bytes
    seconds: float
    kept: bool

    def header(self, name: str) -> str | None:
        """Give the value of a header; where it stands several times, the first."""
        return self.fields.get(name)


class _Transport(httpx2.BaseTransport):
    """httpcore2's pool as httpx2 and hishel want it; httpx2's own cannot be given a guard."""

    def __init__(self, pool: httpcore2.ConnectionPool) -> None:
        self._pool = pool

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        url = httpcore2.URL(
            scheme=request.url.raw_scheme,
            host=request.url.raw_host,
            port=request.url.port,
            target=request.url.raw_path,
        )
        answer = self._pool.handle_request(httpcore2.Request("GET", url, headers=request.headers.raw))
        return httpx2.Response(
            answer.status, headers=answer.headers, stream=_Stream(answer), extensions=answer.extensions
        )

    def close(self) -> None:
        self._pool.close()


class _Stream(httpx2.SyncByteStream):
    def __init__(self, answer: httpcore2.Response) -> None:
        self._answer = answer

    def __iter__(self) -> Iterator[bytes]:
        return iter(self._answer.iter_stream())

    def close(self) -> None:
        self._answer.close()


class Asker:
    """Asks one address at a time in each thread.

    Args:
        agent: our name.
        allow_private: connect to any address.
        timeout: seconds for one request.
        cache: folder for answers, or none.
        proxy: address of a proxy, ``"environment"``, or none.
    """

    def __init__(
        self, agent: str, *, allow_private: bool, timeout: float, cache: Path | None, proxy: str | None
    ) -> None:
        self._agent = agent
        self._timeout = timeout
        self._allowance = Allowance()
        self._transport = self._pool(Guard(self._allowance, None if allow_private else objection))

    def _pool(self, guard: Guard) -> httpx2.BaseTransport:
        return _Transport(
            httpcore2.ConnectionPool(
                ssl_context=httpx2.create_ssl_context(),
                max_connections=None,
                max_keepalive_connections=64,
                keepalive_expiry=15.0,
                network_backend=guard,
            )
        )

    def close(self) -> None:
        """Close all connections."""
        self._transport.close()

    def ask(self, at: Target, conditions: Mapping[str, str], largest: int, *, cut: bool = False) -> Answer:
        """Send one request and read its answer.

        Args:
            at: the address.
            conditions: further headers.
            largest: bytes of the body, unpacked.
            cut: be content with the first ``largest`` bytes of a larger body.

        Raises:
            AskError: it came to nothing.
        """
        fields = {"User-Agent": self._agent, "Accept": ACCEPT, "Accept-Encoding": OFFERED, **conditions}
        if at.credentials:
            fields["Authorization"] = at.credentials
        sent = [(name.encode(), value.encode("latin-1")) for name, value in fields.items()]
        start = time.monotonic()
        self._allowance.until = start + self._timeout
        self._allowance.bytes = _HEAD
        status: int | None = None
        try:
            answer = self._transport.handle_request(httpx2.Request("GET", at.url, headers=sent))
            status = answer.status_code
            try:
                self._allowance.bytes = largest + _FRAME
                content = self._body(answer, largest, cut=cut)
            finally:
                answer.close()
            return Answer(
                status,
                answer.reason_phrase,
                _fields(answer.headers.raw),
                content,
                time.monotonic() - start,
                kept=False,
            )
        except Exception as error:
            raise self._said(error, largest, status) from error

    def _body(self, answer: httpx2.Response, largest: int, *, cut: bool) -> bytes:
        fields = _fields(answer.headers.raw)
        if answer.status_code != 200:
            if answer.status_code == 304 or int(fields.get("content-length", _SMALL)) < _SMALL:
                for _ in answer.iter_raw():
                    pass
            return b""
        parts, size = [], 0
        for part in unpacked(self._in_time(answer.iter_raw()), packings(fields.get("content-encoding"))):
            parts.append(part)
            size += len(part)
            if size > largest:
                if cut:
                    break
                raise FloodError
        return b"".join(parts)[:largest]

    def _in_time(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        for chunk in chunks:
            self._allowance.left()
            yield chunk

    def _said(self, error: Exception, largest: int, status: int | None) -> AskError:
        """Put in plain words what went wrong."""
        later = "try again later"
        if isinstance(error, RefusedError):
            return AskError(
                f"{error.host} is {error.address}, which is not a public address: {error.why}",
                "--allow-private fetches from such addresses",
                lasting=True,
            )
        if isinstance(error, SpentError):
            return AskError(
                f"not answered in full within {self._timeout:g} seconds", later, passing=status is None
            )
        if isinstance(error, FloodError):
            what = f"it is larger than {largest / 1e6:g} MB" if status else "its headers do not end"
            return AskError(what, "fetch it by other means, and read the file", status=status)
        if isinstance(error, UnpackError):
            return AskError(f"its body cannot be unpacked: {error}", later, status=status)
        for cause in _causes(error):
            if isinstance(cause, ssl.SSLCertVerificationError):
                return AskError(
                    f"its certificate does not hold: {cause.verify_message}", "see its page in a browser"
                )
            if isinstance(cause, ssl.SSLError):
                return AskError(f"no secure connection: {cause.reason or cause}", "see its page in a browser")
            if isinstance(cause, socket.gaierror):
                if cause.errno == socket.EAI_AGAIN:
                    return AskError(
                        "its name cannot be looked up now", "is this machine online?", passing=True
                    )
                return AskError("there is no host of that name", "correct the address")
            if isinstance(cause, ConnectionRefusedError):
                return AskError("it takes no connections", later, passing=True)
        if isinstance(error, (httpcore2.TimeoutException, httpcore2.NetworkError)):
            return AskError(f"the connection failed: {error}", later, passing=True, status=status)
        if isinstance(error, httpcore2.RemoteProtocolError):
            cut_short = "without" in str(error)  # h11: "closed connection without sending …"
            return AskError(
                f"it does not speak HTTP as it should: {error}", later, passing=cut_short, status=status
            )
        return AskError(f"it cannot be asked: {error}", "correct the address")


def _causes(error: BaseException) -> Iterator[BaseException]:
    """Give an error and what led to it."""
    at: BaseException | None = error
    while at is not None:
        yield at
        at = at.__cause__ or at.__context__


def _fields(raw: Iterable[tuple[bytes, bytes]]) -> dict[str, str]:
    fields: dict[str, str] = {}
    for name, value in raw:
        fields.setdefault(name.decode("latin-1").lower(), value.decode("latin-1"))
    return fields

"""One request over HTTP/1.1: what is sent, what may come back, and in plain words what went wrong.

Each has a connection of its own. Who keeps them may take what a server sent too much for its answer to the next
request, and saves nothing where a host is asked once a second at most.
"""

from __future__ import annotations

import socket
import ssl
import time
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import httpcore2
import httpx2

from .guard import Allowance, FloodError, RefusedError, SpentError
from .headers import packings
from .public import written
from .targets import Target, shown
from .unpacking import OFFERED, UnpackError, unpacked
from .ways import Ways

ACCEPT = "application/atom+xml, application/rss+xml, application/feed+json, text/html, application/xml;q=0.9, */*;q=0.5"

_HEAD = 128 * 1024
"""Bytes up to the end of the headers, those of interim answers (1xx) among them."""

_FRAME = 1 << 20
"""Bytes that a body may need beyond its own for being sent in chunks."""


_PIECES, _CRUMB = 10_000, 16
"""A body in more pieces than this must have so many bytes a piece: crumbs cost as much as loaves to take."""

_EXPECTED = (
    RefusedError,
    SpentError,
    FloodError,
    UnpackError,
    OSError,
    httpcore2.TimeoutException,
    httpcore2.NetworkError,
    httpcore2.ProtocolError,
    httpcore2.ProxyError,
    httpx2.HTTPError,
)
"""What the net and a server can do to a request; whatever else is raised is our own mistake."""


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
        self.problem, self.mend = problem, mend
        self.passing, self.lasting, self.status = passing, lasting, status


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server answered.

    Attributes:
        status, reason: of its first line.
        fields: its headers, names in lower case, as Latin-1, which loses nothing.
        content: the body, unpacked; read for status 200 alone.
        seconds: how long it took.
    """

    status: int
    reason: str
    fields: Mapping[str, str]
    content: bytes
    seconds: float

    def header(self, name: str) -> str | None:
        """Give the value of a header; where it stands several times, the first."""
        return self.fields.get(name)

    def place(self) -> str | None:
        """Give ``Location``, which is UTF-8 where it is not ASCII, or what else some server took for that."""
        raw = self.fields.get("location", "").encode("latin-1")
        try:
            return raw.decode() or None
        except UnicodeDecodeError:
            return raw.decode("latin-1")


class Asker:
    """Asks one address at a time in each thread.

    Args:
        agent: our name.
        allow_private: connect to any address; or the hosts for which it may be any.
        timeout: seconds for one request.
        largest: bytes of an answer that is kept in the cache.
        cache: folder for answers, or none.
        proxy: address of a proxy, ``"environment"``, or none.
    """

    def __init__(
        self,
        agent: str,
        *,
        allow_private: bool | Collection[str],
        timeout: float,
        largest: int,
        cache: Path | None,
        proxy: str | None,
    ) -> None:
        self._agent = agent
        self._timeout = timeout
        self._allowance = Allowance()
        self._ways = Ways(
            self._allowance, allow_private=allow_private, cache=cache, proxy=proxy, largest=largest
        )
        self.proxies = tuple(sorted({shown(address) for address in self._ways.proxies.values()}))

    def close(self) -> None:
        """Close all connections."""
        self._ways.close()

    def ask(
        self,
        at: Target,
        conditions: Mapping[str, str],
        largest: int,
        *,
        cut: bool = False,
        into: BinaryIO | None = None,
    ) -> Answer:
        """Send one request and read its answer.

        Args:
            at: the address.
            conditions: further headers.
            largest: bytes of the body, unpacked.
            cut: be content with the first ``largest`` bytes of a larger body.
            into: a file that the body is written to, from its start, instead of being held.

        Raises:
            AskError: it came to nothing.
        """
        fields = {"User-Agent": self._agent, "Accept": ACCEPT, "Accept-Encoding": OFFERED}
        fields |= {"Connection": "close", **conditions}
        if at.credentials:
            fields["Authorization"] = at.credentials
        sent = [(name.encode(), value.encode("latin-1")) for name, value in fields.items()]
        start = time.monotonic()
        self._allowance.until = start + self._timeout
        self._allowance.bytes = _HEAD
        status: int | None = None
        try:
            # Who asks whether something has changed keeps it himself, and what is behind a password is kept by nobody.
            way = self._ways.to(at, keep=not conditions and not at.credentials and into is None)
            answer = way.handle_request(httpx2.Request("GET", at.url, headers=sent))
            status = answer.status_code
            try:
                self._allowance.bytes = largest + _FRAME
                content = self._body(answer, largest, cut=cut, into=into)
            finally:
                answer.close()
            seconds = time.monotonic() - start
            return Answer(status, answer.reason_phrase, _fields(answer.headers.raw), content, seconds)
        except _EXPECTED as error:
            raise self._said(error, largest, status) from error

    def _body(self, answer: httpx2.Response, largest: int, *, cut: bool, into: BinaryIO | None) -> bytes:
        fields = _fields(answer.headers.raw)
        if answer.status_code != 200:
            return b""
        if into is not None:
            into.seek(0)
            into.truncate()
        parts, size = list[bytes](), 0
        for part in unpacked(self._in_time(answer.iter_raw()), packings(fields.get("content-encoding"))):
            parts.append(part) if into is None else into.write(part)
            size += len(part)
            if size > largest:
                if cut:
                    break
                raise FloodError
        return b"".join(parts)[:largest]

    def _in_time(self, chunks: Iterable[bytes]) -> Iterator[bytes]:
        size = 0
        for number, chunk in enumerate(chunks):
            self._allowance.left()
            size += len(chunk)
            if number > _PIECES and size < number * _CRUMB:
                raise UnpackError(f"it comes in more than {_PIECES} pieces of a few bytes")
            yield chunk

    def _said(self, error: Exception, largest: int, status: int | None) -> AskError:
        """Put in plain words what went wrong."""
        later = "try again later"
        if isinstance(error, RefusedError):
            name = error.host if error.host == error.address else f"{error.host} ({error.address})"
            problem = f"{name} is not a public address: {error.why}"
            # A name may lead elsewhere tomorrow, or when this machine is behind no portal any more.
            lasting = written(error.host) is not None
            return AskError(problem, "--allow-private fetches from such addresses", lasting=lasting)
        if isinstance(error, (SpentError, httpcore2.TimeoutException)):
            problem = f"not answered in full within {self._timeout:g} seconds"
            return AskError(problem, later, passing=status is None, status=status)
        if isinstance(error, FloodError):
            what = f"it is larger than {largest / 1e6:g} MB" if status else "its headers do not end"
            return AskError(what, "fetch it by other means, and read the file", status=status)
        if isinstance(error, UnpackError):
            return AskError(f"its body cannot be unpacked: {error}", later, status=status)
        for cause in _causes(error):
            if isinstance(cause, ssl.SSLCertVerificationError):
                problem = f"its certificate does not hold: {shown(cause.verify_message)}"
                return AskError(problem, "see its page in a browser")
            if isinstance(cause, ssl.SSLError):
                return AskError(f"no secure connection: {cause.reason or cause}", "see its page in a browser")
            if isinstance(cause, socket.gaierror):
                if cause.errno == socket.EAI_AGAIN:
                    problem = "its name cannot be looked up now"
                    return AskError(problem, "is this machine online?", passing=True)
                return AskError(
                    "there is no host of that name",
                    "correct the address, or see whether this machine is online",
                )
            if isinstance(cause, ConnectionRefusedError):
                return AskError("it takes no connections", later, passing=True)
        if isinstance(error, httpcore2.NetworkError):
            return AskError(f"the connection failed: {shown(str(error))}", later, passing=True, status=status)
        if isinstance(error, httpcore2.RemoteProtocolError):
            cut_short = "without" in str(error)  # h11: "closed connection without sending …"
            problem = f"it does not speak HTTP as it should: {shown(str(error))}"
            return AskError(problem, later, passing=cut_short, status=status)
        return AskError(f"it cannot be asked: {shown(str(error))}", "correct the address")


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

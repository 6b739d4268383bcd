"""Ways to a server: straight, through a proxy, or by what was kept of its last answer.

All speak HTTP/1.1: HTTP/2 would bring nothing to who asks a host one thing at a time, and much to be attacked by.
"""

from __future__ import annotations

import threading
from collections.abc import Collection, Iterator
from pathlib import Path
from urllib.request import getproxies, proxy_bypass

import httpcore2
import httpx2

from .guard import Allowance, Guard, RefusedError
from .public import objection, written
from .targets import Target, shown, target

ENVIRONMENT = "environment"
"""Said instead of the address of a proxy: what ``HTTP_PROXY``, ``HTTPS_PROXY`` and ``NO_PROXY`` say."""


class Ways:
    """Chooses the way to each address.

    Args:
        allowance: what each request may take.
        allow_private: connect to addresses that are not public, too; or the hosts (``name:port``) that may have such.
        cache: folder of what may be kept, or none.
        proxy: address of a proxy, ``ENVIRONMENT``, or none.
        largest: bytes of an answer that is kept.

    Raises:
        ValueError: the proxy cannot be used.
    """

    def __init__(
        self,
        allowance: Allowance,
        *,
        allow_private: bool | Collection[str],
        cache: Path | None,
        proxy: str | None,
        largest: int,
    ) -> None:
        private = () if isinstance(allow_private, bool) else allow_private
        self._guard = Guard(allowance, None if allow_private is True else objection, private)
        self._unguarded = Guard(allowance, None)
        self._allow_private = allow_private
        self._cache = cache
        self._largest = largest
        self._environment = proxy == ENVIRONMENT
        addresses = _environment() if self._environment else dict.fromkeys(("http", "https"), proxy)
        self.proxies = {scheme: address for scheme, address in addresses.items() if address}
        """Addresses of the proxies by scheme; they may hold passwords."""
        self._proxies = {scheme: _proxy(address) for scheme, address in self.proxies.items()}
        self._made: dict[tuple[str, bool, bool], httpx2.BaseTransport] = {}
        self._lock = threading.Lock()

    def to(self, at: Target, *, keep: bool) -> httpx2.BaseTransport:
        """Give the way to an address; ``keep``: what was kept will do, and what comes may be kept.

        Raises:
            RefusedError: it lies behind a proxy, and is written as one that is not public. Otherwise the proxy finds
                the address, and is the one to guard it.
        """
        scheme = at.url.scheme
        through = scheme in self._proxies and not (self._environment and proxy_bypass(at.url.host))
        if through and not self._may_be_private(at) and (why := written(at.url.host)):
            raise RefusedError(at.url.host, at.url.host, why)
        key = scheme, through, keep and self._cache is not None
        with self._lock:
            if key not in self._made:
                self._made[key] = self._make(*key)
            return self._made[key]

    def _may_be_private(self, at: Target) -> bool:
        allowed = self._allow_private
        return allowed if isinstance(allowed, bool) else at.host in allowed

    def _make(self, scheme: str, through: bool, keep: bool) -> httpx2.BaseTransport:
        """Make a way when it is first gone: to load certificates takes longer than to fetch a page nearby."""
        way = _Pool(
            httpcore2.ConnectionPool(
                ssl_context=httpx2.create_ssl_context() if scheme == "https" else None,
                proxy=self._proxies[scheme] if through else None,
                max_connections=None,
                max_keepalive_connections=0,
                network_backend=self._unguarded if through else self._guard,
            )
        )
        if not keep or self._cache is None:
            return way
        # What was fetched without the guard lies in another file, and is never given to who asks with it.
        name = "private.db" if through or self._allow_private else "public.db"
        return _keeping(way, self._cache / name, self._largest)

    def close(self) -> None:
        """Close all connections, and what is kept."""
        with self._lock:
            for way in self._made.values():
                way.close()


class _Pool(httpx2.BaseTransport):
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


class _Explicit(httpx2.BaseTransport):
    """Lets nothing be kept unasked that does not say for how long: an old page is not fresh for being old."""

    def __init__(self, way: httpx2.BaseTransport) -> None:
        self._way = way

    def handle_request(self, request: httpx2.Request) -> httpx2.Response:
        answer = self._way.handle_request(request)
        if not answer.headers.keys() & {"cache-control", "expires"}:
            answer.headers["cache-control"] = "no-cache"
        return answer

    def close(self) -> None:
        self._way.close()


def _keeping(way: httpx2.BaseTransport, path: Path, largest: int) -> httpx2.BaseTransport:
    """Keep what a server lets us keep (RFC 9111)."""
    from hishel import CacheOptions, SqliteStorage
    from hishel.httpx2 import CacheTransport

    storage = SqliteStorage(database_path=path, max_stream_size=largest, max_size=1 << 30)
    return CacheTransport(_Explicit(way), storage=storage, rfc=CacheOptions(shared=False))


def _environment() -> dict[str, str | None]:
    found = getproxies()
    return {scheme: found.get(scheme) or found.get("all") for scheme in ("http", "https")}


def _proxy(address: str) -> httpcore2.Proxy:
    try:
        url = httpx2.URL(address if "://" in address else f"http://{address}")
        if url.scheme not in {"http", "https"} or not url.host:
            raise httpx2.InvalidURL("no HTTP proxy")
    except httpx2.InvalidURL as error:
        raise ValueError(f"no address of an HTTP proxy (http://host:port): {shown(address)}") from error
    at = target(str(url))
    return httpcore2.Proxy(
        httpcore2.URL(scheme=url.raw_scheme, host=at.url.raw_host, port=url.port, target=b"/"),
        auth=(url.username, url.password) if url.userinfo else None,
    )

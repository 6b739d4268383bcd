"""Addresses as they are asked: http or https, one spelling, credentials apart from the address."""

from __future__ import annotations

import base64
import re
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from dragoman.errors import FetchError

if TYPE_CHECKING:
    from httpx2 import URL

_USERINFO = re.compile(r"(//)[^/?#]*@")
_LONGEST = 300
"""Characters of an address or a foreign word that a message shows."""


@dataclass(frozen=True, slots=True)
class Target:
    """One address to ask.

    Attributes:
        url: without credentials and fragment.
        credentials: value of ``Authorization`` for this origin alone, ``None`` where the address has none.
    """

    url: URL
    credentials: str | None = None

    @property
    def host(self) -> str:
        """Where requests take turns: ``example.org:443``, ``[2001:db8::1]:80``."""
        return at_port(
            self.url.raw_host.decode(), self.url.port or (443 if self.url.scheme == "https" else 80)
        )

    @property
    def origin(self) -> str:
        """Scheme and host: what credentials and robots.txt hold for."""
        return f"{self.url.scheme}://{self.host}"

    def __str__(self) -> str:
        return str(self.url)


def at_port(host: str, port: int) -> str:
    """Name a host and a port as addresses do."""
    return f"[{host}]:{port}" if ":" in host else f"{host}:{port}"


def shown(url: str) -> str:
    """Give an address as a message may print it: no name and password, no control characters, not endless."""
    bare = _USERINFO.sub(r"\1", url)
    plain = "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in bare)
    return plain if len(plain) <= _LONGEST else plain[:_LONGEST] + "…"


def target(url: str) -> Target:
    """Read an address.

    Raises:
        FetchError: not an absolute http or https address; lasting.
    """
    import httpx2

    try:
        parsed = httpx2.URL(url.strip())
        return _checked(parsed, url, _credentials(parsed))
    except (httpx2.InvalidURL, ValueError) as error:
        raise _refused(url, "not an address that can be asked", str(error)) from error


def onward(base: Target, location: str) -> Target:
    """Where a redirect leads: what a foreign server wrote, so credentials in it are dropped.

    Those of ``base`` go along only to the same scheme, host and port.

    Raises:
        FetchError: it leads to no http or https address; lasting.
    """
    import httpx2

    try:
        found = _checked(base.url.join(location.strip()), location, None)
    except (httpx2.InvalidURL, ValueError) as error:
        raise _refused(location, "not an address that can be asked", str(error)) from error
    return Target(found.url, base.credentials) if found.origin == base.origin else found


def _checked(url: URL, asked: str, credentials: str | None) -> Target:
    if url.scheme not in {"http", "https"}:
        scheme = f"{url.scheme}:" if url.scheme else "no scheme"
        raise _refused(
            asked, f"only http: and https: are asked, this has {scheme}", "give the address in full"
        )
    host = url.raw_host.decode().removesuffix(".")
    if not host:
        raise _refused(asked, "an address without a host", "give the address in full")
    if url.port is not None and not 0 < url.port < 65536:
        raise _refused(asked, f"there is no port {url.port}", "correct the address")
    return Target(url.copy_with(host=host, userinfo=b"", fragment=None), credentials)


def _credentials(url: URL) -> str | None:
    if not url.userinfo:
        return None
    name, _, password = url.userinfo.partition(b":")
    pair = f"{unquote(name.decode())}:{unquote(password.decode())}"
    return "Basic " + base64.b64encode(pair.encode()).decode()


def _refused(url: str, problem: str, mend: str) -> FetchError:
    return FetchError(shown(url), problem, shown(mend), lasting=True)

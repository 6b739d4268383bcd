"""Is an IP address on the public internet?

The ranges are our own list (``ranges.tsv``): what ``ipaddress`` calls global differs from one Python to the next.
"""

from __future__ import annotations

import socket
from functools import cache
from importlib.resources import files
from ipaddress import IPv4Address, IPv4Network, IPv6Address, IPv6Network, ip_address, ip_network

_PUBLIC6 = IPv6Network("2000::/3")
_MAPPED = IPv6Network("::ffff:0:0/96")
_NAT64 = IPv6Network("64:ff9b::/96")
_ISATAP = {0x00005EFE, 0x02005EFE}
"""First half of the interface identifier of an ISATAP address (RFC 5214); the second half is an IPv4 address."""


def objection(address: str) -> str | None:
    """Say why an address must not be connected to; ``None`` where it is public.

    An IPv4 address inside an IPv6 one (mapped, NAT64, ISATAP) is judged as well. Those behind a NAT64 prefix of a
    provider's own cannot be told from others.

    Args:
        address: as a resolver gives it, in figures.
    """
    try:
        ip = ip_address(address.partition("%")[0])
    except ValueError:
        return "no IP address"
    if isinstance(ip, IPv4Address):
        return _listed(ip)
    if ip in _MAPPED or ip in _NAT64:
        return _listed(IPv4Address(int(ip) & 0xFFFFFFFF))
    if ip not in _PUBLIC6:
        return "loopback" if ip.is_loopback else "outside of what is given out for the public"
    if (int(ip) >> 32) & 0xFFFFFFFF in _ISATAP:
        return _listed(IPv4Address(int(ip) & 0xFFFFFFFF)) or _listed(ip)
    return _listed(ip)


def written(host: str) -> str | None:
    """Say why a host is not public as far as its spelling tells: ``localhost``, or figures of any kind (``127.1``)."""
    if host == "localhost" or host.endswith(".localhost"):
        return "loopback"
    try:
        return objection(str(ip_address(host)))
    except ValueError:
        pass
    try:
        return objection(socket.inet_ntoa(socket.inet_aton(host)))  # 127.1, 0x7f.1, 2130706433
    except (OSError, ValueError):
        return None


def _listed(ip: IPv4Address | IPv6Address) -> str | None:
    return next(
        (what for network, what in _ranges() if ip.version == network.version and ip in network), None
    )


@cache
def _ranges() -> tuple[tuple[IPv4Network | IPv6Network, str], ...]:
    text = (files("dragoman.fetching") / "ranges.tsv").read_text(encoding="utf-8")
    rows = (line.split("\t") for line in text.splitlines() if line and not line.startswith("#"))
    return tuple((ip_network(network), what) for network, what in rows)

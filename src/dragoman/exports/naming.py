"""What things are called outside: addresses of pages that may be linked to, and URNs of records that have none."""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import quote, urlsplit

_NO_ADDRESS = re.compile(r"[ <>\"\\^`{|}]")


def urn(kind: str, id: str, part: str | None = None) -> str:
    """Return the name of a record, as ``urn:dragoman:document:ID``; of a part of it with ``#title`` or ``#text``."""
    name = f"urn:dragoman:{kind}:{quote(id, safe='', errors='replace')}"
    return f"{name}#{part}" if part else name


@lru_cache(4096)  # each event of a report asks
def web_address(url: str | None) -> str | None:
    """Return the address if it is one of the web that others can follow: http or https, with a host; else ``None``."""
    if not url or not url.isprintable() or _NO_ADDRESS.search(url):
        return None
    try:
        parts = urlsplit(url)
        _ = parts.port  # also what is no number
    except ValueError:
        return None
    return url if parts.scheme in {"http", "https"} and parts.hostname else None

"""What a server's header values say. They are foreign: whatever stands in them, nothing here fails."""

from __future__ import annotations

import re
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

LONGEST_WAIT = 7 * 86400.0
"""Seconds: a server that asks to be left alone for longer is asked again after a week."""

_MEDIA = re.compile(r"\s*([!#$%&'*+.^_`|~0-9A-Za-z-]+/[!#$%&'*+.^_`|~0-9A-Za-z-]+)\s*(?:;|$)")
_CHARSET = re.compile(
    r""";\s*charset\s*=\s*(?:"([A-Za-z0-9_.:+-]{1,40})"|'?([A-Za-z0-9_.:+-]{1,40}))""", re.IGNORECASE
)
_SECONDS = re.compile(r"\s*([0-9]{1,9})\s*", re.ASCII)
_LONGEST = 1_000


def media_and_charset(value: str | None) -> tuple[str | None, str | None]:
    """Read ``Content-Type``: media type and charset in lower case, each ``None`` where it is not told."""
    value = (value or "")[:_LONGEST]
    media, charset = _MEDIA.match(value), _CHARSET.search(value)
    name = (charset[1] or charset[2]).lower() if charset else None
    return (media[1].lower() if media else None), name


def retry_after(value: str | None, now: datetime) -> float | None:
    """Read ``Retry-After``: seconds from ``now`` on, at most ``LONGEST_WAIT``; ``None`` where it tells nothing."""
    value = (value or "")[:_LONGEST]
    if seconds := _SECONDS.fullmatch(value):
        return min(float(seconds[1]), LONGEST_WAIT)
    try:
        when = parsedate_to_datetime(value)
        if when.tzinfo is None:
            when = when.replace(tzinfo=UTC)
        return min(max((when - now).total_seconds(), 0.0), LONGEST_WAIT)
    except (ValueError, TypeError, OverflowError, IndexError):
        return None


def packings(value: str | None) -> tuple[str, ...]:
    """Read ``Content-Encoding``: what the body was packed with, in that order, without ``identity``."""
    names = (name.strip().lower() for name in (value or "").split(","))
    return tuple({"x-gzip": "gzip"}.get(name, name) for name in names if name not in {"", "identity"})


def validator(value: str | None) -> str | None:
    """Give an ``ETag`` or ``Last-Modified`` that can be sent back exactly as it came; ``None`` where it cannot."""
    if value is None or not value.strip() or len(value) > _LONGEST:
        return None
    return value if all(c == "\t" or (" " <= c <= "ÿ" and c != "\x7f") for c in value) else None

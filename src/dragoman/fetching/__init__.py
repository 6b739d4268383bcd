"""Bytes from an address.

::

    with Fetcher(contact="desk@example.org") as fetcher:
        first = fetcher.get("https://example.org/feed.xml", named=True)
        again = fetcher.get(first.url, etag=first.etag, modified=first.modified, final=first.final, named=True)
        again.status  # 304: nothing new

Knows nothing of what the bytes are. What it promises stands in SECURITY.md.
"""

from dragoman.errors import FetchError

from .fetcher import Fetched, Fetcher
from .manners import Clock
from .targets import shown

__all__ = ["Clock", "FetchError", "Fetched", "Fetcher", "shown"]

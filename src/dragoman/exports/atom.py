"""The newest stories as an Atom feed."""

from __future__ import annotations

from collections.abc import Iterable
from typing import TextIO

from dragoman.exports.feeds import atom, feed_of
from dragoman.exports.rows import Row, Written

NAME = "atom"


def write(rows: Iterable[Row], out: TextIO) -> Written:
    """Write the feed; rows are entries."""
    feed = feed_of(rows)
    out.write(atom(feed).decode() + "\n")
    return Written(len(feed.entries))

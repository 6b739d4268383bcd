"""The newest stories as a JSON Feed."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import TextIO

from dragoman.exports.feeds import feed_of, json_feed
from dragoman.exports.rows import Row, Written

NAME = "jsonfeed"


def write(rows: Iterable[Row], out: TextIO) -> Written:
    """Write the feed; rows are entries."""
    feed = feed_of(rows)
    json.dump(json_feed(feed), out, ensure_ascii=False, indent=1)
    out.write("\n")
    return Written(len(feed.entries))

"""The hostile server in a process of its own, so that it takes no time from whoever asks it."""

from __future__ import annotations

import datetime as dt
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fetching.server import Hostile, Item


@contextmanager
def playing(feeds: int = 0, items: int = 0) -> Iterator[int]:
    """Let it play on all of loopback, with so many feeds (``/feed/0``, …) of so many items; yield the port."""
    command = [sys.executable, "-m", "tests.trials.playing", str(feeds), str(items)]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # whom it could not play to the end
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


def _items(feed: int, number: int) -> list[Item]:
    text = (
        "The ministers met for four hours, and a further meeting will be held before the end of the year. "
        * 3
    )
    day = dt.datetime(2026, 10, 1, tzinfo=dt.UTC)
    return [
        Item(
            f"Italy condemned Hungary over harbour {feed} for the {n}th time",
            f"https://house{feed}.example/{n}",
            f"Report {n}. {text}",
            day - dt.timedelta(minutes=n),
        )
        for n in range(number)
    ]


if __name__ == "__main__":
    with Hostile(host="0.0.0.0") as server:
        for feed in range(int(sys.argv[1])):
            server.items(str(feed), _items(feed, int(sys.argv[2])))
        print(server.port, flush=True)
        sys.stdin.read()

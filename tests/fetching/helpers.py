"""What the tests of the fetcher share: a clock that no one waits for, and fetchers for servers on this machine."""

from __future__ import annotations

import threading
from datetime import UTC, datetime, timedelta
from typing import Any

from dragoman.fetching import Clock, Fetcher
from tests.fetching.server import Hostile

BEGIN = datetime(2026, 11, 23, 14, 0, tzinfo=UTC)


class Still(Clock):
    """A clock that goes on only while somebody sleeps, and keeps for how long they did."""

    def __init__(self) -> None:
        self.slept: list[float] = []
        self.seconds = 0.0
        self._lock = threading.Lock()

    def monotonic(self) -> float:
        return self.seconds

    def now(self) -> datetime:
        return BEGIN + timedelta(seconds=self.seconds)

    def sleep(self, seconds: float, stopped: threading.Event) -> None:
        with self._lock:
            self.slept.append(round(seconds, 6))
            self.seconds += seconds


def fetcher_for(*servers: Hostile, **given: Any) -> Fetcher:
    """Make a fetcher that may ask these servers, and nothing else that is not public."""
    given = {"delay": 0.0, "timeout": 5.0, "clock": Still(), "chance": lambda: 0.5, **given}
    return Fetcher(allow_private=[f"127.0.0.1:{server.port}" for server in servers], **given)

"""One request at a time to each host, with a pause between, and none while it wants to be left alone."""

from __future__ import annotations

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime

_MOST = 5_000
"""Hosts kept in mind; beyond, those that are free to be asked are forgotten."""


class Clock:
    """What time it is, and waiting; a test gives its own."""

    def monotonic(self) -> float:
        """Seconds that only go forward."""
        return time.monotonic()

    def now(self) -> datetime:
        """Say what the clock on the wall shows, in UTC."""
        return datetime.now(UTC)

    def sleep(self, seconds: float, stopped: threading.Event) -> None:
        """Wait, but no longer than until ``stopped`` is set."""
        stopped.wait(seconds)


class ClosedError(Exception):
    """The host wants to be left alone for so many seconds more."""

    def __init__(self, seconds: float) -> None:
        super().__init__(seconds)
        self.seconds = seconds


class StoppedError(Exception):
    """Whoever waited was told to stop."""


@dataclass(slots=True)
class _Host:
    turn: threading.Lock = field(default_factory=threading.Lock)
    due: float = 0.0
    closed: float = 0.0
    pause: float = 0.0
    waiting: int = 0


class Manners:
    """Who may ask which host, and when; threads that wait for one host hold up no other.

    Args:
        delay: seconds between the end of one request to a host and the next.
        clock: the time, and waiting.
    """

    def __init__(self, delay: float, clock: Clock) -> None:
        self.delay = delay
        self._clock = clock
        self._hosts: dict[str, _Host] = {}
        self._lock = threading.Lock()
        self._stopped = threading.Event()

    @contextmanager
    def turn(self, host: str) -> Iterator[None]:
        """Hold the host's turn for one request.

        Raises:
            ClosedError: the host wants to be left alone.
            StoppedError: ``stop`` was called meanwhile.
        """
        with self._lock:
            place = self._place(host)
            place.waiting += 1
        try:
            with place.turn:
                if (closed := place.closed - self._clock.monotonic()) > 0:
                    raise ClosedError(closed)
                if (wait := place.due - self._clock.monotonic()) > 0:
                    self._clock.sleep(wait, self._stopped)
                if self._stopped.is_set():
                    raise StoppedError
                try:
                    yield
                finally:
                    pause = max(self.delay, place.pause)
                    place.due = max(place.due, self._clock.monotonic() + pause)
        finally:
            with self._lock:
                place.waiting -= 1

    def slow(self, host: str, pause: float) -> None:
        """Keep at least so many seconds between requests to a host (``Crawl-delay``)."""
        with self._lock:
            self._place(host).pause = pause

    def postpone(self, host: str, seconds: float) -> None:
        """Let everybody wait so long before the host is asked again."""
        with self._lock:
            place = self._place(host)
            place.due = max(place.due, self._clock.monotonic() + seconds)

    def close(self, host: str, seconds: float) -> None:
        """Do not ask the host for so long: whoever wants to is told so at once."""
        with self._lock:
            self._place(host).closed = self._clock.monotonic() + seconds

    def stop(self) -> None:
        """Wake all who wait; none of them asks any more."""
        self._stopped.set()

    def _place(self, host: str) -> _Host:
        if host not in self._hosts and len(self._hosts) >= _MOST:
            now = self._clock.monotonic()
            kept = {n: h for n, h in self._hosts.items() if h.waiting or max(h.due, h.closed) > now}
            self._hosts = kept
        return self._hosts.setdefault(host, _Host())

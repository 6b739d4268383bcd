"""What robots.txt allows (RFC 9309), asked once a day of each host."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

from dragoman.errors import FetchError

from .targets import Target

if TYPE_CHECKING:
    from protego import Protego

AGENT = "dragoman"
"""The name by which robots.txt speaks of us."""

LARGEST = 500 * 1024
"""Bytes that are read of a robots.txt; what comes after is not heeded (RFC 9309, 2.5)."""

KEPT = 86400.0
"""Seconds for which an answer holds (2.4)."""

RETRIED = 600.0
"""Seconds after which a robots.txt that could not be had is asked for again; till then nothing is (2.3.1.4)."""

LONGEST_PAUSE = 30.0
"""Seconds: a longer ``Crawl-delay`` is cut to this."""

_MOST = 5_000
_GROUP = re.compile(
    r"^[^\S\n]*user-?\s?agent[^\S\n]*:?[^\S\n]*(?P<name>[^#\n]*).*$", re.IGNORECASE | re.MULTILINE
)


@dataclass(slots=True)
class _Rules:
    lock: threading.Lock = field(default_factory=threading.Lock)
    until: float = 0.0
    parsed: Protego | None = None
    failure: FetchError | None = None


class Robots:
    """What may be fetched of which host.

    Args:
        fetch: gives status and body of a robots.txt, redirects followed; raises ``FetchError`` where none answers.
        slow: told host and seconds where a ``Crawl-delay`` is asked for.
        monotonic: the time.
    """

    def __init__(
        self,
        fetch: Callable[[Target], tuple[int, bytes]],
        slow: Callable[[str, float], None],
        monotonic: Callable[[], float],
    ) -> None:
        self._fetch = fetch
        self._slow = slow
        self._monotonic = monotonic
        self._known: dict[str, _Rules] = {}
        self._lock = threading.Lock()

    def check(self, target: Target, asked: str) -> None:
        """Let pass what may be fetched.

        Raises:
            FetchError: robots.txt forbids it (lasting), or could not be had (to be tried again).
        """
        rules = self._rules(target)
        if rules.failure is not None:
            failure = rules.failure
            wait = max(rules.until - self._monotonic(), failure.wait or 0.0)
            problem = f"robots.txt of {target.host} cannot be read, so nothing is fetched there now: {failure.problem}"
            raise FetchError(asked, problem, "try again later", failure.status, wait)
        if rules.parsed is not None and not rules.parsed.can_fetch(str(target), AGENT):
            problem = f"robots.txt of {target.host} does not want it fetched by programs"
            raise FetchError(asked, problem, "open it in a browser and save the page", lasting=True)

    def _rules(self, target: Target) -> _Rules:
        with self._lock:
            if len(self._known) >= _MOST:
                now = self._monotonic()
                self._known = {o: r for o, r in self._known.items() if r.lock.locked() or r.until > now}
                if len(self._known) >= _MOST:
                    self._known.clear()
            rules = self._known.setdefault(target.origin, _Rules())
        with rules.lock:
            if rules.until <= self._monotonic():
                self._ask(target, rules)
        return rules

    def _ask(self, target: Target, rules: _Rules) -> None:
        try:
            status, body = self._fetch(
                Target(target.url.copy_with(raw_path=b"/robots.txt"), target.credentials)
            )
            failure = None
        except FetchError as error:
            status, body, failure = 0, b"", error
        rules.parsed = rules.failure = None
        kept = KEPT
        if status == 200:
            rules.parsed = parse(body)
            if pause := rules.parsed.crawl_delay(AGENT):
                self._slow(target.host, min(pause, LONGEST_PAUSE))
        elif not 400 <= status < 500 or status == 429:
            kept = RETRIED
            rules.failure = failure
        rules.until = self._monotonic() + kept


def parse(body: bytes) -> Protego:
    """Read a robots.txt, whatever stands in it."""
    from protego import Protego

    text = body.decode("utf-8", errors="replace").removeprefix("\ufeff")
    return Protego.parse(_GROUP.sub(_ours, "\n".join(text.splitlines())))


def _ours(line: re.Match[str]) -> str:
    """Let a group be for us, for all, or for somebody else, whose name is not kept.

    protego would take the beginning of our name for our name, and be held up for minutes by a file of ten thousand
    names with ten thousand rules.
    """
    name = line["name"].strip().lower().partition("/")[0]
    return f"User-agent: {name if name in {'*', AGENT} else 'another'}"

"""Many addresses at once, and one at a time of each host: work shared among threads."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterable, Iterator
from contextlib import suppress
from queue import Empty, Full, Queue
from time import monotonic
from typing import TYPE_CHECKING, Protocol, TypeVar
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from dragoman.errors import FetchError

T = TypeVar("T")
R = TypeVar("R")

AT_ONCE = 16
"""Hosts that are asked at the same time."""

ENOUGH = 3
"""Addresses in a row for which a host could not be reached; after that it is asked for no more of them in a round."""

_MOST_READY = 32
"""Answers that wait to be looked at; no more is fetched meanwhile, so that memory is bounded."""

_PATIENCE = 0.2
"""Seconds after which a thread looks whether anybody still wants its answer."""


class Ends(Protocol):
    """What ends work early: an event, or a `Limit`."""

    def is_set(self) -> bool:
        """Return whether no more is to be begun."""


class Limit:
    """Ends work when an event does, or after so many seconds."""

    def __init__(self, stop: Ends, seconds: float) -> None:
        self._stop = stop
        self._end = monotonic() + seconds

    def is_set(self) -> bool:
        """Return whether no more is to be begun."""
        return self._stop.is_set() or monotonic() >= self._end


class Refusals:
    """Which hosts are not to be asked for more in a round: those that said so, and those that cannot be reached."""

    def __init__(self) -> None:
        self._refused: dict[str, list[FetchError]] = {}  # of one host one address is asked at a time

    def of(self, address: str) -> FetchError | None:
        """Return why an address need not be asked; ``None`` where it may answer."""
        errors = self._refused.get(host_of(address), ())
        return errors[-1] if errors and (errors[-1].wait is not None or len(errors) >= ENOUGH) else None

    def refused(self, address: str, error: FetchError) -> None:
        """Keep in mind what came of asking an address, where it tells of its host."""
        if error.wait is not None or (error.status is None and not error.lasting):
            self._refused.setdefault(host_of(address), []).append(error)

    def answered(self, address: str) -> None:
        """Keep in mind that the host of an address answers."""
        self._refused.pop(host_of(address), None)


def by_host(
    jobs: Iterable[T], address: Callable[[T], str], do: Callable[[T], R], stop: Ends
) -> Iterator[tuple[T, R | Exception]]:
    """Do jobs in threads, those of one host one after the other, and yield each with its result as it is done.

    A host that is slow, or wants to be asked slowly, keeps nobody waiting but those who go to it as well. Once ``stop``
    is set no job is begun; what was begun is finished and given. Whoever leaves before the end waits for nothing.

    Args:
        jobs: what is to be done.
        address: gives the address that a job goes to.
        do: does a job; what it raises is given in place of a result.
        stop: ends it early.
    """
    hosts: dict[str, list[T]] = {}
    for job in jobs:
        hosts.setdefault(host_of(address(job)), []).append(job)
    waiting: Queue[list[T]] = Queue()
    for host in sorted(hosts.values(), key=len):  # who wants little waits for nobody who wants much
        waiting.put(host)
    ready: Queue[tuple[T, R | Exception] | None] = Queue(_MOST_READY)
    left = threading.Event()

    def give(answer: tuple[T, R | Exception] | None) -> None:
        while not left.is_set():
            with suppress(Full):
                ready.put(answer, timeout=_PATIENCE)
                return

    def work() -> None:
        with suppress(Empty):
            while True:
                for job in waiting.get_nowait():
                    if stop.is_set() or left.is_set():
                        break
                    try:
                        result: R | Exception = do(job)
                    except Exception as error:  # told to whoever asked, who knows what it means
                        result = error
                    give((job, result))
        give(None)

    # Threads that end with the process: whoever wants to leave at once need not wait for a server that is silent.
    workers = [threading.Thread(target=work, daemon=True) for _ in range(min(AT_ONCE, len(hosts)))]
    for worker in workers:
        worker.start()
    try:
        busy = len(workers)
        while busy:
            answer = ready.get()
            if answer is None:
                busy -= 1
            else:
                yield answer
    finally:
        left.set()


def host_of(address: str) -> str:
    """Return the host and port of an address; what is no address is a host of its own."""
    try:
        return urlsplit(address).netloc.rpartition("@")[2].lower() or address
    except ValueError:
        return address

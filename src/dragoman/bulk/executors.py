"""Where shards are worked on: processes of this machine, a cluster of Dask, or the ranks of MPI.

All are `concurrent.futures.Executor`, and nothing else is asked of them: any other will do too.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from concurrent.futures import BrokenExecutor, Executor, Future, InvalidStateError, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager, suppress
from dataclasses import dataclass
from multiprocessing import get_context
from threading import Event as ThreadEvent
from threading import Lock, Thread
from typing import Any

from dragoman.errors import DragomanError

Make = Callable[[], AbstractContextManager[Executor]]

PATIENCE = "30s"
"""How long a scheduler may take to answer."""

WATCH = 1.0
"""Seconds between two looks at whether a cluster is there still."""

LOST = "the scheduler does not answer any more"


class ExecutorError(DragomanError):
    """An executor cannot be had; the message says which and how to get it."""


@dataclass(frozen=True, slots=True)
class Workers:
    """Who works on shards.

    Attributes:
        make: makes an executor, and another where one broke down.
        number: how many workers there are; ``None`` where that is not known, or changes.
    """

    make: Make
    number: int | None


def workers(executor: str = "processes", number: int | None = None) -> Workers:
    """Return who works on shards.

    Args:
        executor: ``processes`` of this machine; ``dask://HOST:PORT``, the scheduler of a cluster; ``mpi``, the ranks
            beside this one (``mpiexec -n 17 python -m mpi4py.futures -m dragoman bulk …``).
        number: how many processes; ``None``: one for each core. A cluster has its own number.

    Raises:
        ExecutorError: there is no such executor, or what it needs is not installed.
    """
    if executor == "processes":
        from dragoman.coding.shards import cores

        number = number or cores()
        return Workers(lambda: _processes(number), number)
    if number is not None:
        raise ExecutorError(f"--workers is for processes; {executor} has the workers that it has")
    if executor == "mpi":
        return Workers(_ranks(), None)
    if executor.startswith("dask://"):
        _module("distributed", "dragoman[cluster]")
        return Workers(lambda: _dask(executor.removeprefix("dask://")), None)
    raise ExecutorError(f"no executor {executor[:80]!r} (write processes, dask://HOST:PORT or mpi)")


def _ranks() -> Make:
    """The ranks beside this one. Without any, MPI would be asked to start some, which never ends where it cannot."""
    futures = _module("mpi4py.futures", "mpi4py")
    try:
        ranks = importlib.import_module("mpi4py.MPI").COMM_WORLD.Get_size()
    except (ImportError, RuntimeError) as error:
        raise ExecutorError(f"no MPI on this machine can be loaded: {error}") from error
    if ranks < 2:
        raise ExecutorError(
            "no ranks to work (write mpiexec -n 17 python -m mpi4py.futures -m dragoman bulk … --executor mpi)"
        )
    make: Make = futures.MPIPoolExecutor
    return make


def _processes(number: int) -> Executor:
    from dragoman.coding.shards import begin

    # Not forked: threads of ONNX Runtime and locks that they hold would not live in the copy.
    return ProcessPoolExecutor(number, mp_context=get_context("spawn"), initializer=begin, initargs=(True,))


@contextmanager
def _dask(address: str) -> Iterator[Executor]:
    distributed = importlib.import_module("distributed")
    try:
        client = distributed.Client(f"tcp://{address}", timeout=PATIENCE)
    except (OSError, ValueError) as error:
        raise ExecutorError(
            f"dask://{address}: no scheduler answers ({error}); is it running there?"
        ) from error
    with (
        client,
        Watched(client.get_executor(pure=False), lambda: client.status in {"closing", "closed"}) as pool,
    ):
        yield pool


class Watched(Executor):
    """An executor that may be lost without a word, as a cluster whose scheduler ends: what was asked of it fails then.

    Args:
        executor: who works.
        lost: says whether nobody answers there any more.
    """

    def __init__(self, executor: Executor, lost: Callable[[], bool]) -> None:
        self._executor, self._lost = executor, lost
        self._open, self._lock, self._ended = set[Future[Any]](), Lock(), ThreadEvent()
        Thread(target=self._watch, daemon=True).start()

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        """Have something done."""
        if self._lost():
            raise BrokenExecutor(LOST)
        future = self._executor.submit(fn, *args, **kwargs)
        with self._lock:
            self._open.add(future)
        future.add_done_callback(self._done)
        return future

    def shutdown(self, wait: bool = True, *, cancel_futures: bool = False) -> None:
        """Watch no longer; who made the executor ends it."""
        self._ended.set()

    def _done(self, future: Future[Any]) -> None:
        with self._lock:
            self._open.discard(future)

    def _watch(self) -> None:
        while not self._ended.wait(WATCH):
            if self._lost():
                with self._lock:
                    left = list(self._open)
                for future in left:
                    with suppress(InvalidStateError):  # it is done meanwhile
                        future.set_exception(BrokenExecutor(LOST))


def _module(name: str, install: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise ExecutorError(f'{name} is not installed (run: pip install "{install}")') from error

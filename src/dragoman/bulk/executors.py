"""Where shards are worked on: processes of this machine, a cluster of Dask, or the ranks of MPI.

All are `concurrent.futures.Executor`, and nothing else is asked of them: any other will do too.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, ProcessPoolExecutor
from contextlib import AbstractContextManager, contextmanager
from dataclasses import dataclass
from multiprocessing import get_context
from typing import Any

from dragoman.errors import DragomanError

Make = Callable[[], AbstractContextManager[Executor]]

PATIENCE = "30s"
"""How long a scheduler may take to answer."""


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
    with client:
        yield client.get_executor(pure=False)


def _module(name: str, install: str) -> Any:
    try:
        return importlib.import_module(name)
    except ImportError as error:
        raise ExecutorError(f'{name} is not installed (run: pip install "{install}")') from error

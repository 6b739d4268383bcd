"""A cluster of Dask on this machine: a scheduler and workers, each a process of its own."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

PATIENCE = 60.0
"""Seconds that a part of the cluster may take to start."""


@contextmanager
def cluster(folder: Path, workers: int = 2) -> Iterator[str]:
    """Give the address of a scheduler, as ``dragoman bulk --executor`` takes it."""
    folder.mkdir(exist_ok=True)
    file = folder / "scheduler.json"
    local = ("--host", "127.0.0.1", "--no-dashboard")
    with ExitStack() as stack:

        def start(command: str, *given: str) -> None:
            process = _started(command, *local, *given)
            stack.callback(process.wait)
            stack.callback(process.kill)

        start("dask_scheduler", "--port", "0", "--scheduler-file", str(file))
        waited(file.exists)
        address: str = json.loads(file.read_text())["address"]
        for _ in range(workers):
            start("dask_worker", address, "--nthreads", "1", "--no-nanny", "--local-directory", str(folder))
        yield f"dask://{address.removeprefix('tcp://')}"


def waited(ready: Callable[[], object]) -> None:
    """Wait until something is so."""
    until = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < until, "the cluster did not start"
        time.sleep(0.05)


def _started(command: str, *given: str) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", f"distributed.cli.{command}", *given],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )

"""Real processes and a real cluster of Dask, one of whose workers is killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import sys
import threading
import time
from collections.abc import Iterator
from concurrent.futures import BrokenExecutor, Future, ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path
from types import SimpleNamespace
from typing import Any

import pytest

import dragoman
from dragoman.bulk import executors, slices
from dragoman.bulk.executors import ExecutorError, workers
from dragoman.bulk.running import Ran

from .clusters import PATIENCE, cluster
from .conftest import report, write
from .test_running import Trial


@pytest.fixture(scope="module")
def expected(
    tmp_path_factory: pytest.TempPathFactory,
) -> tuple[list[dragoman.Document], list[dragoman.Event]]:
    documents = dragoman.read(
        write(tmp_path_factory.mktemp("in") / "a.jsonl", [report(n) for n in range(60)])
    )
    events = dragoman.code(documents, parser="fast")
    return sorted(documents, key=lambda d: d.id), sorted(events, key=lambda e: e.id)


@pytest.fixture
def trial(tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch) -> Trial:
    monkeypatch.setattr(slices, "SLICE", 4_000)
    return Trial(tmp_path / "out", archive)


def kill_one_at_work(trial: Trial, killed: list[int]) -> None:
    """Kill the first worker that has begun a shard."""
    until = time.monotonic() + PATIENCE
    while time.monotonic() < until and not killed:
        for file in trial.layout.working.glob("[!.]*.json"):
            killed.append(json.loads(file.read_text())["process"])
            os.kill(killed[0], signal.SIGKILL)
            return
        time.sleep(0.05)


@contextmanager
def killing(trial: Trial) -> Iterator[list[int]]:
    killed: list[int] = []
    thread = threading.Thread(target=kill_one_at_work, args=(trial, killed))
    thread.start()
    yield killed
    thread.join()


Expected = tuple[list[dragoman.Document], list[dragoman.Event]]


def test_a_process_killed_in_the_middle_loses_nothing(trial: Trial, expected: Expected) -> None:
    with killing(trial) as killed:
        assert trial.run(workers("processes", 2)) == Ran(True, ())
    assert killed
    assert (trial.documents(), trial.events()) == expected
    assert not list(trial.layout.working.iterdir())


@pytest.mark.filterwarnings("default")  # what a cluster warns of when a part of it is killed
def test_a_worker_of_a_cluster_killed_in_the_middle_loses_nothing(
    trial: Trial, tmp_path: Path, expected: Expected
) -> None:
    with cluster(tmp_path / "dask") as address, killing(trial) as killed:
        assert trial.run(workers(address)) == Ran(True, ())
    assert killed
    assert (trial.documents(), trial.events()) == expected


@pytest.mark.parametrize(
    ("executor", "number", "told"),
    [
        ("spark", None, "no executor 'spark' .write processes, dask://HOST:PORT or mpi."),
        ("dask://127.0.0.1:1", 3, "--workers is for processes"),
    ],
)
def test_who_cannot_work_is_told(executor: str, number: int | None, told: str) -> None:
    with pytest.raises(ExecutorError, match=told):
        workers(executor, number)


def test_a_scheduler_that_does_not_answer_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(executors, "PATIENCE", "1s")
    with pytest.raises(ExecutorError, match="no scheduler answers"), workers("dask://127.0.0.1:1").make():
        pass


def test_what_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mpi4py.futures", None)
    with pytest.raises(ExecutorError, match=r'mpi4py.futures is not installed .run: pip install "mpi4py"'):
        workers("mpi")


def test_what_was_asked_of_a_cluster_that_is_lost_fails(monkeypatch: pytest.MonkeyPatch) -> None:
    class Silent(ThreadPoolExecutor):
        def submit(self, work: Any, /, *given: Any, **named: Any) -> Future[Any]:
            return Future()

    monkeypatch.setattr(executors, "WATCH", 0.01)
    lost: list[bool] = []
    with executors.Watched(Silent(1), lambda: bool(lost)) as pool:
        future = pool.submit(print)
        time.sleep(0.05)
        assert not future.done()
        lost.append(True)
        with pytest.raises(BrokenExecutor, match="does not answer any more"):
            future.result(timeout=5)
        with pytest.raises(BrokenExecutor):
            pool.submit(print)


@pytest.mark.parametrize(
    ("world", "told"),
    [
        (
            SimpleNamespace(COMM_WORLD=SimpleNamespace(Get_size=lambda: 1)),
            "no ranks to work .write mpiexec -n",
        ),
        (None, "no MPI on this machine can be loaded"),
    ],
)
def test_without_ranks_nothing_waits_for_them(
    monkeypatch: pytest.MonkeyPatch, world: object, told: str
) -> None:
    monkeypatch.setitem(sys.modules, "mpi4py.futures", SimpleNamespace(MPIPoolExecutor=None))
    monkeypatch.setitem(sys.modules, "mpi4py.MPI", world)
    with pytest.raises(ExecutorError, match=told):
        workers("mpi")

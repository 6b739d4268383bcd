"""Real processes and a real cluster of Dask, one of whose workers is killed in the middle."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, contextmanager
from pathlib import Path

import pytest

import dragoman
from dragoman.bulk import slices
from dragoman.bulk.executors import ExecutorError, workers
from dragoman.bulk.running import Ran

from .conftest import report, write
from .test_running import Trial

PATIENCE = 60.0


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


def started(command: str, *given: str) -> subprocess.Popen[bytes]:
    environment = os.environ | {"OMP_NUM_THREADS": "1"}
    return subprocess.Popen(
        [sys.executable, "-W", "ignore", "-m", f"distributed.cli.{command}", *given],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment,
    )


def waited(ready: Callable[[], object]) -> None:
    until = time.monotonic() + PATIENCE
    while not ready():
        assert time.monotonic() < until, "the cluster did not start"
        time.sleep(0.1)


@pytest.fixture
def scheduler(tmp_path: Path) -> Iterator[str]:
    """The address of a scheduler with two workers, each a process of its own."""
    file = tmp_path / "scheduler.json"
    with ExitStack() as stack:

        def start(command: str, *given: str) -> None:
            process = started(command, *given)
            stack.callback(process.wait)
            stack.callback(process.kill)

        start(
            "dask_scheduler",
            "--host",
            "127.0.0.1",
            "--port",
            "0",
            "--no-dashboard",
            "--scheduler-file",
            str(file),
        )
        waited(file.exists)
        address = json.loads(file.read_text())["address"].removeprefix("tcp://")
        for _ in range(2):
            start(
                "dask_worker", f"tcp://{address}", "--nthreads", "1", "--no-nanny", "--no-dashboard",
                "--local-directory", str(tmp_path / "dask"),
            )  # fmt: skip
        yield f"dask://{address}"


@pytest.mark.filterwarnings("default")  # what a cluster warns of when a part of it is killed
def test_a_worker_of_a_cluster_killed_in_the_middle_loses_nothing(
    trial: Trial, scheduler: str, expected: Expected
) -> None:
    with killing(trial) as killed:
        assert trial.run(workers(scheduler)) == Ran(True, ())
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
    from dragoman.bulk import executors

    monkeypatch.setattr(executors, "PATIENCE", "1s")
    with pytest.raises(ExecutorError, match="no scheduler answers"), workers("dask://127.0.0.1:1").make():
        pass


def test_what_is_not_installed_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "mpi4py.futures", None)
    with pytest.raises(ExecutorError, match=r'mpi4py.futures is not installed .run: pip install "mpi4py"'):
        workers("mpi")

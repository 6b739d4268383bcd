"""Several cores: the same events in the same order, whatever runs them and however they are cut."""

from __future__ import annotations

import os
import pickle
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

import dragoman
from dragoman import Document, Event, InputError
from dragoman.coding import shards
from dragoman.coding import stream as coded

TITLES = [
    "Peru Expels Two Chilean Diplomats",
    "Oslo Blackballs Lima over Fishing Row",
    "Le gouvernement rejette toutes les propositions de la commission",
    "Storm Leaves Thousands Without Power",
    "Ghana's president meets leaders of Togo in Accra",
]
TEXT = "Police arrested {} protesters in Lagos on Friday. Kenya condemned the arrests, officials said."
DOCUMENTS = [
    *(Document(f"h{i}", "headline", title, published="2024-05-06") for i, title in enumerate(TITLES)),
    *(Document(f"a{i}", "article", None, TEXT.format(i + 2), "2024-05-06") for i in range(4)),
]


class Here(Executor):
    """Runs each shard when it is handed in, and notes how many were; what is sent is copied as to a process."""

    def __init__(self) -> None:
        self.sent = 0

    def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
        self.sent += 1
        future: Future[Any] = Future()
        try:
            function, given = pickle.loads(pickle.dumps((fn, args)))
            future.set_result(pickle.loads(pickle.dumps(function(*given, **kwargs))))
        except Exception as error:
            future.set_exception(error)
        return future


@pytest.fixture(scope="module")
def one_by_one() -> list[Event]:
    events = dragoman.code(DOCUMENTS)
    assert len({event.document for event in events}) >= 5
    return events


@pytest.fixture
def own_words(tmp_path: Path) -> Path:
    path = tmp_path / "mine.yaml"
    path.write_text("type: SANCTION\nentries:\n  - verb: blackball\n", encoding="utf-8")
    return path


def test_two_processes_code_as_one_does(
    one_by_one: list[Event], own_words: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(shards, "SHARD", 150)
    with shards.processes(DOCUMENTS, 2) as executor:
        assert isinstance(executor, ProcessPoolExecutor)
        assert dragoman.code(DOCUMENTS, executor=executor) == one_by_one
        theirs = dragoman.code(DOCUMENTS, lexicon=own_words, executor=executor)
    assert theirs == dragoman.code(DOCUMENTS, lexicon=own_words)
    assert "SANCTION/blackball@mine.yaml (active)" in {event.evidence.rule for event in theirs}


@pytest.mark.parametrize("size", [1, 60, 10_000])
def test_however_they_are_cut(size: int, one_by_one: list[Event], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SHARD", size)
    executor = Here()
    assert dragoman.code(DOCUMENTS, executor=executor) == one_by_one
    assert executor.sent == {1: 9, 60: 7, 10_000: 1}[size]
    assert dragoman.code([], executor=executor) == []
    sure = dragoman.code(DOCUMENTS, executor=executor, min_confidence=0.7)
    assert sure == [event for event in one_by_one if (event.confidence or 0) >= 0.7]


def test_documents_are_taken_as_the_work_goes_on(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SHARD", 1)
    monkeypatch.setattr(shards, "AHEAD", 3)
    taken = []

    def endless() -> Iterator[Document]:
        number = 0
        while True:
            taken.append(number)
            yield Document(str(number), "headline", TITLES[0])
            number += 1

    events = coded(endless(), executor=Here())
    assert [next(events)[0].document for _ in range(5)] == ["0", "1", "2", "3", "4"]
    assert len(taken) <= 5 + 3


def test_what_goes_wrong_in_a_worker_is_raised_here() -> None:
    with (
        ProcessPoolExecutor(1, mp_context=get_context("spawn")) as executor,
        pytest.raises(ValueError, match="no parser 'slow'"),
    ):
        dragoman.code(DOCUMENTS, parser="slow", executor=executor)  # type: ignore[arg-type]


def test_an_error_comes_back_from_a_worker_whole() -> None:
    for error in (
        InputError("a.txt", "line 7", "no date", "write one"),
        InputError(input="a.txt", place=None, problem="no date", mend="write one"),
    ):
        assert str(pickle.loads(pickle.dumps(error))) == str(error)


@pytest.mark.parametrize(
    ("characters", "jobs", "processes"),
    [(100, None, None), (1_200_000, None, 4), (10_000_000, None, 8), (100, 3, 3), (10_000_000, 1, None)],
)
def test_processes_are_started_where_they_pay(
    characters: int, jobs: int | None, processes: int | None, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked = []

    def pool(number: int, **_: object) -> Executor:
        asked.append(number)
        return Here()

    monkeypatch.setattr(shards, "cores", lambda: 8)
    monkeypatch.setattr(shards, "ProcessPoolExecutor", pool)
    with shards.processes([Document("a", "article", None, "x" * characters)], jobs) as executor:
        assert (executor is None) == (processes is None)
    assert asked == ([] if processes is None else [processes])


WORKS = """
import os, sys
from dragoman.coding.shards import processes
with processes([], 2, finish=True) as executor:
    worker = executor.submit(os.getpid).result()
    os.kill(worker, 2)  # as a terminal does on Ctrl-C
    print(executor.submit(abs, -3).result(), flush=True)
    sys.stdin.read()
"""


@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
def test_workers_finish_when_asked_to_and_end_with_who_is_killed() -> None:
    with subprocess.Popen(
        [sys.executable, "-c", WORKS], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as killed:
        assert killed.stdout is not None
        assert killed.stdout.readline().strip() == "3"
        killed.kill()
        assert killed.communicate(timeout=20)[0] == ""  # nobody holds the other end any more

"""The first stage: whatever becomes of workers, each shard is there once, or told."""

from __future__ import annotations

import errno
import json
import threading
from collections.abc import Callable, Iterator
from concurrent.futures import Executor, Future, ThreadPoolExecutor
from contextlib import nullcontext
from functools import partial
from pathlib import Path
from typing import Any

import pyarrow.parquet as pq
import pytest

import dragoman
from dragoman.bulk import coding, running, slices
from dragoman.bulk.coding import Job
from dragoman.bulk.executors import Workers
from dragoman.bulk.layout import Layout
from dragoman.bulk.running import BulkError, FirstStage, Progress, Ran
from dragoman.bulk.shards import Shard, shards_of
from dragoman.exports.arrow import documents_of, events_of
from dragoman.records import Version
from tests.fetching.server import Hostile

from .conftest import report, write


class Trial:
    """A corpus and what is told of its making."""

    def __init__(self, out: Path, archive: Path) -> None:
        self.layout = Layout(out)
        self.archive = archive
        self.told: list[str] = []
        self.progress: list[Progress] = []

    def run(self, workers: Workers, stopped: Callable[[], bool] = lambda: False) -> Ran:
        shards, _ = shards_of([str(self.archive)], {}, lambda error: self.told.append(str(error)))
        job = Job(str(self.layout.out), Shard("", (), 0, 0), "fast", 0.0, None, None, False)
        stage = FirstStage(
            self.layout,
            shards,
            job,
            workers,
            progress=self.progress.append,
            tell=self.told.append,
            stopped=stopped,
        )
        return stage.run()

    def documents(self) -> list[dragoman.Document]:
        found: list[dragoman.Document] = []
        for chunk in self.layout.done():
            found += documents_of(pq.read_table(self.layout.shards / chunk / "documents.parquet"))
        return sorted(found, key=lambda document: document.id)

    def events(self) -> list[dragoman.Event]:
        found: list[dragoman.Event] = []
        for chunk in self.layout.done():
            found += events_of(pq.read_table(self.layout.shards / chunk / "events.parquet"))
        return sorted(found, key=lambda event: event.id)


@pytest.fixture
def trial(tmp_path: Path, archive: Path, monkeypatch: pytest.MonkeyPatch) -> Trial:
    monkeypatch.setattr(slices, "SLICE", 4_000)
    monkeypatch.setattr(coding, "CHUNK", 7)
    monkeypatch.setattr(coding, "BATCH", 500)
    monkeypatch.setattr(running, "POLL", 0.05)
    return Trial(tmp_path / "out", archive)


@pytest.fixture
def expected(archive: Path) -> tuple[list[dragoman.Document], list[dragoman.Event]]:
    documents = dragoman.read(archive)
    events = dragoman.code(documents, parser="fast")
    assert len(documents) == 60
    assert len(events) > 40
    return sorted(documents, key=lambda d: d.id), sorted(events, key=lambda e: e.id)


Expected = tuple[list[dragoman.Document], list[dragoman.Event]]


def test_shards_hold_what_read_and_code_give(trial: Trial, threads: Workers, expected: Expected) -> None:
    assert trial.run(threads) == Ran(True, ())
    assert (trial.documents(), trial.events()) == expected
    assert not trial.told
    assert not list(trial.layout.working.iterdir())
    last = trial.progress[-1]
    assert (last.shards, last.finished, last.failed, last.documents, last.read) == (4, 4, 0, 60, last.size)


def test_a_marker_tells_what_is_in_its_chunk(trial: Trial, threads: Workers) -> None:
    trial.run(threads)
    markers = trial.layout.done()
    assert len(markers) > 4
    for chunk, marker in markers.items():
        folder = trial.layout.shards / chunk
        documents = pq.read_table(folder / "documents.parquet")
        assert marker["documents"] == documents.num_rows == sum(marker["days"].values())
        assert marker["events"] == pq.read_table(folder / "events.parquet").num_rows
        assert documents["day"].to_pylist() == sorted(documents["day"].to_pylist())
        assert set(marker["hash"]) == {"documents.parquet", "events.parquet"}
        assert marker["version"]["code"] == dragoman.__version__
    assert sum(marker["documents"] for marker in markers.values()) == 60


def soon(looks: Iterator[int]) -> bool:
    """Whether it was asked often enough."""
    return next(looks, None) is None


def test_what_is_stopped_goes_on_where_it_was(trial: Trial, threads: Workers, expected: Expected) -> None:
    runs, finished = 0, False
    while not finished:
        finished = trial.run(threads, partial(soon, iter(range(2)))).finished
        assert not trial.layout.stop.exists()
        runs += 1
    assert runs > 1
    assert (trial.documents(), trial.events()) == expected


def test_nothing_is_done_twice(trial: Trial, threads: Workers, monkeypatch: pytest.MonkeyPatch) -> None:
    trial.run(threads)
    before = {name: (trial.layout.shards / name).stat().st_mtime_ns for name in trial.layout.done()}
    monkeypatch.setattr(running, "code_shard", None)
    assert trial.run(threads) == Ran(True, ())
    assert {name: (trial.layout.shards / name).stat().st_mtime_ns for name in trial.layout.done()} == before


class Breaking(ThreadPoolExecutor):
    """Breaks down with the third shard that is begun, as a pool of processes does when one of them is killed."""

    begun = 0

    def submit(self, work: Any, /, *given: Any, **named: Any) -> Future[Any]:
        from concurrent.futures import BrokenExecutor

        Breaking.begun += 1
        if Breaking.begun % 3:
            return super().submit(work, *given, **named)
        raise BrokenExecutor("a process was ended")


def test_when_workers_break_down_others_go_on(trial: Trial, expected: Expected) -> None:
    assert trial.run(Workers(lambda: Breaking(2), 2)) == Ran(True, ())
    assert (trial.documents(), trial.events()) == expected


def failing(shard: int, error: BaseException, times: int) -> Callable[[Job], coding.Coded]:
    """What codes shards, but for one, which fails so often."""
    tried: list[str] = []
    lock = threading.Lock()

    def code(job: Job) -> coding.Coded:
        with lock:
            if job.shard.start == shard and len(tried) < times:
                tried.append(job.shard.name)
                raise error
        return coding.code_shard(job)

    return code


def test_a_shard_that_fails_is_tried_again(
    trial: Trial, threads: Workers, expected: Expected, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "code_shard", failing(0, ValueError("no luck"), 2))
    assert trial.run(threads) == Ran(True, ())
    assert (trial.documents(), trial.events()) == expected


def test_one_that_fails_always_is_told_and_the_rest_is_done(
    trial: Trial, threads: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(running, "code_shard", failing(0, ValueError("no luck"), 99))
    ran = trial.run(threads)
    assert ran.finished
    (failed,) = ran.failed
    assert (failed.input, failed.why) == (str(trial.archive), "ValueError: no luck")
    assert trial.told == [
        f"{trial.archive}: given up after 3 tries: ValueError: no luck (the same command tries it again)"
    ]
    assert 40 < len(trial.documents()) < 60


def test_where_nothing_can_be_written_it_ends(
    trial: Trial, threads: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = OSError(errno.ENOSPC, "No space left on device")
    monkeypatch.setattr(running, "code_shard", failing(0, full, 1))
    with pytest.raises(BulkError, match=r"cannot be written: No space left on device .*goes on where it was"):
        trial.run(threads)


def test_a_worker_of_another_version_is_told_and_codes_nothing(trial: Trial, threads: Workers) -> None:
    shards, _ = shards_of([str(trial.archive)], {}, lambda error: None)
    other = Version(code="0.0.1", lexicon="old", model="none")
    job = Job(str(trial.layout.out), shards[0], "fast", 0.0, None, None, False, other)
    stage = FirstStage(
        trial.layout,
        shards,
        job,
        threads,
        progress=trial.progress.append,
        tell=trial.told.append,
        stopped=lambda: False,
    )
    with pytest.raises(
        BulkError, match=r"than the corpus is coded with \(0.0.1 old none\): install the same"
    ):
        stage.run()
    assert not trial.layout.done()


def test_workers_that_never_begin_are_told(trial: Trial) -> None:
    class Broken(ThreadPoolExecutor):
        def submit(self, work: Any, /, *given: Any, **named: Any) -> Future[Any]:
            from concurrent.futures import BrokenExecutor

            raise BrokenExecutor

    executor: Executor = Broken(1)
    with pytest.raises(BulkError, match="give fewer --workers"):
        trial.run(Workers(lambda: nullcontext(executor), 1))


def test_a_chunk_written_twice_is_there_once(trial: Trial, archive: Path) -> None:
    shards, _ = shards_of([str(archive)], {}, lambda error: None)
    job = Job(str(trial.layout.out), shards[0], "fast", 0.0, None, None, False)
    with ThreadPoolExecutor(2) as pool:
        for coded in pool.map(coding.code_shard, [job, job]):
            assert coded.finished
    names = [path.name for path in trial.layout.shards.iterdir()]
    assert len(names) == len(trial.layout.done())


def test_a_document_that_cannot_be_coded_is_kept(
    trial: Trial, threads: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    import dragoman.coding.coder as coder

    whole = coder.stream

    def stream(documents: Any, *given: Any) -> Any:
        if any(document.title and "of 33 ships" in document.title for document in documents):
            raise ZeroDivisionError("by nothing")
        return whole(documents, *given)

    monkeypatch.setattr(coder, "stream", stream)
    assert trial.run(threads).finished
    assert len(trial.documents()) == 60
    (told,) = trial.told
    assert told.endswith("it cannot be coded: ZeroDivisionError: by nothing (it is kept without events)")


def test_problems_are_told_up_to_a_number(
    trial: Trial, threads: Workers, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(coding, "TOLD", 2)
    monkeypatch.setattr(slices, "SLICE", 1 << 20)
    monkeypatch.setattr(coding, "CHUNK", 100)
    write(trial.archive, [report(1), *({"title": ""} for _ in range(5))])
    trial.run(threads)
    (marker,) = trial.layout.done().values()
    assert (marker["problems"], len(marker["told"])) == (5, 2)
    assert trial.told[:2] == [
        f"{trial.archive}, line {n}: neither title nor text (give at least one of them)" for n in (2, 3)
    ]
    assert trial.told[2] == f"{trial.archive}: 3 further problems of such kinds"


def test_an_archive_is_fetched(tmp_path: Path, archive: Path) -> None:
    with Hostile() as server:
        server.put("/a.jsonl", archive.read_bytes())
        shards, _ = shards_of([server.url("/a.jsonl")], {}, lambda error: None)
        job = Job(str(tmp_path), shards[0], "fast", 0.0, None, None, True)
        assert coding.code_shard(job).finished
    (marker,) = Layout(tmp_path).done().values()
    assert (marker["documents"], marker["problems"]) == (60, 0)


def test_what_is_not_public_is_not_asked(tmp_path: Path, archive: Path) -> None:
    with Hostile() as server:
        server.put("/a.jsonl", archive.read_bytes())
        shards, _ = shards_of([server.url("/a.jsonl")], {}, lambda error: None)
        coding.code_shard(Job(str(tmp_path), shards[0], "fast", 0.0, None, None, False))
        assert not server.count("/a.jsonl")
    (marker,) = Layout(tmp_path).done().values()
    assert "is not a public address" in marker["told"][0]


def test_a_marker_holds_no_password(tmp_path: Path) -> None:
    file = ("https://me:secret@localhost:1/a.jsonl", 0, 0)
    job = Job(str(tmp_path), Shard("a", (file,), 0, 0), "fast", 0.0, None, None, True)
    assert coding.code_shard(job).finished
    (marker,) = Layout(tmp_path).done().values()
    assert "secret" not in json.dumps(marker)
    assert marker["problems"] == 1

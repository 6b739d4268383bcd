"""`dragoman bulk` as its user gives it."""

from __future__ import annotations

import errno
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pyarrow.dataset as ds
import pytest
from click.testing import CliRunner, Result

from dragoman.bulk import slices
from dragoman.bulk.layout import Layout
from dragoman.cli import main

from .clusters import waited
from .conftest import report, write


def bulk(*given: object) -> Result:
    return CliRunner().invoke(main, ["bulk", *map(str, given)])


def started(*given: object) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-m", "dragoman", "bulk", *map(str, given)],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        env=os.environ | {"OMP_NUM_THREADS": "1"},
    )


def ids(out: Path, name: str) -> list[str]:
    return sorted(ds.dataset(out / name, partitioning="hive").to_table(columns=["id"])["id"].to_pylist())


@pytest.fixture(scope="module")
def corpus(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A corpus that was stopped by Ctrl-C in the middle and gone on with; the archive is beside it."""
    folder = tmp_path_factory.mktemp("corpus")
    out = folder / "out"
    archive = write(folder / "archive.jsonl", [*(report(n) for n in range(60)), {"title": ""}])
    process = started(archive, "-o", out, "--parser", "fast", "--workers", "1")
    waited(lambda: list(out.glob("working/[!.]*.json")))
    process.send_signal(signal.SIGINT)
    _, said = process.communicate(timeout=60)
    assert process.returncode == 130, said
    assert "dragoman: stopping; workers write what they have" in said
    assert "the same command goes on with the rest" in said
    process = started(archive, "-o", out, "--parser", "fast", "--workers", "1")
    told, later = process.communicate(timeout=120)
    assert process.returncode == 0, later
    assert told.startswith("60 documents, ")
    assert f"{archive}, line 61: neither title nor text" in said + later
    return out


def test_what_was_stopped_is_whole(corpus: Path) -> None:
    documents = ids(corpus, "documents")
    assert len(documents) == len(set(documents)) == 60
    events = ids(corpus, "events")
    assert len(events) == len(set(events)) > 40
    assert ids(corpus, "stories")
    months = {path.name for path in (corpus / "events").iterdir() if not path.name.startswith(".")}
    assert months == {"month=2025-01", "month=2025-02"}


def test_the_same_again_is_done_at_once(corpus: Path) -> None:
    began = time.monotonic()
    done = bulk(corpus.parent / "archive.jsonl", "-o", corpus, "--parser", "fast", "--strict")
    assert time.monotonic() - began < 10
    assert done.exit_code == 1  # of the line that is no report
    assert done.stdout.startswith("60 documents, ")


def test_a_corpus_is_made_in_one_way(corpus: Path) -> None:
    done = bulk(corpus.parent / "archive.jsonl", "-o", corpus)
    assert done.exit_code == 1
    assert "it was made with parser fast, now accurate, model " in done.stderr
    assert "{" not in done.stderr
    assert "name another folder with -o" in done.stderr


def test_where_there_is_no_room_it_ends_in_the_second_stage_too(
    corpus: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from dragoman.bulk import making

    def full(*given: object, **named: object) -> None:
        raise OSError(errno.ENOSPC, "Error writing bytes to file. Detail: [errno 28] No space left on device")

    monkeypatch.setattr(making, "assemble", full)
    done = bulk(corpus.parent / "archive.jsonl", "-o", corpus, "--parser", "fast")
    assert done.exit_code == 1
    assert f"{corpus}: cannot be written: No space left on device (make room, and give the" in done.stderr
    assert "Traceback" not in done.stderr


def test_a_file_system_without_locks_will_do(corpus: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    import fcntl

    def none(*given: object) -> None:
        raise OSError(errno.ENOSYS, "Function not implemented")

    monkeypatch.setattr(fcntl, "flock", none)
    done = bulk(corpus.parent / "archive.jsonl", "-o", corpus, "--parser", "fast")
    assert done.exit_code == 0


def test_only_one_works_on_it(corpus: Path) -> None:
    from dragoman.bulk.making import _alone

    with _alone(Layout(corpus)):
        done = bulk(corpus.parent / "archive.jsonl", "-o", corpus, "--parser", "fast")
    assert done.exit_code == 1
    assert "another process works on it" in done.stderr


def test_a_chunk_that_was_changed_is_told(corpus: Path, tmp_path: Path) -> None:
    import shutil

    out = tmp_path / "out"
    shutil.copytree(corpus, out)
    shutil.rmtree(out / "buckets")
    chunk = next((out / "shards").glob("*.000"))
    (chunk / "events.parquet").write_bytes(b"PAR1")
    done = bulk(corpus.parent / "archive.jsonl", "-o", out, "--parser", "fast", "--workers", "1")
    assert done.exit_code == 1
    assert (
        f"{chunk / 'events.parquet'}: it is not as it was written (delete the folder {chunk}" in done.stderr
    )


@pytest.mark.parametrize(
    ("given", "told"),
    [
        ((), "name files, folders or addresses"),
        (("-",), "name files, folders or addresses"),
        (("a.jsonl", "--executor", "spark"), "no executor 'spark'"),
        (("a.jsonl", "--executor", "mpi", "--workers", "2"), "--workers is for processes"),
        (("a.jsonl", "--published", "soon"), "'soon' is no date"),
    ],
)
def test_wrong_use_is_told(tmp_path: Path, given: tuple[str, ...], told: str) -> None:
    done = bulk(*given, "-o", tmp_path / "out")
    assert done.exit_code == 2
    assert told in done.stderr


def test_a_folder_with_something_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "letters.txt").write_text("Dear reader")
    done = bulk(tmp_path, "-o", tmp_path)
    assert done.exit_code == 1
    assert "there is something else in it" in done.stderr
    assert [path.name for path in tmp_path.iterdir() if path.name != ".lock"] == ["letters.txt"]


def test_where_nothing_can_be_read_it_says_so(tmp_path: Path) -> None:
    done = bulk(tmp_path / "none.jsonl", "-o", tmp_path / "out")
    assert done.exit_code == 1
    assert "none.jsonl: cannot be read: No such file or directory" in done.stderr
    assert "dragoman: nothing could be read" in done.stderr


def test_what_is_not_installed_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    done = bulk(tmp_path, "-o", tmp_path / "out")
    assert done.exit_code == 1
    assert "pip install 'dragoman[parquet]'" in done.stderr


def test_a_shard_is_some_minutes_of_work(corpus: Path) -> None:
    """What docs/bulk.md says of shards."""
    assert slices.SLICE == 16 << 20
    (marker, *_) = Layout(corpus).done().values()
    assert json.dumps(marker)
    assert {"documents", "events", "days", "hash", "version", "seconds", "memory"} <= marker.keys()

"""A full disk, a file that may not be written, is cut, locked or removed: told plainly, and nothing is half-written."""

from __future__ import annotations

import os
import re
import shutil
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest
from sqlalchemy import event

from benchmarks.corpus import Corpus
from dragoman.errors import ReplacedError, StoreError
from dragoman.store import Store
from dragoman.store import sqlite as sqlite_room
from tests.store.test_adding import ROOT


def same(store: Store, small: Corpus, count: int) -> None:
    """The store holds the first stories, whole, and nothing else."""
    assert store.stories(size=1000).total == count
    assert all(store.story(story.id) == story for story in small.stories[:count])
    assert store.check() == []


def test_a_full_disk_is_told_and_what_was_there_stays(small: Corpus, tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path}/desk.db") as store:
        store.add(stories=small.stories[:5])
        store.close()

        @event.listens_for(store._engine, "begin")
        def small_disk(connection: object) -> None:
            raw: sqlite3.Connection = connection.connection.dbapi_connection  # type: ignore[attr-defined]
            (pages,) = raw.execute("PRAGMA page_count").fetchone()
            raw.execute(f"PRAGMA max_page_count = {pages}")

        for _ in range(2):
            with pytest.raises(
                StoreError, match=r"desk.db: database or disk is full \(make room on the disk\)"
            ):
                store.add(stories=small.stories[5:])
            same(store, small, 5)
        event.remove(store._engine, "begin", small_disk)
        store.close()
        store.add(stories=small.stories[5:])
        same(store, small, len(small.stories))


LITTLE = """
import resource, signal, sys
from benchmarks.corpus import corpus
from dragoman.errors import StoreError
from dragoman.store import Store

stories = corpus(600, seed=3).stories
with Store.open(sys.argv[1]) as store:
    store.add(stories=stories[:5])
    # No file may grow beyond this: as with a quota, or a partition that is full.
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (600_000, 600_000))
    try:
        for story in stories[5:]:
            store.add(stories=[story])
    except StoreError as error:
        print(error)
    print(store.counts().stories)
"""


def test_a_file_that_may_not_grow(small: Corpus, tmp_path: Path) -> None:
    command = [sys.executable, "-c", LITTLE, f"sqlite:///{tmp_path}/desk.db"]
    done = subprocess.run(command, cwd=ROOT, capture_output=True, text=True, timeout=60)
    assert done.returncode == 0, done.stderr
    told, count = done.stdout.splitlines()
    assert "desk.db: " in told
    assert "room on the disk" in told
    with Store.open(f"sqlite:///{tmp_path}/desk.db") as store:
        same(store, small, int(count))


@pytest.fixture
def as_somebody() -> list[str]:
    """How to run a program as a user to whom rights matter."""
    if os.geteuid():
        return []
    return ["setpriv", "--reuid=65534", "--regid=65534", "--clear-groups"]


OPEN = """
import sys
from dragoman.errors import StoreError
from dragoman.records import Document
from dragoman.store import Store

try:
    with Store.open(sys.argv[1]) as store:
        store.add([Document("late", "headline", "Ferry sails")])
except StoreError as error:
    print(error)
"""


def test_a_folder_and_a_file_that_may_not_be_written(small: Corpus, as_somebody: list[str]) -> None:
    folder = Path(subprocess.run(["mktemp", "-d"], capture_output=True, text=True, check=True).stdout.strip())
    try:
        file = folder / "desk.db"
        with Store.open(f"sqlite:///{file}") as store:
            store.add(stories=small.stories[:2])
        before = file.read_bytes()

        def told() -> str:
            # The user may not read this folder; what is loaded stands on the path that is given.
            code = f"import sys; sys.path[:0] = {[str(ROOT / 'src'), *sys.path[1:]]!r}\n{OPEN}"
            command = [*as_somebody, sys.executable, "-c", code, f"sqlite:///{file}"]
            return subprocess.run(command, cwd="/", capture_output=True, text=True, timeout=60).stdout

        file.chmod(0o666)
        folder.chmod(0o555)
        assert f"{file}: the folder {folder} is read-only (make it writable, or name another)" in told()
        file.chmod(0o444)
        folder.chmod(0o777)
        assert f"{file}: may not be read and written (give yourself the right" in told()
        assert file.read_bytes() == before
    finally:
        shutil.rmtree(folder)


def test_a_file_that_is_cut_is_told(small: Corpus, tmp_path: Path) -> None:
    file = tmp_path / "desk.db"
    with Store.open(f"sqlite:///{file}") as store:
        store.add(stories=small.stories[:20])
    whole = file.read_bytes()
    for size in (0, 100, 5_000, len(whole) // 2, len(whole) - 4_096):
        file.write_bytes(whole[:size])
        if not size:
            continue  # an empty file is a store that is not made yet
        try:
            with Store.open(f"sqlite:///{file}") as store:
                found = [one.problem for one in store.check()]
        except StoreError as error:
            assert re.search(r"desk.db: .* \((the file is damaged|give a file)", str(error))  # noqa: PT017
        else:
            assert found


def test_a_file_that_is_cut_while_it_is_open_is_told(small: Corpus, tmp_path: Path) -> None:
    file = tmp_path / "desk.db"
    with Store.open(f"sqlite:///{file}") as store:
        store.add(stories=small.stories)
    with Store.open(f"sqlite:///{file}") as store:
        assert store.events().total
        os.truncate(file, 8_192)
        with pytest.raises(StoreError, match=r"desk.db: .*\((the file is damaged|see that there is room)"):
            [store.story(story.id) for story in small.stories]


KILLED = """
import os, signal, sys
from benchmarks.corpus import corpus
from dragoman.store import Store

store = Store.open(sys.argv[1])
for n, story in enumerate(corpus(600, seed=3).stories):
    store.add(stories=[story])
    if n == 19:
        with store._writing() as connection:
            connection.exec_driver_sql("DELETE FROM events")
            os.kill(os.getpid(), signal.SIGKILL)
"""


def test_what_a_kill_leaves_beside_the_file_is_taken_in(small: Corpus, tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/desk.db"
    done = subprocess.run([sys.executable, "-c", KILLED, address], cwd=ROOT, timeout=60)
    assert done.returncode == -signal.SIGKILL
    assert (tmp_path / "desk.db-wal").stat().st_size
    with Store.open(address) as store:
        same(store, small, 20)


def test_who_waits_too_long_is_told_and_goes_on_later(
    small: Corpus, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sqlite_room, "PATIENCE", 20)
    address = f"sqlite:///{tmp_path}/desk.db"
    with Store.open(address) as store:
        store.add(stories=small.stories[:3])
        other = sqlite3.connect(tmp_path / "desk.db", isolation_level=None)
        other.execute("BEGIN IMMEDIATE")
        with pytest.raises(StoreError, match=r"desk.db: database is locked \(another program writes to it"):
            store.add(stories=small.stories[3:])
        assert store.counts().stories == 3  # to read nobody waits
        other.execute("ROLLBACK")
        other.close()
        same(store, small, 3)
        store.add(stories=small.stories[3:6])
        same(store, small, 6)


def test_a_folder_that_is_removed_is_told(small: Corpus, tmp_path: Path) -> None:
    folder = tmp_path / "desk"
    folder.mkdir()
    with Store.open(f"sqlite:///{folder}/desk.db") as store:
        store.add(stories=small.stories[:3])
        shutil.rmtree(folder)
        with pytest.raises(StoreError, match=r"desk.db: was removed while it was open \(put it back"):
            store.counts()
        store.close()
        with pytest.raises(StoreError, match=r"desk.db: unable to open database file \(check that"):
            store.counts()


def test_a_file_that_is_replaced_is_told(small: Corpus, tmp_path: Path) -> None:
    with Store.open(f"sqlite:///{tmp_path}/other.db") as other:
        other.add(stories=small.stories[3:5])
        other.backup(tmp_path / "copy.db")
    with Store.open(f"sqlite:///{tmp_path}/desk.db") as store:
        store.add(stories=small.stories[:3])
        os.replace(tmp_path / "copy.db", tmp_path / "desk.db")
        with pytest.raises(
            ReplacedError, match=r"desk.db: was replaced by another while it was open \(open it again\)"
        ):
            store.add(stories=small.stories[5:7])

"""A copy is whole, of one moment, and there or not there."""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import threading
from pathlib import Path

import pytest

from benchmarks.corpus import Corpus
from dragoman.errors import StoreError
from dragoman.store import Store, backing
from tests.store.cluster import Cluster, programs


def test_a_copy_is_a_store_of_one_moment_while_others_write(small: Corpus, tmp_path: Path) -> None:
    failed = list[BaseException]()
    with Store.open(f"sqlite:///{tmp_path}/desk.db") as store:

        def write() -> None:
            try:
                for story in small.stories:
                    store.add(stories=[story])
            except BaseException as error:
                failed.append(error)

        thread = threading.Thread(target=write)
        thread.start()
        sizes = []
        for n in range(6):
            store.backup(tmp_path / f"copy{n}.db")
            with Store.open(f"sqlite:///{tmp_path}/copy{n}.db") as copy:
                told = [copy.story(row.id) for row in copy.stories(size=1000).items]
                assert all(story in small.stories for story in told)
                assert copy.counts().events == sum(len(story.events) for story in told if story)
                assert copy.check() == []
                sizes.append(len(told))
        thread.join()
        assert not failed
        assert sizes == sorted(sizes)
        assert store.check() == []
    assert not [one for one in os.listdir(tmp_path) if "part" in one]


def test_a_copy_is_one_file(small: Corpus, tmp_path: Path) -> None:
    with Store.open() as store:
        store.add(stories=small.stories[:3])
        store.backup(tmp_path / "copy.db")
    assert os.listdir(tmp_path) == ["copy.db"]
    assert (tmp_path / "copy.db").stat().st_mode & 0o777 == 0o600
    with sqlite3.connect(f"file:{tmp_path}/copy.db?mode=ro", uri=True) as copy:
        assert copy.execute("SELECT count(*) FROM stories").fetchone() == (3,)
    copy.close()


def test_what_is_there_is_replaced_only_when_that_is_said(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("notes")
    with Store.open() as store:
        with pytest.raises(
            StoreError, match=r"notes.txt: is there already \(name another file, or give --force"
        ):
            store.backup(file)
        assert file.read_text() == "notes"
        store.backup(file, force=True)
        assert file.read_bytes().startswith(b"SQLite format 3")
        with pytest.raises(StoreError, match=r"copy.db: No such file or directory"):
            store.backup(tmp_path / "missing" / "copy.db")


def test_a_store_is_never_replaced_by_its_own_copy(tmp_path: Path) -> None:
    file, other = tmp_path / "desk.db", tmp_path / "other.db"
    with Store.open(f"sqlite:///{file}") as store:
        other.symlink_to(file)
        before = file.stat().st_ino
        for name in (file, other):
            with pytest.raises(StoreError, match=r"\.db: is the store itself \(name another file"):
                store.backup(name, force=True)
        assert file.stat().st_ino == before


def test_a_copy_that_fails_leaves_what_was_there(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "copy.db"
    file.write_text("the copy before")

    def full(*_: object) -> None:
        raise OSError(28, "No space left on device")

    with Store.open() as store:
        with monkeypatch.context() as patch:
            patch.setattr(os, "fsync", full)
            with pytest.raises(StoreError, match=r"copy.db: No space left on device \(make room"):
                store.backup(file, force=True)
        assert file.read_text() == "the copy before"
        assert os.listdir(tmp_path) == ["copy.db"]


def test_a_dump_is_restored(
    small: Corpus, cluster: Cluster, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    bin = programs()
    assert bin is not None
    monkeypatch.setenv("PATH", f"{bin}:{os.environ['PATH']}")
    other = cluster.new()
    with Store.open(cluster.new()) as store:
        store.add(stories=small.stories[:20])
        store.backup(tmp_path / "desk.dump")
    command = [
        "pg_restore",
        "--no-owner",
        "-h",
        str(cluster.folder),
        "-p",
        str(cluster.port),
        "-U",
        "postgres",
        "-d",
    ]
    subprocess.run(
        [*command, other.partition("?")[0].rpartition("/")[2], str(tmp_path / "desk.dump")], check=True
    )
    with Store.open(other) as store:
        assert [store.story(story.id) for story in small.stories[:20]] == list(small.stories[:20])
        assert store.check() == []
        assert store.add(stories=small.stories[20:30])
        assert store.search(small.stories[25].title.split()[0]).total
        monkeypatch.setattr(shutil, "which", lambda program: None)
        with pytest.raises(StoreError, match=r"pg_dump is not there \(install"):
            backing.backup(store._engine, tmp_path / "again.dump")
    assert os.listdir(tmp_path) == ["desk.dump"]

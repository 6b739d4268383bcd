"""What is opened as a store, and what is said of what is none."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import update

from dragoman.errors import StoreError
from dragoman.records import Document
from dragoman.store import Store
from dragoman.store import sqlite as sqlite_room
from dragoman.store.schema import VERSION, meta


def test_a_store_is_made_and_found_again(tmp_path: Path) -> None:
    file = tmp_path / "new.db"
    with Store.open(f"sqlite:///{file}") as store:
        assert store.counts().events == 0
    assert file.exists()
    with Store.open(f"sqlite:///{file}") as store:
        assert store.revision() == 0


def test_a_store_is_opened_and_read_while_another_writes(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/desk.db"
    with Store.open(address) as writer, writer._writing() as connection:
        connection.execute(update(meta).where(meta.c.name == "revision").values(value=7))
        with Store.open(address) as reader:
            assert reader.revision() == 0


def test_who_waits_too_long_for_another_is_told(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    address = f"sqlite:///{tmp_path}/desk.db"
    with Store.open(address) as writer, writer._writing():
        monkeypatch.setattr(sqlite_room, "PATIENCE", 20)
        with (
            Store.open(address) as other,
            pytest.raises(StoreError, match=r"desk.db: .*locked \(another program"),
        ):
            other.add([Document("a", "headline", "Ferry sails")])


@pytest.mark.parametrize(
    "address",
    ["", "desk.db", "mysql://localhost/x", "sqlite://host/desk.db", "sqlite:///x.db?mode=ro", "\x00"],
)
def test_what_is_no_address(address: str) -> None:
    with pytest.raises(StoreError, match=r"no address of a store .write sqlite:///FILE"):
        Store.open(address)


def test_a_file_that_is_no_database(tmp_path: Path) -> None:
    file = tmp_path / "notes.txt"
    file.write_text("Not a database at all, but a note that is long enough to be read as one.\n" * 20)
    with pytest.raises(
        StoreError, match=r"notes.txt: file is not a database \(give a file that dragoman made"
    ):
        Store.open(f"sqlite:///{file}")
    assert file.read_text().startswith("Not a database")


def test_a_database_of_something_else(tmp_path: Path) -> None:
    file = tmp_path / "other.db"
    with sqlite3.connect(file) as other:
        other.execute("CREATE TABLE recipes (name TEXT)")
    other.close()
    with pytest.raises(StoreError, match=r"other.db: a database, but not one of dragoman's"):
        Store.open(f"sqlite:///{file}")


def test_a_store_of_a_later_version(tmp_path: Path) -> None:
    address = f"sqlite:///{tmp_path}/later.db"
    with Store.open(address) as store, store._writing() as connection:
        connection.execute(update(meta).where(meta.c.name == "schema").values(value=VERSION + 1))
    with pytest.raises(
        StoreError, match=rf"later.db: .*tables of version {VERSION + 1}.*\(use the dragoman that made"
    ):
        Store.open(address)


def test_a_folder_that_is_missing_or_meant_as_a_file(tmp_path: Path) -> None:
    with pytest.raises(StoreError, match=r"there is no folder .*missing \(make it first\)"):
        Store.open(f"sqlite:///{tmp_path}/missing/desk.db")
    with pytest.raises(StoreError, match=r"a folder, not a file"):
        Store.open(f"sqlite:///{tmp_path}")


def test_what_may_not_be_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    # Root may write anywhere, so that the answer of the system is what is changed here.
    file = tmp_path / "desk.db"
    Store.open(f"sqlite:///{file}").close()
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != tmp_path)
    with pytest.raises(StoreError, match=r"the folder .* is read-only \(make it writable"):
        Store.open(f"sqlite:///{file}")
    monkeypatch.setattr(os, "access", lambda path, _: Path(path) != file)
    with pytest.raises(StoreError, match=r"desk.db: may not be read and written"):
        Store.open(f"sqlite:///{file}")


def test_a_damaged_store_is_told(tmp_path: Path) -> None:
    file = tmp_path / "desk.db"
    Store.open(f"sqlite:///{file}").close()
    raw = bytearray(file.read_bytes())
    raw[100:4096] = b"\xff" * 3996
    file.write_bytes(raw)
    with pytest.raises(StoreError, match=r"desk.db: .*\(.*\)$"):
        Store.open(f"sqlite:///{file}")

"""What there is to read, cut into shards."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from dragoman.bulk import shards, slices
from dragoman.bulk.shards import Print, Shard, shards_of

Begun = dict[str, tuple[Print, ...]]


def of(*inputs: Path | str, begun: Begun | None = None) -> tuple[list[Shard], set[str], list[str]]:
    told: list[str] = []
    found, stale = shards_of(map(str, inputs), begun or {}, lambda error: told.append(str(error)))
    return found, stale, told


def names(found: list[Shard]) -> list[list[str]]:
    return [[Path(file[0]).name for file in shard.files] for shard in found]


def as_begun(found: list[Shard]) -> Begun:
    return {shard.name: shard.files for shard in found}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name in ("b.txt", "a.txt", "sub/c.txt", ".hidden", "style.css"):
        path = tmp_path / "in" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"{name}\n")
    return tmp_path / "in"


def test_small_files_are_read_together_as_they_stand(folder: Path) -> None:
    found, stale, told = of(folder)
    assert names(found) == [["a.txt", "b.txt", "c.txt"]]
    assert not stale
    assert len(told) == 1
    assert "style.css" in told[0]


def test_they_are_no_more_than_fit(folder: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "FILES", 2)
    assert sorted(map(len, names(of(folder)[0]))) == [1, 2]


def test_a_large_file_is_cut(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text('{"title": "One"}\n' * 100)
    monkeypatch.setattr(slices, "SLICE", 500)
    found, _, _ = of(path)
    assert [(one.start, one.end) for one in found] == [(0, 425), (425, 850), (850, 1275), (1275, 1700)]
    assert len({one.name for one in found}) == 4
    assert sum(one.size for one in found) == 1700


def test_a_shard_is_called_the_same_however_it_is_named(
    folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    whole, _, _ = of(folder)
    monkeypatch.chdir(folder.parent)
    assert of("in")[0] == of("./in/")[0] == of("in", "in/a.txt")[0] == whole


def test_files_that_come_later_are_shards_of_their_own(folder: Path) -> None:
    first, _, _ = of(folder)
    (folder / "aa.txt").write_text("aa\n")
    found, stale, _ = of(folder, begun=as_begun(first))
    assert not stale
    assert found[0] in first
    assert names(found) == [["a.txt", "b.txt", "c.txt"], ["aa.txt"]]


def test_what_stands_beside_a_changed_file_is_read_again(folder: Path) -> None:
    first, _, _ = of(folder)
    os.utime(folder / "b.txt", ns=(1, 1))
    found, stale, _ = of(folder, begun=as_begun(first))
    assert stale == {first[0].name}
    assert names(found) == [["a.txt", "b.txt", "c.txt"]]
    assert found[0].name != first[0].name


def test_even_where_only_that_file_is_named(folder: Path) -> None:
    first, _, _ = of(folder)
    os.utime(folder / "b.txt", ns=(1, 1))
    found, stale, _ = of(folder / "b.txt", begun=as_begun(first))
    assert stale == {first[0].name}
    assert sorted(names(found)[0]) == ["a.txt", "b.txt", "c.txt"]


def test_what_cannot_be_read_is_told(folder: Path) -> None:
    found, _, told = of(folder / "none.txt", folder / "a.txt")
    assert names(found) == [["a.txt"]]
    assert told == [f"{folder / 'none.txt'}: cannot be read: No such file or directory (check the name)"]


@pytest.mark.parametrize("where", ["in/corpus", "in/sub/corpus", "in"])
def test_a_corpus_in_a_folder_that_is_read_is_no_input(folder: Path, where: str) -> None:
    corpus = folder.parent / where
    (corpus / "shards").mkdir(parents=True)
    (corpus / "bulk.json").write_text("{}\n")
    (corpus / "shards" / "documents.parquet").write_text("PAR1")
    found, _ = shards_of([str(folder)], {}, lambda error: None, corpus)
    assert names(found) == ([] if where == "in" else [["a.txt", "b.txt", "c.txt"]])
    (folder / "corpus-2.txt").write_text("another\n")
    found, _ = shards_of([f"{folder}/"], {}, lambda error: None, corpus)
    assert names(found) == ([] if where == "in" else [["a.txt", "b.txt", "corpus-2.txt", "c.txt"]])


def test_an_address_is_a_shard_and_tells_no_password() -> None:
    (one,), _, _ = of("https://me:secret@news.example/a.warc.gz")
    assert (one.size, one.input) == (0, "https://***@news.example/a.warc.gz")


def test_a_shard_says_what_it_is(folder: Path) -> None:
    (one,), _, _ = of(folder)
    assert one.input == f"3 files from {folder / 'a.txt'} on"

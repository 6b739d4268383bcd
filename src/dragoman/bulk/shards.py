"""What there is to read, cut into shards: each is read and coded by one worker."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from itertools import groupby
from pathlib import Path
from typing import TypeAlias

from dragoman.bulk import slices
from dragoman.errors import InputError
from dragoman.records import stable_id

FILES = 2_000
"""Files of a shard where they are small."""

Print: TypeAlias = tuple[str, int, int]
"""A file as it was: absolute path, size, when it was last changed (nanoseconds). An address has 0 for the last two."""

Tell: TypeAlias = Callable[[InputError], object]


@dataclass(frozen=True, slots=True)
class Shard:
    """Some of what there is to read.

    Attributes:
        name: of its folders; it depends on what the shard holds and on nothing else.
        files: one file, small files that stand side by side, or one address.
        start, end: which bytes of them.
    """

    name: str
    files: tuple[Print, ...]
    start: int
    end: int

    @property
    def size(self) -> int:
        """Bytes to be read; 0 where that is not known, as of an address."""
        return self.end - self.start

    @property
    def input(self) -> str:
        """What a user would call it."""
        from dragoman.sources.addresses import is_address, shown

        first = self.files[0][0]
        if is_address(first):
            return shown(first)
        if len(self.files) > 1:
            return f"{len(self.files):,} files from {first} on"
        return f"{first} from byte {self.start:,}" if self.start else first


def shards_of(
    inputs: Iterable[str],
    begun: Mapping[str, tuple[Print, ...]],
    tell: Tell,
    corpus: Path | None = None,
) -> tuple[list[Shard], set[str]]:
    """Return the shards of inputs, and the names of those begun that hold a file as it is no longer.

    Small files are put together as they stand. Those that were put together before stay so: files may be added to a
    folder, and only they are read. What stands in a shard beside a file that has changed is read again with it.

    Args:
        inputs: files, folders, addresses.
        begun: names and files of the shards that were read, or begun to be, before.
        tell: is told what cannot be read.
        corpus: the folder that is made: where it lies in a folder that is read, its own files are left out.
    """
    from dragoman.sources.addresses import is_address

    listed = {file[0]: file for file in _listed(inputs, tell, corpus)}
    stale = {
        name for name, files in begun.items() if any(listed.get(file[0], file) != file for file in files)
    }
    beside = {file[0]: file for name in sorted(stale) for file in begun[name] if file[0] not in listed}
    kept = [files for name, files in begun.items() if name not in stale]
    home = {file: files for files in kept for file in files if file[1] <= slices.SLICE}
    found, small = dict[str, Shard](), list[Print]()
    for file in [*listed.values(), *beside.values()]:
        if is_address(file[0]):
            one = _shard((file,), 0, 0)
            found[one.name] = one
        elif file[1] > slices.SLICE:
            found |= {one.name: one for one in _sliced(file, tell)}
        elif files := home.get(file):
            one = _whole(files)
            found[one.name] = one
        else:
            small.append(file)
    found |= {one.name: one for one in _together(small)}
    return list(found.values()), stale


def _listed(inputs: Iterable[str], tell: Tell, corpus: Path | None) -> Iterator[Print]:
    """The files that inputs name, and those in folders."""
    from dragoman.sources.addresses import is_address

    for name in inputs:
        if is_address(name):
            yield name, 0, 0
            continue
        for path in _in_folder(name, corpus) if os.path.isdir(name) else [name]:
            if isinstance(path, InputError):
                tell(path)
                continue
            try:
                told = os.stat(path)
            except (OSError, ValueError) as error:
                why = error.strerror if isinstance(error, OSError) else str(error)
                tell(InputError(path, None, f"cannot be read: {why}", "check the name"))
            else:
                yield os.path.abspath(path), told.st_size, told.st_mtime_ns


def _in_folder(folder: str, corpus: Path | None) -> Iterator[str | InputError]:
    from dragoman.sources.opening import files_in

    top, own = os.path.realpath(folder), os.path.realpath(corpus) if corpus else None
    if own is None or os.path.commonpath([top, own]) != top:
        yield from files_in(folder)
        return
    # Links to folders are not followed, so that a path tells where a file lies.
    inside = os.path.join(folder, os.path.relpath(own, top), "") if own != top else os.path.join(folder, "")
    for found in files_in(folder):
        if not (found.input if isinstance(found, InputError) else found).startswith(inside):
            yield found


def _sliced(file: Print, tell: Tell) -> list[Shard]:
    try:
        return [_shard((file,), start, end) for start, end in slices.cuts(file[0], slices.SLICE)]
    except OSError as error:
        tell(InputError(file[0], None, f"cannot be read: {error.strerror}", "check the file"))
        return []


def _together(files: Iterable[Print]) -> Iterator[Shard]:
    """Small files, put together up to the size of a slice."""
    size = 0

    def number(file: Print) -> int:
        nonlocal size
        size += max(file[1], slices.SLICE // FILES)
        return size // slices.SLICE

    for _, some in groupby(files, number):
        yield _whole(tuple(some))


def _whole(files: tuple[Print, ...]) -> Shard:
    return _shard(files, 0, sum(size for _, size, _ in files))


def _shard(files: tuple[Print, ...], start: int, end: int) -> Shard:
    stem = re.sub(r"[^\w.-]+", "-", os.path.basename(files[0][0]) or "input")[:40].strip(".-") or "input"
    return Shard(f"{stem}-{stable_id(files, start)}", files, start, end)

"""A large file in slices that are read by themselves: each record of it lies in exactly one.

A record belongs to the slice in which its first byte is, so that slices of any size give the records of the whole,
each byte is read once, and nobody has to know beforehand how many records there are.
"""

from __future__ import annotations

import io
import os
import re
import zlib
from collections.abc import Callable
from typing import Any, BinaryIO

SLICE = 16 << 20
"""Bytes of a slice: some thousand articles, minutes of work for one core."""

HEAD = 65_536
_PIECE = 1 << 20
_GZIP = b"\x1f\x8b\x08"
_RECORD = re.compile(rb"(?<=\n)WARC/\d\.\d{1,2}[ \t]*\r?\n[\w-]{1,60}[ \t]*:")
_LINE = re.compile(rb"(?<=\n)")
_RECORD_HEAD = 200
"""Bytes that tell the beginning of a record."""

Find = Callable[[bytes, int], int | None]
"""Takes bytes, and from where on; returns where a record begins, or ``None``."""


def cuts(path: str, size: int) -> list[tuple[int, int]]:
    """Return where a file is cut to slices of a size, as (start, end) in bytes; one pair where it cannot be cut.

    What can be cut are JSON Lines and WARC archives that are not packed, archives whose records are packed one by one,
    and Parquet files between their groups of rows.
    """
    length = os.path.getsize(path)
    if length <= size or _kind(path) is None:
        return [(0, length)]
    number = -(-length // size)
    return [(n * length // number, (n + 1) * length // number) for n in range(number)]


def is_table(path: str) -> bool:
    """Whether a file is Parquet, whose slices are groups of rows and no bytes."""
    return _kind(path) == "parquet"


class Slice(io.RawIOBase):
    """The records of a file that begin from one byte on and before another, as a file of their own.

    Attributes:
        name: what it is called.
        size: how many bytes there are.
        given: how many bytes of it were read.
    """

    def __init__(self, path: str, start: int, end: int) -> None:
        find = _FINDS[_kind(path) or "jsonl"]
        self._file = open(path, "rb")  # noqa: SIM115 - closed by `close`
        length = os.fstat(self._file.fileno()).st_size
        begin, stop = (_bound(self._file, at, length, find) for at in (start, end))
        self._file.seek(begin)
        self.size = max(0, stop - begin)
        self.given = 0
        self.name = f"{path} from byte {begin:,}" if begin else path

    def readable(self) -> bool:
        """Return that it is."""
        return True

    def readinto(self, buffer: Any, /) -> int:
        """Read on."""
        data = self._file.read(min(len(buffer), self.size - self.given))
        buffer[: len(data)] = data
        self.given += len(data)
        return len(data)

    def close(self) -> None:
        """Close the file."""
        self._file.close()
        super().close()


def _kind(path: str) -> str | None:
    """How a file is cut; ``None`` where it cannot be."""
    from dragoman.errors import InputError
    from dragoman.sources.decode import encoding_of
    from dragoman.sources.recognise import recognise

    with open(path, "rb") as file:
        head = file.read(HEAD)
    if head.startswith(_GZIP):
        return "packed" if _packed_record(head, 0) == 0 else None
    try:
        kind = recognise(head, path)
    except InputError:
        return None
    if kind == "jsonl":
        return kind if encoding_of(head).replace("_", "-").lower().startswith(("utf-8", "ascii")) else None
    return kind if kind in {"warc", "parquet"} else None


def _bound(file: BinaryIO, at: int, length: int, find: Find) -> int:
    """Return where the first record begins at a byte or after it; the end of the file where none does."""
    if at <= 0 or at >= length:
        return max(0, min(at, length))
    begin = at - 1  # a line begins where the byte before ends one
    file.seek(begin)
    held = b""
    sought = 1
    while piece := file.read(_PIECE):
        held += piece
        found = find(held, sought)
        if found is not None:
            return begin + found
        keep = min(len(held), _RECORD_HEAD)
        begin, held, sought = begin + len(held) - keep, held[-keep:], 1
    return length


def _line(held: bytes, sought: int) -> int | None:
    found = _LINE.search(held, sought)
    return found.start() if found else None


def _plain_record(held: bytes, sought: int) -> int | None:
    found = _RECORD.search(held, sought)
    return found.start() if found else None


def _packed_record(held: bytes, sought: int) -> int | None:
    """Where a member of gzip begins that holds the beginning of a record: its three bytes also stand by chance."""
    while (sought := held.find(_GZIP, sought)) >= 0:
        try:
            if zlib.decompressobj(31).decompress(held[sought : sought + HEAD], 8).startswith(b"WARC/"):
                return sought
        except zlib.error:
            pass
        sought += 1
    return None


_FINDS: dict[str, Find] = {"jsonl": _line, "warc": _plain_record, "packed": _packed_record}

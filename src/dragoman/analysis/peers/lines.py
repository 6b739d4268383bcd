"""The lines of a peer's file, plain or packed, whatever stands in it; what is wrong is counted, and told at the end."""

from __future__ import annotations

import gzip
import io
import os
import re
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from typing import BinaryIO, cast

from dragoman.errors import InputError
from dragoman.sources.opening import HEAD, MAX_UNPACKED

LONGEST = 1 << 20
"""Bytes of a line: a row of event data has some hundreds."""
KINDS = 200
"""Different problems that are told of a file; others are counted together."""

_PACKED = re.compile(rb"\x1f\x8b|PK\x03\x04")


class Problems:
    """What is wrong with a file: each kind of problem once, with its first line and the number of lines."""

    def __init__(self, name: str) -> None:
        self._name = name
        self._counts: dict[tuple[str, str], list[int]] = {}

    def add(self, line: int, problem: str, mend: str) -> None:
        """Count a problem of a line."""
        key = (problem, mend)
        if key not in self._counts and len(self._counts) >= KINDS:
            key = ("other problems", "mend those told above first")
        found = self._counts.setdefault(key, [line, 0])
        found[1] += 1

    def told(self) -> Iterator[InputError]:
        """Yield one error for each kind of problem, in the order in which they were met."""
        for (problem, mend), (line, number) in self._counts.items():
            lines = "" if number == 1 else f", and {number - 1:,} more of the kind"
            yield InputError(self._name, f"line {line:,}{lines}", problem, mend)


def lines_of(path: str, problems: Problems) -> Iterator[tuple[int, str]]:
    """Yield number and text of the lines that are not blank, without their ends; those of a zip are of all its members.

    Lines that are too long are left out, and bytes that are no UTF-8 replaced; both is counted.

    Raises:
        InputError: the file cannot be opened, or not be read to its end.
    """
    with opened(path) as streams:
        number = 0
        for stream in streams:
            first = True
            while raw := stream.readline(LONGEST):
                number += 1
                if len(raw) == LONGEST and not raw.endswith(b"\n"):
                    problems.add(number, f"longer than {LONGEST >> 20} MiB", "give one event a line")
                    while (raw := stream.readline(LONGEST)) and not raw.endswith(b"\n"):
                        pass
                    continue
                try:
                    text = raw.decode()
                except UnicodeDecodeError:
                    text = raw.decode(errors="replace")
                    problems.add(number, "not valid UTF-8; what is none was replaced", "save it as UTF-8")
                if "\0" in text:
                    text = text.replace("\0", "\ufffd")
                    problems.add(number, "a NUL byte, which was replaced", "get the file anew")
                if first:
                    text, first = text.removeprefix("\ufeff"), False
                text = text.rstrip("\r\n")
                if text:
                    yield number, text


def head_of(path: str) -> list[str]:
    """Return the first lines of a file, unpacked; none where it cannot be read as text."""
    try:
        with opened(path) as streams:
            for stream in streams:
                text = stream.read(HEAD).decode("utf-8-sig", errors="replace")
                if text.strip():
                    return text.splitlines()
    except InputError:
        pass
    return []


@contextmanager
def opened(path: str) -> Iterator[Iterator[BinaryIO]]:
    """Open a file, and give its contents as streams, one after the other: of a zip those of its members.

    Raises `InputError` where it cannot be opened, and while it is read where it breaks off or unpacks to too much.
    """
    try:
        with open(path, "rb") as file:
            head = file.peek(4)[:4]
            if not _PACKED.match(head):
                yield iter([cast(BinaryIO, file)])
            elif head.startswith(b"PK"):
                with zipfile.ZipFile(file) as archive:
                    yield _members(archive, _Measure(path))
            else:
                with gzip.GzipFile(fileobj=file) as packed:
                    yield iter([_limited(cast(BinaryIO, packed), _Measure(path))])
    except FileNotFoundError as error:
        raise InputError(path, None, "no such file", "check the name") from error
    except (gzip.BadGzipFile, zipfile.BadZipFile, EOFError, zlib.error) as error:
        raise InputError(
            path, None, f"damaged: {error or 'it breaks off'}", "get it anew; what could be unpacked was read"
        ) from error
    except (RuntimeError, NotImplementedError) as error:  # a password, a way of packing that Python has not
        raise InputError(path, None, f"cannot be unpacked: {error}", "unpack it first") from error
    except (OSError, ValueError) as error:
        raise InputError(
            path, None, f"cannot be read: {error}", "check the name, and the right to read it"
        ) from error


class _Measure:
    """Counts what a packed file unpacks to."""

    def __init__(self, path: str) -> None:
        self._path = path
        self._given = 0

    def add(self, size: int) -> None:
        """Raise `InputError` where it is more than a packed file of events would."""
        self._given += size
        if self._given > MAX_UNPACKED:
            raise InputError(
                self._path, None, f"unpacks to more than {MAX_UNPACKED >> 30} GiB", "unpack it first"
            )


class _Limited(io.RawIOBase):
    """A stream that unpacks, whose bytes are counted."""

    def __init__(self, stream: BinaryIO, measure: _Measure) -> None:
        self._stream, self._measure = stream, measure

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        data = self._stream.read(len(buffer))
        buffer[: len(data)] = data
        self._measure.add(len(data))
        return len(data)


def _limited(stream: BinaryIO, measure: _Measure) -> BinaryIO:
    return cast(BinaryIO, io.BufferedReader(_Limited(stream, measure), HEAD))


def _members(archive: zipfile.ZipFile, measure: _Measure) -> Iterator[BinaryIO]:
    for name in archive.namelist():
        if not name.endswith("/") and not os.path.basename(name).startswith("."):
            with archive.open(name) as member:
                yield _limited(cast(BinaryIO, member), measure)

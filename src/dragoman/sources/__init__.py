"""Bytes in, Documents out: text pages, web pages, feeds, tables, folders of them, standard input.

The kind of an input is recognised from its content (`recognise`), one file here reads each kind, and what
they find becomes `Document` in one place (`documents`). Nothing here opens a connection.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from typing import BinaryIO, TypeAlias, cast

from dragoman.errors import InputError
from dragoman.records import Document

Input: TypeAlias = str | os.PathLike[str] | BinaryIO
"""A file, a folder, ``"-"`` for standard input, or a file opened in binary mode."""
Inputs: TypeAlias = Input | Iterable[Input]


def read(
    inputs: Inputs, *, published: str | None = None, on_error: Callable[[InputError], None] | None = None
) -> list[Document]:
    """Read one or several inputs and return their documents in the order in which they stand.

    Folders are read with their sub-folders, by name; hidden files are left out. Files packed by gzip are
    unpacked.

    Args:
        inputs: a path, ``"-"`` for standard input, a file opened in binary mode, or several of these.
        published: day or time of publication for the documents that have none of their own (``2025-02-18``).
        on_error: called with each thing that could not be read, while the rest goes on. Without it, these go
            to the log of ``dragoman.sources`` as warnings, and the first of them is raised when nothing at
            all could be read.

    Raises:
        InputError: ``published`` is no date; or nothing could be read and no ``on_error`` was given.
        TypeError: an input is neither a path nor a file opened in binary mode.
    """
    return list(iter_documents(inputs, published=published, on_error=on_error))


def iter_documents(
    inputs: Inputs, *, published: str | None = None, on_error: Callable[[InputError], None] | None = None
) -> Iterator[Document]:
    """Like `read`, one document after the other: tables are read line by line, other files one at a time."""
    from dragoman.sources.dates import parse_date

    day = None
    if published is not None and (day := parse_date(published)) is None:
        mend = "write it as 2025-02-18 or 2025-02-18T06:30:00Z"
        raise InputError("published", None, f"{published!r} is no date", mend)
    one = isinstance(inputs, str | os.PathLike) or hasattr(inputs, "read")
    listed = cast("list[Input]", [inputs] if one else list(cast("Iterable[Input]", inputs)))
    for each in listed:
        if isinstance(each, io.TextIOBase) or not (
            isinstance(each, str | os.PathLike) or hasattr(each, "read")
        ):
            raise TypeError(f"an input is a path or a file opened in binary mode, not {type(each).__name__}")
    return _documents(listed, day, on_error)


def _documents(
    inputs: list[Input], published: str | None, on_error: Callable[[InputError], None] | None
) -> Iterator[Document]:
    from dragoman.sources.documents import Shelf
    from dragoman.sources.opening import found_in

    shelf = Shelf(published)
    read_any = False
    first: InputError | None = None
    for each in inputs:
        for found in found_in(each):
            outcome = shelf.add(found)
            if isinstance(outcome, Document):
                read_any = True
                yield outcome
            elif on_error:
                on_error(outcome)
            else:
                _log(outcome)
                first = first or outcome
    if first and not read_any:
        raise first


def _log(error: InputError) -> None:
    import logging

    logging.getLogger(__name__).warning("%s", error)

"""Bytes in, Documents out: text pages, web pages, feeds, tables, folders of them, standard input, addresses.

The kind of an input is recognised from its content (`recognise`), one file here reads each kind, and what
they find becomes `Document` in one place (`documents`). Only `following` asks for what is elsewhere, by a
`dragoman.fetching.Fetcher`: addresses that are named as inputs, the feeds of a list, the sitemaps of an index.
"""

from __future__ import annotations

import io
import os
from collections.abc import Callable, Iterable, Iterator
from typing import TYPE_CHECKING, BinaryIO, TypeAlias, cast

from dragoman.errors import InputError
from dragoman.records import Document
from dragoman.sources.addresses import shown
from dragoman.sources.found import Draft, Found, Link

if TYPE_CHECKING:
    from dragoman.sources.following import Fetches

Input: TypeAlias = str | os.PathLike[str] | BinaryIO
"""A file, a folder, an address (``https://…``), ``"-"`` for standard input, or a file opened in binary mode."""
Inputs: TypeAlias = Input | Iterable[Input]


def read(
    inputs: Inputs,
    *,
    published: str | None = None,
    on_error: Callable[[InputError], None] | None = None,
    fetcher: Fetches | None = None,
) -> list[Document]:
    """Read one or several inputs and return their documents in the order in which they stand.

    Folders are read with their sub-folders, by name; hidden files are left out. Files packed by gzip are
    unpacked. Of a list of feeds (OPML) or an index of sitemaps, what it lists is fetched and read; a list in a
    folder, or in a file that is given open, is not followed. A report that several feeds tell is read once.

    Args:
        inputs: a path, an address, ``"-"`` for standard input, a file opened in binary mode, or several of these.
        published: day or time of publication for the documents that have none of their own (``2025-02-18``).
        on_error: called with each thing that could not be read, while the rest goes on. Without it, these go
            to the log of ``dragoman.sources`` as warnings, and the first of them is raised when nothing at
            all could be read.
        fetcher: what fetches; without it one is made where an address is to be fetched.

    Raises:
        InputError: ``published`` is no date; or nothing could be read and no ``on_error`` was given.
        TypeError: an input is neither a path nor a file opened in binary mode.
    """
    return list(iter_documents(inputs, published=published, on_error=on_error, fetcher=fetcher))


def iter_documents(
    inputs: Inputs,
    *,
    published: str | None = None,
    on_error: Callable[[InputError], None] | None = None,
    fetcher: Fetches | None = None,
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
    return _documents(listed, day, on_error, fetcher)


def drafts(inputs: Iterable[Input], *, fetcher: Fetches | None = None) -> Iterator[Draft | InputError]:
    """Yield the reports of inputs as they are found, before they are documents, and what could not be read."""
    from dragoman.sources.addresses import is_address
    from dragoman.sources.following import Follower
    from dragoman.sources.opening import found_in

    with Follower(fetcher) as follower:
        for each in inputs:
            if isinstance(each, str) and is_address(each):
                found = follower.found_at(each)
            elif isinstance(each, str | os.PathLike) and not os.path.isdir(each):
                found = follower.follow(found_in(each))
            else:
                found = found_in(each)
            for one in found:
                yield _not_followed(one) if isinstance(one, Link) else one


def _not_followed(link: Link) -> InputError:
    problem = f"{shown(link.url)} is an address, not followed from here"
    return InputError(link.input, link.place, problem, "name the list itself as an input")


def _documents(
    inputs: list[Input],
    published: str | None,
    on_error: Callable[[InputError], None] | None,
    fetcher: Fetches | None,
) -> Iterator[Document]:
    from dragoman.sources.documents import Shelf

    shelf = Shelf(published)
    read_any = False
    first: InputError | None = None
    for found in drafts(inputs, fetcher=fetcher):
        if isinstance(found, Draft) and shelf.holds(found):
            continue
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


def found_at(
    content: bytes | BinaryIO, url: str, media: str | None = None, charset: str | None = None
) -> Iterator[Found]:
    """Yield what stands in bytes fetched at an address: drafts and links with absolute addresses, and errors.

    Args:
        content: as fetched, or a file opened in binary mode that holds it; packed with gzip or not.
        url: the address, after redirects.
        media: the media type that the server named, in lower case (``text/html``); counts where the bytes leave it
            open.
        charset: the encoding that the server named; counts where the bytes are no valid Unicode.
    """
    from dragoman.sources.opening import fetched

    yield from fetched(content, url, media, charset)


def _log(error: InputError) -> None:
    import logging

    logging.getLogger(__name__).warning("%s", error)

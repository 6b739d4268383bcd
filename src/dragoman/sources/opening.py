"""From what the user names to bytes and their parser: files, folders, standard input, gzip."""

from __future__ import annotations

import gzip
import io
import os
import re
import stat
import sys
import zlib
from collections.abc import Iterator
from contextlib import nullcontext
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, BinaryIO, cast

from dragoman.errors import InputError
from dragoman.sources.addresses import shown
from dragoman.sources.found import Found
from dragoman.sources.recognise import FileKind, not_news, recognise

if TYPE_CHECKING:
    from dragoman.sources import Input

HEAD = 65_536
"""Bytes from which the kind of an input is told."""
MAX_PAGE = 20_000_000
"""Bytes of a text page, web page or feed."""
MAX_JSON = 100_000_000
"""Bytes of a JSON file that is read whole; JSON Lines and CSV may have any length."""
MAX_UNPACKED = 4 << 30
"""Bytes a packed file may unpack to: what is beyond is a trap rather than news."""
PAGES = {"text/html", "application/xhtml+xml"}
"""Media types of web pages. Others are not believed: feeds come as anything."""


@dataclass(frozen=True, slots=True)
class At:
    """What is known of bytes by the way they came: the address they were fetched at, and what its server said."""

    url: str
    media: str | None = None
    charset: str | None = None


def fetched(content: bytes | BinaryIO, url: str, media: str | None, charset: str | None) -> Iterator[Found]:
    """Yield what stands in bytes fetched at an address; see `dragoman.sources.found_at`."""
    stream = io.BytesIO(content) if isinstance(content, bytes) else content
    yield from _parsed(stream, shown(url), At(url, media, charset))


def found_in(source: Input) -> Iterator[Found]:
    """Yield what stands in one input that is no address: drafts, links, and errors that leave the rest readable."""
    if not isinstance(source, str | os.PathLike):
        yield from _parsed(source, _shown(getattr(source, "name", None) or "<input>"))
    elif (path := os.fspath(source)) == "-":
        if sys.stdin is None:
            yield InputError("<stdin>", None, "closed", "pipe something in, or name a file")
        else:
            yield from _parsed(sys.stdin.buffer, "<stdin>")
    elif os.path.isdir(path):
        yield from _folder(path)
    elif re.match(r"(?:ftp|file)://", path, re.IGNORECASE):
        yield InputError(
            shown(path),
            None,
            "an address that is not of the web",
            "write http://… or https://…, or name a file",
        )
    else:
        yield from _file(path)


def rows_in(path: str) -> Iterator[tuple[str, Any] | InputError]:
    """Yield place and value of each line of JSON Lines that is no news, and an error for what cannot be read.

    Args:
        path: a file, packed with gzip or not, or ``-`` for standard input.
    """
    from dragoman.sources import table
    from dragoman.sources.decode import encoding_of

    name = "<stdin>" if path == "-" else _shown(path)
    try:
        with nullcontext(sys.stdin.buffer) if path == "-" else open(path, "rb") as stream:
            head, whole = _with_head(stream, name)
            yield from table.json_lines(whole, name, encoding_of(head))
    except InputError as error:
        yield error
    except (OSError, EOFError, ValueError, zlib.error) as error:
        yield _unreadable(name, error)


def _folder(folder: str) -> Iterator[Found]:
    for path in files_in(folder):
        yield from [path] if isinstance(path, InputError) else _file(path)


def files_in(folder: str) -> Iterator[str | InputError]:
    """Yield the paths of the files of a folder by name, then of its sub-folders by name; what is hidden is left out.

    An error stands for each that is not to be read, and for a folder that cannot be.
    """
    errors: list[OSError] = []
    empty = True
    for where, folders, files in os.walk(folder, onerror=errors.append):
        folders[:] = sorted(name for name in folders if not name.startswith("."))
        for name in sorted(name for name in files if not name.startswith(".")):
            empty = False
            path = os.path.join(where, name)
            yield _refused(path) or path
        for linked in [name for name in folders if os.path.islink(os.path.join(where, name))]:
            empty = False
            shown = _shown(os.path.join(where, linked))
            yield InputError(shown, None, "a link to a folder, not followed", "name that folder as an input")
    yield from (_unreadable(_shown(error.filename), error) for error in errors)
    if empty and not errors:
        yield InputError(
            _shown(folder), None, "no files in it", "name a folder with files that are not hidden"
        )


def _refused(path: str) -> InputError | None:
    """Why a file met in a folder is not opened."""
    try:
        if not stat.S_ISREG(os.stat(path).st_mode):
            return InputError(
                _shown(path), None, "a pipe or device, not a file", "name it as an input to read it"
            )
    except OSError as error:
        return _unreadable(_shown(path), error)
    return not_news(_shown(path))


def _file(path: str) -> Iterator[Found]:
    name = _shown(path)
    try:
        stream = open(path, "rb")  # noqa: SIM115 - closed below; what the parser raises is not about opening
    except (OSError, ValueError) as error:
        yield _unreadable(name, error)
        return
    with stream:
        yield from _parsed(stream, name)


def _parsed(stream: BinaryIO, name: str, at: At | None = None) -> Iterator[Found]:
    """Recognise the kind, and let its parser read."""
    try:
        head, whole = _with_head(stream, name)
        nothing = True
        for found in _by_kind(_kind(head, name, at), head, whole, name, at):
            nothing = False
            yield found
        if nothing:
            yield InputError(name, None, "no documents in it", "give titles or texts")
    except InputError as error:
        yield error
    except (OSError, EOFError, zlib.error) as error:
        yield _unreadable(name, error)


def _kind(head: bytes, name: str, at: At | None) -> FileKind:
    """The kind by the bytes; where they leave it open, by what the server said, or the ending of the name."""
    kind = recognise(head, name)
    return "html" if at and at.media in PAGES and kind in {"text", "csv"} else kind


def _by_kind(
    kind: FileKind, head: bytes, stream: BinaryIO, name: str, at: At | None = None
) -> Iterator[Found]:
    from dragoman.sources import table
    from dragoman.sources.decode import declared_encoding, decode, encoding_of

    if kind == "jsonl":
        yield from table.parse_jsonl(stream, name, encoding_of(head))
        return
    if kind == "csv":
        yield from table.parse_csv(stream, name, encoding_of(head))
        return
    if kind == "warc":
        from dragoman.sources import warc

        yield from warc.parse_warc(stream, name)
        return
    if kind == "parquet":
        from dragoman.sources import parquet

        yield from parquet.parse_parquet(stream, name)
        return
    if kind in {"rtf", "docx"}:
        from dragoman.sources import archives

        parse = archives.parse_rtf if kind == "rtf" else archives.parse_docx
        yield from parse(_all(stream, name, MAX_JSON), name)
        return
    data = _all(stream, name, MAX_JSON if kind in {"json", "json feed"} else MAX_PAGE)
    declared = declared_encoding(head) if kind in {"html", "feed", "opml", "sitemap"} else None
    text, notice = decode(data, name, (at.charset if at else None) or declared)
    base = at.url if at else None
    if notice:
        yield notice
    match kind:
        case "json":
            yield from table.parse_json(text, name)
        case "json feed":
            from dragoman.sources import feed

            yield from feed.parse_json_feed(text, name, base)
        case "feed":
            from dragoman.sources import feed

            yield from feed.parse_feed(text, name, base)
        case "opml":
            from dragoman.sources import opml

            yield from opml.parse_opml(text, name)
        case "sitemap":
            from dragoman.sources import sitemap

            yield from sitemap.parse_sitemap(text, name, base)
        case "html":
            from dragoman.sources import archives, htmlpage

            yield from archives.in_html(text, name) or htmlpage.parse_html(text, name, base)
        case "text":
            from dragoman.sources import archives, textpage

            yield from archives.in_text(text, name) or textpage.parse_text(text, name)


def _with_head(stream: BinaryIO, name: str) -> tuple[bytes, BinaryIO]:
    """Return the first bytes and the whole stream again, unpacked where it is packed."""
    head = _read(stream, HEAD)
    if head.startswith(b"\x1f\x8b"):
        if (start := _unpacked_start(head, name)).startswith(b"WARC/"):
            # Its reader unpacks the members one by one: a broken one does not take the others with it.
            return start, io.BufferedReader(_Rejoined(head, stream, None, name))
        packed = gzip.GzipFile(fileobj=io.BufferedReader(_Rejoined(head, stream, None, name)))
        head = _read(cast(BinaryIO, packed), HEAD)
        return head, io.BufferedReader(_Rejoined(head, cast(BinaryIO, packed), MAX_UNPACKED, name))
    return head, io.BufferedReader(_Rejoined(head, stream, None, name))


def _unpacked_start(head: bytes, name: str) -> bytes:
    """What the first bytes of a packed file unpack to; where they are damaged, what its name says."""
    try:
        return zlib.decompressobj(31).decompress(head, 512)
    except zlib.error:
        return b"WARC/" if name.lower().endswith(".warc.gz") else b""


def _read(stream: BinaryIO, size: int) -> bytes:
    """Return ``size`` bytes, or all there are: a pipe may give them in pieces."""
    pieces = []
    while size > 0 and (piece := stream.read(size)):
        pieces.append(piece)
        size -= len(piece)
    return b"".join(pieces)


def _all(stream: BinaryIO, name: str, limit: int) -> bytes:
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise InputError(
            name,
            None,
            f"more than {limit // 1_000_000} MB in one page",
            "split it, or write it as JSON Lines",
        )
    return data


class _Rejoined(io.RawIOBase):
    """A stream whose first bytes have been read already, given again from its start."""

    def __init__(self, head: bytes, rest: BinaryIO, limit: int | None, name: str) -> None:
        self._head, self._rest, self._limit, self._name = head, rest, limit, name
        self._given = 0
        seekable = limit is None and bool(getattr(rest, "seekable", bool)())
        self._begin = rest.tell() - len(head) if seekable else None

    def readable(self) -> bool:
        return True

    def seekable(self) -> bool:
        return self._begin is not None

    def tell(self) -> int:
        if self._begin is None:
            raise io.UnsupportedOperation("tell")
        return self._rest.tell() - self._begin - len(self._head)

    def seek(self, offset: int, whence: int = io.SEEK_SET, /) -> int:
        if self._begin is None:
            raise io.UnsupportedOperation("seek")
        if whence == io.SEEK_CUR:
            offset += self.tell()
        self._head = b""
        at_end = whence == io.SEEK_END
        return (
            self._rest.seek(
                offset if at_end else self._begin + offset, io.SEEK_END if at_end else io.SEEK_SET
            )
            - self._begin
        )

    def readinto(self, buffer: Any, /) -> int:
        view = memoryview(buffer)
        data = self._head[: len(view)]
        self._head = self._head[len(data) :]
        data = data or self._rest.read(len(view)) or b""
        view[: len(data)] = data
        self._given += len(data)
        if self._limit is not None and self._given > self._limit:
            raise InputError(
                self._name, None, f"unpacks to more than {self._limit >> 30} GiB", "unpack it first"
            )
        return len(data)


def _unreadable(name: str, error: Exception) -> InputError:
    match error:
        case FileNotFoundError():
            return InputError(name, None, "no such file", "check the name")
        case PermissionError():
            return InputError(name, None, "may not be read", "get the right to read it")
        case gzip.BadGzipFile() | EOFError() | zlib.error():
            return InputError(
                name, None, f"damaged gzip: {error}", "pack it anew; what could be unpacked was read"
            )
        case OSError():
            return InputError(name, None, f"cannot be read: {error.strerror or error}", "check the file")
    return InputError(name, None, f"cannot be opened: {error}", "check the name")


def _shown(path: object) -> str:
    """The name as it can be printed, whatever bytes the file system holds."""
    return os.fsencode(path).decode("utf-8", "replace") if isinstance(path, str | os.PathLike) else str(path)

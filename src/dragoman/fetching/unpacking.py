"""Unpack the body of an answer, never further than its limit.

httpx2 has decoders too, but they pass over a coding they do not know, and do not tell a body that was cut short.
"""

from __future__ import annotations

import sys
import zlib
from collections.abc import Iterable, Iterator
from typing import Any

OFFERED = "gzip, deflate, br, zstd"
"""What ``Accept-Encoding`` says."""

MOST_LAYERS = 3
"""A body packed more often than this is no news."""

_STEP = 1 << 18
"""Bytes that one step of a decoder may give, so that a small body cannot become a large one at once."""


class UnpackError(Exception):
    """The body cannot be unpacked; the message says why."""


def unpacked(chunks: Iterable[bytes], packings: tuple[str, ...]) -> Iterator[bytes]:
    """Undo what a body was packed with, in pieces of bounded size.

    Args:
        chunks: the body as it came.
        packings: names of ``Content-Encoding``, in the order in which they were applied.

    Raises:
        UnpackError: a coding that is not known, broken data, or data that stop before their end.
    """
    if len(packings) > MOST_LAYERS:
        raise UnpackError(f"it is packed {len(packings)} times over")
    for name in reversed(packings):
        if name not in _DECODERS:
            raise UnpackError(f"it is packed with {name[:40]!r}, which was not offered")
        chunks = _DECODERS[name](chunks, name)
    return iter(chunks)


def _zlib(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    """Gzip (of one or more members) and deflate (with or without the header of zlib, as servers send either)."""
    decoder: Any = None
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                if decoder is None:
                    decoder = zlib.decompressobj(_bits(name, rest[0]))
                elif decoder.eof:
                    if name == "deflate" or not rest.strip(b"\0"):
                        break  # nothing of it, or padding after the last member
                    decoder = zlib.decompressobj(31)
                piece = decoder.decompress(rest, _STEP)
                while piece:
                    yield piece
                    piece = b"" if decoder.eof else decoder.decompress(decoder.unconsumed_tail, _STEP)
                rest = decoder.unused_data if decoder.eof else b""
    except zlib.error as error:
        raise UnpackError(f"it is no {name}") from error
    if decoder is not None and not decoder.eof:
        raise UnpackError(f"its {name} stops before the end")


def _bits(name: str, first: int) -> int:
    """Tell zlib what header to expect; "deflate" comes with that of zlib or, from some servers, without any."""
    if name == "gzip":
        return 31
    return 15 if first & 0x0F == 8 and first >> 4 <= 7 else -15


def _brotli(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    import brotli

    decoder = brotli.Decompressor()
    begun = False
    try:
        for chunk in chunks:
            begun = begun or bool(chunk)
            if decoder.is_finished():
                break
            piece = decoder.process(chunk, output_buffer_limit=_STEP)
            while piece:
                yield piece
                piece = b"" if decoder.is_finished() else decoder.process(b"", output_buffer_limit=_STEP)
    except brotli.error as error:
        raise UnpackError("it is no brotli") from error
    if begun and not decoder.is_finished():
        raise UnpackError("its brotli stops before the end")


def _zstd(chunks: Iterable[bytes], name: str) -> Iterator[bytes]:
    if sys.version_info >= (3, 14):
        from compression import zstd
    else:
        from backports import zstd

    decoder: Any = None
    try:
        for chunk in chunks:
            rest = chunk
            while rest:
                if decoder is None or decoder.eof:
                    decoder = zstd.ZstdDecompressor(options={zstd.DecompressionParameter.window_log_max: 23})
                piece = decoder.decompress(rest, _STEP)
                while piece:
                    yield piece
                    piece = b"" if decoder.eof or decoder.needs_input else decoder.decompress(b"", _STEP)
                rest = decoder.unused_data if decoder.eof else b""
    except zstd.ZstdError as error:
        raise UnpackError("it is no zstd") from error
    if decoder is not None and not decoder.eof:
        raise UnpackError("its zstd stops before the end")


_DECODERS = {"gzip": _zlib, "deflate": _zlib, "br": _brotli, "zstd": _zstd}

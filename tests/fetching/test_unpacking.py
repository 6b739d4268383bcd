"""Bodies unpacked, whole or not at all."""

from __future__ import annotations

import gzip
import zlib
from contextlib import suppress

import brotli
import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.fetching.unpacking import OFFERED, UnpackError, unpacked


def raw_deflate(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, -15)
    return packer.compress(data) + packer.flush()


def zstd(data: bytes) -> bytes:
    try:
        from compression import zstd as module  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        from backports import zstd as module
    return bytes(module.compress(data))


PACKERS = {
    "gzip": ("gzip", gzip.compress),
    "deflate": ("deflate", zlib.compress),
    "raw deflate": ("deflate", raw_deflate),
    "br": ("br", brotli.compress),
    "zstd": ("zstd", zstd),
}


def pieces(data: bytes, size: int) -> list[bytes]:
    return [data[i : i + size] for i in range(0, len(data), size)]


@pytest.mark.parametrize("way", PACKERS)
@given(data=st.binary(max_size=300), times=st.sampled_from([1, 3000]), size=st.integers(1, 5000))
def test_what_was_packed_comes_back_however_it_is_cut(way: str, data: bytes, times: int, size: int) -> None:
    name, pack = PACKERS[way]
    body = data * times
    packed = pack(body)
    size = max(size, len(packed) // 200)
    assert b"".join(unpacked(pieces(packed, size), (name,))) == body


@pytest.mark.parametrize("way", PACKERS)
@given(data=st.data())
def test_what_is_cut_short_is_told(way: str, data: st.DataObject) -> None:
    name, pack = PACKERS[way]
    packed = pack(b"It was said on Monday that the ministers would meet. " * 20)
    end = data.draw(st.integers(1, len(packed) - 1))
    with pytest.raises(UnpackError, match="stops before the end"):
        list(unpacked([packed[:end]], (name,)))


@pytest.mark.parametrize("name", ["gzip", "deflate", "br", "zstd"])
@given(body=st.binary(max_size=200))
def test_any_bytes_are_unpacked_or_refused(name: str, body: bytes) -> None:
    with suppress(UnpackError):
        assert sum(map(len, unpacked([body], (name,)))) < 1 << 24


@pytest.mark.parametrize("way", PACKERS)
def test_a_bomb_goes_off_in_small_pieces(way: str) -> None:
    name, pack = PACKERS[way]
    largest, total = 0, 0
    for piece in unpacked([pack(bytes(1 << 23))], (name,)):
        largest, total = max(largest, len(piece)), total + len(piece)
    assert total == 1 << 23
    assert largest <= 1 << 20


def test_layers_are_taken_off_in_turn() -> None:
    body = gzip.compress(brotli.compress(zlib.compress(b"news")))
    assert b"".join(unpacked([body], ("deflate", "br", "gzip"))) == b"news"
    with pytest.raises(UnpackError, match="4 times"):
        unpacked([body], ("gzip",) * 4)


def test_members_and_padding() -> None:
    body = gzip.compress(b"one ") + gzip.compress(b"two") + bytes(9)
    assert b"".join(unpacked(pieces(body, 7), ("gzip",))) == b"one two"
    frames = zstd(b"one ") + zstd(b"two")
    assert b"".join(unpacked(pieces(frames, 7), ("zstd",))) == b"one two"


def test_what_was_not_offered_is_refused() -> None:
    with pytest.raises(UnpackError, match="'compress', which was not offered"):
        unpacked([b"x"], ("compress",))
    for name in OFFERED.split(", "):
        assert list(unpacked([], (name,))) == []

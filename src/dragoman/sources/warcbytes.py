"""The bytes of a WARC archive, record by record, however damaged it is.

Readers of WARC stop at the first byte that is not as it should be, and an archive of a crawl is a gigabyte. So
its records are found here by how they begin: what is broken ends at the next record, and what one says of its
length is believed only where another record begins, or the archive ends, after it.
"""

from __future__ import annotations

import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO, Literal, TypeAlias

Damage: TypeAlias = Literal["gzip", "cut", "length", "header", "large"]

START = b"WARC/"
GZIP = b"\x1f\x8b\x08"
MAX_RECORD = 32 << 20
"""Bytes of a record that is read; crawls cut pages at one or a few megabytes."""
MAX_HEADER = 64 << 10
"""Bytes of the header of a record."""
BOMB = 300
"""How many times larger than packed a member may be once it is larger than a record: deflate reaches 1,032 with
nothing but zeros, archives of pages 5 to 20."""

_PIECE = 1 << 15
_BEGINS = re.compile(rb"WARC/\d\.\d{1,2}[ \t]*\r?\n")
_NEXT = re.compile(rb"(?=WARC/\d\.\d{1,2}[ \t]*\r?\n(?:[\w-]{1,60}[ \t]*:|\r?\n))")
_HEADER_ENDS = re.compile(rb"\r?\n\r?\n")
_LENGTH = re.compile(rb"^content-length[ \t]*:[ \t]*(\d{1,15})[ \t]*\r?$", re.IGNORECASE | re.MULTILINE)


@dataclass(frozen=True, slots=True)
class RawRecord:
    """A record as it stands.

    Attributes:
        header: from ``WARC/1.0`` to the empty line after the header, which is left out.
        block: what stands after it.
        damage: what is wrong with it. With ``length`` the block is what stands before the next record; with the
            others there is nothing to be read in it.
    """

    header: bytes
    block: bytes
    damage: Damage | None = None


def records(stream: BinaryIO) -> Iterator[RawRecord]:
    """Yield the records of an archive, packed by gzip or not, in one read of its bytes.

    What stands between two records and is none is passed over; at most one record is held at a time.
    """
    splitter = _Splitter()
    for piece in unpacked(stream):
        yield from splitter.cut() if piece is None else splitter.feed(piece)
    yield from splitter.end()


def unpacked(stream: BinaryIO) -> Iterator[bytes | None]:
    """Yield the bytes of a stream, and ``None`` wherever some are lost.

    Members of gzip are unpacked one by one, so that a broken one does not take the others with it. A stream
    that is not packed is given as it is.
    """
    held = stream.read(_PIECE)
    if not held.startswith(GZIP):
        while held:
            yield held
            held = stream.read(_PIECE * 8)
        return
    while held:
        member = _Member(held)
        yield from member.pieces(stream)
        held = member.rest or stream.read(_PIECE)
        if held.startswith(b"\0"):  # padding, as on tapes
            held = held.lstrip(b"\0") or stream.read(_PIECE)
        elif not member.damaged and held and not held.startswith(GZIP[: len(held)]):
            member.damaged = True
        if member.damaged:
            yield None
            held = _next_member(held, stream)


class _Member:
    """One member of a packed archive."""

    def __init__(self, held: bytes) -> None:
        self.rest = held
        self.damaged = False

    def pieces(self, stream: BinaryIO) -> Iterator[bytes]:
        """Yield what it unpacks to. Small members are given only when they are whole.

        Afterwards ``rest`` is what was read beyond it; of a damaged one, all from its second byte on that is
        still known, since a wrong length may have led far into the next.
        """
        unpacker = zlib.decompressobj(31)
        waiting: list[bytes] = []
        data = self.rest
        raw, taken, given = bytearray(data), 0, 0
        while not unpacker.eof:
            try:
                piece = unpacker.decompress(data, _PIECE)
            except zlib.error:
                return self._damage(raw)
            given += len(piece)
            waiting.append(piece)
            if given > MAX_RECORD:
                if given > BOMB * (taken + len(raw)):
                    return self._damage(raw)
                yield from waiting
                waiting.clear()
            data = unpacker.unconsumed_tail
            if not data and not unpacker.eof:
                data = stream.read(_PIECE)
                if not data and not piece:
                    self.damaged, self.rest = True, b""
                    return None
                if len(raw) > MAX_RECORD:  # beyond that, a next member is sought from here on
                    taken, raw = taken + len(raw), bytearray()
                raw += data
        self.rest = unpacker.unused_data
        yield from waiting
        return None

    def _damage(self, raw: bytearray) -> None:
        self.damaged, self.rest = True, bytes(raw[1:])


def _next_member(held: bytes, stream: BinaryIO) -> bytes:
    """The bytes from the next beginning of a member on; it may be none, and is then passed over like a broken one."""
    while True:
        at = held.find(GZIP)
        if at >= 0:
            return held[at:]
        more = stream.read(_PIECE)
        if not more:
            return b""
        held = held[-2:] + more


class _Splitter:
    """Takes the unpacked bytes piece by piece and gives whole records."""

    def __init__(self) -> None:
        self._held = bytearray()
        self._at = 0  # where what was not given yet begins
        self._seen = 0  # up to where a next record was sought in vain
        self._skipping = False  # until the next record begins

    def feed(self, piece: bytes) -> Iterator[RawRecord]:
        self._held += piece
        yield from self._records(last=False)
        if self._at:
            del self._held[: self._at]
            self._seen = max(0, self._seen - self._at)
            self._at = 0

    def cut(self) -> Iterator[RawRecord]:
        """What is held goes no further: bytes are missing after it, and with them a record at least."""
        told = False
        for record in self._records(last=True, damage="gzip"):
            told = told or record.damage == "gzip"
            yield record
        if not told:
            yield RawRecord(b"", b"", "gzip")
        self._skipping = True

    def end(self) -> Iterator[RawRecord]:
        """What is held is all there is."""
        yield from self._records(last=True, damage="cut")

    def _records(self, last: bool, damage: Damage = "cut") -> Iterator[RawRecord]:
        while True:
            if self._skipping and not self._skip():
                break
            found = self._one(last, damage)
            if found is None:
                break
            yield found
        if last:
            self._held.clear()
            self._at = self._seen = 0
            self._skipping = False

    def _skip(self) -> bool:
        """Go to where the next record begins; without one, forget all but what may be its beginning."""
        if match := _NEXT.search(self._held, self._at):
            self._at, self._skipping = match.end(), False
            return True
        self._at = max(self._at, len(self._held) - 64)
        return False

    def _one(self, last: bool, damage: Damage) -> RawRecord | None:
        """The next record, or ``None`` where more bytes are needed to tell."""
        held = self._held
        while self._at < len(held) and held[self._at] in b"\r\n":
            self._at += 1
        left = len(held) - self._at
        if not left:
            return None
        if not _BEGINS.match(held, self._at):
            if left < 16 and not last:
                return None
            self._skipping = True
            return RawRecord(b"", b"", damage if last and left < 16 else "header")
        head = _HEADER_ENDS.search(held, self._at, self._at + MAX_HEADER)
        if head is None:
            if left < MAX_HEADER and not last:
                return None
            self._skipping = True
            self._at += len(START)
            return RawRecord(b"", b"", damage if left < MAX_HEADER else "header")
        if inner := _NEXT.search(held, self._at + len(START), head.end()):  # cut within its header
            self._at = inner.start()
            return RawRecord(b"", b"", "header")
        header = bytes(held[self._at : head.start()])
        length = _LENGTH.search(header)
        size = int(length[1]) if length else None
        if size is not None and size <= MAX_RECORD:
            end = head.end() + size
            if len(held) < end + 16 and not last:
                return None
            if self._ends_at(end, last):
                self._at = self._seen = end
                return RawRecord(header, bytes(held[head.end() : end]))
        return self._by_the_next(header, head.end(), size, last, damage)

    def _ends_at(self, end: int, last: bool) -> bool:
        """Whether a record ends there: with the lines that end each, or another begins, or nothing stands after it."""
        at, held = end, self._held
        if held.startswith(b"\r\n\r\n", end):
            return True
        while at < len(held) and held[at] in b"\r\n":
            at += 1
        return (last and at == len(held) and end <= at) or _BEGINS.match(held, at) is not None

    def _by_the_next(
        self, header: bytes, begin: int, size: int | None, last: bool, damage: Damage
    ) -> RawRecord | None:
        """A record whose length cannot be believed ends where the next begins."""
        match = _NEXT.search(self._held, max(begin, self._seen))
        if match is None and not last and len(self._held) - begin <= MAX_RECORD:
            self._seen = max(begin, len(self._held) - 64)
            return None
        if match is None or match.start() - begin > MAX_RECORD:
            self._at = begin if match is None else match.start()
            self._skipping, self._seen = match is None, 0
            return RawRecord(header, b"", damage if last else "large")
        block = bytes(self._held[begin : match.start()]).rstrip(b"\r\n")
        self._at, self._seen = match.end(), 0
        return RawRecord(header, block, "header" if size is None else "length")

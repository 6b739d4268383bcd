"""Parts that send too much, too slowly, or not what HTTP is."""

from __future__ import annotations

import gzip
import socket
import struct
import zlib
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime

from tests.fetching.playing import Visit, part

# ---------------------------------------------------------------------------------- large, long, endless


def _gzip_bomb(megabytes: int, bits: int) -> bytes:
    """Zeros, packed: after a full flush the same input gives the same output, so it is made once and repeated."""
    packer = zlib.compressobj(9, zlib.DEFLATED, bits)
    first = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(bytes(1 << 20)) + packer.flush(zlib.Z_FULL_FLUSH)
    return first + again * (megabytes - 1)


@part("/bomb/gzip", "/bomb/deflate", "/bomb/raw-deflate")
def _bomb(visit: Visit) -> None:
    """A body of 1 MB that unpacks to a gigabyte (?size=MEGABYTES)."""
    bits = {"gzip": 31, "deflate": 15, "raw-deflate": -15}[visit.last]
    body = _gzip_bomb(int(visit.number("size", 1000)), bits)
    visit.answer(body, headers={"Content-Encoding": visit.last.removeprefix("raw-")})


@part("/bomb/br")
def _bomb_br(visit: Visit) -> None:
    """A body of some bytes that brotli unpacks to 64 MB (?size=MEGABYTES)."""
    import brotli

    packer = brotli.Compressor(quality=1)
    body = (
        b"".join(packer.process(bytes(1 << 20)) for _ in range(int(visit.number("size", 64))))
        + packer.finish()
    )
    visit.answer(body, headers={"Content-Encoding": "br"})


@part("/bomb/zstd")
def _bomb_zstd(visit: Visit) -> None:
    """A body of some bytes that zstd unpacks to a gigabyte (?size=MEGABYTES)."""
    try:
        from compression import zstd  # type: ignore[import-not-found,unused-ignore]
    except ImportError:
        from backports import zstd

    frame = zstd.compress(bytes(1 << 20))
    visit.answer(frame * int(visit.number("size", 1000)), headers={"Content-Encoding": "zstd"})


@part("/bomb/layers")
def _bomb_layers(visit: Visit) -> None:
    """A gzip bomb packed by gzip again."""
    visit.answer(gzip.compress(_gzip_bomb(1000, 31)), headers={"Content-Encoding": "gzip, gzip"})


@part("/bomb/many-layers")
def _bomb_many(visit: Visit) -> None:
    """A body that is packed a thousand times over, as it says."""
    visit.answer(gzip.compress(b"x"), headers={"Content-Encoding": ", ".join(["gzip"] * 1000)})


@part("/endless")
def _endless(visit: Visit) -> None:
    """A body without length that never ends."""
    visit.head(200, {"Content-Type": "text/html", "Connection": "close"})
    visit.on_and_on(b"<p>and then</p>" * 1000)


@part("/chunks/endless")
def _chunks_endless(visit: Visit) -> None:
    """Chunks that never end."""
    visit.head(200, {"Transfer-Encoding": "chunked"})
    visit.on_and_on(b"2000\r\n" + b"x" * 0x2000 + b"\r\n")


@part("/chunks/tiny")
def _chunks_tiny(visit: Visit) -> None:
    """Chunks of one byte, without end."""
    visit.head(200, {"Transfer-Encoding": "chunked"})
    visit.on_and_on(b"1\r\nx\r\n" * 1000)


@part("/chunks/lines")
def _chunks_lines(visit: Visit) -> None:
    """A page of twelve thousand lines, each a chunk: as some servers send."""
    visit.head(200, {"Content-Type": "text/html", "Transfer-Encoding": "chunked"})
    visit.send(b"14\r\n<p>nineteen letters\n\r\n" * 12_000 + b"0\r\n\r\n")


@part("/chunks/trailers")
def _chunks_trailers(visit: Visit) -> None:
    """A body in chunks, and after it headers without end."""
    visit.head(200, {"Transfer-Encoding": "chunked"})
    visit.send(b"1\r\nx\r\n0\r\n")
    visit.on_and_on(b"X-More: and more\r\n" * 100)


@part("/chunks/extension")
def _chunks_extension(visit: Visit) -> None:
    """A chunk whose extension never ends."""
    visit.head(200, {"Transfer-Encoding": "chunked"})
    visit.send(b"1;")
    visit.on_and_on(b"and=more;" * 1000)


@part("/drip")
def _drip(visit: Visit) -> None:
    """A body that comes one byte a second (?every=SECONDS)."""
    visit.head(200, {"Content-Type": "text/html", "Content-Length": "100000"})
    visit.on_and_on(b"x", visit.number("every", 1.0))


@part("/drip/headers")
def _drip_headers(visit: Visit) -> None:
    """Headers that come one byte a second (?every=SECONDS)."""
    visit.send(b"HTTP/1.1 200 OK\r\nX-Slow: ")
    visit.on_and_on(b"x", visit.number("every", 1.0))


@part("/drip/interim")
def _drip_interim(visit: Visit) -> None:
    """An interim answer each second (?every=SECONDS), and no other."""
    visit.on_and_on(b"HTTP/1.1 102 Processing\r\n\r\n", visit.number("every", 1.0))


@part("/drip/packed")
def _drip_packed(visit: Visit) -> None:
    """A gzip body that comes one byte a second (?every=SECONDS)."""
    visit.head(200, {"Content-Encoding": "gzip", "Transfer-Encoding": "chunked"})
    visit.keep = False
    for byte in gzip.compress(b"slow and steady " * 1000):
        if visit.server.stopping.wait(visit.number("every", 1.0)):
            return
        visit.send(b"1\r\n" + bytes([byte]) + b"\r\n")


@part("/silent")
def _silent(visit: Visit) -> None:
    """Takes the request and says nothing."""
    visit.until_gone()


@part("/silent/body")
def _silent_body(visit: Visit) -> None:
    """Answers, and then sends no body."""
    visit.head(200, {"Content-Length": "1000"})
    visit.until_gone()


@part("/late")
def _late(visit: Visit) -> None:
    """Answers after ?after=SECONDS (0.2)."""
    visit.server.stopping.wait(visit.number("after", 0.2))
    visit.answer(b"late")


@part("/headers/endless")
def _headers_endless(visit: Visit) -> None:
    """Headers without end."""
    visit.send(b"HTTP/1.1 200 OK\r\n")
    visit.on_and_on(b"X-More: and more\r\n" * 100)


@part("/headers/million")
def _headers_million(visit: Visit) -> None:
    """A million headers."""
    visit.keep = False
    visit.send(b"HTTP/1.1 200 OK\r\n")
    for _ in range(1000):
        visit.send(b"A: b\r\n" * 1000)
    visit.send(b"Content-Length: 1\r\n\r\nx")


@part("/headers/long")
def _headers_long(visit: Visit) -> None:
    """One header of a megabyte."""
    visit.answer(b"x", headers={"X-Long": "x" * (1 << 20)})


@part("/headers/two-thousand")
def _headers_thousands(visit: Visit) -> None:
    """Two thousand headers: many, but a page."""
    visit.answer(b"x", headers={f"X-{n}": "y" for n in range(2000)})


@part("/headers/line")
def _headers_line(visit: Visit) -> None:
    """A first line that never ends."""
    visit.send(b"HTTP/1.1 200 ")
    visit.on_and_on(b"very " * 1000)


@part("/interim")
def _interim(visit: Visit) -> None:
    """Interim answers (1xx) without end."""
    visit.on_and_on(b"HTTP/1.1 100 Continue\r\n\r\n" * 100)


@part("/interim/few")
def _interim_few(visit: Visit) -> None:
    """Two interim answers, then a page."""
    visit.send(b"HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" * 2)
    visit.answer(b"after all")


# ------------------------------------------------------------------------------------------ what is wrong


@part("/length/more")
def _length_more(visit: Visit) -> None:
    """Promises more bytes than it sends."""
    visit.keep = False
    visit.head(200, {"Content-Length": "1000"})
    visit.send(b"short")


@part("/length/less")
def _length_less(visit: Visit) -> None:
    """Sends more bytes than it promised."""
    visit.keep = False
    visit.head(200, {"Content-Length": "5"})
    visit.send(b"longer than it said")


WRONG_HEADS: dict[str, bytes] = {
    "length-negative": b"Content-Length: -1",
    "length-words": b"Content-Length: five",
    "length-two": b"Content-Length: 5\r\nContent-Length: 6",
    "length-huge": b"Content-Length: " + b"9" * 30,
    "length-plus": b"Content-Length: +5",
    "encoding-unknown": b"Transfer-Encoding: jumbled",
    "encoding-two": b"Transfer-Encoding: gzip, chunked",
    "no-colon": b"This is no header",
    "nul": b"X-Nul: a\0b",
    "name-space": b"X Space: y",
    "bare-cr": b"X: a\rb",
}
"""Headers at /wrong/NAME that break the rules of HTTP."""


@part("/wrong")
def _wrong(visit: Visit) -> None:
    """/wrong/NAME: headers that break the rules of HTTP (WRONG_HEADS)."""
    visit.keep = False
    visit.send(b"HTTP/1.1 200 OK\r\n" + WRONG_HEADS[visit.last] + b"\r\n\r\nhello")


@part("/chunks/cut")
def _chunks_cut(visit: Visit) -> None:
    """A body in chunks that stops in the middle."""
    visit.keep = False
    visit.head(200, {"Transfer-Encoding": "chunked"})
    visit.send(b"10\r\nshort")


@part("/chunks/no-end")
def _chunks_no_end(visit: Visit) -> None:
    """Whole chunks, and a connection closed before the last one."""
    visit.keep = False
    visit.head(200, {"Transfer-Encoding": "chunked"})
    visit.send(b"5\r\nhello\r\n")


@part("/chunks/size")
def _chunks_size(visit: Visit) -> None:
    """A chunk whose size is no number."""
    visit.keep = False
    visit.head(200, {"Transfer-Encoding": "chunked"})
    visit.send(b"many\r\nhello\r\n0\r\n\r\n")


@part("/chunks/huge")
def _chunks_huge(visit: Visit) -> None:
    """A chunk that is said to have 2^80 bytes."""
    visit.keep = False
    visit.head(200, {"Transfer-Encoding": "chunked"})
    visit.send(b"100000000000000000000\r\nhello")


@part("/packed/cut")
def _packed_cut(visit: Visit) -> None:
    """A gzip body that stops in the middle, its length told right."""
    body = gzip.compress(bytes(range(256)) * 100)
    visit.answer(body[: len(body) // 2], headers={"Content-Encoding": "gzip"})


@part("/packed/not")
def _packed_not(visit: Visit) -> None:
    """Says gzip, and is not packed."""
    visit.answer(b"plain words", headers={"Content-Encoding": "gzip"})


@part("/packed/empty")
def _packed_empty(visit: Visit) -> None:
    """Says gzip, and has no body."""
    visit.answer(b"", headers={"Content-Encoding": "gzip"})


@part("/packed/unknown")
def _packed_unknown(visit: Visit) -> None:
    """Packed in a way nobody offered."""
    visit.answer(b"\x1f\x9d\x90", headers={"Content-Encoding": "compress"})


@part("/packed/members")
def _packed_members(visit: Visit) -> None:
    """A gzip body of three members with padding after them: right, though seldom seen."""
    body = b"".join(gzip.compress(word) for word in (b"one ", b"two ", b"three")) + bytes(100)
    visit.answer(body, headers={"Content-Encoding": "gzip"})


@part("/packed/gzip", "/packed/deflate", "/packed/raw-deflate", "/packed/br", "/packed/zstd")
def _packed(visit: Visit) -> None:
    """A body packed in that way."""
    text = b"".join(b"line %d of the news\n" % n for n in range(2000))
    if visit.last == "br":
        import brotli

        body = brotli.compress(text)
    elif visit.last == "zstd":
        try:
            from compression import zstd  # type: ignore[import-not-found,unused-ignore]
        except ImportError:
            from backports import zstd
        body = zstd.compress(text)
    else:
        packer = zlib.compressobj(
            6, zlib.DEFLATED, {"gzip": 31, "deflate": 15, "raw-deflate": -15}[visit.last]
        )
        body = packer.compress(text) + packer.flush()
    visit.answer(body, headers={"Content-Encoding": visit.last.removeprefix("raw-")})


@part("/lies/media")
def _lies_media(visit: Visit) -> None:
    """A page that is said to be a picture."""
    visit.answer(b"<html><title>A page</title></html>", "image/png")


@part("/lies/charset")
def _lies_charset(visit: Visit) -> None:
    """UTF-8 that is said to be UTF-16."""
    visit.answer("<p>Zürich – Łódź</p>".encode(), "text/html; charset=utf-16")


@part("/lies/unknown-charset")
def _lies_unknown(visit: Visit) -> None:
    """A charset that does not exist."""
    visit.answer("<p>Zürich</p>".encode(), "text/html; charset=klingon-8")


@part("/lies/zip-charset")
def _lies_zip(visit: Visit) -> None:
    """A "charset" that is a codec of Python and no charset."""
    visit.answer(b"<p>x</p>", "text/html; charset=zip")


@part("/status")
def _status(visit: Visit) -> None:
    """/status/N: an answer with that status and a body of five bytes."""
    status = int(visit.last)
    if 100 <= status < 200 or status in {204, 304}:
        visit.head(status, {})
    else:
        visit.answer(b"words", status=status)


@part("/status/words")
def _status_words(visit: Visit) -> None:
    """A first line without a number."""
    visit.keep = False
    visit.send(b"HTTP/1.1 fine thanks\r\nContent-Length: 0\r\n\r\n")


@part("/busy")
def _busy(visit: Visit) -> None:
    """429 with Retry-After: ?after=SECONDS (60), a date (?date=SECONDS ahead), or words (?words=soon)."""
    after = visit.query.get("words") or str(int(visit.number("after", 60)))
    if "date" in visit.query:
        after = format_datetime(datetime.now(UTC) + timedelta(seconds=visit.number("date", 60)), usegmt=True)
    visit.answer(b"later", headers={"Retry-After": after}, status=429)


@part("/down")
def _down(visit: Visit) -> None:
    """503, without saying for how long."""
    visit.answer(b"down", status=503)


@part("/flaky")
def _flaky(visit: Visit) -> None:
    """503 the first ?times=N (1) times, then a page."""
    if visit.server.count(visit.path) <= visit.number("times", 1):
        visit.answer(b"down", status=503)
    else:
        visit.answer(b"up again")


@part("/flaky/reset")
def _flaky_reset(visit: Visit) -> None:
    """A reset the first time, then a page."""
    if visit.server.count(visit.path) <= 1:
        _reset(visit)
    else:
        visit.answer(b"up again")


@part("/reset")
def _reset(visit: Visit) -> None:
    """The connection is reset."""
    visit.keep = False
    visit.sock.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))


@part("/reset/body")
def _reset_body(visit: Visit) -> None:
    """The connection is reset in the middle of the body."""
    visit.head(200, {"Content-Length": "1000"})
    visit.send(b"half")
    _reset(visit)


@part("/close")
def _close(visit: Visit) -> None:
    """The connection is closed without a word."""
    visit.keep = False


@part("/empty")
def _empty(visit: Visit) -> None:
    """A page without a byte."""
    visit.answer(b"", "text/html")


@part("/old")
def _old(visit: Visit) -> None:
    """HTTP/1.0, no length, closed at the end."""
    visit.keep = False
    visit.send(b"HTTP/1.0 200 OK\r\nContent-Type: text/plain\r\n\r\nold and well")


@part("/older")
def _older(visit: Visit) -> None:
    """A page without any head (HTTP/0.9)."""
    visit.keep = False
    visit.send(b"<html>no head</html>")


@part("/noise")
def _noise(visit: Visit) -> None:
    """Bytes that are no HTTP at all."""
    visit.keep = False
    visit.send(bytes(range(256)) * 100)


@part("/raw")
def _raw(visit: Visit) -> None:
    """Whatever bytes a test has put into ``server.raw``."""
    visit.keep = False
    visit.send(visit.server.raw)


@part("/ssh")
def _ssh(visit: Visit) -> None:
    """The greeting of another service."""
    visit.keep = False
    visit.send(b"SSH-2.0-OpenSSH_9.2p1 Debian-2\r\n")


@part("/upgrade")
def _upgrade(visit: Visit) -> None:
    """101: goes over to another protocol."""
    visit.keep = False
    visit.send(
        b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\nConnection: Upgrade\r\n\r\n\x81\x05hello"
    )


@part("/split")
def _split(visit: Visit) -> None:
    """Two answers to one request: the second must not be taken for that to the next."""
    visit.answer(b"first")
    visit.answer(b"smuggled")


@part("/loud")
def _loud(visit: Visit) -> None:
    """404 with a reason of control characters and an HTML body."""
    visit.keep = False
    visit.send(b"HTTP/1.1 404 \x1b[31mRed\r\nContent-Length: 3\r\n\r\nred")

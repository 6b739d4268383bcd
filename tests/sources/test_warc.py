"""WARC archives: pages and feeds in, damage passed over and counted, memory flat."""

from __future__ import annotations

import gzip
import io
import random
import re
import sys
import time
import tracemalloc
import zlib
from collections.abc import Callable

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.errors import InputError
from dragoman.sources import warcbytes
from dragoman.sources.warcbytes import records
from tests.sources.making import OK, PAGE, packed, page, record
from tests.sources.reading import read_bytes, read_clean, told

TEN = [record(n) for n in range(10)]
PNG = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n"
ITEM = "<li><a href='/{n}'>Ministers met in round {n}</a></li>"
TEASER = "<h3><a href='/{n}'>Ministers of Ghana and Niger met in round {n}</a></h3><p>A short teaser of the story.</p>"
LIST, TEASERS = (
    f"<html><body>{''.join(each.format(n=n) for n in range(40))}</body></html>".encode()
    for each in (ITEM, TEASER)
)
MENU = b"<html><body><a href=/a>News</a> <a href=/b>Sport</a></body></html>"
FEED = b"""<rss version="2.0"><channel><title>Wire</title><item><title>Ghana condemns coup</title>
<link>https://wire.example/a</link></item><item><title>Mali leaves court</title><link>https://wire.example/b</link></item>
</channel></rss>"""


def addresses(data: bytes) -> list[str]:
    """Numbers of the records found, with their damage."""
    out = []
    for raw in records(io.BytesIO(data)):
        number = re.search(rb"wire\.example/(\d+)", raw.header)
        out.append((number[1].decode() if number else "") + (f" {raw.damage}" if raw.damage else ""))
    return out


@pytest.mark.parametrize(
    "data", [b"".join(TEN), packed(TEN), gzip.compress(b"".join(TEN))], ids=["plain", "packed", "in one"]
)
def test_the_pages_of_an_archive(data: bytes) -> None:
    documents = read_clean(data)
    assert [d.title for d in documents] == [f"Talks {n} resume in Port Sorrel" for n in range(10)]
    assert documents[3].url == "https://wire.example/3"
    assert documents[3].published == "2025-02-18T06:30:00Z"
    assert (documents[3].text or "?") in PAGE.format(n=3).replace("</p>\n<p>", "\n")


def test_a_page_reads_as_it_does_when_it_is_fetched() -> None:
    [archived] = read_clean(record(4))
    [found] = dragoman.sources.found_at(page(4), "https://wire.example/4", "text/html", "utf-8")
    assert (archived.text, archived.title) == (found.text, found.title)  # type: ignore[union-attr]


def test_the_day_of_the_crawl_is_no_day_of_publication() -> None:
    [document] = read_clean(record(1, re.sub(rb"<meta[^>]*>", b"", page(1))))
    assert document.published is None


def test_feeds_and_saved_pages_are_read_too() -> None:
    feed = record(1, FEED, http=OK.replace(b"text/html", b"application/rss+xml"))
    saved = record(2, page(2), http=b"", kind="resource", media="text/html; charset=utf-8")
    documents = read_clean(feed + saved)
    assert [d.title for d in documents] == [
        "Ghana condemns coup",
        "Mali leaves court",
        "Talks 2 resume in Port Sorrel",
    ]


def test_what_is_no_report_is_counted_in_one_line() -> None:
    gone = record(5, http=b"HTTP/1.1 404 Not Found\r\nContent-Type: text/html\r\n\r\n")
    others = [record(n, b"\x89PNG", http=PNG) for n in range(20, 30)]
    others += [gone, record(6, kind="request"), record(7, b"", http=b"", kind="metadata")]
    documents, errors = read_bytes(
        packed([*TEN[:2], *others, record(8, MENU), record(9, LIST), record(10, TEASERS)])
    )
    assert len(documents) == 2
    assert told(errors) == [(None, "3 of 5 pages hold no report")]
    documents, errors = read_bytes(packed(others))
    assert told(errors) == [(None, "no page of news in it (records: 13)")]


@pytest.mark.parametrize(
    ("header", "pack"),
    [
        (b"Content-Encoding: gzip\r\n", gzip.compress),
        (b"Content-Encoding: deflate\r\n", zlib.compress),
        (b"Transfer-Encoding: chunked\r\n", lambda b: b"%x\r\n%s\r\n0\r\n\r\n" % (len(b), b)),
        # Some crawls unpack and leave the header as it was.
        (b"Content-Encoding: gzip\r\n", bytes),
        (b"Transfer-Encoding: chunked\r\nContent-Encoding: gzip\r\n", bytes),
    ],
)
def test_what_packed_a_page_for_the_way(header: bytes, pack: Callable[[bytes], bytes]) -> None:
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\n" + header + b"\r\n"
    [document] = read_clean(record(1, pack(page(1)), http=http))
    assert document.title == "Talks 1 resume in Port Sorrel"


def test_the_charset_of_the_header_counts() -> None:
    body = PAGE.format(n=1).replace("“", "").replace("”", "").replace("’", "").replace("Niger", "Íslandí")
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html; charset=iso-8859-1\r\n\r\n"
    [document] = read_clean(record(1, body.encode("iso-8859-1"), http=http))
    assert "Íslandí" in (document.text or "")


# ------------------------------------------------------------------------------------------ damaged


def test_a_broken_member_does_not_take_the_others_with_it() -> None:
    members = [gzip.compress(each, mtime=0) for each in TEN]
    damages: list[Callable[[bytes], bytes]] = [
        lambda m: m[:60] + bytes([m[60] ^ 255]) + m[61:],
        lambda m: m[:-6] + bytes([m[-6] ^ 255]) + m[-5:],  # the checksum
        lambda m: b"\0" + m[1:],
        lambda m: m[: len(m) // 2],
        lambda m: m + b"some other bytes",
    ]
    for damage in damages:
        broken = b"".join([*members[:5], damage(members[5]), *members[6:]])
        found = addresses(broken)
        assert [n for n in found if n.isdigit() and n != "5"] == [str(n) for n in range(10) if n != 5]
        assert " gzip" in found
        documents, errors = read_bytes(broken)
        assert len(documents) == 9 + ("5" in found)
        assert len(errors) == 1
        assert "records are damaged: its gzip is damaged or cut short (in record" in errors[0].problem


def test_a_packed_archive_whose_first_record_is_damaged_is_known_by_its_name() -> None:
    data = bytearray(packed(TEN))
    data[30:60] = bytes(30)
    documents, errors = read_bytes(bytes(data), "crawl.warc.gz")
    assert [d.url for d in documents] == [f"https://wire.example/{n}" for n in range(1, 10)]
    assert errors[0].problem == "1 of 10 records are damaged: its gzip is damaged or cut short (in record 1)"


def test_an_address_that_cannot_be_one_is_passed_over() -> None:
    assert told(read_bytes(TEN[0].replace(b"wire.example", b"wire.\0xample"))[1]) == [
        (None, "no page of news in it (records: 1)")
    ]


def test_a_file_that_is_cut_short() -> None:
    assert addresses(packed(TEN)[:-50]) == [*map(str, range(9)), " gzip"]
    assert addresses(b"".join(TEN)[:-50]) == [*map(str, range(9)), "9 cut"]
    assert addresses(b"".join(TEN[:2]) + b"WARC/1.0\r\nWARC-Ty") == ["0", "1", " cut"]
    documents, errors = read_bytes(packed(TEN)[:-50])
    assert len(documents) == 9
    assert len(errors) == 1


@pytest.mark.parametrize("length", [10, 100_000, 10**9, -5, "abc", 10**20, ""])
def test_a_wrong_length_is_not_believed(length: object) -> None:
    lying = [*TEN[:5], record(5, length=length), *TEN[6:]]
    for data in (b"".join(lying), packed(lying)):
        assert [n.split()[0] for n in addresses(data)] == [str(n) for n in range(10)]
        documents, errors = read_bytes(data)
        assert len(documents) == 10  # what stands before the next record is the page
        assert len(errors) == 1


def test_headers_that_are_none() -> None:
    for odd in (
        b"GARBAGE\r\n" * 30,
        b"WARC/1.0\r\nX: " + b"a" * 100_000 + b"\r\n\r\n",
        bytes(1000),
        b"WARC/1.0\r\n\r\n\r\n\r\n",
    ):
        for data in (b"".join([*TEN[:5], odd, *TEN[6:]]), packed([*TEN[:5], odd, *TEN[6:]])):
            assert [n for n in addresses(data) if n.isdigit()] == [str(n) for n in range(10) if n != 5]


def test_a_record_that_is_too_large_is_passed_over(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warcbytes, "MAX_RECORD", 100_000)
    large = record(5, random.Random(1).randbytes(1_000_000))
    assert addresses(b"".join([*TEN[:5], large, *TEN[6:]])) == [*"01234", "5 large", *"6789"]
    assert addresses(packed([*TEN[:5], large, *TEN[6:]]))[6:] == [*"6789"]


def test_a_page_that_the_crawl_cut_off_is_told() -> None:
    documents, errors = read_bytes(record(1, extra="WARC-Truncated: length\r\n") + TEN[2])
    assert len(documents) == 2
    assert told(errors) == [
        (None, "pages that the crawl cut off: 1; the ends of their reports may be missing")
    ]


def test_a_page_that_unpacks_to_too_much() -> None:
    bomb = gzip.compress(bytes(100_000_000))
    http = b"HTTP/1.1 200 OK\r\nContent-Type: text/html\r\nContent-Encoding: gzip\r\n\r\n"
    documents, errors = read_bytes(packed([TEN[0], record(1, bomb, http=http), TEN[2]]))
    assert len(documents) == 2
    assert "its answer cannot be unpacked (in record 2)" in errors[0].problem


def test_a_member_that_unpacks_to_too_much(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(warcbytes, "MAX_RECORD", 1 << 20)
    bomb = gzip.compress(b"WARC/1.0\r\nContent-Length: 0\r\n\r\n" + bytes(50_000_000))
    assert [n for n in addresses(packed(TEN[:2]) + bomb + packed(TEN[2:])) if n.isdigit()] == [*"0123456789"]


def test_an_archive_within_an_archive_is_not_opened() -> None:
    inner = TEN[0]
    for _ in range(3):
        inner = record(1, inner)
    assert not read_bytes(inner)[0]
    assert not read_bytes(record(1, packed(TEN)))[0]


def test_memory_stays_flat_over_many_empty_records() -> None:
    empty = record(1, b"", http=b"")

    class Endless(io.RawIOBase):
        left = 20_000

        def read(self, size: int = -1) -> bytes:
            taken = min(self.left, max(1, size // len(empty)))
            self.left -= taken
            return empty * taken

    tracemalloc.start()
    assert len(list(map(id, records(Endless())))) == 20_000  # type: ignore[arg-type]
    peak = tracemalloc.get_traced_memory()[1]
    tracemalloc.stop()
    assert peak < 5_000_000


def test_without_its_library_the_mend_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "fastwarc", None)
    [error] = read_bytes(TEN[0])[1]
    assert error.mend == 'run: pip install "dragoman[warc]"'


@st.composite
def damaged(draw: st.DrawFn) -> tuple[int, bytes]:
    """An archive with one record, not the first, that was cut or had bytes changed, dropped or put in; and which."""
    which = draw(st.integers(1, 9))
    records = [gzip.compress(each, mtime=0) for each in TEN] if draw(st.booleans()) else list(TEN)
    one = records[which]
    at = draw(st.integers(12, len(one) - 5))
    to = at + draw(st.integers(0, 50))
    put = draw(st.binary(min_size=1, max_size=50))
    records[which] = draw(
        st.sampled_from(
            [one[:at], one[:at] + one[to:], one[:at] + put + one[at:], one[:at] + put + one[at + len(put) :]]
        )
    )
    return which, b"".join(records)


@settings(max_examples=200, deadline=None)
@given(damaged())
def test_damage_in_one_record_leaves_the_others(given: tuple[int, bytes]) -> None:
    which, data = given
    found = {raw.header + raw.block for raw in records(io.BytesIO(data)) if raw.damage is None}
    others = [each.replace(b"\r\n\r\n", b"", 1).removesuffix(b"\r\n\r\n") for each in TEN]
    assert found >= {each for n, each in enumerate(others) if n != which}


@st.composite
def mutated(draw: st.DrawFn) -> bytes:
    """An archive, packed or not, that was cut, doubled, or had bytes changed."""
    few = [*TEN[:2], record(2, MENU), record(3, FEED, http=OK.replace(b"text/html", b"text/xml"))]
    data = bytearray(packed(few) if draw(st.booleans()) else b"".join(few))
    for _ in range(draw(st.integers(1, 4))):
        at = draw(st.integers(10, len(data) + 10)) if draw(st.booleans()) else draw(st.integers(0, 9))
        to = at + draw(st.integers(0, 500))
        match draw(st.sampled_from(["cut", "drop", "double", "flip", "put"])):
            case "cut":
                del data[max(at, 20) :]
            case "drop":
                del data[at:to]
            case "double":
                data[at:at] = data[at:to]
            case "flip" if at < len(data):
                data[at] ^= draw(st.integers(1, 255))
            case _:
                data[at:at] = draw(
                    st.sampled_from(
                        [b"\r\n\r\n", b"WARC/1.0\r\n", b"\x1f\x8b\x08", b"\0", b"Content-Length: 7"]
                    )
                )
    return bytes(data)


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(mutated())
def test_any_archive_is_documents_or_errors(data: bytes) -> None:
    errors: list[InputError] = []
    began = time.perf_counter()
    documents = dragoman.read(io.BytesIO(data), on_error=errors.append)
    assert documents or errors
    assert all(document.title or document.text for document in documents)
    assert time.perf_counter() - began < 10

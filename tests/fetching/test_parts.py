"""Every part the server plays, good or hostile, ends in time, within bounds, as a page or as an error with a mend."""

from __future__ import annotations

import time
import tracemalloc
from collections.abc import Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import FetchError
from dragoman.fetching import Fetcher
from tests.fetching.helpers import fetcher_for
from tests.fetching.server import LEADS_TO, PARTS, WRONG_HEADS, Hostile

TIMEOUT = 0.25
LARGEST = 5_000_000

COMES = {
    "/feed": "/feed/a",
    "/chain": "/chain/3",
    "/drip/packed": "/drip/packed?every=0.05",
    "/drip": "/drip?every=0.05",
    "/drip/headers": "/drip/headers?every=0.05",
    "/drip/interim": "/drip/interim?every=0.05",
    "/late": "/late?after=0.05",
    "/html/deep": "/html/deep",
}
"""How a part is asked, where not by its name alone."""

_PAGES = """
/feed /fickle /article /echo /fresh /vague /chain /redirect/301 /redirect/302 /redirect/303 /redirect/307
/redirect/308 /late /chunks/lines /headers/two-thousand /interim/few /length/less /packed/gzip /packed/deflate
/packed/raw-deflate /packed/br /packed/zstd /packed/members /packed/empty /lies/media /lies/charset
/lies/unknown-charset /lies/zip-charset /empty /old /split /xml/laughs /xml/quadratic /xml/external /xml/dtd
/xml/deep /xml/cut /html/deep /html/attributes /html/script /html/links
"""
IS_A_PAGE = _PAGES.split()
"""Parts that hurt a parser, or nobody; to fetch them is right."""

SAID = {
    "/login": "answers 401",
    "/redirect/300": "answers 300",
    "/circle": "in a circle",
    "/circle/itself": "in a circle",
    "/cookies": "in a circle",
    "/corridor": "more than 10 redirects",
    "/bomb/gzip": "larger than 5 MB",
    "/bomb/deflate": "larger than 5 MB",
    "/bomb/raw-deflate": "larger than 5 MB",
    "/bomb/br": "larger than 5 MB",
    "/bomb/zstd": "larger than 5 MB",
    "/bomb/layers": "larger than 5 MB",
    "/bomb/many-layers": "packed 1000 times",
    "/endless": "larger than 5 MB",
    "/html/large": "larger than 5 MB",
    "/chunks/endless": "larger than 5 MB",
    "/chunks/tiny": "more than 10000 pieces",
    "/chunks/trailers": "not speak HTTP",
    "/chunks/extension": "not speak HTTP",
    "/drip": "not answered in full within 0.25 seconds",
    "/drip/headers": "not answered in full within 0.25 seconds",
    "/drip/interim": "not answered in full within 0.25 seconds",
    "/drip/packed": "not answered in full within 0.25 seconds",
    "/silent": "not answered in full within 0.25 seconds",
    "/silent/body": "not answered in full within 0.25 seconds",
    # Which limit is met first depends on the pieces in which headers come.
    "/headers/endless": "not speak HTTP|headers do not end",
    "/headers/million": "not speak HTTP|headers do not end",
    "/headers/long": "not speak HTTP|headers do not end",
    "/headers/line": "not speak HTTP|headers do not end",
    "/interim": "headers do not end",
    "/length/more": "closed connection without sending",
    "/chunks/cut": "closed connection without sending",
    "/chunks/no-end": "closed connection without sending",
    "/chunks/size": "illegal chunk header",
    "/chunks/huge": "illegal chunk header",
    "/packed/cut": "gzip stops before the end",
    "/packed/not": "no gzip",
    "/packed/unknown": "'compress', which was not offered",
    "/status/words": "not speak HTTP",
    "/busy": "answers 429",
    "/down": "answers 503",
    "/flaky": "answers 503",
    "/flaky/reset": "reset",
    "/reset": "reset",
    "/reset/body": "reset",
    "/close": "disconnected without sending",
    "/older": "not speak HTTP",
    "/noise": "not speak HTTP",
    "/ssh": "not speak HTTP",
    "/upgrade": "not speak HTTP",
    "/loud": "answers 404",
}
"""What is said of the others."""

ELSEWHERE = {"/to": "test_guard", "/wrong": "below", "/status": "below", "/raw": "below"}


def test_no_part_is_left_out() -> None:
    assert sorted([*IS_A_PAGE, *SAID, *ELSEWHERE]) == sorted(PARTS)
    assert len(PARTS) + len(LEADS_TO) + len(WRONG_HEADS) > 120


def ask(server: Hostile, path: str) -> tuple[bytes | None, FetchError | None]:
    """Ask once, and see that it took neither long nor much memory."""
    slow = path.startswith(("/drip", "/silent", "/status/1"))
    with fetcher_for(server, timeout=TIMEOUT if slow else 20.0, largest=LARGEST, tries=1) as fetcher:
        start = time.monotonic()
        try:
            return fetcher.get(server.url(COMES.get(path, path)), named=True).content, None
        except FetchError as error:
            return None, error
        finally:
            assert time.monotonic() - start < (4 * TIMEOUT if slow else 10.0)


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    with Hostile() as server:
        yield server


@pytest.mark.parametrize("path", IS_A_PAGE)
def test_a_page_is_a_page(server: Hostile, path: str) -> None:
    content, error = ask(server, path)
    assert error is None
    assert content or path in {"/empty", "/packed/empty"}


@pytest.mark.parametrize("path", SAID)
def test_an_error_says_what_is_wrong_and_what_to_do(server: Hostile, path: str) -> None:
    server.asked.clear()
    _, error = ask(server, path)
    with pytest.raises(FetchError, match=SAID[path]):
        raise error or AssertionError(f"{path} is let through")
    assert error
    assert error.mend
    assert str(error).isprintable()


@pytest.mark.parametrize("name", WRONG_HEADS)
def test_headers_that_break_the_rules(server: Hostile, name: str) -> None:
    _, error = ask(server, f"/wrong/{name}")
    assert error
    assert "not speak HTTP" in error.problem
    assert str(error).isprintable()


LINES = st.sampled_from(
    [
        b"HTTP/1.1 200 OK\r\n",
        b"HTTP/1.1 302 Go\r\n",
        b"HTTP/1.0 ",
        b"HTTP/1.1 100 Go on\r\n\r\n",
        b"Content-Length: 5\r\n",
        b"Content-Encoding: gzip\r\n",
        b"Content-Encoding: br\r\n",
        b"Content-Encoding: \xff\r\n",
        b"Content-Type: text/\x80; charset=\xe9\r\n",
        b"Transfer-Encoding: chunked\r\n",
        b"Location: /echo\r\n",
        b"Location: http://\xff/\r\n",
        b"Location: //[\r\n",
        b"Retry-After: \xb2\r\n",
        b"ETag: \xff\r\n",
        b": \r\n",
        b"\r\n",
        b"5\r\nhello\r\n",
        b"0\r\n\r\n",
        b"hello",
    ]
)


@given(body=st.one_of(st.binary(max_size=100), st.lists(LINES, max_size=10).map(b"".join)))
def test_any_bytes_are_an_answer_or_an_error(server: Hostile, body: bytes) -> None:
    server.raw = body
    content, error = ask(server, "/raw")
    assert (content is None) is (error is not None)
    assert str(error).isprintable()


@pytest.mark.parametrize(
    "status", [100, 199, 201, 204, 206, 226, 304, 305, 400, 418, 499, 501, 599, 600, 999]
)
def test_statuses_that_are_no_page(server: Hostile, status: int) -> None:
    _, error = ask(server, f"/status/{status}")
    assert error
    assert error.status == (None if status < 200 else status)


@pytest.mark.parametrize(
    "path", ["/bomb/gzip", "/bomb/br", "/bomb/zstd", "/bomb/layers", "/endless", "/chunks/endless"]
)
def test_memory_is_bounded_too(path: str) -> None:
    with Hostile() as server:
        ask(server, path)  # what is loaded once, and what the server makes
        tracemalloc.start()
        with fetcher_for(server, timeout=5, largest=LARGEST, tries=1) as fetcher, pytest.raises(FetchError):
            fetcher.get(server.url(path), named=True)
        _, peak = tracemalloc.get_traced_memory()
        tracemalloc.stop()
    assert peak < 6 * LARGEST + 16_000_000  # the server's own share is in it: its bombs are a few megabytes


def test_after_all_that_the_same_fetcher_still_fetches() -> None:
    with Hostile() as server, fetcher_for(server, largest=LARGEST, tries=1) as fetcher:
        for path in (*SAID, *(f"/wrong/{name}" for name in WRONG_HEADS)):
            if path not in {"/busy"} and "drip" not in path and "silent" not in path:
                with pytest.raises(FetchError):
                    fetcher.get(server.url(path), named=True)
        assert fetcher.get(server.url("/echo"), named=True).status == 200
    with (
        pytest.raises(FetchError, match="it takes no connections"),
        Fetcher(allow_private=True, tries=1) as fetcher,
    ):
        fetcher.get(server.url("/echo"), named=True)

"""What nobody should send, byte by byte over a real socket: each has its status and a page, and the server lives on."""

from __future__ import annotations

import re
import socket
from collections.abc import Iterator

import pytest

from dragoman.store import Store
from tests.web.running import asked, get, served

LONG = b"a" * 10_000_000

WRONG: dict[bytes, int] = {
    b"/story/none": 404,
    b"/story/none/why": 404,
    b"/storyline/none": 404,
    b"/document/none": 404,
    b"/event/none": 404,
    b"/actor/none": 404,
    b"/dyad/none/nobody": 404,
    b"/nothing": 404,
    b"/static/../serving.py": 404,
    b"/../../../../etc/passwd": 404,
    b"/static/%2e%2e%2f%2e%2e%2fserving.py": 404,
    b"/static/..%5c..%5cserving.py": 404,
    b"/document/..%2f..%2fetc%2fpasswd": 404,
    b"//elsewhere.example/": 404,
    b"/document/%00": 404,
    b"/document/blast-1?at=text:9-3": 400,
    b"/document/blast-1?at=text:0-99999999": 400,
    b"/?day=soon": 422,
    b"/?day=2025-02-30": 422,
    b"/stories?since=2025-13-01": 422,
    b"/stories?since=2025-03-05&until=0000-00-00": 422,
    b"/events?since=yesterday": 422,
    b"/events?page=-1": 422,
    b"/events?page=0": 422,
    b"/events?page=1e9": 422,
    b"/events?page=99999999999999999999": 422,
    b"/events?page=9999": 404,
    b"/events?size=100000": 422,
    b"/events?sort=;--": 422,
    b"/events?type=MURDER": 422,
    b"/events?quad=5": 422,
    b"/events?min_confidence=nan": 422,
    b"/events?nosuchfilter=1": 422,
    b"/map?since=%F0%9F%92%A9": 422,
    b"/network?until=31/12/2025": 422,
    b"/dyad/SOM/FRA?by=fortnight": 422,
    b"/events?text=" + LONG: 414,
    b"/search?q=" + LONG: 414,
    b"/" + LONG: 414,
}  # fmt: skip

ODD = (
    b"/search?q=%22;%20DROP", b"/search?q=%22%3B+DROP+TABLE+documents%3B--", b"/search?q=*", b"/search?q=NEAR(a+b)",
    b"/search?q=%00", b"/search?q=%ED%A0%80", b"/search?q=title:", b"/search?q=type:NONE", b"/search?q=((((",
    b"/events?actor=%27%20OR%201=1--", b"/events?text=%25_%5C", b"/events?about=%3Cscript%3E", b"/actors?find=%25",
    b"/events?type=", b"/search",
)  # fmt: skip
"""What is odd and may be asked."""


@pytest.fixture(scope="module")
def port(store: Store) -> Iterator[int]:
    with served(store) as port:
        yield port
        assert _status(get(port, b"/about")) == 200  # after all of it


def _status(answer: bytes) -> int:
    found = re.match(rb"HTTP/1\.1 (\d{3}) ", answer)
    assert found, answer[:80]
    return int(found[1])


def _page(answer: bytes) -> str:
    head, _, body = answer.partition(b"\r\n\r\n")
    assert b"content-type: text/html" in head.lower()
    assert b"content-security-policy: default-src 'none'" in head.lower()
    return body.decode()


@pytest.mark.parametrize("target", WRONG, ids=lambda target: target[:40].decode())
def test_what_is_wrong_has_its_page(target: bytes, port: int) -> None:
    answer = get(port, target)
    assert _status(answer) == WRONG[target]
    page = _page(answer)
    assert len(re.findall("<h1", page)) == 1
    assert "Traceback" not in page
    assert "root:" not in page
    assert len(page) < 20_000


@pytest.mark.parametrize("target", ODD, ids=bytes.decode)
def test_what_is_odd_is_answered(target: bytes, port: int) -> None:
    answer = get(port, target)
    assert _status(answer) in (200, 303, 307, 308, 422)
    if _status(answer) in (200, 422):
        assert "<script>" not in _page(answer)


@pytest.mark.parametrize("method", [b"POST", b"PUT", b"DELETE", b"PATCH", b"OPTIONS", b"TRACE", b"BREW"])
def test_pages_are_only_read(method: bytes, port: int) -> None:
    answer = get(port, b"/stories", method=method)
    assert _status(answer) == 405
    assert b"\r\nallow: get" in answer.lower()


@pytest.mark.parametrize("target", [b"/", b"/events", b"/events.csv", b"/story/none", b"/about.json"])
def test_a_head_is_that_of_the_page(target: bytes, port: int) -> None:
    head, _, body = get(port, target, method=b"HEAD").partition(b"\r\n\r\n")
    full = get(port, target).partition(b"\r\n\r\n")[0]
    assert body == b""
    assert _status(head) == _status(full)

    def told(lines: bytes) -> dict[bytes, bytes]:
        pairs = (line.partition(b": ")[::2] for line in lines.split(b"\r\n")[1:])
        return {
            name.lower(): value
            for name, value in pairs
            if name.lower() not in (b"date", b"transfer-encoding")
        }

    assert told(head) == told(full)


@pytest.mark.parametrize(
    "host", [b"elsewhere.example", b"", b"localhost.elsewhere.example", b"127.0.0.1.example"]
)
def test_another_host_is_not_served(host: bytes, port: int) -> None:
    assert _status(get(port, b"/", host=host)) == 400


@pytest.mark.parametrize(
    "garbage",
    [
        b"\r\n\r\n", b"\x16\x03\x01\x02\x00\x01\x00\x01\xfc\x03\x03" + b"\0" * 50 + b"\r\n\r\n", b"GET\r\n\r\n",
        b"GET / HTTP/one\r\nHost: localhost\r\n\r\n", b"GET / HTTP/1.1\r\nHost localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nHost: localhost\r\n\r\n",
        b"GET / HTTP/1.1\r\nHost: localhost\r\nContent-Length: x\r\n\r\n", b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"CONNECT elsewhere.example:443 HTTP/1.1\r\nHost: elsewhere.example\r\nConnection: close\r\n\r\n",
    ],
)  # fmt: skip
def test_garbage_is_refused(garbage: bytes, port: int) -> None:
    assert 400 <= _status(asked(port, garbage)) < 500


def test_who_hangs_up_early_troubles_nobody(port: int) -> None:
    for begun in (b"", b"GET /ev", b"GET /events.csv HTTP/1.1\r\nHost: localhost\r\n\r\n"):
        with socket.create_connection(("127.0.0.1", port), timeout=60) as line:
            line.sendall(begun)
    assert _status(get(port, b"/events")) == 200

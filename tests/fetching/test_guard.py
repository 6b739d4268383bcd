"""Nothing that is not public is connected to: not by name, spelling, redirect, or on the second look."""

from __future__ import annotations

import contextlib
import socket
import sys
import time
from collections.abc import Iterator

import httpcore2
import pytest

from dragoman.errors import FetchError
from dragoman.fetching import Fetcher
from dragoman.fetching.guard import Allowance, Guard, RefusedError, SpentError, resolve
from tests.fetching.helpers import Still, fetcher_for
from tests.fetching.server import LEADS_TO, Hostile


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    with Hostile() as server:
        yield server


@pytest.fixture(scope="module")
def fetcher(server: Hostile) -> Iterator[Fetcher]:
    with fetcher_for(server) as fetcher:
        yield fetcher


@pytest.mark.parametrize(
    "host",
    [
        "127.0.0.1",
        "localhost",
        "LOCALHOST.",
        "127.1",
        "0x7f.1",
        "2130706433",
        "017700000001",
        "0",
        "[::ffff:7f00:1]",
        "[::1]",
    ],
)
def test_this_machine_is_refused_in_every_spelling(server: Hostile, host: str) -> None:
    with (
        Fetcher() as fetcher,
        pytest.raises(FetchError, match=r"is not a public address|no host of that name") as caught,
    ):
        fetcher.get(server.url("/echo", host=host), named=True)
    assert (
        caught.value.lasting or "no host" in caught.value.problem
    )  # an old resolver may know no "localhost."
    assert "allow" in caught.value.mend or "no host" in caught.value.problem


@pytest.mark.parametrize("name", LEADS_TO)
def test_a_redirect_leads_to_no_private_place(server: Hostile, fetcher: Fetcher, name: str) -> None:
    before = len(server.asked)
    with pytest.raises(FetchError):
        fetcher.get(server.url(f"/to/{name}"), named=True)
    after = [asked.path for asked in server.asked[before:]]
    assert after[0] == f"/to/{name}"
    # Browsers read an address without a host as a path on the same server, and so do we.
    assert after[1:] == {"no-host": ["/x"], "no-host-2": ["/"]}.get(name, [])


def test_what_a_redirect_is_refused_for_is_told_without_advice_to_allow_it(
    server: Hostile, fetcher: Fetcher
) -> None:
    with pytest.raises(FetchError) as caught:
        fetcher.get(server.url("/to/metadata"), named=True)
    assert caught.value.url == server.url("/to/metadata")
    assert "169.254.169.254" in caught.value.problem
    assert "allow" not in caught.value.mend
    assert caught.value.lasting


def test_a_redirect_from_one_allowed_host_to_another_is_followed(server: Hostile) -> None:
    with Hostile() as other, fetcher_for(server, other) as both, fetcher_for(server) as one:
        url = server.url(f"/redirect/302?to={other.url('/echo')}")
        assert both.get(url, named=True).final == other.url("/echo")
        with pytest.raises(FetchError, match="not a public address"):
            one.get(url, named=True)
        assert other.count("/echo") == 1


def pool(guard: Guard) -> httpcore2.ConnectionPool:
    return httpcore2.ConnectionPool(network_backend=guard)


def ample() -> Allowance:
    allowance = Allowance()
    allowance.until, allowance.bytes = time.monotonic() + 5, 1 << 20
    return allowance


def here(address: str) -> str | None:
    """Judge as if this machine's first address were public and its second private."""
    return None if address == "127.0.0.1" else "private"


def test_a_name_is_looked_up_once_and_the_address_that_was_checked_is_connected_to(server: Hostile) -> None:
    answers = [["127.0.0.1"], ["127.0.0.2"]]  # a name server that changes its mind
    asked: list[str] = []

    def resolver(host: str, port: int, within: float) -> list[str]:
        asked.append(host)
        return answers[len(asked) - 1]

    url = f"http://rebinding.example:{server.port}/echo"
    with pool(Guard(ample(), here, resolver=resolver)) as connections:
        with connections.stream("GET", url) as answer:
            stream = answer.extensions["network_stream"]
            assert stream.get_extra_info("server_addr") == ("127.0.0.1", server.port)
            assert (
                f"rebinding.example:{server.port}".encode() in answer.read()
            )  # the host asked for is the name
        connections.request("GET", url)  # on the same connection: nobody is asked again
        assert asked == ["rebinding.example"]
        connections.request("GET", url, headers={"Connection": "close"})
        with pytest.raises(RefusedError):
            connections.request("GET", f"http://rebinding.example:{server.port + 1}/")
        assert len(asked) == 2


def test_a_name_that_is_private_today_may_be_asked_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def portal(host: str, *_: object, **__: object) -> list[object]:
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", ("10.0.0.1", 80))]

    monkeypatch.setattr(socket, "getaddrinfo", portal)  # as where a portal wants a login first
    with (
        Fetcher() as fetcher,
        pytest.raises(FetchError, match=r"news\.example \(10\.0\.0\.1\) is not") as caught,
    ):
        fetcher.get("http://news.example/", named=True)
    assert not caught.value.lasting
    with Fetcher() as fetcher, pytest.raises(FetchError) as caught:
        fetcher.get("http://10.1/", named=True)
    assert caught.value.lasting


@pytest.mark.parametrize(
    "answers", [["127.0.0.1", "127.0.0.2"], ["127.0.0.2", "127.0.0.1"], ["127.0.0.1", "::1"]]
)
def test_one_answer_that_is_not_public_is_enough(server: Hostile, answers: list[str]) -> None:
    before = len(server.asked)
    with (
        pool(Guard(ample(), here, resolver=lambda *_: answers)) as connections,
        pytest.raises(RefusedError),
    ):
        connections.request("GET", f"http://mixed.example:{server.port}/")
    assert len(server.asked) == before


def test_an_address_that_does_not_answer_leaves_the_next_its_turn(server: Hostile) -> None:
    guard = Guard(ample(), None, resolver=lambda *_: ["::1", "127.0.0.1"])  # nothing listens on the first
    with pool(guard) as connections:
        assert connections.request("GET", f"http://two.example:{server.port}/echo").status == 200


@pytest.mark.skipif(
    sys.platform != "linux", reason="only Linux has 127.0.0.2, and drops what a full backlog cannot take"
)
def test_an_address_that_is_silent_leaves_the_next_some_time(server: Hostile) -> None:
    allowance = ample()
    allowance.until = time.monotonic() + 0.8
    with contextlib.ExitStack() as opened:
        silent = opened.enter_context(socket.create_server(("127.0.0.2", server.port), backlog=0))
        for _ in range(3):
            waiting = opened.enter_context(socket.socket())
            waiting.setblocking(False)
            waiting.connect_ex(silent.getsockname())
        guard = Guard(allowance, None, resolver=lambda *_: ["127.0.0.2", "127.0.0.1"])
        with pool(guard) as connections:
            assert connections.request("GET", f"http://two.example:{server.port}/echo").status == 200


def test_a_name_server_that_says_nothing_costs_no_more_than_the_time_given(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    def silent(*_: object, **__: object) -> list[object]:
        time.sleep(0.5)
        return []

    start = time.monotonic()
    monkeypatch.setattr(socket, "getaddrinfo", silent)
    with pytest.raises(SpentError):
        resolve("slow.example", 80, 0.05)
    assert time.monotonic() - start < 0.4


def test_nothing_is_asked_of_the_environment(server: Hostile, monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("HTTP_PROXY", "http_proxy", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
        monkeypatch.setenv(name, "http://127.0.0.1:9")
    with fetcher_for(server) as fetcher:
        assert fetcher.get(server.url("/echo"), named=True).status == 200
        assert fetcher.proxies == ()


def test_allow_private_allows_all(server: Hostile) -> None:
    with Fetcher(allow_private=True, clock=Still()) as fetcher:
        assert fetcher.get(server.url("/echo", host="localhost"), named=True).status == 200

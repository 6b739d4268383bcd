"""Connections that are secure, or not made."""

from __future__ import annotations

import socket
import ssl

import pytest

from dragoman.errors import FetchError
from dragoman.fetching import Fetcher
from tests.fetching.helpers import fetcher_for
from tests.fetching.server import CERTIFICATE, Hostile


def test_a_certificate_that_nobody_vouches_for_is_not_believed() -> None:
    with Hostile(tls=True) as server, fetcher_for(server) as fetcher:
        with pytest.raises(FetchError, match="certificate does not hold: self-signed certificate"):
            fetcher.get(server.url("/echo"), named=True)
        assert server.asked == []


def test_a_certificate_holds_for_its_own_name_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))  # as if somebody vouched for it
    with Hostile(tls=True) as server, Fetcher(allow_private=True, delay=0) as fetcher:
        assert fetcher.get(server.url("/echo", host="localhost"), named=True).status == 200
        with pytest.raises(FetchError, match=r"certificate does not hold: .*not valid for '127\.0\.0\.1'"):
            fetcher.get(server.url("/echo"), named=True)


def test_a_server_that_does_not_speak_tls() -> None:
    with Hostile() as server, fetcher_for(server, tries=1) as fetcher:
        with pytest.raises(FetchError, match=r"no secure connection|connection failed"):
            fetcher.get(server.url("/echo").replace("http:", "https:"), named=True)
        assert server.asked == []


def test_a_server_that_says_nothing_before_it_is_secure() -> None:
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        Fetcher(allow_private=True, timeout=0.1, tries=1) as ours,
    ):
        url = f"https://127.0.0.1:{silent.getsockname()[1]}/"
        with pytest.raises(FetchError, match="not answered in full within"):
            ours.get(url, named=True)


def test_a_move_from_https_to_http_is_followed_but_not_for_good(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with Hostile() as plain, Hostile(tls=True) as secure, Fetcher(allow_private=True, delay=0) as fetcher:
        down = secure.url(f"/redirect/301?to={plain.url('/echo')}", host="localhost")
        up = plain.url(f"/redirect/301?to={secure.url('/echo', host='localhost')}")
        came = fetcher.get(down, named=True)
        assert (came.final, came.moved) == (plain.url("/echo"), None)
        came = fetcher.get(up, named=True)
        assert came.moved == came.final == secure.url("/echo", host="localhost")


def test_the_certificate_of_the_tests_is_read() -> None:
    ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER).load_cert_chain(CERTIFICATE)

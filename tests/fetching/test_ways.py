"""By way of a cache, or of a proxy."""

from __future__ import annotations

from pathlib import Path

import pytest

from dragoman.errors import FetchError
from dragoman.fetching import Fetcher
from tests.fetching.helpers import Still, fetcher_for
from tests.fetching.server import CERTIFICATE, Hostile


def test_what_a_server_lets_be_kept_is_not_asked_for_again(tmp_path: Path) -> None:
    with Hostile() as server:
        for _ in range(2):  # from one day to the next
            with fetcher_for(server, cache=tmp_path) as fetcher:
                for _ in range(2):
                    assert fetcher.get(server.url("/fresh"), named=True).content == b"fresh"
        assert server.count("/fresh") == 1


def test_what_says_nothing_of_it_is_asked_for_again_however_old(tmp_path: Path) -> None:
    with Hostile() as server, fetcher_for(server, cache=tmp_path) as fetcher:
        for _ in range(2):
            assert fetcher.get(server.url("/vague"), named=True).content == b"vague"
        assert server.count("/vague") == 2
        assert server.asked[-1].headers["if-modified-since"] == "Tue, 01 Nov 2016 12:00:00 GMT"


def test_who_asks_whether_something_changed_asks_the_server(tmp_path: Path) -> None:
    with Hostile() as server, fetcher_for(server, cache=tmp_path) as fetcher:
        fetcher.get(server.url("/fresh"), named=True)
        fetcher.get(server.url("/fresh"), named=True, etag='"other"')
        assert server.count("/fresh") == 2


def test_what_is_behind_a_password_is_not_kept(tmp_path: Path) -> None:
    with Hostile() as server, fetcher_for(server, cache=tmp_path) as fetcher:
        for _ in range(2):
            fetcher.get(server.url("/fresh").replace("//", "//user:secret@"), named=True)
        assert server.count("/fresh") == 2
    assert not any(
        b"c2VjcmV0" in file.read_bytes() or b"secret" in file.read_bytes() for file in tmp_path.iterdir()
    )


def test_what_came_without_the_guard_is_not_given_to_who_asks_with_it(tmp_path: Path) -> None:
    with Hostile() as server:
        with Fetcher(allow_private=True, cache=tmp_path) as fetcher:
            fetcher.get(server.url("/fresh"), named=True)
        with Fetcher(cache=tmp_path) as fetcher, pytest.raises(FetchError, match="not a public address"):
            fetcher.get(server.url("/fresh"), named=True)


def test_a_bomb_does_not_lie_in_the_cache(tmp_path: Path) -> None:
    with Hostile() as server, fetcher_for(server, cache=tmp_path, largest=100_000) as fetcher:
        for _ in range(2):
            with pytest.raises(FetchError, match=r"larger than 0\.1 MB"):
                fetcher.get(server.url("/bomb/gzip"), named=True)
    assert sum(file.stat().st_size for file in tmp_path.iterdir()) < 1_000_000


def test_a_proxy_that_was_asked_for_is_used_and_told() -> None:
    with (
        Hostile() as proxy,
        Fetcher(proxy=f"http://user:secret@127.0.0.1:{proxy.port}", clock=Still()) as fetcher,
    ):
        came = fetcher.get("http://news.example/echo?x=1", named=True)
        assert came.final == "http://news.example/echo?x=1"
        assert proxy.asked[0].path == "http://news.example/echo?x=1"
        assert proxy.asked[0].headers["host"] == "news.example"
        assert proxy.asked[0].headers["proxy-authorization"] == "Basic dXNlcjpzZWNyZXQ="
        assert fetcher.proxies == (f"http://127.0.0.1:{proxy.port}",)


def test_through_a_proxy_a_certificate_must_hold_for_the_name_asked(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(CERTIFICATE))
    with Hostile() as proxy, Fetcher(allow_private=True, proxy=proxy.url(), delay=0, tries=1) as fetcher:
        assert fetcher.get("https://localhost/echo", named=True).status == 200
        with pytest.raises(FetchError, match="certificate does not hold"):
            fetcher.get("https://news.example/echo", named=True)
    assert [asked.path for asked in proxy.asked] == ["localhost:443", "/echo", "news.example:443"]


@pytest.mark.parametrize(
    "host", ["127.0.0.1", "localhost", "a.localhost", "127.1", "0x7f.1", "2130706433", "[::1]", "10.0.0.1"]
)
def test_a_proxy_is_not_sent_to_what_is_written_as_private(host: str) -> None:
    with Hostile() as proxy, Fetcher(proxy=proxy.url(), clock=Still()) as fetcher:
        with pytest.raises(FetchError, match="not a public address") as caught:
            fetcher.get(f"http://{host}/", named=True)
        assert caught.value.lasting
        assert proxy.asked == []


def test_that_of_the_environment_is_used_when_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    with Hostile() as proxy, Hostile() as server:
        for name in ("HTTP_PROXY", "http_proxy"):
            monkeypatch.setenv(name, proxy.url())
        for name in ("NO_PROXY", "no_proxy"):
            monkeypatch.setenv(name, "127.0.0.1")
        with fetcher_for(server, proxy="environment") as fetcher:
            fetcher.get("http://news.example/echo", named=True)
            fetcher.get(server.url("/echo"), named=True)
    assert [asked.path for asked in proxy.asked] == ["http://news.example/echo"]
    assert [asked.path for asked in server.asked] == ["/echo"]


@pytest.mark.parametrize("proxy", ["socks5://127.0.0.1:1", "http://", "ftp://a:secret@b/", "http://[::1"])
def test_what_is_no_proxy(proxy: str) -> None:
    with pytest.raises((ValueError, FetchError)) as caught:
        Fetcher(proxy=proxy)
    assert "secret" not in str(caught.value)

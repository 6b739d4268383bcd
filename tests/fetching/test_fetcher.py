"""What comes back from an address, and what is sent there."""

from __future__ import annotations

import json
import pickle
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryFile

import pytest

import dragoman
from dragoman.errors import DragomanError, FetchError
from dragoman.fetching import Clock, Fetcher, fetcher
from tests.fetching.helpers import Still, fetcher_for
from tests.fetching.server import Hostile, Item, Page


@pytest.fixture
def server() -> Iterator[Hostile]:
    with Hostile() as server:
        yield server


@pytest.fixture
def ours(server: Hostile) -> Iterator[Fetcher]:
    with fetcher_for(server) as ours:
        yield ours


def sent(came: fetcher.Fetched) -> dict[str, str]:
    """Give the headers that /echo saw."""
    return dict(json.loads(came.content)["headers"])


# -------------------------------------------------------------------------------------------------- what comes


def test_a_page_comes_with_what_is_known_of_it(server: Hostile, ours: Fetcher) -> None:
    url = server.put(
        "/a", "<p>Zürich</p>", "Text/HTML; charset=UTF-8", {"Last-Modified": "Sun, 22 Nov 2026 08:00:00 GMT"}
    )
    came = ours.get(url, named=True)
    assert (came.url, came.final, came.moved, came.status) == (url, url, None, 200)
    assert (came.content.decode(), came.media, came.charset) == ("<p>Zürich</p>", "text/html", "utf-8")
    assert came.modified == "Sun, 22 Nov 2026 08:00:00 GMT"
    assert came.etag
    assert came.at == "2026-11-23T14:00:00Z"
    assert 0 < came.seconds < 5


@pytest.mark.parametrize("way", ["gzip", "deflate", "raw-deflate", "br", "zstd"])
def test_what_comes_packed_is_unpacked(server: Hostile, ours: Fetcher, way: str) -> None:
    assert ours.get(server.url(f"/packed/{way}"), named=True).content.endswith(b"line 1999 of the news\n")


def test_nothing_new_is_told_by_etag_or_date(server: Hostile, ours: Fetcher) -> None:
    url = server.items("a", [Item("One", "/article/1")])
    first = ours.get(url, named=True)
    for known in (
        {"etag": first.etag, "modified": first.modified},
        {"modified": first.modified},
        {"etag": first.etag},
    ):
        again = ours.get(url, named=True, etag=known.get("etag"), modified=known.get("modified"))
        assert (again.status, again.content) == (304, b"")
        assert again.etag == first.etag
        assert again.modified == known.get("modified")
    server.items("a", [Item("Two", "/article/2")])
    assert ours.get(url, named=True, etag=first.etag, modified=first.modified).status == 200


@pytest.mark.parametrize("tag", ['W/"a, b"', "bare", '"\xe9\xff"', '"' + "x" * 500 + '"'])
def test_an_etag_goes_back_exactly_as_it_came(server: Hostile, ours: Fetcher, tag: str) -> None:
    server.pages["/b"] = Page(b"x", headers={"ETag": tag})
    came = ours.get(server.url("/b"), named=True)
    assert came.etag == tag
    ours.get(server.url("/echo"), named=True, etag=came.etag)
    assert server.asked[-1].headers["if-none-match"] == tag


def test_what_cannot_be_sent_is_not(server: Hostile, ours: Fetcher) -> None:
    came = ours.get(server.url("/echo"), named=True, etag="a\r\nX-Evil: 1", modified="\N{SNOWMAN}")
    assert not {"if-none-match", "if-modified-since", "x-evil"} & sent(came).keys()


def test_a_304_to_who_did_not_ask_is_an_error(server: Hostile, ours: Fetcher) -> None:
    with pytest.raises(FetchError, match="though it was not asked that"):
        ours.get(server.url("/status/304"), named=True)


def test_a_body_may_be_as_large_as_said_and_no_larger(server: Hostile) -> None:
    server.put("/five", b"12345")
    with fetcher_for(server, largest=5) as five, fetcher_for(server, largest=4) as four:
        assert five.get(server.url("/five"), named=True).content == b"12345"
        with pytest.raises(FetchError, match="larger than 4e-06 MB"):
            four.get(server.url("/five"), named=True)


def test_a_body_is_written_to_a_file_that_is_given(server: Hostile) -> None:
    server.put("/five", b"12345")
    with fetcher_for(server, largest=5) as five, TemporaryFile() as file:
        file.write(b"what was there before")
        answer = five.get(server.url("/five"), named=True, into=file)
        assert (answer.status, answer.content) == (200, b"")
        file.seek(0)
        assert file.read() == b"12345"
    with (
        fetcher_for(server, largest=4) as four,
        TemporaryFile() as file,
        pytest.raises(FetchError, match="larger than 4e-06 MB"),
    ):
        four.get(server.url("/five"), named=True, into=file)


# -------------------------------------------------------------------------------------------------- what is sent


def test_who_asks_says_who_it_is(server: Hostile) -> None:
    with fetcher_for(server, contact="desk@example.org") as ours:
        head = sent(ours.get(server.url("/echo"), named=True))
    assert head["user-agent"] == f"dragoman/{dragoman.__version__} (+desk@example.org)"
    assert set(head) == {"host", "user-agent", "accept", "accept-encoding", "connection"}
    assert head["host"] == f"127.0.0.1:{server.port}"


@pytest.mark.parametrize("contact", ["", " ", "a\r\nX: y", "zürich@example.org", "x" * 300])
def test_a_contact_that_cannot_be_sent(contact: str) -> None:
    with pytest.raises(ValueError, match="address of mail or of a page"):
        Fetcher(contact=contact)


def test_no_cookie_is_kept(server: Hostile, ours: Fetcher) -> None:
    with pytest.raises(FetchError, match=r"circle.*cookies"):
        ours.get(server.url("/cookies"), named=True)
    assert all("cookie" not in asked.headers for asked in server.asked)


def test_a_name_and_a_password_open_a_feed_and_stand_nowhere(server: Hostile, ours: Fetcher) -> None:
    secret = server.url("/login").replace("//", "//user:pass%20word@")
    came = ours.get(secret, named=True)
    assert came.content == b"welcome"
    assert came.final == server.url("/login")
    with pytest.raises(FetchError) as caught:
        ours.get(secret.replace("pass", "past"), named=True)
    assert caught.value.status == 401
    assert caught.value.url == server.url("/login")
    assert "word" not in str(caught.value)


def test_they_go_to_no_other_host(server: Hostile) -> None:
    with Hostile() as other, fetcher_for(server, other) as ours:
        for to, goes in ((server.url("/echo"), True), (other.url("/echo"), False)):
            url = server.url(f"/redirect/302?to={to}").replace("//127", "//user:secret@127", 1)
            assert ("authorization" in sent(ours.get(url, named=True))) is goes


def test_validators_go_to_the_address_they_came_from(server: Hostile) -> None:
    with Hostile() as other, Fetcher(allow_private=True, clock=Still()) as ours:
        far, near = other.url("/echo", host="localhost"), server.url("/echo")
        to_far, to_near = (server.url(f"/redirect/302?to={to}") for to in (far, near))
        assert "if-none-match" in sent(ours.get(to_near, named=True, etag="x"))
        assert "if-none-match" not in sent(ours.get(to_far, named=True, etag="x"))
        assert "if-none-match" in sent(ours.get(to_far, named=True, etag="x", final=far))
        assert "if-none-match" not in server.asked[-1].headers
        assert "if-none-match" not in sent(ours.get(to_near, named=True, etag="x", final=far))


# -------------------------------------------------------------------------------------------------- redirects


@pytest.mark.parametrize(
    ("ways", "moved"),
    [
        ((301,), True),
        ((308,), True),
        ((301, 308), True),
        ((302,), False),
        ((303,), False),
        ((307,), False),
        ((301, 302), False),
        ((302, 301), False),
    ],
)
def test_an_address_has_moved_where_all_redirects_are_for_good(
    server: Hostile, ours: Fetcher, ways: tuple[int, ...], moved: bool
) -> None:
    url = end = server.url("/article/a")
    for status in reversed(ways):
        url = server.put(f"/go/{len(url)}", b"", headers={"Location": url}, status=status)
    came = ours.get(url, named=True)
    assert came.final == end
    assert came.moved == (end if moved else None)


def test_redirects_are_followed_up_to_a_number(server: Hostile, ours: Fetcher) -> None:
    assert ours.get(server.url(f"/chain/{fetcher.MOST_REDIRECTS}"), named=True).content == b"the end"
    for path in (f"/chain/{fetcher.MOST_REDIRECTS + 1}", "/corridor"):
        with pytest.raises(FetchError, match="more than 10 redirects"):
            ours.get(server.url(path), named=True)


@pytest.mark.parametrize("path", ["/circle", "/circle/itself"])
def test_a_circle_is_told(server: Hostile, ours: Fetcher, path: str) -> None:
    with pytest.raises(FetchError, match="go in a circle, back to"):
        ours.get(server.url(path), named=True)
    assert len(server.asked) <= 2


def test_a_circle_is_told_at_the_end_of_a_way(server: Hostile, ours: Fetcher) -> None:
    with pytest.raises(FetchError, match="go in a circle, back to"):
        ours.get(server.url("/redirect/302?to=/circle"), named=True)
    assert len(server.asked) == 3


# -------------------------------------------------------------------------------------------------- trying again


def test_what_may_pass_is_tried_again_later_and_later(server: Hostile) -> None:
    clock = Still()
    with fetcher_for(server, clock=clock, tries=4) as ours:
        assert ours.get(server.url("/flaky?times=3"), named=True).content == b"up again"
    assert clock.slept == [1.0, 2.0, 4.0]
    with fetcher_for(server, clock=clock) as ours:
        assert ours.get(server.url("/flaky/reset"), named=True).content == b"up again"
    assert clock.slept[3:] == [1.0]


def test_the_waits_are_spread_by_chance(server: Hostile) -> None:
    clock = Still()
    with (
        fetcher_for(server, clock=clock, chance=lambda: 0.25) as ours,
        pytest.raises(FetchError, match="503"),
    ):
        ours.get(server.url("/down"), named=True)
    assert clock.slept == [0.75, 1.5]


@pytest.mark.parametrize(
    ("path", "asked"),
    [
        ("/down", 3),
        ("/reset", 3),
        ("/close", 3),
        ("/silent", 3),
        ("/reset/body", 3),
        ("/length/more", 3),
        ("/status/500", 3),
        ("/status/404", 1),
        ("/status/410", 1),
        ("/noise", 1),
        ("/drip?every=0.02", 1),
        ("/bomb/gzip", 1),
        ("/to/private", 1),
    ],
)
def test_what_is_tried_again_and_what_not(server: Hostile, path: str, asked: int) -> None:
    timeout = 0.1 if path.startswith(("/silent", "/drip")) else 5.0
    with fetcher_for(server, timeout=timeout, largest=100_000) as ours, pytest.raises(FetchError):
        ours.get(server.url(path), named=True)
    assert len(server.asked) == asked


def test_a_short_retry_after_is_waited_for(server: Hostile) -> None:
    clock = Still()
    with fetcher_for(server, clock=clock) as ours, pytest.raises(FetchError) as caught:
        ours.get(server.url("/busy?after=7"), named=True)
    assert clock.slept == [7.0, 7.0]
    assert (caught.value.status, caught.value.wait, caught.value.lasting) == (429, 7.0, False)


def test_a_long_retry_after_is_told_and_the_host_left_alone(server: Hostile) -> None:
    clock = Still()
    with fetcher_for(server, clock=clock) as ours:
        with pytest.raises(FetchError) as caught:
            ours.get(server.url("/busy?after=3600"), named=True)
        assert caught.value.wait == 3600.0
        clock.seconds += 600
        with pytest.raises(FetchError, match="wants to be left alone") as caught:
            ours.get(server.url("/echo"), named=True)
        assert caught.value.wait == 3000.0
        assert len(server.asked) == 1
        clock.seconds += 3000
        assert ours.get(server.url("/echo"), named=True).status == 200
    assert clock.slept == []


def test_words_instead_of_a_time_are_no_time(server: Hostile) -> None:
    clock = Still()
    with fetcher_for(server, clock=clock) as ours, pytest.raises(FetchError) as caught:
        ours.get(server.url("/busy?words=soon"), named=True)
    assert caught.value.wait is None
    assert clock.slept == [1.0, 2.0]


@pytest.mark.parametrize(
    ("status", "lasting", "mend"),
    [
        (401, False, "login"),
        (403, False, "login"),
        (404, False, "new address"),
        (410, True, "new address"),
        (451, True, "browser"),
        (500, False, "later"),
        (204, False, "browser"),
        (206, False, "browser"),
        (300, False, "browser"),
        (999, False, "browser"),
    ],
)
def test_every_other_answer_is_an_error(
    server: Hostile, ours: Fetcher, status: int, lasting: bool, mend: str
) -> None:
    with pytest.raises(FetchError, match=f"answers {status}") as caught:
        ours.get(server.url(f"/status/{status}"), named=True)
    assert (caught.value.status, caught.value.lasting) == (status, lasting)
    assert mend in caught.value.mend


def test_an_error_is_whole_in_another_process() -> None:
    error = FetchError("http://a.example/", "is down", "try again later", 503, 7.0, lasting=False)
    again = pickle.loads(pickle.dumps(error))
    assert vars(again) == vars(error)
    assert str(again) == "http://a.example/: is down (try again later)"
    assert isinstance(again, DragomanError)


def test_what_a_server_says_cannot_write_to_the_terminal(server: Hostile, ours: Fetcher) -> None:
    with pytest.raises(FetchError) as caught:
        ours.get(server.url("/loud"), named=True)
    assert str(caught.value).isprintable()


# -------------------------------------------------------------------------------------------------- many


def test_an_answer_to_nothing_is_not_taken_for_the_next(server: Hostile, ours: Fetcher) -> None:
    for _ in range(3):
        assert ours.get(server.url("/split"), named=True).content == b"first"
        assert ours.get(server.url("/fresh"), named=True).content == b"fresh"


def test_forty_feeds_are_asked_in_an_instant() -> None:
    with Hostile() as server, fetcher_for(server, clock=Clock()) as ours:
        urls = [
            server.items(f"feed{n}", [Item(f"Item {n} {i}", f"/article/{n}-{i}") for i in range(20)])
            for n in range(40)
        ]
        with ThreadPoolExecutor(8) as threads:
            first = list(threads.map(lambda url: ours.get(url, named=True), urls))
            start = time.monotonic()
            again = list(threads.map(lambda came: ours.get(came.url, etag=came.etag, named=True), first))
            took = time.monotonic() - start
        assert {came.status for came in first} == {200}
        assert {came.status for came in again} == {304}
        assert took < 2.0  # 0.2 where nothing else runs
        assert len({id(asked) for asked in server.asked}) == 80


def test_when_closed_nothing_is_asked(server: Hostile, ours: Fetcher) -> None:
    ours.close()
    with pytest.raises(FetchError, match="stopped before it was asked"):
        ours.get(server.url("/echo"), named=True)
    assert server.asked == []

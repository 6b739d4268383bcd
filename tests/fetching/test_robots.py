"""What robots.txt allows."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.errors import FetchError
from dragoman.fetching import robots
from tests.fetching.helpers import Still, fetcher_for
from tests.fetching.server import Hostile

RULES = """
User-agent: *
Disallow: /private
Crawl-delay: 2

User-agent: dragoman
Disallow: /no
Allow: /no/but
Disallow: /*.pdf$
Crawl-delay: 3
"""


@pytest.mark.parametrize(
    ("path", "allowed"),
    [
        ("/", True),
        ("/no", False),
        ("/no/x", False),
        ("/no/but/x", True),
        ("/a.pdf", False),
        ("/a.pdf?x", True),
        ("/private", True),
    ],
)
def test_our_own_group_goes_before_that_for_all(path: str, allowed: bool) -> None:
    assert robots.parse(RULES.encode()).can_fetch(f"http://a.example{path}", robots.AGENT) is allowed


@pytest.mark.parametrize(
    ("name", "ours"),
    [
        ("dragoman", True),
        ("DragoMan", True),
        ("dragoman/1.0", True),
        ("*", True),
        ("d", False),
        ("drago", False),
        ("dragomans", False),
        ("bot", False),
        ("*bot*", False),
        ("", False),
    ],
)
def test_a_group_is_ours_by_our_whole_name(name: str, ours: bool) -> None:
    text = f"User-Agent: {name} # a comment\nDisallow: /\n"
    assert robots.parse(text.encode()).can_fetch("http://a.example/x", robots.AGENT) is not ours


def test_several_names_share_a_group() -> None:
    text = b"User-agent: other\r\nUser-agent: dragoman\r\nDisallow: /x\r\n\r\nUser-agent: third\r\nDisallow: /\r\n"
    rules = robots.parse(text)
    assert not rules.can_fetch("http://a.example/x", robots.AGENT)
    assert rules.can_fetch("http://a.example/y", robots.AGENT)


@pytest.mark.parametrize(
    "body",
    [
        b"".join(b"User-agent: bot%d\n" % n for n in range(12_000)) + b"Disallow: /x\n" * 19_000,
        b"User-agent: *\n" + b"Disallow: /" + b"*a" * 200_000,
        b"User-agent: *\n" + b"Disallow: /*a*b*c$\n" * 24_000,
        b"User-agent: *\n" + b"\nAllow: /" + b"index.html/" * 40_000,
        b"\xff\xfe" + b"\0" * 500_000,
        b"<html>" * 80_000,
        b"\n" * 500_000,
        b"User-agent" * 50_000,
    ],
    ids=["names", "stars", "patterns", "index", "zeros", "html", "lines", "one line"],
)
def test_no_robots_txt_takes_long(body: bytes) -> None:
    start = time.process_time()
    robots.parse(body).can_fetch("http://a.example/" + "abc" * 500, robots.AGENT)
    assert time.process_time() - start < 2


@given(st.one_of(st.binary(max_size=200), st.text(max_size=200).map(str.encode)))
def test_any_bytes_are_a_robots_txt(body: bytes) -> None:
    rules = robots.parse(b"User-agent: *\n" + body)
    assert rules.can_fetch("http://a.example/x", robots.AGENT) in {True, False}
    assert (rules.crawl_delay(robots.AGENT) or 0) >= 0


def test_pages_that_were_found_heed_it_and_what_the_user_named_does_not() -> None:
    with Hostile() as server, fetcher_for(server) as fetcher:
        server.robots = "User-agent: *\nDisallow: /article"
        with pytest.raises(FetchError, match=r"robots\.txt of 127\.0\.0\.1:\d+ does not want it") as caught:
            fetcher.get(server.url("/article/a"))
        assert caught.value.lasting
        assert server.count("/article/a") == 0
        assert fetcher.get(server.url("/article/a"), named=True).status == 200
        assert fetcher.get(server.url("/echo")).status == 200
        assert server.count("/robots.txt") == 1
    with Hostile() as server, fetcher_for(server, robots=False) as fetcher:
        assert fetcher.get(server.url("/article/a")).status == 200
        assert server.count("/robots.txt") == 0


def test_a_redirect_to_where_robots_may_not_go_is_not_followed() -> None:
    with Hostile() as server, fetcher_for(server) as fetcher:
        server.robots = "User-agent: *\nDisallow: /article"
        with pytest.raises(FetchError, match="does not want it"):
            fetcher.get(server.url("/redirect/302?to=/article/a"))
        assert server.count("/article/a") == 0


def test_it_is_asked_once_a_day() -> None:
    clock = Still()
    with Hostile() as server, fetcher_for(server, clock=clock) as fetcher:
        for hours in (0, 1, 22):
            clock.seconds += hours * 3600
            fetcher.get(server.url("/echo"))
        assert server.count("/robots.txt") == 1
        clock.seconds += 2 * 3600
        fetcher.get(server.url("/echo"))
        assert server.count("/robots.txt") == 2


@pytest.mark.parametrize("part", ["/login", "/loud"])
def test_none_means_that_all_is_allowed(part: str) -> None:
    with Hostile() as server, fetcher_for(server) as fetcher:
        server.robots_part = part
        assert fetcher.get(server.url("/echo")).status == 200


@pytest.mark.parametrize("part", ["/down", "/busy", "/reset", "/silent", "/noise", "/corridor", "/drip"])
def test_while_it_cannot_be_had_nothing_is_fetched(part: str) -> None:
    clock, timeout = Still(), 0.3 if part in {"/silent", "/drip"} else 5.0
    with Hostile() as server, fetcher_for(server, timeout=timeout, tries=1, clock=clock) as fetcher:
        server.robots_part = part
        for _ in range(2):
            with pytest.raises(FetchError, match="cannot be read, so nothing is fetched there now") as caught:
                fetcher.get(server.url("/echo"))
            assert not caught.value.lasting
            assert caught.value.wait == robots.RETRIED
        assert server.count("/echo") == 0
        assert server.count("/robots.txt") == 1 or part == "/corridor"
        server.robots_part = None
        clock.seconds += robots.RETRIED + 1
        assert fetcher.get(server.url("/echo")).status == 200


def test_it_may_lie_elsewhere_but_not_in_a_private_network() -> None:
    with Hostile() as server, Hostile() as other, fetcher_for(server, other, tries=1) as fetcher:
        other.robots = "User-agent: *\nDisallow: /article"
        server.put("/robots.txt", b"", headers={"Location": other.url("/robots.txt")}, status=301)
        with pytest.raises(FetchError, match="does not want it"):
            fetcher.get(server.url("/article/a"))
        assert fetcher.get(server.url("/echo")).status == 200
    with Hostile() as server, fetcher_for(server, tries=1) as fetcher:
        server.put("/robots.txt", b"", headers={"Location": "http://10.0.0.1/robots.txt"}, status=301)
        with pytest.raises(FetchError, match=r"cannot be read.*not a public address"):
            fetcher.get(server.url("/echo"))


def test_of_a_large_one_the_beginning_counts() -> None:
    with Hostile() as server, fetcher_for(server, largest=1000) as fetcher:
        lines = b"User-agent: *\nDisallow: /article\n" + b"# and so on\n" * 50_000
        server.robots = lines + b"Disallow: /echo\n"
        assert fetcher.get(server.url("/echo")).status == 200
        with pytest.raises(FetchError, match="does not want it"):
            fetcher.get(server.url("/article/a"))


def test_crawl_delay_is_kept_up_to_a_limit() -> None:
    clock = Still()
    with Hostile() as server, fetcher_for(server, clock=clock) as fetcher:
        server.robots = "User-agent: *\nCrawl-delay: 4"
        for _ in range(3):
            fetcher.get(server.url("/echo"))
        assert clock.slept == [4.0, 4.0]
    with Hostile() as server, fetcher_for(server, clock=clock) as fetcher:
        server.robots = "User-agent: *\nCrawl-delay: 86400"
        for _ in range(2):
            fetcher.get(server.url("/echo"))
        assert clock.slept[2:] == [robots.LONGEST_PAUSE]

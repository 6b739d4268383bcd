"""Turns at a host."""

from __future__ import annotations

import threading
from concurrent.futures import ThreadPoolExecutor
from itertools import pairwise

import pytest

from dragoman.errors import FetchError
from dragoman.fetching import Clock
from dragoman.fetching.manners import ClosedError, Manners, StoppedError
from tests.fetching.helpers import Still, fetcher_for
from tests.fetching.server import Hostile


def test_the_pause_lies_between_the_end_of_one_and_the_next() -> None:
    clock = Still()
    manners = Manners(1.0, clock)
    with manners.turn("a"):
        clock.seconds += 5  # the request takes its time
    clock.seconds += 0.25
    with manners.turn("a"):
        pass
    with manners.turn("b"):
        pass
    assert clock.slept == [0.75]


def test_what_is_put_off_during_a_turn_stays_put_off() -> None:
    clock = Still()
    manners = Manners(1.0, clock)
    with manners.turn("a"):
        manners.postpone("a", 9.0)
    with manners.turn("a"):
        pass
    assert clock.slept == [9.0]


def test_what_a_host_wants_counts_where_it_is_more() -> None:
    clock = Still()
    manners = Manners(1.0, clock)
    manners.slow("a", 7.0)
    manners.slow("b", 0.1)
    for host in "aabb":
        with manners.turn(host):
            pass
    assert clock.slept == [7.0, 1.0]


def test_a_host_that_wants_to_be_left_alone_is() -> None:
    clock = Still()
    manners = Manners(0.0, clock)
    manners.close("a", 100.0)
    clock.seconds += 40
    with pytest.raises(ClosedError) as caught, manners.turn("a"):
        pass
    assert caught.value.seconds == 60
    with manners.turn("b"):
        clock.seconds += 60
    with manners.turn("a"):
        pass
    assert clock.slept == []


def test_a_turn_that_fails_is_over() -> None:
    manners = Manners(0.0, Still())
    with pytest.raises(ZeroDivisionError), manners.turn("a"):
        raise ZeroDivisionError
    with manners.turn("a"):
        pass


def test_hosts_are_forgotten_but_not_those_that_wait() -> None:
    clock = Still()
    manners = Manners(10.0, clock)
    manners.close("closed", 1e9)
    for number in range(12_000):
        with manners.turn(f"host{number}"):
            pass
        clock.seconds += 0.1
    assert len(manners._hosts) < 6_000
    with pytest.raises(ClosedError), manners.turn("closed"):
        pass


def test_one_at_a_time_to_each_host_and_hosts_side_by_side() -> None:
    with Hostile() as one, Hostile() as two, fetcher_for(one, two, clock=Clock()) as fetcher:
        urls = [server.url(f"/late?after=0.05&n={n}") for n in range(4) for server in (one, two)]
        with ThreadPoolExecutor(8) as threads:
            list(threads.map(lambda url: fetcher.get(url, named=True), urls))
        first, second = ([asked.at for asked in server.asked] for server in (one, two))
        for times in (first, second):
            assert all(later - earlier >= 0.05 for earlier, later in pairwise(times))
        assert first[0] < second[-1]
        assert second[0] < first[-1]  # neither waits until the other is done


def test_a_delay_lies_between_requests_of_several_threads() -> None:
    with Hostile() as server, fetcher_for(server, clock=Clock(), delay=0.04) as fetcher:
        with ThreadPoolExecutor(4) as threads:
            list(threads.map(lambda n: fetcher.get(server.url(f"/article/{n}"), named=True), range(4)))
        times = [asked.at for asked in server.asked]
        assert all(later - earlier >= 0.04 for earlier, later in pairwise(times))


def test_who_waits_is_told_to_stop() -> None:
    with Hostile() as server, fetcher_for(server, clock=Clock(), delay=60.0) as fetcher:
        fetcher.get(server.url("/echo"), named=True)
        with ThreadPoolExecutor(2) as threads:
            waiting = [threads.submit(fetcher.get, server.url("/echo"), named=True) for _ in range(2)]
            threading.Timer(0.02, fetcher.stop).start()
            for one in waiting:
                with pytest.raises(FetchError, match="stopped before it was asked"):
                    one.result(timeout=5)
        assert len(server.asked) == 1
    with pytest.raises(StoppedError), stopped().turn("a"):
        pass


def stopped() -> Manners:
    manners = Manners(0.0, Still())
    manners.stop()
    return manners

"""Killed at any moment, and begun again: nothing is lost, nothing doubled, and all is as if nobody had been killed."""

from __future__ import annotations

import random
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.fetching.server import Hostile
from tests.store.cluster import Server
from tests.trials.killing import scenario, survived
from tests.trials.nursery import Nursery
from tests.trials.scenes import Commands, adding, watching

EVENTS = 60


@pytest.fixture(scope="module")
def feeds(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commands]:
    with Hostile(host="0.0.0.0") as server:
        yield watching(tmp_path_factory.mktemp("feeds"), EVENTS, server)


def _killed(nursery: Nursery, commands: Commands, urls: Iterator[str], kills: int, seed: str) -> None:
    """Kill the commands so often in all, on as many stores as that takes."""
    undisturbed = scenario(nursery, commands, next(urls))
    chance = random.Random(seed)
    left = kills
    while left > 0:
        came = survived(nursery, undisturbed, next(urls), chance, left)
        assert came.wrong == ()
        left -= came.kills


def test_add(nursery: Nursery, tmp_path: Path) -> None:
    urls = (f"sqlite:///{tmp_path}/{n}.db" for n in range(100))
    _killed(nursery, adding(tmp_path, EVENTS), urls, 8, "add")


def test_watch(nursery: Nursery, feeds: Commands, tmp_path: Path) -> None:
    urls = (f"sqlite:///{tmp_path}/{n}.db" for n in range(100))
    _killed(nursery, feeds, urls, 8, "watch")


def test_add_on_postgresql(nursery: Nursery, postgresql: Server, tmp_path: Path) -> None:
    _killed(nursery, adding(tmp_path, EVENTS), iter(postgresql.new, ""), 3, "add on a server")


def test_watch_on_postgresql(nursery: Nursery, postgresql: Server, feeds: Commands) -> None:
    _killed(nursery, feeds, iter(postgresql.new, ""), 3, "watch on a server")

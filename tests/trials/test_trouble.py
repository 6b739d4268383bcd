"""Commands in trouble: told plainly, nothing lost or doubled, and complete when they are given again."""

from __future__ import annotations

import datetime as dt
import os
import sqlite3
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from dragoman.desk import Desk
from dragoman.desk.watching import Watcher
from dragoman.fetching import Fetcher
from dragoman.sources.opml import Outline
from dragoman.store import Store
from tests.fetching.server import Hostile, Item
from tests.store.cluster import running
from tests.trials.killing import Scenario, at_fault, scenario
from tests.trials.nursery import Ended, Nursery
from tests.trials.reports import feed, opml, reports, table
from tests.trials.scenes import FAST, RSS, adding, watching
from tests.trials.state import differing, state
from tests.web.running import get, served

EVENTS = 60
NOBODY = 65534


@pytest.fixture(scope="module")
def folder(nursery: Nursery) -> Path:
    """A folder into which every user may look."""
    made = nursery.folder / "trouble"
    made.mkdir()
    return made


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    with Hostile(host="0.0.0.0") as playing:
        yield playing


@pytest.fixture(scope="module", params=["add", "watch"])
def work(request: pytest.FixtureRequest, nursery: Nursery, folder: Path, server: Hostile) -> Scenario:
    """What is to be done, and what comes of it undisturbed."""
    commands = adding(folder, EVENTS) if request.param == "add" else watching(folder, EVENTS, server)[:1]
    return scenario(nursery, commands, f"sqlite:///{folder}/{request.param}.db")


def _again(nursery: Nursery, work: Scenario, url: str) -> list[str]:
    """Give the commands again, and return how the store differs from one undisturbed."""
    for command in work.commands:
        ended = nursery.run([*command, "--db", url])
        assert ended.code == 0, ended.said
    return [*differing(work.held, state(url)), *at_fault(nursery, url)]


def _is_told(ended: Ended, *words: str) -> bool:
    return ended.code == 1 and "Traceback" not in ended.said and all(word in ended.said for word in words)


def test_a_full_disk(nursery: Nursery, work: Scenario, tmp_path: Path) -> None:
    url = f"sqlite:///{tmp_path}/desk.db"
    ended = nursery.run([*work.commands[0], "--db", url], limits={"RLIMIT_FSIZE": 600_000})
    assert _is_told(ended, "desk.db: ", "room on the disk"), ended.said
    assert _again(nursery, work, url) == []


def test_a_folder_that_may_not_be_written(nursery: Nursery, work: Scenario) -> None:
    place = nursery.folder / "read-only"
    place.mkdir(exist_ok=True)
    place.chmod(0o555)
    ended = nursery.run(
        [*work.commands[0], "--db", f"{place}/desk.db"], user=NOBODY if os.geteuid() == 0 else None
    )
    assert _is_told(ended, str(place), "make it writable"), ended.said
    assert list(place.iterdir()) == []


def test_a_store_that_another_writes_to_is_waited_for_or_told(
    nursery: Nursery, work: Scenario, tmp_path: Path
) -> None:
    file = tmp_path / "desk.db"
    Store.open(f"sqlite:///{file}").close()
    with sqlite3.connect(file, check_same_thread=False, isolation_level=None) as other:
        other.execute("BEGIN IMMEDIATE")
        ended = nursery.run([*work.commands[0], "--db", str(file)], patience=200)
        assert _is_told(ended, "locked", "another program writes to it"), ended.said
        timer = threading.Timer(0.5, other.execute, ["ROLLBACK"])
        timer.start()
        assert _again(nursery, work, f"sqlite:///{file}") == []
        timer.join()
    other.close()


def test_several_at_once_on_one_store(nursery: Nursery, server: Hostile, tmp_path: Path) -> None:
    given = reports(EVENTS)
    server.put("/third.xml", feed(given[2::3], "Third"), RSS)
    lists = tmp_path / "third.opml"
    lists.write_text(opml([server.url("/third.xml", "127.0.3.1")]))
    adds = [("add", *FAST, "-j", "1", str(table(given[n::3], tmp_path / f"{n}.jsonl"))) for n in range(2)]
    watch = ("watch", "--once", "--no-follow", "--allow-private", *FAST, "-j", "1", str(lists))
    alone = scenario(nursery, [*adds, watch], f"sqlite:///{tmp_path}/alone.db")
    url = f"sqlite:///{tmp_path}/together.db"
    with Store.open(url) as store, served(store) as port:
        done = threading.Event()
        answers: list[bytes] = []

        def look() -> None:
            while not done.is_set():
                answers.extend(
                    get(port, path)[:12] for path in (b"/", b"/stories", b"/events", b"/search?q=talks")
                )

        reader = threading.Thread(target=look)
        reader.start()
        try:
            ended = nursery.run(
                [*adds[0], "--db", url], beside=[[*each, "--db", url] for each in (adds[1], watch)]
            )
        finally:
            done.set()
            reader.join()
    assert ended.code == 0, ended.said
    assert differing(alone.held, state(url)) == []
    assert at_fault(nursery, url) == ()
    assert set(answers) == {b"HTTP/1.1 200"}


def test_a_server_that_stops_and_starts_again(nursery: Nursery, work: Scenario) -> None:
    with running() as cluster:
        url = cluster.new()
        Store.open(url).close()
        timer = threading.Timer(work.usual[0].seconds * 0.4, cluster.stop)
        timer.start()
        ended = nursery.run([*work.commands[0], "--db", url])
        timer.join()
        assert _is_told(ended, "postgresql"), ended.said
        ended = nursery.run([*work.commands[0], "--db", url])
        assert _is_told(ended, "postgresql"), ended.said
        cluster.start()
        assert _again(nursery, work, url) == []


def test_a_clock_that_goes_backwards_all_the_time(server: Hostile, tmp_path: Path) -> None:
    items = [Item(f"Italy condemned Hungary, part {n}", f"https://news.example/clock/{n}") for n in range(3)]
    url = server.items("clock", items[:1]).replace("0.0.0.0", "127.0.0.1")
    at = dt.datetime(2026, 10, 1, 12, tzinfo=dt.UTC)

    def clock() -> dt.datetime:
        nonlocal at
        at -= dt.timedelta(minutes=7)
        return at

    with (
        Store.open(f"sqlite:///{tmp_path}/desk.db") as store,
        Fetcher(allow_private=True, delay=0) as fetcher,
    ):
        store.follow([Outline(url, url)])
        desk = Desk(store, code=False, now=clock)
        watcher = Watcher(desk, fetcher, every=900, follow=False, now=clock)
        for n in range(3):
            server.items("clock", items[: n + 1])
            for _ in range(40):  # a clock that was put back by more than the interval silences nobody
                watcher.round()
                if store.counts().documents == n + 1:
                    break
        assert store.counts().documents == 3
        assert store.backlog().waiting == 0
        assert store.check() == []

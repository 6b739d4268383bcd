"""The wire and the store: how fast, and what survives.

    python -m benchmarks.wire                                # all of it; an hour on two cores, most of it filing
    python -m benchmarks.wire --only kills --kills 200
    python -m benchmarks.wire --only search --search sqlite:///corpus.db
    python -m benchmarks.wire --check                        # fewer kills, no times, against the floors

- ``feeds``: 40 feeds of 500 items on a local server, without coding: a first round, and one in which nothing is new.
- ``filing``: articles from nothing to the store with events and stories, beside coding alone, in one process and in
  turns; the median of the ratios.
- ``search``: searches over 100,000 documents (``benchmarks.corpus --events 400000``), each with other words.
- ``kills``: commands killed with -9 at moments by chance, and begun again until they are done; what the store holds
  then beside a run undisturbed, and what ``dragoman check`` finds.
- ``hostile``: what nobody should give to the desk (``tests/trials/hostile.yaml``, ``tests/fetching``): files,
  addresses, what servers play, words on every page; what crashed, hung, took more memory than it may, or was let
  through.

Times depend on the machine, so that no test checks them; kills and hostile inputs are pinned (``floors.json``).
"""

from __future__ import annotations

import itertools
import os
import random
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass
from pathlib import Path

import click

from benchmarks import floors, wire_times
from dragoman.store import Store
from tests.fetching.server import Hostile
from tests.store.cluster import GIVEN, Server, programs, server
from tests.trials import hostile, scenes, words
from tests.trials.killing import at_fault, scenario, survived, undisturbed
from tests.trials.nursery import Nursery
from tests.web.running import served

PARTS = ("feeds", "filing", "search", "kills", "hostile")
AT_CHECK = 20
"""Kills where floors are checked; none in several processes, which take long to begin."""
EVENTS = 90
"""Events of the reports in a trial, about: enough for some batches."""
PAGES, PAGES_AT_CHECK = 200, 20
"""Pages of hostile words that are looked through."""


@click.command()
@click.option("--only", type=click.Choice(PARTS), multiple=True, help="Only these parts.")
@click.option("--kills", default=200, show_default=True, type=click.IntRange(1))
@click.option("--seed", default=0, show_default=True, help="Of the moments of the kills.")
@click.option("--articles", default=400, show_default=True, type=click.IntRange(1), help="Articles to file.")
@click.option("--times", default=3, show_default=True, type=click.IntRange(1), help="How often to file them.")
@click.option("--search", multiple=True, help="Stores of 100,000 documents; without, one is made (minutes).")
@click.option("--check", is_flag=True, help="Compare what is not timed with the floors.")
def main(
    only: tuple[str, ...],
    kills: int,
    seed: int,
    articles: int,
    times: int,
    search: tuple[str, ...],
    check: bool,
) -> None:
    """Print the figures of the wire."""
    parts = ("kills", "hostile") if check else only or PARTS
    os.environ["OMP_NUM_THREADS"] = "1"
    figures: dict[str, float] = {}
    with tempfile.TemporaryDirectory(prefix="dragoman-wire-") as name, ExitStack() as stack:
        folder = Path(name)
        os.chmod(folder, 0o755)
        where = {"SQLite": _files(folder), **_server(stack)}
        if "feeds" in parts:
            _say(*wire_times.feeds(folder))
        if "filing" in parts:
            for database, new in where.items():
                for line in wire_times.filing(new, articles, times):
                    _say(f"{database}: {line}")
        if "search" in parts:
            for url in search or (wire_times.fill(where["SQLite"]()),):
                _say(f"{url.partition(':')[0]}: {wire_times.search(url)}")
        if "kills" in parts or "hostile" in parts:
            nursery = stack.enter_context(Nursery(folder, batch=8))
            if "kills" in parts:
                figures |= _kills(nursery, folder, where, AT_CHECK if check else kills, seed)
            if "hostile" in parts:
                figures |= _hostile(nursery, folder, PAGES_AT_CHECK if check else PAGES)
    if check and (told := floors.fallen("wire", figures)):
        _say(*told)
        sys.exit(1)


def _say(*lines: str) -> None:
    for line in lines:
        print(line, flush=True)


def _files(folder: Path) -> Callable[[], str]:
    count = itertools.count()
    return lambda: f"sqlite:///{folder}/{next(count)}.db"


def _server(stack: ExitStack) -> dict[str, Callable[[], str]]:
    if GIVEN is None and programs() is None:
        _say("no PostgreSQL on this machine: its figures are left out")
        return {}
    made: Server = stack.enter_context(server())
    return {"PostgreSQL": made.new}


# ------------------------------------------------------------------------------------------------ kills


@dataclass(frozen=True, slots=True)
class _Scene:
    """Commands that are killed, on stores that are made so, and their share of the kills."""

    name: str
    commands: scenes.Commands
    new: Callable[[], str]
    share: float
    prepare: Callable[[str], object] = lambda url: None
    slow: bool = False


def _kills(
    nursery: Nursery, folder: Path, where: dict[str, Callable[[], str]], kills: int, seed: int
) -> dict[str, float]:
    """Kill commands so often in all, and count what is lost, doubled or other than undisturbed."""
    done, wrong = 0, 0
    with Hostile(host="0.0.0.0") as feeds:
        for scene in _scenes(nursery, folder, where, feeds):
            if scene.slow and kills <= AT_CHECK:
                continue
            undisturbed = scenario(nursery, scene.commands, scene.new(), scene.prepare)
            chance = random.Random(f"{scene.name} {seed}")
            wanted = max(1, round(kills * scene.share))
            here, stores, found = 0, 0, list[str]()
            while here < wanted:
                came = survived(nursery, undisturbed, scene.new(), chance, wanted - here)
                here, stores = here + came.kills, stores + 1
                found += came.wrong
            _say(
                f"{scene.name}: {here} kills on {stores} stores; lost, doubled or differing: {len(found)}",
                *found,
            )
            done, wrong = done + here, wrong + len(found)
    _say(f"{done} kills: lost, doubled or differing {wrong}")
    return {"kills": done, "lost_doubled_differing": wrong}


def _scenes(
    nursery: Nursery, folder: Path, where: dict[str, Callable[[], str]], feeds: Hostile
) -> Iterator[_Scene]:
    add, watch = scenes.adding(folder, EVENTS), scenes.watching(folder, EVENTS, feeds)
    for database, new in where.items():
        part = 1.0 / len(where)
        yield _Scene(f"add, {database}", add, new, 0.4 * part)
        yield _Scene(f"watch, {database}", watch, new, 0.36 * part)
    new = where["SQLite"]
    filled, old = _filled(nursery, add, new()), _old(new())
    copy = folder / "copy.db"
    yield _Scene("recode", scenes.recoding(), new, 0.1, _copied(filled))
    yield _Scene("backup", scenes.backing(copy), new, 0.04, _copied(filled))
    assert not at_fault(nursery, f"sqlite:///{copy}")
    yield _Scene("a store of version 1 is opened", scenes.bringing_up(), new, 0.06, _copied(old))
    yield _Scene("add in two processes", scenes.adding(folder, EVENTS, jobs=2), new, 0.04, slow=True)


def _filled(nursery: Nursery, add: scenes.Commands, url: str) -> Path:
    undisturbed(nursery, add, url)
    return Path(url.removeprefix("sqlite:///"))


def _old(url: str) -> Path:
    """Make a store as version 1 made it."""
    from benchmarks.corpus import corpus
    from tests.store.test_migrations import make_old

    made = corpus(400)
    with Store.open() as store:
        store.add(made.documents, made.events, made.stories, made.storylines)
        make_old(url, store)
    return Path(url.removeprefix("sqlite:///"))


def _copied(file: Path) -> Callable[[str], object]:
    return lambda url: shutil.copy(file, url.removeprefix("sqlite:///"))


# ---------------------------------------------------------------------------------------------- hostile


def _hostile(nursery: Nursery, folder: Path, pages: int) -> dict[str, float]:
    """Give the desk what nobody should, and count the inputs and what went wrong."""
    groups: dict[str, list[hostile.Tried]] = {}
    with hostile.Canary() as canary:
        url = canary.url("127.0.0.1", "/canary")
        db = f"sqlite:///{folder}/hostile.db"
        groups["files"] = [hostile.add_file(nursery, recipe, folder, db, url) for recipe in hostile.recipes()]
        asked = [
            hostile.Tried("files", "a file that leads to this machine", (path,)) for path in canary.asked()
        ]
        groups["files"] += asked
    with Store.open(db) as store:
        if store.search(hostile.SECRET).items:
            groups["files"].append(hostile.Tried("files", "a file that names another", ("let through",)))
    groups["addresses"] = list(hostile.ask_hosts(folder))
    groups["parts played by a server"] = list(hostile.ask_parts(folder))
    db = f"sqlite:///{folder}/words.db"
    words.record(nursery, folder, db)
    with Store.open(db) as store, served(store) as port:
        shown = list(words.look_through(port, pages))
    wrong = tuple(f"{one.name}: {text}" for one in shown for text in one.wrong)
    groups[f"words, on {len(shown)} pages"] = [
        hostile.Tried(said, "words everywhere in a report", wrong if n == 0 else ())
        for n, said in enumerate(hostile.words())
    ]
    for name, tried in groups.items():
        bad = [one for one in tried if one.wrong]
        _say(f"{name}: {len(tried)} tried; crashed, hung or let through: {len(bad)}")
        _say(*(f"  {one.name} ({one.what}): {'; '.join(one.wrong)}" for one in bad))
    slow = sorted(groups["files"], key=lambda one: -one.seconds)[:3]
    _say(
        "  the slowest: "
        + ", ".join(f"{one.name} {one.seconds:.1f} s {one.megabytes:,.0f} MB" for one in slow)
    )
    every = [one for tried in groups.values() for one in tried]
    failed = sum(bool(one.wrong) for one in every)
    _say(f"{len(every)} hostile inputs tried: crashed, hung, or let through {failed}")
    return {"hostile_inputs": len(every), "hostile_wrong": failed}


if __name__ == "__main__":
    main()

"""How fast the wire and the store are: feeds, filing, search (what is measured: `benchmarks.wire`, which prints it)."""

from __future__ import annotations

import datetime as dt
import gzip
import itertools
import json
import statistics
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path

from dragoman.records import Document, Parser
from dragoman.store import Store
from training import devdata

FEEDS, ITEMS = 40, 500
WARM = 20
"""Articles that are read before time is taken."""
PARSERS: tuple[Parser, ...] = ("accurate", "fast")


def feeds(folder: Path) -> Iterator[str]:
    """Yield how long a first round takes, and one in which nothing is new."""
    from dragoman.desk import Desk
    from dragoman.desk.watching import Watcher
    from dragoman.fetching import Fetcher
    from dragoman.sources.opml import Outline
    from tests.trials.playing import playing

    now = [dt.datetime(2026, 10, 1, 12, tzinfo=dt.UTC)]
    with (
        playing(FEEDS, ITEMS) as port,
        Store.open(f"sqlite:///{folder}/feeds.db") as store,
        Fetcher(allow_private=True) as fetcher,
    ):
        urls = [f"http://127.0.1.{n + 1}:{port}/feed/{n}" for n in range(FEEDS)]
        store.follow([Outline(url, url) for url in urls])
        watcher = Watcher(Desk(store, code=False), fetcher, every=900, follow=False, now=lambda: now[0])
        for name in ("first pass", "nothing new"):
            wall, cpu = time.perf_counter(), time.process_time()
            done = watcher.round()
            wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
            now[0] += dt.timedelta(hours=1)
            yield (
                f"{FEEDS} feeds of {ITEMS} items, {name}: {wall:.2f} s ({cpu:.2f} of the processor); "
                f"unchanged {done.unchanged}, failed {done.failed}, new documents {done.outcomes.new:,}"
            )


def filing(new: Callable[[], str], articles: int, times: int) -> Iterator[str]:
    """Yield how much longer than coding alone it takes to file articles with their events and stories.

    Each measure is taken in a process of its own that has read other articles before: what was read once is read three
    times as fast again, which would flatter whoever comes second.

    Args:
        new: gives the address of an empty store.
        articles: how many, from the beginning of the stream.
        times: how often.
    """
    documents = list(itertools.islice(_articles(), articles + WARM))
    some = sorted(documents[WARM:], key=lambda one: one.published or "")
    for parser in PARSERS:
        ratios = []
        for _ in range(times):
            alone = _apart(_coding, documents[:WARM], some, parser)
            whole = _apart(_filing, documents[:WARM], some, parser, new(), new())
            ratios.append([a / b for a, b in zip(alone, whole, strict=True)])
        cpu, wall = (statistics.median(each) for each in zip(*ratios, strict=True))
        yield (
            f"{len(some)} articles filed, {parser}: {cpu:.2f} of the speed of coding alone by the processor, "
            f"{wall:.2f} by the clock (the last: {whole[0]:.1f} s beside {alone[0]:.1f} s of the processor)"
        )


def _apart(measure: Callable[..., tuple[float, float]], *given: object) -> tuple[float, float]:
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(measure, *given).result()


def _coding(before: list[Document], documents: list[Document], parser: Parser) -> tuple[float, float]:
    import dragoman

    dragoman.code(before, parser=parser)
    return _seconds(lambda: dragoman.code(documents, parser=parser))


def _filing(
    before: list[Document], documents: list[Document], parser: Parser, warm: str, url: str
) -> tuple[float, float]:
    from dragoman.desk import Desk, Incoming

    with Store.open(warm) as store:
        Desk(store, parser=parser).file(map(Incoming, before))
    with Store.open(url) as store:
        return _seconds(lambda: Desk(store, parser=parser).file(map(Incoming, documents)))


def search(url: str) -> str:
    """Return how long searches take, each with other words."""
    from benchmarks.corpus import words

    own = words()
    said = sorted({word for some in own["types"].values() for one in some for word in one["verb"].split()})
    asked = [
        *said,
        *(f"{first} {last}" for first, last in zip(own["first"], own["last"], strict=True)),
        *(f'"{one["words"]}"' for one in own["offices"]),
        *(f"{last} {word}" for last, word in zip(own["last"], said, strict=False)),
        *(f"title:{word} since:2025-0{n % 6 + 1}-01" for n, word in enumerate(said)),
        *(f"{word} type:AID" for word in said[:10]),
        *(f"{word} -harbour" for word in said[:10]),
    ]
    with Store.open(url) as store:
        documents = store.counts().documents
        took = sorted(_seconds(lambda line=line: store.search(line))[1] * 1000 for line in asked)  # type: ignore[misc]
    return (
        f"{len(asked)} searches over {documents:,} documents: median {statistics.median(took):.0f} ms, 9 of 10 "
        f"within {took[len(took) * 9 // 10]:.0f} ms, the slowest {took[-1]:.0f} ms"
    )


def fill(url: str) -> str:
    """Make a store of 100,000 documents, and return its address."""
    from benchmarks.corpus import corpus

    made = corpus(400_000)
    with Store.open(url) as store:
        store.add(made.documents, made.events, made.stories, made.storylines)
    return url


def _articles() -> Iterator[Document]:
    with gzip.open(devdata.path("stories", "stream_dev.jsonl.gz"), "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            yield Document(row["id"], "article", row["title"], row["text"], row["published"])


def _seconds(do: Callable[[], object]) -> tuple[float, float]:
    """Return seconds of the processor and of the clock."""
    cpu, wall = time.process_time(), time.perf_counter()
    do()
    return time.process_time() - cpu, time.perf_counter() - wall

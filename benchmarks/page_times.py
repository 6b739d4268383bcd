"""How long pages of the web application take over a large store.

    python -m benchmarks.page_times                   # 100,000 events, made first (a minute)
    python -m benchmarks.page_times --db corpus.db    # a store that is there (benchmarks/corpus.py)
    python -m benchmarks.page_times --db postgresql://me@/corpus

Through the application in this process, over a store in a file or on a server. ``anew`` is the median of 30 pages of
a kind that were never asked for: other days, stories, pages of the table, pairs, words. ``again`` is the median of
asking for the same once more: what is made of texts, front pages and stories, is then still held. The very first page
of each kind is told apart: templates, the reader of texts and the names that a query may spell are loaded with it.
`serve` has made the front page before it says that it is ready. The figures depend on the machine, so that no test
checks them.
"""

from __future__ import annotations

import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Mapping, Sequence
from contextlib import ExitStack
from pathlib import Path
from urllib.parse import urlencode

import click
from starlette.testclient import TestClient

from benchmarks import corpus as corpora
from benchmarks.corpus import LAST, corpus, words
from dragoman.store import Store
from dragoman.web.answering import address
from dragoman.web.application import create
from dragoman.web.keys import dyad_address

PAGES = 30
FLOOR, AIM = 150, 50
"""Milliseconds that the median of a page should stay below, and better."""


def page_times(events: int = 100_000, db: str | None = None) -> None:
    """Print milliseconds of each kind of page, over a store that is there or one of so many events."""
    with ExitStack() as stack:
        if db is None:
            db = str(Path(stack.enter_context(tempfile.TemporaryDirectory())) / "corpus.db")
            made = corpus(events)
            with Store.open(corpora.address(db)) as store:
                store.add(made.documents, made.events, made.stories, made.storylines)
        store = stack.enter_context(Store.open(corpora.address(db)))
        client = TestClient(create(store), base_url="http://localhost", follow_redirects=False)
        click.echo(f"\npage times over {store.counts().events:,} events, ms (floor {FLOOR}, aim {AIM})")
        click.echo(f"{'page':24}{'anew':>8}{'slowest':>9}{'again':>8}{'first':>8}{'KB':>8}")
        for name, paths in _pages(store).items():
            took = [_ms(client, path) for path in paths]
            again = [_ms(client, path)[0] for path in paths[1:]]
            anew = [ms for ms, _ in took[1:]]
            size = statistics.median(size for _, size in took) / 1000
            click.echo(
                f"{name:24}{statistics.median(anew):8.1f}{max(anew):9.1f}{statistics.median(again):8.1f}"
                f"{took[0][0]:8.1f}{size:8.0f}"
            )


def _ms(client: TestClient, path: str) -> tuple[float, int]:
    start = time.perf_counter()
    answer = client.get(path)
    took = (time.perf_counter() - start) * 1000
    if answer.status_code != 200:
        raise click.ClickException(f"{path} was answered with {answer.status_code}")
    return took, len(answer.content)


def _pages(store: Store) -> Mapping[str, Sequence[str]]:
    """Return addresses of each kind of page, one more than are measured."""
    count = PAGES + 1
    days = [(LAST - dt.timedelta(days=20 * n)).isoformat() for n in range(count)]
    pairs = [(row.actor, row.recipient) for row in store.dyads(size=count).items]
    actors = [row.key for row in store.actors(size=count).items]
    said = sorted({max(one["verb"].split(), key=len) for kind in words()["types"].values() for one in kind})
    names = [row.key.split()[-1] for row in store.actors(size=200).items if " " in row.key]
    asked = [f"{name} {word}" for name, word in zip(names, said * count, strict=False)]
    return {
        "front, of a day": [f"/?day={day}" for day in days],
        "story": [address("story", row.id) for row in store.stories(size=count).items],
        "document": [address("document", row.event.document) for row in store.events(size=200).items][:count],
        "explorer, a page": [f"/events?page={n + 2}" for n in range(count)],
        "explorer, filtered": [
            f"/events?{urlencode({'about': key, 'since': day})}"
            for key, day in zip(actors, days, strict=False)
        ],
        "actor": [address("actor", key) for key in actors],
        "dyad": [dyad_address(*pair) for pair in pairs],
        "map, since a day": [f"/map?since={day}" for day in days],
        "network, since a day": [f"/network?since={day}" for day in days],
        "search": [f"/search?{urlencode({'q': one})}" for one in asked[:count]],
    }


@click.command()
@click.option("--events", default=100_000, show_default=True, type=click.IntRange(1_000))
@click.option("--db", help="A store that is there: a file, or an address.")
def main(events: int, db: str | None) -> None:
    """Print milliseconds of each kind of page."""
    page_times(events, db)


if __name__ == "__main__":
    main()

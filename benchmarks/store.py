"""How long the questions of a page take over a large store.

    python -m benchmarks.store                   # 100,000 events, made first (a minute)
    python -m benchmarks.store --db corpus.db    # a store that is there
    python -m benchmarks.store --db postgresql://me@/corpus

Each question is asked with other parameters each time, so that no answer is one that was kept; ``again`` is the median
of asking the same once more, ``slowest`` often that of the first question, which also learns how names are spelled.
Milliseconds are those one waits. They depend on the machine, so that no test checks them.
"""

from __future__ import annotations

import datetime as dt
import statistics
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import click

from benchmarks.corpus import LAST, address, corpus, words
from dragoman.store import EventQuery, Store

TIMES = 15


@click.command()
@click.option("--events", default=100_000, show_default=True, type=click.IntRange(1))
@click.option("--db", help="A store that is there: a file, or an address.")
def main(events: int, db: str | None) -> None:
    """Print milliseconds of each question."""
    with tempfile.TemporaryDirectory() as folder:
        if db is None:
            db = str(Path(folder) / "corpus.db")
            made = corpus(events)
            with Store.open(address(db)) as store:
                start = time.perf_counter()
                store.add(made.documents, made.events, made.stories, made.storylines)
                click.echo(f"added {len(made.events):,} events in {time.perf_counter() - start:.1f} s")
        with Store.open(address(db)) as store:
            click.echo(store.counts())
            click.echo(f"{'question':34}{'median':>9}{'slowest':>9}{'again':>9}   (ms)")
            for name, ask in _questions(store).items():
                took = [_ms(ask, n) for n in range(TIMES)]
                again = [_ms(ask, n) for n in range(TIMES)]
                click.echo(
                    f"{name:34}{statistics.median(took):9.1f}{max(took):9.1f}{statistics.median(again):9.1f}"
                )


def _ms(ask: Callable[[int], object], n: int) -> float:
    start = time.perf_counter()
    ask(n)
    return (time.perf_counter() - start) * 1000


def _questions(store: Store) -> dict[str, Callable[[int], object]]:
    """Return what is asked, each as a function of a number that picks its parameters."""
    actors = [row.key for row in store.actors(size=200).items if row.key == row.country]
    names = [row.key for row in store.actors(size=1000).items if row.key != row.country]
    pairs = [(row.actor, row.recipient) for row in store.dyads(size=TIMES).items]
    stories = [row.id for row in store.stories(size=TIMES).items]
    lines = [row.id for row in store.storylines(size=TIMES).items]
    days = [(LAST - dt.timedelta(days=40 * n)).isoformat() for n in range(TIMES)]
    types = [kind for kind, _ in store.facets().type]
    said = sorted({max(one["verb"].split(), key=len) for kind in words()["types"].values() for one in kind})
    seldom = [f"{name} {word}" for name, word in zip(names, said, strict=False)]
    return {
        "revision": lambda n: store.revision(),
        "front: latest stories of a day": lambda n: store.latest_stories(until=days[n]),
        "stories, a page": lambda n: store.stories(page=n + 1),
        "stories since": lambda n: store.stories(since=days[n]),
        "story": lambda n: store.story(stories[n]),
        "storyline": lambda n: store.storyline(lines[n]),
        "events, a page": lambda n: store.events(page=n + 1),
        "events of a type": lambda n: store.events(EventQuery(type=types[n])),
        "events of a frequent actor": lambda n: store.events(EventQuery(actor=actors[n])),
        "events about somebody": lambda n: store.events(EventQuery(about=names[n])),
        "events actor, recipient, since": lambda n: store.events(
            EventQuery(actor=pairs[n][0], recipient=pairs[n][1], since=days[n])
        ),
        "events by confidence": lambda n: store.events(sort="-confidence", page=n + 1),
        "events of a place": lambda n: store.events(EventQuery(place=actors[n])),
        "events of a publisher": lambda n: store.events(
            EventQuery(publisher="northern ledger", type=types[n])
        ),
        "events with a word": lambda n: store.events(EventQuery(text=said[n])),
        "facets of all of a day on": lambda n: store.facets(EventQuery(since=days[n])),
        "facets of a type": lambda n: store.facets(EventQuery(type=types[n])),
        "facets of a frequent actor": lambda n: store.facets(EventQuery(actor=actors[n])),
        "actors, a page": lambda n: store.actors(page=n + 1),
        "actor, a frequent state": lambda n: store.actor(actors[n]),
        "actor, a person": lambda n: store.actor(names[n]),
        "dyads, a page": lambda n: store.dyads(page=n + 1),
        "dyad of two frequent states": lambda n: store.dyad(*pairs[n]),
        "dyad of two persons": lambda n: store.dyad(names[n], names[n + 1], by="week"),
        "map of a type": lambda n: store.places(EventQuery(type=types[n])),
        "network of a type": lambda n: store.network(EventQuery(type=types[n])),
        "search a frequent word": lambda n: store.search(said[n]),
        "search a name and a word": lambda n: store.search(seldom[n]),
        "search a phrase, type, since": lambda n: store.search(f'"{said[n]}" type:AID since:{days[n]}'),
    }


if __name__ == "__main__":
    main()

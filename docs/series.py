"""Draw the chart that docs/series.md shows: python docs/series.py

Its events are drawn by lot (benchmarks/corpus.py); nothing in them happened.
"""

from __future__ import annotations

import sys
from pathlib import Path

ROOT = Path(__file__).parent.parent
sys.path.insert(0, str(ROOT))

import dragoman  # noqa: E402
from benchmarks.corpus import corpus  # noqa: E402
from dragoman.store import Store  # noqa: E402

EVENTS = 6_000


def main() -> None:
    """Run the command."""
    made = corpus(EVENTS)
    with Store.open() as store:
        store.add(made.documents, made.events, made.stories, made.storylines)
        busiest = store.dyads().items[0]
        told = dragoman.series(store, actor=busiest.actor, recipient=busiest.recipient, by="month")
    (ROOT / "docs" / "series.png").write_bytes(told.png())


if __name__ == "__main__":
    main()

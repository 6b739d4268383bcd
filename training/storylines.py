"""Makes what linking knows: how usual lands and names are in the news, and the weights of the two rankers.

    pip install 'dragoman[train]'
    python -m training.storylines

Learns from one-sentence news items of 2015 to 2018 under the headings of their storylines; 2019 was for choosing,
2020 to 2022 is only counted (``python -m benchmarks.storylines``). March and April 2018 are left out, since published
figures are of those months. The same data gives the same bytes.

An item is asked for twice: with all that was told before its day, as a stream is read; and with nothing told in the
two months before, as an archive is filed.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from dragoman.stories.terms import words
from dragoman.storylines.features import Features, compare
from dragoman.storylines.gist import Gist, gist
from dragoman.storylines.running import MEMORY, Running
from training import devdata

ROOM = Path(__file__).resolve().parents[1] / "src" / "dragoman" / "storylines"

LAST_YEAR = 2018
"""Last year that is learnt from."""

SPARED = (dt.date(2018, 3, 1), dt.date(2018, 5, 1))
"""Days, the end exclusive, that are measured and not learnt from."""

RARE = 3
"""Marks of fewer items than this are not listed."""

PENALTY = 1e-3
"""Ridge on the weights of features with variance 1."""

DECIMALS = 3
"""Decimals of a weight."""


@dataclass(frozen=True, slots=True)
class Item:
    """A news item, and the storylines it was put under: their labels by `label`."""

    day: dt.date
    text: str
    gist: Gist
    labels: tuple[str, ...]


def label(heading: str) -> str:
    """Return what headings of one storyline have in common: their words, in any case, order and punctuation.

    ("Ruritanian general election, 2017" was renamed "2017 Ruritanian general election".)
    """
    return " ".join(
        sorted(part for word in words(heading.casefold().replace("–", " ")) for part in word.split("-"))
    )


def items(first: int, last: int) -> tuple[list[Item], dict[str, str]]:
    """Return the items of some years whose heading can be relied on, by day, and the first heading of each label.

    Items right below a heading are (``pos_after_topic`` is 0); those further down may belong elsewhere.
    """
    found, headings = [], dict[str, str]()
    for row in _rows():
        day = dt.date.fromisoformat(row["date"])
        if first <= day.year <= last and row["topics"] and row["pos_after_topic"] == 0:
            labels = {label(heading): heading for heading in row["topics"]}
            for each, heading in labels.items():
                headings.setdefault(each, heading)
            found.append(Item(day, row["text"], gist([row["text"]], day), tuple(sorted(labels))))
    return found, headings


@dataclass(frozen=True, slots=True)
class Question:
    """An item to link: what the storylines it may go on from have in common with it, by label."""

    item: Item
    found: dict[str, Features]
    answered: bool


def questions(
    some: Sequence[Item], headings: dict[str, str], first: dt.date, end: dt.date, *, closed: bool
) -> Iterator[Question]:
    """Ask for the items from `first` up to `end` one after the other.

    What is told is of the fourteen months before: up to the day before the item's own; or, where the record is
    `closed`, up to the day before `first`.

    Yields:
        A question for each item one of whose labels is running; ``answered`` is true for them. For the others,
        ``answered`` is false and nothing is compared.
    """
    running, waiting = Running(headings), list[Item]()
    for item in some:
        if item.day >= end:
            break
        if waiting and waiting[0].day < item.day:
            if not closed or waiting[0].day < first:
                for each in waiting:
                    running.add(each.gist, each.day.toordinal(), each.labels)
            waiting = []
            running.forget((first if closed and item.day > first else item.day).toordinal() - MEMORY)
        waiting.append(item)
        if item.day >= first:
            runs = any(each in running.lines for each in item.labels)
            yield Question(item, compare(item.gist, running) if runs else {}, runs)


def months(first: dt.date, end: dt.date) -> Iterator[tuple[dt.date, dt.date]]:
    """Yield stretches of two months."""
    while first < end:
        month = first.month + 2
        then = dt.date(first.year + (month > 12), (month - 1) % 12 + 1, 1)
        yield first, then
        first = then


def learn(asked: Sequence[Question]) -> dict[str, float]:
    """Fit a conditional logit: the probability that a storyline is the right one among those compared."""
    import numpy as np
    from scipy.optimize import minimize

    asked = [q for q in asked if any(each in q.found for each in q.item.labels)]
    names = list(dict.fromkeys(name for q in asked for values in q.found.values() for name in values))
    rows = np.array([[v.get(n, 0.0) for n in names] for q in asked for v in q.found.values()])
    right = np.array([each in q.item.labels for q in asked for each in q.found], dtype=float)
    sizes = np.array([len(q.found) for q in asked])
    starts, group = np.cumsum(sizes) - sizes, np.repeat(np.arange(len(sizes)), sizes)
    spread = rows.std(axis=0)
    rows = (rows - rows.mean(axis=0)) / spread

    def loss(weights: Any) -> tuple[float, Any]:
        scores = rows @ weights
        scores = np.exp(scores - np.maximum.reduceat(scores, starts)[group])
        every = np.add.reduceat(scores, starts)
        ours = np.add.reduceat(scores * right, starts)
        pull = scores / every[group] - scores * right / ours[group]
        value = -np.log(ours / every).mean() + PENALTY * (weights @ weights) / 2
        return value, (rows * pull[:, None]).sum(axis=0) / len(sizes) + PENALTY * weights

    fitted = minimize(loss, np.zeros(len(names)), jac=True, method="L-BFGS-B").x / spread
    return {name: round(float(weight), DECIMALS) for name, weight in zip(names, fitted, strict=True)}


def write_marks() -> None:
    """Count lands, leaders, bodies and places in the news items and write the table the package ships."""
    counts, size = Counter[str](), 0
    for row in _rows():
        day = dt.date.fromisoformat(row["date"])
        if day.year <= LAST_YEAR:
            size += 1
            counts.update(mark for mark in gist([row["text"]], day).marks if ":" in mark)
    lines = [f"mark\titems\tsize={size}"]
    for mark, count in sorted(counts.items(), key=lambda pair: (-pair[1], pair[0])):
        if count >= RARE:
            lines.append(f"{mark}\t{count}")
    (ROOM / "marks.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")


def write_model() -> None:
    """Learn the weights and write the model the package ships."""
    import yaml

    some, headings = items(0, LAST_YEAR)
    first, end = dt.date(2016, 3, 1), dt.date(LAST_YEAR + 1, 1, 1)
    asked = list(questions(some, headings, first, end, closed=False))
    asked += [
        q for start, then in months(first, end) for q in questions(some, headings, start, then, closed=True)
    ]
    asked = [q for q in asked if not SPARED[0] <= q.item.day < SPARED[1]]
    head = (
        "# Which running storyline does a report go on from? Made by training/storylines.py; do not edit by hand.\n"
        "# The features are explained in features.py; a weight is what one unit adds to the score.\n"
    )
    data = {"named": learn(asked)}
    (ROOM / "linking.yaml").write_text(head + yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    print(len(asked), "items")


def _rows() -> Iterator[dict[str, Any]]:
    file = devdata.path("stories", "current_events_2015_2022.jsonl.gz")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    write_marks()
    write_model()

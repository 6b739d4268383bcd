"""Makes what linking knows: how usual lands and names are in the news, and the weights of the two rankers.

    pip install 'dragoman[train]'
    python -m training.storylines

Learns from one-sentence news items of 2015 to 2018 under the headings of their storylines; 2019 was for choosing,
2020 to 2022 is only counted (``python -m benchmarks.storylines``). March and April 2018 are left out, since published
figures are of those months. The same data gives the same bytes.

An item is asked for with all that was told before its day. Learning also from items of months of which nothing is told,
as an archive is filed, changes no figure.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import re
from collections import Counter, defaultdict, deque
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from pathlib import Path
from typing import Any

from dragoman.stories.terms import background, term, words
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

OFTEN = 15
"""Items that a word is in before it tells anything of the topic."""

LIGHT = 2.0
"""Words lighter than this tell nothing of the topic."""

LEAST = 0.25
"""Weights nearer to 0 than this are left out of the table of topics."""

HEAD = 14
"""Words of an item that stand for a headline: so is every other one shown."""

TOPICS = {
    "war": "armed",
    "politics": "politi|election",
    "law": "law|crime",
    "disaster": "disaster|accident",
    "diplomacy": "international",
    "economy": "business",
    "culture": "art|cultur",
    "science": "scien",
    "sport": "sport",
    "health": "health",
}
"""Topics, by a pattern of the categories the items are sorted in."""

RANKING = [
    "terms", "told", "share", "lands", "foreign", "elsewhere", "matter", "size", "age",
    "called", "name_told", "name_not", "not_name", "current", "kind",
]  # fmt: skip
"""Features by which storylines with names are ranked."""

JOINING = [
    "terms", "told", "worded", "named", "lands", "foreign", "missing", "elsewhere", "matter", "size", "age",
]  # fmt: skip
"""Features by which a story joins a storyline without a name. How many others share its marks is none of them: on a
page of a dozen headlines that would say something else than in a year of news."""

THRESHOLD = 0.1
"""Least probability of joining. It is low since what has to be shared is asked first (`ties.tied`), and since labels
part what one storyline holds: a war, its battles and its talks. The pages in ``feeds`` come out the same at .05 and .1,
and lose a third of what belongs together at .15."""

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
            found.append(Item(day, row["text"], gist([("", row["text"])], day), tuple(sorted(labels))))
    return found, headings


@dataclass(slots=True)
class Told:
    """What is known when an item is asked for: items, by day, and the storylines they are of."""

    items: deque[Item]
    running: Running


def asked(
    some: Sequence[Item], headings: dict[str, str], first: dt.date, end: dt.date, *, filed: bool
) -> Iterator[tuple[Item, Told]]:
    """Yield the items from `first` up to `end`, one after the other, with what was told in the fourteen months before.

    That is all up to the day before the item's own; or, where they are `filed`, as into an archive, up to the day
    before `first`. What is told changes when the next item is asked for.
    """
    told, waiting = Told(deque(), Running(headings)), list[Item]()
    for item in some:
        if item.day >= end:
            break
        if waiting and waiting[0].day < item.day:
            if not filed or waiting[0].day < first:
                told.running.turn(waiting[0].day.toordinal())
                for each in waiting:
                    told.running.add(each.gist, each.labels)
                told.items.extend(waiting)
            waiting = []
            told.running.turn(item.day.toordinal())
            while told.items and told.items[0].day.toordinal() < item.day.toordinal() - MEMORY:
                told.items.popleft()
        waiting.append(item)
        if item.day >= first:
            yield item, told


@dataclass(frozen=True, slots=True)
class Question:
    """An item to link: what the storylines it may go on from have in common with it, by label."""

    item: Item
    found: dict[str, Features]


def questions(found: Iterable[tuple[Item, Told]], *, running: bool) -> Iterator[Question]:
    """Compare items that are asked for; where `running`, only those that have a label that runs."""
    for item, told in found:
        if not running or any(each in told.running.lines for each in item.labels):
            yield Question(item, compare(item.gist, told.running, told.running.led_to(item.gist)))


def learn_ranks(found: Sequence[Question]) -> dict[str, float]:
    """Fit a conditional logit: the probability that a storyline is the right one among those compared."""
    import numpy as np
    from scipy.optimize import minimize

    found = [q for q in found if any(each in q.found for each in q.item.labels)]
    rows = np.array([[v.get(n, 0.0) for n in RANKING] for q in found for v in q.found.values()])
    right = np.array([each in q.item.labels for q in found for each in q.found], dtype=float)
    sizes = np.array([len(q.found) for q in found])
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

    fitted = minimize(loss, np.zeros(len(RANKING)), jac=True, method="L-BFGS-B").x / spread
    return {name: round(float(weight), DECIMALS) for name, weight in zip(RANKING, fitted, strict=True)}


def learn_joins(found: Sequence[Question]) -> dict[str, float]:
    """Fit a logistic regression: the probability that an item is of a storyline it is compared with."""
    from sklearn.linear_model import LogisticRegression

    rows = [[v.get(n, 0.0) for n in JOINING] for q in found for v in q.found.values()]
    right = [each in q.item.labels for q in found for each in q.found]
    fitted = LogisticRegression(C=100, max_iter=5000).fit(rows, right)
    weights = {"intercept": fitted.intercept_[0], **dict(zip(JOINING, fitted.coef_[0], strict=True))}
    return {name: round(float(weight), DECIMALS) for name, weight in weights.items()}


def write_topics() -> None:
    """Learn what words tell of the topic, and how often two topics are of one storyline; write the two tables."""
    import numpy as np
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    found = []
    for number, row in enumerate(_rows()):
        topic = next((i for i, t in enumerate(TOPICS) if re.search(TOPICS[t], row["category"], re.I)), None)
        if int(row["date"][:4]) <= LAST_YEAR and topic is not None:
            text = " ".join(row["text"].split()[: HEAD if number % 2 else None])
            found.append((row, topic, _plain(text)))
    counts = Counter(t for _, _, some in found for t in some)
    terms = sorted(t for t, count in counts.items() if count >= OFTEN and background().weight(t) >= LIGHT)
    place = {t: i for i, t in enumerate(terms)}
    where = [(n, place[t]) for n, (_, _, some) in enumerate(found) for t in some if t in place]
    has = csr_matrix((np.ones(len(where)), tuple(zip(*where, strict=True))), shape=(len(found), len(terms)))
    fitted = LogisticRegression(C=0.3, max_iter=500).fit(has, [topic for _, topic, _ in found])
    rows = ["\t".join(["term", *TOPICS]), "\t".join(["", *(f"{value:.1f}" for value in fitted.intercept_)])]
    for t, column in zip(terms, fitted.coef_.T, strict=True):
        if (abs(column) >= LEAST).any():
            rows.append("\t".join([t, *(f"{value:.1f}" if abs(value) >= LEAST else "" for value in column)]))
    (ROOM / "topics.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")

    told = fitted.predict_proba(has)
    by_label = defaultdict[str, list[int]](list)
    for n, (row, _, _) in enumerate(found):
        if row["pos_after_topic"] == 0:
            for heading in row["topics"]:
                by_label[label(heading)].append(n)
    both = np.zeros((len(TOPICS), len(TOPICS)))
    for some in by_label.values():
        if len(some) > 1:
            total = told[some].sum(axis=0)
            both += (np.outer(total, total) - told[some].T @ told[some]) / (len(some) - 1)
    both /= both.sum()
    ratio = np.log(both / np.outer(both.sum(axis=1), both.sum(axis=0)))
    rows = ["\t".join(["topic", *TOPICS])]
    rows += [
        "\t".join([topic, *(f"{value:.2f}" for value in row)])
        for topic, row in zip(TOPICS, ratio, strict=True)
    ]
    (ROOM / "together.tsv").write_text("\n".join(rows) + "\n", encoding="utf-8")


def write_marks() -> None:
    """Count lands, leaders, bodies and places in the news items and write the table the package ships."""
    counts, size = Counter[str](), 0
    for row in _rows():
        day = dt.date.fromisoformat(row["date"])
        if day.year <= LAST_YEAR:
            size += 1
            counts.update(mark for mark in gist([("", row["text"])], day).marks if ":" in mark)
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
    ranked = questions(asked(some, headings, first, end, filed=False), running=True)
    shorter = [replace(x, gist=_headline(x)) if n % 2 else x for n, x in enumerate(some)]
    joined = questions(asked(shorter, {}, first, end, filed=False), running=False)
    ranks, joins = learn_ranks(_learnt(ranked)), learn_joins(_learnt(joined))
    head = (
        "# Which running storyline does a report go on from? Made by training/storylines.py; do not edit by hand.\n"
        "# The features are explained in features.py; a weight is what one unit adds to the score (`ranks`) or to the\n"
        "# log-odds (`joins`).\n"
    )
    data = {"threshold": THRESHOLD, "ranks": ranks, "joins": joins}
    text = head + yaml.safe_dump(data, sort_keys=False, default_flow_style=None, width=110)
    (ROOM / "linking.yaml").write_text(text, encoding="utf-8")


def _learnt(found: Iterable[Question]) -> list[Question]:
    return [q for q in found if not SPARED[0] <= q.item.day < SPARED[1]]


def _headline(item: Item) -> Gist:
    return gist([("", " ".join(item.text.split()[:HEAD]))], item.day)


def _plain(text: str) -> set[str]:
    """The terms of a text that are no names."""
    found = {term(word) for word in words(text) if not word[0].isdigit()}
    return {t for t in found if not background().is_name(t, t)}


def _rows() -> Iterator[dict[str, Any]]:
    file = devdata.path("stories", "current_events_2015_2022.jsonl.gz")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        yield from map(json.loads, lines)


if __name__ == "__main__":
    # In this order: a gist has topics, marks are taken from gists, and the model is learnt from both.
    write_topics()
    write_marks()
    write_model()

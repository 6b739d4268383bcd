"""How well reports of one happening are put together, on the issues of 2018 (nothing is learnt from them).

    python -m benchmarks.stories           # the table
    python -m benchmarks.stories --check   # exit 1 when a figure fell below its floor

Each issue has two or three reports by different publishers, some of them without a date. They are grouped as
articles, as headlines only, mixed, and as undated pages of sixteen. Beside us stand documents left alone,
and the plainest clusterer: cosine of TF-IDF, average link, the same window, its threshold chosen on the
issues up to 2017.

The last rows are pages of world news by hand (``tests/stories/pages``): the issues are all from one
country's politics, where a shared name says much; on a page of the world's news it says little. Seven of
the ten were looked at when the weights of the recipe were chosen.

B3 (Bagga & Baldwin 1998): precision and recall of each document's story, averaged over documents. Pair F:
F1 over pairs of documents.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Callable, Hashable, Sequence
from dataclasses import replace

import click

from benchmarks import floors
from benchmarks.pages import PAGES, page
from dragoman.records import Document
from dragoman.stories.candidates import candidates
from dragoman.stories.clusters import average_link
from dragoman.stories.grouping import in_order, together
from dragoman.stories.profiles import cosine, profile, unit
from training import devdata
from training.pairs import LAST_YEAR, Report, View, reports, shown

PAGE = 16
"""Documents of a page."""

Grouper = Callable[[Sequence[Document]], list[list[int]]]
Labels = dict[str, Hashable]


def alone(documents: Sequence[Document]) -> list[list[int]]:
    """Leave every document alone."""
    return [[i] for i in range(len(documents))]


def tfidf(threshold: float) -> Grouper:
    """Return the plain clusterer with a threshold of the mean cosine."""

    def clustered(documents: Sequence[Document]) -> list[list[int]]:
        profiles = [profile(d) for d in documents]
        bags = [p.body or unit(p.head) for p in profiles]
        return average_link(
            len(bags), [(i, j, cosine(bags[i], bags[j])) for i, j in candidates(profiles)], threshold
        )

    return clustered


def labels(found: Sequence[Report], view: View, grouper: Grouper, pages: bool) -> tuple[Labels, Labels]:
    """Group reports as the view shows them; return the story and the issue of each document.

    As `pages`, reports are taken in order of day, sixteen at a time, without their dates.
    """
    got: Labels = {}
    gold: Labels = {}
    by_day = sorted(found, key=lambda r: (r.day, r.document.id))
    size = PAGE if pages else len(by_day)
    for n, start in enumerate(range(0, len(by_day), size)):
        some = by_day[start : start + size]
        gold |= {r.document.id: (n, r.issue) for r in some}
        documents = [replace(shown(r, view), published=None) if pages else shown(r, view) for r in some]
        ordered = in_order(documents)
        for k, members in enumerate(grouper(ordered)):
            got |= {ordered[i].id: (n, k) for i in members}
    return got, gold


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


def by_hand(grouper: Grouper) -> dict[str, float]:
    """Return the scores on the pages grouped by hand, each page alone."""
    got: Labels = {}
    gold: Labels = {}
    for file in PAGES:
        documents, pairs = page(file)
        ordered = in_order(documents)
        for k, members in enumerate(grouper(ordered)):
            got |= {ordered[i].id: (file.stem, k) for i in members}
        # A document goes by the first id of its story.
        gold |= {d.id: min([d.id, *(i for pair in pairs if d.id in pair for i in pair)]) for d in documents}
    return scores(got, gold)


def best_tfidf(found: Sequence[Report], view: View, pages: bool) -> Grouper:
    """Return the plain clusterer with the threshold that has the best B3 F on some reports."""
    grid = [tfidf(step / 20) for step in range(1, 13)]
    return max(grid, key=lambda grouper: scores(*labels(found, view, grouper, pages))["f"])


@click.command()
@click.option("--check", is_flag=True, help="Exit 1 when a figure fell below its floor.")
def main(check: bool) -> None:
    """Print how well reports are put together."""
    if devdata.root() is None:
        click.echo(devdata.MISSING, err=True)
        return
    past, found = reports(0, LAST_YEAR), reports(LAST_YEAR + 1, 9999)
    views: dict[str, tuple[View, bool]] = {
        "articles": ("articles", False),
        "headlines": ("headlines", False),
        "mixed": ("mixed", False),
        "page_of_headlines": ("headlines", True),
        "page_mixed": ("mixed", True),
    }
    figures: dict[str, float] = {}
    click.echo(f"{len(found)} reports of {len({r.issue for r in found})} issues of 2018")
    click.echo(f"{'':20}{'':10}  B3 P   B3 R   B3 F   pair F")
    for name, (view, pages) in views.items():
        groupers = {"alone": alone, "tf-idf": best_tfidf(past, view, pages), "dragoman": together}
        for who, grouper in groupers.items():
            row = scores(*labels(found, view, grouper, pages))
            click.echo(f"{name:20}{who:10}" + "  ".join(f"{value:.3f}" for value in row.values()))
        figures |= {f"{name}_b3_{key}": row[key] for key in ("p", "f")} | {f"{name}_pair_f": row["pair_f"]}
    groupers = {"alone": alone, "tf-idf": best_tfidf(past, "headlines", True), "dragoman": together}
    for who, grouper in groupers.items():
        row = by_hand(grouper)
        click.echo(f"{'world_pages':20}{who:10}" + "  ".join(f"{value:.3f}" for value in row.values()))
    figures |= {f"world_pages_b3_{key}": row[key] for key in ("p", "f")} | {
        "world_pages_pair_f": row["pair_f"]
    }
    if check and (fallen := floors.fallen("stories", figures)):
        click.echo("\n".join(fallen), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()

"""How well the sentences that are chosen carry a story, beside others' choices, and whether their citations hold.

    python -m benchmarks.briefing           # the tables
    python -m benchmarks.briefing --check   # exit 1 when a figure fell below its floor
    python -m benchmarks.briefing --pages   # how long pages take, instead (benchmarks/page_times.py)

213 issues of three reports each, with a summary that an editor wrote (``summaries_dev``). ROUGE is F1 with stemming
(``rouge-score``) against the whole of it, as its usual figures are: a centroid has .39/.18/.26 on the openings of the
reports. The others take sentences until 60 words are reached; dragoman takes 60 at most, and leaves out what does
not stand alone. Constants were chosen by hand on the first half; of the second only totals were read.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
import time
from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from statistics import fmean

import click
import numpy as np
from numpy.typing import NDArray
from rouge_score import rouge_scorer
from rouge_score.tokenizers import DefaultTokenizer

import dragoman
from benchmarks import floors
from benchmarks.page_times import page_times
from dragoman.language import analyse, sentences
from dragoman.records import Document, Sentence
from training import devdata

WORDS = 60
MEASURES = ("rouge1", "rouge2", "rougeL")

Bag = Counter[str]
Rows = NDArray[np.float64]
Choice = Callable[["Issue"], list[Sentence]]

_words = DefaultTokenizer(use_stemmer=True).tokenize
_scorer = rouge_scorer.RougeScorer(list(MEASURES), use_stemmer=True)


@dataclass(frozen=True)
class Issue:
    """Three reports of one happening, their sentences, and the summary that an editor wrote."""

    documents: list[Document]
    sentences: list[list[Sentence]]
    gold: str

    def all(self) -> list[Sentence]:
        """The sentences of all reports."""
        return [s for body in self.sentences for s in body]


def issues(whole: bool) -> Iterator[Issue]:
    """Yield the issues, with the openings of their reports, which all have, or the whole texts where they are there."""
    with gzip.open(devdata.path("stories", "summaries_dev.jsonl.gz"), "rt", encoding="utf-8") as lines:
        for row in map(json.loads, lines):
            documents = [
                Document(
                    f"{row['issue']}/{n}",
                    "article",
                    title=article["title"],
                    text=(whole and article.get("body")) or article["lead"],
                    published=article.get("date") or None,
                    publisher=article.get("source") or None,
                )
                for n, article in enumerate(row["articles"])
            ]
            for _ in analyse(documents):  # together is faster; each is then known
                pass
            bodies = [[s for s in sentences(d) if s.field == "text"] for d in documents]
            yield Issue(documents, bodies, row["gold_summary"])


def ours(issue: Issue) -> list[Sentence]:
    """Choose as dragoman does."""
    return list(dragoman.summarize(issue.documents, WORDS))


def first_report(issue: Issue) -> list[Sentence]:
    """Choose the beginning of the first report."""
    return reaching(issue.sentences[0])


def reaching(ordered: Sequence[Sentence]) -> list[Sentence]:
    """Take sentences until there are words enough."""
    taken: list[Sentence] = []
    while len(taken) < len(ordered) and sum(len(s.text.split()) for s in taken) < WORDS:
        taken.append(ordered[len(taken)])
    return taken


class Plain:
    """The plain peers: words by how rare they are among the reports of all issues."""

    def __init__(self, found: Sequence[Issue]) -> None:
        texts = [document.text or "" for issue in found for document in issue.documents]
        among = Counter(word for text in texts for word in set(_words(text)))
        self._rare = {word: math.log(len(texts) / n) for word, n in among.items()}

    def centroid(self, issue: Issue) -> list[Sentence]:
        """Choose the sentences nearest to the sum of all (Radev et al. 2004)."""
        every, rows = self._rows(issue)
        return _best(every, rows @ _unit(rows.sum(axis=0, keepdims=True))[0])

    def lexrank(self, issue: Issue) -> list[Sentence]:
        """Choose the sentences that a walk over similar sentences meets most (Erkan and Radev 2004)."""
        every, rows = self._rows(issue)
        linked = (rows @ rows.T >= 0.1).astype(float) + np.eye(len(every)) * 1e-9
        steps = 0.15 / len(every) + 0.85 * linked / linked.sum(axis=1, keepdims=True)
        met = np.full(len(every), 1 / len(every))
        for _ in range(100):
            met = met @ steps
        return _best(every, met)

    def _rows(self, issue: Issue) -> tuple[list[Sentence], Rows]:
        """The sentences, and their words as rows of length 1."""
        every = issue.all()
        bags = [Counter(_words(s.text)) for s in every]
        column = {word: n for n, word in enumerate(sorted({word for bag in bags for word in bag}))}
        rows = np.zeros((len(every), len(column)))
        for n, bag in enumerate(bags):
            for word, count in bag.items():
                rows[n, column[word]] = count * self._rare.get(word, 0.0)
        return every, _unit(rows)


def _unit(rows: Rows) -> Rows:
    unit: Rows = rows / np.linalg.norm(rows, axis=1, keepdims=True).clip(1e-9)
    return unit


def _best(every: Sequence[Sentence], worth: Rows) -> list[Sentence]:
    return reaching(
        [every[i] for i in sorted(range(len(every)), key=lambda i: (-round(float(worth[i]), 9), i))]
    )


def oracle(issue: Issue) -> list[Sentence]:
    """Choose, knowing the summary, the sentence that lifts ROUGE-1 most, as long as one does: what can be had."""
    gold = Counter(_words(issue.gold))
    left = [(s, Counter(_words(s.text))) for s in issue.all()]
    taken: list[Sentence] = []
    told: Bag = Counter()
    best = 0.0

    def f1(bag: Bag) -> float:
        return 2 * (bag & gold).total() / (bag.total() + gold.total())

    while left and sum(len(s.text.split()) for s in taken) < WORDS:
        n = max(range(len(left)), key=lambda n: f1(told + left[n][1]))
        if f1(told + left[n][1]) <= best:
            break
        sentence, bag = left.pop(n)
        taken.append(sentence)
        told += bag
        best = f1(told)
    return taken


def rouge(issue: Issue, chosen: Sequence[Sentence]) -> list[float]:
    """Return ROUGE-1, -2 and -L of the sentences chosen."""
    scores = _scorer.score(issue.gold, "\n".join(s.text for s in chosen))
    return [scores[measure].fmeasure for measure in MEASURES]


def holds(issue: Issue, sentence: Sentence) -> bool:
    """Whether a sentence stands in its document where it says."""
    return any(
        document.id == sentence.document
        and document.string(sentence.field)[sentence.start : sentence.end] == sentence.text
        for document in issue.documents
    )


def summaries(name: str, found: Sequence[Issue]) -> dict[str, float]:
    """Print the table of a view of the issues, and return our figures."""
    plain = Plain(found)
    half = (len(found) + 1) // 2
    choices: dict[str, Choice] = {
        "first report": first_report, "LexRank": plain.lexrank, "centroid": plain.centroid,
        "dragoman": ours, "oracle": oracle,
    }  # fmt: skip
    click.echo(f"\n{name:24}{'all issues':22}{'first half':22}{'second half':22}words")
    figures: dict[str, float] = {}
    for who, choose in choices.items():
        began = time.process_time()
        chosen = [choose(issue) for issue in found]
        took = time.process_time() - began
        rows = [rouge(issue, some) for issue, some in zip(found, chosen, strict=True)]
        parts = [
            [fmean(column) for column in zip(*part, strict=True)] for part in (rows, rows[:half], rows[half:])
        ]
        length = fmean(sum(len(s.text.split()) for s in some) for some in chosen)
        told = "".join(f"{'/'.join(f'{x:.3f}' for x in part):22}" for part in parts)
        click.echo(f"{who:24}{told}{length:5.1f}")
        if who == "dragoman":
            cited = [holds(issue, s) for issue, some in zip(found, chosen, strict=True) for s in some]
            click.echo(
                f"{'':24}{len(cited)} sentences, {sum(cited)} citations hold, {took:.1f} s once parsed"
            )
            figures = {f"{name}_{m}": value for m, value in zip(MEASURES, parts[0], strict=True)}
            figures |= {f"{name}_cited": fmean(cited), f"{name}_words": max(map(_length, chosen))}
    return figures


def _length(chosen: Sequence[Sentence]) -> int:
    return sum(len(s.text.split()) for s in chosen)


@click.command()
@click.option("--check", is_flag=True, help="Exit 1 when a figure fell below its floor.")
@click.option("--pages", is_flag=True, help="Print page times over 100,000 events instead.")
def main(check: bool, pages: bool) -> None:
    """Print how well stories are summed up."""
    if pages:
        page_times()
        return
    if devdata.root() is None:
        click.echo(devdata.MISSING, err=True)
        return
    figures: dict[str, float] = {}
    for name, whole in (("openings", False), ("whole_texts", True)):
        began = time.process_time()
        found = list(issues(whole))
        click.echo(f"{name}: parsed in {time.process_time() - began:.0f} s")
        figures |= summaries(name, found)
    if check and (fallen := floors.fallen("briefing", figures)):
        click.echo("\n".join(fallen), err=True)
        sys.exit(1)


if __name__ == "__main__":
    main()

"""Makes ``src/dragoman/coding/factuality.tsv``: what words and trees tell of whether it happened.

    pip install 'dragoman[train]'
    python -m training.factuality

Fitted on the train split of UDS factuality (predicates of UD English EWT with what people judged, from -3, did not
happen, to +3, did; CC BY-SA 4.0, marked *ship*), read with the packaged pipeline, not with the treebank's trees. The
strength of the penalty was chosen on the dev split; the test split is for measuring: ``python -m benchmarks.status``.
"""

from __future__ import annotations

import gzip
import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, Literal

import click
from spacy.tokens import Doc, Token

from dragoman.coding import factuality
from dragoman.language import load
from training import devdata

Split = Literal["train", "dev", "test"]

SEEN = 3
"""Features of fewer predicates than this are left out."""

PENALTY = 0.3
"""Inverse strength of the L1 penalty. Five folds of train: .840 at .2, .841 at .3, .4 and .5; dev split: .835, .837,
.836, .835."""

DECIMALS = 3
"""Decimals of a weight; features whose weight rounds to nothing are left out."""

HEAD = """\
# Whether it happened: feature, tab, weight; the sum of the weights is the log odds. Made by
# `python -m training.factuality` from UDS factuality (CC BY-SA 4.0); coding/factuality.py says what features are.
"""


@dataclass(frozen=True, slots=True)
class Judgement:
    """A predicate, and whether people judged that it happened, from -3 to 3."""

    row: int
    head: Token
    value: float


def judgements(split: Split) -> Iterator[Judgement]:
    """Yield the predicates of a split in its order, in sentences read by the packaged pipeline."""
    with gzip.open(devdata.path("status", "uds_factuality.jsonl.gz"), "rt", encoding="utf-8") as file:
        rows = [row for row in map(json.loads, file) if row["split"] == split]
    docs = load().pipe(map(_doc, rows), batch_size=200, disable=["names"])
    for number, (row, doc) in enumerate(zip(rows, docs, strict=True)):
        for index, _, value in row["predicates"]:
            yield Judgement(number, doc[index], value)


def _doc(row: dict[str, Any]) -> Doc:
    """Make a Doc of the row's own words, with blanks where its text has them."""
    words, text, at = row["tokens"], row["text"], 0
    spaces = []
    starts: list[bool | int | None] = [n == 0 for n in range(len(words))]
    for word in words:
        found = text.find(word, at)
        at = found + len(word) if found >= 0 else at
        spaces.append(found < 0 or text[at : at + 1].isspace())
    return Doc(load().vocab, words=words, spaces=spaces, sent_starts=starts)


def fit(found: list[tuple[set[str], bool]]) -> dict[str, float]:
    """Return the weights that an L1 penalty leaves, by feature; ``bias`` among them."""
    from scipy.sparse import csr_matrix
    from sklearn.linear_model import LogisticRegression

    seen = Counter(feature for features, _ in found for feature in features)
    names = sorted(feature for feature, times in seen.items() if times >= SEEN)
    column = {name: n for n, name in enumerate(names)}
    cells = [(n, column[f]) for n, (features, _) in enumerate(found) for f in sorted(features) if f in column]
    at = tuple(zip(*cells, strict=True))
    matrix = csr_matrix(([1.0] * len(cells), at), shape=(len(found), len(names)))
    model = LogisticRegression(solver="liblinear", l1_ratio=1, C=PENALTY, max_iter=500, random_state=0)
    model.fit(matrix, [happened for _, happened in found])
    weights = {name: round(float(w), DECIMALS) for name, w in zip(names, model.coef_[0], strict=True)}
    kept = {name: weight for name, weight in weights.items() if weight}
    return {"bias": round(float(model.intercept_[0]), DECIMALS)} | kept


@click.command()
def main() -> None:
    """Fit the layer and write its weights."""
    found = [(set(factuality.features(each.head)), each.value > 0) for each in judgements("train")]
    weights = fit(found)
    lines = [f"{name}\t{weight:.{DECIMALS}f}\n" for name, weight in weights.items()]
    factuality.FILE.write_text(HEAD + "".join(lines), encoding="utf-8")
    click.echo(f"{len(weights)} weights from {len(found)} predicates")


if __name__ == "__main__":
    main()

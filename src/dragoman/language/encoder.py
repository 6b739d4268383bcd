"""The reader: one small encoder that gives morphology, trees, sentence starts and names at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from dragoman.language.spanning import best_tree
from dragoman.language.wordpiece import WordPieces

if TYPE_CHECKING:
    from onnxruntime import InferenceSession

#: Longest run of words read at once, in words and in pieces: the encoder has 512 places.
WORDS, PIECES = 160, 480
#: Pieces of a batch, padding included; bounds the memory a batch takes (some 200 MB).
BATCH = 2000
#: spaCy's ENT_IOB codes.
_IOB = {"I": 1, "O": 2, "B": 3}


@dataclass(eq=False)
class _Window:
    """Words read at once: a sentence, or more where it is not certain where the next begins."""

    doc: int
    words: list[int]  # token numbers in the Doc
    starts: list[bool | None]  # whether a sentence begins at a word; None: the encoder must say
    pieces: list[tuple[int, ...]]

    @property
    def length(self) -> int:
        return sum(map(len, self.pieces)) + 2


class Encoder:
    """spaCy component: reads Docs whose certain sentence boundaries are preset, and keeps to these.

    How a window is read depends on its own words only, so documents may come in any order and any batch.
    """

    def __init__(self) -> None:
        """Make a component that reads nothing until `from_disk` has given it a network."""
        self.network = b""
        self.vocabulary: list[str] = []
        self.labels: dict[str, list[str]] = {}

    def __call__(self, doc: Doc) -> Doc:
        """Read one Doc."""
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], batch_size: int = 64) -> Iterator[Doc]:
        """Read Docs, windows of like length together."""
        stream = iter(docs)
        while batch := list(islice(stream, batch_size)):
            self._read(batch)
            yield from batch

    def to_disk(self, path: Path, exclude: Iterable[str] = ()) -> None:
        """Write ``network.onnx``, ``pieces.txt`` and ``labels.json`` to a folder."""
        path = Path(path)
        path.mkdir(parents=True, exist_ok=True)
        (path / "network.onnx").write_bytes(self.network)
        (path / "pieces.txt").write_text("".join(f"{p}\n" for p in self.vocabulary), encoding="utf-8")
        (path / "labels.json").write_text(json.dumps(self.labels, indent=1) + "\n", encoding="utf-8")

    def from_disk(self, path: Path, exclude: Iterable[str] = ()) -> Encoder:
        """Read what `to_disk` has written."""
        path = Path(path)
        self.network = (path / "network.onnx").read_bytes()
        self.vocabulary = (path / "pieces.txt").read_text(encoding="utf-8").split("\n")[:-1]
        self.labels = json.loads((path / "labels.json").read_text(encoding="utf-8"))
        return self

    @cached_property
    def _pieces(self) -> WordPieces:
        return WordPieces(self.vocabulary)

    @cached_property
    def _session(self) -> InferenceSession:
        from onnxruntime import InferenceSession, SessionOptions

        options = SessionOptions()
        options.intra_op_num_threads = options.inter_op_num_threads = (
            1  # a sum's order is the same on any machine
        )
        options.log_severity_level = 3
        return InferenceSession(self.network, options, providers=["CPUExecutionProvider"])

    @cached_property
    def _possible(self) -> NDArray[np.float32]:
        """What is added to the scores of feature bundles (columns) given part of speech (rows): 0 or -inf."""
        pos = [bundle.partition("|")[0] for bundle in self.labels["feats"]]
        return np.array(
            [[0.0 if p == of else -np.inf for of in pos] for p in self.labels["pos"]], dtype=np.float32
        )

    def _read(self, docs: list[Doc]) -> None:
        readings = [_Reading(doc, self.labels) for doc in docs]
        windows = [window for n, doc in enumerate(docs) for window in self._windows(n, doc)]
        # By length, equal ones in their order.
        for batch in _batches(sorted(windows, key=lambda w: w.length)):
            pieces, first = self._padded(batch)
            arcs, deps, pos, feats, starts, names = self._session.run(
                None, {"pieces": pieces, "first": first}
            )
            pos_best = pos.argmax(-1)
            feats_best = (feats + self._possible[pos_best]).argmax(-1)
            for row, window in enumerate(batch):
                end = len(window.words) + 1
                begins = [
                    s if s is not None else bool(p > 0)
                    for s, p in zip(window.starts, starts[row, 1:], strict=False)
                ]
                reading = readings[window.doc]
                reading.trees(window.words, begins, arcs[row, :end, :end], deps[row])
                reading.words(window.words, pos_best[row, 1:end], feats_best[row, 1:end])
                reading.names(window.words, names[row, 1:end])
        for reading in readings:
            reading.write()

    def _windows(self, number: int, doc: Doc) -> Iterator[_Window]:
        words = [token.i for token in doc if not token.is_space]
        starts = [doc[i].is_sent_start for i in words]
        pieces = [self._pieces.read(doc[i].text) for i in words]
        begin = 0
        for end in _ends(starts, [len(p) for p in pieces]):
            yield _Window(number, words[begin:end], [True, *starts[begin + 1 : end]], pieces[begin:end])
            begin = end

    def _padded(self, batch: list[_Window]) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
        """Return the pieces and where each word's first one is, word 0 being the beginning."""
        pieces = np.zeros((len(batch), max(w.length for w in batch)), dtype=np.int64)
        first = np.zeros((len(batch), max(len(w.words) for w in batch) + 1), dtype=np.int64)
        for row, window in enumerate(batch):
            flat = [self._pieces.begin, *(n for word in window.pieces for n in word), self._pieces.end]
            pieces[row, : len(flat)] = flat
            sizes = [1, *map(len, window.pieces[:-1])]
            first[row, 1 : len(sizes) + 1] = np.cumsum(sizes)
        return pieces, first


class _Reading:
    """What is read of one Doc, written to it at the end.

    ``doc.user_data["name_scores"]`` gets the scores of the name classes (columns: ``labels["names"]``) of each
    token (rows; white space has zeros), for the component ``names``, which takes them away again.
    """

    def __init__(self, doc: Doc, labels: dict[str, list[str]]) -> None:
        self.doc, self.labels = doc, labels
        n = len(doc)
        self.pos = ["SPACE"] * n
        self.feats = [""] * n
        self.head = list(range(n))
        self.dep = ["dep"] * n
        self.name = ["O"] * n
        self.name_scores = np.zeros((n, len(labels["names"])), dtype=np.float32)

    def trees(
        self, words: list[int], begins: list[bool], arcs: NDArray[np.float32], deps: NDArray[np.float32]
    ) -> None:
        """Find the tree of each sentence of a window and the labels of its arcs."""
        edges = [n for n, b in enumerate(begins) if b] + [len(words)]
        root = self.labels["deps"].index("root")
        for begin, end in pairwise(edges):
            inside = [0, *range(begin + 1, end + 1)]
            heads = best_tree(arcs[np.ix_(inside, inside)])
            for at, number in enumerate(inside[1:], 1):
                word, head = words[number - 1], inside[heads[at]]
                scores = deps[number, head]
                if head == 0:
                    self.dep[word] = "ROOT"
                else:
                    scores[root] = -np.inf
                    self.head[word] = words[head - 1]
                    self.dep[word] = self.labels["deps"][scores.argmax()]

    def words(self, words: list[int], pos: NDArray[np.intp], feats: NDArray[np.intp]) -> None:
        """Keep parts of speech and features."""
        for word, p, f in zip(words, pos, feats, strict=True):
            self.pos[word] = self.labels["pos"][p]
            self.feats[word] = self.labels["feats"][f].partition("|")[2]

    def names(self, words: list[int], names: NDArray[np.float32]) -> None:
        """Keep names; one that goes on without having begun begins where it is first seen."""
        self.name_scores[words] = names
        before = "O"
        for word, n in zip(words, names.argmax(-1), strict=True):
            tag = self.labels["names"][n]
            if tag[0] == "I" and before[1:] != tag[1:]:
                tag = "B" + tag[1:]
            self.name[word] = before = tag

    def write(self) -> None:
        """Set the attributes of the tokens; white space hangs on the word before it, and lies in its name."""
        self.doc.user_data["name_scores"] = self.name_scores
        if not self.pos:
            return
        word = next((i for i, pos in enumerate(self.pos) if pos != "SPACE"), 0)
        if self.pos[word] == "SPACE":  # nothing else
            self.dep[0] = "ROOT"
        for i, pos in enumerate(self.pos):
            if pos != "SPACE":
                word = i
            elif self.dep[i] == "dep":
                self.head[i] = word
        for i in range(len(self.pos) - 1, 0, -1):
            if self.pos[i - 1] == "SPACE" and self.name[i][0] == "I":
                self.name[i - 1] = self.name[i]
        strings, morphology = self.doc.vocab.strings, self.doc.vocab.morphology
        rows = [
            (
                strings.add(pos),
                morphology.add(feats),
                head - i,
                strings.add(dep),
                _IOB[name[0]],
                strings.add(name[2:]),
            )
            for i, (pos, feats, head, dep, name) in enumerate(
                zip(self.pos, self.feats, self.head, self.dep, self.name, strict=True)
            )
        ]
        values = np.array([[v % (1 << 64) for v in row] for row in rows], dtype=np.uint64).reshape(-1, 6)
        self.doc.from_array(["POS", "MORPH", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE"], cast(Any, values))


def _ends(starts: Sequence[bool | None], sizes: Sequence[int]) -> Iterator[int]:
    """Yield where windows end: before a certain start, else at the last likely one, else where full."""
    begin = total = 0
    for i, size in enumerate(sizes):
        if i > begin and starts[i]:
            yield i
            begin, total = i, 0
        elif i - begin == WORDS or total + size > PIECES:
            cut = next((n for n in range(i, begin, -1) if starts[n] is None), i)
            yield cut
            begin, total = cut, sum(sizes[cut:i])
        total += size
    if sizes:
        yield len(sizes)


def _batches(windows: list[_Window]) -> Iterator[list[_Window]]:
    """Yield windows, which come shortest first, in batches of at most `BATCH` pieces, padding included."""
    batch: list[_Window] = []
    for window in windows:
        if batch and (len(batch) + 1) * window.length > BATCH:
            yield batch
            batch = []
        batch.append(window)
    if batch:
        yield batch


@Language.factory(
    "encoder",
    assigns=["token.pos", "token.morph", "token.head", "token.dep", "token.is_sent_start", "doc.ents"],
)
def make_encoder(nlp: Language, name: str) -> Encoder:
    """Make the component."""
    return Encoder()

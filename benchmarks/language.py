"""How well and how fast the English pipeline reads: ``python -m benchmarks.language [--check]``.

Trees are scored on the treebank's own tokens, punctuation excluded; "headline" figures are of the same sentences
rewritten by `training.language.headlines` with a fixed seed (core F1: subjects and objects, head and label
right). Words and sentences are scored on running text, lemmas with predicted tags, headlines of our own by hand as the
count of those whose root, subject and object are all right. With ``--check`` the command exits with 1 where a
figure falls below its floor in ``floors.json``; what is aimed at is in ``aims.json``. The figures of the fast
pipeline begin with ``fast_``.
"""

from __future__ import annotations

import json
import os
import random
import subprocess
import sys
from pathlib import Path
from typing import TYPE_CHECKING

import click

from benchmarks import headlines, rawtext
from benchmarks.floors import FILE as FLOORS
from benchmarks.floors import fallen
from training import devdata
from training.language.corpus import doc as make_doc
from training.language.corpus import participles
from training.language.headlines import copy, recase, rewrite
from training.language.trees import KINDS, Tree, read_names, read_trees

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

    from dragoman.records import Parser

#: Who does it, and to whom.
CORE = frozenset({"nsubj", "nsubj:pass", "obj"})
#: The test sets of the treebanks.
TREEBANKS = {"ewt": "ewt_test", "gum": "gum_open_test", "pud": "pud"}
#: What is aimed at; the floors are what has been reached.
AIMS = Path(__file__).with_name("aims.json")


@click.command()
@click.option("--check", is_flag=True, help="Exit 1 when a figure fell below its floor.")
def main(check: bool) -> None:
    """Print how well and how fast the English pipeline reads."""
    if devdata.root() is None:
        click.echo(f"benchmarks.language: skipped, {devdata.MISSING}", err=True)
        return
    from dragoman.language import load
    from dragoman.records import PARSERS

    scores: dict[str, float] = {}
    for parser in PARSERS:
        prefix = "" if parser == "accurate" else f"{parser}_"
        figures = measure(load(parser)) | footprint(parser)
        scores |= {prefix + name: value for name, value in figures.items()}
    click.echo(_table(scores))
    if check and (low := fallen("language", scores)):
        raise click.ClickException("\n".join(low))


def measure(nlp: Language) -> dict[str, float]:
    """Return every figure of accuracy: per cent, or headlines."""
    files = {name: devdata.path("treebank", f"{file}.conllu.gz") for name, file in TREEBANKS.items()}
    scores: dict[str, float] = {}
    for name, file in files.items():
        of = tree_scores(nlp, read_trees(file))
        scores |= {f"{name}_{key}": value for key, value in of.items() if key != "core_f1"}
    pud = read_trees(files["pud"])
    scores |= {f"pud_title_{key}": value for key, value in tree_scores(nlp, [_title(t) for t in pud]).items()}
    rng = random.Random(1)
    rewritten = [rewrite(t, rng, participles(pud)) for t in pud]
    scores |= {f"pud_headline_{key}": value for key, value in tree_scores(nlp, rewritten).items()}
    for name, file in files.items():
        texts = rawtext.texts(file)
        docs = list(nlp.pipe(text.string for text in texts))
        scores[f"{name}_word_f1"] = rawtext.words_f1(docs, texts)
        scores[f"{name}_sentence_f1"] = rawtext.sentences_f1(docs, texts)
    scores["pud_lemmas"] = lemma_accuracy(nlp, pud)
    uner = read_names(devdata.path("names", "uner_ewt_test.iob2.gz"))
    scores |= {f"names_ewt_{key}": value for key, value in name_scores(nlp, uner).items()}
    news = read_names(devdata.path("names", "uner_pud.iob2.gz"))
    scores |= {f"names_pud_{key}": value for key, value in name_scores(nlp, news).items()}
    scores["names_pud_title_f1"] = name_scores(nlp, [_title(t) for t in news])["f1"]
    tables = {
        "headlines_seen": headlines.table(headlines.SEEN),
        "headlines": headlines.table(headlines.UNSEEN),
        "headlines_sample": headlines.sample(devdata.path("..", "samples", "wire_page.txt")),
    }
    return scores | {name: len(t) - len(headlines.wrong(nlp, t)) for name, t in tables.items()}


def footprint(parser: Parser) -> dict[str, float]:
    """Return what the pipeline weighs on disk, takes to load and to keep, and its speed, in a fresh process.

    Size and memory in MB (the memory is the most that was held while reading); speed in words a second on one core,
    from strings to Docs, the best of three readings of PUD after a first one.
    """
    from dragoman.language.pipeline import MODELS

    done = subprocess.run(
        [sys.executable, "-m", "benchmarks.footprint", parser],
        env=os.environ | {"OMP_NUM_THREADS": "1"},
        check=True,
        capture_output=True,
        text=True,
    )
    size = sum(file.stat().st_size for file in (MODELS / parser).rglob("*") if file.is_file())
    figures: dict[str, float] = json.loads(done.stdout)
    return {"size_mb": size / 1e6} | figures


def tree_scores(nlp: Language, trees: list[Tree]) -> dict[str, float]:
    """Return part of speech accuracy, UAS, LAS, root accuracy and F1 of subjects and objects, in per cent."""
    gold, read = _read(nlp, trees)
    words = pos = arcs = labelled = roots = 0
    core = [0, 0, 0]  # right, found, wanted
    for wanted, found in zip(gold, read, strict=True):
        for g, f in zip(wanted, found, strict=True):
            core[1] += f.dep_ in CORE
            core[2] += g.dep_ in CORE
            roots += g.dep_ == "ROOT" and f.dep_ == "ROOT"
            arc = f.head.i == g.head.i
            core[0] += g.dep_ in CORE and arc and f.dep_ == g.dep_
            if g.pos_ != "PUNCT":
                words += 1
                pos += g.pos_ == f.pos_
                arcs += arc
                labelled += arc and g.dep_ == f.dep_
    return {
        "pos": 100 * pos / words,
        "uas": 100 * arcs / words,
        "las": 100 * labelled / words,
        "root": 100 * roots / len(gold),
        "core_f1": _f1(*core),
    }


def name_scores(nlp: Language, sentences: list[Tree]) -> dict[str, float]:
    """Return F1 of names (span and kind), and of spans alone, in per cent."""
    gold, read = _read(nlp, sentences)
    counts = {kind: [0, 0, 0] for kind in ("per", "org", "loc", "f1", "spans_f1")}
    for wanted, found in zip(gold, read, strict=True):
        w = {(e.start, e.end, e.label_) for e in wanted.ents}
        f = {(e.start, e.end, e.label_) for e in found.ents if e.label_ in KINDS}
        for kind, count in counts.items():
            own = [{e for e in s if kind == "f1" or e[2].lower() == kind} for s in (w, f)]
            if kind == "spans_f1":
                own = [{(start, end, "") for start, end, _ in s} for s in (w, f)]
            count[0] += len(own[0] & own[1])
            count[1] += len(own[1])
            count[2] += len(own[0])
    return {kind: _f1(*count) for kind, count in counts.items()}


def lemma_accuracy(nlp: Language, trees: list[Tree]) -> float:
    """Return how many of the verbs and nouns have their lemma, in per cent, case aside; tags as predicted."""
    _, read = _read(nlp, trees)
    pairs = [
        (word.lemma.lower(), token.lemma_.lower())
        for tree, doc in zip(trees, read, strict=True)
        for word, token in zip(tree.words, doc, strict=True)
        if word.pos in {"VERB", "NOUN"}
    ]
    return 100 * sum(wanted == found for wanted, found in pairs) / len(pairs)


def _read(nlp: Language, sentences: list[Tree]) -> tuple[list[Doc], list[Doc]]:
    """Return the annotated Docs, and what the pipeline makes of the same tokens, each one sentence."""
    from spacy.tokens import Doc

    from dragoman.language.boundaries import no_starts

    gold = [make_doc(nlp.vocab, tree) for tree in sentences]
    plain = [Doc(nlp.vocab, [t.text for t in d], [bool(t.whitespace_) for t in d]) for d in gold]
    return gold, list(nlp.pipe([no_starts(doc) for doc in plain]))


def _title(tree: Tree) -> Tree:
    twin = copy(tree)
    recase(twin, "title")
    return twin


def _f1(right: int, found: int, wanted: int) -> float:
    return 200 * right / (found + wanted) if found + wanted else 100.0


def _table(scores: dict[str, float]) -> str:
    floors = json.loads(FLOORS.read_text(encoding="utf-8"))["language"]
    aims = json.loads(AIMS.read_text(encoding="utf-8"))["language"]
    lines = [f"{'figure':28} {'floor':>9} {'aim':>9} {'measured':>9}"]
    for name, value in scores.items():
        floor = floors.get(name, "")
        floor = floor["at_most"] if isinstance(floor, dict) else floor
        lines.append(f"{name:28} {floor:>9} {aims.get(name, ''):>9} {value:9.1f}")
    return "\n".join(lines)


if __name__ == "__main__":
    main()

"""How well and how fast the English pipeline reads: ``python -m benchmarks.language [--check]``.

Trees are scored on the treebank's own tokens, punctuation excluded; "headlines" are the same sentences
rewritten by `training.language.headlines` with a fixed seed (core F1: subjects and objects, head and label
right). Sentence boundaries are scored on running text. With ``--check`` the command exits with 1 where a
figure falls below its floor in ``floors.json``.
"""

from __future__ import annotations

import random
import sys
import time
from typing import TYPE_CHECKING

from benchmarks.floors import fallen
from training import devdata
from training.language.corpus import doc as make_doc
from training.language.corpus import participles
from training.language.headlines import copy, recase, rewrite
from training.language.trees import Tree, read_names, read_trees

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc

#: Who does it, and to whom.
CORE = frozenset({"nsubj", "nsubj:pass", "obj"})


def main() -> None:
    """Print the figures; with ``--check``, compare them with their floors."""
    if devdata.root() is None:
        print(f"benchmarks.language: skipped, {devdata.MISSING}")
        return
    from dragoman.language import load

    scores = measure(load())
    for name, value in scores.items():
        print(f"{name:28} {value:9.1f}")
    if "--check" in sys.argv[1:]:
        low = fallen("language", scores)
        for line in low:
            print(line, file=sys.stderr)
        sys.exit(1 if low else 0)


def measure(nlp: Language) -> dict[str, float]:
    """Return every figure: per cent, or words a second."""
    ewt = read_trees(devdata.path("treebank", "ewt_test.conllu.gz"))
    gum = read_trees(devdata.path("treebank", "gum_open_test.conllu.gz"))
    pud = read_trees(devdata.path("treebank", "pud.conllu.gz"))
    scores: dict[str, float] = {}
    for name, trees in {"ewt": ewt, "gum": gum, "pud": pud}.items():
        scores |= {
            f"{name}_{key}": value for key, value in tree_scores(nlp, trees).items() if key != "core_f1"
        }
    scores |= {f"pud_title_{key}": value for key, value in tree_scores(nlp, [_title(t) for t in pud]).items()}
    rng = random.Random(1)
    headlines = [rewrite(t, rng, participles(pud)) for t in pud]
    scores |= {f"pud_headline_{key}": value for key, value in tree_scores(nlp, headlines).items()}
    scores["ewt_sentence_f1"] = sentence_f1(nlp, ewt)
    scores["pud_sentence_f1"] = sentence_f1(nlp, pud)
    uner = read_names(devdata.path("names", "uner_ewt_test.iob2.gz"))
    scores |= {f"names_ewt_{key}": value for key, value in name_scores(nlp, uner).items()}
    news = read_names(devdata.path("names", "uner_pud.iob2.gz"))
    scores |= {f"names_pud_{key}": value for key, value in name_scores(nlp, news).items()}
    scores["names_pud_title_f1"] = name_scores(nlp, [_title(t) for t in news])["f1"]
    scores["words_per_second"] = speed(nlp, pud)
    return scores


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
        f = {(e.start, e.end, e.label_) for e in found.ents}
        for kind, count in counts.items():
            own = [{e for e in s if kind == "f1" or e[2].lower() == kind} for s in (w, f)]
            if kind == "spans_f1":
                own = [{(start, end, "") for start, end, _ in s} for s in (w, f)]
            count[0] += len(own[0] & own[1])
            count[1] += len(own[1])
            count[2] += len(own[0])
    return {kind: _f1(*count) for kind, count in counts.items()}


def sentence_f1(nlp: Language, trees: list[Tree]) -> float:
    """Return F1 of sentences (both ends right), those of a document running on one blank apart."""
    texts: list[list[str]] = []
    for tree in trees:
        if tree.opens or not texts:
            texts.append([])
        texts[-1].append("".join(w.form + " " * w.space for w in tree.words).strip())
    counts = [0, 0, 0]
    for doc, sentences in zip(nlp.pipe(" ".join(text) for text in texts), texts, strict=True):
        wanted, at = set(), 0
        for sentence in sentences:
            wanted.add((at, at + len(sentence)))
            at += len(sentence) + 1
        found = {(span.start_char, span.end_char) for span in doc.sents}
        counts[0] += len(wanted & found)
        counts[1] += len(found)
        counts[2] += len(wanted)
    return _f1(*counts)


def speed(nlp: Language, trees: list[Tree]) -> float:
    """Return words a second from strings to parsed Docs, one process."""
    texts = ["".join(w.form + " " * w.space for w in tree.words) for tree in trees]
    began = time.perf_counter()
    words = sum(len(doc) for doc in nlp.pipe(texts))
    return words / (time.perf_counter() - began)


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


if __name__ == "__main__":
    main()

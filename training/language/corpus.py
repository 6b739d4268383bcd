"""What the pipeline is trained on, and annotated Docs of it to measure a pipeline with."""

from __future__ import annotations

from typing import TYPE_CHECKING

from training import devdata
from training.language.entities import mark_names, titles
from training.language.trees import Tree, read_names, read_trees

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab


def train_trees() -> list[Tree]:
    """Read the treebanks the model is trained on, with names where they are annotated."""
    ewt = read_trees(
        devdata.path("treebank", "ewt_train.conllu.gz"), devdata.path("names", "uner_ewt_train.iob2.gz")
    )
    gum = read_trees(devdata.path("treebank", "gum_open_train.conllu.gz"))
    mark_names(gum, titles(ewt))
    return ewt + gum


def name_sentences() -> list[Tree]:
    """Read the sentences that carry names and no trees."""
    return read_names(devdata.path("names", "wikigold.conll.gz"))


def participles(trees: list[Tree]) -> list[str]:
    """Return the past participles that stand before nouns in the treebanks."""
    words = [w for tree in trees for w in tree.words if w.dep == "amod" and w.pos == "VERB"]
    return sorted({w.form.lower() for w in words if w.has("Tense=Past") and w.form.isalpha()})


def parties(trees: list[Tree]) -> list[str]:
    """Return the places of one word that are the subject of something in the treebanks."""
    words = [w for tree in trees for w in tree.words if w.dep == "nsubj" and w.pos == "PROPN"]
    return sorted({w.form for w in words if w.name == "B-LOC" and w.form.isalpha()})


def doc(vocab: Vocab, tree: Tree) -> Doc:
    """Make a Doc of one sentence with its annotation."""
    from spacy.tokens import Doc

    words = tree.words
    place = {id(w): n for n, w in enumerate(words)}
    parsed = bool(words[0].dep)
    return Doc(
        vocab,
        words=[w.form for w in words],
        spaces=[w.space for w in words[:-1]] + [False],
        pos=[w.pos for w in words] if parsed else None,
        morphs=[w.feats for w in words] if parsed else None,
        heads=[place[id(w.head or w)] for w in words] if parsed else None,
        deps=["ROOT" if w.dep == "root" else w.dep for w in words] if parsed else None,
        sent_starts=None if parsed else [n == 0 for n in range(len(words))],
        ents=[w.name or "" for w in words] if any(w.name for w in words) else None,
    )

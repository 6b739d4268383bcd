"""What the pipeline is trained on, and annotated Docs of it to measure a pipeline with."""

from __future__ import annotations

import gzip
import json
import random
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from training import devdata
from training.language.entities import mark_names, titles
from training.language.trees import Tree, Word, read_names, read_trees

if TYPE_CHECKING:
    from spacy.tokens import Doc
    from spacy.vocab import Vocab

#: Longest item of news read as it stands (words), and how often one is printed in which letters.
LONGEST = 100
NEWS_CASES = {"plain": 0.45, "title": 0.45, "upper": 0.1}


def train_trees() -> list[Tree]:
    """Read the treebanks the model is trained on, with names where they are annotated."""
    ewt = read_trees(
        devdata.path("treebank", "ewt_train.conllu.gz"), devdata.path("names", "uner_ewt_train.iob2.gz")
    )
    gum = read_trees(devdata.path("treebank", "gum_open_train.conllu.gz"))
    mark_names(gum, titles(ewt))
    for trees in (ewt, gum):
        mark_certain(trees)
    return ewt + gum


def mark_certain(trees: list[Tree]) -> None:
    """Set ``tree.certain`` as it is when the sentences of a paragraph are read one after the other."""
    import spacy
    from spacy.tokens import Doc

    from dragoman.language.boundaries import sentence_bounds

    vocab = spacy.blank("en").vocab
    paragraphs: list[list[Tree]] = []
    for tree in trees:
        if tree.opens or not paragraphs:
            paragraphs.append([])
        paragraphs[-1].append(tree)
    for paragraph in paragraphs:
        words = [w for tree in paragraph for w in tree.words]
        last = {id(tree.words[-1]) for tree in paragraph}
        text = Doc(vocab, [w.form for w in words], [w.space or id(w) in last for w in words])
        sentence_bounds(text)
        at = 0
        for tree in paragraph:
            tree.certain = tree.opens or text[at].is_sent_start is True
            at += len(tree.words)


def name_sentences() -> list[Tree]:
    """Read the sentences that carry names and no trees."""
    return read_names(devdata.path("names", "wikigold.conll.gz"))


def news_sentences() -> list[Tree]:
    """Read open news text, as words alone: items of Wikipedia's current events, mostly of one sentence."""
    from training.language.tokens import tokenizing

    file = devdata.path("stories", "current_events_2015_2022.jsonl.gz")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        texts = [json.loads(line)["text"] for line in lines]
    return [
        Tree([Word(token.text, bool(token.whitespace_)) for token in words if not token.is_space])
        for words in map(tokenizing().make_doc, texts)
        if 3 < len(words) <= LONGEST
    ]


def telegraphic(tree: Tree, rng: random.Random) -> Tree:
    """Return a sentence without annotation as it is, or with the words left out, and the letters, of a headline."""
    dropped, small = _telegraphic()["dropped"], _telegraphic()["small"]
    case = rng.choices(list(NEWS_CASES), list(NEWS_CASES.values()))[0]
    words = tree.words
    if case != "plain":
        words = [w for w in words if w.form.lower() not in dropped]
        words = words[:-1] if words and words[-1].form == "." else words
        words = [
            Word(w.form if case == "title" and w.form in small else _cased(w.form, case), w.space)
            for w in words
        ]
    return Tree(words or tree.words)


@cache
def _telegraphic() -> dict[str, frozenset[str]]:
    import yaml

    text = (Path(__file__).parent / "telegraphic.yaml").read_text(encoding="utf-8")
    return {name: frozenset(words) for name, words in yaml.safe_load(text).items()}


def _cased(form: str, case: str) -> str:
    return form.upper() if case == "upper" else form[:1].upper() + form[1:] if case == "title" else form


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

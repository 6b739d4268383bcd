"""Sentences to training examples: paragraphs with the white space of real news, single headlines."""

from __future__ import annotations

import random
from typing import TYPE_CHECKING

from training import devdata
from training.language.entities import mark_names, titles
from training.language.headlines import copy, recase, rewrite
from training.language.trees import Tree, Word, read_names, read_trees

if TYPE_CHECKING:
    from spacy.language import Language
    from spacy.tokens import Doc
    from spacy.training import Example
    from spacy.vocab import Vocab

#: Share of the sentences that are also read as a headline; talk of I and you makes none.
HEADLINES = 0.5
#: What stands between two sentences of a paragraph, and between two words where a line is wrapped.
BETWEEN = {" ": 0.72, "  ": 0.06, "\n": 0.07, "\n\n": 0.13, " \n\n": 0.02}
WRAPPED = {"\n": 0.7, "  ": 0.3}
#: Longest paragraph in sentences, share of sentences with white space inside.
PARAGRAPH, RAGGED = 6, 0.05


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


def epoch(nlp: Language, trees: list[Tree], names: list[Tree], rng: random.Random) -> list[Example]:
    """Return the examples of one pass: all paragraphs, headlines, names."""
    examples = [example(nlp, group, rng) for group in paragraphs(trees, rng)]
    before_nouns, places = participles(trees), parties(trees)
    for tree in trees:
        talk = any(w.has("Person=1") or w.has("Person=2") for w in tree.words if w.pos == "PRON")
        if len(tree.words) >= 4 and not talk and rng.random() < HEADLINES:
            examples.append(example(nlp, [rewrite(tree, rng, before_nouns, places)], rng))
    for tree in names:
        twin = copy(tree)
        if rng.random() < 0.3:
            recase(twin, rng.choice(["title", "upper"]))
        examples.append(example(nlp, [twin], rng))
    rng.shuffle(examples)
    return examples


def paragraphs(trees: list[Tree], rng: random.Random) -> list[list[Tree]]:
    """Group sentences that follow each other in a document, up to `PARAGRAPH` together."""
    groups: list[list[Tree]] = []
    room = 0
    for tree in trees:
        if room == 0 or (tree.opens and rng.random() < 0.7):
            groups.append([])
            room = rng.randint(1, PARAGRAPH)
        groups[-1].append(tree)
        room -= 1
    return groups


def example(nlp: Language, group: list[Tree], rng: random.Random) -> Example:
    """Make an example of sentences that follow each other; its tokens are the tokenizer's."""
    from spacy.training import Example

    gaps: dict[int, str] = {}  # white space after a word, by id(word), where it is not what the treebank has
    for at, tree in enumerate(group):
        if at + 1 < len(group):
            gaps[id(tree.words[-1])] = rng.choices(list(BETWEEN), list(BETWEEN.values()))[0]
        if len(tree.words) > 6 and rng.random() < RAGGED:
            word = tree.words[rng.randrange(3, len(tree.words) - 2)]
            if word.space:
                gaps[id(word)] = rng.choices(list(WRAPPED), list(WRAPPED.values()))[0]
    reference = doc(nlp.vocab, group, gaps)
    return Example(nlp.make_doc(reference.text), reference)


def doc(vocab: Vocab, group: list[Tree], gaps: dict[int, str] | None = None) -> Doc:
    """Make an annotated Doc of sentences.

    White space is as spaCy's tokenizer has it: one blank belongs to the word before, the rest is a token.
    """
    from spacy.tokens import Doc

    words: list[Word] = []
    place: dict[int, int] = {}
    starts: list[bool | int | None] = []
    for tree in group:
        for n, word in enumerate(tree.words):
            gap = (gaps or {}).get(id(word), " " if word.space else "")
            place[id(word)] = len(words)
            words.append(
                Word(word.form, gap.startswith(" "), "", word.pos, word.feats, word.dep, word.head, word.name)
            )
            starts.append(n == 0)
            rest = gap.removeprefix(" ")
            if rest:
                name = "O" if word.name is not None else None
                words.append(Word(rest, False, "", "SPACE", "", "dep", word, name))
                starts.append(False)
    heads = [place[id(w.head)] if w.head is not None else n for n, w in enumerate(words)]
    parsed = bool(words[0].dep)
    return Doc(
        vocab,
        words=[w.form for w in words],
        spaces=[w.space for w in words[:-1]] + [False],
        pos=[w.pos for w in words] if parsed else None,
        morphs=[w.feats for w in words] if parsed else None,
        heads=heads if parsed else None,
        deps=["ROOT" if w.dep == "root" else w.dep for w in words] if parsed else None,
        sent_starts=None if parsed else starts,
        ents=[w.name or "" for w in words] if any(w.name for w in words) else None,
    )

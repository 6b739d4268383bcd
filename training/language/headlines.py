"""Rewrite a sentence of a treebank as a headline, its tree carried over.

What headlines do to a sentence (after the grammar of "block language", Straumann 1935, Mårdh 1980): no
articles, no *be*, the present for the past, "to V" for "will V", a comma for *and*, side remarks left out,
words capitalised.
"""

from __future__ import annotations

import random
from collections.abc import Sequence
from functools import cache

from training.language.trees import Tree, Word

#: How often a headline is printed in which letters.
CASES = {"title": 0.56, "sentence": 0.26, "upper": 0.12, "lower": 0.06}
#: Parts a headline leaves out, and how often.
DROPPED = {"discourse": 1.0, "vocative": 1.0, "advmod": 0.4, "acl:relcl": 0.5, "appos": 0.4, "advcl": 0.3,
           "advcl:relcl": 0.7, "parataxis": 0.3, "obl:unmarked": 0.2}  # fmt: skip


def rewrite(tree: Tree, rng: random.Random, participles: Sequence[str], parties: Sequence[str] = ()) -> Tree:
    """Return the sentence as a headline; the tree given is left as it is.

    Now and then one of the `participles` is put before a subject ("Sanctioned tanker leaves port"), and one
    of the `parties` beside a subject that is a name ("Spain, Italy sign deal").
    """
    headline = copy(tree)
    _drop_parts(headline, rng)
    _drop_end(headline)
    _drop_function_words(headline, rng)
    if parties and rng.random() < 0.25:
        _second_party(headline, rng.choice(parties))
    _present(headline, rng)
    if rng.random() < 0.5:
        _say_last(headline)
    _commas(headline, rng)
    if rng.random() < 0.15:
        _premodify(headline, rng.choice(participles))
    recase(headline, rng.choices(list(CASES), list(CASES.values()))[0])
    return headline


def copy(tree: Tree) -> Tree:
    """Return a copy that can be changed."""
    twins = {id(w): Word(w.form, w.space, w.lemma, w.pos, w.feats, w.dep, None, w.name) for w in tree.words}
    for word in tree.words:
        if word.head is not None:
            twins[id(word)].head = twins[id(word.head)]
    return Tree(list(twins.values()), tree.opens)


def recase(tree: Tree, case: str) -> None:
    """Print the words in ``title``, ``sentence``, ``upper`` or ``lower`` letters."""
    first = tree.words[0]
    for i, word in enumerate(tree.words):
        if case == "upper":
            word.form = word.form.upper()
        elif case == "lower":
            word.form = word.form.lower()
        elif case == "title":
            clitic = (
                i > 0
                and not tree.words[i - 1].space
                and tree.words[i - 1].form not in {"-", "“", '"', "'", "‘", "("}
            )
            small = word.pos in {"ADP", "CCONJ", "DET", "PART", "SCONJ"} and len(word.form) < 5
            if not clitic and not small:
                word.form = word.form[:1].upper() + word.form[1:]
    if case in {"title", "sentence"}:
        first.form = first.form[:1].upper() + first.form[1:]


def remove(tree: Tree, word: Word) -> None:
    """Take one word out; its dependents go to its head, or to its first dependent where it was the root."""
    at = tree.words.index(word)
    if at and not word.space:
        tree.words[at - 1].space = False
    if word.name and word.name.startswith("B-") and at + 1 < len(tree.words):
        after = tree.words[at + 1]
        if after.name and after.name.startswith("I-"):
            after.name = "B-" + after.name[2:]
    children = tree.children(word)
    head = word.head
    if head is None and children:
        head = children.pop(0)
        head.head, head.dep = None, "root"
    for child in children:
        child.head = head
    tree.words.remove(word)


def _subtree(tree: Tree, top: Word) -> list[Word]:
    inside = {id(top)}
    grown = True
    while grown:
        more = {id(w) for w in tree.words if id(w.head) in inside} - inside
        inside |= more
        grown = bool(more)
    return [w for w in tree.words if id(w) in inside]


def _remove_subtree(tree: Tree, top: Word) -> None:
    gone = set(map(id, _subtree(tree, top)))
    kept = [w for w in tree.words if id(w) not in gone]
    if len(kept) >= 3:  # less is no headline
        tree.words = kept


def _drop_parts(tree: Tree, rng: random.Random) -> None:
    for word in list(tree.words):
        if word in tree.words and word.head is not None and "Polarity=Neg" not in word.feats:
            fronted = word.dep in {"obl", "advcl", "advmod"} and word.head.head is None
            fronted = fronted and tree.words.index(word) < tree.words.index(word.head)
            if rng.random() < max(DROPPED.get(word.dep, 0.0), 0.6 if fronted else 0.0):
                _remove_subtree(tree, word)


def _drop_end(tree: Tree) -> None:
    while len(tree.words) > 1 and tree.words[-1].form in {".", ",", ";", ":", "-", "--"}:
        remove(tree, tree.words[-1])
    while (
        len(tree.words) > 1
        and tree.words[0].pos in {"PUNCT", "CCONJ", "INTJ"}
        and tree.words[0].form not in '"“‘'
    ):
        remove(tree, tree.words[0])
    tree.words[-1].space = True


def _drop_function_words(tree: Tree, rng: random.Random) -> None:
    for word in list(tree.words):
        finite = word.has("VerbForm=Fin")
        article = word.pos == "DET" and word.lemma in {"the", "a", "an"}
        be = (
            word.lemma == "be"
            and word.dep in {"aux", "aux:pass", "cop"}
            and (finite or word.has("VerbForm=Part"))
        )
        that = word.dep == "mark" and word.lemma == "that" and rng.random() < 0.7
        have = word.lemma == "have" and word.dep == "aux" and finite and rng.random() < 0.7
        if (article and rng.random() < 0.95) or (be and rng.random() < 0.85) or that or have:
            if have and word.head is not None:
                _finite(tree, word.head)
            remove(tree, word)


def _finite(tree: Tree, participle: Word) -> None:
    """Make a perfect without its "have" finite: "has rejected" → "rejects", "has been seen" → "seen"."""
    if not any(w.lemma == "be" and w.dep.startswith("aux") for w in tree.children(participle)):
        form, feats = _inflect(participle.lemma.lower(), _singular(tree, participle))
        if form:
            participle.form, participle.feats = form, feats


def _present(tree: Tree, rng: random.Random) -> None:
    past = rng.random() < 0.85
    for word in list(tree.words):
        if (
            word.dep == "aux"
            and word.form.lower() in {"will", "'ll"}
            and word.head is not None
            and word.space
        ):
            if tree.words.index(word) < tree.words.index(word.head) and rng.random() < 0.9:
                word.form, word.lemma, word.pos, word.feats, word.dep = "to", "to", "PART", "", "mark"
                word.head.feats = "VerbForm=Inf"
        elif past and word.pos == "VERB" and word.has("Tense=Past") and word.has("VerbForm=Fin"):
            form, feats = _inflect(word.lemma.lower(), _singular(tree, word))
            if form:
                word.form, word.feats = form, feats


def _singular(tree: Tree, verb: Word) -> bool:
    while (
        verb.dep == "conj"
        and verb.head is not None
        and not any(w.dep == "nsubj" for w in tree.children(verb))
    ):
        verb = verb.head
    subject = next((w for w in tree.children(verb) if w.dep.startswith("nsubj")), None)
    if subject is None:
        return True
    many = any(w.dep == "conj" for w in tree.children(subject))
    return (
        not many and not subject.has("Number=Plur") and subject.form.lower() not in {"i", "you", "we", "they"}
    )


@cache
def _inflect(lemma: str, singular: bool) -> tuple[str, str]:
    from lemminflect import getInflection

    forms = getInflection(lemma, "VBZ" if singular else "VBP")
    number = "Number=Sing|Person=3" if singular else "Number=Plur|Person=3"
    return (forms[0] if forms else ""), f"Mood=Ind|{number}|Tense=Pres|VerbForm=Fin"


def _commas(tree: Tree, rng: random.Random) -> None:
    for at, word in enumerate(tree.words):
        if at and word.dep == "cc" and word.form.lower() == "and" and rng.random() < 0.5:
            if tree.words[at - 1].form == ",":
                continue
            tree.words[at - 1].space = False
            word.form, word.lemma, word.pos, word.feats, word.dep = ",", ",", "PUNCT", "", "punct"


def _premodify(tree: Tree, participle: str) -> None:
    for at, word in enumerate(tree.words):
        plain = word.dep.startswith("nsubj") and word.pos == "NOUN"
        if plain and not any(w.dep in {"amod", "nmod:poss", "nummod", "det"} for w in tree.children(word)):
            first = min([tree.words.index(w) for w in tree.children(word) if w.dep == "compound"] + [at])
            modifier = Word(
                participle,
                pos="VERB",
                feats="Tense=Past|VerbForm=Part",
                dep="amod",
                head=word,
                lemma=participle,
            )
            modifier.name = "O" if word.name is not None else None
            tree.words.insert(first, modifier)
            return


def _second_party(tree: Tree, name: str) -> None:
    """Give a name that is a subject by itself a second one: "Spain, Italy sign deal"."""
    for at, word in enumerate(tree.words):
        alone = word.dep == "nsubj" and word.pos == "PROPN" and not tree.children(word)
        if alone and word.form != name and word.head is not None and word.head.pos == "VERB":
            named = "O" if word.name is not None else None
            second = Word(name, word.space, name, "PROPN", "Number=Sing", "conj", word, named and "B-LOC")
            comma = Word(",", True, ",", "PUNCT", "", "punct", second, named)
            word.space = False
            tree.words[at + 1 : at + 1] = [comma, second]
            return


def _say_last(tree: Tree) -> None:
    """Put what is said before who says it: "Prices fall, ministry says"."""
    verb = tree.root
    children = [w for w in tree.children(verb) if w.dep != "punct"]
    if verb.pos != "VERB" or [w.dep for w in children] != ["nsubj", "ccomp"]:
        return
    subject, said = (_subtree(tree, child) for child in children)
    if (
        any(w.dep == "mark" and w.head is children[1] for w in said)
        or len(subject) > 5
        or said[0].pos == "PRON"
    ):
        return
    said[-1].space = False
    verb.space = subject[-1].space = True
    tree.words = [
        *said,
        Word(",", pos="PUNCT", lemma=",", dep="punct", head=verb, name=verb.name and "O"),
        *subject,
        verb,
    ]

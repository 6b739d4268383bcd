"""Read treebanks and name lists: CoNLL-U and IOB files to sentences of words."""

from __future__ import annotations

import gzip
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

#: Kinds of names the pipeline learns; the rest of the annotated kinds (OTH, MISC) count as no name.
KINDS = ("PER", "ORG", "LOC")


@dataclass(eq=False)
class Word:
    """A token of a sentence; ``head`` is another word of the sentence, ``None`` for the root.

    ``name`` is an IOB2 tag, ``None`` where names are not annotated; ``pos`` and ``dep`` are empty where there
    is no tree; ``misc`` is the treebank's last column.
    """

    form: str
    space: bool = True
    lemma: str = ""
    pos: str = ""
    feats: str = ""
    dep: str = ""
    head: Word | None = None
    name: str | None = None
    misc: str = ""

    def has(self, feat: str) -> bool:
        """Whether the word carries a feature, ``has("Tense=Past")``."""
        return feat in self.feats.split("|")


@dataclass(eq=False)
class Tree:
    """A sentence.

    ``opens`` says whether a paragraph or document begins with it, ``certain`` whether its beginning is preset
    when the text is read (`dragoman.language.boundaries`).
    """

    words: list[Word] = field(default_factory=list)
    opens: bool = False
    certain: bool = True

    def children(self, word: Word) -> list[Word]:
        """Return the dependents of a word in their order."""
        return [w for w in self.words if w.head is word]

    @property
    def root(self) -> Word:
        """The word without head."""
        return next(w for w in self.words if w.head is None)


def read_trees(file: Path, names: Path | None = None) -> list[Tree]:
    """Read a gzipped CoNLL-U file, with the names of an IOB2 file over the same sentences where given.

    The name file follows an older release: a sentence whose words have changed since has no names.
    """
    trees = [_tree(block) for block in _blocks(file)]
    if names is not None:
        known = {_sent_id(block): _tags(block) for block in _blocks(names)}
        for tree, block in zip(trees, _blocks(file), strict=True):
            tags = known.get(_sent_id(block), [])
            if [form for form, _ in tags] != [w.form for w in tree.words]:
                continue
            for word, (_, tag) in zip(tree.words, tags, strict=True):
                word.name = tag
    return trees


def read_names(file: Path) -> list[Tree]:
    """Read a gzipped file of words with name tags (IOB1 or IOB2) as sentences without trees."""
    sentences = []
    for block in _blocks(file):
        words = [Word(form, name=tag) for form, tag in _tags(block)]
        for before, word in zip([None, *words], words, strict=False):
            closing = word.form in {",", ".", ";", ":", "?", "!", ")", "'s", "'", "%"}
            if before is not None and (closing or before.form in {"(", "$"}):
                before.space = False
            # IOB1 opens a name with B- only where another of the same kind ends just before it.
            tag = word.name or "O"
            if tag.startswith("I-") and (before is None or (before.name or "O")[2:] != tag[2:]):
                word.name = "B-" + tag[2:]
        sentences.append(Tree(words, opens=True))
    return sentences


def _blocks(file: Path) -> Iterator[list[str]]:
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        for block in lines.read().split("\n\n"):
            if block.strip():
                yield block.strip("\n").split("\n")


def _sent_id(block: list[str]) -> str:
    return next(line for line in block if line.startswith("# sent_id")).partition("=")[2].strip()


def _tags(block: list[str]) -> list[tuple[str, str]]:
    """Return word and name tag of each line: ``number TAB word TAB tag …``, or ``word tag``."""
    rows = [
        line.split("\t")[1:3] if "\t" in line else line.split() for line in block if not line.startswith("# ")
    ]
    return [(form, tag if tag[2:] in KINDS else "O") for form, tag in rows]


def _tree(block: list[str]) -> Tree:
    rows = [line.split("\t") for line in block if not line.startswith("#")]
    tree = Tree(opens=any(line.startswith(("# newdoc", "# newpar")) for line in block))
    heads = []
    glued_until = 0  # last word of the multiword token being read: its words are not spaced
    after_token = True
    for row in rows:
        if "-" in row[0]:
            glued_until = int(row[0].partition("-")[2])
            after_token = "SpaceAfter=No" not in row[9]
        elif "." not in row[0]:
            n = int(row[0])
            space = "SpaceAfter=No" not in row[9]
            if n <= glued_until:
                space = after_token if n == glued_until else False
            word = Word(row[1], space, row[2], row[3], "" if row[5] == "_" else row[5], row[7], misc=row[9])
            tree.words.append(word)
            heads.append(int(row[6]))
    for word, head in zip(tree.words, heads, strict=True):
        word.head = tree.words[head - 1] if head else None
    return tree

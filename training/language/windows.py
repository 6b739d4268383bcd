"""Sentences to what the network reads: numbers of pieces, heads, labels; several windows to a batch."""

from __future__ import annotations

import random
from collections import Counter
from dataclasses import dataclass, field

import numpy as np

from dragoman.language.letters import UNTOLD, prints
from dragoman.language.wordpiece import WordPieces
from training.language.agency import dated
from training.language.corpus import participles, parties
from training.language.headlines import rewrite
from training.language.joined import Parts
from training.language.puzzles import puzzle
from training.language.trees import KINDS, Tree

#: Where there is nothing to learn from a word.
NOTHING = -100
#: Share of the sentences also read as headlines, and of headlines put together from parts of others.
HEADLINES, JOINED = 0.6, 0.15
#: The same for headlines that are hard to read, which come in the second round of training; and of how many sentences
#: it is tried to read them in the style of agencies too, which comes in the third.
PUZZLES, AGENCY = 0.2, 0.8
#: How often a sentence is read together with the one before it, by whether its beginning is certain, and how
#: many are read together at most.
TOGETHER, PARAGRAPH = {True: 0.05, False: 0.85}, 5
#: How often the letters of a window are kept from the reader.
BLIND = 0.1
#: Longest window (words), and how often a bundle of features must occur to be learnt.
LONGEST, FREQUENT = 120, 3
NAMES = ["O", *(f"{place}-{kind}" for kind in KINDS for place in "BI")]


@dataclass(frozen=True)
class Labels:
    """The classes of the heads, in their order; a class of ``feats`` is ``POS|Feat=Value|…``."""

    pos: list[str]
    feats: list[str]
    deps: list[str]
    names: list[str]


@dataclass(eq=False)
class Window:
    """Sentences read together; word 0 is the beginning, which heads roots and has no labels itself."""

    pieces: list[int]
    letters: list[int] = field(default_factory=lambda: [UNTOLD])
    first: list[int] = field(default_factory=lambda: [0])
    heads: list[int] = field(default_factory=lambda: [NOTHING])
    deps: list[int] = field(default_factory=lambda: [NOTHING])
    pos: list[int] = field(default_factory=lambda: [NOTHING])
    feats: list[int] = field(default_factory=lambda: [NOTHING])
    starts: list[int] = field(default_factory=lambda: [NOTHING])
    names: list[int] = field(default_factory=lambda: [NOTHING])
    sentence: list[int] = field(default_factory=lambda: [-1])


def labels(trees: list[Tree]) -> Labels:
    """Return the classes that occur in the treebanks."""
    words = [w for tree in trees for w in tree.words]
    feats = Counter(f"{w.pos}|{w.feats}" for w in words)
    often = sorted(f for f, n in feats.items() if n >= FREQUENT)
    return Labels(sorted({w.pos for w in words}), often, sorted({w.dep for w in words}), NAMES)


class Reader:
    """Turns sentences into windows."""

    def __init__(self, pieces: WordPieces, classes: Labels) -> None:
        """Take the vocabulary and the classes."""
        self.pieces, self.classes = pieces, classes
        self.pos, self.feats, self.deps, self.names = (
            {label: n for n, label in enumerate(part)}
            for part in (classes.pos, classes.feats, classes.deps, classes.names)
        )

    def window(self, group: list[Tree], blind: bool = False) -> Window:
        """Make a window of sentences that follow each other; `blind` keeps from it how they are printed."""
        words = [w for tree in group for w in tree.words]
        glued = [n > 0 and not words[n - 1].space for n in range(len(words))]
        told = [UNTOLD] * len(words) if blind else prints([w.form for w in words], glued)
        place = {id(w): n for n, w in enumerate(words, 1)}
        window = Window([self.pieces.begin])
        for number, tree in enumerate(group):
            for at, word in enumerate(tree.words):
                window.first.append(len(window.pieces))
                pieces = self.pieces.read(word.form)
                window.pieces += pieces
                window.letters += [told[place[id(word)] - 1]] * len(pieces)
                window.heads.append(
                    place[id(word.head)] if word.head is not None else 0 if word.dep else NOTHING
                )
                window.deps.append(self.deps.get(word.dep, NOTHING))
                window.pos.append(self.pos.get(word.pos, NOTHING))
                window.feats.append(self.feats.get(f"{word.pos}|{word.feats}", NOTHING))
                window.starts.append(int(at == 0) if word.dep or word.name is not None else NOTHING)
                window.names.append(NOTHING if word.name is None else self.names[word.name])
                window.sentence.append(number)
        window.pieces.append(self.pieces.end)
        window.letters.append(UNTOLD)
        return window

    def epoch(
        self,
        trees: list[Tree],
        names: list[Tree],
        rng: random.Random,
        puzzles: float = PUZZLES,
        agency: float = AGENCY,
    ) -> list[Window]:
        """Return the windows of one pass: the sentences, most of them again as headlines, the names.

        `puzzles` tells how many hard headlines are made, as a share of the sentences, `agency` of how many sentences
        it is tried to put them into the style of agencies.
        """
        before_nouns, places = participles(trees), parties(trees)
        groups: list[list[Tree]] = []
        for tree in trees:
            room = groups and not tree.opens and len(groups[-1]) < PARAGRAPH
            if room and rng.random() < TOGETHER[tree.certain]:
                groups[-1].append(tree)
            else:
                groups.append([tree])
        told = [t for t in trees if len(t.words) >= 4 and not _talk(t)]
        headlines = [rewrite(t, rng, before_nouns, places) for t in told if rng.random() < HEADLINES]
        parts = Parts(headlines)
        groups += [[h] for h in headlines]
        groups += [[parts.join(rng)] for _ in range(int(JOINED * len(trees)))]
        groups += [[puzzle(parts, rng)] for _ in range(int(puzzles * len(trees)))]
        styled = (dated(t, rng) for t in rng.sample(told, int(agency * len(told))))
        groups += [[t] for t in styled if t is not None]
        groups += [[t] for t in names]
        short = [g for g in groups if sum(len(t.words) for t in g) <= LONGEST]
        return [self.window(g, rng.random() < BLIND) for g in short]


def _talk(tree: Tree) -> bool:
    """Whether a sentence speaks of I and you: it makes no headline."""
    return any(w.has("Person=1") or w.has("Person=2") for w in tree.words if w.pos == "PRON")


def batches(windows: list[Window], size: int, rng: random.Random) -> list[list[Window]]:
    """Return batches of windows of like length, about `size` pieces with padding, in random order."""
    rng.shuffle(windows)
    made: list[list[Window]] = []
    for at in range(0, len(windows), 2000):
        batch: list[Window] = []
        for window in sorted(windows[at : at + 2000], key=lambda w: len(w.pieces)):
            if batch and (len(batch) + 1) * len(window.pieces) > size:
                made.append(batch)
                batch = []
            batch.append(window)
        made.append(batch)
    rng.shuffle(made)
    return made


def padded(batch: list[Window], part: str, padding: int) -> np.ndarray[tuple[int, int], np.dtype[np.int64]]:
    """Return one part of the windows as rows of one length."""
    rows: list[list[int]] = [getattr(window, part) for window in batch]
    array = np.full((len(rows), max(map(len, rows))), padding, dtype=np.int64)
    for row, values in zip(array, rows, strict=True):
        row[: len(values)] = values
    return array

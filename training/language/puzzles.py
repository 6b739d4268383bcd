"""Headlines that are hard to read, made from parts of others: what could be a noun is the verb, or the reverse.

"Strikes ground flights", "port talks deadlock alarms traders", "court strikes down tax", "expect rain, WHO warns
Europe". The words come from ``puzzles.yaml``; what is learnt is that the place of a word decides, not the word.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any

from training.language.headlines import copy, recase
from training.language.joined import Parts, agree, subtree
from training.language.trees import Tree, Word

#: How often a headline is printed in capitals; else each word has one.
UPPER = 0.12
#: Longest clause that is told by somebody at the end (words).
TOLD = 9


def puzzle(parts: Parts, rng: random.Random) -> Tree:
    """Return a headline put together at random."""
    maker = rng.choice(
        [_verb, _verb, _verb, _piles, _piles, _piles, _particle, _told, _told, _question, _feared]
    )
    made = None
    while made is None:
        made = maker(copy(rng.choice(parts.clauses)), parts, rng)
    recase(made, "upper" if rng.random() < UPPER else "title")
    return made


def _verb(headline: Tree, parts: Parts, rng: random.Random) -> Tree | None:
    """Put a verb that could be a noun in the place of the root, mostly after a plural that could be a verb."""
    root = headline.root
    subject, object_ = _below(headline, root, "nsubj"), _below(headline, root, "obj")
    if subject is None or object_ is None or not root.has("Tense=Pres"):
        return None
    if subject.pos == "NOUN" and rng.random() < 0.7:
        _plural(headline, subject, rng)
    if rng.random() < 0.4:
        _pile(headline, subject, parts, rng)
    if object_.pos == "NOUN" and rng.random() < 0.4:
        _pile(headline, object_, parts, rng)
    _set_verb(root, rng.choice(_words()["verbs"]))
    return headline


def _piles(headline: Tree, parts: Parts, rng: random.Random) -> Tree | None:
    """Pile words up before a noun that could be a verb."""
    nouns = [w for w in headline.words if w.pos == "NOUN" and w.dep in {"obj", "nsubj", "obl"}]
    nouns = [w for w in nouns if _bare(headline, w)]
    if not nouns:
        return None
    noun = rng.choice(nouns)
    if rng.random() < 0.7:
        _plural(headline, noun, rng)
    _pile(headline, noun, parts, rng)
    return headline


def _particle(headline: Tree, parts: Parts, rng: random.Random) -> Tree | None:
    """Put a verb with a particle in the place of the root: "court strikes down tax"."""
    root = headline.root
    if _below(headline, root, "nsubj") is None or _below(headline, root, "obj") is None:
        return None
    at = headline.words.index(root)
    if not root.has("Tense=Pres") or headline.words[at + 1 : at + 2] == []:
        return None
    verb, particle = rng.choice(_words()["particles"])
    _set_verb(root, verb)
    headline.words.insert(at + 1, _word(particle, "ADP", "compound:prt", root, root.name))
    return headline


def _told(headline: Tree, parts: Parts, rng: random.Random) -> Tree | None:
    """Let somebody tell it at the end, some of it as an order: "Do not forget Lima, pope urges donors"."""
    verb = headline.root
    subject = _below(headline, verb, "nsubj")
    if len(headline.words) > TOLD or subject is None or not verb.has("Tense=Pres") or not parts.names:
        return None
    if rng.random() < 0.5:
        gone = {id(w) for w in subtree(headline, subject)}
        headline.words = [w for w in headline.words if id(w) not in gone]
        verb.form, verb.feats = verb.lemma, "Mood=Imp|VerbForm=Fin"
        if rng.random() < 0.4:
            at = headline.words.index(verb)
            do = _word("do", "AUX", "aux", verb, verb.name, "Mood=Imp|VerbForm=Fin")
            headline.words[at:at] = [do, _word("not", "PART", "advmod", verb, verb.name, "Polarity=Neg")]
            verb.feats = "VerbForm=Inf"
    whom = rng.random() < 0.5
    tell = _word(rng.choice(_words()["telling" if whom else "saying"]), "VERB", "root", None, verb.name)
    tell.feats = "Mood=Ind|Number=Sing|Person=3|Tense=Pres|VerbForm=Fin"
    _set_verb(tell, tell.lemma)
    verb.head, verb.dep = tell, "ccomp"
    headline.words[-1].space = False
    comma = _word(",", "PUNCT", "punct", tell, verb.name)
    headline.words += [comma, *_name(parts, tell, "nsubj", rng), tell]
    if whom:
        headline.words += _name(parts, tell, "obj", rng)
    return headline


def _question(headline: Tree, parts: Parts, rng: random.Random) -> Tree | None:
    """Ask why, or who."""
    root = headline.root
    subject = _below(headline, root, "nsubj")
    if subject is None or headline.words[0] not in subtree(headline, subject):
        return None
    if rng.random() < 0.3:
        gone = {id(w) for w in subtree(headline, subject)}
        headline.words = [w for w in headline.words if id(w) not in gone]
        headline.words.insert(0, _word("who", "PRON", "nsubj", root, root.name, "PronType=Int"))
        if root.has("Number=Plur"):
            _set_verb(root, root.lemma, singular=True)
    else:
        asked = _word(rng.choice(_words()["questions"]), "ADV", "advmod", root, root.name, "PronType=Int")
        headline.words.insert(0, asked)
    if rng.random() < 0.5:
        headline.words[-1].space = False
        headline.words.append(_word("?", "PUNCT", "punct", root, root.name))
    return headline


def _feared(headline: Tree, parts: Parts, rng: random.Random) -> Tree | None:
    """Tell in what state people are: "Dozens feared dead in mine"."""
    if not parts.phrases:
        return None
    words = _words()
    verb = _word(
        rng.choice(words["feared"]), "VERB", "root", None, "O", "Tense=Past|VerbForm=Part|Voice=Pass"
    )
    crowd = _word(rng.choice(words["crowds"]), "NOUN", "nsubj:pass", verb, "O", "Number=Plur")
    state = _word(rng.choice(words["states"]), "ADJ", "xcomp", verb, "O", "Degree=Pos")
    place = copy(rng.choice(parts.phrases))
    top = place.root
    case = _word(rng.choice(["in", "after", "near", "at"]), "ADP", "case", top, "O")
    top.head, top.dep = verb, "obl"
    return Tree([crowd, verb, state, case, *place.words])


def _plural(headline: Tree, noun: Word, rng: random.Random) -> None:
    """Put a plural that could be a verb in the place of a noun, and make its verb agree."""
    if not _bare(headline, noun):
        return
    noun.form = noun.lemma = rng.choice(_words()["nouns"])
    noun.feats = "Number=Plur"
    if noun.dep == "nsubj" and noun.head is not None:
        agree(headline, noun.head)


def _pile(headline: Tree, noun: Word, parts: Parts, rng: random.Random) -> None:
    """Put up to three words before a noun: "Lima port tax"."""
    if noun.pos != "NOUN" or not _bare(headline, noun):
        return
    words = _words()
    piled = [_word(rng.choice(words["piled"]), "NOUN", "compound", noun, noun.name, "Number=Sing")]
    if rng.random() < 0.4:
        piled.insert(0, _word(rng.choice(words["piled"]), "NOUN", "compound", noun, noun.name, "Number=Sing"))
        piled[0].head = piled[1]
    elif rng.random() < 0.5:
        piled = [_word(rng.choice(words["adjectives"]), "ADJ", "amod", noun, noun.name, "Degree=Pos")]
    if parts.names and rng.random() < 0.5:
        piled = [*_name(parts, noun, "compound", rng), *piled]
    at = headline.words.index(noun)
    headline.words[at:at] = piled


def _bare(headline: Tree, noun: Word) -> bool:
    """Whether nothing stands before a noun that could not stand before another."""
    at = headline.words.index(noun)
    return not any(headline.words.index(w) < at and w.dep != "case" for w in headline.children(noun))


def _below(headline: Tree, word: Word, dep: str) -> Word | None:
    return next((w for w in headline.children(word) if w.dep == dep), None)


def _set_verb(word: Word, lemma: str, singular: bool | None = None) -> None:
    """Put another verb in the place of one in the present."""
    from lemminflect import getInflection

    singular = word.has("Number=Sing") if singular is None else singular
    word.lemma = lemma
    word.form = next(iter(getInflection(lemma, "VBZ" if singular else "VBP")), lemma)


def _name(parts: Parts, head: Word, dep: str, rng: random.Random) -> list[Word]:
    name = copy(rng.choice(parts.names))
    name.words[-1].space = True
    top = name.root
    top.head, top.dep = head, dep
    return name.words


def _word(form: str, pos: str, dep: str, head: Word | None, named: str | None, feats: str = "") -> Word:
    return Word(form, True, form, pos, feats, dep, head, None if named is None else "O")


@cache
def _words() -> dict[str, Any]:
    import yaml

    text = (Path(__file__).parent / "puzzles.yaml").read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.safe_load(text)
    return table

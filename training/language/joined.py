"""Put headlines together from parts of others: "A … as B …", "… Over TALKS", "A, B, C hold …".

The parts make no sense together, and need not: what is learnt is how such headlines are built.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path

from training.language.headlines import copy
from training.language.trees import Tree, Word

#: Longest clause and phrase (words) that is hung on another.
CLAUSE, PHRASE = 12, 6
#: How often a phrase is hung on the noun before it rather than on the verb.
ON_NOUN = 0.4


class Parts:
    """Clauses, phrases and names taken from headlines, to be put together anew."""

    def __init__(self, headlines: list[Tree]) -> None:
        """Collect the parts of `headlines`."""
        self.clauses = [h for h in headlines if _is_clause(h)]
        self.phrases = [p for h in headlines for p in _phrases(h)]
        self.names = [p for p in self.phrases if all(w.pos == "PROPN" for w in p.words) and len(p.words) < 4]

    def join(self, rng: random.Random) -> Tree:
        """Return a headline put together at random."""
        headline = copy(rng.choice(self.clauses))
        way = rng.random()
        if way < 0.25:
            self._list_subjects(headline, rng)
        if way < 0.65:
            for _ in range(1 if rng.random() < 0.7 else 2):
                self._hang_phrase(headline, rng)
        if way > 0.6:
            self._hang_clause(headline, rng)
        return headline

    def _hang_phrase(self, headline: Tree, rng: random.Random) -> None:
        """Hang "amid TALKS" on the root of the headline, or "on TALKS" on the noun it ends with."""
        phrase = copy(rng.choice(self.phrases))
        last = headline.words[-1]
        on_noun = last.pos == "NOUN" and rng.random() < ON_NOUN
        picked = _pick("after_nouns" if on_noun else "prepositions", rng)
        case = [Word(w, pos="ADP", lemma=w) for w in picked.split()]
        top = phrase.root
        for word in case[1:]:
            word.head, word.dep = case[0], "fixed"
        case[0].head, case[0].dep = top, "case"
        if case[0].form == "following":
            case[0].pos, case[0].feats = "VERB", "VerbForm=Ger"
        top.head, top.dep = (last, "nmod") if on_noun else (headline.root, "obl")
        headline.words += [*case, *phrase.words]

    def _hang_clause(self, headline: Tree, rng: random.Random) -> None:
        """Hang "as B does" on the root of the headline, after it or (with a comma) before."""
        clause = copy(
            rng.choice([c for c in rng.sample(self.clauses, 30) if len(c.words) <= CLAUSE] or self.clauses)
        )
        top, root = clause.root, headline.root
        mark = Word(_pick("conjunctions", rng), pos="SCONJ", head=top, dep="mark")
        mark.lemma = mark.form
        top.head, top.dep = root, "advcl"
        if rng.random() < 0.12:
            comma = Word(",", pos="PUNCT", lemma=",", head=top, dep="punct")
            clause.words[-1].space = False
            headline.words[:0] = [mark, *clause.words, comma]
        else:
            headline.words += [mark, *clause.words]

    def _list_subjects(self, headline: Tree, rng: random.Random) -> None:
        """Put names in the subject's place: "A, B, C" or "A, B and C"."""
        root = headline.root
        subjects = [w for w in headline.children(root) if w.dep == "nsubj"]
        if not subjects or not self.names:
            return
        gone = subtree(headline, subjects[0])
        at = min(headline.words.index(w) for w in gone)
        names = [copy(rng.choice(self.names)) for _ in range(rng.choice([2, 2, 3, 3, 4]))]
        first = names[0].root
        first.head, first.dep = root, "nsubj"
        put = list(names[0].words)
        for name in names[1:]:
            top = name.root
            top.head, top.dep = first, "conj"
            last_and = name is names[-1] and rng.random() < 0.4
            link = Word("and", pos="CCONJ", dep="cc") if last_and else Word(",", pos="PUNCT", dep="punct")
            link.head, link.lemma = top, link.form
            put[-1].space = last_and
            put += [link, *name.words]
        put[-1].space = True
        headline.words = [w for w in headline.words if w not in gone]
        headline.words[at:at] = put
        agree(headline, root)


def agree(headline: Tree, verb: Word) -> None:
    """Make a verb of the third person singular plural."""
    if verb.pos == "VERB" and verb.has("Number=Sing") and verb.has("Tense=Pres"):
        verb.form = verb.lemma
        verb.feats = verb.feats.replace("Number=Sing", "Number=Plur")
    for word in headline.children(verb):
        if word.dep == "conj":
            agree(headline, word)


def _is_clause(headline: Tree) -> bool:
    root = headline.root
    subject = any(w.dep.startswith("nsubj") and w.pos in {"NOUN", "PROPN"} for w in headline.children(root))
    ends = headline.words[-1].pos != "PUNCT"
    return root.pos == "VERB" and subject and ends and 3 <= len(headline.words) <= 2 * CLAUSE


def _phrases(headline: Tree) -> list[Tree]:
    """Return the short noun phrases of a headline, without their prepositions."""
    found = []
    for word in headline.words:
        if word.dep in {"obj", "obl", "nmod", "nsubj"} and word.pos in {"NOUN", "PROPN"}:
            linking = [w for w in headline.children(word) if w.dep in {"case", "cc"}]
            left_out = {id(w) for top in linking for w in subtree(headline, top)}
            inside = [w for w in subtree(headline, word) if id(w) not in left_out]
            places = [headline.words.index(w) for w in inside]
            whole = places[-1] - places[0] + 1 == len(places) and len(places) <= PHRASE
            if whole and not any(w.pos in {"PUNCT", "PRON"} or w.dep == "acl:relcl" for w in inside):
                found.append(_cut_out(inside, word))
    return found


def _cut_out(words: list[Word], top: Word) -> Tree:
    twins = {id(w): Word(w.form, True, w.lemma, w.pos, w.feats, w.dep, None, w.name) for w in words}
    for word, after in zip(words, [*words[1:], None], strict=True):
        twins[id(word)].space = word.space or after is None
        if word is not top and word.head is not None:
            twins[id(word)].head = twins[id(word.head)]
    return Tree(list(twins.values()))


def subtree(tree: Tree, top: Word) -> list[Word]:
    """Return a word and all that hang on it, in their order."""
    inside = {id(top)}
    grown = True
    while grown:
        more = {id(w) for w in tree.words if w.head is not None and id(w.head) in inside} - inside
        inside |= more
        grown = bool(more)
    return [w for w in tree.words if id(w) in inside]


def _pick(kind: str, rng: random.Random) -> str:
    weights = _table()[kind]
    return rng.choices(list(weights), list(weights.values()))[0]


@cache
def _table() -> dict[str, dict[str, int]]:
    import yaml

    text = (Path(__file__).parent / "phrases.yaml").read_text(encoding="utf-8")
    table: dict[str, dict[str, int]] = yaml.load(text, Loader=yaml.CSafeLoader)
    return table

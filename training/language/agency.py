"""The style of news agencies: the day stands between who does it and what is done ("Talks Monday failed").

The treebanks have little of it, and without it the reader takes the day for a part of the subject.
"""

from __future__ import annotations

import random
from functools import cache
from pathlib import Path
from typing import Any

from training.language.headlines import copy
from training.language.joined import subtree
from training.language.trees import Tree, Word


def dated(tree: Tree, rng: random.Random) -> Tree | None:
    """Return a sentence with a day put between subject and verb, or before the subject; ``None`` where neither fits."""
    twin = copy(tree)
    verb = twin.root
    subject = next((w for w in twin.children(verb) if w.dep in {"nsubj", "nsubj:pass"}), None)
    if verb.pos != "VERB" or subject is None or subject.pos not in {"NOUN", "PROPN"}:
        return None
    inside = subtree(twin, subject)
    at = twin.words.index(inside[-1]) + 1
    after = twin.words[at : at + 1]
    follows = bool(after) and (
        after[0] is verb or (after[0].head is verb and after[0].pos in {"AUX", "ADV", "VERB"})
    )
    if not follows or twin.words.index(inside[0]) + len(inside) != at:
        return None
    day = _day(verb, subject.name, rng)
    if rng.random() < 0.25 and inside[0] is twin.words[0]:
        day[-1].space = False
        comma = Word(",", True, ",", "PUNCT", "", "punct", verb, day[-1].name)
        if inside[0].pos != "PROPN":
            inside[0].form = inside[0].form[:1].lower() + inside[0].form[1:]
        day[0].form = day[0].form[:1].upper() + day[0].form[1:]
        twin.words[:0] = [*day, comma]
    else:
        inside[-1].space = True
        twin.words[at:at] = day
    return twin


def _day(verb: Word, named: str | None, rng: random.Random) -> list[Word]:
    """Return the words for a day: "Monday", "on Monday", "last week", "in April"."""
    table = _table()
    name = None if named is None else "O"
    way = rng.random()
    if way < 0.4:
        day = rng.choice(table["days"])
        return [Word(day, True, day, "PROPN", "Number=Sing", "obl:unmarked", verb, name)]
    if way < 0.5:
        unit = rng.choice(table["units"])
        noun = Word(unit, True, unit, "NOUN", "Number=Sing", "obl:unmarked", verb, name)
        return [Word("last", True, "last", "ADJ", "Degree=Pos", "amod", noun, name), noun]
    form, case = (rng.choice(table["days"]), "on") if way < 0.85 else (rng.choice(table["months"]), "in")
    top = Word(form, True, form, "PROPN", "Number=Sing", "obl", verb, name)
    return [Word(case, True, case, "ADP", "", "case", top, name), top]


@cache
def _table() -> dict[str, Any]:
    import yaml

    text = (Path(__file__).parent / "agency.yaml").read_text(encoding="utf-8")
    table: dict[str, Any] = yaml.safe_load(text)
    return table

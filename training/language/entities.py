"""Names out of GUM's entity annotation, which marks every mention, so that they read like Universal NER's."""

from __future__ import annotations

import re
from collections import Counter

from training.language.trees import Tree, Word

_KIND = {"person": "PER", "organization": "ORG", "place": "LOC"}
_MARK = re.compile(r"\((\d+)-([a-z]+)-[^()|]*?-cf\d+\*?-([\d,]+)-[^()|]*(\))?|(\d+)\)")


def mark_names(trees: list[Tree], titles: set[str]) -> None:
    """Set ``word.name`` from the mentions in ``word.misc``.

    A mention is a name where the head of it is a proper noun; the name is the run of proper nouns about that
    head inside the mention. A person's is without the `titles` ("President") and the other mentions ("U.S.")
    it opens with; a plural person is a people and no name.
    """
    open_mentions: dict[str, list[tuple[int, str, int]]] = {}
    flat = [word for tree in trees for word in tree.words]
    mentions: list[tuple[int, int, str, int]] = []  # first word, last word, type, first word of the head
    for at, word in enumerate(flat):
        entity = re.search(r"(?:^|\|)Entity=([^|]*)", word.misc)
        for number, kind, head, closed, closing in _MARK.findall(entity[1] if entity else ""):
            if closing:
                start, kind, first = (
                    open_mentions[closing].pop() if open_mentions.get(closing) else (at, "", 0)
                )
                mentions.append((start, at, kind, first))
            else:
                first = at + int(head.split(",")[0]) - 1
                if closed:
                    mentions.append((at, at, kind, first))
                else:
                    open_mentions.setdefault(number, []).append((at, kind, first))
    for word in flat:
        word.name = "O"
    for start, end, kind, head in sorted(mentions, key=lambda m: m[0] - m[1]):
        if kind in _KIND and head <= end and flat[head].pos == "PROPN":
            nested = {
                m[:2]
                for m in mentions
                if start <= m[0] and m[1] <= end and m[2] in _KIND and m[:2] != (start, end)
            }
            _mark(flat, start, end, head, _KIND[kind], nested, titles)


def _mark(
    flat: list[Word],
    start: int,
    end: int,
    head: int,
    kind: str,
    nested: set[tuple[int, int]],
    titles: set[str],
) -> None:
    first = last = head
    while first > start and flat[first - 1].pos == "PROPN":
        first -= 1
    while last < end and flat[last + 1].pos == "PROPN":
        last += 1
    if kind == "PER":
        for inner_start, inner_end in sorted(nested):
            if inner_start == first and inner_end < last:
                first = inner_end + 1
        while first < last and flat[first].form in titles:
            first += 1
        if flat[last].has("Number=Plur") or (first == last and flat[first].form in titles):
            return
    if all(word.name == "O" for word in flat[first : last + 1]):
        for n, word in enumerate(flat[first : last + 1]):
            word.name = ("I-" if n else "B-") + kind


def titles(trees: list[Tree]) -> set[str]:
    """Return the proper nouns that stand, unmarked, before a person's name at least twice."""
    before = Counter(
        a.form
        for tree in trees
        for a, b in zip(tree.words, tree.words[1:], strict=False)
        if a.pos == "PROPN" and a.name == "O" and b.name == "B-PER"
    )
    return {word for word, n in before.items() if n > 1}

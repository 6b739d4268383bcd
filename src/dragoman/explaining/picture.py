"""A tree as lines and words on a plane: in a row for wide screens, one below the other for narrow ones.

Lengths are pixels. No font is at hand here, so the widths of words are estimated, a little too wide.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

from dragoman.explaining import arcs
from dragoman.explaining.explanation import Reading, Word
from dragoman.explaining.wording import part, relation

WORD, SMALL = 18, 12.5  # sizes of type
_GAP = 16  # between words
_LEVEL, _CORNER = 25, 9  # between arcs in a row, and their round corners
_ROW, _COLUMN = 28, 13  # between words, and arcs, one below the other
_ENDS = 8  # between the ends of arcs at one word
#: A picture is shown in a row on screens of at least so many rem; else one word below the other.
SCREENS = (46, 54, 62, 70, 78)


@dataclass(frozen=True, slots=True)
class Curve:
    """An arc: its path, the arrow at its end, and its label in plain words."""

    path: str
    arrow: str
    label: str
    x: float
    y: float


@dataclass(frozen=True, slots=True)
class Lettering:
    """A word on the plane and what is written with it; `left` to `right` is where its letters stand."""

    text: str
    part: str
    relation: str
    mark: str
    x: float
    y: float
    left: float
    right: float


@dataclass(frozen=True, slots=True)
class Underline:
    """A line below the words of a name or value."""

    mark: str
    left: float
    right: float
    y: float


@dataclass(frozen=True, slots=True)
class Picture:
    """All that is drawn of a tree; `beside`: where the relations stand, in a column of words."""

    width: float
    height: float
    curves: tuple[Curve, ...]
    words: tuple[Lettering, ...]
    underlines: tuple[Underline, ...]
    beside: float = 0


def screen(picture: Picture) -> int | None:
    """Return the narrowest of `SCREENS` that a picture fits, or ``None``."""
    return next((rem for rem in SCREENS if picture.width <= rem * 16 - 56), None)


def width(text: str, size: float) -> float:
    """Estimate how wide a text is printed."""
    return size * sum(_share(char) for char in text)


def _share(char: str) -> float:
    """Estimate the width of a letter in ems."""
    if unicodedata.east_asian_width(char) in {"W", "F"}:
        return 1.0
    if char in "ijlftrI.,:;'’!|()[]-":
        return 0.36
    if char in "mwMW—%&@…":
        return 0.92
    return 0.7 if char.isupper() else 0.51


def in_a_row(reading: Reading) -> Picture:
    """Draw the words in a row with the arcs above them."""
    words, found = reading.words, arcs.arcs([word.head for word in reading.words])
    ends = _ends(found, len(words))
    centres = _centres(words, found, ends)
    levels = max((arc.level for arc in found), default=0) + 1
    base = levels * _LEVEL + 12.0

    def at(word: int, other: int | None) -> float:
        return centres[word] + (ends[word].index(other) - (len(ends[word]) - 1) / 2) * _ENDS

    curves = []
    for arc in found:
        start, end, top = at(arc.head, arc.word), at(arc.word, arc.head), base - arc.level * _LEVEL
        turn = _CORNER if end > start else -_CORNER
        path = (
            f"M{start:g} {base - 3:g}V{top + _CORNER:g}Q{start:g} {top:g} {start + turn:g} {top:g}"
            f"H{end - turn:g}Q{end:g} {top:g} {end:g} {top + _CORNER:g}V{base - 8:g}"
        )
        label = relation(words[arc.word].label)
        curves.append(Curve(path, _arrow_down(end, base - 2), label, (start + end) / 2, top + 4))
    for number, word in enumerate(words):
        if word.head is None:
            x = at(number, None)
            stem = f"M{x:g} {base - (levels - 0.4) * _LEVEL:g}V{base - 8:g}"
            label = relation(word.label)
            curves.append(Curve(stem, _arrow_down(x, base - 2), label, x, base - (levels - 0.4) * _LEVEL - 4))
    line = base + WORD
    marks = _marks(reading)
    lettering = tuple(
        Lettering(
            word.text, part(word.part), relation(word.label), marks.get(word.start, ""), x, line,
            x - width(word.text, WORD) / 2, x + width(word.text, WORD) / 2,
        )
        for word, x in zip(words, centres, strict=True)
    )  # fmt: skip
    whole = max(one.right for one in lettering) + _GAP
    return Picture(whole, line + 34, tuple(curves), lettering, _underlines(reading, lettering))


def in_a_column(reading: Reading) -> Picture:
    """Draw the words one below the other with the arcs at their left and the relations at their right."""
    words, found = reading.words, arcs.arcs([word.head for word in reading.words])
    ends = _ends(found, len(words))
    base = max((arc.level for arc in found), default=0) * _COLUMN + 16.0

    def at(word: int, other: int | None) -> float:
        step = min(5.0, (_ROW - 6) / len(ends[word]))
        return (word + 0.5) * _ROW + (ends[word].index(other) - (len(ends[word]) - 1) / 2) * step

    curves = []
    for arc in found:
        start, end, left = at(arc.head, arc.word), at(arc.word, arc.head), base - 4 - arc.level * _COLUMN
        corner = min(float(_CORNER), abs(end - start) / 2)
        turn = corner if end > start else -corner
        path = (
            f"M{base:g} {start:g}H{left + corner:g}Q{left:g} {start:g} {left:g} {start + turn:g}"
            f"V{end - turn:g}Q{left:g} {end:g} {left + corner:g} {end:g}H{base - 4:g}"
        )
        curves.append(Curve(path, f"M{base + 2:g} {end:g}l-7 -3.5v7z", "", 0, 0))
    marks = _marks(reading)
    lettering = tuple(
        Lettering(
            word.text, part(word.part), relation(word.label), marks.get(word.start, ""), base + 10,
            number * _ROW + _ROW / 2 + WORD / 3, base + 10, base + 10 + width(word.text, WORD),
        )
        for number, word in enumerate(words)
    )  # fmt: skip
    beside = max(one.right for one in lettering) + 12
    whole = beside + max(width(one.relation, SMALL) for one in lettering) + 6
    lines = _underlines(reading, lettering)
    return Picture(whole, len(words) * _ROW + 4, tuple(curves), lettering, lines, beside)


def _arrow_down(x: float, y: float) -> str:
    return f"M{x:g} {y:g}l-3.5 -7h7z"


def _ends(found: Sequence[arcs.Arc], count: int) -> list[list[int | None]]:
    """Return for each word the words at the other ends of its arcs, ordered so that no two arcs cross at it.

    To those before it the nearest first, then the root's own stem, then to those behind it the farthest first.
    """
    others: list[list[int | None]] = [[] for _ in range(count)]
    for arc in found:
        others[arc.head].append(arc.word)
        others[arc.word].append(arc.head)
    hanging = {arc.word for arc in found}
    for word, ends in enumerate(others):
        before = sorted((n for n in ends if n is not None and n < word), reverse=True)
        behind = sorted((n for n in ends if n is not None and n > word), reverse=True)
        others[word] = [*before, *([] if word in hanging else [None]), *behind]
    return others


def _centres(
    words: Sequence[Word], found: Sequence[arcs.Arc], ends: Sequence[Sequence[int | None]]
) -> list[float]:
    """Return where the words stand in a row: apart enough for their letters and for the labels of the arcs."""
    room = [
        max(width(word.text, WORD), width(part(word.part), SMALL), len(ends[n]) * _ENDS)
        for n, word in enumerate(words)
    ]
    labels: dict[int, list[tuple[int, float]]] = {}
    for arc in found:
        first, last = sorted((arc.head, arc.word))
        wanted = width(relation(words[arc.word].label), SMALL) + 2 * _CORNER
        wanted += (len(ends[first]) + len(ends[last])) * _ENDS / 2
        labels.setdefault(last, []).append((first, wanted))
    centres: list[float] = []
    for n in range(len(words)):
        x = centres[-1] + (room[n - 1] + room[n]) / 2 + _GAP if centres else room[0] / 2 + _GAP
        centres.append(max([x, *(centres[first] + wanted for first, wanted in labels.get(n, ()))]))
    return centres


def _marks(reading: Reading) -> dict[int, str]:
    """Return what marks the words that name an event, by where they begin."""
    spans = [event.trigger for event in reading.events]
    return {w.start: "trigger" for w in reading.words for s in spans if s.start <= w.start < s.end}


def _underlines(reading: Reading, letters: Sequence[Lettering]) -> tuple[Underline, ...]:
    """Return the lines below the words of names, dates and amounts: one a row of words."""
    found = []
    for span, mark in marked(reading):
        inside = [
            one for word, one in zip(reading.words, letters, strict=True) if span[0] <= word.start < span[1]
        ]
        for y in dict.fromkeys(one.y for one in inside):
            row = [one for one in inside if one.y == y]
            found.append(Underline(mark, row[0].left, row[-1].right, y + 5))
    return tuple(found)


def marked(reading: Reading) -> list[tuple[tuple[int, int], str]]:
    """Return the words with a line below them: where they stand, and the kind of line."""
    names = [((n.words.start, n.words.end), n.kind or "known") for n in reading.names]
    dates = [((d.words.start, d.words.end), "date") for d in reading.dates]
    amounts = [((a.words.start, a.words.end), "amount") for a in reading.amounts]
    return [*names, *dates, *amounts]

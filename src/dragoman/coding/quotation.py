"""Where quotation marks open and close: what a text gives in somebody's own words.

Told from the marks and the blanks beside them, paragraph by paragraph. A mark that nothing closes runs to the end of
its paragraph, as newspapers print a quotation that the next paragraph goes on with.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

# Two single marks are a double one in old wires. A single curly mark opens; as a closing one it may be an apostrophe.
_MARK = re.compile(r"''|``|[\"“”„‟«»]|‘(?=\w)|’(?!\w)|(?<![\w'])'(?=\w)|(?<=[\w.,?!])'(?![\w'])")
_OPENING, _CLOSING = frozenset(["“", "„", "‟", "«", "``", "‘"]), frozenset(["”", "»", "’"])
#: A single mark is closed by its own kind; the double ones, which hands mix, close one another.
_SINGLE = {"‘": "’", "'": "'"}
#: Longest quotation in single marks: an apostrophe further off does not close one (characters).
_LONGEST_SINGLE = 400


@dataclass(frozen=True, slots=True)
class Quotation:
    """Words between quotation marks, the marks included.

    Attributes:
        start, end: offsets in the text.
        paragraph: number of its paragraph.
        closed: whether a mark closes it.
        continues: whether it goes on with a quotation before it that was not closed.
    """

    start: int
    end: int
    paragraph: int
    closed: bool = True
    continues: bool = False


def quotations(text: str, paragraphs: Sequence[tuple[int, int]]) -> list[Quotation]:
    """Return the quotations of a text in its order; none overlaps another, those inside another are left out.

    Args:
        text: the text.
        paragraphs: where its paragraphs stand, in order.
    """
    found: list[Quotation] = []
    was_open = False  # the paragraph before ended within a quotation
    for number, (start, end) in enumerate(paragraphs):
        own = list(_paragraph(text, start, end, number))
        if own and was_open and own[0].start == start:
            first = own[0]
            own[0] = Quotation(first.start, first.end, number, first.closed, continues=True)
        if own:
            was_open = not own[-1].closed
        elif text[start:end].strip():
            was_open = False
        found += own
    return found


def _paragraph(text: str, start: int, end: int, number: int) -> Iterator[Quotation]:
    opened: int | None = None
    mark = ""
    nested = False  # curly marks within straight ones
    for match in _MARK.finditer(text, start, end):
        form, at = match.group(), match.start()
        single = form in _SINGLE or form in _SINGLE.values()
        if opened is None:
            if form not in _CLOSING and _may_open(text, at, match.end(), start, end):
                opened, mark, nested = at, form, False
        elif mark in _SINGLE:
            if form == _SINGLE[mark] and at - opened <= _LONGEST_SINGLE:
                yield Quotation(opened, match.end(), number)
                opened = None
            elif not single and form not in _CLOSING:
                opened, mark = at, form
        elif single:
            continue
        elif form in _OPENING:
            if mark in _OPENING:
                opened, mark = at, form  # the one before was never closed
            nested = mark not in _OPENING
        elif nested and form in _CLOSING:
            nested = False
        elif form not in _CLOSING and _opens_anew(text, at, match.end(), start, end):
            opened, mark = at, form
        else:
            yield Quotation(opened, match.end(), number)
            opened = None
    if opened is not None and mark not in _SINGLE:
        yield Quotation(opened, end, number, closed=False)


def _may_open(text: str, at: int, after: int, start: int, end: int) -> bool:
    """Whether a mark can open a quotation: not the sign of inches (6'3"), nor at the end of the paragraph."""
    return after < end and not (at > start and text[at - 1].isalnum())


def _opens_anew(text: str, at: int, after: int, start: int, end: int) -> bool:
    """Whether a straight mark within a quotation stands as an opening one does: the one before was never closed."""
    return at > start and text[at - 1].isspace() and after < end and text[after].isalnum()

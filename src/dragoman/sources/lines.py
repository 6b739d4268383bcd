"""What a line of a text page is: prose of a story, a headline, a label over a list, a date, furniture.

Told from its shape alone (ends of sentences, length, Title Case, bullets, hard wrapping), so that it works on
any page. How lines make up stories is the question of `textpage`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise
from typing import Literal, TypeAlias

from dragoman.sources.dates import parse_date
from dragoman.sources.words import page_words

LineKind: TypeAlias = Literal["prose", "headline", "label", "rule", "date", "furniture"]

LONG_HEADLINE = 40  # words; headlines of agencies run to 20, and none was seen with 30
LONG_LINE = 1_000  # characters
WRAP_WIDTH = 120  # characters; nobody wraps lines wider than that by hand
CLOSERS = "\"'”’»)]}*_ "

_LINE = re.compile(r"([^\r\n]*)(\r\n|\r|\n|$)")
_RULE = re.compile(r"[-–—=*_~#•·.\s]{3,}")
_BULLET = re.compile(r"(?:[-–—*•‣▪●◦·>]|#{1,6}|\(?\d{1,3}[.)])\s+(?=\S)")
_BREAK = re.compile(r"(\S*[.!?…])[\"'”’)\]]*\s+[\"'“‘(]?[A-Z0-9]")
_INITIALS = re.compile(r"(?:[A-Za-z]\.)+")
_NAME = r"[A-Z][\w.’'-]+(?: [A-Z][\w.’'-]*){1,3}"
_BYLINE = re.compile(
    rf"(?:By|BY) {_NAME}(?:(?:,| and|, and| &) {_NAME})*"
    r"(?:,? (?:in|for) .{3,40}|, .{2,40}| \| .{2,40})?"
)
_DATELINE = re.compile(r"[A-Z][A-Z .,'’/-]{2,40}(?:, [^()]{0,40})? \([A-Z][\w ]{1,20}\) ?[-–—]+ ")


@dataclass(frozen=True, slots=True)
class Line:
    """A line that is not blank.

    Attributes:
        number: from 1, blank lines counted.
        start, end: where its characters stand in the page, outer white space left out.
        text: these characters.
        gap: blank lines before it.
        kind: see `LineKind`.
        title: as a title: without bullet.
        date: the day it gives, of a date line.
    """

    number: int
    start: int
    end: int
    text: str
    gap: int
    kind: LineKind = "headline"
    title: str = ""
    date: str | None = None

    @property
    def bulleted(self) -> bool:
        """Whether it begins with a bullet or a number of a list."""
        return self.title != self.text

    @property
    def begins_report(self) -> bool:
        """Whether it begins with the dateline of an agency ("TAIPEI (Reuters) - ")."""
        return _DATELINE.match(self.text) is not None


def classified(page: str) -> list[Line]:
    """Return the lines of a page that are not blank, each with its kind."""
    lines = [replace(line, kind=kind, date=date) for line in _split(page) for kind, date in [_kind(line)]]
    blocks: list[list[Line]] = []
    for line in lines:
        if line.gap or not blocks:
            blocks.append([])
        blocks[-1].append(line)
    wrapped = any(_wrapped(block, False) for block in blocks)
    return [line for block in blocks for line in _in_context(block, wrapped)]


def words_in(text: str) -> int:
    """Number of words."""
    return len(text.split())


def ends_sentence(text: str) -> bool:
    """Whether a line ends as a sentence does: with a full stop (not of an abbreviation), "?" or "!"."""
    bare = text.rstrip(CLOSERS)
    return bare.endswith(("!", "?", "…")) or (bare.endswith(".") and not _abbreviated(bare.split()[-1]))


def _split(page: str) -> Iterator[Line]:
    gap = 0
    for number, match in enumerate(_LINE.finditer(page), start=1):
        text = match[1].strip()
        if not text:
            gap += 1
            continue
        start = match.start() + len(match[1]) - len(match[1].lstrip())
        bullet = _BULLET.match(text)
        title = text[bullet.end() :] if bullet else text
        yield Line(number, start, start + len(text), text, gap, title=title)
        gap = 0


def _kind(line: Line) -> tuple[LineKind, str | None]:
    """The kind of a line by itself, and its date."""
    words = page_words()
    plain = line.title.lower().strip(" :#*_")
    if _RULE.fullmatch(line.text):
        return "rule", None
    if plain in words.labels:
        return "label", None
    if len(line.text) < 100 and (found := _date(line.text)):
        return "date", found[0] if found[1] else None
    if words_in(line.text) <= 25 and plain.lstrip("( ").startswith(words.furniture):
        return "furniture", None
    return ("prose" if _is_prose(line) else "headline"), None


def _date(text: str) -> tuple[str, bool] | None:
    """The day a line gives and nothing else, and whether it is the day of publication."""
    words = page_words()
    plain = text.lower()
    for label in sorted(words.date_labels | words.update_labels, key=len, reverse=True):
        if plain.startswith(label) and (day := parse_date(text[len(label) :].lstrip(" :"))):
            return day, label in words.date_labels
    day = parse_date(text) if not text.isdigit() else None
    return (day, True) if day else None


def _is_prose(line: Line) -> bool:
    text, count = line.text, words_in(line.text)
    if count > LONG_HEADLINE or len(text) > LONG_LINE:
        return True
    breaks = _breaks(line.title)
    if _title_case(line.title):
        return breaks > 1
    stop = ends_sentence(text) and text.rstrip(CLOSERS).endswith((".", "…"))
    return (stop and count >= 3) or (breaks > 0 and count >= 15) or (text.endswith(":") and count >= 8)


def _breaks(text: str) -> int:
    """Number of places where one sentence ends and another begins."""
    return sum(not _abbreviated(match[1]) for match in _BREAK.finditer(text))


def _title_case(text: str) -> bool:
    """Whether All Words But the Small Ones Begin with a Capital; four of them or more, to be sure."""
    small = page_words().small_words
    words = [w for w in re.findall(r"[^\W\d_][\w'’.-]*", text) if w.lower().strip(".") not in small]
    return len(words) >= 4 and sum(not w[0].islower() for w in words) >= 0.9 * len(words)


def _abbreviated(word: str) -> bool:
    """Whether a word with a full stop is an abbreviation ("U.S.", "Gen.", "J.")."""
    bare = word.lstrip("\"'“‘(")
    return _INITIALS.fullmatch(bare) is not None or bare.rstrip(".").lower() in page_words().abbreviations


def _in_context(block: Sequence[Line], wrapped_page: bool) -> list[Line]:
    """The lines of a block (no blank line within), corrected by their neighbours."""
    lines = _with_bylines(block)
    if wrapped := _wrapped(block, wrapped_page):
        first, last = wrapped
        return [
            *lines[:first],
            *(replace(each, kind="prose") for each in block[first : last + 1]),
            *lines[last + 1 :],
        ]
    # In a list of headlines, the one that ends with a full stop is a headline too.
    headlines = [line for line in lines if line.kind == "headline"]
    if len(lines) >= 3 and len(headlines) >= 0.6 * len(lines):
        bulleted = all(line.bulleted for line in headlines)
        return [replace(line, kind="headline") if _is_weak(line, bulleted) else line for line in lines]
    return lines


def _is_weak(line: Line, bulleted: bool) -> bool:
    """Whether prose may be a headline among headlines: no run of whole sentences; bulleted as they are."""
    short = words_in(line.text) <= 30 and not line.text.endswith(":")
    several = _breaks(line.title) and ends_sentence(line.text)
    return (
        line.kind == "prose"
        and short
        and not several
        and line.bulleted == bulleted
        and not line.begins_report
    )


def _with_bylines(block: Sequence[Line]) -> list[Line]:
    return [
        replace(line, kind="furniture")
        if line.kind == "headline" and len(line.text) < 100 and _BYLINE.fullmatch(line.text)
        else line
        for line in block
    ]


def _wrapped(block: Sequence[Line], wrapped_page: bool) -> tuple[int, int] | None:
    """Return the first and last line of a block's hard-wrapped prose, or ``None``.

    A title or two may stand over it; what stands under its last full stop is left out.
    """
    ends = [n for n, line in enumerate(block) if ends_sentence(line.text)]
    lasts = sorted({ends[-1], len(block) - 1} if ends else {len(block) - 1}, reverse=True)
    for first in range(min(4, len(block) - 1)):
        for last in lasts:
            if last > first and _is_wrapped(block[first : last + 1], wrapped_page):
                return first, last
    return None


def _is_wrapped(lines: Sequence[Line], wrapped_page: bool) -> bool:
    """Whether each line is full (the first word of the next did not fit) or ends a sentence."""
    width = max(len(line.text) for line in lines)
    if (
        width > WRAP_WIDTH
        or width < 30
        or any(line.kind in {"label", "rule", "date"} or line.bulleted for line in lines)
    ):
        return False
    runs_on = [(a, b) for a, b in pairwise(lines) if not ends_sentence(a.text)]
    full = all(len(a.text) + 1 + len(b.text.split()[0]) > width for a, b in runs_on)
    # Headlines begin with a capital. So may two or three lines of prose, on a page known to be wrapped.
    lower = sum(b.text[0].islower() for _, b in runs_on)
    plain = (
        wrapped_page and len(lines) <= 3 and ends_sentence(lines[-1].text) and not _title_case(lines[0].text)
    )
    return full and bool(runs_on) and (lower >= max(1, 0.3 * len(runs_on)) or plain)

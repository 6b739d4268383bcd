"""When: the dates a text names, resolved against the day it was published.

Rules of reading (`dateforms` says what a date looks like, `daterules` what it means):

- Weekdays are the last one on or before the day of publication; the first one on or after it where the verb
  nearest to it looks ahead ("will meet on Friday").
- A day or month without its year is the one that lies within nine months before and three after publication;
  where the words look ahead, the next one within nine months. A weekday beside it chooses the year ("Wednesday,
  January 3").
- "Two days later", "the following week", "that evening" count from the last date told in the text; one told in a
  relative clause ("Ruiz, who left on Monday, …") counts only to the end of its sentence. Where none
  has been told, or one not precise enough ("in 2003 … three days later"), they are no date.
- What only bounds ("until Friday", "since 2014", "by March 1") or is compared with ("than last year") is not the
  day of a happening and is left out, as is a year that tells which one ("the 2015 accord"); it counts as told.
- A stretch keeps the unit it was told in: "the first quarter of 2024" is three months, "the 1990s" ten years;
  "late March" and "early 2023" are the whole month, the whole year. A season is its year: which months it has
  depends on the hemisphere.
- Without the day of publication, only dates with a year are read. Nothing is invented.
- Numeric dates are read when the year comes first or one number is above 12; of 7/2/2025 nobody can tell which is
  the month.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable, Iterator

from spacy.tokens import Span

from dragoman.language.dateforms import beginning
from dragoman.language.daterules import Here
from dragoman.language.datewords import words
from dragoman.language.found import Found
from dragoman.records import Date

_OPENING = ('"', "“", "‘")
_CLOSING = re.compile('[,.]?["”’]')


def find(span: Span, day: dt.date | None, told: Date | None = None) -> list[Found[Date]]:
    """Return the dates of a sentence in the order of the text; offsets index the text of the ``Doc``.

    Args:
        span: the sentence.
        day: day of publication, on which relative dates rest; ``None`` where it is not known.
        told: the last date told before the sentence, from which "two days later" counts.
    """
    return _read(span, day, told)[0]


def read(sentences: Iterable[Span], day: dt.date | None) -> Iterator[list[Found[Date]]]:
    """Yield the dates of each sentence of a text, in order: "two days later" counts from the last one told.

    Args:
        sentences: all sentences of one text, in order.
        day: day of publication, or of the dateline; ``None`` where it is not known.
    """
    told: Date | None = None
    for sentence in sentences:
        found, told = _read(sentence, day, told)
        yield found


def _read(span: Span, day: dt.date | None, told: Date | None) -> tuple[list[Found[Date]], Date | None]:
    """Return the dates of a sentence, and the one from which the next sentence counts."""
    text = span.text
    main = told
    values: list[Found[Date]] = []
    taken = 0
    for matches in beginning(text):
        for match, form in matches:
            if match.start() < taken or _is_title(text, match):
                continue
            date = form.read(Here(match, day, told))
            if date is None:
                continue
            if not form.dates:
                told = date if told is None or told.precision == "year" else told
                continue
            taken, told = match.end(), date
            main = main if main and _in_relative_clause(span, match) else date
            if not words().bounds(text, match.start()):
                values.append(Found(date, span.start_char + match.start(), span.start_char + match.end()))
            break
    return values, main or told


def _in_relative_clause(span: Span, match: re.Match[str]) -> bool:
    words = span.char_span(*match.span(), alignment_mode="expand")
    above = [words.root, *words.root.ancestors] if words is not None else []
    return any(token.dep_ == "acl:relcl" for token in above)


def _is_title(text: str, match: re.Match[str]) -> bool:
    """Whether the words stand in quotation marks of their own ("a guest of “This Week”")."""
    return text.startswith(_OPENING, match.start() - 1) and _CLOSING.match(text, match.end()) is not None

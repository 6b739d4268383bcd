"""Dates: what the sentences of ``dates.tsv`` tell, and what holds of any text."""

from __future__ import annotations

import datetime as dt
from itertools import pairwise
from pathlib import Path

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.tokens import Span

from dragoman.language import dateforms, dates, load, periods
from dragoman.records import Date

NLP = spacy.blank("en")
TUESDAY = dt.date(2025, 2, 18)


def golden() -> list[tuple[str, str, dt.date | None]]:
    rows = []
    for line in (Path(__file__).parent / "dates.tsv").read_text(encoding="utf-8").splitlines():
        if not line.startswith("#"):
            expected, text, *published = line.split("\t")
            day = (
                None if published == ["-"] else dt.date.fromisoformat(published[0]) if published else TUESDAY
            )
            rows.append((text, expected, day))
    return rows


GOLDEN = golden()


def shown(date: Date) -> str:
    """A day, a whole month and a whole year as one; another stretch as ``start..end``, with its precision."""
    first, last = periods.first(date), periods.last(date)
    if date.precision == "month" and date == periods.month_of(first.year, first.month):
        return date.start[:7]
    if date.precision == "year" and date == periods.years_of(first.year, first.year):
        return date.start[:4]
    whole = date.start if first == last else f"{date.start}..{date.end}"
    return whole if date.precision == "day" else f"{whole} {date.precision}"


def sentences(text: str) -> list[Span]:
    """The sentences end with a word in lower case or a figure, and a full stop: "FEB. 7" is one."""
    doc = NLP(text)
    starts = [
        0,
        *(i + 1 for i in range(1, len(doc) - 1) if doc[i].text == "." and doc[i + 1].text[0].isupper()),
    ]
    return [doc[start:end] for start, end in pairwise([*starts, len(doc)])]


def told(text: str, day: dt.date | None) -> str:
    named = [found.value for sentence in dates.read(sentences(text), day) for found in sentence]
    return " ".join(shown(date) for date in named) or "-"


@pytest.mark.parametrize(
    ("text", "expected", "day"), GOLDEN, ids=[f"{text} {day}" for text, _, day in GOLDEN]
)
def test_what_a_text_tells(text: str, expected: str, day: dt.date | None) -> None:
    assert told(text, day) == expected


def test_offsets_index_the_document() -> None:
    doc = NLP("Rain fell. They met on 7 February 2025 in Rome.")
    (found,) = dates.find(doc[3:12], None)
    assert doc.text[found.start : found.end] == "7 February 2025"


def test_a_sentence_alone_counts_from_the_date_it_is_given() -> None:
    span = NLP("Two days later they met.")[:]
    assert dates.find(span, TUESDAY) == []
    (found,) = dates.find(span, TUESDAY, told=Date("2025-01-13", "2025-01-13", "day"))
    assert shown(found.value) == "2025-01-15"


def test_the_text_before_tells_from_when_later_counts() -> None:
    first, second, third = sentences("The truce began on January 13. It rained. A day later it broke.")
    assert [len(found) for found in dates.read([first, second, third], TUESDAY)] == [1, 0, 1]


def test_a_relative_clause_tells_no_date_to_count_from() -> None:
    text = "Aid arrived on January 8. The mayor, who left on January 2, was absent. Two days later the port closed."
    found = list(dates.read(load()(text).sents, TUESDAY))
    assert [[shown(f.value) for f in some] for some in found] == [
        ["2025-01-08"],
        ["2025-01-02"],
        ["2025-01-10"],
    ]


# Every word at which dates are looked for, and some that make them.
SOME = """7 7-9 31 29 12 1000 2999 2025 2025-02-31 2/14/2025 1990s , - – May February JAN. Friday will said to and of
from between day week weekend month year years ago later before after past coming hour"""
WORDS = sorted({head for head in dateforms.heads() if head != "0"} | set(SOME.split()))


@settings(max_examples=400)
@given(
    st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)),
    st.one_of(st.none(), st.dates()),
    st.one_of(st.none(), st.dates().map(lambda day: Date(day.isoformat(), day.isoformat(), "day"))),
)
def test_any_text_is_read(text: str, day: dt.date | None, told: Date | None) -> None:
    doc = NLP(text)
    before = 0
    for found in dates.find(doc[:], day, told):
        assert before <= found.start < found.end <= len(doc.text)
        assert periods.first(found.value) <= periods.last(found.value)
        before = found.end


@settings(max_examples=400)
@given(st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join), st.dates())
def test_without_a_day_no_date_moves(text: str, day: dt.date) -> None:
    """What is read without the day of publication is told by the text alone, so that day changes nothing of it."""
    doc = NLP(text)
    known = {(found.start, found.end): found.value for found in dates.find(doc[:], day)}
    for found in dates.find(doc[:], None):
        assert any(start <= found.start and found.end <= end for start, end in known), (text, found)


@pytest.mark.parametrize(
    "piece",
    [
        "1 ",
        "2025 ",
        "1-",
        "May ",
        "the ",
        "in the ",
        "March 3 ",
        "from May 5 to ",
        "Monday, ",
        "the last two ",
        "20250218",
    ],
)
def test_work_grows_with_the_text_and_no_faster(piece: str, monkeypatch: pytest.MonkeyPatch) -> None:
    """Each rule is tried at words alone, and what it looks at there is a matter of some words."""

    def looks(text: str) -> int:
        return sum(len(matches) for matches in dateforms.beginning(text))

    longest = max(
        (match.end() - match.start() for found in dateforms.beginning(piece * 500) for match, _ in found),
        default=0,
    )
    assert longest < 80
    assert looks(piece * 1000) <= 2 * looks(piece * 500) + 20

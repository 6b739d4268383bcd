"""Dates: a sentence of a report published on Tuesday, 18 February 2025, and the days it names."""

from __future__ import annotations

import datetime as dt

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language import dates

NLP = spacy.blank("en")
TUESDAY = dt.date(2025, 2, 18)

CASES: list[tuple[str, list[str]]] = [
    # days
    ("On February 7, the two leaders met.", ["2025-02-07"]),
    ("The pact was signed on 7 Feb 2025.", ["2025-02-07"]),
    ("It began on Feb. 7th, 2024.", ["2024-02-07"]),
    ("They met on the 7th of February.", ["2025-02-07"]),
    ("The court ruled on 2024-11-30.", ["2024-11-30"]),
    ("The vote was held on Sunday, 16 February 2025, in Bern.", ["2025-02-16"]),
    ("They met on December 12.", ["2024-12-12"]),
    ("Ministers will meet on March 3.", ["2025-03-03"]),
    ("Elections are scheduled for September 8.", ["2025-09-08"]),
    # ranges of days
    ("The summit of February 3-5 failed.", ["2025-02-03..2025-02-05"]),
    ("Talks ran from February 1 to February 5.", ["2025-02-01..2025-02-05"]),
    ("Talks ran from 28 January to 2 February.", ["2025-01-28..2025-02-02"]),
    ("Drills were held from December 28 to January 3, 2025.", ["2024-12-28..2025-01-03"]),
    # weekdays
    ("The minister said on Tuesday it was over.", ["2025-02-18"]),
    ("The envoy arrived on Friday.", ["2025-02-14"]),
    ("The envoys will meet on Friday.", ["2025-02-21"]),
    ("On Friday, the president will visit Rome.", ["2025-02-21"]),
    ("The ministry said Monday that the envoys will meet on Thursday.", ["2025-02-17", "2025-02-20"]),
    ("They met last Tuesday.", ["2025-02-11"]),
    ("They meet next Tuesday.", ["2025-02-25"]),
    ("Police fired on the crowd Saturday night.", ["2025-02-15"]),
    # days around publication
    ("The blast happened yesterday.", ["2025-02-17"]),
    ("He resigned today.", ["2025-02-18"]),
    ("The council votes tomorrow.", ["2025-02-19"]),
    ("The blast happened three days ago.", ["2025-02-15"]),
    # weeks, months, years
    ("The deal was signed earlier this week.", ["2025-02-17..2025-02-18 week"]),
    ("The deal was signed last week.", ["2025-02-10..2025-02-16 week"]),
    ("The fighting began two weeks ago.", ["2025-02-03..2025-02-09 week"]),
    ("They agreed last month.", ["2025-01-01..2025-01-31 month"]),
    ("They agreed earlier this month.", ["2025-02-01..2025-02-18 month"]),
    ("They agreed in November.", ["2024-11-01..2024-11-30 month"]),
    ("They agreed in May 2023.", ["2023-05-01..2023-05-31 month"]),
    ("The talks will be held in June.", ["2025-06-01..2025-06-30 month"]),
    ("Protesters march in May.", ["2025-05-01..2025-05-31 month"]),
    ("The camp was open from September 2018 to February 2019.", ["2018-09-01..2019-02-28 month"]),
    ("They agreed last year.", ["2024-01-01..2024-12-31 year"]),
    ("The bridge was destroyed in 2023.", ["2023-01-01..2023-12-31 year"]),
    ("The coup came in early 2021.", ["2021-01-01..2021-12-31 year"]),
]

NOTHING = [
    "Parliament may vote, and May resigned.",
    "Protesters march in Rome.",
    "The March on the capital failed.",
    "The Sunday Times and Black Friday sales.",
    "She is 25 and has 2023 shares.",
    "It cost $2023 in all.",
    "The truce holds until Friday.",
    "They have ruled since 2014.",
    "A deal is due by March 1.",
    "The Oct. 7 attack changed the region.",
    "It happened two days later.",
    "On February 30 nothing happened.",
    "The 1990s were better.",
    "Records of 7/2/2025 were lost.",
    "In May's cabinet nobody agreed.",
    "The March 23 Movement took the town, USA Today wrote.",
    "In today's world this is rare.",
    "It sat on Sundays.",
    "The 12-year-old was freed.",
]


def shown(sentence: str, published: dt.date | None) -> list[str]:
    """A day as it is; a span as ``start..end``, its precision behind it where that is no day."""
    values = [found.value for found in dates.find(NLP(sentence)[:], published)]
    return [
        (d.start if d.start == d.end else f"{d.start}..{d.end}")
        + ("" if d.precision == "day" else f" {d.precision}")
        for d in values
    ]


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[s for s, _ in CASES])
def test_dates(sentence: str, expected: list[str]) -> None:
    assert shown(sentence, TUESDAY) == expected


@pytest.mark.parametrize("sentence", NOTHING)
def test_no_date(sentence: str) -> None:
    assert shown(sentence, TUESDAY) == []


@pytest.mark.parametrize(
    ("sentence", "expected"),
    [
        ("They met on 7 Feb 2025.", ["2025-02-07"]),
        ("It happened in 2023.", ["2023-01-01..2023-12-31 year"]),
        ("They met on February 7.", []),
        ("They met on Tuesday, yesterday, last week, in March and three days ago.", []),
    ],
)
def test_without_the_day_of_publication_only_full_dates(sentence: str, expected: list[str]) -> None:
    assert shown(sentence, None) == expected


def test_offsets_index_the_document() -> None:
    doc = NLP("Rain fell. They met on 7 February 2025 in Rome.")
    (found,) = dates.find(doc[3:12], None)
    assert doc.text[found.start : found.end] == "7 February 2025"


WORDS = [
    *(
        "February",
        "7",
        "7-9",
        ",",
        "2025",
        "on",
        "Friday",
        "last",
        "week",
        "will",
        "from",
        "to",
        "2025-02-31",
        "May",
    ),
    *(
        "in",
        "three days ago",
        "31",
        "said",
        "and",
        "12",
        "months ago",
        "next",
        "year",
        "1000",
        "29",
        "January",
    ),
]


@given(
    st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=12).map(" ".join)),
    st.one_of(st.none(), st.dates()),
)
def test_any_text_is_read(text: str, published: dt.date | None) -> None:
    doc = NLP(text)
    before = 0
    for found in dates.find(doc[:], published):
        assert before <= found.start < found.end <= len(doc.text)
        assert dt.date.fromisoformat(found.value.start) <= dt.date.fromisoformat(found.value.end)
        before = found.end

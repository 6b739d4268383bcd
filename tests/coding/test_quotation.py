"""Where quotation marks open and close, told from the marks alone."""

from __future__ import annotations

from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding.quotation import quotations
from dragoman.language.layout import paragraphs


def found(text: str) -> list[str]:
    return [text[one.start : one.end] for one in quotations(text, paragraphs(text))]


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        ('He said "yes" and "no".', ['"yes"', '"no"']),
        ("He said “yes” and “no”.", ["“yes”", "“no”"]),
        ("He said ''yes'' and left.", ["''yes''"]),
        ("He said «yes» and left.", ["«yes»"]),
        ("He said ‘yes, I don’t’ and left.", ["‘yes, I don’t’"]),
        ("“He said ‘yes’,” she told us.", ["“He said ‘yes’,”"]),
        ("The tide is 6'3\" high.", []),
        ("The farmers' market and the dogs' home", []),
        ('"PERU: I read “The Gate” twice. And then left', ['"PERU: I read “The Gate” twice. And then left']),
        ("He said “yes and “no”.", ["“no”"]),
        ('He said "yes and left. Then "no" came.', ['"no"']),
        ("", []),
    ],
)
def test_the_quotations_of(text: str, wanted: list[str]) -> None:
    assert found(text) == wanted


def test_a_quotation_goes_on_in_the_next_paragraph_that_opens_with_a_mark() -> None:
    text = "“We waited.\n\n“Then we left,” she said.\n\n“It rained,” he said."
    told = quotations(text, paragraphs(text))
    assert [(one.paragraph, one.closed, one.continues) for one in told] == [
        (0, False, False),
        (1, True, True),
        (2, True, False),
    ]


@given(st.lists(st.sampled_from([*"\"“”'‘’«» a.,\n", "''", "``", "ab"]), max_size=40).map("".join))
def test_quotations_of_any_string_stand_inside_it_in_order(text: str) -> None:
    parts = paragraphs(text)
    told = quotations(text, parts)
    assert all(parts[one.paragraph][0] <= one.start < one.end <= parts[one.paragraph][1] for one in told)
    assert all(a.end <= b.start for a, b in pairwise(told))

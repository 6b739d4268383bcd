"""Lines that stand alone in a text: which are headlines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.language import sentences
from dragoman.language.headlines import is_headline
from dragoman.language.tables import table
from dragoman.records import Document


@pytest.mark.parametrize(
    "line",
    [
        "Portugal Rejects Offer as Talks in Geneva End",
        "Who Fired First in the Battle of Goma?",
        "PORTUGAL REJECTS OFFER",
        "U.S. AND CHINA SIGN DEAL",
        "Police arrest six in Lima after protest",
        "Gen. Ruiz to meet U.S. envoy in Geneva",
        "‘No deal’: Portugal Rejects Offer From Norway",
        "12 Killed as Bus Hits Bridge in Peru",
    ],
)
def test_headlines(line: str) -> None:
    assert is_headline(line)
    document = Document(id="d", kind="article", text=f"The talks ended.\n\n{line}\n\nThe envoy left.")
    assert [(s.text, s.headline) for s in sentences(document)] == [
        ("The talks ended.", False), (line, True), ("The envoy left.", False)
    ]  # fmt: skip


@pytest.mark.parametrize(
    "line",
    [
        "World",
        "Middle East",
        "TOP STORIES",
        "Jane Roe",
        "The talks in Geneva ended on Monday.",
        "The talks in Geneva ended on Monday",
        "the talks end",
        "Portugal Rejects Offer. The Talks in Geneva End",
        "He said that they had left",
        "- three ships of the navy",
        "On Monday, they agreed on these points:",
        "…",
    ],
)
def test_no_headlines(line: str) -> None:
    assert not is_headline(line)


@given(st.text(min_size=1).filter(str.strip))
def test_any_string(line: str) -> None:
    assert is_headline(line.strip()) in {True, False}


def test_lists() -> None:
    lists = table("headlines")
    assert set(lists) == {"sentence_words", "small_words"}
    assert all(isinstance(word, str) and word == word.lower() for words in lists.values() for word in words)

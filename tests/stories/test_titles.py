"""What of a title tells the news."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.ontology.files import load_yaml
from dragoman.records import Document
from dragoman.stories.titles import own_title, tells


def own(title: str | None, publisher: str | None = None) -> str:
    return own_title(Document("a", "headline", title, publisher=publisher))


@pytest.mark.parametrize(
    ("title", "expected"),
    [
        ("Dam bursts in Laos - BBC News", "Dam bursts in Laos"),
        ("Dam bursts in Laos | Reuters", "Dam bursts in Laos"),
        ("Opinion: The dam should not have been built", "The dam should not have been built"),
        ("BREAKING NEWS: LIVE: Dam bursts", "Dam bursts"),
        ("UPDATE 2-Kenya raises rates", "Kenya raises rates"),
        ("EXCLUSIVE-Kenya to raise rates", "Kenya to raise rates"),
        ("Live – dam bursts in Laos", "dam bursts in Laos"),
        ("Dam bursts in Laos – live updates", "Dam bursts in Laos"),
        ("Dam bursts in Laos (+video)", "Dam bursts in Laos"),
        ("Kenya raised rates: report", "Kenya raised rates"),
        ("Analysis | Why the dam burst - Reuters", "Why the dam burst"),
        # standing columns
        ("Your Monday Briefing", ""),
        ("News in brief: 4 May", ""),
        ("The Week in Pictures", ""),
        ("5 things to know for Monday, March 3", ""),
        ("Photos of the day", ""),
        # words of the news
        ("Live ammunition found in Laos", "Live ammunition found in Laos"),
        ("UN-backed force lands", "UN-backed force lands"),
        ("National report: rates too high", "National report: rates too high"),
        ("Morning briefing on the dam: 3 missing", "Morning briefing on the dam: 3 missing"),
        ("Briefing ends in row", "Briefing ends in row"),
        (None, ""),
    ],
)
def test_own_title(title: str | None, expected: str) -> None:
    assert own(title) == expected


@given(st.text())
def test_what_is_left_stood_there(title: str) -> None:
    left = own(title)
    assert left in " ".join(title.split())
    assert left == left.strip()


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("Dam bursts in Laos", True),
        ("EXCLUSIVE-Dam in Laos was cracked", True),
        ("Report: dam in Laos was cracked", True),
        ("Whatever it takes, minister says of dam", True),
        ("Opinion: The dam should not have been built", False),
        ("Fact check: what the minister said of the dam", False),
        ("Should the dam have been built?", False),
        ("Why the dam burst", False),
        ("Your Monday Briefing", False),
        (None, False),
    ],
)
def test_titles_that_tell_the_news(title: str | None, told: bool) -> None:
    assert tells(Document("a", "headline", title)) == told


def test_lists_are_words() -> None:
    data = load_yaml("titles.yaml", "dragoman.stories")
    assert set(data) == {"before", "asking", "behind", "columns", "day"}
    assert set(data["before"]) == {"pieces", "news"}
    for phrases in (*data.pop("before").values(), *data.values()):
        assert len(set(phrases)) == len(phrases)
        assert all(isinstance(phrase, str) and phrase == phrase.lower().strip() for phrase in phrases)

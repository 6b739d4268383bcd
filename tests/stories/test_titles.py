"""What of a title tells the news."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.ontology.files import load_yaml
from dragoman.records import Document
from dragoman.stories.titles import own_title


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


def test_lists_are_words() -> None:
    data = load_yaml("titles.yaml", "dragoman.stories")
    assert set(data) == {"before", "behind", "columns", "day"}
    for group, phrases in data.items():
        assert len(set(phrases)) == len(phrases), f"{group}: each once"
        assert all(isinstance(p, str) and p == p.lower().strip() for p in phrases), (
            f"{group}: words in small letters"
        )

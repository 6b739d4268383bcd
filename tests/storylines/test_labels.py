"""What of a title tells the matter; the lists of labels and idle words."""

from __future__ import annotations

import time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.ontology.files import load_yaml
from dragoman.stories.terms import background, term
from dragoman.storylines.labels import idle, matter
from dragoman.storylines.ties import WORD


@pytest.mark.parametrize(
    ("title", "told"),
    [
        ("OPINION: Let the Canal Be Dredged", "Let the Canal Be Dredged"),
        ("Opinion | Let the canal be dredged", "Let the canal be dredged"),
        ("Fact check: Did the mayor dredge the canal?", "Did the mayor dredge the canal?"),
        ("UPDATE 2 - Canal dredged – report", "Canal dredged"),
        ("[Video] Canal dredged (LIVE)", "Canal dredged"),
        ("Canal dredged: report", "Canal dredged"),
        ("Canal dredged   Read more at: https://example.org/canal?p=2", "Canal dredged"),
        ("Report on canal is live", "Report on canal is live"),
        ("Live-in nurses strike", "Live-in nurses strike"),
        ("Minister: canal will be dredged", "Minister: canal will be dredged"),
        ("Opinion:", "Opinion:"),
        ("", ""),
    ],
)
def test_what_tells_the_matter(title: str, told: str) -> None:
    assert matter(title) == told


@given(
    st.lists(st.sampled_from(["OPINION", ":", " ", "–", "[Video]", "canal", "https://a.b", "-", "é"])).map(
        "".join
    )
)
def test_it_stands_in_the_title(title: str) -> None:
    assert matter(title) in title
    assert matter(matter(title)) == matter(title)
    assert bool(matter(title)) == bool(title.strip())


def test_long_titles_take_no_time() -> None:
    began = time.process_time()
    for odd in (":" * 50_000, "a " * 50_000, " - " * 20_000, "http://" * 20_000, ":http://a" * 20_000 + " "):
        matter(odd + "x")
    assert time.process_time() - began < 2


def test_the_lists() -> None:
    data = load_yaml("labels.yaml", "dragoman.storylines")
    assert set(data) == {"labels", "idle"}
    for words in data.values():
        assert all(isinstance(word, str) for word in words)
        assert [word.casefold() for word in words] == sorted({word.casefold() for word in words})
    assert all(label.isupper() for label in data["labels"])
    for word in data["idle"]:  # what is lighter ties nothing anyway
        assert background().weight(term(word)) >= WORD, word


def test_contractions_and_listed_words_are_idle() -> None:
    assert idle(term("doesn’t"))
    assert idle(term("won't"))
    assert idle(term("reveals"))
    assert not idle(term("enrichment"))

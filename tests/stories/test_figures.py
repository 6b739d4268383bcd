"""Figures: what they count, what they may mean, which are left out; scenes and sentences; the word lists."""

from __future__ import annotations

import re

import pytest

from dragoman.ontology.files import load_yaml
from dragoman.records import Amount, Document
from dragoman.stories.figures import Figure, told
from dragoman.stories.scenes import scene
from dragoman.stories.sentences import sentence_at


def figures(text: str, published: str | None = "2024-05-05") -> list[Figure]:
    return told(Document("x", "headline", text, published=published), [])


@pytest.mark.parametrize(
    ("text", "counts", "number"),
    [
        ("Quake Kills 12 in Peru", ("dead", "people", ""), 12),
        ("Toll climbs to 41", ("dead", "people", ""), 41),
        ("Flood toll passes 100", ("dead", "people", ""), 100),
        ("Ministry cuts blast toll to 20", ("dead", "people", ""), 20),
        ("The number of dead has risen to 41", ("dead", "people", ""), 41),
        ("Nine policemen wounded in Quetta", ("injured", "police officers", ""), 9),
        ("300 protesters detained in Tbilisi", ("arrested", "people", ""), 300),
        ("Police put the crowd at 5,000", ("people", "people", "in a crowd"), 5000),
        ("Police count 5,000 demonstrators in Riga", ("people", "people", "in a crowd"), 5000),
        ("Number of protesters put at 5,000", ("people", "people", "in a crowd"), 5000),
        ("60 people missing after flood", ("people", "people", "missing"), 60),
        ("Fire destroys 40 houses in Bantul", ("units", "homes", "destroyed"), 40),
        ("Lima and Oslo sign $3 billion copper deal", ("money", "USD", ""), 3e9),
    ],
)
def test_what_a_figure_counts(text: str, counts: tuple[str, str, str], number: float) -> None:
    (figure,) = figures(text)
    assert (figure.counts, figure.amount.low) == (counts, number)
    assert figure.amount.text == text[figure.start : figure.end]


@pytest.mark.parametrize(
    "text",
    [
        "In 2019 a blast in Quetta killed 23 people",
        "Last month gunmen killed 8 people",
        "In January a landslide killed 8 people",
        "The war has killed 900 people since 2021",
        "The blast could have killed 50 people",
        "Storm kills another 4 people",
        "Gunman kills a guard and two others",
        "Of the wounded, 10 were seriously injured",
        "Turnout reaches 61 percent",
        "Five people spoke",
        "Three protesters climb minaret in Riga",
    ],
)
def test_figures_of_something_else_are_left_out(text: str) -> None:
    assert figures(text) == []


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Quake kills 12", "At least 12 killed in quake", True),
        ("Quake kills 12", "A dozen people killed in quake", True),
        ("Quake kills 12", "Quake kills 13", False),
        ("At least 12 killed in quake", "Quake kills 41", False),
        ("Quake kills 120", "Quake kills 124", False),
        ("Quake injures 200", "Quake injures 203", True),
        ("About 200 injured in quake", "Quake injures 215", True),
        ("About 200 injured in quake", "Quake injures 260", False),
        ("More than 500 injured in quake", "Quake injures 527", True),
        ("More than 500 injured in quake", "Quake injures 480", False),
        ("Quake kills up to 50 people", "Quake kills 47", True),
        ("Quake kills up to 50 people", "Quake kills 63", False),
        ("Quake kills between 10 and 15 people", "Quake kills 12", True),
        ("30,000 people march in Oslo", "31,200 people march in Oslo", True),
        ("30,000 people march in Oslo", "80,000 people march in Oslo", False),
    ],
)
def test_hedges_and_rounding(one: str, other: str, same: bool) -> None:
    (a,), (b,) = figures(one), figures(other)
    assert a.agrees(b) == b.agrees(a) == same


def test_without_a_day_a_year_says_nothing() -> None:
    text = "Blast kills 23 in 2019"
    assert figures(text) == []
    assert [f.amount for f in figures(text, published=None)] == [Amount("dead", 23, 23, None, "23")]


@pytest.mark.parametrize(
    ("one", "other", "fits"),
    [
        ("Blast in Oslo", "Explosion shakes Oslo", True),
        ("Blast in Oslo", "Blast in Bergen", False),
        ("Flood in Nepal", "Blast in Nepal", False),
        ("Attack in Nairobi", "Gunmen in Nairobi hotel", True),
        ("Quake in Peru", "Peruvian quake toll", True),
        ("Quake in Peru", "Quake in Chile", False),
        ("The toll of the quake rises", "Quake in Chile", True),
    ],
)
def test_scenes(one: str, other: str, fits: bool) -> None:
    assert scene(one).fits(scene(other)) == scene(other).fits(scene(one)) == fits


@pytest.mark.parametrize(
    ("text", "at", "sentence"),
    [
        ("Rain fell. Gen. A. Lund said 5 died. It went on.", "5", "Gen. A. Lund said 5 died."),
        ("“Five died.” The U.S. Army left.", "Army", "The U.S. Army left."),
        ("First line\nFive died\n\nLast", "Five", "Five died"),
        ("One alone", "alone", "One alone"),
    ],
)
def test_sentences_by_their_form(text: str, at: str, sentence: str) -> None:
    document = Document("x", "article", text=text)
    found = sentence_at(document, "text", text.index(at), [])
    assert found.quote == sentence
    assert found.holds(document)


def test_word_lists_are_lists_of_words() -> None:
    data = load_yaml("figures.yaml", "dragoman.stories")
    for name in ("groups", "fates", "happenings", "tolls", "loose"):
        assert all(isinstance(word, str) for some in data[name].values() for word in some), name
    for name in set(data) - {"groups", "fates", "happenings", "tolls", "loose", "said"}:
        assert data[name], name
        assert all(isinstance(word, str) for word in data[name]), name
        assert len(set(data[name])) == len(data[name]), name
    for groups in (data["groups"], data["fates"]):
        every = [word for some in groups.values() for word in some]
        assert len(set(every)) == len(every)  # a word in two groups would be in the last one only
    assert {*data["violent"], *data["lasting"]} <= set(data["happenings"])
    assert all("{figure}" in pattern for some in data["tolls"].values() for pattern in some)
    for name in ("elsewhere", "refers", "on_top"):
        assert all(re.compile(pattern) for pattern in data[name])
    denials = load_yaml("denials.yaml", "dragoman.stories")
    assert all(isinstance(word, str) for some in denials.values() for word in some)
    assert not set(denials["claims"]) & set(denials["not_claims"])

"""Amounts: a sentence, and what is counted in it."""

from __future__ import annotations

from pathlib import Path

import pytest
import spacy
from hypothesis import given
from hypothesis import strategies as st

from dragoman.coding import amounts

NLP = spacy.blank("en")

# sentence: (kind, low, high, unit, words)
CASES: list[tuple[str, list[tuple[str, float, float, str | None, str]]]] = [
    # money
    ("The port, valued between $3 billion and $5 billion, was sold.",
     [("money", 3e9, 5e9, "USD", "between $3 billion and $5 billion")]),
    ("Tokyo will invest up to $550 billion.", [("money", 550e9, 550e9, "USD", "up to $550 billion")]),
    ("Oslo gave at least 12.5 million euros to the fund.",
     [("money", 12.5e6, 12.5e6, "EUR", "at least 12.5 million euros")]),
    ("Berlin signed a $60 million contract.", [("money", 60e6, 60e6, "USD", "$60 million")]),
    # percent
    ("Ottawa put a 15 percent duty on timber.", [("percent", 15, 15, "percent", "15 percent")]),
    ("The levy rises from 10% to 15%.",
     [("percent", 10, 10, "percent", "10%"), ("percent", 15, 15, "percent", "15%")]),
    # the dead
    ("The strike killed 12 people.", [("dead", 12, 12, "person", "12 people")]),
    ("Five soldiers were killed near the border.", [("dead", 5, 5, "soldier", "Five soldiers")]),
    ("The blast left at least 30 dead.", [("dead", 30, 30, None, "at least 30 dead")]),
    ("12 Civilians Killed in Market Strike", [("dead", 12, 12, "civilian", "12 Civilians")]),
    ("Airstrike Kills 14 in Northern Town", [("dead", 14, 14, None, "14")]),
    ("The death toll rose to 45, officials said.", [("dead", 45, 45, None, "45")]),
    ("The flood claimed 21 lives.", [("dead", 21, 21, None, "21 lives")]),
    ("The army killed three of the attackers.", [("dead", 3, 3, "attacker", "three of the attackers")]),
    ("A dozen people died in the fire.", [("dead", 12, 12, "person", "A dozen people")]),
    ("Two Israelis were shot dead on Friday.", [("dead", 2, 2, "Israeli", "Two Israelis")]),
    ("Shelling killed 12 people, including three children.", [("dead", 12, 12, "person", "12 people")]),
    ("Twelve people, including three children, were killed.", [("dead", 12, 12, "person", "Twelve people")]),
    ("Clashes killed two soldiers and three civilians.",
     [("dead", 2, 2, "soldier", "two soldiers"), ("dead", 3, 3, "civilian", "three civilians")]),
    ("Two policemen and a dozen rebels were killed.",
     [("dead", 2, 2, "policeman", "Two policemen"), ("dead", 12, 12, "rebel", "a dozen rebels")]),
    ("Two gunmen killed five worshippers.",
     [("people", 2, 2, "gunman", "Two gunmen"), ("dead", 5, 5, "worshipper", "five worshippers")]),
    # the injured
    ("The attack left two killed and five injured.",
     [("dead", 2, 2, None, "two killed"), ("injured", 5, 5, None, "five injured")]),
    ("Rockets killed six people and wounded more than 40.",
     [("dead", 6, 6, "person", "six people"), ("injured", 40, 40, None, "more than 40")]),
    ("Three wounded soldiers reached the clinic.", [("injured", 3, 3, "soldier", "Three wounded soldiers")]),
    # the arrested
    ("Police arrested 40 protesters.", [("arrested", 40, 40, "protester", "40 protesters")]),
    ("More than 200 demonstrators were detained in the capital.",
     [("arrested", 200, 200, "demonstrator", "More than 200 demonstrators")]),
    ("Police made 17 arrests.", [("arrested", 17, 17, None, "17 arrests")]),
    # people
    ("Some 200,000 marched through the capital.", [("people", 200000, 200000, None, "200,000 marched")]),
    ("Moscow sent 10,000 troops to the region.", [("people", 10000, 10000, "troop", "10,000 troops")]),
    ("Seoul wants 28,500 American soldiers to stay.",
     [("people", 28500, 28500, "soldier", "28,500 American soldiers")]),
    ("The two sides swapped 20,000-30,000 prisoners.",
     [("people", 20000, 30000, "prisoner", "20,000-30,000 prisoners")]),
    ("At least 40 people feared dead in landslide", [("people", 40, 40, "person", "At least 40 people")]),
    # units
    ("Warsaw ordered 12 F-16 jets.", [("units", 12, 12, "jet", "12 F-16 jets")]),
    ("Kyiv asked for 300 tanks.", [("units", 300, 300, "tank", "300 tanks")]),
    ("Berlin will send 18 Leopard 2 tanks.", [("units", 18, 18, "tank", "18 Leopard 2 tanks")]),
    ("Canberra bought 20 HIMARS for its army.", [("units", 20, 20, "HIMARS", "20 HIMARS")]),
    ("The navy seized two oil tankers.", [("units", 2, 2, "oil tanker", "two oil tankers")]),
    ("Cairo bought 500,000 tonnes of wheat.", [("units", 500000, 500000, "tonne", "500,000 tonnes")]),
]  # fmt: skip

NOTHING = [
    "Dozens were wounded and thousands of protesters marched.",
    "The treaty was signed in 2015.",
    "Most 2018 primary voters stayed at home.",
    "Since 2014 soldiers have held the hills.",
    "NATO leaders invoked Article 5.",
    "On October 7 militants crossed the fence.",
    "On 7 October militants crossed the fence.",
    "A 25-year-old man left the country.",
    "The minister, 54, resigned after three days.",
    "Madrid beat Turin 3-1 in the final.",
    "The meeting opened at 10:30 and lasted two hours.",
    "Two people familiar with the matter said so.",
    "Two officials said the talks failed.",
    "The 12th round of talks began.",
    "Call 202 555 0143 for help.",
    "The Senate killed two bills.",
    "The two-day summit of the Group of 7 leaders ended.",
    "Flight 370 passengers were never found.",
    "One of the leaders spoke.",
    "Troops advanced 20 km.",
]


@pytest.mark.parametrize(("sentence", "expected"), CASES, ids=[s for s, _ in CASES])
def test_amounts(sentence: str, expected: list[tuple[str, float, float, str | None, str]]) -> None:
    found = amounts.find(NLP(sentence)[:])
    assert [(f.value.kind, f.value.low, f.value.high, f.value.unit, f.value.text) for f in found] == expected


@pytest.mark.parametrize("sentence", NOTHING)
def test_nothing_is_counted(sentence: str) -> None:
    assert amounts.find(NLP(sentence)[:]) == []


TABLE = [
    line.split("\t")
    for line in Path(__file__).with_name("amounts80.tsv").read_text(encoding="utf-8").splitlines()
    if not line.startswith("#")
]


@pytest.mark.parametrize(("sentence", "expected"), TABLE, ids=[sentence for sentence, _ in TABLE])
def test_the_table_of_amounts(sentence: str, expected: str) -> None:
    wanted = [] if expected == "-" else [_told(told) for told in expected.split("; ")]
    values = [found.value for found in amounts.find(NLP(sentence)[:])]
    assert [(v.kind, v.low, v.high, v.unit) for v in values] == wanted


def _told(words: str) -> tuple[str, float, float, str | None]:
    kind, figure, *unit = words.split(" ", 2)
    low, high = (float(each) for each in (figure.split("-") if "-" in figure else (figure, figure)))
    return kind, low, high, unit[0] if unit else None


def test_offsets_index_the_document() -> None:
    doc = NLP("Talks began. The strike killed 12 people. Rain fell.")
    (found,) = amounts.find(doc[3:10])
    assert doc.text[found.start : found.end] == "12 people"


WORDS = [
    *(
        "killed",
        "12",
        "people",
        "and",
        "five",
        "$7",
        "billion",
        "between",
        "wounded",
        "-",
        "to",
        "10%",
        "were",
    ),
    *(
        "half a",
        "F-16",
        "jets",
        ",",
        "the",
        "including",
        "€",
        "of",
        "2014",
        "May",
        "million",
        "(",
        ")",
        "deaths",
    ),
]


@given(st.one_of(st.text(), st.lists(st.sampled_from(WORDS), max_size=14).map(" ".join)))
def test_any_text_is_read(text: str) -> None:
    doc = NLP(text)
    before = 0
    for found in amounts.find(doc[:]):
        assert doc.text[found.start : found.end] == found.value.text
        assert found.value.low <= found.value.high
        assert before <= found.start < found.end
        before = found.start

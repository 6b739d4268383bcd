"""Which events are drawn for judging, and how the sheet shows them."""

from __future__ import annotations

import csv
import io
from collections import Counter
from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

import dragoman
from dragoman.judging.drawing import shares
from dragoman.judging.sheet import questions
from dragoman.records import (
    Attribution,
    Date,
    Event,
    EventType,
    Evidence,
    Party,
    Place,
    Span,
    Version,
    stable_id,
)

OSLO = Party("Oslo", 0, 4, "NOR", ("GOV",), "Norway", "capital: Norway")
REBELS = Party("rebels", 14, 20, None, ("REB",), None, "role: rebel")
SIZES: dict[EventType, int] = {"ACCUSE": 80, "AID": 15, "RETREAT": 2}
KINDS = [kind for kind, size in SIZES.items() for _ in range(size)]


def event(number: int, kind: EventType = "ACCUSE", mode: str | None = None) -> Event:
    return Event(
        id=stable_id(number), document="d", type=kind, mode=mode, cameo="110", quad=3, intensity=-3.0,
        status="happened", date=None, place=None, actors=(OSLO,), recipients=(REBELS,), attribution=None,
        amounts=(), equipment=(), contexts=(), confidence=0.8, trigger=Span(5, 13, "condemns"),
        evidence=Evidence("text", 0, 21, "Oslo condemns\nrebels.", "ACCUSE/condemn (active)"),
        version=Version("0", "a", "b"),
    )  # fmt: skip


MANY = [event(i, kind) for i, kind in enumerate(KINDS)]


def rows(text: str) -> list[dict[str, str]]:
    return list(csv.DictReader(io.StringIO(text)))


def test_rare_types_appear() -> None:
    drawn = dragoman.sample(MANY, 20)
    assert Counter(e.type for e in drawn.events) == {"ACCUSE": 9, "AID": 9, "RETREAT": 2}
    assert drawn.population == SIZES


def test_the_order_of_the_events_does_not_matter_and_the_seed_does() -> None:
    assert dragoman.sample(MANY, 20) == dragoman.sample(MANY[::-1], 20)
    assert dragoman.sample(MANY, 20) != dragoman.sample(MANY, 20, seed=1)
    assert dragoman.sample(MANY, 20).csv() == dragoman.sample(iter(MANY), 20).csv()


def test_a_larger_sample_holds_the_smaller_one() -> None:
    assert set(dragoman.sample(MANY, 12).events) < set(dragoman.sample(MANY, 30).events)


def test_types_are_mixed() -> None:
    kinds = [e.type for e in dragoman.sample(MANY, 20).events]
    assert kinds != sorted(kinds)


def test_of_few_events_all_are_drawn() -> None:
    assert set(dragoman.sample(MANY, 1000).events) == set(MANY)
    assert dragoman.sample([], 3).events == ()


@pytest.mark.parametrize("n", [0, -5])
def test_at_least_one_is_drawn(n: int) -> None:
    with pytest.raises(ValueError, match="at least 1"):
        dragoman.sample(MANY, n)


@given(st.dictionaries(st.text(min_size=1), st.integers(1, 50), max_size=16), st.integers(1, 300))
def test_shares_are_as_equal_as_the_types_allow(population: dict[str, int], n: int) -> None:
    found = shares(population, n)
    assert sum(found.values()) == min(n, sum(population.values()))
    most = max(found.values(), default=0)
    for name, share in found.items():
        assert share <= population[name]
        assert share == population[name] or share >= most - 1


def test_the_sheet_tells_the_codes_in_words_and_leaves_the_judgement_open() -> None:
    told = replace(
        event(1, "REQUEST", "meet"),
        date=Date("2025-02-17", "2025-02-18", "day"),
        place=Place("Geneva", "CHE"),
        attribution=Attribution(OSLO, "said", "named"),
        actors=(OSLO, replace(OSLO, text="the bloc", country="EUR", sectors=(), name="European Union")),
    )
    (row,) = rows(dragoman.sample([told], 5).csv())
    assert row["sentence"] == "Oslo condemns rebels."
    assert (row["type"], row["mode"], row["status"]) == ("REQUEST", "meet", "happened")
    assert row["meaning"] == "Asks for talks, a settlement or mediation."
    assert row["actor"] == (
        "Oslo = Norway, GOV (the executive of a state); the bloc = European Union, the European Union and its"
        " institutions"
    )
    assert row["recipient"].startswith("rebels = country not known, REB (rebels")
    assert (row["date"], row["place"]) == ("2025-02-17 to 2025-02-18", "Geneva, Switzerland")
    assert row["according_to"] == "Oslo"
    assert (row["population"], row["event"], row["document"]) == ("1", told.id, "d")
    assert len(questions()) >= 4
    assert {row[question] for question in questions()} == {row["note"]} == {""}


def test_what_is_not_known_is_empty() -> None:
    (row,) = rows(dragoman.sample([replace(event(1), actors=(), confidence=None)], 1).csv())
    assert [row[key] for key in ("mode", "actor", "date", "place", "according_to", "confidence")] == [""] * 6

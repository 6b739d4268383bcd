"""Addresses: what they may ask, and the one way to write a question."""

from __future__ import annotations

import string
from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.web.problems import Problem
from dragoman.web.query import (
    LONGEST,
    ask,
    filters,
    parameters,
)

ALL = tuple(parameters())

foreign = st.one_of(
    st.text(max_size=30),
    st.sampled_from(
        ["", " ", "ASSAULT", "assault", "2025-02-30", "2025-02-03", "0.5", "1e3", "nan", "-1", "0", "1"]
    ),
)


def test_every_parameter_is_described_and_its_example_is_right() -> None:
    for name, parameter in parameters().items():
        assert parameter.label
        assert parameter.hint.endswith(".")
        assert parameter.kind in ("words", "choice", "day", "number", "count", "party")
        assert parameter.value(parameter.example) == parameter.example, name
        assert (parameter.kind == "choice") == bool(parameter.choices)
        assert all(meaning for meaning in parameter.choices.values())
        if parameter.default is not None:
            assert parameter.value(parameter.default) == parameter.default


def test_every_filter_is_one_of_the_store() -> None:
    for name in filters():
        asked = ask([(name, parameters()[name].example)], filters())
        value = getattr(asked.query, name)
        assert str(value) == parameters()[name].example


@pytest.mark.parametrize(
    ("given_", "canonical"),
    [
        ("", "/events"),
        ("type=assault&actor=&recipient=", "/events?type=ASSAULT"),
        ("type=ASSAULT&actor=FRA", "/events?actor=FRA&type=ASSAULT"),
        ("page=1&size=50&sort=-date", "/events"),
        ("page=02&min_confidence=.50", "/events?min_confidence=0.5&page=2"),
        ("actor=%20%20Anna%20%20%20Holm%20", "/events?actor=Anna+Holm"),
        ("actor=FRA&actor=FRA", "/events?actor=FRA"),
        ("actor=fra&speaker=nor%3Agov&about=zzz", "/events?actor=FRA&about=zzz&speaker=NOR%3AGOV"),
        ("actor=FRA&actor=", "/events?actor=FRA"),
        ("text=%26type%3DAID%23", "/events?text=%26type%3DAID%23"),
    ],
)
def test_a_question_has_one_address(given_: str, canonical: str) -> None:
    assert ask(parse_qsl(given_, keep_blank_values=True), ALL).address("/events") == canonical


@pytest.mark.parametrize(
    ("name", "value", "said"),
    [
        ("since", "yesterday", "a day as 2025-02-01"),
        ("since", "2025-02-30", "no day of the calendar"),
        ("until", "٢٠٢٥-٠٢-٠١", "a day as"),
        ("type", "WAR", "one of AGREE, CONSULT"),
        ("status", "done", "happened"),
        ("quad", "5", "one of 1, 2, 3, 4"),
        ("page", "-1", "from 1 to 1,000,000"),
        ("page", "0", "from 1"),
        ("page", "9" * 400, "characters"),
        ("size", str(10**9), "from 1 to 200"),
        ("sort", ";DROP", "-date"),
        ("min_confidence", "x", "from 0 to 1"),
        ("min_confidence", "nan", "from 0 to 1"),
        ("min_confidence", "1.01", "from 0 to 1"),
        ("text", "a\0b", "characters that no text has"),
        ("text", "a" * 10_000_000, f"at most {LONGEST}"),
        ("actr", "FRA", "Perhaps actor is meant"),
        ("zzz", "1", "This page knows actor"),
    ],
)
def test_what_does_not_do_is_named_with_what_does(name: str, value: str, said: str) -> None:
    with pytest.raises(Problem) as raised:
        ask([(name, value)], ALL)
    assert raised.value.parameter == name
    told = raised.value.detail + " " + raised.value.mend
    assert raised.value.status == 422
    assert said in told
    assert len(told) < 700


def test_two_values_of_one_parameter_are_refused() -> None:
    with pytest.raises(Problem, match="given twice"):
        ask([("actor", "FRA"), ("actor", "DEU")], ALL)


def test_days_in_the_wrong_order_are_refused() -> None:
    with pytest.raises(Problem, match="2025-03-01 is after 2025-02-01"):
        ask([("since", "2025-03-01"), ("until", "2025-02-01")], ALL)


def test_a_change_starts_at_the_first_page() -> None:
    asked = ask([("actor", "FRA"), ("page", "4"), ("sort", "date")], ALL)
    assert asked.address("/events", actor=None) == "/events?sort=date"
    assert asked.address("/events", page=5) == "/events?actor=FRA&sort=date&page=5"
    assert asked.address("/events") == "/events?actor=FRA&sort=date&page=4"
    assert asked.filters_at("/map") == "/map?actor=FRA"


@given(st.lists(st.tuples(st.one_of(st.sampled_from(ALL), st.text(max_size=8)), foreign), max_size=6))
def test_whatever_is_given_is_understood_or_named(pairs: list[tuple[str, str]]) -> None:
    try:
        asked = ask(pairs, ALL)
    except Problem as error:
        problem: Problem | None = error
    else:
        problem = None
    if problem:
        assert problem.status == 422
        assert problem.parameter is not None
        assert problem.mend
        return
    address = asked.address("/events")
    assert set(address) <= set(string.printable) - set(string.whitespace) - set("\"'<>\\")
    again = ask(parse_qsl(urlsplit(address).query, keep_blank_values=True), ALL)
    assert again == asked
    assert again.address("/events") == address
    assert asked.query is not None

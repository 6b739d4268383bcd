"""What the files of leaders must hold by themselves: one holder an office, plausible dates, states covered."""

from __future__ import annotations

import datetime as dt
from collections import defaultdict
from itertools import pairwise

import pytest

from dragoman.ontology.agents import agents
from dragoman.ontology.countries import countries
from dragoman.ontology.leaders import Leader, leaders

# Offices of one holder, under the names they have in different states.
SINGLE = {
    "president": "president", "prime minister": "prime minister", "king": "king", "queen": "queen",
    "emir": "emir", "sultan": "sultan", "pope": "pope", "chancellor": "chancellor", "premier": "premier",
    "foreign minister": "foreign minister", "foreign secretary": "foreign minister",
    "secretary of state": "foreign minister", "external affairs minister": "foreign minister",
    "defence minister": "defence minister", "defense minister": "defence minister",
    "defence secretary": "defence minister", "secretary of defense": "defence minister",
    "finance minister": "finance minister", "interior minister": "interior minister",
    "army chief": "army chief", "governor of the central bank": "governor of the central bank",
    "secretary general of NATO": "secretary general of NATO",
    "secretary general of the United Nations": "secretary general of the United Nations",
}  # fmt: skip
# Where a secretary is no minister of the kind: India's foreign secretary is a civil servant, the Pope's a premier.
OTHERS = {
    ("IND", "foreign secretary"), ("PAK", "foreign secretary"),
    ("LKA", "defence secretary"), ("VAT", "secretary of state"),
}  # fmt: skip
# A start known to the month counts from its first day, so that two holders may seem to share that month.
MONTH = dt.timedelta(days=31)
LAST = dt.date(2027, 12, 31)


def test_no_two_persons_hold_an_office_of_one_holder() -> None:
    held = defaultdict(list)
    for leader in leaders():
        for office in leader.offices:
            if office.title in SINGLE and (office.country, office.title) not in OTHERS:
                key = office.country, SINGLE[office.title]
                held[key].append((office.start, office.end or LAST, leader.name))
    shared = [
        (key, one, other)
        for key, rows in held.items()
        for one, other in pairwise(sorted(rows))
        if one[2] != other[2] and one[1] - other[0] > MONTH
    ]
    assert shared == []


def test_nobody_holds_one_office_twice_at_a_time() -> None:
    twice = [
        (leader.name, one.title)
        for leader in leaders()
        for i, one in enumerate(leader.offices)
        for other in leader.offices[i + 1 :]
        if (one.title, one.country) == (other.title, other.country)
        and other.start <= (one.end or LAST) - MONTH
    ]
    assert twice == []


def test_every_date_is_one_of_a_life() -> None:
    for leader in leaders():
        last = leader.offices[-1]
        assert dt.date(1900, 1, 1) < leader.offices[0].start <= LAST, leader.name
        assert (last.end or last.start) <= LAST, leader.name
        assert last.start - leader.offices[0].start < dt.timedelta(days=70 * 366), leader.name


def test_forms_are_names() -> None:
    roles = {form.lower() for agent in agents() for form in agent.forms}
    for leader in leaders():
        forms = (leader.name, *leader.aliases)
        assert len(forms) == len(set(forms)), leader.name
        assert not {form.lower() for form in forms} & roles, leader.name
        assert all(len(form) > 1 and any(letter.isupper() for letter in form) for form in forms), leader.name


def in_office(country: str, titles: set[str], day: dt.date) -> list[Leader]:
    return [
        leader
        for leader in leaders()
        if any(o.country == country and o.title in titles and o.holds(day) for o in leader.offices)
    ]


HEADS = {
    "president", "prime minister", "chancellor", "king", "queen", "leader", "supreme leader", "emir", "sultan",
    "transitional president", "interim president", "acting president", "junta leader", "military ruler",
    "premier", "chief executive", "pope", "prince", "grand duke", "head of the sovereign council",
    "interim prime minister", "caretaker prime minister", "chief adviser", "head of state",
    "member of the presidency", "head of the Presidential Council", "leader of the Polisario Front",
    "president of the Presidential Leadership Council", "president of the transitional council",
}  # fmt: skip


@pytest.mark.parametrize("day", ["2006-03-15", "2014-03-15", "2020-03-15", "2025-06-15"])
def test_every_state_has_a_head(day: str) -> None:
    states = {c.code for c in countries() if c.kind == "state"} - {
        "ATA",
        "SMR",
    }  # no state; a new pair each half year
    late = {"SSD", "NRU", "PLW", "FSM", "TUV", "BIH", "BLZ", "VUT", "AND"} if day < "2010" else {"VUT"}
    missing = {code for code in states - late if not in_office(code, HEADS, dt.date.fromisoformat(day))}
    assert missing == set()


FOREIGN = {title for title, office in SINGLE.items() if office == "foreign minister"} | {
    "acting foreign minister"
}


@pytest.mark.parametrize("day", ["2010-03-15", "2015-06-15", "2019-06-15", "2024-03-15", "2025-06-15"])
def test_states_in_the_news_have_a_foreign_minister(day: str) -> None:
    states = [
        "USA", "GBR", "FRA", "RUS", "CHN", "DEU", "ITA", "CAN", "JPN", "IND", "BRA", "ZAF", "AUS", "KOR", "MEX", "IDN",
        "ARG", "TUR", "SAU", "EGY", "IRN", "IRQ", "SYR", "LBN", "UKR", "POL", "ESP", "NLD", "ETH", "VNM", "THA",
    ]  # fmt: skip
    found = {code: in_office(code, FOREIGN, dt.date.fromisoformat(day)) for code in states}
    assert [code for code, holders in found.items() if not holders] == []


@pytest.mark.parametrize(
    ("alias", "day", "name"),
    [
        ("Bush", "1991-02-01", "George H.W. Bush"),
        ("Bush", "2003-03-20", "George W. Bush"),
        ("Assad", "2015-06-01", "Bashar al-Assad"),
        ("Kabila", "1999-06-01", "Laurent Kabila"),
        ("Kabila", "2010-06-01", "Joseph Kabila"),
        ("Sharif", "2015-06-01", "Nawaz Sharif"),
        ("Sharif", "2025-06-01", "Shehbaz Sharif"),
        ("Papandreou", "2010-05-01", "George Papandreou"),
        ("Trudeau", "1975-05-01", "Pierre Trudeau"),
        ("Marcos", "1980-01-01", "Ferdinand Marcos"),
    ],
)
def test_a_surname_is_that_of_the_one_in_office(alias: str, day: str, name: str) -> None:
    bearers = [leader for leader in leaders() if alias in leader.aliases]
    assert max(bearers, key=lambda x: x.claim_on(dt.date.fromisoformat(day))).name == name

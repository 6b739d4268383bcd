"""Which event of a sentence gets which date, place, sums and equipment."""

from __future__ import annotations

from collections.abc import Iterable

import pytest

from dragoman import code
from dragoman.records import Amount, Document, Event


def told(event: Event) -> str:
    """Write an event as its trigger and what is told of it: when; where; how much; with what."""
    date = event.date
    when = (date.start if date.start == date.end else f"{date.start}/{date.end}") if date else ""
    where = event.place.name if event.place else ""
    values = (when, where, _sums(event.amounts), ", ".join(arm.name for arm in event.equipment))
    return f"{event.trigger.text}: " + "; ".join(value for value in values if value)


def _sums(amounts: Iterable[Amount]) -> str:
    return ", ".join(f"{amount.low:g} {amount.unit} ({amount.kind})" for amount in amounts)


def details(sentence: str, published: str | None = "2025-03-12") -> list[str]:
    document = Document("d", "article", text=sentence, published=published)
    return [told(event) for event in code([document])]


# Published on Wednesday, 12 March 2025.
CASES = {
    # All that a sentence with one event tells is told of this event, wherever it stands.
    "Poland sent 20 tanks to Ukraine on Monday.": [
        "sent 20 tanks: 2025-03-10; 20 tank (units); tank",
    ],
    "On 3 March 2025, Poland sent 20 tanks to Ukraine.": [
        "sent 20 tanks: 2025-03-03; 20 tank (units); tank",
    ],
    "Poland sent tanks to Ukraine last week.": ["sent tanks: 2025-03-03/2025-03-09; tank"],
    "In Mosul, Turkish soldiers killed 12 rebels.": ["killed: Mosul; 12 rebel (dead)"],
    "On Monday, ministers said that France condemned Iran.": ["condemned: 2025-03-10"],
    "France condemned Iran.": ["condemned: "],
    # Each of several events has its own.
    "France condemned Iran on Monday and praised Israel on Tuesday.": [
        "condemned: 2025-03-10",
        "praised: 2025-03-11",
    ],
    "Poland sent 20 tanks to Ukraine, and Sweden condemned Russia on Tuesday.": [
        "sent 20 tanks: 20 tank (units); tank",
        "condemned: 2025-03-11",
    ],
    "France praised Poland, which on Monday sent 20 tanks to Ukraine.": [
        "praised: ",
        "sent 20 tanks: 2025-03-10; 20 tank (units); tank",
    ],
    "Poland, which sent 20 tanks to Ukraine on Monday, condemned Russia on Tuesday.": [
        "sent 20 tanks: 2025-03-10; 20 tank (units); tank",
        "condemned: 2025-03-11",
    ],
    # What stands above several events is told of none of them.
    "On Monday, ministers said that France condemned Iran and that Spain praised Israel.": [
        "condemned: ",
        "praised: ",
    ],
    # What came of an act of force is told of it, by whatever verb.
    "Turkish soldiers attacked the rebels with a bomb that killed nine people.": [
        "attacked: 9 person (dead); bomb"
    ],
    "France condemned a blast that killed nine people in Turkey.": ["condemned: "],
    # The day of another clause is not that of the event.
    "France condemned the raid, which took place on Monday.": ["condemned: "],
    "Turkish police raided the offices of a party that was founded in 2019.": ["raided the offices: "],
    # The most precise place counts; where something is said, it did not happen.
    "Turkish soldiers killed 12 rebels in Iraq's Sinjar district, near Mosul.": [
        "killed: Sinjar; 12 rebel (dead)",
    ],
    "Turkish soldiers shot two rebels, witnesses said in Istanbul.": ["shot: 2 rebel (people)"],
    # The ground of an act is its place.
    "Turkish soldiers captured Manbij.": ["captured Manbij: Manbij"],
    # Where a party is or comes from is not where it acts.
    "Turkish troops in Syria attacked the rebels.": ["attacked: "],
    "Iran condemned France.": ["condemned: "],
    # The date of what is condemned is not that of the condemning.
    "Iran condemned Monday's vote.": ["condemned Monday's vote: "],
    "Iran praised the March 3 statement of Oman.": ["praised the March 3 statement: "],
    "Iran condemned the vote on Monday.": ["condemned the vote: 2025-03-10"],
    "Iran signed Monday's deal with Oman.": ["signed Monday's deal: 2025-03-10"],
}


@pytest.mark.parametrize(("sentence", "expected"), CASES.items())
def test_what_is_told_of_each_event(sentence: str, expected: list[str]) -> None:
    assert details(sentence) == expected


def test_a_weekday_means_nothing_without_a_day_to_count_from() -> None:
    assert details("France condemned Iran on Monday.", published=None) == ["condemned: "]
    assert details("France condemned Iran on 3 March 2025.", published=None) == ["condemned: 2025-03-03"]


def test_two_days_later_counts_from_the_sentence_before() -> None:
    text = "France condemned Iran on 3 March 2025. Two days later, Spain praised Israel. Iran thanked Oman."
    assert details(text) == ["condemned: 2025-03-03", "praised: 2025-03-05", "thanked: "]
    assert details("Two days later, Spain praised Israel.") == ["praised: "]


# Contexts: of the words of an event's own clause and parties, of those above all events, and of what is implied.
ABOUT = {
    "Poland sent 20 tanks to Ukraine, and Sweden condemned Russia.": [("military",), ("diplomatic",)],
    "Iranian judges jailed two reporters.": [("legal",)],
    "Poland gave Moldova $30 million.": [("economic",)],
}


@pytest.mark.parametrize(("sentence", "expected"), ABOUT.items())
def test_what_each_event_is_about(sentence: str, expected: list[tuple[str, ...]]) -> None:
    assert [event.contexts for event in code([Document("d", "article", text=sentence)])] == expected


def test_headline_tells_as_a_sentence_does() -> None:
    (event,) = code([Document("d", "headline", title="Poland Sends 20 Tanks to Ukraine")])
    assert told(event) == "Sends 20 Tanks: 20 tank (units); tank"


@pytest.mark.parametrize(
    ("text", "dead"),
    [
        ("A bombing in Kabul killed 12 people.", 12),
        ("At least 40 people were killed when rebels attacked a market in Mogadishu.", 40),
    ],
)
def test_the_toll_belongs_to_the_act_whose_outcome_it_is(text: str, dead: int) -> None:
    events = code([Document("a", "article", text=text)])
    tolls = [amount.low for event in events for amount in event.amounts if amount.kind == "dead"]
    assert tolls == [dead]


def test_a_capital_where_a_bomb_went_off_is_no_government() -> None:
    (event,) = code([Document("a", "article", text="A bombing in Kabul killed 12 people.")])
    assert [(party.country, party.sectors) for party in event.recipients] == [("AFG", ())]

"""`follow`: what follows from what, over weeks and whatever the order; names, timelines and dyads."""

from __future__ import annotations

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import dragoman.storylines as room
from dragoman.records import Dyad, Story, Storyline
from dragoman.storylines import follow
from tests.storylines.feeds import WEEKS, event, headlines, party, report, story


def lines_of(stories: list[Story]) -> list[set[str]]:
    return [{s.title for s in line.stories} for line in follow(stories)]


WORDS = (
    "Kyiv",
    "Russian",
    "drone",
    "troops",
    "Halmar",
    "trial",
    "Brexit",
    "vote",
    "Orvieto",
    "bronze",
    "Nicosia",
)
TITLES = st.lists(st.sampled_from(WORDS), max_size=6).map(" ".join)
DAYS = st.sampled_from([None, "2016-07-01", "2019-03-03", "2024-03-04", "2024-04-05", "2099-01-01"])


@settings(max_examples=40, deadline=None)  # the first titles read load the language pipeline
@given(st.lists(st.tuples(DAYS, st.one_of(TITLES, st.text(max_size=20))), max_size=9), st.randoms())
def test_each_story_is_in_one_storyline_whatever_the_order(
    lines: list[tuple[str | None, str]], chance: random.Random
) -> None:
    stories = [story(report(title, day), id=f"s{n}") for n, (day, title) in enumerate(lines)]
    found = follow(stories, min_stories=1)
    assert sorted(s.id for line in found for s in line.stories) == sorted(s.id for s in stories)
    assert len({line.id for line in found}) == len(found)
    for line in found:
        documents = {d.id: d for s in line.stories for d in s.documents}
        assert line.id == line.stories[0].id
        assert all(step.citation.holds(documents[step.citation.document]) for step in line.timeline)
        dates = [step.date for step in line.timeline]
        assert dates == sorted(dates, key=lambda day: (day is None, day or ""))
        assert Storyline.from_json(line.json()) == line
    shuffled = stories[:]
    chance.shuffle(shuffled)
    assert follow(shuffled, min_stories=1) == found
    assert follow(stories) == [line for line in found if len(line.stories) > 1]


def test_seven_weeks_of_news() -> None:
    found = follow(headlines(*WEEKS))
    told = {line.name: [step.date for step in line.timeline] for line in found}
    war, trial = told.pop("Russo-Ukrainian War"), next(d for n, d in told.items() if "Astrid Maren" in n)
    assert war == ["2024-03-04", "2024-03-09", "2024-03-14"]
    assert trial == ["2024-03-11", "2024-03-20", "2024-03-28", "2024-04-15"]
    assert told["Cyprus dispute"] == ["2024-03-18", "2024-04-03"]
    assert told["Red Sea crisis"] == ["2024-03-25", "2024-04-02"]
    assert len(found) == 4


def test_the_name_is_the_registrys_or_stands_in_the_titles() -> None:
    how = {line.name: line.how for line in follow(headlines(*WEEKS))}
    assert how["Cyprus dispute"] == "affair: Cyprus dispute"
    (own,) = [name for name, table in how.items() if not table.startswith("affair: ")]
    assert how[own].startswith("titles: ")
    titles = " ".join(title for _, title in WEEKS)
    assert all(part in titles for part in own.split(" – "))


def test_a_name_without_more_joins_nothing() -> None:
    lines = headlines(
        ("2025-03-01", "Trump Praises New Dam in Idaho"),
        ("2025-03-03", "Trump to Open Rodeo in Texas"),
        ("2025-03-09", "Trump Names Judge in Ohio"),
        ("2025-03-11", "Russia Plants Record Wheat Crop"),
    )
    assert follow(lines) == []


def test_a_storyline_of_one_is_told_when_asked_for() -> None:
    one = headlines(("2019-02-01", "Brexit Vote Delayed Again"), ("2019-02-02", "Puffins Return to Skomer"))
    assert follow(one) == []
    brexit, puffins = follow(one, min_stories=1)
    assert (brexit.name, puffins.name) == ("Brexit", "Puffins Return to Skomer")


def test_what_is_linked_to_an_affair_joins_it_where_the_affair_is_most_of_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = headlines(
        ("2019-02-01", "Brexit Vote Delayed Again"),
        ("2019-02-03", "Brexit Talks in Dublin"),
        ("2019-02-05", "Speaker Calls Members Back on Saturday"),
        ("2019-02-08", "Rice Harvest Begins in Suriname"),
        ("2019-02-09", "Rice Fair Opens in Paramaribo"),
    )
    monkeypatch.setattr(room, "link", lambda stories: [[0, 1, 2], [3, 4]])
    assert lines_of(lines) == [{s.title for s in lines[:3]}, {s.title for s in lines[3:]}]
    monkeypatch.setattr(room, "link", lambda stories: [[0, 2, 3, 4], [1]])
    assert lines_of(lines) == [{s.title for s in lines[2:]}, {s.title for s in lines[:2]}]


def test_of_two_affairs_linked_each_keeps_its_own_and_the_rest_stays_together(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    lines = headlines(
        ("2019-02-01", "Brexit Vote Delayed Again"),
        ("2019-02-03", "Khashoggi Inquiry Opens"),
        ("2019-02-05", "Speaker Calls Members Back"),
        ("2019-02-08", "Members Are Back"),
    )
    monkeypatch.setattr(room, "link", lambda stories: [[0, 1, 2, 3]])
    assert lines_of(lines) == [{s.title for s in lines[2:]}]


def test_storylines_come_by_weight() -> None:
    found = follow(headlines(*WEEKS))
    assert [len(line.stories) for line in found] == sorted(
        (len(line.stories) for line in found), reverse=True
    )


def test_dyads_and_days_of_a_storyline() -> None:
    shelling = report("Russian Shells Hit Ukrainian Bakery", "2023-05-02")
    talks = report("Kyiv and Moscow Talk of Truce", "2023-05-09")
    stories = [
        story(shelling, events=[event(shelling, "ASSAULT", [party("RUS")], [party("UKR")])]),
        story(talks, events=[event(talks, "CONSULT", [party("UKR"), party("RUS")])]),
    ]
    (line,) = follow(stories)
    assert line.dyads == (Dyad("RUS", "UKR", (1, 0, 0, 1)), Dyad("UKR", "RUS", (1, 0, 0, 0)))
    assert (line.first, line.last) == ("2023-05-02", "2023-05-09")


def test_nothing_in_nothing_out() -> None:
    assert follow([]) == []


def test_storylines_go_on_with_the_stories_they_had_before() -> None:
    weeks = headlines(*WEEKS)
    days = sorted({story.first for story in weeks if story.first})
    earlier = follow([story for story in weeks if (story.first or "") <= days[len(days) * 2 // 3]])
    now = [story for story in weeks if (story.first or "") > days[len(days) // 3]]
    held = {line.id for line in earlier}
    found = follow(now, earlier=earlier)
    assert {line.name for line in found} == {line.name for line in follow(weeks)}
    assert sum(line.id in held for line in found) == len(earlier)
    war = next(line for line in found if line.name == "Russo-Ukrainian War")
    assert [step.date for step in war.timeline] == ["2024-03-04", "2024-03-09", "2024-03-14"]


def test_earlier_storylines_that_meet_go_on_in_one_and_the_others_keep_what_they_had(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    rice = headlines(*((f"2019-02-0{n}", f"Rice Fair {n} in Paramaribo") for n in range(1, 8)))
    monkeypatch.setattr(room, "link", lambda stories: [list(range(len(stories)))])
    big, small = follow([*rice[:3], rice[5], rice[6]])[0], follow([*rice[3:5]])[0]
    met = Storyline(
        **{n: getattr(small, n) for n in small.__dataclass_fields__} | {"stories": tuple(rice[3:6])}
    )
    found = follow(rice[5:], earlier=[met, big])
    assert sorted([s.id for s in line.stories] for line in found) == sorted(
        [[s.id for s in [*rice[:3], *rice[5:]]], [s.id for s in rice[3:5]]]
    )


@settings(max_examples=20, deadline=None)
@given(st.lists(st.tuples(DAYS, TITLES), max_size=9), st.data())
def test_no_story_is_lost_or_doubled_by_what_was_before(
    lines: list[tuple[str | None, str]], data: st.DataObject
) -> None:
    stories = [story(report(title, day), id=f"s{n}") for n, (day, title) in enumerate(lines)]
    one, other = (
        data.draw(st.lists(st.sampled_from(stories), unique_by=id)) if stories else [] for _ in "ab"
    )
    earlier = follow(one, min_stories=1)
    found = follow(other, min_stories=1, earlier=earlier)
    touched = {s.id for line in earlier for s in line.stories} | {s.id for s in other}
    assert sorted(s.id for line in found for s in line.stories) == sorted(touched)
    assert len({line.id for line in found}) == len(found)

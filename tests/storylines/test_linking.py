"""Linking: the tables, what is compared, which storyline a report goes on from, and stories without any heading."""

from __future__ import annotations

import datetime as dt
import random
from importlib.resources import files

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.ontology.countries import countries
from dragoman.records import Story
from dragoman.storylines import ties, topics
from dragoman.storylines.features import Features, compare
from dragoman.storylines.gist import Gist, gist
from dragoman.storylines.linking import link
from dragoman.storylines.marks import weight
from dragoman.storylines.ranking import model, rank
from dragoman.storylines.running import MEMORY, Line, Running, name
from dragoman.storylines.ties import SOON, Usual, signs, usual
from tests.storylines.feeds import headlines, report, story

DAY = dt.date(2024, 5, 1).toordinal()
NOTHING = Usual()


def told(text: str) -> Gist:
    return gist([("", text)], dt.date(2024, 5, 1))


def tied(report: Gist, line: Line, today: int, usual: Usual = NOTHING) -> bool:
    return ties.tied(signs(report, usual), line, today)


def compared(report: Gist, running: Running) -> dict[str, Features]:
    return compare(report, running, running.led_to(report))


def linked(*lines: tuple[str | None, str]) -> list[set[str]]:
    """Storylines of more than one headline."""
    stories = headlines(*lines)
    return [{stories[i].title for i in members} for members in link(stories) if len(members) > 1]


# ------------------------------------------------------------------------------------------ tables


def test_marks_are_lands_and_names_by_how_usual_they_are() -> None:
    head, *lines = files("dragoman.storylines").joinpath("marks.tsv").read_text(encoding="utf-8").splitlines()
    assert head.startswith("mark\titems\tsize=")
    rows = [line.split("\t") for line in lines]
    counts = [int(items) for _, items in rows]
    assert counts == sorted(counts, reverse=True)
    assert counts[-1] >= 3
    assert len({mark for mark, _ in rows}) == len(rows)
    states = {c.code for c in countries()} | {"EUR"}
    for mark, _ in rows:
        kind, _, entity = mark.partition(":")
        assert kind in {"land", "leader", "body", "place"}
        assert entity
        assert kind != "land" or entity in states, mark


def test_topics_have_a_weight_for_each_column_and_each_other() -> None:
    size = len(topics.names())
    head, prior, *lines = (
        files("dragoman.storylines").joinpath("topics.tsv").read_text(encoding="utf-8").splitlines()
    )
    assert prior.startswith("\t")
    assert all(prior.split("\t")[1:])
    terms = [line.split("\t")[0] for line in lines]
    assert terms == sorted(set(terms))
    assert {len(line.split("\t")) for line in (head, prior, *lines)} == {size + 1}
    together = topics.together()
    assert [len(row) for row in together] == [size] * size
    assert all(together[i][j] == together[j][i] for i in range(size) for j in range(i))
    assert all(together[i][i] > max(row[i] for j, row in enumerate(together) if j != i) for i in range(size))


def test_the_model_weighs_what_is_compared() -> None:
    running = Running({"a": "Peruvian mining strike"})
    running.turn(DAY)
    running.add(told("Miners of Peru walk out of a copper pit"), ["a"])
    features = compared(told("Peru's striking miners block a road"), running)["a"]
    assert model().ranks.keys() <= features.keys()
    assert model().joins.keys() - {"intercept"} <= features.keys()
    assert 0 < model().threshold < 1


# ---------------------------------------------------------------------------------------- compared


@pytest.mark.parametrize(
    ("text", "topic"),
    [
        ("Voters go to the polls as the opposition leads in parliamentary elections", "politics"),
        ("Militants ambush an army convoy, killing nine soldiers", "war"),
        ("The jury convicts a former banker of fraud and he is sentenced to prison", "law"),
        ("A magnitude 6.8 earthquake levels houses and a landslide blocks the road", "disaster"),
        ("The striker scores twice as they win the cup final", "sport"),
    ],
)
def test_topic_by_words(text: str, topic: str) -> None:
    found = dict(zip(topics.names(), told(text).topics, strict=True))
    assert max(found, key=lambda t: found[t]) == topic
    assert sum(found.values()) == pytest.approx(1)


def test_what_a_gist_holds() -> None:
    found = told("Zelensky meets envoys of the Halvorsen Group in Warsaw")
    assert found.lands == {"UKR", "POL"}
    assert {e.name for e in found.entities} == {"Volodymyr Zelensky"}
    assert "halvors" in found.names
    assert "zelensk" not in found.names
    assert "land:UKR" in found.marks
    assert "leader:Volodymyr Zelensky" in found.marks


def test_rare_names_weigh_more_than_great_powers() -> None:
    assert weight("land:USA") < weight("land:RUS") < weight("land:VUT")
    assert weight("leader:Nobody Known") == max(weight("leader:Nobody Known"), weight("land:VUT"))


def test_what_a_name_tells() -> None:
    found = name("2019–20 Nigerian general election")
    assert found.year == 2020
    assert found.lands == {"NGA"}
    assert "electio" in found.kinds
    assert "nigeria" not in found.kinds
    assert name("Iran–United States relations").lands == {"IRN", "USA"}
    assert name("Crisis").year is None


def test_what_is_long_ago_is_forgotten() -> None:
    running = Running({"old": "Tin War", "new": "Salt War"})
    running.turn(DAY)
    running.add(told("Miners of Bolivia fight over tin"), ["old"])
    running.turn(DAY + 100)
    running.add(told("Miners of Bolivia fight over salt"), ["old", "new"])
    asked = told("Bolivia: miners fight on")
    running.turn(DAY + MEMORY)
    assert {id: f["size"] for id, f in compared(asked, running).items()} == {
        "old": pytest.approx(0.693, abs=0.001),
        "new": 0,
    }
    running.turn(DAY + MEMORY + 1)
    assert {id: f["size"] for id, f in compared(asked, running).items()} == {"old": 0, "new": 0}
    running.turn(DAY + MEMORY + 101)
    assert compared(asked, running) == {}
    fresh = Running()
    fresh.turn(DAY + MEMORY + 101)
    assert running.lines == fresh.lines


# ------------------------------------------------------------------------------------------ ranked

NAMES = {
    "strike": "2024 Norwegian oil strike",
    "vote": "2024 Ghanaian general election",
    "talks": "Iran–Norway relations",
    "gone": "2021 Norwegian parliamentary election",
}


@pytest.fixture
def running() -> Running:
    found = Running(NAMES)
    found.turn(DAY - 9)
    found.add(told("Oslo counts the last ballots of a by-election in Bergen"), ["gone"])
    found.add(told("Norwegian rig workers down tools over pensions"), ["strike"])
    found.turn(DAY - 5)
    found.add(told("Ghana's electoral commission prints ballots for December"), ["vote"])
    found.add(told("Tehran summons Norway's ambassador over a seized ship"), ["talks"])
    found.turn(DAY)
    return found


@pytest.mark.parametrize(
    ("text", "line"),
    [
        ("Union of Norwegian oil workers rejects the mediator's offer", "strike"),
        ("Accra: presidential candidates in Ghana sign a peace pledge before the vote", "vote"),
        ("Iran frees the crew of a Norwegian tanker", "talks"),
    ],
)
def test_the_first_is_the_one_it_goes_on_from(running: Running, text: str, line: str) -> None:
    ranked = rank(told(text), running)
    assert ranked[0][0] == line
    scores = [score for _, score in ranked]
    assert scores == sorted(scores, reverse=True)


def test_nothing_leads_to_a_storyline_that_shares_nothing(running: Running) -> None:
    assert "vote" not in dict(rank(told("Volcano erupts on Iceland's peninsula"), running))


@pytest.mark.parametrize(
    ("line", "report", "expected"),
    [
        ("Trump orders flags lowered across the United States", "Trump hosts U.S. hockey champions", False),
        ("Eritrea and Djibouti close their border", "Djibouti, Eritrea trade fire at a post", True),
        ("Senegal votes for a president", "Senegal strikes gas off Saint-Louis", False),
        ("Paraguay smelters poison a river, a court finds", "Paraguay's smelters fined", True),
        ("Cyril Wexcombe charged over ferries", "Wexcombe freed on bail", True),
        ("A smelter explodes", "Another smelter explodes", False),
        ("FDA approves a drug for hay fever", "FDA approves a drug against gout", False),
        ("IMF asks Tonga for a wider tax", "IMF mission ends its talks in Tonga", True),
        ("IMF asks Tonga for a wider tax", "IMF sees growth slow in Chile", False),
        ("What to know about Senator Wexcombe", "What to know about the jobs report", False),
        ("Why the budget won’t pass", "Why the canal won’t be dredged", False),
        ("OPINION: Let the canal be dredged", "OPINION: Tax the heron", False),
    ],
)
def test_what_ties(line: str, report: str, expected: bool) -> None:
    running = Running()
    running.turn(DAY)
    running.add(told(line), ["line"])
    assert tied(told(report), running.lines["line"], DAY) is expected


def lines(*titles: str, leads: str = "") -> Line:
    """A storyline of articles with these titles and one lead."""
    running = Running()
    running.turn(DAY - 3)
    for title in titles:
        running.add(article(title, leads), ["line"])
    return running.lines["line"]


def article(title: str, text: str) -> Gist:
    return gist([(title, text)], dt.date(2024, 5, 1))


def test_what_stands_in_leads_ties_nothing() -> None:
    credit = "Oriel Tambrook/Getty Images. Enlarge this image."
    told = article("Senate Debates the Farm Bill", credit)
    assert not tied(told, lines("Dam Overflows in California", leads=credit), DAY)
    assert tied(article("Tambrook Opens a Show", ""), lines("Tambrook Wins a Prize"), DAY)


def test_who_stands_in_one_title_of_many_ties_nothing() -> None:
    report = article("Wexcombe Freed on Bail", "")
    three = ("Wexcombe and Tambrook Charged", "Tambrook in Court", "Tambrook Denies Fraud")
    assert tied(report, lines(*three[:2]), DAY)
    assert not tied(report, lines(*three), DAY)


def test_a_leader_or_a_firm_is_of_one_affair_only_for_a_while() -> None:
    line = lines("Lufthansa Crews Walk Out")
    report = article("Lufthansa Cancels Flights", "")
    assert tied(report, line, DAY)
    assert not tied(report, line, DAY + SOON)


def test_who_is_in_many_titles_ties_nothing_or_only_in_company() -> None:
    some = [article(f"Wexcombe at Fair Number {n}", "") for n in range(12)]
    line = lines("Wexcombe Sells a Ferry")
    few, many = usual(some[:6]), usual(some)
    assert tied(some[0], line, DAY, usual(some[:5]))
    assert "wexcomb" in few.often - few.everywhere
    assert not tied(some[0], line, DAY, few)
    assert tied(article("Wexcombe's Ferry Sinks", ""), line, DAY, few)
    assert not tied(article("Wexcombe's Ferry Sinks", ""), line, DAY, many)


def test_of_a_story_counts_what_its_reports_share() -> None:
    found = gist(
        [
            ("Wexcombe Freed", "Tambrook wrote this."),
            ("Cyril Wexcombe Freed", "Halvorsen wrote this."),
            ("Ferry Baron Wexcombe Freed on Bail", "Halvorsen wrote this."),
        ],
        dt.date(2024, 5, 1),
    )
    assert {"wexcomb", "ferry", "cyril"} <= found.head
    assert "halvors" in found.names
    assert "tambroo" not in found.names
    assert "halvors" not in found.head


# ------------------------------------------------------------------------------------------ linked


def test_an_undated_page() -> None:
    assert linked(
        (None, "Zelensky Calls Russian Terms for Ceasefire Unacceptable Ahead of Riyadh Talks"),
        (None, "Moscow Says Ukraine Talks in Riyadh Moved Closer to Ceasefire"),
        (None, "Trump Names Former Senator Ambassador to Japan"),
        (None, "Trump Threatens Tariffs on Canadian Timber"),
        (None, "U.S. Senate Passes Farm Bill After Marathon Session"),
        (None, "Storm Knocks Out Power Across U.S. Gulf Coast"),
        (None, "Japan's Central Bank Holds Rates"),
        (None, "Erdogan Opens Mosque in Istanbul"),
    ) == [
        {
            "Zelensky Calls Russian Terms for Ceasefire Unacceptable Ahead of Riyadh Talks",
            "Moscow Says Ukraine Talks in Riyadh Moved Closer to Ceasefire",
        }
    ]


def test_a_domestic_feed_is_no_storyline() -> None:
    credit = "Oriel Tambrook/AP. Enlarge this image. The president, Donald Trump, and Senate Republicans met."
    titles = (
        "Trump Turns Dinner Into a Roast",
        "Dam Overflow Sparks Evacuation in California",
        "Health Bill in Jeopardy, Senators Say",
        "Mayor of Seattle Resigns",
        "Stars Mock Trump at Awards",
        "House Votes on Ethics Office",
        "Judge Blocks Order on Visas",
    )
    stories = [story(report(t, f"2019-0{n}-11", credit, by="P")) for n, t in enumerate(titles, 1)]
    assert [members for members in link(stories) if len(members) > 1] == []


def test_a_trial_over_weeks_beside_other_news_of_its_land() -> None:
    assert linked(
        ("2024-03-01", "Former Malaysian minister Razlan Hadi charged with bribery over port contract"),
        ("2024-03-02", "Malaysia palm oil exports rise"),
        ("2024-03-12", "Razlan Hadi denies bribery as trial opens in Kuala Lumpur"),
        ("2024-03-14", "Malaysia beats Oman in football qualifier"),
        ("2024-04-02", "Razlan Hadi sentenced to nine years"),
    ) == [
        {
            "Former Malaysian minister Razlan Hadi charged with bribery over port contract",
            "Razlan Hadi denies bribery as trial opens in Kuala Lumpur",
            "Razlan Hadi sentenced to nine years",
        }
    ]


WORDS = ["Kyiv", "Moscow", "talks", "Chad", "Sudan", "border", "Wexcombe", "trial", "Trump", "vote"]
LINES = st.lists(
    st.tuples(
        st.sampled_from([None, "2018-02-01", "2018-02-20", "2019-12-31"]),
        st.lists(
            st.sampled_from(WORDS),
            max_size=5,
        ),
    ),
    max_size=10,
)


@settings(max_examples=60, deadline=None)
@given(LINES, st.randoms())
def test_each_story_is_in_one_list_whatever_the_order(
    lines: list[tuple[str | None, list[str]]], chance: random.Random
) -> None:
    from dataclasses import replace

    stories = [replace(s, id=f"s{n}") for n, s in enumerate(headlines(*((d, " ".join(w)) for d, w in lines)))]
    found = link(stories)
    assert sorted(i for members in found for i in members) == list(range(len(stories)))

    def ids(some: list[Story], groups: list[list[int]]) -> set[frozenset[str]]:
        return {frozenset(some[i].id for i in members) for members in groups}

    shuffled = stories[:]
    chance.shuffle(shuffled)
    assert ids(shuffled, link(shuffled)) == ids(stories, found)


def test_nothing_is_nothing() -> None:
    assert link([]) == []

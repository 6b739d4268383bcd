"""Which affair a story belongs to: what names it, its sides with a word, and never a name by itself."""

from __future__ import annotations

import pytest

from dragoman.storylines.registry import affair_of
from tests.storylines.feeds import event, headlines, party, report, story


def affair(title: str, day: str | None = None) -> str | None:
    found = affair_of(headlines((day, title))[0])
    return found.name if found else None


@pytest.mark.parametrize(
    ("day", "title", "name"),
    [
        # a name by itself
        ("2019-02-01", "Brexit Vote Delayed Again", "Brexit"),
        ("2021-06-01", "Widow of Khashoggi Speaks in Geneva", "Murder of Jamal Khashoggi"),
        (None, "Rosmah Appeals in 1MDB Case", "1Malaysia Development Berhad scandal"),
        ("2022-10-01", "Officials from Cairo Visit Site of Nile Dam", "Grand Ethiopian Renaissance Dam dispute"),
        # both sides and what it is about
        ("2023-05-05", "Moscow Says Ukrainian Drone Fell on Depot", "Russo-Ukrainian War"),
        ("2024-11-11", "Washington Puts New Tariffs on Chinese Cranes", "China–United States trade war"),
        ("2017-08-01", "Pyongyang Tests Another Missile", "North Korea's nuclear programme"),
        ("2012-03-01", "Syrian Rebels Take Village near Hama", "Syrian civil war"),
        # a leader stands for his land
        ("2022-07-01", "Putin Warns Zelensky Over Missile Strikes", "Russo-Ukrainian War"),
        # a person is a side
        ("2017-01-10", "Park Geun-hye Questioned as Impeachment Nears", "Impeachment of Park Geun-hye"),
        # a place and what it is about
        ("2016-09-20", "Curfew in Srinagar After Gunmen Kill Three", "Kashmir conflict and India–Pakistan standoffs"),
        # several fit: the one that most speaks for
        ("2024-06-01", "Israeli Strike in Rafah Kills Hamas Commander", "Gaza war"),
        ("2024-06-01", "Israeli Settlers Burn Palestinian Trees Near Nablus", "Israeli–Palestinian conflict"),
        ("2018-06-01", "Israeli Soldiers Shoot Palestinian at Gaza Fence", "Gaza border protests"),
    ],
)  # fmt: skip
def test_what_belongs(day: str | None, title: str, name: str) -> None:
    assert affair(title, day) == name


@pytest.mark.parametrize(
    ("day", "title"),
    [
        ("2023-05-05", "Russia Plants Record Wheat Crop"),
        ("2023-05-05", "Ukraine Wins Eurovision Place"),
        ("2025-05-05", "Trump Plays Golf in Scotland"),
        (None, "U.S. Navy Names New Ship"),
        ("2024-05-05", "China Opens Longest Bridge"),
        ("2015-05-05", "Earthquake Kills Nine in Yemen's Mountains"),  # of the war's land and years
        ("2010-05-05", "Rebels Take Syrian Pop Charts by Storm"),  # before it began
        ("1999-05-05", "Brexit Is No Word Yet"),
        ("2024-05-05", "They March in March: Bands Parade through Nairobi"),
        ("2019-05-05", "Pita Bread Is Back in Fashion"),
        ("2016-05-05", "How to Mend a Net in the Niger"),  # MEND is a group
        ("2019-05-05", ""),
    ],
)
def test_what_does_not_belong(day: str, title: str) -> None:
    assert affair(title, day) is None


def test_an_event_between_the_sides_is_as_good_as_a_word() -> None:
    document = report("Yerevan Sues Baku", "2021-09-16")
    bare = story(document)
    coded = story(document, events=[event(document, "ACCUSE", [party("ARM")], [party("AZE")])])
    within = story(document, events=[event(document, "ACCUSE", [party("ARM")], [party("ARM")])])
    assert affair_of(bare) is None
    assert affair_of(within) is None
    found = affair_of(coded)
    assert found is not None
    assert found.name == "Nagorno-Karabakh conflict"


def test_background_in_the_text_makes_no_affair() -> None:
    text = "The bakers' guild of Riga has a new head. He once baked for soldiers in the war in Ukraine."
    assert affair_of(story(report("Riga Bakers Elect New Head", "2023-02-01", text))) is None


def test_the_lead_helps_a_title_that_has_a_part_in_it() -> None:
    lead = "A court in London heard on Monday how the nerve agent Novichok came to Salisbury."
    found = affair_of(story(report("Novichok Inquiry Opens", "2024-10-14", lead)))
    assert found is not None
    assert found.name == "Poisoning of Sergei and Yulia Skripal"


def test_a_third_of_the_reports_is_enough_and_one_of_many_is_not() -> None:
    of_it = report("Kremlin Says Kyiv Breaks Truce", "2024-05-01")
    others = [report(f"Envoys Meet Again in Geneva, Day {n}", "2024-05-01") for n in range(2, 6)]
    assert affair_of(story(of_it, *others[:2])) is not None
    assert affair_of(story(of_it, *others)) is None


def test_without_a_date_what_goes_on_comes_before_what_has_ended() -> None:
    title = "Moscow Says Ukrainian Drone Fell Near Donetsk"
    assert affair(title) == affair(title, "2023-05-05") == "Russo-Ukrainian War"
    assert affair(title, "2017-05-05") == "War in Donbas"


def test_capitals_throughout_are_read() -> None:
    assert affair("BREXIT VOTE DELAYED AGAIN", "2019-02-01") == "Brexit"
    assert affair("MOSCOW SAYS UKRAINIAN DRONE FELL ON DEPOT", "2023-05-05") == "Russo-Ukrainian War"


def test_apostrophes_of_any_kind() -> None:
    assert (
        affair("Brexit’s Cost Told", "2019-02-01") == affair("Brexit's Cost Told", "2019-02-01") == "Brexit"
    )

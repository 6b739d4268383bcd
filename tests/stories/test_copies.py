"""Copies: one text under many names, edited or not; and what only looks like one."""

from __future__ import annotations

import random
import time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.records import Document
from dragoman.stories.copies import copies, same_text

WIRE = (
    "The ferry Thalassa left Piraeus at dawn on Monday with 412 passengers and returned two hours later with smoke "
    "in the engine room. Nobody was hurt, the coast guard said, and two tugs brought the ship to the quay.\n\n"
    "The company, Aegean Crossings, promised new tickets to all on board and said that the cause would be looked "
    "into. “We regret what people went through,” said its director, Eleni Vasilaki. The ship is 31 years old and was "
    "last inspected in Perama in October.\n\n"
    "It is the third such case on the line to Paros and Naxos since March. Islanders have asked the ministry in "
    "Athens for younger ships, and the minister, Petros Lambrou, is to meet their mayors on Thursday. A union of "
    "seamen in Piraeus said that crews had warned of worn pumps in a letter of 14 August, and that no answer came. "
    "Aegean Crossings runs 9 ships and carried 1.8 million passengers last year, a tenth more than the year before."
)
OTHER = (
    "Passengers told of a bang below deck and of a crew that kept its head. By noon most of them sat in "
    "cafés of the harbour, waiting for another ship to the islands, while firemen carried hoses ashore. "
) * 5
SPORT = (
    "Fans came early and sang until the floodlights went out over the old stand by the river, as they have done for "
    "fifty years, and the match was settled by a header from a corner shortly after the break."
)
PATTERN = (
    "An earthquake of magnitude {0} struck {1} kilometres south of {2} on {3}, the seismological service of {4} "
    "said. There were no reports of damage or of people hurt. The quake was {5} kilometres deep and was felt as far "
    "as {6}. Quakes that lie so deep seldom do damage. The service of {4} asks people near {2} to stand clear of old "
    "walls, to keep their telephones free for emergencies, and to tell it on its page on the internet what they "
    "felt, since such reports help it to draw maps of the shaking. The last strong one near {2} was in {7}."
)


def article(id: str, text: str | None, published: str | None = None, title: str | None = None) -> Document:
    return Document(id, "article", title=title, text=text, published=published)


def bundles(*texts: str) -> list[list[int]]:
    """The groups of texts; titles and days play no part."""
    found = [article(str(i), text) for i, text in enumerate(texts)]
    assert same_text(found, 4) == copies(found)
    return copies(found)


@pytest.mark.parametrize(
    "edited",
    [
        WIRE.upper(),
        f"ATHENS (Hellas Wire) — {WIRE}",
        WIRE[: len(WIRE) * 2 // 3],
        f"{WIRE}\n\nRead more: Storm keeps ships in port\nSign up for our newsletter and never miss a morning.",
        "Hundreds of holidaymakers had a fright off the coast of Attica this week.\n\n"
        + WIRE.split("\n\n", 1)[1],
        WIRE.replace("promised", "has promised").replace("third such case", "third case of this kind"),
        WIRE.replace("’", "'").replace("“", '"').replace("\n\n", "\n"),
        WIRE.replace("412 passengers", "414 passengers"),
    ],
    ids=["capitals", "dateline", "cut", "promotion", "beginning", "words", "typography", "corrected"],
)
def test_an_edited_text_is_a_copy(edited: str) -> None:
    assert bundles(WIRE, edited) == [[0, 1]]


def test_two_reporters_are_not_copies_though_they_quote_one_statement() -> None:
    said = WIRE.split("\n\n")[1]
    assert bundles(OTHER + said, f"{said} {SPORT} {SPORT[:90]}") == [[0], [1]]


def test_a_roundup_that_holds_a_report_is_no_copy_of_it() -> None:
    quake = PATTERN.format("4.2", "23", "Iquique", "Monday", "Chile", "110", "Calama", "2014")
    assert bundles(WIRE, f"{OTHER}\n\n{WIRE}\n\n{SPORT}\n\n{quake}") == [[0], [1]]


def test_reports_written_to_one_pattern_are_not_copies() -> None:
    chile = PATTERN.format("4.2", "23", "Iquique", "Monday", "Chile", "110", "Calama", "2014")
    peru = PATTERN.format("5.6", "61", "Tacna", "Friday", "Peru", "96", "Moquegua", "2001")
    assert bundles(chile, peru) == [[0], [1]]
    assert bundles(chile, f"SANTIAGO — {chile} Read more on our page.") == [[0, 1]]


def test_a_short_text_is_a_copy_only_of_the_same_words() -> None:
    brief = " ".join(WIRE.split()[:40])
    assert bundles(brief, brief.upper(), f"{brief} Photo.") == [[0, 1], [2]]


def test_copies_chain() -> None:
    words = WIRE.split()
    first, last = " ".join(words[: len(words) * 3 // 5]), " ".join(words[len(words) * 2 // 5 :])
    assert bundles(first, last) == [[0], [1]]
    assert bundles(first, last, WIRE) == [[0, 1, 2]]


def test_one_text_under_two_titles_is_one_text() -> None:
    found = [article("1", WIRE, title="Smoke"), article("2", WIRE, title="Ferry back"), article("3", OTHER)]
    assert same_text(found, 4) == copies(found) == [[0, 1], [2]]


def test_a_standing_title_makes_no_copies_of_two_articles() -> None:
    found = [article("1", WIRE, title="Morning briefing"), article("2", OTHER, title="Morning briefing")]
    assert same_text(found, 4) == [[0], [1]]


def test_one_long_title_tells_of_one_happening_but_two_texts_under_it_are_no_copies() -> None:
    title = "Ferry Turns Back Off Piraeus"
    found = [
        article("1", WIRE, title=title),
        article("2", OTHER, title=title),
        article("3", None, title=title),
    ]
    assert same_text(found, 4) == [[0, 1, 2]]
    assert copies(found) == [[0, 2], [1]]  # the bare headline goes with the first


def test_a_column_that_comes_back_each_day_does_not_chain() -> None:
    days = [f"2024-03-{day:02}" for day in range(1, 13)]
    column = [Document(day, "headline", "The War in Pictures Today", published=day) for day in days]
    assert [len(bundle) for bundle in same_text(column, 4)] == [4, 5, 3]
    assert same_text(column[6:], 4) == [[0, 1, 2], [3, 4, 5]]  # cut as it is where it began before
    assert len(copies(column)) == 1


@pytest.mark.parametrize("later", [WIRE, f"{WIRE} Read more."])
def test_a_text_printed_again_a_year_later_is_told_again(later: str) -> None:
    found = [article("1", WIRE, "2023-03-04"), article("2", later, "2024-03-04"), article("3", later)]
    assert same_text(found, 4) == [[0, 2], [1]]  # without a date: with the first
    assert same_text(found[:2], 4) == [[0], [1]]


hostile = st.one_of(
    st.none(),
    st.text(),
    st.text(st.characters(), min_size=60, max_size=200),  # surrogates too
    st.sampled_from(
        [
            "",
            "😀 " * 300,
            "word " * 10_000,
            "w" * 10_000,
            "1 " * 200,
            WIRE,
            OTHER,
            WIRE + OTHER,
            "\ud800 x " * 90,
        ]
    ),
)
dates = st.sampled_from([None, "2024-03-04", "2024-03-06T09:00:00Z", "2024-03-09", "2025-01-01"])


@settings(deadline=None)
@given(st.lists(st.tuples(hostile, hostile, dates), max_size=9), st.randoms())
def test_whatever_is_printed_is_in_one_group_in_any_order(
    rows: list[tuple[str | None, str | None, str | None]], chance: random.Random
) -> None:
    found = [article(str(i), text, day, title) for i, (title, text, day) in enumerate(rows)]

    def named(documents: list[Document]) -> list[set[frozenset[str]]]:
        return [
            {frozenset(documents[i].id for i in group) for group in groups}
            for groups in (same_text(documents, 4), copies(documents))
        ]

    shuffled = found[:]
    chance.shuffle(shuffled)
    assert named(shuffled) == named(found)
    assert sorted(i for group in same_text(found, 4) for i in group) == list(range(len(found)))


@settings(deadline=None)
@given(st.data())
def test_a_text_with_small_edits_is_found_among_others(data: st.DataObject) -> None:
    words = WIRE.split()
    cut = data.draw(st.integers(len(words) * 2 // 3, len(words)))
    edits = data.draw(
        st.dictionaries(st.integers(0, cut - 1), st.sampled_from(["indeed", "a", "Corfu", "7"]), max_size=3)
    )
    edited = " ".join(edits.get(i, word) for i, word in enumerate(words[:cut]))
    tail = data.draw(st.sampled_from(["", " Read more: Ferries in trouble", " © Hellas Wire 2024"]))
    assert bundles(OTHER, WIRE, edited + tail) == [[0], [1, 2]]


def patterned(number: int) -> str:
    chance = random.Random(number)
    names = ["".join(chance.choices("aeioulmnrst", k=6)).title() for _ in range(4)]
    return PATTERN.format(number / 10, number, names[0], "Monday", names[1], number + 7, names[2], names[3])


@pytest.mark.parametrize(
    ("text", "groups"),
    [
        (lambda i: WIRE, 1),
        (lambda i: f"{WIRE} Report {i}.", 1),
        (patterned, 10_000),
    ],
    ids=["the same", "nearly the same", "one pattern"],
)
def test_ten_thousand_texts_take_seconds(text: object, groups: int) -> None:
    assert callable(text)
    found = [article(str(i), text(i), "2024-03-04") for i in range(10_000)]
    start = time.process_time()
    assert len(same_text(found, 4)) == groups
    assert time.process_time() - start < 20  # 1 to 6 seconds on an idle machine


def test_a_hundred_thousand_headlines_take_seconds() -> None:
    chance = random.Random(1)
    known = WIRE.split()
    found = [
        Document(
            str(i), "headline", " ".join(chance.choices(known, k=9)), published=f"2024-03-{i % 28 + 1:02}"
        )
        for i in range(100_000)
    ]
    start = time.process_time()
    same_text(found, 4)
    assert time.process_time() - start < 10  # 1 to 2 seconds on an idle machine

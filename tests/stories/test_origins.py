"""Independent origins: families, copies, and agencies that are credited."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.records import Document
from dragoman.stories import group
from dragoman.stories.origins import author, origins

REPORT = (
    "The ferry returned to Piraeus with smoke in the engine room. Nobody was hurt, the coast guard said, and two tugs "
    "brought the ship to the quay, where an ambulance waited for those who felt ill."
)
OTHER = (
    "Passengers told of a bang below deck and of a crew that kept its head. By noon most of them sat in cafés of the "
    "harbour, waiting for another ship to the islands."
)
THIRD = (
    "Shares of Aegean Crossings fell in Athens after one of its ferries had to turn back, the third this year, and the "
    "ministry asked the company for papers."
)


def article(id: str, text: str | None, publisher: str | None = None, family: str | None = None) -> Document:
    return Document(id, "article", text=text, publisher=publisher, family=family)


def named(*documents: Document, copies: tuple[tuple[str, ...], ...] = ()) -> list[tuple[str | None, str]]:
    """Name and ids of each origin."""
    return [(origin.name, " ".join(origin.documents)) for origin in origins(documents, copies)]


def test_publishers_of_one_family_are_one_origin() -> None:
    asia = article("2", OTHER, "BBC Asia", "BBC")
    assert named(article("1", REPORT, "BBC World", "BBC"), asia) == [("BBC", "1 2")]
    assert named(article("1", REPORT, "Kathimerini"), asia) == [("Kathimerini", "1"), ("BBC", "2")]


def test_a_copy_comes_from_the_house_that_had_it_first() -> None:
    found = [
        article("1", REPORT, "Daily A"),
        article("2", REPORT, "Daily B"),
        article("3", OTHER, "Daily B"),
        article("4", THIRD, "daily a"),
    ]
    assert named(*found, copies=(("1", "2"),)) == [("Daily A", "1 2 4"), ("Daily B", "3")]


def test_a_copy_of_what_an_agency_put_out_comes_from_the_agency() -> None:
    found = [article("1", REPORT, "Daily A"), article("2", REPORT, "AFP", "AFP")]
    assert named(*found, copies=(("1", "2"),)) == [("AFP", "1 2")]


def test_what_agencies_are_credited_with_is_theirs_whoever_prints_it() -> None:
    found = [
        article("1", f"PIRAEUS, Greece (AP) — {REPORT}", "Daily A"),
        article("2", f"By Jane Roe, Associated Press\n\n{OTHER}", "Daily B"),
        article("3", THIRD, "Daily A"),
    ]
    assert named(*found) == [("Associated Press", "1 2"), ("Daily A", "3")]


def test_publishers_unknown_are_one_origin_together() -> None:
    assert named(article("1", REPORT), article("2", OTHER), article("3", None, " ")) == [(None, "1 2 3")]


def test_a_story_tells_its_copies_and_counts_its_origins() -> None:
    title = "Ferry Turns Back Off Piraeus With Smoke in Engine Room"
    found = [
        Document("1", "article", title, REPORT, "2024-03-04", publisher="Daily A"),
        Document("2", "article", title, OTHER, "2024-03-04", publisher="Daily B"),
        Document("3", "article", "Fright at sea", REPORT.upper(), "2024-03-05", publisher="Daily C"),
    ]
    (story,) = group(found, [])
    assert (story.copies, story.origins) == ((("1", "3"),), 2)
    assert [origin.name for origin in origins(story.documents, story.copies)] == ["Daily A", "Daily B"]


@pytest.mark.parametrize(
    ("text", "agency"),
    [
        (f"PIRAEUS, Greece (AP) — {REPORT}", "Associated Press"),
        (f"ATHENS, March 4 (Reuters) - {REPORT}", "Reuters"),
        (f"(Reuters) - {REPORT}", "Reuters"),
        (f"(AFP) ATHENS – {REPORT}", "AFP"),
        (f"ATHENS, March 4 /Xinhua/ -- {REPORT}", "Xinhua"),
        (f"ANALYSIS:\n\nATHENS (AP) — {REPORT}", "Associated Press"),
        (f"By The Associated Press\n{REPORT}", "Associated Press"),
        (f"By JANE ROE and JOHN POE Associated Press\n{REPORT}", "Associated Press"),
        (f"By Jane Roe, Reuters\n\n{REPORT}", "Reuters"),
        (f"{REPORT}\n\n© 2024 AFP", "AFP"),
        (f"{REPORT}\nCopyright 2024 The Associated Press. All rights reserved.", "Associated Press"),
        (f"{REPORT} — Bernama", "Bernama"),
        (f"{REPORT} (ANSA).", "ANSA"),
        (f"{REPORT}\n(Reporting by Jane Roe; Writing by John Poe; Editing by Ann Moe)", "Reuters"),
        # An agency had a part in it, took the picture, is spoken of, or owns nothing of it.
        (f"{REPORT}\n\nThe Associated Press contributed to this report.", None),
        (f"{REPORT}\n(With inputs from PTI)", None),
        (f"A ferry at the quay. (AP Photo/Jane Roe)\n\n{REPORT}", None),
        (f"A ferry at the quay. Photo: Jane Roe/AFP\n\n{REPORT}", None),
        (f"Reuters said on Monday that it would open an office in Athens.\n\n{REPORT}", None),
        (f"{REPORT} The minister spoke to the Associated Press.", None),
        (f"{REPORT}\nAdditional reporting by Jane Roe", None),
        (f"ATHENS — {REPORT}", None),
        ("", None),
        (None, None),
    ],
)
def test_the_agency_that_a_text_credits(text: str | None, agency: str | None) -> None:
    assert author(article("1", text)) == agency


@given(st.lists(st.tuples(st.text(), st.sampled_from([None, "", "A", "B"])), max_size=6))
def test_each_report_has_one_origin(rows: list[tuple[str, str | None]]) -> None:
    found = [article(str(i), text, publisher) for i, (text, publisher) in enumerate(rows)]
    told = [id for origin in origins(found, ()) for id in origin.documents]
    assert sorted(told, key=int) == [d.id for d in found]

"""Copies and independent origins."""

from __future__ import annotations

from dragoman.records import Document
from dragoman.stories.copies import origins, same_text

WIRE = (
    "The ferry left Piraeus at dawn with four hundred passengers and returned two hours later with smoke "
    "in the engine room. Nobody was hurt, the coast guard said, and tugs brought the ship to the quay. The "
    "company promised new tickets to all on board and said that the cause would be looked into."
)
OTHER = (
    "Passengers told of a bang below deck and of a crew that kept its head. By noon most of them sat in "
    "cafés of the harbour, waiting for another ship to the islands, while firemen carried hoses ashore."
)


def article(
    id: str, text: str | None, publisher: str | None = None, family: str | None = None, **more: str
) -> Document:
    return Document(id, "article", text=text, publisher=publisher, family=family, **more)


def test_publishers_of_one_family_are_one_origin() -> None:
    assert origins([article("1", WIRE, "BBC World", "BBC"), article("2", OTHER, "BBC Asia", "BBC")]) == 1
    assert origins([article("1", WIRE, "BBC World", "BBC"), article("2", OTHER, "Kathimerini")]) == 2


def test_a_copy_is_no_origin_of_its_own() -> None:
    assert origins([article("1", WIRE, "Daily A"), article("2", WIRE, "Daily B")]) == 1


def test_nor_is_a_near_copy_with_another_dateline_and_a_cut_ending() -> None:
    near = f"ATHENS (Agency) — {WIRE.rsplit(' and said', 1)[0]}."
    assert origins([article("1", WIRE, "Daily A"), article("2", near, "Daily B")]) == 1


def test_two_reporters_are_two_origins() -> None:
    assert origins([article("1", WIRE, "Daily A"), article("2", OTHER, "Daily B")]) == 2


def test_publishers_unknown_are_one_origin_together() -> None:
    assert (
        origins([article("1", WIRE), article("2", OTHER), article("3", None, title="A ferry returns")]) == 1
    )


def test_one_headline_under_two_names_is_one_origin() -> None:
    same = [Document(p, "headline", "Ferry Turns Back", publisher=p) for p in ("A", "B")]
    assert origins(same) == 1


def test_one_text_under_two_titles_is_one_text() -> None:
    found = [article("1", WIRE, title="Smoke"), article("2", WIRE, title="Ferry back"), article("3", OTHER)]
    assert same_text(found, 4) == [[0, 1], [2]]


def test_a_standing_title_makes_no_copies_of_two_articles() -> None:
    found = [article("1", WIRE, title="Morning briefing"), article("2", OTHER, title="Morning briefing")]
    assert same_text(found, 4) == [[0], [1]]


def test_a_column_that_comes_back_each_day_does_not_chain() -> None:
    days = [f"2024-03-{day:02}" for day in range(1, 13)]
    column = [Document(day, "headline", "The War in Pictures Today", published=day) for day in days]
    assert [len(bundle) for bundle in same_text(column, 4)] == [5, 5, 2]

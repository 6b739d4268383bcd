"""Which events of a story are one deed, and who tells it."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.records import (
    STATUSES,
    Citation,
    Date,
    Document,
    Event,
    Evidence,
    Happening,
    Party,
    Span,
    Story,
    Version,
)  # fmt: skip
from dragoman.stories import group
from dragoman.stories.happenings import STATUS_CLASS, happenings

TITLE = "Freedonia shells the port of Sylvania"
FREEDONIA, SYLVANIA, TRYPHEME = (
    Party(name, 0, len(name), name=name) for name in ("Freedonia", "Sylvania", "Trypheme")
)
MONDAY, TUESDAY = (Date(day, day, "day") for day in ("2024-03-04", "2024-03-05"))


def told(id: str, document: str = "1") -> Event:
    return Event(
        id, document, "ASSAULT", None, "190", 4, -9.0, "happened", None, None, (FREEDONIA,), (SYLVANIA,),
        None, (), (), (), 0.9, Span(10, 16, "shells"), Evidence("title", 0, len(TITLE), TITLE, "made up"),
        Version("0", "0", "0"),
    )  # fmt: skip


def report(id: str, publisher: str | None = None, title: str = TITLE) -> Document:
    return Document(id, "headline", title, published="2024-03-05", publisher=publisher)


def story(events: list[Event], *documents: Document) -> Story:
    found = group(documents or [report("1")], events)
    assert len(found) == 1
    return found[0]


def deeds(*events: Event) -> list[str]:
    """The ids of the events of each deed."""
    return [" ".join(one.events) for one in happenings(story(list(events)))]


def test_what_two_sentences_tell_alike_is_one_deed() -> None:
    assert deeds(told("a"), replace(told("b"), cameo="194", confidence=0.2)) == ["a b"]


@pytest.mark.parametrize(
    "other",
    [
        replace(told("b"), type="COERCE"),
        replace(told("b"), status="planned"),
        replace(told("b"), status="historical"),
        replace(told("b"), actors=(FREEDONIA, TRYPHEME)),
        replace(told("b"), recipients=()),
        replace(told("b"), actors=(SYLVANIA,), recipients=(FREEDONIA,)),
    ],
)
def test_another_type_status_or_party_is_another_deed(other: Event) -> None:
    assert deeds(told("a"), other) == ["a", "b"]


def test_mode_and_day_part_what_names_both() -> None:
    assert deeds(replace(told("a"), mode="firearms"), replace(told("b"), mode="aerial")) == ["a", "b"]
    assert deeds(replace(told("a"), date=MONDAY), replace(told("b"), date=TUESDAY)) == ["a", "b"]


def test_what_is_left_open_goes_with_the_first_that_fits() -> None:
    monday, tuesday = replace(told("b"), date=MONDAY), replace(told("c"), date=TUESDAY)
    assert deeds(told("a"), monday, tuesday, told("d")) == ["a b d", "c"]
    march = replace(told("e"), date=Date("2024-03-01", "2024-03-31", "month"))
    assert deeds(tuesday, march, monday) == ["b e", "c"]  # by their ids, where all stand at one place
    aerial = replace(told("f"), mode="aerial", date=MONDAY)
    assert deeds(aerial, replace(told("g"), date=MONDAY)) == ["f g"]


def test_copies_are_reports_of_one_origin_and_houses_are_counted_by_family() -> None:
    documents = [
        report("1", "Daily A"),
        report("2", "Daily B"),
        replace(report("3", "Daily C Asia", "Port of Sylvania is shelled by Freedonia"), family="Daily C"),
        replace(report("4", "Daily C", "Freedonia shells the Sylvania port"), family="Daily C"),
        report("5", None, "Freedonia shells a port of Sylvania"),
    ]
    found = story([told(f"e{d.id}", d.id) for d in documents], *documents)
    assert found.copies == (("1", "2"),)
    assert happenings(found) == (Happening("e1", ("e1", "e2", "e3", "e4", "e5"), 5, 5, 4, 3),)


def test_a_story_without_events_tells_no_deed() -> None:
    assert happenings(story([])) == ()


def test_every_status_has_its_class() -> None:
    assert STATUS_CLASS.keys() == set(STATUSES)


@given(
    st.lists(
        st.builds(
            lambda mode, date, status, actors: replace(
                told("x"), mode=mode, date=date, status=status, actors=actors
            ),
            st.sampled_from([None, "aerial", "firearms"]),
            st.sampled_from([None, MONDAY, TUESDAY]),
            st.sampled_from(STATUSES),
            st.sampled_from([(), (FREEDONIA,), (TRYPHEME, FREEDONIA), (FREEDONIA, TRYPHEME)]),
        ),
        max_size=12,
    )
)
def test_each_event_is_in_one_deed_and_deeds_stand_in_order(events: list[Event]) -> None:
    documents = tuple(report(str(n)) for n in range(3))
    events = [replace(event, id=f"{n:02}", document=str(n % 3)) for n, event in enumerate(events)]
    events.sort(key=lambda event: event.document)
    made = Story(
        "s", TITLE, Citation("0", "title", 0, len(TITLE), TITLE), documents, tuple(events), 1, None, None
    )
    found = happenings(made)
    order = [event.id for event in events]
    assert sorted(id for one in found for id in one.events) == sorted(order)
    assert [one.id for one in found] == [one.events[0] for one in found]
    places = [[order.index(id) for id in one.events] for one in found]
    assert all(some == sorted(some) for some in places)
    assert places == sorted(places)
    by_id = {event.id: event for event in events}
    for one in found:
        assert len({STATUS_CLASS[by_id[id].status] for id in one.events}) == 1
        assert len({by_id[id].mode for id in one.events} - {None}) <= 1

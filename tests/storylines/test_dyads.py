"""Who acts on whom, counted by quad class."""

from __future__ import annotations

import pytest

from dragoman.records import Dyad, Status
from dragoman.storylines.dyads import dyads
from tests.storylines.feeds import event, party, report, story

A, B = report("Quarrel over the Weir", "2024-03-04"), report("Weir Quarrel Goes On", "2024-03-09")
FRANCE, ITALY = party("FRA"), party("ITA")


def test_events_are_counted_by_quad_class_the_busiest_first() -> None:
    first = story(A, events=[event(A, "ACCUSE", [FRANCE], [ITALY]), event(A, "COERCE", [FRANCE], [ITALY])])
    second = story(B, events=[event(B, "REJECT", [ITALY], [FRANCE]), event(B, "AID", [FRANCE], [ITALY])])
    assert dyads([first, second]) == (Dyad("FRA", "ITA", (0, 1, 1, 1)), Dyad("ITA", "FRA", (0, 0, 1, 0)))


def test_what_reports_of_one_story_tell_alike_counts_once() -> None:
    told = [event(d, "ACCUSE", [FRANCE], [ITALY]) for d in (A, B)]
    assert dyads([story(A, B, events=told)]) == (Dyad("FRA", "ITA", (0, 0, 1, 0)),)
    apart = [story(A, events=told[:1]), story(B, events=told[1:])]
    assert dyads(apart) == (Dyad("FRA", "ITA", (0, 0, 2, 0)),)


def test_in_a_reciprocal_event_each_acts_on_each_other() -> None:
    talks = event(A, "CONSULT", [FRANCE, ITALY])
    once = (1, 0, 0, 0)
    assert dyads([story(A, events=[talks])]) == (Dyad("FRA", "ITA", once), Dyad("ITA", "FRA", once))


def test_who_condemns_something_together_does_not_condemn_each_other() -> None:
    assert dyads([story(A, events=[event(A, "ACCUSE", [FRANCE, ITALY])])]) == ()


def test_a_party_without_country_goes_by_its_name_and_without_either_not_at_all() -> None:
    named = event(A, "ACCUSE", [party(None, "Weir Company")], [ITALY])
    unknown = event(A, "ACCUSE", [party(None)], [ITALY])
    assert dyads([story(A, events=[named, unknown])]) == (Dyad("Weir Company", "ITA", (0, 0, 1, 0)),)


def test_within_one_country_names_tell_more() -> None:
    court = event(A, "COERCE", [FRANCE], [party("FRA", "Nicolas Sarkozy")])
    assert dyads([story(A, events=[court])]) == (Dyad("FRA", "Nicolas Sarkozy", (0, 0, 0, 1)),)
    land = event(A, "COERCE", [party("FRA", "Nicolas Sarkozy")], [party("FRA", "France")])
    assert dyads([story(A, events=[land])]) == (Dyad("Nicolas Sarkozy", "FRA", (0, 0, 0, 1)),)


@pytest.mark.parametrize("status", ["planned", "conditional", "denied", "negated", "historical"])
def test_what_did_not_happen_or_long_ago_is_no_act(status: Status) -> None:
    assert dyads([story(A, events=[event(A, "ACCUSE", [FRANCE], [ITALY], status=status)])]) == ()

"""Which stories a page about something has."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.briefing.about import between, concerning, subject
from dragoman.records import Party
from tests.briefing.sample import ALL, CRITICISED, FERRY, LOCK, POST, SEIZED, SNOW, story

FERRIES = story([FERRY], [SEIZED])


@pytest.mark.parametrize(
    ("asked", "kind", "key", "label"),
    [
        ("SRB", "country", "SRB", "Serbia"),
        ("serbia", "country", "SRB", "Serbia"),
        ("accuse", "type", "ACCUSE", "ACCUSE"),
        (" Nordic  Council ", "party", "nordic council", "Nordic Council"),
        ("aid worker", "party", "aid worker", "aid worker"),
    ],
)
def test_what_is_asked_for_is_read(asked: str, kind: str, key: str, label: str) -> None:
    found = subject(asked)
    assert (found.kind, found.key, found.label) == (kind, key, label)


@pytest.mark.parametrize(
    ("asked", "stories"),
    [
        ("Peru", [FERRIES]),
        ("CHL", [FERRIES]),
        ("Hungary", [LOCK]),
        ("COERCE", [FERRIES]),
        ("officials in Budapest", [LOCK]),
        ("Danube", [LOCK]),
        ("Danu", []),
        ("Mongolia", []),
        ("MOBILIZE", []),
    ],
)
def test_the_stories_that_concern_it(asked: str, stories: list[object]) -> None:
    assert concerning(ALL, subject(asked)) == stories


def test_a_name_in_passing_is_not_what_a_story_is_about() -> None:
    asked = subject("Greenland Bank")
    named = replace(CRITICISED, actors=(Party("Greenland Bank", 0, 1),))
    others = [replace(CRITICISED, id=str(n), trigger=replace(CRITICISED.trigger, start=n)) for n in range(9)]
    assert asked.concerns(story([POST], [named]))
    assert not asked.concerns(story([POST], [named, *others]))


@given(st.text(max_size=30))
def test_anything_may_be_asked_for(asked: str) -> None:
    if asked.split():
        concerning(ALL, subject(asked))
    else:
        with pytest.raises(ValueError, match="nothing is named"):
            subject(asked)


def test_the_days_asked_for() -> None:
    assert between(ALL, None, None) == list(ALL)
    assert between(ALL, "2025-03-05", None) == [LOCK]
    assert between(ALL, "2025-03-06", None) == []
    assert between([story([SNOW])], None, "2030-01-01") == []
    assert between(ALL, None, "2025-03-03") == []

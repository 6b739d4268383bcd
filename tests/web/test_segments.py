"""A text cut by what is marked in it."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from dragoman.web.segments import Stretch, segments

STRETCHES = st.lists(
    st.builds(
        Stretch,
        st.integers(-3, 45),
        st.integers(-3, 45),
        st.sampled_from(["told", "trigger", "actor"]),
        st.sampled_from(["a", "b", "c", None]),
    ),
    max_size=8,
)


@given(st.text(max_size=40), STRETCHES)
def test_the_segments_joined_are_the_text(text: str, stretches: list[Stretch]) -> None:
    found = segments(text, stretches)
    assert "".join(segment.text for segment in found) == text
    assert all(segment.text for segment in found)
    assert [segment.start for segment in found] == [
        sum(len(before.text) for before in found[:n]) for n in range(len(found))
    ]


@given(st.text(max_size=40), STRETCHES)
def test_a_character_has_the_marks_of_the_stretches_that_cover_it(
    text: str, stretches: list[Stretch]
) -> None:
    for segment in segments(text, stretches):
        for place in range(segment.start, segment.start + len(segment.text)):
            here = [s for s in stretches if s.start <= place < s.end]
            assert set(segment.marks) == {s.mark for s in here}
            assert set(segment.events) == {s.event for s in here if s.event}


@given(st.text(min_size=1, max_size=40), STRETCHES)
def test_each_trigger_opens_once(text: str, stretches: list[Stretch]) -> None:
    triggers = {
        (s.event, max(s.start, 0))
        for s in stretches
        if s.mark == "trigger" and s.event and max(s.start, 0) < min(s.end, len(text))
    }
    opened = [(event, segment.start) for segment in segments(text, stretches) for event in segment.opened]
    assert sorted(opened, key=str) == sorted(triggers, key=str)


def test_two_events_in_one_sentence_overlap() -> None:
    found = segments(
        "Lund met and thanked Oslo.",
        [
            Stretch(0, 26, "told", "met"),
            Stretch(0, 26, "told", "thanked"),
            Stretch(5, 8, "trigger", "met"),
            Stretch(13, 20, "trigger", "thanked"),
            Stretch(0, 4, "actor", "met"),
            Stretch(0, 4, "actor", "thanked"),
        ],
    )
    assert [(s.text, s.marks, s.leads) for s in found] == [
        ("Lund", ("told", "actor"), None),
        (" ", ("told",), None),
        ("met", ("told", "trigger"), "met"),
        (" and ", ("told",), None),
        ("thanked", ("told", "trigger"), "thanked"),
        (" Oslo.", ("told",), None),
    ]
    assert all(s.events == ("met", "thanked") for s in found)


def test_an_empty_text_has_no_segments() -> None:
    assert segments("", [Stretch(0, 5, "told", "a")]) == ()

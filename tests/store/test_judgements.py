"""Judgements laid over events: what was coded can always be had back, and the words say which event is meant."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from hypothesis import given
from hypothesis import strategies as st

from dragoman.records import Event, Evidence, Party, Place, Span, Version
from dragoman.store.judgements import (
    Judged,
    as_coded,
    as_judged,
    judged_of,
    laid_over,
    same_words,
    without_event,
)

QUOTE = "Oslo condemned Lima, and Lima condemned Oslo."
AT = 30


def coded(id: str, type: str, start: int, *, sentence: int = AT, rule: str = "a rule") -> Event:
    """Return an event whose trigger is the word "condemned" that starts there in the sentence."""
    return Event(
        id=id, document="d", type=type, mode=None, cameo=None, quad=3, intensity=-3.0, status="happened", date=None,  # type: ignore[arg-type]
        place=None, actors=(Party("Oslo", sentence, sentence + 4, "NOR"),), recipients=(), attribution=None, amounts=(),
        equipment=(), contexts=(), confidence=None, trigger=Span(sentence + start, sentence + start + 9, "condemned"),
        evidence=Evidence("text", sentence, sentence + len(QUOTE), QUOTE, rule), version=Version("0", "l", "m"),
    )  # fmt: skip


ONE, OTHER = coded("one", "ACCUSE", 5), coded("other", "ACCUSE", 30)
LYON = Place("Lyon", "FRA").to_dict()
PERU = [Party("Lima", AT + 25, AT + 29, "PER").to_dict()]
CHANGES = st.fixed_dictionaries(
    {},
    optional={
        "type": st.sampled_from(["AID", "ACCUSE"]),
        "quad": st.sampled_from([2, 3]),
        "status": st.sampled_from(["denied", "happened"]),
        "place": st.sampled_from([None, LYON]),
        "actors": st.sampled_from([[], PERU]),
    },
)


@st.composite
def chains(draw: st.DrawFn) -> list[Judged]:
    found = []
    for number in range(draw(st.integers(0, 5))):
        event = draw(st.sampled_from([ONE, OTHER]))
        action = draw(st.sampled_from(["reject", "set", "undo"]))
        changes: Mapping[str, Any] = draw(CHANGES) if action == "set" else {}
        note = draw(st.none() | st.just("why"))
        made = judged_of(event, action, f"t{number}", changes=changes, note=note)  # type: ignore[arg-type]
        found.append(replace(made, number=number + 1))
    return found


@given(chains())
def test_what_was_coded_can_be_had_back(chain: list[Judged]) -> None:
    judged = as_judged([ONE, OTHER], chain)
    assert tuple(map(as_coded, judged)) == (ONE, OTHER)
    for event in judged:
        assert Event.from_json(event.json()) == event
        own = [one for one in chain if one.event == event.id]
        since = max((at for at, one in enumerate(own) if one.action == "undo"), default=-1) + 1
        assert (event.judgement is None) == (not own[since:])
        if event.judgement:
            assert event.judgement.rejected == any(one.action == "reject" for one in own[since:])
            assert event.judgement.made == own[-1].made
            plain, was = event.to_dict(), event.judgement.was
            assert all(plain[name] != value for name, value in was.items())


@given(chains())
def test_judgements_find_their_events_under_other_ids_and_in_other_places(chain: list[Judged]) -> None:
    def moved(event: Event) -> Event:
        return coded(f"new-{event.id}", event.type, event.trigger.start - AT, sentence=200)

    for old, new in zip(
        as_judged([ONE, OTHER], chain), as_judged([moved(ONE), moved(OTHER)], chain), strict=True
    ):
        assert new.judgement == (old.judgement and replace(old.judgement, was=new.judgement.was))  # type: ignore[union-attr]
        assert (new.type, new.quad, new.status, new.place) == (old.type, old.quad, old.status, old.place)
        for then, now in zip(old.actors, new.actors, strict=True):
            assert (now.text, now.start - 200) == (then.text, then.start - AT)
    assert without_event([moved(ONE), moved(OTHER)], chain) == ()


@given(chains())
def test_what_means_no_event_is_told_but_not_what_was_taken_back(chain: list[Judged]) -> None:
    left = without_event([], chain)
    assert [one for one in chain if one in left] == list(left)
    for id in ("one", "other"):
        own = [one for one in chain if one.event == id]
        since = max((at for at, one in enumerate(own) if one.action == "undo"), default=-1) + 1
        assert [one for one in left if one.event == id] == own[since:]


def test_of_several_events_of_the_same_words_the_one_of_the_type_is_meant() -> None:
    as_type, of_rule = coded("a", "REJECT", 5), coded("z", "ACCUSE", 5, rule="of mine")
    assert same_words(replace(of_rule, id="gone"), [as_type, ONE, of_rule, OTHER]) == of_rule
    assert same_words(replace(ONE, id="gone", type="AID"), [as_type]) == as_type
    assert same_words(replace(ONE, id="gone", type="AID"), [as_type, of_rule]) is None
    assert same_words(replace(ONE, id="gone"), [OTHER]) is None


def test_a_rejection_of_one_type_says_nothing_of_another() -> None:
    chain = [judged_of(ONE, "reject", "t1")]
    other = coded("b", "PROTEST", 5)
    assert as_judged([other], chain) == (other,)
    assert without_event([other], chain) == tuple(chain)
    assert laid_over(ONE, []) == ONE

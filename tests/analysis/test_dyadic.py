"""Events as pairs: nothing is lost, nothing is told twice, and the dyads are those of the store."""

from __future__ import annotations

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from benchmarks.corpus import corpus
from dragoman.analysis.dyadic import Dyadic, dyadic, label, pairs
from dragoman.exports.rows import Row
from dragoman.records import EVENT_TYPES, Document, Event, EventType, Happening, Party
from dragoman.store.keys import dyads_of, key_of
from tests.store.strategies import several

NORWAY = Party("Norway", 0, 6, "NOR", (), "Norway", "country: Norway")
OSLO = Party("Oslo", 0, 4, "NOR", ("GOV",), "Norway", "capital: Norway")
REBELS = Party("rebels", 0, 6, "NOR", ("REB",))
CHILE = Party("Chile", 0, 5, "CHL", (), "Chile", "country: Chile")
BODY = Party("the Harbour Board", 0, 17, None, (), "Harbour Board", "organization: Harbour Board")
CROWD = Party("a crowd", 0, 7, None, ("CVL",))

EVENT = corpus(1).events[0]


def told(kind: EventType, actors: list[Party], recipients: list[Party]) -> Event:
    return replace(EVENT, type=kind, actors=tuple(actors), recipients=tuple(recipients))


def row(event: Event, **more: object) -> Row:
    document = Document(event.document, "article", publisher="The Fjord", url="https://fjord.example/1")
    return replace(Row(event, document, "2024-03-05", "event"), **more)  # type: ignore[arg-type]


def ends(one: Dyadic) -> tuple[str | None, ...]:
    return one.actor, one.actor_sector, one.recipient, one.recipient_sector


def test_an_event_between_several_is_a_row_for_each_pair() -> None:
    event = told("AID", [NORWAY, OSLO], [CHILE, BODY])
    assert [ends(one) for one in dyadic([row(event)])] == [
        ("NOR", None, "CHL", None),
        ("NOR", None, "Harbour Board", None),
    ]


def test_who_meets_meets_both_ways() -> None:
    assert [ends(one) for one in dyadic([row(told("CONSULT", [OSLO, CHILE], []))])] == [
        ("NOR", "GOV", "CHL", None),
        ("CHL", None, "NOR", "GOV"),
    ]
    # Who condemns something together does not condemn each other.
    assert [ends(one) for one in dyadic([row(told("ACCUSE", [OSLO, CHILE], []))])] == [
        ("NOR", "GOV", None, None),
        ("CHL", None, None, None),
    ]


def test_two_of_one_country_are_a_pair() -> None:
    event = told("ASSAULT", [OSLO], [REBELS])
    assert [ends(one) for one in dyadic([row(event)])] == [("NOR", "GOV", "NOR", "REB")]


def test_whoever_is_not_known_is_left_open_and_no_event_is_lost() -> None:
    assert [ends(one) for one in dyadic([row(told("ASSAULT", [], [CROWD]))])] == [(None, None, None, "CVL")]
    assert [ends(one) for one in dyadic([row(told("ACCUSE", [OSLO], [OSLO]))])] == [
        ("NOR", "GOV", "NOR", "GOV")
    ]
    assert [ends(one) for one in dyadic([row(told("ACCUSE", [NORWAY], [CROWD, CHILE]))])] == [
        ("NOR", None, "CHL", None)
    ]


def test_what_a_row_tells() -> None:
    event = replace(told("ASSAULT", [OSLO], [REBELS]), cameo="190", quad=4, intensity=-9.0)
    alone = next(dyadic([row(event)]))
    assert (alone.cameo, alone.goldstein, alone.intensity, alone.quad) == ("190", -10.0, -9.0, 4)
    assert (alone.event, alone.happening, alone.origins, alone.day) == (
        event.id,
        event.id,
        None,
        "2024-03-05",
    )
    assert (alone.text, alone.publisher, alone.url) == (
        event.evidence.quote,
        "The Fjord",
        "https://fjord.example/1",
    )
    with_others = next(dyadic([row(event, happening=Happening("first", ("first", event.id), 3, 3, 3, 2))]))
    assert (with_others.happening, with_others.origins) == ("first", 2)
    for code in (None, "---"):
        assert next(dyadic([row(replace(event, cameo=code))])).goldstein is None


@given(st.sampled_from(EVENT_TYPES), several, several)
def test_dyads_are_those_of_the_store(
    kind: EventType, actors: tuple[Party, ...], recipients: tuple[Party, ...]
) -> None:
    event = told(kind, list(actors), list(recipients))
    found = pairs(event)
    assert found
    names = []
    for one, other in found:
        if label(one) == label(other):
            names.append((one and key_of(one), other and key_of(other)))
        else:
            names.append((label(one), label(other)))
    assert len(set(names)) == len(names)
    known = dyads_of(event)
    if known:
        assert sorted(names) == known
    else:
        assert all(None in pair or pair[0] == pair[1] for pair in names)

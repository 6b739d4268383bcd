"""What formats without status and with one actor a side are told."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace

import pytest

from dragoman.exports import FORMATS
from dragoman.exports.saying import event_number, pairs, told, why_not
from dragoman.records import Judgement, Status
from tests.exports.sample import ARMY, ARREST, IT, NATO, PROMISE, REBELS, ROWS, RUIZ, SHOT, TALKS, row


@pytest.mark.parametrize(
    ("status", "reason"),
    [("happened", None), ("ongoing", None), ("planned", "planned"), ("conditional", "conditional"),
     ("denied", "denied"), ("negated", "negated"), ("historical", "historical")],
)  # fmt: skip
def test_only_what_is_done_is_told(status: Status, reason: str | None) -> None:
    assert why_not(replace(ARREST, status=status)) == reason


def test_promises_and_threats_of_what_lies_ahead_are_told() -> None:
    assert why_not(PROMISE) is None
    if_it_comes_to_it = replace(PROMISE, status="conditional")
    assert why_not(if_it_comes_to_it) == "conditional"
    turned = replace(PROMISE.evidence, rule="ASSAULT/storm (active), conditional: THREATEN")
    assert why_not(replace(if_it_comes_to_it, type="THREATEN", evidence=turned)) is None
    assert why_not(replace(PROMISE, type="REQUEST")) == "planned"


def test_what_was_rejected_is_counted_and_not_told() -> None:
    rejected = replace(ARREST, judgement=Judgement(True, {}, None, None, "2025-02-20T00:00:00Z"))
    left_out = Counter[str]()
    assert [found.event.id for found in told([row(rejected), *ROWS], left_out)] == [
        found.event.id for found in ROWS[:5]
    ]
    assert left_out == {"rejected by judgement": 1, "denied": 1}


def test_each_acts_on_each() -> None:
    event = replace(ARREST, actors=(ARMY, IT), recipients=(RUIZ, NATO))
    assert list(pairs(event)) == [(ARMY, RUIZ), (ARMY, NATO), (IT, RUIZ), (IT, NATO)]
    assert list(pairs(TALKS)) == [(ARMY, REBELS), (REBELS, ARMY)]
    assert list(pairs(replace(TALKS, actors=(ARMY,)))) == [(ARMY, None)]
    assert list(pairs(replace(ARREST, actors=()))) == [(None, RUIZ), (None, NATO)]
    assert list(pairs(replace(ARREST, actors=(), recipients=()))) == [(None, None)]
    side_by_side = replace(TALKS, type="ACCUSE")
    assert list(pairs(side_by_side)) == [(ARMY, None), (REBELS, None)]


def test_two_mentions_of_one_party_are_one() -> None:
    again = replace(RUIZ, text="Ruiz", start=120, end=124)
    assert list(pairs(replace(ARREST, recipients=(NATO, RUIZ, again)))) == [(IT, NATO), (IT, RUIZ)]


def test_words_that_name_two_are_two() -> None:
    """ "Indian and Pakistani troops exchanged fire" is a fight of two, with a row and a number each way."""
    indian, pakistani = (
        replace(REBELS, text="Indian and Pakistani troops", country=country, sectors=("MIL",))
        for country in ("IND", "PAK")
    )
    clash = replace(TALKS, type="ASSAULT", actors=(indian, pakistani))
    assert list(pairs(clash)) == [(indian, pakistani), (pakistani, indian)]
    assert len({event_number(clash.id, clash, *pair) for pair in pairs(clash)}) == 2
    of_none = replace(indian, country=None)
    assert list(pairs(replace(clash, actors=(indian, of_none)))) == [(indian, None)]


def test_numbers_fit_63_bits_and_tell_pairs_apart() -> None:
    numbers = {
        event_number(deed, ARREST, *pair)
        for deed in (SHOT.id, ARREST.id)
        for pair in [(ARMY, RUIZ), (RUIZ, ARMY)]
    }
    assert len(numbers) == 4
    assert all(0 <= number < 2**63 for number in numbers)


@pytest.mark.parametrize("name", ["polecat", "icews", "gdelt", "gdelt-mentions", "phoenix", "petrarch"])
def test_what_a_format_leaves_out_is_returned(name: str) -> None:
    import io

    out = io.StringIO()
    written = FORMATS[name].load().write(ROWS, out)
    assert written.left_out["denied"] == 1
    header = out.getvalue().startswith("Event ID")
    assert written.rows == len(out.getvalue().splitlines()) - header

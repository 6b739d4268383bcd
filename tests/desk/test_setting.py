"""What an analyst sets: values are checked, and what follows from them is set too."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dragoman.desk.setting import FIELDS, changes
from dragoman.errors import InputError
from dragoman.ontology.crosswalk import from_cameo
from dragoman.ontology.plover import plover
from dragoman.records import EVENT_TYPES, Event, Evidence, Party, Place, Span, Version

QUOTE = "The ministry says Ngozi Abara of Nigeria visited Lima."


def party(text: str, country: str | None, *sectors: str) -> Party:
    start = 100 + QUOTE.index(text)
    return Party(text, start, start + len(text), country, sectors, None, "somehow")


EVENT = Event(
    id="0123456789abcdef", document="d1", type="CONSULT", mode="visit", cameo="042", quad=1, intensity=4.0,
    status="happened", date=None, place=Place("Lima", "PER", -12.0, -77.0, 1),
    actors=(party("The ministry", None, "GOV"),), recipients=(party("Lima", "PER", "GOV"),), attribution=None,
    amounts=(), equipment=(), contexts=("diplomatic",), confidence=0.5,
    trigger=Span(100 + QUOTE.index("visited"), 100 + QUOTE.index(" Lima."), "visited"),
    evidence=Evidence("text", 100, 100 + len(QUOTE), QUOTE, "CONSULT/visit"), version=Version("0", "l", "m"),
)  # fmt: skip


def one(field: str, value: str, name: str | None = None) -> Any:
    return changes(EVENT, {field: value}, "2025-02-18")[name or field]


def told(field: str, value: str, **more: str) -> str:
    with pytest.raises(InputError) as error:
        changes(EVENT, {field: value, **more}, "2025-02-18")
    assert str(error.value).startswith(f"event {EVENT.id}, ")
    return str(error.value)


def test_what_follows_from_a_type_is_set_too() -> None:
    assert changes(EVENT, {"type": "aid"}) == {
        "type": "AID", "mode": None, "cameo": "070", "quad": 2, "intensity": 10.0
    }  # fmt: skip
    assert changes(EVENT, {"type": "COERCE", "mode": "arrest"})["cameo"] == "173"
    assert changes(EVENT, {"mode": "phone"}) == {
        "type": "CONSULT", "mode": "phone", "cameo": "041", "quad": 1, "intensity": 1.5
    }  # fmt: skip
    assert changes(EVENT, {"mode": "none"})["intensity"] == plover().types["CONSULT"].intensity
    assert changes(EVENT, {"cameo": "043", "mode": ""})["cameo"] == "043"


def test_what_does_not_fit_the_ontology_is_refused_with_what_would() -> None:
    assert "type: 'FIGHT' is no type (write one of AGREE, " in told("type", "FIGHT")
    assert "mode: 'visit' is no mode of ACCUSE (write one of disapprove, " in told(
        "type", "ACCUSE", mode="visit"
    )
    assert "mode: 'visit' is no mode of AGREE (it has none: leave it empty)" in told(
        "type", "AGREE", mode="visit"
    )
    assert "'070' is no code of CONSULT visit (write one of 04, " in told("cameo", "070")
    assert "status: 'done' is no status (write one of happened, " in told("status", "done")
    assert "'war' is no context" in told("contexts", "military; war")
    assert "colour: cannot be set (set one of type, mode, " in told("colour", "red")


@pytest.mark.parametrize(
    ("value", "start", "end", "precision"),
    [
        ("2025-02-18", "2025-02-18", "2025-02-18", "day"),
        ("2025-02-18/2025-02-20", "2025-02-18", "2025-02-20", "day"),
        ("2024-02", "2024-02-01", "2024-02-29", "month"),
        ("9999-12", "9999-12-01", "9999-12-31", "month"),
        ("2025-W08", "2025-02-17", "2025-02-23", "week"),
        ("2025", "2025-01-01", "2025-12-31", "year"),
    ],
)
def test_a_date_is_as_precise_as_it_is_written(value: str, start: str, end: str, precision: str) -> None:
    assert one("date", value) == {"start": start, "end": end, "precision": precision}


@pytest.mark.parametrize(
    "value", ["18 February", "2025-02-30", "2025-13", "0000", "9999-W53", "2025-02-20/2025-02-18"]
)
def test_what_is_no_date_is_refused(value: str) -> None:
    assert "is no date (write a day (2025-02-18)" in told("date", value)


def test_a_place_is_that_of_the_tables() -> None:
    assert one("place", "lyon")["country"] == "FRA"
    assert one("place", "none") is None
    assert one("place", "Tripoli")["country"] == "LBY"
    there = changes(EVENT, {"place": "Tripoli", "place_country": "lbn"})["place"]
    assert (there["country"], round(there["lat"])) == ("LBN", 34)
    assert one("place_country", "USA", "place")["name"] == "Lima"
    unknown = changes(EVENT, {"place": "Abaraville", "place_country": "NGA"})["place"]
    assert unknown == {"name": "Abaraville", "country": "NGA", "lat": None, "lon": None, "geonames": None}
    assert "is not in the tables (set place_country too" in told("place", "Abaraville")
    assert "'NGO' is no country" in told("place_country", "NGO")
    assert "there is no place to be in it" in told("place", "", place_country="PER")


def where(found: Any) -> tuple[str, str]:
    """Return the words of a party, and what stands in the text where it says."""
    return found["text"], QUOTE[found["start"] - 100 : found["end"] - 100]


def test_a_party_has_the_words_that_tell_of_it() -> None:
    (nigeria,) = one("actor", "NGA:GOV", "actors")
    assert (nigeria["country"], nigeria["sectors"], where(nigeria)) == (
        "NGA",
        ["GOV"],
        ("Nigeria", "Nigeria"),
    )
    (abara,) = one("actor", "Ngozi Abara (NGA:GOV)", "actors")
    assert (abara["country"], where(abara)) == ("NGA", ("Ngozi Abara", "Ngozi Abara"))
    (peru,) = one("recipient", "Peru", "recipients")
    assert (peru["country"], peru["name"], where(peru)) == ("PER", "Peru", ("Lima", "Lima"))


def test_words_that_told_nothing_stay_and_a_wrong_name_does_not() -> None:
    (ministry,) = one("actor", "PRT:GOV", "actors")
    assert (ministry["country"], where(ministry)) == ("PRT", ("The ministry", "The ministry"))
    (other,) = one("recipient", "PRT", "recipients")  # the report does not say "Lima" and mean Portugal
    assert where(other) == ("", "")


def test_parties_are_several_or_none() -> None:
    assert [p["country"] for p in one("actor", "NGA; PER:MIL", "actors")] == ["NGA", "PER"]
    assert one("actor", "none", "actors") == []
    assert "nobody would be left in the event (reject it)" in told("actor", "", recipient="")


def test_a_party_that_nobody_knows_is_refused_with_what_could_be_written() -> None:
    assert "knows nobody called 'Zzyx' (write a code (FRA, FRA:GOV)" in told("actor", "Zzyx")
    assert "'XYZ' is no sector (write one of COP, " in told("actor", "FRA:XYZ")
    assert "'QQQ' is no country" in told("actor", "QQQ:GOV")
    assert "'the miners' does not stand in the sentence" in told("actor", "the miners (PER)")


def test_every_field_is_in_the_docs() -> None:
    page = (Path(__file__).parents[2] / "docs" / "judgement.md").read_text(encoding="utf-8")
    assert [field for field in FIELDS if f"`{field}`" not in page] == []


@given(st.dictionaries(st.sampled_from(sorted(FIELDS)), st.text(max_size=20) | st.sampled_from(
    [*EVENT_TYPES, "visit", "042", "2025-W01", "Lima", "PER", "NGA:GOV; Lima", "military", "none", "(PER)", "x (PER)"]
), max_size=4))  # fmt: skip
def test_whatever_is_set_is_an_event_or_is_refused(settings: dict[str, str]) -> None:
    try:
        made = Event.from_dict({**EVENT.to_dict(), **changes(EVENT, settings, "2025-02-18T06:30:00Z")})
    except InputError:
        return
    info = plover().types[made.type]
    assert (made.quad, made.intensity) == (info.quad, info.intensity_of(made.mode))
    assert from_cameo(made.cameo or "").admits(made.type, made.mode)
    for one_of_them in (*made.actors, *made.recipients):
        assert QUOTE[one_of_them.start - 100 : one_of_them.end - 100] == one_of_them.text
    assert made.actors or made.recipients

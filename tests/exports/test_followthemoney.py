"""Events as FollowTheMoney entities, held against its model."""

from __future__ import annotations

import io
import json
import re
from dataclasses import replace
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.exports import followthemoney
from dragoman.exports.rows import Row
from dragoman.ontology.plover import plover
from dragoman.records import Date, Event, Judgement, Party, Place
from tests.exports.told import ARREST, REPORT, row, rows
from tests.store import strategies as some

# Properties that are used here and their types, as model.get(schema).get(name).type.name of followthemoney 4.11.2 has
# them; its own reader takes what is written here as it is (model.get_proxy, schema.validate). The package is 194 MB.
SOURCE = {
    "date": "date", "startDate": "date", "endDate": "date", "recordId": "string", "proof": "Document",
    "sourceUrl": "url", "publisher": "string",
}  # fmt: skip
PARTY = {"name": "name", "country": "country"}
MODEL = {
    "Article": {
        "title": "string", "publishedAt": "date", "sourceUrl": "url", "publisher": "string", "language": "language",
    },
    "Event": SOURCE
    | {
        "name": "name", "summary": "text", "description": "text", "notes": "text", "keywords": "string",
        "location": "address", "addressEntity": "Address", "country": "country", "involved": "LegalEntity",
    },
    "UnknownLink": SOURCE | {"subject": "LegalEntity", "object": "LegalEntity", "role": "string", "status": "string"},
    "Address": {"full": "address", "country": "country", "latitude": "number", "longitude": "number"},
    "Person": PARTY, "Organization": PARTY, "PublicBody": PARTY, "Company": PARTY, "LegalEntity": PARTY,
}  # fmt: skip
IS_A = {
    "Document": {"Article"},
    "Address": {"Address"},
    "LegalEntity": {"Person", "Organization", "PublicBody", "Company", "LegalEntity"},
}
REQUIRED = {"Event": {"name"}, "UnknownLink": {"subject", "object"}}
REQUIRED |= {schema: {"name"} for schema in IS_A["LegalEntity"]}
FORMS = {
    "date": r"\d{4}(-\d\d(-\d\d(T\d\d:\d\d:\d\d)?)?)?",
    "country": r"[a-z]{2}",
    "language": r"[a-z]{3}",
    "url": r"https?://\S+",
    "number": r"-?\d+(\.\d+)?",
}


def written(*told: Row) -> list[dict[str, Any]]:
    out = io.StringIO()
    count = followthemoney.write(told, out).rows
    found = [json.loads(line) for line in out.getvalue().split("\n")[:-1]]
    assert count == len(found)
    return found


def check(entities: list[dict[str, Any]]) -> None:
    """Hold entities against the model; what one refers to comes before it."""
    schemata: dict[str, str] = {}
    for entity in entities:
        schema, properties = entity["schema"], entity["properties"]
        assert entity.keys() == {"id", "schema", "properties"}
        assert re.fullmatch(r"dragoman-[a-z]+-[0-9a-f]+|dragoman-event-.+", entity["id"])
        assert properties.keys() >= REQUIRED.get(schema, set())
        for name, values in properties.items():
            kind = MODEL[schema][name]
            assert values
            for value in values:
                assert isinstance(value, str)
                assert value
                if kind in IS_A:
                    assert schemata[value] in IS_A[kind]
                else:
                    assert re.fullmatch(FORMS.get(kind, r"(?s).+"), value), (name, value)
                if kind == "name":
                    assert len(value) <= 384
        schemata[entity["id"]] = schema


def only(schema: str, entities: list[dict[str, Any]]) -> list[dict[str, Any]]:
    return [entity["properties"] for entity in entities if entity["schema"] == schema]


def party(
    text: str, country: str | None = None, *sectors: str, name: str | None = None, how: str = "role"
) -> Party:
    return Party(text, 0, len(text), country, sectors, name, how)


def kind_of(actor: Party) -> tuple[str, list[str]] | None:
    """Return the schema and names that a party has."""
    found = written(row(replace(ARREST, actors=(actor,), recipients=())))
    named = [
        (one["schema"], one["properties"]["name"]) for one in found if one["schema"] in IS_A["LegalEntity"]
    ]
    assert len(named) <= 1
    return named[0] if named else None


def test_all_of_a_corpus_is_in_the_model() -> None:
    entities = written(*rows())
    check(entities)
    assert len(only("Event", entities)) == len(rows())
    assert len({entity["id"] for entity in entities}) == len(entities)


def test_an_event_with_its_report_and_parties() -> None:
    article, police, person, event, link = written(row())
    assert [one["schema"] for one in (article, police, person, event, link)] == [
        "Article", "PublicBody", "LegalEntity", "Event", "UnknownLink",
    ]  # fmt: skip
    assert article["properties"] == {
        "title": ["Arrest in Bergen"],
        "publishedAt": ["2025-02-18T06:30:00"],
        "sourceUrl": [REPORT.url],
        "publisher": ["The Harbour Post"],
        "language": ["eng"],
    }
    assert police["properties"] == {"name": ["Police (Norway)"], "country": ["no"]}
    assert person["properties"] == {"name": ["Ola Quist"]}
    told = event["properties"]
    assert told["name"] == ["Norway’s police (NOR COP) → Ola Quist: COERCE arrest, happened"]
    assert told["summary"] == [ARREST.evidence.quote]
    assert told["involved"] == [police["id"], person["id"]]
    assert told["proof"] == link["properties"]["proof"] == [article["id"]]
    assert link["properties"]["subject"] == [police["id"]]
    assert link["properties"]["object"] == [person["id"]]
    assert link["properties"]["role"] == ["COERCE arrest"]


@pytest.mark.parametrize(
    ("actor", "wanted"),
    [
        (party("Norway", "NOR", name="Norway", how="country: Norway"), ("PublicBody", ["Norway"])),
        (party("Oslo", "NOR", "GOV", name="Norway", how="capital: Norway"), ("PublicBody", ["Government (Norway)"])),
        (party("soldiers", "NOR", "MIL"), ("PublicBody", ["Armed forces (Norway)"])),
        (party("Barack Obama", "USA", "ELI", name="Barack Obama"), ("Person", ["Barack Obama"])),
        (party("the FBI", "USA", "COP", "GOV", name="FBI"), ("PublicBody", ["FBI"])),
        (party("the E.U.", "EUR", name="European Union"), ("Organization", ["European Union"])),
        (party("Ola  Quist", how="name: not in the gazetteer"), ("LegalEntity", ["Ola Quist"])),
        (party("villagers", "NOR", "CVL"), None),
        (party("Norwegians", "NOR", "CVL", name="Norway", how="people: Norway"), None),
        (party("the port", "NOR", how="place: Bergen"), None),
        (party("gunmen"), None),
    ],
)  # fmt: skip
def test_a_party_is_what_can_be_told(actor: Party, wanted: tuple[str, list[str]] | None) -> None:
    assert kind_of(actor) == wanted


def test_a_name_of_a_report_is_not_that_of_another() -> None:
    first, second = row(), row(replace(ARREST, id="e2", document="d2"))
    assert len(only("LegalEntity", written(first, second))) == 2
    assert len(only("LegalEntity", written(first, row(replace(ARREST, id="e2"))))) == 1


@pytest.mark.parametrize("status", ["planned", "conditional", "denied", "negated", "historical"])
def test_no_link_says_what_did_not_happen(status: Any) -> None:
    entities = written(row(replace(ARREST, status=status)))
    assert not only("UnknownLink", entities)
    (event,) = only("Event", entities)
    assert status in event["keywords"]
    assert event["name"][0].endswith(f", {status}")


def test_what_was_rejected_has_no_link_and_says_so() -> None:
    judged = replace(ARREST, judgement=Judgement(True, {}, "a war game", "A. Desk", "2025-02-18T06:30:00Z"))
    entities = written(row(judged))
    assert not only("UnknownLink", entities)
    assert only("Event", entities)[0]["notes"] == ["rejected: a war game"]


def test_who_meets_is_linked_once() -> None:
    both = (
        party("Norway", "NOR", name="Norway"),
        party("Chile", "CHL", name="Chile"),
        party("Norway", "NOR", name="Norway"),
    )
    entities = written(row(replace(ARREST, type="CONSULT", mode="meet", actors=both, recipients=())))
    assert len(only("UnknownLink", entities)) == 1
    assert not only("UnknownLink", written(row(replace(ARREST, actors=both, recipients=()))))


@pytest.mark.parametrize(
    ("date", "wanted"),
    [
        (Date("2025-02-18", "2025-02-18", "day"), {"date": ["2025-02-18"]}),
        (Date("2025-02-01", "2025-02-28", "month"), {"date": ["2025-02"]}),
        (Date("1984-01-01", "1984-12-31", "year"), {"date": ["1984"]}),
        (Date("2025-02-17", "2025-02-23", "week"), {"startDate": ["2025-02-17"], "endDate": ["2025-02-23"]}),
        (None, {}),
    ],
)
def test_dates_are_as_precise_as_they_were_told(date: Date | None, wanted: dict[str, list[str]]) -> None:
    (event,) = only("Event", written(row(replace(ARREST, date=date))))
    assert {name: event[name] for name in ("date", "startDate", "endDate") if name in event} == wanted


def test_a_place_with_coordinates_is_an_address() -> None:
    bergen = Place("Bergen", "NOR", 60.39, 5.32, 3161732)
    entities = written(row(replace(ARREST, place=bergen)))
    check(entities)
    assert only("Address", entities) == [
        {"full": ["Bergen"], "country": ["no"], "latitude": ["60.3900"], "longitude": ["5.3200"]}
    ]
    assert not only("Address", written(row(replace(ARREST, place=Place("Bergen", "NOR")))))


def test_what_was_written_is_forgotten_some_day(monkeypatch: pytest.MonkeyPatch) -> None:
    again = (row(), *rows(40), row())
    assert len(only("Article", written(*again))) == len({r.document.id for r in again})
    monkeypatch.setattr(followthemoney, "REMEMBERED", 5)
    articles = [one["id"] for one in written(*again) if one["schema"] == "Article"]
    assert articles.count(articles[0]) == 2


def test_the_arms_of_a_state_are_sectors() -> None:
    kinds = followthemoney._kinds()
    assert kinds["public"].keys() <= plover().sectors.keys()
    assert kinds["bodies"].keys() <= {*plover().sectors, *plover().international}
    assert set(kinds["bodies"].values()) <= IS_A["LegalEntity"]


@settings(max_examples=30, deadline=None)
@given(st.data())
def test_whatever_it_holds_it_is_in_the_model(data: st.DataObject) -> None:
    events: list[Event] = [data.draw(some.events(f"e{n}", "d")) for n in range(2)]
    document = data.draw(some.documents("d"))
    check(written(*(Row(event, document, None, None) for event in events)))

"""The schemas of the API are those of the records."""

from __future__ import annotations

from dataclasses import fields

from dragoman.records import Equipment, Event, Party, Storyline
from dragoman.web.schema import reference, schemas


def test_a_record_and_all_it_holds_are_described() -> None:
    found = schemas([Storyline])
    assert {"Storyline", "Story", "Document", "Event", "Party", "Step", "Dyad", "Citation"} <= set(found)
    assert list(found) == sorted(found)
    event = found["Event"]
    assert list(event["properties"]) == [field.name for field in fields(Event)]
    assert event["required"] == list(event["properties"])[:-1]  # the judgement is there where somebody judged
    assert event["properties"]["status"]["description"] == "whether it happened."
    assert event["properties"]["evidence"]["$ref"] == reference(type("Evidence", (), {}))["$ref"]
    assert "ASSAULT" in event["properties"]["type"]["enum"]


def test_keys_are_those_of_the_json() -> None:
    record = Equipment("drone", "uav", "drones")
    assert list(schemas([Equipment])["Equipment"]["properties"]) == list(record.to_dict())


def test_what_a_docstring_says_over_two_lines_is_told_whole() -> None:
    told = schemas([Party])["Party"]["properties"]
    assert told["country"]["description"].startswith("ISO 3166 alpha-3, or one of PLOVER's IGO")
    assert told["country"]["description"].endswith("if not known.")
    assert told["start"]["description"] == told["end"]["description"]

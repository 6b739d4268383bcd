"""Events as Web Annotations: what the standard wants, and that the words are where it says."""

from __future__ import annotations

import io
import json
from collections.abc import Iterator
from dataclasses import replace
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.exports import annotation
from dragoman.exports.naming import urn, web_address
from dragoman.exports.rows import Row
from dragoman.records import Document, Event
from tests.exports.told import ARREST, QUOTE, REPORT, START, TEXT, row, rows
from tests.store import strategies as some

# Terms of http://www.w3.org/ns/anno.jsonld that are used here, and the prefix that it gives to schema.org.
TERMS = {
    "id", "type", "motivation", "creator", "body", "target", "purpose", "format", "language", "value", "source",
    "selector", "exact", "prefix", "suffix", "start", "end", "name", "@context", "schema:softwareVersion",
}  # fmt: skip
TYPES = {
    "Annotation", "Software", "TextualBody", "SpecificResource", "TextQuoteSelector", "TextPositionSelector",
}  # fmt: skip
PURPOSES = {"classifying", "tagging", "describing"}


def written(*told: Row) -> list[dict[str, Any]]:
    out = io.StringIO()
    assert annotation.write(told, out).rows == len(told)
    return [json.loads(line) for line in out.getvalue().split("\n")[:-1]]


def inside(value: Any) -> Iterator[dict[str, Any]]:
    if isinstance(value, dict):
        yield value
        for part in value.values():
            yield from inside(part)
    elif isinstance(value, list):
        for part in value:
            yield from inside(part)


def test_all_is_said_in_the_words_of_the_standard() -> None:
    for one in written(*rows()):
        assert one["@context"] == "http://www.w3.org/ns/anno.jsonld"
        assert one["type"] == "Annotation"
        assert one["motivation"] in PURPOSES
        for part in inside(one):
            assert part.keys() <= TERMS
            assert part.get("type") in TYPES
            assert part.get("purpose", "tagging") in PURPOSES


def test_the_words_are_where_it_says() -> None:
    told = rows()
    for one, of in zip(written(*told), told, strict=True):
        page, read = one["target"]
        quote, place = read["selector"]
        string = of.document.string(of.event.evidence.field)
        assert string[place["start"] : place["end"]] == quote["exact"] == of.event.evidence.quote
        assert quote["prefix"] + quote["exact"] + quote["suffix"] in string
        assert page == {"type": "SpecificResource", "source": of.document.url, "selector": quote}


def test_positions_are_code_points_of_the_string_that_was_read() -> None:
    (one,) = written(row())
    page, read = one["target"]
    assert page["source"] == REPORT.url
    assert read["source"] == "urn:dragoman:document:d%201%2F%C3%A9#text"
    assert read["selector"][1] == {
        "type": "TextPositionSelector",
        "start": START,
        "end": START + len(QUOTE),
    }
    assert page["selector"]["prefix"] == TEXT[:START]
    assert page["selector"]["suffix"] == " More to come."


def test_the_body_is_the_event() -> None:
    (one,) = written(row())
    kind, mode, context, line, record = one["body"]
    assert [kind["value"], mode["value"], context["value"]] == ["COERCE", "arrest", "legal"]
    assert line["value"] == "Norway’s police (NOR COP) → Ola Quist: COERCE arrest, happened"
    assert Event.from_json(record["value"]) == ARREST


def test_ids_are_those_of_the_events() -> None:
    first, second = written(*rows()), written(*reversed(rows()))
    assert first == second[::-1]
    assert len({one["id"] for one in first}) == len(first)


def test_what_is_no_address_is_no_source() -> None:
    for url in (
        None,
        "",
        "harbour.example",
        "javascript:alert(1)",
        "https://",
        "https://a b.example/",
        "http://[x",
    ):
        (one,) = written(row(document=replace(REPORT, url=url)))
        assert [target["source"][:4] for target in one["target"]] == ["urn:"]


def test_without_the_text_the_quote_stands_alone() -> None:
    (one,) = written(row(document=replace(REPORT, text=None)))
    assert one["target"][0]["selector"] == {"type": "TextQuoteSelector", "exact": QUOTE}


@settings(max_examples=30, deadline=None)
@given(st.data(), some.anything.filter(bool))
def test_whatever_it_holds_a_line_is_an_annotation(data: st.DataObject, id: str) -> None:
    event = data.draw(some.events(id, "d"))
    document: Document = data.draw(some.documents("d"))
    (one,) = written(Row(event, document, None, None))
    assert Event.from_json(one["body"][-1]["value"]) == event
    assert one["id"].isascii()


@given(some.anything)
def test_an_address_that_is_given_can_stand_in_any_file(text: str) -> None:
    assert urn("event", text).isascii()
    if (address := web_address(f"https://a.example/{text}")) is not None:
        assert address.isprintable()
        assert not any(sign in address for sign in ' <>"')

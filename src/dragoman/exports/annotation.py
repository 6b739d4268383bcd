"""Events as W3C Web Annotations (JSON-LD), one a line: the event is said of the words that tell it.

An annotation has two targets. One is the page, where an address is known: its words are quoted with what stands
around them, which finds them there whatever the page has been turned into. The other is the string that was read,
``urn:dragoman:document:ID#text`` or ``…#title``: its positions are code points from 0, the end exclusive, as the
standard counts them, and say nothing of the page. The event is the body: its type as a tag, a line to be read, and the
whole record as JSON.

Standard: Web Annotation Data Model, W3C Recommendation of 23 February 2017.
"""

from __future__ import annotations

from collections.abc import Iterable
from json import JSONEncoder
from typing import Any, TextIO

from dragoman.exports.naming import urn, web_address
from dragoman.exports.plain import line
from dragoman.exports.rows import Row, Written
from dragoman.records import Document, Evidence, Version

NAME = "annotations"

CONTEXT = "http://www.w3.org/ns/anno.jsonld"
AROUND = 32
"""Characters of text before and after a quote, which tell it from the same words elsewhere on the page."""

_JSON = JSONEncoder(ensure_ascii=False)


def write(rows: Iterable[Row], out: TextIO) -> Written:
    """Write one annotation a line. Rows without texts give quotes without what stands around them."""
    count = 0
    for row in rows:
        out.write(_JSON.encode(annotation(row)))
        out.write("\n")
        count += 1
    return Written(count)


def annotation(row: Row) -> dict[str, Any]:
    """Return the annotation of an event. Its id depends on the event alone."""
    event, document = row.event, row.document
    body = [
        {"type": "TextualBody", "purpose": "classifying", "format": "text/plain", "value": event.type},
        *(
            {"type": "TextualBody", "purpose": "tagging", "format": "text/plain", "value": tag}
            for tag in filter(None, [event.mode, *event.contexts])
        ),
        {
            "type": "TextualBody",
            "purpose": "describing",
            "format": "text/plain",
            "language": "en",
            "value": line(event),
        },
        {
            "type": "TextualBody",
            "purpose": "describing",
            "format": "application/json",
            "value": event.json(),
        },
    ]
    return {
        "@context": CONTEXT,
        "id": urn("event", event.id),
        "type": "Annotation",
        "motivation": "classifying",
        "creator": _creator(event.version),
        "body": body,
        "target": _targets(document, event.evidence),
    }


def _targets(document: Document, evidence: Evidence) -> list[dict[str, Any]]:
    quote: dict[str, Any] = {"type": "TextQuoteSelector", "exact": evidence.quote}
    string = document.string(evidence.field)
    if string:
        quote["prefix"] = string[max(0, evidence.start - AROUND) : evidence.start]
        quote["suffix"] = string[evidence.end : evidence.end + AROUND]
    place = {"type": "TextPositionSelector", "start": evidence.start, "end": evidence.end}
    read = _target(urn("document", document.id, evidence.field), [quote, place])
    page = web_address(document.url)
    return [*([_target(page, quote)] if page else []), read]


def _target(source: str, selector: object) -> dict[str, Any]:
    return {"type": "SpecificResource", "source": source, "selector": selector}


def _creator(version: Version) -> dict[str, Any]:
    """Return the program; ``schema:softwareVersion`` is schema.org's, a prefix of the annotations' context."""
    return {
        "id": urn("version", f"{version.code}:{version.lexicon}:{version.model}"),
        "type": "Software",
        "name": "dragoman",
        "schema:softwareVersion": f"{version.code}, lexicon {version.lexicon}, {version.model}",
    }

"""Records to rows and back."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dragoman.records import Document, Event, Party, Story, Storyline
from dragoman.store.keys import dyads_of, key_of

_LONE = re.compile("[\ud800-\udfff]")
_DOCUMENT = (
    "id",
    "kind",
    "title",
    "text",
    "published",
    "published_from",
    "publisher",
    "family",
    "url",
    "language",
)


def plain(text: str) -> str:
    """Return a string as a database can hold it: a lone surrogate, which UTF-8 has no form for, gives way to U+FFFD."""
    return _LONE.sub("\ufffd", text)


def packed(value: Any) -> str:
    """Return JSON that holds any string whole, lone surrogates as escapes."""
    return _LONE.sub(lambda found: f"\\u{ord(found[0]):04x}", json.dumps(value, ensure_ascii=False))


def document_row(document: Document) -> dict[str, Any]:
    """Return the row of a document, without its names."""
    raw = {name: getattr(document, name) for name in _DOCUMENT}
    row = _plain(raw)
    whole = row == raw
    return {
        **row,
        "day": document.published and document.published[:10],
        "record": None if whole else packed(document.to_dict()),
    }


def document(row: Mapping[str, Any]) -> Document:
    """Return the document of a row."""
    if row["record"] is not None:
        return Document.from_json(row["record"])
    return Document(**{name: row[name] for name in _DOCUMENT})


def event_row(event: Event, published: str | None) -> dict[str, Any]:
    """Return the row of an event; ``published`` is the day of its document."""
    date, place, evidence = event.date, event.place, event.evidence
    day, day_from = day_of(event, published)
    return _plain(
        {
            **{
                name: getattr(event, name)
                for name in ("id", "document", "type", "mode", "cameo", "quad", "intensity")
            },
            "status": event.status,
            "day": day,
            "day_from": day_from,
            "date_start": date and date.start,
            "date_end": date and date.end,
            "date_precision": date and date.precision,
            "place": place and place.name,
            "place_country": place and place.country,
            "lat": place and place.lat,
            "lon": place and place.lon,
            "geonames": place and place.geonames,
            "confidence": event.confidence,
            "field": evidence.field,
            "start": evidence.start,
            "end": evidence.end,
            "quote": evidence.quote,
            "rule": evidence.rule,
            "record": packed(event.to_dict()),
        }
    )


def day_of(event: Event, published: str | None) -> tuple[str | None, str | None]:
    """Return the day of an event and where it is from (`dragoman.store.EventRow`)."""
    if event.date:
        return event.date.start, "event"
    return (published, "published") if published else (None, None)


def party_rows(event: Event, number: int) -> Iterator[dict[str, Any]]:
    """Return the rows of an event's parties, the speakers with those behind them."""
    said = event.attribution
    speakers = (*((said.speaker,) if said.speaker else ()), *said.chain) if said else ()
    sides: dict[str, Iterable[Party]] = {
        "actor": event.actors,
        "recipient": event.recipients,
        "speaker": speakers,
    }
    for role, parties in sides.items():
        for position, party in enumerate(parties):
            yield _plain(
                {
                    "event": number,
                    "role": role,
                    "position": position,
                    "text": party.text,
                    "country": party.country,
                    "sectors": " ".join(party.sectors),
                    "name": party.name,
                    "key": key_of(party),
                    "how": party.how,
                }
            )


def amount_rows(event: Event, number: int) -> Iterator[dict[str, Any]]:
    """Return the rows of an event's amounts."""
    for position, amount in enumerate(event.amounts):
        yield _plain({"event": number, "position": position, **amount.to_dict()})


def dyad_rows(event: Event, number: int) -> Iterator[dict[str, Any]]:
    """Return the rows of who acts on whom in an event."""
    for actor, recipient in dyads_of(event):
        yield _plain({"event": number, "actor": actor, "recipient": recipient})


def names_of(events: Iterable[Event]) -> str:
    """Return the names and codes of the events' parties, each once, for the search."""
    told = {
        word: None
        for event in events
        for party in (*event.actors, *event.recipients)
        for word in (party.name, party.country)
        if word
    }
    return plain(" · ".join(told))


def story_row(story: Story) -> dict[str, Any]:
    """Return the row of a story."""
    record = {
        **story_head(story),
        "documents": [document.id for document in story.documents],
        "events": [event.id for event in story.events],
    }
    codes = Counter(
        party.country
        for event in story.events
        for party in (*event.actors, *event.recipients)
        if party.country
    )
    return _plain(
        {
            "id": story.id,
            "title": story.title,
            "first": story.first,
            "last": story.last,
            "documents": len(story.documents),
            "origins": story.origins,
            "events": len(story.events),
            "countries": " ".join(sorted(codes, key=lambda code: (-codes[code], code))),
            "record": packed(record),
        }
    )


def story_head(story: Story) -> dict[str, Any]:
    """Return the plain story without its documents and events."""
    bare = Story(**{**_fields(story), "documents": (), "events": ()})
    return bare.to_dict()


def storyline_row(storyline: Storyline) -> dict[str, Any]:
    """Return the row of a storyline."""
    bare = Storyline(**{**_fields(storyline), "stories": ()}).to_dict()
    return _plain(
        {
            "id": storyline.id,
            "name": storyline.name,
            "how": storyline.how,
            "first": storyline.first,
            "last": storyline.last,
            "documents": sum(len(story.documents) for story in storyline.stories),
            "record": packed({**bare, "stories": [story.id for story in storyline.stories]}),
        }
    )


def _fields(record: Story | Storyline) -> dict[str, Any]:
    return {name: getattr(record, name) for name in record.__dataclass_fields__}


def _plain(row: dict[str, Any]) -> dict[str, Any]:
    return {name: plain(value) if isinstance(value, str) else value for name, value in row.items()}

"""Records to rows and back."""

from __future__ import annotations

import json
import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from dragoman.records import Document, Event, Party, Story, Storyline, stable_id
from dragoman.store.keys import dyads_of, key_of
from dragoman.store.questions import DayFrom

_LONE = re.compile("[\ud800-\udfff]")
_UNFIT = re.compile("[\x00\ud800-\udfff]")

_dumps = json.JSONEncoder(ensure_ascii=False, check_circular=False).encode

LONGEST = 800
"""Bytes of a value by which rows are found: an index of PostgreSQL holds 2,704, and may be of three such values."""

#: Columns by which rows are found: an index is over them, or they refer to one that has an index.
KEYS = frozenset(
    [
        "id",
        "document",
        "event",
        "story",
        "storyline",
        "publisher",
        "place",
        "place_country",
        "day",
        "news_day",
        "first",
        "last",
        "type",
        "mode",
        "status",
        "field",
        "country",
        "sectors",
        "name",
        "key",
        "role",
        "actor",
        "recipient",
        "canonical",
        "before",
        "after",
    ]
)

#: Columns that hold the fields of a document.
DOCUMENT = (
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


def fit(text: str) -> str:
    """Return a string as a database can hold it, as long as it was.

    A lone surrogate, which UTF-8 has no form for, and NUL, which PostgreSQL does not keep, give way to U+FFFD.
    """
    return _UNFIT.sub("\ufffd", text) if _UNFIT.search(text) else text


def plain(text: str) -> str:
    """Return a string by which rows are found, as a database can hold it: beyond `LONGEST` bytes its hash ends it."""
    text = fit(text)
    if len(text) * 4 <= LONGEST or len(raw := text.encode()) <= LONGEST:
        return text
    return raw[: LONGEST - 50].decode(errors="ignore") + "…" + stable_id(text)


def packed(value: Any) -> str:
    """Return JSON that holds any string whole, lone surrogates as escapes."""
    return _LONE.sub(lambda found: f"\\u{ord(found[0]):04x}", _dumps(value))


def document_row(document: Document) -> dict[str, Any]:
    """Return the row of a document, without its names."""
    raw = {name: getattr(document, name) for name in DOCUMENT}
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
    return Document(**{name: row[name] for name in DOCUMENT})


def content_hash(title: str | None, text: str | None) -> str:
    """Return 16 hexadecimal digits that depend on title and text alone."""
    return stable_id(json.dumps([title, text]))


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
            "rejected": int(is_rejected(event)),
            "judged": int(event.judgement is not None),
        }
    )


def is_rejected(event: Event) -> bool:
    """Whether somebody judged that the report tells no such event."""
    return event.judgement is not None and event.judgement.rejected


def day_of(event: Event, published: str | None) -> tuple[str | None, DayFrom | None]:
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
    """Return the rows of who acts on whom in an event; in one that was rejected nobody does."""
    for actor, recipient in () if is_rejected(event) else dyads_of(event):
        yield _plain({"event": number, "actor": actor, "recipient": recipient})


def names_of(events: Iterable[Event]) -> str:
    """Return the names and codes of the events' parties, each once, for the search."""
    told = {
        word: None
        for event in events
        if not is_rejected(event)
        for party in (*event.actors, *event.recipients)
        for word in (party.name, party.country)
        if word
    }
    return fit(" · ".join(told))


def story_row(story: Story, judged: Mapping[str, Event]) -> dict[str, Any]:
    """Return the row of a story; ``judged`` has those of its events that are other than coded, by their ids."""
    record = {
        **story_head(story),
        "documents": [document.id for document in story.documents],
        "events": [event.id for event in story.events],
    }
    now = [judged.get(plain(event.id), event) for event in story.events]
    standing = [event for event in now if not is_rejected(event)]
    return _plain(
        {
            "id": story.id,
            "title": story.title,
            "first": story.first,
            "last": story.last,
            "documents": len(story.documents),
            "origins": story.origins,
            "events": len(standing),
            "countries": countries_of(standing),
            "record": packed(record),
        }
    )


def countries_of(events: Iterable[Event]) -> str:
    """Return the codes of the parties of events, the most frequent first."""
    codes = Counter(
        party.country for event in events for party in (*event.actors, *event.recipients) if party.country
    )
    return " ".join(sorted(codes, key=lambda code: (-codes[code], code)))


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
    # Hundreds of strings a document: what is short and of ASCII is asked no more.
    return {
        name: value
        if not isinstance(value, str) or (len(value) < LONGEST and value.isascii() and "\0" not in value)
        else (plain if name in KEYS else fit)(value)
        for name, value in row.items()
    }

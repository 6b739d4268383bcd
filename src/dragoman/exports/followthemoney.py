"""Events as entities of FollowTheMoney, one JSON object a line, for Aleph, OpenAleph and what reads their data.

A report is an Article, an event an Event whose proof is the article. A party is an entity where it can be told which
one it is: a person, a body or a state that the gazetteer names, an arm of a state ("Police (Norway)"), or a name in
the words of a report, which is never joined with the same name elsewhere. Others ("villagers") stand in the words of
the event alone. Who acts on whom is an UnknownLink, and only of what happened or is going on: a link drawn in a network
does not say that it was denied.

What comes again is left out while it is remembered (`REMEMBERED` ids); readers join what has one id.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable, Iterator, Mapping
from functools import cache
from itertools import combinations, product
from json import JSONEncoder
from typing import Any, NamedTuple, TextIO

from dragoman.exports.judgements import told
from dragoman.exports.naming import web_address
from dragoman.exports.plain import deed, line, sides
from dragoman.exports.rows import Row, Written
from dragoman.ontology.files import load_yaml
from dragoman.records import RECIPROCAL, Date, Document, Event, Party, Place, stable_id

NAME = "followthemoney"

REMEMBERED = 100_000
"""Articles, parties and places that are not written again."""

LONGEST_NAME = 384
"""Characters that a name may have in FollowTheMoney."""

DONE = ("happened", "ongoing")

_JSON = JSONEncoder(ensure_ascii=False)

Entity = dict[str, Any]


class _Whom(NamedTuple):
    """Which entity a party is."""

    schema: str
    key: str
    name: str
    country: str | None


def write(rows: Iterable[Row], out: TextIO) -> Written:
    """Write the entities of each event, those that it refers to first; rows are entities."""
    seen: OrderedDict[str, None] = OrderedDict()
    count = 0
    for row in rows:
        for entity in entities(row):
            if entity["schema"] not in ("Event", "UnknownLink"):
                if entity["id"] in seen:
                    seen.move_to_end(entity["id"])
                    continue
                seen[entity["id"]] = None
                if len(seen) > REMEMBERED:
                    seen.popitem(last=False)
            out.write(_JSON.encode(entity))
            out.write("\n")
            count += 1
    return Written(count)


def entities(row: Row) -> Iterator[Entity]:
    """Yield the article, the place and the parties of an event, the event, and who acts on whom in it."""
    event, document = row.event, row.document
    article = _article(document)
    yield article
    actors, recipients = (
        [entity for party in parties if (entity := _party(party, document))]
        for parties in (event.actors, event.recipients)
    )
    yield from (*actors, *recipients)
    place = _place(event.place) if event.place else None
    if place:
        yield place
    source: dict[str, list[str | None]] = {
        "date": _dates(event.date, one=True),
        "startDate": _dates(event.date, end="start"),
        "endDate": _dates(event.date, end="end"),
        "recordId": [event.id],
        "proof": [article["id"]],
        "sourceUrl": [web_address(document.url)],
        "publisher": [document.publisher],
    }
    yield _entity(
        "Event",
        event.id,
        source
        | {
            "name": [_cut(f"{sides(event)}: {deed(event)}")],
            "summary": [event.evidence.quote],
            "description": [line(event)],
            "notes": [told(event)],
            "keywords": [event.type, event.mode, *event.contexts, event.status, f"CAMEO {event.cameo}"],
            "location": [event.place.name if event.place else None],
            "addressEntity": [place["id"] if place else None],
            "country": [_country(event.place.country) if event.place else None],
            "involved": [entity["id"] for entity in (*actors, *recipients)],
        },
    )
    if event.status in DONE and not (event.judgement and event.judgement.rejected):
        for one, other in _pairs(event, actors, recipients):
            role = f"{event.type} {event.mode}" if event.mode else event.type
            yield _entity(
                "UnknownLink",
                stable_id(event.id, one, other),
                source | {"subject": [one], "object": [other], "role": [role], "status": [event.status]},
            )


def _pairs(event: Event, actors: list[Entity], recipients: list[Entity]) -> list[tuple[str, str]]:
    """Return the ids of who acts on whom, each pair once; in a reciprocal event each two of the actors."""
    of, on = (dict.fromkeys(entity["id"] for entity in some) for some in (actors, recipients))
    pairs = combinations(of, 2) if event.type in RECIPROCAL and not event.recipients else product(of, on)
    return [pair for pair in pairs if pair[0] != pair[1]]


def _article(document: Document) -> Entity:
    return _entity(
        "Article",
        stable_id(document.id),
        {
            "title": [document.title and document.title.strip()],
            "publishedAt": [document.published and document.published.removesuffix("Z")],
            "sourceUrl": [web_address(document.url)],
            "publisher": [document.publisher],
            "language": ["eng" if document.language == "en" else None],
        },
    )


def _place(place: Place) -> Entity | None:
    if place.lat is None or place.lon is None:
        return None
    return _entity(
        "Address",
        stable_id(place.name, place.country, place.lat, place.lon),
        {
            "full": [place.name],
            "country": [_country(place.country)],
            "latitude": [f"{place.lat:.4f}"],
            "longitude": [f"{place.lon:.4f}"],
        },
    )


def _party(party: Party, document: Document) -> Entity | None:
    whom = _whom(party, document)
    return whom and _entity(
        whom.schema,
        stable_id(whom.schema, whom.key),
        {"name": [_cut(whom.name)], "country": [_country(whom.country)]},
    )


def _whom(party: Party, document: Document) -> _Whom | None:
    """Return which entity a party is; ``None`` where that cannot be told."""
    name, state = party.name, _names().states.get(party.country or "")
    if name and name in _names().persons:
        return _Whom("Person", name, name, party.country)
    if name and name in _names().bodies:
        return _Whom(_schema(party), f"{party.country}:{name}", name, party.country)
    if state and name in (None, state):
        arm = _kinds()["public"].get(party.sectors[0]) if party.sectors else None
        if arm:
            return _Whom(
                "PublicBody", f"{party.country}:{party.sectors[0]}", f"{arm} ({state})", party.country
            )
        if name and not party.sectors:
            return _Whom("PublicBody", f"{party.country}", state, party.country)
    words = " ".join(party.text.split())
    if words and (party.how or "").startswith("name: "):
        return _Whom("LegalEntity", f"{document.id}:{words.casefold()}", words, party.country)
    return None


def _schema(party: Party) -> str:
    kinds = _kinds()
    for code in (*party.sectors[:1], party.country or ""):
        if code in kinds["bodies"]:
            return kinds["bodies"][code]
        if code in kinds["public"]:
            return "PublicBody"
    return "Organization"


def _entity(schema: str, id: str, properties: Mapping[str, Iterable[str | None]]) -> Entity:
    """Return an entity; values that are not known are not there, nor properties without values."""
    values = {name: list(dict.fromkeys(filter(None, some))) for name, some in properties.items()}
    return {
        "id": f"dragoman-{schema.lower()}-{id}",
        "schema": schema,
        "properties": {name: some for name, some in values.items() if some},
    }


def _dates(date: Date | None, *, one: bool = False, end: str = "start") -> list[str | None]:
    """Return the one date of an event, or an end of a stretch, as precise as the report tells it (``2025-02``)."""
    if date is None:
        return []
    length = {"year": 4, "month": 7}.get(date.precision, 10)
    start, last = date.start[:length], date.end[:length]
    if one:
        return [start] if start == last else []
    return [] if start == last else [start if end == "start" else last]


def _country(code: str | None) -> str | None:
    """Return the code as FollowTheMoney has it: two small letters, ``eu`` for the European Union."""
    from dragoman.ontology.codes import country_codes

    known = country_codes().get(code or "")
    return known.iso2.lower() if known else "eu" if code == "EUR" else None


def _cut(name: str) -> str:
    return name if len(name) <= LONGEST_NAME else f"{name[: LONGEST_NAME - 1]}…"


class _Names(NamedTuple):
    """Who is known by name: persons, bodies, and states by their code."""

    persons: frozenset[str]
    bodies: frozenset[str]
    states: Mapping[str, str]


@cache
def _names() -> _Names:
    from dragoman.ontology.countries import countries
    from dragoman.ontology.leaders import leaders
    from dragoman.ontology.organizations import organizations

    return _Names(
        frozenset(leader.name for leader in leaders()),
        frozenset(body.name for body in organizations()),
        {country.code: country.name for country in countries() if country.kind == "state"},
    )


@cache
def _kinds() -> Mapping[str, Mapping[str, str]]:
    kinds: Mapping[str, Mapping[str, str]] = load_yaml("followthemoney.yaml", __package__)
    return kinds

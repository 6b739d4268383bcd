"""Which events a query means, as conditions on the table of events."""

from __future__ import annotations

from dataclasses import asdict
from typing import Any, get_args

from sqlalchemy import Column, ColumnElement, Select, false, func, select

from dragoman.errors import QueryError
from dragoman.store import databases
from dragoman.store.codec import fit, plain
from dragoman.store.keys import code_of
from dragoman.store.periods import iso_day
from dragoman.store.questions import EventQuery, Which
from dragoman.store.reading import Reading
from dragoman.store.schema import documents, events, parties
from dragoman.store.words import Term, checked, words_of

Condition = ColumnElement[bool]

EITHER = ("actor", "recipient")

_REJECTED = (events.c.judged == 1, events.c.rejected == 1)


def conditions(query: EventQuery, reading: Reading, *, walk: bool = False) -> list[Condition]:
    """Return what must hold for an event of the query.

    Args:
        query: which events are meant.
        reading: where names are looked up.
        walk: whether the events are walked through in order until there are enough, so that each is asked for its
            parties; else those of the parties are looked up at once.
    """
    asked: dict[str, Any] = {name: fit(v) if isinstance(v, str) else v for name, v in asdict(query).items()}
    query = EventQuery(**asked)
    plainly = {
        events.c.type: query.type,
        events.c.mode: query.mode,
        events.c.quad: query.quad,
        events.c.status: query.status,
    }
    found: list[Condition] = [column == value for column, value in plainly.items() if value is not None]
    sides = ((query.actor, ("actor",)), (query.recipient, ("recipient",)), (query.about, EITHER))
    for party, roles in (*sides, (query.speaker, ("speaker",))):
        if party is not None:
            found.append(with_party(party, roles, reading, walk=walk))
    if query.place is not None:
        found.append(_at(query.place, reading))
    if query.since is not None:
        found.append(events.c.day >= iso_day("since", query.since))
    if query.until is not None:
        found.append(events.c.day <= iso_day("until", query.until))
    if query.publisher is not None:
        of = documents.c.publisher.in_(spelled(documents.c.publisher, query.publisher, reading))
        found.append(events.c.document.in_(select(documents.c.id).where(of)))
    if query.min_confidence is not None:
        found.append(events.c.confidence >= query.min_confidence)
    found += _judged(query.judged, reading)
    if query.text is not None:
        found.append(_worded(query.text, reading))
    return found


def standing(number: Column[int], reading: Reading) -> list[Condition]:
    """Return what must hold for the number of an event so that nobody has rejected it."""
    rejected = select(events.c.number).where(*_REJECTED)
    if not reading.kept("rejected", lambda: reading.connection.scalar(rejected.limit(1)) is not None):
        return []
    return [number.not_in(rejected)]


def _judged(which: Which, reading: Reading) -> list[Condition]:
    if which not in get_args(Which):
        raise QueryError(f"judged: no {which[:40]!r} (write one of {', '.join(get_args(Which))})")
    if which == "rejected":
        return list(_REJECTED)
    if which == "corrected":
        return [events.c.judged == 1, events.c.rejected == 0]
    return [] if which == "any" else standing(events.c.number, reading)


def with_party(key: str, roles: tuple[str, ...], reading: Reading, *, walk: bool = False) -> Condition:
    """Return the condition that an event has a party in one of the roles (see `conditions`)."""
    one = parties.alias()
    is_one = (one.c.role.in_(roles), is_party(one.c, key, reading))
    if walk:
        return select(1).where(one.c.event == events.c.number, *is_one).exists()
    return events.c.number.in_(select(one.c.event).where(*is_one))


def resolved(key: str, reading: Reading) -> str:
    """Return the key as the store has it: of what a state is called its code, of a name in other letters the name."""
    return key if code_in(key, reading) else reading.kept(("resolved", key), lambda: _resolved(key, reading))


def code_in(key: str, reading: Reading) -> tuple[str, str | None] | None:
    """Return the code and the sector that a key names; ``None`` where it is a name, as FBI is."""
    code = code_of(key)
    if code is None or code[1] or not spelled(parties.c.name, key, reading):
        return code
    known = reading.kept(
        ("is a country", key),
        lambda: bool(
            reading.connection.scalar(select(parties.c.event).where(parties.c.country == key).limit(1))
        ),
    )
    return code if known else None


def _resolved(key: str, reading: Reading) -> str:
    names, plainly = spelled(parties.c.name, key, reading), plain(key)
    if not names:
        return plainly
    of_state = select(parties.c.country).distinct().where(parties.c.name.in_(names), is_state())
    states = reading.connection.scalars(of_state).all()
    return min(states, default=plainly if plainly in names else names[0])


def meant(key: str, reading: Reading) -> tuple[tuple[str, str | None] | None, set[str]]:
    """Return the code and the sector that a key means; ``None`` and the names, where it means those."""
    code = code_in(resolved(key, reading), reading)
    return code, set() if code else set(spelled(parties.c.name, key, reading))


def is_party(columns: Any, key: str, reading: Reading) -> Condition:
    """Return the condition that a row of parties is meant by a key: a code, code and sector, or a name.

    A name that is that of a state means its code.
    """
    code, names = meant(key, reading)
    if code is None:
        return columns.name.in_(names)  # type: ignore[no-any-return]
    country, sector = code
    same = columns.country == country
    return same & (" " + columns.sectors + " ").like(f"% {sector} %") if sector else same  # type: ignore[no-any-return]


def is_state() -> Condition:
    """Return the condition that a party goes by its code, so that its name is that of the state."""
    start = func.substr(parties.c.key, 1, func.length(parties.c.country) + 1)
    return (parties.c.key == parties.c.country) | (start == parties.c.country + ":")


def spelled(column: Column[Any], wanted: str, reading: Reading) -> list[str]:
    """Return the values of a column that are the wanted one but for small and capital letters."""

    def make() -> dict[str, list[str]]:
        spellings: dict[str, list[str]] = {}
        for value in reading.connection.scalars(
            select(column).where(column.is_not(None)).distinct().order_by(column)
        ):
            spellings.setdefault(value.casefold(), []).append(value)
        return spellings

    return reading.kept(("spelled", str(column)), make).get(plain(wanted).casefold(), [])


def _at(place: str, reading: Reading) -> Condition:
    code = code_of(place)
    if code and code[1] is None:
        return events.c.place_country == place
    return events.c.place.in_(spelled(events.c.place, place, reading))


def _worded(text: str, reading: Reading) -> Condition:
    words = words_of(checked(text))
    if not words:
        return false()
    terms = [Term((word,)) for word in words]
    return events.c.number.in_(databases.of(reading.connection).events_with(terms))


def counted(asked: list[Condition]) -> Select[int]:
    """Return the question how many events there are."""
    return select(func.count()).select_from(events).where(*asked)

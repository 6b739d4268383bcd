"""Who acts and is acted on: all of them in a list, and one by one."""

from __future__ import annotations

from collections import Counter
from typing import Any

from sqlalchemy import ColumnElement, case, func, literal_column, select

from dragoman.store.dealings import partners
from dragoman.store.events import MANY, latest
from dragoman.store.filtering import EITHER, code_in, is_party, is_state, resolved, standing, with_party
from dragoman.store.periods import quads_of, series, starts, summed
from dragoman.store.questions import ActorProfile, ActorRow, Page
from dragoman.store.reading import Reading
from dragoman.store.schema import events, parties

LATEST = 20
"""Events that a profile shows."""


def listed(reading: Reading, find: str | None, number: int, size: int) -> Page[ActorRow]:
    """Return one page of the actors, the busiest first."""
    rows = reading.kept("actors", lambda: _all(reading))
    if find is not None and (wanted := " ".join(find.split()).casefold()):
        rows = tuple(
            row for row in rows if wanted == row.key.casefold() or wanted in (row.name or "").casefold()
        )
    return Page(rows[(number - 1) * size : number * size], len(rows), number, size)


def profile(reading: Reading, key: str) -> ActorProfile | None:
    """Return what is known of an actor."""
    known_as = resolved(key, reading)
    return reading.kept(("actor", known_as), lambda: _profile(reading, known_as))


def _all(reading: Reading) -> tuple[ActorRow, ...]:
    named = {code: name for name, code in _called(reading)}
    rows = []
    for key, wanted in ((parties.c.country, None), (parties.c.name, parties.c.key == parties.c.name)):
        sides = [func.count(case((parties.c.role == role, parties.c.event)).distinct()) for role in EITHER]
        asked = (
            select(key, func.max(parties.c.country), *sides, func.min(events.c.day), func.max(events.c.day))
            .join(events, events.c.number == parties.c.event)
            .where(parties.c.role.in_(EITHER), key.is_not(None), *(() if wanted is None else (wanted,)))
            .where(*standing(parties.c.event, reading))
            .group_by(key)
        )
        for one, country, acts, acted_on, first, last in reading.connection.execute(asked):
            name = named.get(one) if wanted is None else one
            rows.append(ActorRow(one, name, country, acts, acted_on, first, last))
    return tuple(sorted(rows, key=lambda row: (-row.acts - row.acted_on, row.key)))


def _called(reading: Reading, *wanted: ColumnElement[bool]) -> list[tuple[str, str]]:
    """Return what states are called, and their codes, what is seldom first."""
    asked = (
        select(parties.c.name, parties.c.country)
        .where(parties.c.name.is_not(None), is_state(), *wanted)
        .group_by(parties.c.name, parties.c.country)
        .order_by(func.count(), parties.c.name.desc())
    )
    return [(name, country) for name, country in reading.connection.execute(asked)]


def _profile(reading: Reading, key: str) -> ActorProfile | None:
    party = is_party(parties.c, key, reading)
    ours = (parties.c.role.in_(EITHER), party, *standing(parties.c.event, reading))
    number = func.count(parties.c.event.distinct())
    asked = (
        select(
            parties.c.role,
            events.c.type,
            events.c.quad,
            number,
            func.min(events.c.day),
            func.max(events.c.day),
        )
        .join(events, events.c.number == parties.c.event)
        .where(*ours)
        .group_by(parties.c.role, events.c.type, events.c.quad)
    )
    quads: dict[str, Counter[int]] = {role: Counter() for role in EITHER}
    types, days = Counter[str](), list[str]()
    for role, type, quad, count, first, last in reading.connection.execute(asked):
        quads[role][quad] += count
        if role == "actor":
            types[type] += count
        days += [day for day in (first, last) if day]
    acts, acted_on = (quads[role].total() for role in EITHER)
    if not acts + acted_on:
        return None
    of_it = with_party(key, EITHER, reading)
    # Not as parameters: to PostgreSQL two parameters are two questions, be they equal.
    month = func.substr(events.c.day, literal_column("1"), literal_column("7"))
    sums, _ = summed(
        reading.connection.execute(
            select(month, events.c.quad, func.count(), func.sum(events.c.intensity))
            .where(of_it, *standing(events.c.number, reading))
            .group_by(month, events.c.quad)
        ),
        "month",
    )
    code = code_in(key, reading)
    return ActorProfile(
        key=key,
        name=_name(reading, code[0]) if code else key,
        country=code[0] if code else _most(reading, parties.c.country, *ours),
        acts=acts,
        acted_on=acted_on,
        first=min(days, default=None),
        last=max(days, default=None),
        how=None if code else _most(reading, parties.c.how, *ours),
        types=tuple(sorted(types.items(), key=lambda one: (-one[1], one[0]))),
        quads=quads_of(quads["actor"]),
        quads_on=quads_of(quads["recipient"]),
        partners=partners(reading, key),
        months=series(sums, starts([sums], "month")),
        latest=latest(reading, with_party(key, EITHER, reading, walk=acts + acted_on > MANY), LATEST),
    )


def _name(reading: Reading, code: str) -> str | None:
    called = _called(reading, parties.c.country == code)
    return called[-1][0] if called else None


def _most(reading: Reading, column: ColumnElement[Any], *wanted: ColumnElement[bool]) -> str | None:
    """Return the most frequent value of a column."""
    asked = (
        select(column)
        .where(column.is_not(None), *wanted)
        .group_by(column)
        .order_by(func.count().desc(), column)
    )
    found: str | None = reading.connection.scalar(asked.limit(1))
    return found

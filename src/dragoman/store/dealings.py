"""Who deals with whom: dyads, their course through time, and the network they make."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

from sqlalchemy import ColumnElement, Select, Subquery, case, func, select, union

from dragoman.records import RECIPROCAL
from dragoman.store.events import latest
from dragoman.store.filtering import code_in, conditions, is_party, resolved, standing
from dragoman.store.periods import By, quads_of, series, starts, summed
from dragoman.store.questions import (
    DyadRow,
    DyadSeries,
    EventQuery,
    EventRow,
    Link,
    Network,
    Node,
    Page,
)
from dragoman.store.reading import Reading
from dragoman.store.schema import dyads, events, parties

DONE = ("happened", "ongoing")
"""Status of what counts as dealing with each other: what is planned, denied or long past does not."""

PARTNERS = 50
"""Partners of an actor."""

_done = events.c.status.in_(DONE)


def listed(reading: Reading, number: int, size: int) -> Page[DyadRow]:
    """Return one page of the dyads, the busiest first."""
    rows = reading.kept("dyads", lambda: _all(reading))
    return Page(rows[(number - 1) * size : number * size], len(rows), number, size)


def dyad(reading: Reading, a: str, b: str, by: By) -> DyadSeries:
    """Return what two parties do to each other through time."""
    one, other = resolved(a, reading), resolved(b, reading)
    return reading.kept(("dyad", one, other, by), lambda: _series(reading, one, other, by))


def between(reading: Reading, a: str, b: str, size: int) -> tuple[EventRow, ...]:
    """Return the last events in which one of two parties acts on the other."""
    one, other = resolved(a, reading), resolved(b, reading)
    numbers = union(_acts_on(reading, one, other), _acts_on(reading, other, one))
    return latest(reading, events.c.number.in_(numbers), size)


def partners(reading: Reading, key: str) -> tuple[tuple[str, int, int], ...]:
    """Return with whom an actor deals: key, events in which it acts on them, and in which they act on it."""
    acts, acted_on = Counter[str](), Counter[str]()
    for counter, asked in (
        (acts, _met(reading, key, acting=True)),
        (acted_on, _met(reading, key, acting=False)),
    ):
        counter.update(dict(reading.connection.execute(asked).all()))
    everybody = sorted({*acts, *acted_on}, key=lambda one: (-acts[one] - acted_on[one], one))
    return tuple((one, acts[one], acted_on[one]) for one in everybody[:PARTNERS])


def network(reading: Reading, query: EventQuery, most: int) -> Network:
    """Return who deals with whom in the events of a query."""
    return reading.kept(("network", query, most), lambda: _network(reading, query, most))


def _all(reading: Reading) -> tuple[DyadRow, ...]:
    pairs = defaultdict[tuple[str, str], list[tuple[int, int, float]]](list)
    asked = (
        select(dyads.c.actor, dyads.c.recipient, events.c.quad, func.count(), func.sum(events.c.intensity))
        .join(events, events.c.number == dyads.c.event)
        .where(_done)
        .group_by(dyads.c.actor, dyads.c.recipient, events.c.quad)
    )
    for actor, recipient, quad, count, intensity in reading.connection.execute(asked):
        pairs[actor, recipient].append((quad, count, intensity))
    rows = [
        DyadRow(
            actor,
            recipient,
            quads_of({quad: count for quad, count, _ in told}),
            sum(intensity for _, _, intensity in told) / sum(count for _, count, _ in told),
        )
        for (actor, recipient), told in pairs.items()
    ]
    return tuple(sorted(rows, key=lambda row: (-row.events, row.actor, row.recipient)))


def _series(reading: Reading, a: str, b: str, by: By) -> DyadSeries:
    (forth, undated), (back, undated_back) = (
        summed(
            reading.connection.execute(
                select(events.c.day, events.c.quad, func.count(), func.sum(events.c.intensity))
                .where(_done, events.c.number.in_(_acts_on(reading, *pair)))
                .group_by(events.c.day, events.c.quad)
            ),
            by,
        )
        for pair in ((a, b), (b, a))
    )
    days = starts([forth, back], by)
    return DyadSeries(a, b, by, series(forth, days), series(back, days), undated + undated_back)


def _acts_on(reading: Reading, a: str, b: str) -> Select[Any]:
    """Return the numbers of the events in which one party acts on another."""
    if a != b and all((code := code_in(key, reading)) and not code[1] for key in (a, b)):
        return select(dyads.c.event).where(dyads.c.actor == a, dyads.c.recipient == b)
    one, other, opposite = _sides()
    return select(one.c.event).where(
        opposite,
        one.c.role == "actor",
        is_party(one.c, a, reading),
        is_party(other.c, b, reading),
        *standing(one.c.event, reading),
    )


def _met(reading: Reading, key: str, *, acting: bool) -> Select[Any]:
    """Return labels of those on the other side of an actor, and the number of events."""
    code = code_in(key, reading)
    if code and not code[1]:
        own, theirs = (dyads.c.actor, dyads.c.recipient) if acting else (dyads.c.recipient, dyads.c.actor)
        return (
            select(theirs, func.count())
            .join(events, events.c.number == dyads.c.event)
            .where(own == key, _done)
            .group_by(theirs)
        )
    actor, recipient, opposite = _sides()
    own_side, their_side = (actor, recipient) if acting else (recipient, actor)
    label = func.coalesce(their_side.c.country, their_side.c.name)
    return (
        select(label, func.count(actor.c.event.distinct()))
        .join(events, events.c.number == actor.c.event)
        .where(opposite, _done, label.is_not(None), is_party(own_side.c, key, reading))
        .where(*standing(actor.c.event, reading))
        .group_by(label)
    )


def _sides() -> tuple[Any, Any, ColumnElement[bool]]:
    """Return parties as actors, parties as those they act on, and what holds between the two.

    In a reciprocal event (`RECIPROCAL`), which has no recipients, each actor acts on each other.
    """
    actor, other, recipient = parties.alias("actor"), parties.alias("other"), parties.alias("recipient")
    told = events.alias("told")
    reciprocal = (
        (other.c.role == "actor")
        & (other.c.position != actor.c.position)
        & select(1).where(told.c.number == actor.c.event, told.c.type.in_(RECIPROCAL)).exists()
        & ~select(1).where(recipient.c.event == actor.c.event, recipient.c.role == "recipient").exists()
    )
    return (
        actor,
        other,
        (actor.c.event == other.c.event)
        & (actor.c.role == "actor")
        & ((other.c.role == "recipient") | reciprocal),
    )


def _network(reading: Reading, query: EventQuery, most: int) -> Network:
    told = _told(reading, query)
    labels = union(select(told.c.a, told.c.event), select(told.c.b, told.c.event)).subquery()
    number = func.count()
    nodes = [
        Node(key, count)
        for key, count in reading.connection.execute(
            select(labels.c.a, number).group_by(labels.c.a).order_by(number.desc(), labels.c.a)
        )
    ]
    shown = nodes[:most]
    keys = [node.key for node in shown]
    links = defaultdict[tuple[str, str], dict[int, int]](dict)
    asked = (
        select(told.c.a, told.c.b, told.c.quad, func.count(told.c.event.distinct()))
        .where(told.c.a.in_(keys), told.c.b.in_(keys))
        .group_by(told.c.a, told.c.b, told.c.quad)
    )
    for a, b, quad, count in reading.connection.execute(asked):
        links[a, b][quad] = count
    linked = [Link(a, b, quads_of(quads)) for (a, b), quads in links.items()]
    return Network(
        tuple(shown),
        tuple(sorted(linked, key=lambda link: (-link.events, link.a, link.b))),
        len(nodes) - len(shown),
    )


def _told(reading: Reading, query: EventQuery) -> Subquery:
    """Return the pairs of the events of a query without a direction: ``a``, ``b``, ``event``, ``quad``."""
    forth = dyads.c.actor < dyads.c.recipient
    return (
        select(
            case((forth, dyads.c.actor), else_=dyads.c.recipient).label("a"),
            case((forth, dyads.c.recipient), else_=dyads.c.actor).label("b"),
            dyads.c.event,
            events.c.quad,
        )
        .join(events, events.c.number == dyads.c.event)
        .where(*conditions(query, reading))
        .subquery()
    )

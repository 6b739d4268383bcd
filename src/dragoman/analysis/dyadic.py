"""Events as event-data papers count them: one row for each pair of who acts and whom it is done to."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from itertools import permutations, product

from dragoman.exports.rows import Row
from dragoman.ontology.crosswalk import goldstein
from dragoman.records import RECIPROCAL, Event, EventType, Party
from dragoman.store.keys import key_of, own_name

Pair = tuple[Party | None, Party | None]
"""Who acts, and on whom; ``None`` where the event names nobody on that side."""


@dataclass(frozen=True, slots=True)
class Dyadic:
    """An event between two parties, of ours or of somebody else's data.

    Attributes:
        event: id of the event; an event between several parties is several rows with one id.
        day: ISO; ``None`` where it is not known.
        actor, recipient: country code (ISO 3166 alpha-3, or one of PLOVER's international ones), else the name of the
            person or body; ``None`` where neither is known, or nobody is named.
        actor_sector, recipient_sector: the most specific PLOVER sector; ``None`` where none is known.
        type: PLOVER's; ``None`` for what is no event of PLOVER (a statement, CAMEO 01).
        cameo: CAMEO code as a string, leading zero kept.
        quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
        intensity: PLOVER's, -10 (conflict) to 10 (cooperation).
        goldstein: value of the CAMEO code on the scale of Goldstein, -10 to 10.
        status: whether it happened (`dragoman.records.Status`); ``None`` in data that does not tell.
        origins: number of independent origins that tell it; ``None`` where that was not asked, or is not known.
        happening: id of the deed, which several events may tell; that of the event where this is not known.
        text: the sentence, quoted; ``None`` in data without one.
        url, publisher: of the report.
    """

    event: str
    day: str | None
    actor: str | None
    recipient: str | None
    actor_sector: str | None
    recipient_sector: str | None
    type: EventType | None
    cameo: str | None
    quad: int
    intensity: float | None
    goldstein: float | None
    status: str | None
    origins: int | None
    happening: str
    text: str | None
    url: str | None
    publisher: str | None


def dyadic(rows: Iterable[Row]) -> Iterator[Dyadic]:
    """Yield the events of the rows, one for each of `pairs`; each event at least once."""
    for row in rows:
        for pair in pairs(row.event):
            yield of_pair(row, pair)


def of_pair(row: Row, pair: Pair) -> Dyadic:
    """Return the event of a row as it is between two of its parties."""
    event, (actor, recipient) = row.event, pair
    return Dyadic(
        event=event.id,
        day=row.day,
        actor=label(actor),
        recipient=label(recipient),
        actor_sector=_sector(actor),
        recipient_sector=_sector(recipient),
        type=event.type,
        cameo=event.cameo,
        quad=event.quad,
        intensity=event.intensity,
        goldstein=goldstein(event.cameo) if event.cameo else None,
        status=event.status,
        origins=row.happening.origins if row.happening else None,
        happening=row.happening.id if row.happening else event.id,
        text=event.evidence.quote,
        url=row.document.url,
        publisher=row.document.publisher,
    )


def pairs(event: Event) -> tuple[Pair, ...]:
    """Return who acts on whom in an event: each pair of countries or names once (`identity`).

    These are the dyads of `dragoman.store.keys.dyads_of`; where there is none, the parties stand as they are, with
    ``None`` for whoever is not there.
    """
    told, dyads = dict[object, Pair](), dict[object, Pair]()
    for pair in sides(event):
        names = identity(pair)
        known = None not in names and names[0] != names[1]
        (dyads if known else told).setdefault(names, pair)
    return tuple((dyads or told).values())


def sides(event: Event) -> list[Pair]:
    """Return each party that acts with each that it acts on, ``None`` for a side that nobody is on.

    In a reciprocal event (`dragoman.records.RECIPROCAL`) each acts on each other.
    """
    if not event.recipients and event.type in RECIPROCAL and len(event.actors) > 1:
        return list(permutations(event.actors, 2))
    return list(product(event.actors or (None,), event.recipients or (None,)))


def identity(pair: Pair) -> tuple[str | None, str | None]:
    """Return by what a pair goes: their countries, or names where these are not known (`label`).

    Two of one country go by their keys (`dragoman.store.keys.key_of`): its army and its rebels.
    """
    one, other = pair
    names = label(one), label(other)
    if one and other and names[0] and names[0] == names[1]:
        return key_of(one), key_of(other)
    return names


def label(party: Party | None) -> str | None:
    """Return the country code of a party, else the name of the person or body; ``None`` where neither is known."""
    return (party.country or own_name(party) or None) if party else None


def _sector(party: Party | None) -> str | None:
    return party.sectors[0] if party and party.sectors else None

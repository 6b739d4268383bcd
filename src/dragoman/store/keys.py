"""By which key a party is known: a country code, code and sector (``FRA:GOV``), or a name."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import permutations, product

from dragoman.records import RECIPROCAL, Event, Party

_CODE = re.compile(r"([A-Z]{3})(?::([A-Z]{3}))?")
#: Tables of the gazetteer by which a party is a state, or the government of one, and its name that of the state.
_STATES = ("country", "capital", "adjective", "people", "seat")


def key_of(party: Party) -> str | None:
    """Return the most telling key of a party; ``None`` where neither country nor name is known.

    That is the name of a person or body; else code and first sector; else the code. A state goes by its code, not by
    its name.
    """
    name = own_name(party)
    if name or not party.country:
        return name
    return f"{party.country}:{party.sectors[0]}" if party.sectors else party.country


def own_name(party: Party) -> str | None:
    """Return the name of a person or body; ``None`` where the party has none, or only the name of its state."""
    return None if party.name and is_state(party) else party.name


def is_state(party: Party) -> bool:
    """Whether a party's name is the name of its state."""
    table, _, entry = (party.how or "").partition(": ")
    return bool(party.country) and table in _STATES and entry == party.name


def code_of(key: str) -> tuple[str, str | None] | None:
    """Return the code and the sector that a key names; ``None`` where the key is a name."""
    found = _CODE.fullmatch(key)
    return (found[1], found[2]) if found else None


def dyads_of(event: Event) -> list[tuple[str, str]]:
    """Return who acts on whom in an event, each pair once and in order.

    A party goes by its country, or by its name where the country is not known. Two of one country go by their keys;
    where these are the same too, there is no dyad. In a reciprocal event (`dragoman.records.RECIPROCAL`) each acts on
    each other.
    """
    return sorted(set(_pairs(event)))


def _pairs(event: Event) -> Iterator[tuple[str, str]]:
    sides: Iterable[tuple[Party, ...]] = product(event.actors, event.recipients)
    if not event.recipients and event.type in RECIPROCAL:
        sides = permutations(event.actors, 2)
    for actor, recipient in sides:
        one, other = actor.country or own_name(actor), recipient.country or own_name(recipient)
        if one and one == other:
            one, other = key_of(actor), key_of(recipient)
        if one and other and one != other:
            yield one, other

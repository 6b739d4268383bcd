"""Who acts on whom in a storyline, counted by quad class."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from functools import cache
from itertools import permutations, product

from dragoman.ontology.countries import countries
from dragoman.records import RECIPROCAL, Dyad, Event, Party, Story

DONE = frozenset({"happened", "ongoing"})
"""Status of what counts: what is planned, denied or long past is no act of the storyline."""


def dyads(stories: Sequence[Story]) -> tuple[Dyad, ...]:
    """Return the dyads of the stories' events, the busiest first, then by names.

    A party goes by its country, or by its name where the country is not known or is that of both; one that has
    neither is left out. In a reciprocal event (`dragoman.records.RECIPROCAL`) each acts on each other. What the reports
    of one story tell alike – the type and both parties – counts once, so that a story told ten times is no busier.
    """
    quads: dict[tuple[str, str], list[int]] = defaultdict(lambda: [0, 0, 0, 0])
    for story in stories:
        told = {
            (*pair, event.type, event.quad)
            for event in story.events
            if event.status in DONE
            for pair in _pairs(event)
        }
        for actor, recipient, _, quad in told:
            quads[actor, recipient][quad - 1] += 1
    found = [Dyad(*pair, (n[0], n[1], n[2], n[3])) for pair, n in quads.items()]
    return tuple(sorted(found, key=lambda d: (-sum(d.quads), d.actor, d.recipient)))


def parties(event: Event) -> set[str]:
    """Countries and names of those who act and are acted on."""
    everybody = (*event.actors, *event.recipients)
    return {label for party in everybody for label in (party.country, party.name) if label}


def _pairs(event: Event) -> Iterator[tuple[str, str]]:
    """Who acts on whom."""
    both: Iterator[tuple[Party, ...]] = product(event.actors, event.recipients)
    if not event.recipients and event.type in RECIPROCAL:
        both = permutations(event.actors, 2)
    for actor, recipient in both:
        a, b = actor.country or actor.name, recipient.country or recipient.name
        if a and a == b:  # within one country: by name, where there is one
            a, b = _own_name(actor) or a, _own_name(recipient) or b
        if a and b:
            yield a, b


def _own_name(party: Party) -> str | None:
    """The name of a person or body, ``None`` for the land itself."""
    return None if party.name == _lands().get(party.country or "") else party.name


@cache
def _lands() -> dict[str, str]:
    return {land.code: land.name for land in countries() if land.kind == "state"}

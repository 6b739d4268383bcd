"""The analyst's notation of the golden sentences (``golden/README.md``)."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.records import Event, Party


def notation(event: Event) -> str:
    """Write an event the way an analyst does."""
    line = event.type + (f"/{event.mode}" if event.mode else "")
    line += f" {_parties(event.actors) or 'somebody'}"
    if event.recipients:
        line += f" > {_parties(event.recipients)}"
    if event.status != "happened":
        line += f" ({event.status})"
    if event.attribution and event.attribution.speaker:
        line += f" according to {event.attribution.speaker.text}"
    return line


def _parties(parties: Iterable[Party]) -> str:
    return " + ".join(_party(party) for party in parties)


def _party(party: Party) -> str:
    codes = " ".join([*([party.country] if party.country else []), *party.sectors])
    return f"{party.text} [{codes}]" if codes else party.text

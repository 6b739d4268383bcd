"""An event in one plain line: who did what to whom, as codes of the field are read aloud."""

from __future__ import annotations

from collections.abc import Iterable

from dragoman.exports.judgements import told
from dragoman.records import Event, Party


def line(event: Event) -> str:
    """Return ``France (FRA), Germany (DEU) → Norway (NOR): CONSULT visit, planned, Geneva; according to …``.

    Words stand as the report has them, white space apart; what is not known is left out.
    """
    speaker = event.attribution and event.attribution.speaker
    said = f"; according to {_party(speaker)}" if speaker else ""
    judged = f"; judged: {words}" if (words := told(event)) else ""
    return f"{sides(event)}: {deed(event)}{_where(event)}{said}{judged}"


def sides(event: Event) -> str:
    """Return the parties: ``France (FRA) → Norway (NOR GOV)``."""
    actors = _parties(event.actors) or "unknown"
    return f"{actors} → {_parties(event.recipients)}" if event.recipients else actors


def deed(event: Event) -> str:
    """Return what was done and whether: ``CONSULT visit, planned``."""
    what = f"{event.type} {event.mode}" if event.mode else event.type
    return f"{what}, {event.status}"


def _where(event: Event) -> str:
    when = ["/".join(dict.fromkeys((event.date.start, event.date.end)))] if event.date else []
    where = [_plain(event.place.name)] if event.place else []
    return "".join(f", {one}" for one in (*when, *where))


def _parties(parties: Iterable[Party]) -> str:
    return ", ".join(map(_party, parties))


def _party(party: Party) -> str:
    code = " ".join((*filter(None, [party.country]), *party.sectors))
    return f"{_plain(party.text)} ({code})" if code else _plain(party.text)


def _plain(text: str) -> str:
    return " ".join(text.split())

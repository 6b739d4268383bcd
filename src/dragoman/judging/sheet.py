"""The sheet: one row an event, in words, with empty columns for the judge."""

from __future__ import annotations

import csv as writing
import io
from collections.abc import Callable, Mapping, Sequence
from functools import cache
from typing import Any

from dragoman.judging.drawing import Sample
from dragoman.ontology.countries import countries
from dragoman.ontology.files import load_yaml
from dragoman.ontology.plover import plover
from dragoman.records import Attribution, Date, Event, Party, Place

# What the judge reads, before the columns to fill in.
_SHOWN: dict[str, Callable[[Event], str | None]] = {
    "sentence": lambda e: " ".join(e.evidence.quote.split()),
    "trigger": lambda e: e.trigger.text,
    "type": lambda e: e.type,
    "mode": lambda e: e.mode,
    "meaning": lambda e: _meaning(e),
    "actor": lambda e: _parties(e.actors),
    "recipient": lambda e: _parties(e.recipients),
    "status": lambda e: e.status,
    "date": lambda e: _days(e.date),
    "place": lambda e: _place(e.place),
    "according_to": lambda e: _speaker(e.attribution),
}
# What the evaluation, or whoever looks an event up, needs; after the columns to fill in.
_KEPT: dict[str, Callable[[Event], str | None]] = {
    "document": lambda e: e.document,
    "event": lambda e: e.id,
    "rule": lambda e: e.evidence.rule,
    "confidence": lambda e: None if e.confidence is None else str(e.confidence),
    "version": lambda e: f"{e.version.code} {e.version.lexicon} {e.version.model}",
}


@cache
def words() -> Mapping[str, Any]:
    """Return the words of ``judging.yaml``."""
    found: Mapping[str, Any] = load_yaml("judging.yaml", __package__)
    return found


def questions() -> tuple[str, ...]:
    """Return the columns to fill in."""
    return tuple(words()["questions"])


def csv(sample: Sample) -> str:
    """Return the sheet of a sample as CSV; ``population`` is the number of events of the type there were."""
    out = io.StringIO()
    writer = writing.writer(out, lineterminator="\n")
    writer.writerow([*_SHOWN, *questions(), "note", "population", *_KEPT])
    for event in sample.events:
        shown = [show(event) or "" for show in _SHOWN.values()]
        kept = [keep(event) or "" for keep in _KEPT.values()]
        writer.writerow([*shown, *[""] * (len(questions()) + 1), sample.population[event.type], *kept])
    return out.getvalue()


def _meaning(event: Event) -> str:
    info = plover().types[event.type]
    return info.modes[event.mode].definition if event.mode else info.definition


def _parties(parties: Sequence[Party]) -> str:
    """Tell parties: ``the minister = Espen Barth Eide, Norway, GOV (the executive of a state)``."""
    return "; ".join(f"{party.text} = {_code(party)}" for party in parties)


def _days(date: Date | None) -> str | None:
    if date is None:
        return None
    return date.start if date.start == date.end else f"{date.start} to {date.end}"


def _place(place: Place | None) -> str | None:
    if place is None:
        return None
    return f"{place.name}, {_land(place.country)}" if place.country else place.name


def _speaker(told: Attribution | None) -> str | None:
    if told is None:
        return None
    return told.speaker.text if told.speaker else told.cue


def _code(party: Party) -> str:
    meanings = plover().sectors
    sectors = [f"{code} ({meanings[code]})" if code in meanings else code for code in party.sectors]
    land = _land(party.country) if party.country else "country not known"
    name = party.name if party.name and party.name != land and party.name not in party.text else None
    return ", ".join(filter(None, [name, land, *sectors]))


def _land(code: str) -> str:
    """Name a country or an international code; what is neither stands as it is."""
    return _lands().get(code) or plover().international.get(code, code)


@cache
def _lands() -> Mapping[str, str]:
    return {country.code: country.name for country in countries() if country.kind == "state"}

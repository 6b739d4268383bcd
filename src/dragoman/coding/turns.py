"""What an entry comes to with its status: a refused request is REJECT, aid to come AGREE (``plover.yaml``)."""

from __future__ import annotations

from dataclasses import dataclass

from dragoman.coding.status import Reality
from dragoman.ontology.lexicon import Entry
from dragoman.ontology.plover import plover
from dragoman.records import EventType, Status


@dataclass(frozen=True, slots=True)
class Turned:
    """Type, mode, CAMEO code and status of an event; ``why`` says what was turned, or is empty."""

    type: EventType
    mode: str | None
    cameo: str
    status: Status
    why: str


def of(entry: Entry, reality: Reality) -> Turned:
    """Return what the entry comes to: what is planned, and what is refused, may be an event of another type."""
    info = plover().types[entry.type]
    refused = info.refused if reality.future and reality.status == "negated" else None
    # "will storm it unless …" is a threat too, though it may never come to it.
    ahead = reality.status == "planned" or (reality.status == "conditional" and reality.future)
    turn = info.planned if ahead else refused
    if turn is None:
        return Turned(entry.type, entry.mode, entry.cameo, reality.status, "")
    status: Status = "happened" if refused is not None else reality.status  # the refusal happened
    mode, code = turn.mode_and_code(entry.mode)
    return Turned(turn.type, mode, code, status, f", {reality.status}: {turn.type}")

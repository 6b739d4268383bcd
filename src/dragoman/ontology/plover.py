"""PLOVER: event types and modes, contexts, sectors (``plover.yaml``), and CAMEO's codes (``cameo.yaml``).

How the two stand to each other is in `ontology.crosswalk`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any, cast

from dragoman.errors import OntologyError
from dragoman.ontology.files import load_yaml
from dragoman.records import EVENT_TYPES, EventType

FILE, CAMEO = "plover.yaml", "cameo.yaml"


@dataclass(frozen=True, slots=True)
class Mode:
    """One way of doing what a type says; intensity from -10 (conflict) to 10 (cooperation)."""

    name: str
    intensity: float
    cameo: str
    definition: str


@dataclass(frozen=True, slots=True)
class Turn:
    """What an event becomes when it is only planned, or refused.

    Attributes:
        type: its type then.
        mode, cameo: of an event whose mode is not in ``of_mode``.
        of_mode: mode and CAMEO code for some modes ("will arrest" threatens an arrest).
    """

    type: EventType
    mode: str | None
    cameo: str
    of_mode: Mapping[str, tuple[str, str]]

    def mode_and_code(self, mode: str | None) -> tuple[str | None, str]:
        """Return mode and CAMEO code that an event of this mode takes on."""
        return self.of_mode.get(mode or "", (self.mode, self.cameo))


@dataclass(frozen=True, slots=True)
class TypeInfo:
    """What PLOVER says of an event type.

    Attributes:
        quad: 1 verbal cooperation, 2 material cooperation, 3 verbal conflict, 4 material conflict.
        intensity: -10 (conflict) to 10 (cooperation), for events without a mode.
        cameo: CAMEO code for events whose lexicon entry and mode name none.
        alone: whether an event stands with an actor only.
        planned: what a planned event of this type becomes; ``None``: it stays.
        refused: what it becomes when planned and negated at once ("will not meet"); ``None``: it stays.
    """

    name: EventType
    quad: int
    intensity: float
    cameo: str
    definition: str
    alone: bool
    modes: Mapping[str, Mode]
    planned: Turn | None
    refused: Turn | None

    def intensity_of(self, mode: str | None) -> float:
        """Return the intensity of a mode, or of the type where there is no mode."""
        return self.modes[mode].intensity if mode else self.intensity


@dataclass(frozen=True, slots=True)
class Plover:
    """The ontology: types by name, and the meaning of each context, sector and international code."""

    types: Mapping[EventType, TypeInfo]
    contexts: Mapping[str, str]
    sectors: Mapping[str, str]
    international: Mapping[str, str]


@cache
def plover() -> Plover:
    """Return the ontology. Raises `OntologyError` when ``plover.yaml`` breaks its schema."""
    return parse(load_yaml(FILE), FILE)


@cache
def cameo() -> Mapping[str, str]:
    """Return CAMEO's codes, each with its label."""
    return {code: entry["label"] for code, entry in load_yaml(CAMEO).items()}


def parse(data: Any, source: str) -> Plover:
    """Build the ontology from what YAML gave. Raises `OntologyError` naming the source and the place."""
    try:
        raw = data["types"]
        if tuple(raw) != EVENT_TYPES:
            raise OntologyError(f"{source}: types must be {', '.join(EVENT_TYPES)}, in this order")
        modes = {name: _modes(source, name, raw[name].get("modes", {})) for name in EVENT_TYPES}
        return Plover(
            types={name: _type(source, name, raw, modes) for name in EVENT_TYPES},
            contexts=dict(data["contexts"]),
            sectors=dict(data["sectors"]),
            international=dict(data["international"]),
        )
    except KeyError as error:
        raise OntologyError(f"{source}: key {error} is missing (add it)") from error
    except (TypeError, AttributeError, ValueError) as error:
        raise OntologyError(f"{source}: not the shape its head describes: {error}") from error


def _type(
    source: str, name: EventType, raw: Mapping[str, Any], modes: Mapping[EventType, Mapping[str, Mode]]
) -> TypeInfo:
    entry = raw[name]
    if entry["recipient"] not in ("required", "optional"):
        raise OntologyError(f"{source}: {name}: recipient must be required or optional")
    if entry["quad"] not in (1, 2, 3, 4):
        raise OntologyError(f"{source}: {name}: quad must be 1, 2, 3 or 4")
    return TypeInfo(
        name=name,
        quad=entry["quad"],
        intensity=float(entry["intensity"]),
        cameo=_known(source, name, entry["cameo"]),
        definition=entry["definition"],
        alone=entry["recipient"] == "optional",
        modes=modes[name],
        planned=_turn(source, name, entry.get("planned"), raw, modes),
        refused=_turn(source, name, entry.get("refused"), raw, modes),
    )


def _modes(source: str, name: str, raw: Mapping[str, Any]) -> dict[str, Mode]:
    return {
        mode: Mode(mode, float(m["intensity"]), _known(source, f"{name}/{mode}", m["cameo"]), m["definition"])
        for mode, m in raw.items()
    }


def _turn(
    source: str,
    name: str,
    raw: Mapping[str, Any] | None,
    types: Mapping[str, Any],
    modes: Mapping[EventType, Mapping[str, Mode]],
) -> Turn | None:
    if raw is None:
        return None
    to: EventType = raw["type"]
    mode = raw.get("mode")
    if to not in modes or (mode is not None and mode not in modes[to]):
        raise OntologyError(f"{source}: {name}: no type and mode {to} {mode} to turn into")
    code = raw.get("cameo") or (modes[to][mode].cameo if mode else types[to]["cameo"])
    of_mode: dict[str, tuple[str, str]] = {}
    for own, turned in raw.get("modes", {}).items():
        if own not in modes[cast(EventType, name)] or turned not in modes[to]:
            raise OntologyError(f"{source}: {name}: {own} cannot turn into {turned} (no such modes)")
        of_mode[own] = turned, modes[to][turned].cameo
    return Turn(to, mode, _known(source, name, code), of_mode)


def _known(source: str, where: str, code: object) -> str:
    if not isinstance(code, str) or code not in cameo():
        raise OntologyError(
            f"{source}: {where}: {code!r} is no CAMEO code (write a quoted code of cameo.yaml)"
        )
    return code

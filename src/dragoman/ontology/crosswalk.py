"""CAMEO and PLOVER, both ways: what a code means in PLOVER, and which code a type and mode has (``cameo.yaml``)."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from dragoman.errors import OntologyError
from dragoman.ontology.files import load_yaml
from dragoman.ontology.plover import CAMEO, plover
from dragoman.records import EventType

#: A PLOVER type with one of its modes, or with none.
Kind = tuple[EventType, str | None]


@dataclass(frozen=True, slots=True)
class Crossing:
    """What a CAMEO code is in PLOVER.

    Attributes:
        code, label: CAMEO's.
        kinds: types and modes an event of this code may have, the one to take first; CAMEO does not tell the
            others apart from it ("strike or boycott"). Empty for a statement (01), which is no event of PLOVER.
        contexts: PLOVER contexts that the code implies.
        goldstein: the code's value on the scale of Goldstein (1992), -10 (conflict) to 10 (cooperation).
    """

    code: str
    label: str
    kinds: tuple[Kind, ...]
    contexts: tuple[str, ...]
    goldstein: float

    @property
    def type(self) -> EventType | None:
        """The PLOVER type; ``None`` for a statement."""
        return self.kinds[0][0] if self.kinds else None

    @property
    def mode(self) -> str | None:
        """The PLOVER mode; ``None`` where the code names none."""
        return self.kinds[0][1] if self.kinds else None

    def admits(self, type: EventType, mode: str | None) -> bool:
        """Whether an event of this type and mode may carry the code.

        It may where code and event do not contradict each other: the less exact of the two leaves the mode open.
        """
        return any(name == type and (own == mode or own is None or mode is None) for name, own in self.kinds)


def from_cameo(code: str) -> Crossing:
    """Return what a CAMEO code of two to four digits is in PLOVER.

    CAMEO is a tree: a code that the table lacks (later editions added some: 1952) is read as the code above it
    that the table has, which the `Crossing` names.

    Raises:
        OntologyError: it is no CAMEO code.
    """
    if re.fullmatch(r"[0-9]{2,4}", code):
        for length in range(len(code), 1, -1):
            if found := _table().get(code[:length]):
                return found
    raise OntologyError(
        f"{code!r} is no CAMEO code (write two to four digits from 01 to 2042, the zero in front too)"
    )


@cache
def goldstein(code: str) -> float | None:
    """Return the value of a CAMEO code on the scale of Goldstein (`Crossing`); ``None`` for what is no code."""
    try:
        return from_cameo(code).goldstein
    except OntologyError:
        return None


def to_cameo(type: EventType, mode: str | None = None, contexts: Iterable[str] = ()) -> str:
    """Return the CAMEO code of a PLOVER type and mode; contexts tell the codes below it apart.

    AID is 070, and 072 with the context ``military``. Where contexts fit several codes equally well, the code of the
    mode stays.

    Raises:
        OntologyError: there is no such type, or the type has no such mode.
    """
    info = plover().types.get(type)
    if info is None or (mode is not None and mode not in info.modes):
        known = ", ".join(plover().types if info is None else info.modes) or "none"
        raise OntologyError(f"{type if info is None else mode!r} is no {'type' if info is None else f'mode of {type}'} "
                            f"(one of {known})")  # fmt: skip
    plain = info.modes[mode].cameo if mode else info.cameo
    told = set(contexts)
    family = plain[:2] if plain.endswith("0") and len(plain) == 3 else plain
    best, rivals = _fit(_table()[plain], told), [plain]
    for code, crossing in _table().items():
        if code.startswith(family) and code != plain and crossing.kinds[:1] == ((type, mode),):
            fit = _fit(crossing, told)
            if fit > best:
                best, rivals = fit, [code]
            elif fit == best:
                rivals.append(code)
    return rivals[0] if len(rivals) == 1 else plain


def _fit(crossing: Crossing, contexts: set[str]) -> tuple[int, int]:
    """Return how many of the contexts a code implies, and (negative) how many others."""
    shared = len(contexts.intersection(crossing.contexts))
    return shared, (shared - len(crossing.contexts)) if shared else -len(plover().contexts)


@cache
def _table() -> Mapping[str, Crossing]:
    return parse(load_yaml(CAMEO), CAMEO)


def parse(data: Any, source: str) -> dict[str, Crossing]:
    """Build the table from what YAML gave. Raises `OntologyError` naming the source, the code and the mend."""
    if not isinstance(data, dict):
        raise OntologyError(f'{source}: no table (write `"010": {{label: …, goldstein: …, plover: …}}`)')
    return {code: _crossing(code, entry, f"{source}: {code!r}") for code, entry in data.items()}


def _crossing(code: Any, entry: Any, where: str) -> Crossing:
    if not isinstance(code, str) or not re.fullmatch(r"[0-9]{2,4}", code):
        raise OntologyError(f'{where}: a code is two to four digits in quotes (write "010")')
    needed = {"label", "goldstein", "plover"}
    if not isinstance(entry, dict) or not needed <= set(entry) <= needed | {"also", "contexts"}:
        raise OntologyError(
            f"{where}: an entry has label, goldstein and plover, and may have also and contexts (mend it)"
        )
    scale = entry["goldstein"]
    if isinstance(scale, bool) or not isinstance(scale, (int, float)) or not -10 <= scale <= 10:
        raise OntologyError(f"{where}: goldstein is a number from -10 to 10, not {scale!r} (mend it)")
    contexts = tuple(entry.get("contexts", ()))
    if unknown := [name for name in contexts if name not in plover().contexts]:
        raise OntologyError(f"{where}: {unknown[0]!r} is no context (see contexts in plover.yaml)")
    names = [entry["plover"], *entry.get("also", ())] if entry["plover"] is not None else []
    return Crossing(code, entry["label"], tuple(_kind(name, where) for name in names), contexts, float(scale))


def _kind(name: Any, where: str) -> Kind:
    for info in plover().types.values():
        for mode in (None, *info.modes):
            if name == (f"{info.name} {mode}" if mode else info.name):
                return info.name, mode
    raise OntologyError(f"{where}: {name!r} is no type, or type and mode (write it as in plover.yaml)")

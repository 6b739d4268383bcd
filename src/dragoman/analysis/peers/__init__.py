"""Event data of others as rows to compare with ours: GDELT, ICEWS and POLECAT, as their files are published.

Each file is read as a stream of `dragoman.analysis.dyadic.Dyadic`. Of these ``text`` is what the row itself has in
words (names, and the label of the code), which is no sentence of a report; ``status`` and ``origins`` are ``None``,
since such data do not tell them. What is wrong with a file comes last, as one `InputError` for each kind of problem.
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from importlib import import_module
from types import ModuleType
from typing import TYPE_CHECKING, Literal, get_args

from dragoman.analysis.peers.lines import head_of
from dragoman.errors import InputError

if TYPE_CHECKING:
    from dragoman.analysis.dyadic import Dyadic

PeerKind = Literal["gdelt", "icews", "polecat"]

LINES = 10
"""Lines by which a file is recognised: the first may be damaged."""
PEERS: tuple[PeerKind, ...] = get_args(PeerKind)


def kind_of(path: str | os.PathLike[str]) -> PeerKind | None:
    """Return whose data a file has, by its first lines; ``None`` where it is nobody's, or is not there."""
    name = os.fspath(path)
    if not os.path.isfile(name):
        return None
    lines = [line for line in head_of(name) if line.strip()][:LINES]
    return next((kind for kind in PEERS if any(_reader(kind).recognises(line) for line in lines)), None)


def read(path: str | os.PathLike[str], kind: PeerKind) -> Iterator[Dyadic | InputError]:
    """Yield the events of a file of this kind, and at the end what is wrong with it; memory does not grow with it."""
    return (found if isinstance(found, InputError) else found[0] for found in rows(path, kind))


def rows(path: str | os.PathLike[str], kind: PeerKind) -> Iterator[tuple[Dyadic, str | None] | InputError]:
    """Yield the same with the day, ISO, on which each was reported, or was added to the data; ``None`` if not told."""
    found: Iterator[tuple[Dyadic, str | None] | InputError] = _reader(kind).rows(os.fspath(path))
    return found


def _reader(kind: PeerKind) -> ModuleType:
    return import_module(f"{__name__}.{kind}")

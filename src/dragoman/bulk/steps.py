"""Pieces of the second stage: each puts a folder in place, whole, and is done where the folder is there.

The name of a folder says what it is made from (`key`), so that after new shards only what they change is made again.
"""

from __future__ import annotations

import hashlib
import json
from collections import Counter, deque
from collections.abc import Callable, Iterable
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, Executor, Future, wait
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeAlias

from dragoman.bulk.layout import MARKER, aside
from dragoman.errors import DragomanError
from dragoman.records import stable_id

Told: TypeAlias = dict[str, Any]
"""What a marker tells."""

Work: TypeAlias = Callable[[Path], Told]
"""Writes files into the folder it is given, and returns what the marker is to tell."""

TRIES = 3
"""How often a step is tried: what befell one worker need not befall another."""

AHEAD = 1_000
"""Steps handed out at once."""

POLL = 0.5
"""Seconds between two looks at whether to stop."""


@dataclass(frozen=True, slots=True)
class Step:
    """What there is to do.

    Attributes:
        folder: where what it makes is put.
        work: makes it; it can be pickled, and goes to a worker.
    """

    folder: str
    work: Work


def key(*parts: object) -> str:
    """Return what tells one making of a folder from another: the version of all that takes part, and the parts."""
    from dragoman import __version__
    from dragoman.coding.coder import data_version

    return stable_id(__version__, data_version(), *parts)


def perform(step: Step) -> None:
    """Do a step, unless it is done. It may be done twice, by two at once."""
    folder = Path(step.folder)
    if (folder / MARKER).exists():
        return
    with aside(folder) as place:
        place.mkdir()
        told = step.work(place)
        told["hash"] = {file.name: digest(file) for file in sorted(place.iterdir())}
        (place / MARKER).write_text(json.dumps(told, ensure_ascii=False, indent=1), encoding="utf-8")


def told(folder: str | Path) -> Told:
    """Return what the marker of a step that is done tells."""
    found: Told = json.loads((Path(folder) / MARKER).read_text(encoding="utf-8"))
    return found


def content(folder: str | Path) -> str:
    """Return what tells the files of one folder from those of another."""
    return stable_id(*told(folder)["hash"].items())


def digest(file: Path) -> str:
    """Return the SHA-256 of a file."""
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def run(
    steps: Iterable[Step],
    executor: Executor,
    progress: Callable[[int, int], object],
    stopped: Callable[[], bool],
) -> bool:
    """Do steps, in any order; return whether all are done, which they are unless it was to stop.

    A step that fails is tried again; where it fails again and again, the others are done all the same.

    Raises:
        DragomanError: what an input is to blame for.
        BrokenExecutor: nobody works any more; what is done is kept.
        Exception: what a step failed with, at last.
    """
    wanted = list(steps)
    waiting = deque(step for step in wanted if not (Path(step.folder) / MARKER).exists())
    at_work = dict[Future[None], Step]()
    tries, failed = Counter[str](), list[BaseException]()
    done = len(wanted) - len(waiting)
    progress(done, len(wanted))
    while waiting or at_work:
        if stopped():
            waiting.clear()
            for future in [future for future in at_work if future.cancel()]:
                del at_work[future]
        while waiting and len(at_work) < AHEAD:
            step = waiting.popleft()
            at_work[executor.submit(perform, step)] = step
        for future in wait(at_work, POLL, FIRST_COMPLETED).done:
            step = at_work.pop(future)
            error = future.exception()
            tries[step.folder] += 1
            if error is None:
                done += 1
            elif isinstance(error, BrokenExecutor):
                raise error
            elif isinstance(error, DragomanError) or tries[step.folder] >= TRIES:
                failed.append(error)
            else:
                waiting.append(step)
        progress(done, len(wanted))
    if failed:
        raise min(failed, key=str)
    return done == len(wanted)

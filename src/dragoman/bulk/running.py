"""Handing out shards and taking them back, whatever becomes of workers: nothing is lost, and nothing stops the rest."""

from __future__ import annotations

import errno
import json
import os
import time
from collections import Counter, deque
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import FIRST_COMPLETED, BrokenExecutor, CancelledError, Executor, Future, wait
from dataclasses import dataclass, replace
from typing import Any

from dragoman.bulk.coding import Coded, Job, OtherVersionError, code_shard
from dragoman.bulk.executors import Workers
from dragoman.bulk.layout import Layout
from dragoman.bulk.shards import Shard
from dragoman.errors import DragomanError

TRIES = 3
"""How often a shard is tried before it is given up."""

AHEAD = 2_000
"""Shards handed out at once where the number of workers is not known."""

POLL = 1.0
"""Seconds between two looks at how far the workers are."""

NO_ROOM = {errno.ENOSPC, errno.EDQUOT, errno.EROFS, errno.EFBIG}
"""What befalls every shard alike: to try the others would be in vain."""


class BulkError(DragomanError):
    """A corpus cannot be made; the message names it and the mend."""


def no_room(layout: Layout, error: OSError) -> BulkError:
    """Return what is told where nothing more can be written."""
    mend = (
        "name another folder with -o"
        if error.errno == errno.EROFS
        else "make room, and give the command again"
    )
    return BulkError(
        f"{layout.out}: cannot be written: {os.strerror(error.errno or 0)} ({mend}: it goes on where it was)"
    )


@dataclass(frozen=True, slots=True)
class Progress:
    """How far the first stage is.

    Attributes:
        shards, finished, failed: numbers of shards.
        documents: that were read, those of earlier runs among them.
        read, size: bytes that were read, and that there are.
        rate: documents a second in this run.
        left: seconds that it will take; ``None`` where that cannot be said yet.
        working: number of workers at work, and
        memory: bytes that the largest of them holds.
    """

    shards: int
    finished: int
    failed: int
    documents: int
    read: int
    size: int
    rate: float
    left: float | None
    working: int
    memory: int


@dataclass(frozen=True, slots=True)
class Failed:
    """A shard that was given up: what it is, and why."""

    input: str
    why: str


@dataclass(frozen=True, slots=True)
class Ran:
    """What became of the shards: whether all but those that failed are done."""

    finished: bool
    failed: tuple[Failed, ...]


class FirstStage:
    """Shards and who works on them.

    Args:
        layout: the folder of the corpus.
        shards: what there is to do.
        job: what a worker is to do, but for the shard.
        workers: who works.
        progress: is told how far it is, every second.
        tell: is told the problems of inputs, in words.
        stopped: says whether to come to an end: what is being read is then kept as far as it is.
    """

    def __init__(
        self,
        layout: Layout,
        shards: Sequence[Shard],
        job: Job,
        workers: Workers,
        *,
        progress: Callable[[Progress], object],
        tell: Callable[[str], object],
        stopped: Callable[[], bool],
    ) -> None:
        self._layout, self._job, self._workers = layout, job, workers
        self._shards = shards
        self._progress, self._tell, self._stopped = progress, tell, stopped
        self._tries = Counter[str]()
        self._failed = dict[str, Failed]()
        self._finished = set[str]()
        self._documents = dict[str, int]()
        self._chunks = dict[str, int]()
        for shard in shards:
            self._note(shard)
        self._clear()
        self._began = time.monotonic()
        self._before = sum(self._documents.values()), self._read(())

    def run(self) -> Ran:
        """Work until all is done, or it is to stop.

        Raises:
            BulkError: nobody can work, or the corpus cannot be written.
        """
        barren = 0
        try:
            while (waiting := self._waiting()) and not self._stopped():
                chunks = sum(self._chunks.values())
                with self._workers.make() as executor:
                    broke = self._with(executor, waiting)
                for shard in self._shards:
                    self._note(shard)
                barren = barren + 1 if broke and sum(self._chunks.values()) == chunks else 0
                if barren > TRIES:
                    raise BulkError(
                        "workers are ended from outside before they have done anything, as where memory is short "
                        "(each takes some 700 MB; give fewer --workers)"
                    )
        finally:
            self._clear()
        self._progress(self._state())
        done = len(self._finished) + len(self._failed) == len(self._shards)
        return Ran(done, tuple(self._failed.values()))

    def _waiting(self) -> deque[Shard]:
        ended = self._finished | self._failed.keys()
        return deque(shard for shard in self._shards if shard.name not in ended)

    def _clear(self) -> None:
        """Take away what only workers at work have to do with."""
        self._layout.stop.unlink(missing_ok=True)
        for file in self._layout.working.glob("*"):
            file.unlink(missing_ok=True)

    def _with(self, executor: Executor, waiting: deque[Shard]) -> bool:
        """Work with an executor until nothing is waiting; return whether it broke down before."""
        at_work = dict[Future[Coded], Shard]()
        ahead = 2 * self._workers.number if self._workers.number else AHEAD
        try:
            while waiting or at_work:
                if self._stopped():
                    self._stop(at_work)
                    waiting.clear()
                while waiting and len(at_work) < ahead:
                    at_work[executor.submit(code_shard, replace(self._job, shard=waiting[0]))] = waiting[0]
                    waiting.popleft()
                done, _ = wait(at_work, POLL, FIRST_COMPLETED)
                for future in done:
                    if not self._taken(at_work[future], future):
                        waiting.append(at_work[future])
                    del at_work[future]
                self._progress(self._state())
        except BrokenExecutor:
            # Whoever was at work may have broken it; the others have lost what they had of a chunk.
            begun = {told["shard"] for told in self._beats()}
            for shard in at_work.values():
                self._note(shard)
                if shard.name not in begun or self._again(
                    shard, "a worker was ended from outside, as by kill"
                ):
                    waiting.append(shard)
            self._clear()
            return True
        return False

    def _stop(self, at_work: dict[Future[Coded], Shard]) -> None:
        """Have the workers end where they are, and those that have not begun never begin."""
        self._layout.stop.touch()
        begun = {told["shard"] for told in self._beats()}
        for future, shard in at_work.items():
            if shard.name not in begun:
                future.cancel()

    def _taken(self, shard: Shard, future: Future[Coded]) -> bool:
        """Take what became of a shard; return whether that is the end of it."""
        try:
            coded = future.result()
        except BrokenExecutor:
            raise
        except CancelledError:
            return self._stopped() or not self._again(shard, "the cluster gave it up")
        except OSError as error:
            if error.errno in NO_ROOM:
                raise no_room(self._layout, error) from error
            return not self._again(shard, f"{type(error).__name__}: {error}")
        except OtherVersionError as error:
            raise BulkError(str(error)) from error
        except Exception as error:
            return not self._again(shard, f"{type(error).__name__}: {error}")
        self._note(shard)
        for chunk in coded.chunks:
            for problem in chunk["told"]:
                self._tell(problem)
            if more := chunk["problems"] - len(chunk["told"]):
                self._tell(f"{chunk['input']}: {more:,} further problems of such kinds")
        return True

    def _note(self, shard: Shard) -> None:
        """Count what is there of a shard."""
        chunks = self._layout.chunks(shard.name)
        self._chunks[shard.name] = len(chunks)
        self._documents[shard.name] = sum(chunk["documents"] for chunk in chunks)
        if chunks and chunks[-1]["last"]:
            self._finished.add(shard.name)

    def _again(self, shard: Shard, why: str) -> bool:
        """Count a try that came to nothing; return whether there is another."""
        self._tries[shard.name] += 1
        if self._tries[shard.name] < TRIES:
            return True
        self._failed[shard.name] = Failed(shard.input, why[:500])
        self._tell(
            f"{shard.input}: given up after {TRIES} tries: {why[:500]} (the same command tries it again)"
        )
        return False

    def _beats(self) -> list[dict[str, Any]]:
        """What workers tell of themselves."""
        told = list[dict[str, Any]]()
        for file in self._layout.working.glob("[!.]*.json"):
            try:
                told.append(json.loads(file.read_text(encoding="utf-8")))
            except (OSError, ValueError):  # it is done meanwhile
                continue
        return told

    def _read(self, beats: Iterable[dict[str, Any]]) -> int:
        """How many bytes are read."""
        done = sum(shard.size for shard in self._shards if shard.name in self._finished)
        return done + sum(int(told["bytes"]) for told in beats)

    def _state(self) -> Progress:
        beats = [told for told in self._beats() if told["shard"] not in self._finished]
        documents = sum((self._documents | {told["shard"]: told["documents"] for told in beats}).values())
        size, read = sum(shard.size for shard in self._shards), self._read(beats)
        seconds = time.monotonic() - self._began
        came, read_now = documents - self._before[0], read - self._before[1]
        return Progress(
            shards=len(self._shards),
            finished=len(self._finished),
            failed=len(self._failed),
            documents=documents,
            read=read,
            size=size,
            rate=came / seconds,
            left=(size - read) * seconds / read_now if read_now > 0 else None,
            working=len(beats),
            memory=max((told["memory"] for told in beats), default=0),
        )

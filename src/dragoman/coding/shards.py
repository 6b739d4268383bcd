"""Coding on several cores: documents go out in shards, their events come back in the order of the documents."""

from __future__ import annotations

import atexit
import gc
import os
import signal
import threading
from collections import deque
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from contextlib import contextmanager
from itertools import islice
from multiprocessing import get_context, parent_process
from multiprocessing.process import BaseProcess
from typing import TYPE_CHECKING

from dragoman.coding.lean import leave_out_torch

if TYPE_CHECKING:
    from dragoman.ontology.lexicon import Lexicon
    from dragoman.records import Document, Event, Parser

SHARD = 50_000
"""Characters of a shard: some seconds of work, so that all are done at nearly the same time, and what is sent costs
nothing beside it."""
AHEAD = 64
"""Shards handed out and not yet taken back. Bounds the memory, and how much is lost when the work is broken off."""
WORTH = 250_000
"""Characters from which a process pays: to load the language model takes as long as to code that much."""


def stream(
    documents: Iterable[Document], executor: Executor, parser: Parser, words: Lexicon
) -> Iterator[tuple[Event, ...]]:
    """Yield the events of each document in the order of the documents: what `coder.stream` yields, made elsewhere.

    Documents are taken from the iterable as workers get through them. What is raised in a worker is raised here.

    Args:
        documents: what `dragoman.read` gives.
        executor: runs the shards; its workers need this package and nothing else, no file of an own lexicon either.
        parser: ``accurate`` or ``fast``.
        words: the lexicon.
    """
    own = words if words.own else None  # the packaged one is in the package of every worker
    shards = _shards(documents)
    ahead: deque[Future[list[tuple[Event, ...]]]] = deque()
    try:
        while True:
            ahead.extend(executor.submit(_coded, s, parser, own) for s in islice(shards, AHEAD - len(ahead)))
            if not ahead:
                return
            yield from ahead.popleft().result()
    finally:
        for future in ahead:
            future.cancel()


@contextmanager
def processes(
    documents: Sequence[Document], jobs: int | None = None, *, finish: bool = False
) -> Iterator[Executor | None]:
    """Give processes of this machine to code the documents, ``None`` where the one at hand is enough.

    Args:
        documents: what there is to do.
        jobs: how many processes; ``None``: one for each core, but no more than there is work for (`WORTH`).
        finish: whether they go on at Ctrl-C, which a terminal tells them too, until this process lets them go.
    """
    if jobs is None:
        size = sum(len(document.title or "") + len(document.text or "") for document in documents)
        jobs = min(cores(), size // WORTH)
    if jobs <= 1:
        yield None
        return
    # Not forked: threads of ONNX Runtime and locks that they hold would not live in the copy.
    executor = ProcessPoolExecutor(
        jobs, mp_context=get_context("spawn"), initializer=begin, initargs=(finish,)
    )
    try:
        yield executor
    finally:
        executor.shutdown(cancel_futures=True)


def cores() -> int:
    """How many cores this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def _shards(documents: Iterable[Document]) -> Iterator[list[Document]]:
    shard: list[Document] = []
    size = 0
    for document in documents:
        shard.append(document)
        size += len(document.title or "") + len(document.text or "")
        if size >= SHARD:
            yield shard
            shard, size = [], 0
    if shard:
        yield shard


def _coded(shard: list[Document], parser: Parser, own: Lexicon | None) -> list[tuple[Event, ...]]:
    """Code a shard, in a worker."""
    from dragoman.coding.coder import stream as coded

    return list(coded(shard, parser, own))


def begin(finish: bool) -> None:
    """Make a worker end at once on Ctrl-C or not at all, and never outlive who it works for; nor search what it loaded
    for cycles before it ends, nor load what it does not use."""
    leave_out_torch()
    signal.signal(signal.SIGINT, signal.SIG_IGN if finish else signal.SIG_DFL)
    atexit.register(gc.freeze)
    threading.Thread(target=_end_with, args=(parent_process(),), daemon=True).start()


def _end_with(parent: BaseProcess | None) -> None:
    """End when another process does: who is killed cannot tell its workers, and they would wait for ever."""
    if parent is not None:
        parent.join()
        os._exit(1)

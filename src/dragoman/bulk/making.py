"""Making a corpus: its settings, the two stages, and what came of them."""

from __future__ import annotations

import errno
import json
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import BrokenExecutor, Executor
from contextlib import contextmanager, nullcontext
from dataclasses import asdict, dataclass
from itertools import count
from pathlib import Path
from typing import IO, TYPE_CHECKING, Any

from dragoman.bulk.assembling import Assembled, assemble
from dragoman.bulk.coding import Job
from dragoman.bulk.executors import Workers, workers
from dragoman.bulk.layout import Layout, aside
from dragoman.bulk.running import NO_ROOM, TRIES, BulkError, Failed, FirstStage, Progress, no_room
from dragoman.bulk.shards import Print, Shard, shards_of
from dragoman.exports.arrow import need_pyarrow
from dragoman.records import Parser

if TYPE_CHECKING:
    from dragoman.ontology.lexicon import Lexicon, Paths

LAYOUT = 1
"""Number of the layout of the folder."""


@dataclass(frozen=True, slots=True)
class Made:
    """What came of making a corpus.

    Attributes:
        finished: whether all is done but what failed; else it was stopped, and the same call goes on.
        documents, events, declined: numbers of all shards so far, repeats among them.
        problems: things in the inputs that could not be read.
        shards: number of shards of the inputs.
        failed: those that were given up.
        assembled: what the datasets hold; ``None`` where it did not come to that.
    """

    finished: bool
    documents: int
    events: int
    declined: int
    problems: int
    shards: int
    failed: tuple[Failed, ...]
    assembled: Assembled | None


def make(
    inputs: Iterable[str],
    out: Path | str,
    *,
    executor: Executor | Workers | str = "processes",
    number: int | None = None,
    parser: Parser = "accurate",
    lexicon: Paths = (),
    min_confidence: float = 0.0,
    published: str | None = None,
    group: bool = True,
    allow_private: bool = False,
    progress: Callable[[Progress], object] = lambda progress: None,
    assembling: Callable[[str, int, int], object] = lambda step, done, of: None,
    tell: Callable[[str], object] = lambda problem: None,
    stopped: Callable[[], bool] = lambda: False,
) -> Made:
    """Read and code all that inputs hold, and put it together as datasets; what is there already is not done again.

    Args:
        inputs: files, folders, addresses of archives.
        out: the folder of the corpus; with workers elsewhere one that all see, as the inputs are.
        executor: who works: any `concurrent.futures.Executor`, or the name of one (`dragoman.bulk.executors`).
        number: of processes.
        parser, lexicon, min_confidence: as in `dragoman.code`.
        published: as in `dragoman.read`.
        group: whether stories are found; else there are documents and events alone.
        allow_private: as in `dragoman.fetching.Fetcher`.
        progress: is told every second how far the first stage is.
        assembling: is told how far the second stage is: the step, how much of it is done, and how much there is.
        tell: is told what cannot be read, in words.
        stopped: says whether to come to an end.

    Raises:
        BulkError: the corpus in the folder was made otherwise, somebody else works on it, or it cannot be written.
        DragomanError: pyarrow is not installed.
        ExecutorError: there is no such executor, or nobody answers.
    """
    from dragoman.coding.coder import version
    from dragoman.ontology.lexicon import load

    need_pyarrow()
    words = load(lexicon)
    layout = Layout(out)
    if isinstance(executor, Executor):
        given = executor
        who = Workers(lambda: nullcontext(given), None)
    else:
        who = workers(executor, number) if isinstance(executor, str) else executor
    settings = _settings(parser, words, min_confidence, published)
    with _alone(layout):
        _keep(layout, settings)
        shards = _listed(layout, inputs, tell)
        shard = Shard("", (), 0, 0)
        own = words if words.own else None
        job = Job(
            str(layout.out.resolve()),
            shard,
            parser,
            min_confidence,
            published,
            own,
            allow_private,
            version(parser, words),
        )
        ran = FirstStage(layout, shards, job, who, progress=progress, tell=tell, stopped=stopped).run()
        assembled, finished = None, ran.finished and not stopped()
        if finished and layout.done():
            assembled = _assembled(
                who,
                lambda pool: assemble(
                    layout, pool, group=group, parser=parser, progress=assembling, stopped=stopped
                ),
            )
            finished = assembled is not None
        markers = list(layout.done().values())
        total = {
            name: sum(marker[name] for marker in markers)
            for name in ("documents", "events", "declined", "problems")
        }
    return Made(finished, **total, shards=len(shards), failed=ran.failed, assembled=assembled)


def _assembled(who: Workers, work: Callable[[Executor], Assembled | None]) -> Assembled | None:
    """Do the second stage; where workers break down, go on with others, as what is done is kept."""
    for tried in count(1):
        try:
            with who.make() as pool:
                return work(pool)
        except BrokenExecutor as error:
            if tried == TRIES:
                raise BulkError(
                    "workers are ended from outside while stories are found, as where memory is short (give fewer "
                    "--workers; the same command goes on where it was)"
                ) from error
    raise AssertionError


def _settings(parser: Parser, words: Lexicon, min_confidence: float, published: str | None) -> dict[str, Any]:
    from dragoman.coding.coder import version

    made_by = asdict(version(parser, words))
    return {
        "layout": LAYOUT,
        "parser": parser,
        "min_confidence": min_confidence,
        "published": published,
        "version": made_by,
    }


def _keep(layout: Layout, settings: dict[str, Any]) -> None:
    """Write down how the corpus is made, or see that it is made just so."""
    if layout.settings.exists():
        try:
            before = json.loads(layout.settings.read_text(encoding="utf-8"))
            others = _differences(before, settings)
        except (ValueError, AttributeError):
            others = ["what cannot be read in bulk.json"]
        if others:
            raise BulkError(
                f"{layout.out}: it was made with {', '.join(others)} (name another folder with -o, or work with those)"
            )
        return
    if layout.out.exists() and any(file for file in layout.out.iterdir() if not file.name.startswith(".")):
        raise BulkError(f"{layout.out}: there is something else in it (name a folder of its own with -o)")
    with aside(layout.settings) as place:
        place.write_text(json.dumps(settings, ensure_ascii=False, indent=1) + "\n", encoding="utf-8")


def _differences(before: dict[str, Any], now: dict[str, Any]) -> list[str]:
    """What is set otherwise now, in words."""
    found = list[str]()
    for name, value in now.items():
        was = before.get(name)
        if isinstance(value, dict) and isinstance(was, dict):
            found += _differences(was, value)
        elif was != value:
            shown = name.replace("_", " ")
            found.append(
                f"no {shown}, now {value}" if was is None else f"{shown} {was}, now {value or 'none'}"
            )
    return found


def _listed(layout: Layout, inputs: Iterable[str], tell: Callable[[str], object]) -> list[Shard]:
    """The shards of the inputs; those of files that are others now are taken away."""
    markers = layout.done()
    begun: dict[str, tuple[Print, ...]] = {
        marker["shard"]: tuple((path, size, changed) for path, size, changed in marker["files"])
        for marker in markers.values()
    }
    shards, stale = shards_of(inputs, begun, lambda error: tell(str(error)), layout.out)
    unfinished = begun.keys() - {marker["shard"] for marker in markers.values() if marker["last"]}
    fetched = {shard.name for shard in shards if not shard.size}
    for chunk, marker in markers.items():
        # What stands at an address may be another now, so that one cannot go on where one was.
        if marker["shard"] in stale or marker["shard"] in unfinished & fetched:
            layout.remove(layout.shards / chunk)
    return shards


_PLACE = {errno.EACCES, errno.EPERM, errno.EEXIST, errno.ENOTDIR, errno.EROFS, errno.ENAMETOOLONG}
"""What is wrong with a folder that cannot be written."""

_NO_LOCKS = {errno.ENOSYS, errno.ENOTSUP, errno.ENOLCK}
"""What file systems of clusters say that know no locks."""


@contextmanager
def _alone(layout: Layout) -> Iterator[None]:
    """See that nobody else on this machine works on the corpus, and say in words why it cannot be written."""
    try:
        layout.out.mkdir(parents=True, exist_ok=True)
        with open(layout.out / ".lock", "w") as file:
            _lock(file, layout)
            yield
    except OSError as error:
        if error.errno in NO_ROOM:
            raise no_room(layout, error) from error
        if error.errno in _PLACE:
            raise BulkError(
                f"{layout.out}: cannot be written: {error.strerror} (name another folder with -o)"
            ) from error
        raise


def _lock(file: IO[str], layout: Layout) -> None:
    from fcntl import LOCK_EX, LOCK_NB, flock

    try:
        flock(file, LOCK_EX | LOCK_NB)
    except BlockingIOError as error:
        raise BulkError(f"{layout.out}: another process works on it (wait for it, or stop it)") from error
    except OSError as error:
        if error.errno not in _NO_LOCKS:
            raise

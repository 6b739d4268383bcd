"""The second stage: from the chunks of all shards to datasets, the same that `dragoman.group` would find.

The days are cut into buckets (`buckets`). For each bucket its documents are gathered, each once (`gathering`), their
copies and the pairs of a story are found (`comparing`), with as many days around as these depend on; one process goes
over all pairs, in order of time, and finds the stories (`linking`); then each bucket's files are written (`telling`)
and put in place (`publishing`).

Every piece of this is a step (`steps`) that rests on the content of those before. What is broken off is gone on with;
after new shards only what they change is made again.
"""

from __future__ import annotations

import shutil
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from concurrent.futures import Executor
from dataclasses import asdict, dataclass, fields
from pathlib import Path
from typing import TypeAlias

from dragoman.bulk.buckets import SIZE, Bucket, cut
from dragoman.bulk.comparing import Bundle, Compare
from dragoman.bulk.gathering import Gather, Index, Repeats
from dragoman.bulk.layout import DATASETS, Layout
from dragoman.bulk.linking import Link
from dragoman.bulk.publishing import publish
from dragoman.bulk.steps import Step, Told, Work, content, key, run, told
from dragoman.bulk.telling import List, Tell
from dragoman.records import Parser
from dragoman.stories.candidates import WINDOW
from dragoman.stories.reach import AFTER, BEFORE

Made: TypeAlias = dict[Bucket, str]
"""The folder that a step has put in place for each bucket."""

Planned: TypeAlias = tuple[str, str, Work]
"""A step: its name, what it is made of, and the work."""


@dataclass(frozen=True, slots=True)
class Assembled:
    """What the datasets hold.

    Attributes:
        documents: number of documents, each id once; ``undated`` of them without a date.
        repeated: how many were read more often, and left out.
        events, stories, mentions: numbers of rows.
    """

    documents: int
    undated: int
    repeated: int
    events: int
    stories: int
    mentions: int


def assemble(
    layout: Layout,
    executor: Executor,
    *,
    group: bool = True,
    parser: Parser = "accurate",
    progress: Callable[[str, int, int], object] = lambda step, done, of: None,
    stopped: Callable[[], bool] = lambda: False,
    size: int = SIZE,
) -> Assembled | None:
    """Make the datasets of all chunks that are done; what is there already is not made again.

    Documents without a date are grouped among themselves: they could belong to any day of the archive.

    Args:
        layout: the folder of the corpus.
        executor: who works; all workers see the folder.
        group: whether stories are found; else there are documents and events alone.
        parser: what the documents were read with.
        progress: is told how far it is: the step, how much of it is done, and how much there is.
        stopped: says whether to come to an end.
        size: about how many documents are worked on as one.

    Returns:
        What the datasets hold; ``None`` where it was stopped.

    Raises:
        InputError: a file of a chunk is not as it was written. The datasets stay as they were.
        BrokenExecutor: nobody works any more; the next call goes on.
    """
    try:
        return _Assembly(layout, executor, parser, progress, stopped).datasets(group, size)
    except _StoppedError:
        return None


class _StoppedError(Exception):
    """It was to stop."""


class _Assembly:
    """One call of `assemble`; what its steps put in place is known by the bucket."""

    def __init__(
        self,
        layout: Layout,
        executor: Executor,
        parser: Parser,
        progress: Callable[[str, int, int], object],
        stopped: Callable[[], bool],
    ) -> None:
        self._layout, self._executor, self._parser = layout, executor, parser
        self._progress, self._stopped = progress, stopped
        self._used = set[Path]()

    def datasets(self, group: bool, size: int) -> Assembled:
        """Make the datasets and put them in place."""
        chunks = self._layout.done()
        days = Counter[str]()
        for marker in chunks.values():
            days.update(marker["days"])
        buckets = cut(days, size)
        gathered = self._gathered(buckets, chunks)
        written = self._told(buckets, gathered) if group else self._listed(buckets, gathered)
        counts = Counter[str]()
        wanted = dict[Path, tuple[Path, str]]()
        for bucket in buckets:
            parts = [
                (gathered[bucket], ("documents",)),
                (written[bucket], DATASETS[1:] if group else ("events",)),
            ]
            for folder, names in parts:
                marker = told(folder)
                counts.update({name: marker[name] for name in (*names, "repeated") if name in marker})
                for name in names:
                    place = self._layout.dataset(name) / f"month={bucket.month}" / f"{bucket.name}.parquet"
                    file = f"{name}.parquet"
                    wanted[place] = (Path(folder) / file, marker["hash"][file])
            counts["undated"] += 0 if bucket.days else told(gathered[bucket])["documents"]
        found = Assembled(*(counts[field.name] for field in fields(Assembled)))
        publish(self._layout, wanted, asdict(found))
        self._tidy()
        return found

    def _gathered(self, buckets: Sequence[Bucket], chunks: Mapping[str, Told]) -> Made:
        """Gather the documents of each bucket."""
        hashes = {name: tuple(sorted(marker["hash"].items())) for name, marker in chunks.items()}
        folders = {name: str(self._layout.shards / name) for name in chunks}
        indexes = self._done(
            "chunks checked",
            [(f"chunks/{name}", key(of), Index(folders[name], of)) for name, of in hashes.items()],
        )
        total = sum(marker["documents"] for marker in chunks.values())
        work = Repeats(tuple(indexes), total)
        (repeats,) = self._done("repeats found", [("all/repeats", key(*hashes.items()), work)])
        gone = told(repeats)["days"]
        of_day = defaultdict[str, list[str]](list)
        for name, marker in chunks.items():
            for day in marker["days"]:
                of_day[day].append(name)

        def step(bucket: Bucket) -> Planned:
            names = sorted({name for day in bucket.names for name in of_day[day]})
            made_of = key(*(hashes[name] for name in names), *(gone.get(day) for day in bucket.names))
            return "gathered", made_of, Gather(bucket.days, tuple(folders[name] for name in names), repeats)

        return self._of("buckets gathered", buckets, step)

    def _listed(self, buckets: Sequence[Bucket], gathered: Made) -> Made:
        """Write the events of each bucket, without stories."""

        def step(bucket: Bucket) -> Planned:
            return "listed", key(content(gathered[bucket])), List(gathered[bucket])

        return self._of("buckets written", buckets, step)

    def _told(self, buckets: Sequence[Bucket], gathered: Made) -> Made:
        """Find the stories, and write the events, mentions and stories of each bucket."""
        of = {bucket: content(folder) for bucket, folder in gathered.items()}

        def near(bucket: Bucket, before: int, after: int) -> list[Bucket]:
            if not bucket.days:
                return [bucket]
            first, last = bucket.days[0] - before, bucket.days[-1] + after
            return [other for other in buckets if other.touches(first, last)]

        def bundle(bucket: Bucket) -> Planned:
            around = near(bucket, BEFORE, AFTER)
            work = Bundle(bucket.days, BEFORE, AFTER, tuple(gathered[other] for other in around))
            return "bundled", key(*(of[other] for other in around)), work

        bundled = self._of("copies found", buckets, bundle)

        def compare(bucket: Bucket) -> Planned:
            begin, around = near(bucket, 0, WINDOW), near(bucket, 0, 2 * WINDOW)
            bundles = tuple(bundled[other] for other in begin)
            work = Compare(bucket.days, bundles, tuple(gathered[other] for other in around))
            return "compared", key(*map(content, bundles), *(of[other] for other in around)), work

        compared = self._of("pairs compared", buckets, compare)
        ordered = sorted(buckets, key=lambda bucket: bucket.days)
        link = Link(tuple((b.name, b.days[0] if b.days else 0, bundled[b], compared[b]) for b in ordered))
        made_of = key(
            *(part for b in ordered for part in (b.name, content(bundled[b]), content(compared[b])))
        )
        (linked,) = self._done("stories linked", [("all/linked", made_of, link)])
        reach, files = told(linked)["reach"], told(linked)["hash"]

        def tell(bucket: Bucket) -> Planned:
            others = [b for b in buckets if b != bucket and b.touches(*reach[bucket.name])]
            beside = tuple((gathered[other], other.days[0], other.days[-1]) for other in others)
            work = Tell(bucket.name, bucket.days, linked, gathered[bucket], beside, self._parser)
            parts = (self._parser, files[f"{bucket.name}.parquet"], *(of[b] for b in (bucket, *others)))
            return "told", key(*parts), work

        return self._of("buckets written", buckets, tell)

    def _of(self, name: str, buckets: Sequence[Bucket], step: Callable[[Bucket], Planned]) -> Made:
        """Do a step for each bucket."""
        planned = [
            (f"{bucket.name}/{kind}", made_of, work)
            for bucket in buckets
            for kind, made_of, work in [step(bucket)]
        ]
        return dict(zip(buckets, self._done(name, planned), strict=True))

    def _done(self, name: str, planned: Iterable[Planned]) -> list[str]:
        """Do steps; return the folders that they have put in place."""
        steps = [
            Step(str(self._layout.buckets / f"{place}-{made_of}"), work) for place, made_of, work in planned
        ]
        if not run(steps, self._executor, lambda done, of: self._progress(name, done, of), self._stopped):
            raise _StoppedError
        self._used.update(Path(step.folder) for step in steps)
        return [step.folder for step in steps]

    def _tidy(self) -> None:
        """Take away what earlier calls have left and no step rests on."""
        for folder in self._layout.buckets.glob("*/*"):
            if folder not in self._used:
                shutil.rmtree(folder, ignore_errors=True)
        for folder in self._layout.buckets.iterdir() if self._layout.buckets.exists() else ():
            if not any(folder.iterdir()):
                folder.rmdir()

"""Which bundles of copies are one story: pairs are read day by day, and what is settled is let go.

Here are no texts, but numbers and ids, so that one process does it for all buckets. What it holds at a time is
what is open still: the days of a story or two (`dragoman.stories.clusters.AverageLink`).
"""

from __future__ import annotations

import datetime as dt
from bisect import bisect_right
from collections import Counter, defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from dragoman.bulk.comparing import PLACES, bundles_in
from dragoman.bulk.gathering import read
from dragoman.bulk.steps import Told

Member = tuple[str, str]
"""When a document was published, and its id."""


@dataclass(frozen=True, slots=True)
class Link:
    """Work: find the stories, and write down for each bucket those that have a document in it.

    Attributes:
        buckets: name and first day of each, in order of time, with the folders of its bundles and its pairs.
    """

    buckets: tuple[tuple[str, int, str, str], ...]

    def __call__(self, place: Path) -> Told:
        """Write a file for each bucket: ids and dates of the documents of its stories."""
        from dragoman.stories.clusters import AverageLink
        from dragoman.stories.pairs import model

        link = AverageLink(model().threshold)
        begin = [first for _, first, _, _ in self.buckets]
        held = dict[int, list[Member]]()
        open_ = Counter[int]()  # bundles of a bucket that may get more company
        stories = defaultdict[int, list[list[Member]]](list)
        reach = dict[str, list[int]]()  # first and last day of the stories of a bucket
        next_, total = 0, 0
        for n, (_, _, bundled, compared) in enumerate(self.buckets):
            new = {
                key: [(when or "", id) for when, id in zip(published, ids, strict=True)]
                for key, ids, published in bundles_in(bundled)
            }
            held |= new
            open_[n] = len(new)
            for group in link.read(new, _pairs(compared)):
                total += 1
                story = sorted(member for key in group for member in held.pop(key))
                open_.subtract(bisect_right(begin, key >> PLACES) - 1 for key in group)
                for bucket in {bisect_right(begin, _day(when)) - 1 for when, _ in story}:
                    stories[bucket].append(story)
            while next_ <= n and not open_[next_]:
                name, some = self.buckets[next_][0], sorted(stories.pop(next_, []))
                reach[name] = _reach(some)
                _write(some, place / f"{name}.parquet")
                next_ += 1
        return {"stories": total, "reach": reach}


def stories_in(folder: str, bucket: str) -> Iterator[tuple[list[str], list[int]]]:
    """Yield the stories that have a document in a bucket: ids of their documents, in order of date, and the ordinals
    of their days (0 where there is no date)."""
    table = read(Path(folder) / f"{bucket}.parquet")
    for ids, published in zip(*(table[name].to_pylist() for name in table.column_names), strict=True):
        yield ids, [_day(when) for when in published]


def _pairs(folder: str) -> Iterator[tuple[int, int, float]]:
    table = read(Path(folder) / "pairs.parquet")
    yield from zip(*(table[name].to_pylist() for name in table.column_names), strict=True)


def _day(published: str) -> int:
    return dt.date.fromisoformat(published[:10]).toordinal() if published else 0


def _reach(stories: list[list[Member]]) -> list[int]:
    days = [_day(when) for story in stories for when, _ in story]
    return [min(days, default=0), max(days, default=0)]


def _write(stories: list[list[Member]], file: Path) -> None:
    import pyarrow as pa
    import pyarrow.parquet as pq

    of = pa.list_(pa.string())
    ids = pa.array([[id for _, id in story] for story in stories], of)
    published = pa.array([[when for when, _ in story] for story in stories], of)
    pq.write_table(pa.table({"documents": ids, "published": published}), file, compression="zstd")

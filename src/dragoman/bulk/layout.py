"""The folder of a corpus: where what is, and how it gets there whole or not at all.

::

    OUT/bulk.json                             how the corpus is made
    OUT/shards/SHARD.000/documents.parquet    what was read in a chunk of a shard, in order of day and id,
                         events.parquet       its events,
                         done.json            and the marker: counts, version, hashes
    OUT/working/SHARD.json                    how far a worker is
    OUT/stop                                  while workers are to come to an end
    OUT/buckets/…                             what the second stage has found so far
    OUT/assembled.json                        what the datasets hold, there while they are whole
    OUT/documents|events|mentions|stories/month=2025-02/FIRST_LAST.parquet
"""

from __future__ import annotations

import json
import os
import shutil
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

DATASETS = ("documents", "events", "mentions", "stories")
MARKER = "done.json"
ASIDE = ".aside-"
"""What names begin with that are being written; readers of datasets pass over what begins with a dot."""


class Layout:
    """The folder of a corpus."""

    def __init__(self, out: Path | str) -> None:
        self.out = Path(out)
        self.settings = self.out / "bulk.json"
        self.shards = self.out / "shards"
        self.buckets = self.out / "buckets"
        self.working = self.out / "working"
        self.stop = self.out / "stop"

    def dataset(self, name: str) -> Path:
        """Return the folder of a dataset (one of `DATASETS`)."""
        return self.out / name

    def done(self) -> dict[str, dict[str, Any]]:
        """Return the markers of the chunks that are done, by the chunk's name, in order of the names."""
        markers = sorted(self.shards.glob(f"[!.]*/{MARKER}")) if self.shards.exists() else []
        return {marker.parent.name: json.loads(marker.read_text(encoding="utf-8")) for marker in markers}

    def chunk(self, shard: str, number: int) -> Path:
        """Return the folder of a chunk of a shard."""
        return self.shards / f"{shard}.{number:03}"

    def chunks(self, shard: str) -> list[dict[str, Any]]:
        """Return the markers of the chunks of a shard, from the first on without a gap."""
        found = list[dict[str, Any]]()
        while (marker := self.chunk(shard, len(found)) / MARKER).exists():
            found.append(json.loads(marker.read_text(encoding="utf-8")))
        return found

    def remove(self, folder: Path) -> None:
        """Take a folder away in one step, so that nobody sees half of it."""
        gone = folder.parent / f"{ASIDE}{folder.name}-{uuid.uuid4().hex}"
        os.rename(folder, gone)
        shutil.rmtree(gone, ignore_errors=True)


@contextmanager
def aside(path: Path) -> Iterator[Path]:
    """Give a place for what is to stand at a path, a file or a folder, and put it there when it is whole.

    Work may be done twice, by two processes at once: what is at the path already stays, and the later is dropped. What
    is broken off leaves nothing at the path.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    place = path.parent / f"{ASIDE}{path.name}-{uuid.uuid4().hex}"
    try:
        yield place
        for file in sorted(place.rglob("*")) if place.is_dir() else [place]:
            _to_disk(file)
        if place.is_dir():
            try:
                os.rename(place, path)
            except OSError:
                if not path.is_dir():  # else it has been put there meanwhile, and stays
                    raise
        else:
            os.replace(place, path)
        _to_disk(path.parent)
    finally:
        if place.is_dir():
            shutil.rmtree(place, ignore_errors=True)
        else:
            place.unlink(missing_ok=True)


def _to_disk(path: Path) -> None:
    """Have what was written outlive a loss of power."""
    number = os.open(path, os.O_RDONLY)
    try:
        os.fsync(number)
    finally:
        os.close(number)

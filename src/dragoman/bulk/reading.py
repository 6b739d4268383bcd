"""What stands in a shard, in one read of its bytes."""

from __future__ import annotations

import io
import os
import tempfile
from collections.abc import Iterator
from contextlib import closing

from dragoman.bulk import slices
from dragoman.bulk.shards import Shard
from dragoman.errors import FetchError, InputError
from dragoman.sources.found import Found

LARGEST = 4 << 30
"""Bytes of an archive that is fetched."""

PATIENCE = 3 * 3600.0
"""Seconds that fetching an archive may take."""


class Reading:
    """The drafts of a shard, and the errors among them, in the order in which they stand.

    Attributes:
        position: bytes of the shard that were read.
    """

    def __init__(self, shard: Shard, *, allow_private: bool) -> None:
        self.position = 0
        self._shard = shard
        self._allow_private = allow_private

    def __iter__(self) -> Iterator[Found]:
        from dragoman.sources.addresses import is_address

        path = self._shard.files[0][0]
        if is_address(path):
            return self._fetched(path)
        if slices.is_table(path):
            return self._table(path)
        return self._files() if len(self._shard.files) > 1 else self._slice(path)

    def _slice(self, path: str) -> Iterator[Found]:
        from dragoman.sources.opening import found_in

        with closing(slices.Slice(path, self._shard.start, self._shard.end)) as part:
            if self._shard.size and not part.size:
                return  # a record that begins before this slice reaches beyond it
            for found in found_in(io.BufferedReader(part, 1 << 16)):
                self.position = part.given
                yield found

    def _files(self) -> Iterator[Found]:
        from dragoman.sources.opening import found_in

        for path, size, _ in self._shard.files:
            yield from found_in(path)
            self.position += size

    def _table(self, path: str) -> Iterator[Found]:
        from dragoman.sources.parquet import parse_parquet

        with open(path, "rb") as file:
            try:
                yield from parse_parquet(file, path, range(self._shard.start, self._shard.end))
            except InputError as error:
                yield error

    def _fetched(self, url: str) -> Iterator[Found]:
        from dragoman.fetching import Fetcher
        from dragoman.sources import found_at
        from dragoman.sources.addresses import shown

        with (
            tempfile.TemporaryFile() as file,
            Fetcher(allow_private=self._allow_private, largest=LARGEST, timeout=PATIENCE) as fetcher,
        ):
            try:
                answer = fetcher.get(url, named=True, into=file)
            except FetchError as error:
                yield InputError(shown(url), None, error.problem, error.mend)
                return
            file.seek(0, os.SEEK_SET)
            yield from found_at(file, answer.final, answer.media, answer.charset)

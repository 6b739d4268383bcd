"""Corpora larger than one sitting: shards of an archive in, Parquet datasets out, on any executor, resumable.

::

    from dragoman import bulk

    made = bulk.make(["crawl/"], "corpus")                   # as many processes as cores
    made = bulk.make(["crawl/"], "corpus", executor=pool)    # any concurrent.futures.Executor

`making` does both stages. The first reads and codes: `shards` and `slices` say what a worker reads, `reading` reads
it, `coding` codes and writes it, `running` hands it out to `executors`. The second, `assembling`, puts all together.
"""

from dragoman.bulk.making import Made, make
from dragoman.bulk.running import BulkError, Progress

__all__ = ["BulkError", "Made", "Progress", "make"]

"""Events as Parquet: one row an event, with where it was told; names and nesting are those of the JSON.

What the columns are is in docs/formats.md. Reads back as a corpus, with DuckDB, pandas, polars, R and Spark.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from itertools import islice
from typing import TYPE_CHECKING, BinaryIO

from dragoman.exports.arrow import rows_schema, rows_table
from dragoman.exports.rows import Row, Written

if TYPE_CHECKING:
    import pyarrow as pa

NAME = "parquet"

GROUP = 50_000
"""Rows of a row group: what a reader that wants some days has to read at least."""


def write(rows: Iterable[Row], out: BinaryIO) -> Written:
    """Write rows; those of a row group are in memory at once."""
    return write_tables(_tables(rows), out)


def write_tables(tables: Iterable[pa.Table], out: BinaryIO) -> Written:
    """Write tables with the columns of `arrow.rows_schema`, small ones together."""
    import pyarrow as pa
    import pyarrow.parquet as pq

    count, waiting = 0, list[pa.Table]()
    with pq.ParquetWriter(out, rows_schema(), compression="zstd") as writer:

        def put() -> None:
            together = pa.concat_tables(waiting).cast(rows_schema())
            writer.write_table(together, row_group_size=GROUP)
            waiting.clear()

        for table in tables:
            count += table.num_rows
            waiting.append(table)
            if sum(one.num_rows for one in waiting) >= GROUP:
                put()
        if waiting:
            put()
    return Written(count)


def _tables(rows: Iterable[Row]) -> Iterator[pa.Table]:
    coming = iter(rows)
    while some := list(islice(coming, GROUP)):
        yield rows_table(some)

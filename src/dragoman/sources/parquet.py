"""Parquet: rows of columns by the names people give them, as in CSV and JSON Lines.

Read with pyarrow rather than DuckDB: it takes any stream that can seek, and its reader is fuzzed for years
against bytes that are hostile.
"""

from __future__ import annotations

import datetime as dt
import io
import re
import shutil
import tempfile
from collections.abc import Iterator
from typing import TYPE_CHECKING, Any, BinaryIO
from urllib.parse import unquote

from dragoman.errors import InputError
from dragoman.sources.columns import draft_of_row, fields_of
from dragoman.sources.decode import guess_notice, guessed
from dragoman.sources.found import Found

if TYPE_CHECKING:
    from pyarrow import RecordBatch, Schema
    from pyarrow.parquet import RowGroupMetaData

ROWS = 100
"""Rows that are in memory at once: one long text, repeated by its number, takes no room in a file."""

_PARTITION = re.compile(r"([A-Za-z_][\w .-]{0,60})=([^/\\]*)")
_NOTHING = "__HIVE_DEFAULT_PARTITION__"


def parse_parquet(stream: BinaryIO, name: str, within: range | None = None) -> Iterator[Found]:
    """Yield the draft of each row; a row group that cannot be read is told, and those after it are read.

    Args:
        stream: the file.
        name: what it is called.
        within: bytes of the file in which a row group must begin to be read; ``None``: all are.

    Columns that hold lists or tables are passed over. Folders that are named ``column=value`` above the file give
    that column to all its rows, as Hive and Spark write them, unless the file has it.

    Raises `InputError` when it is no Parquet, has no column of titles or texts, or pyarrow is not installed.
    """
    try:
        import pyarrow as pa
        import pyarrow.parquet as pq
    except ImportError as error:
        raise InputError(
            name, None, "a Parquet file, read with pyarrow", 'run: pip install "dragoman[parquet]"'
        ) from error

    with _seekable(stream) as whole:
        try:
            file = pq.ParquetFile(whole)
            columns = _columns(file.schema_arrow, name)
        except (pa.ArrowException, LookupError, OSError, ValueError, OverflowError) as error:
            raise InputError(
                name, None, f"a damaged Parquet file: {_first_line(error)}", "write or fetch it anew"
            ) from error
        given = {key: value for key, value in _partitions(name).items() if key not in file.schema_arrow.names}
        row = 0
        for group in range(file.num_row_groups):
            end = row + file.metadata.row_group(group).num_rows
            if within is not None and _begin(file.metadata.row_group(group)) not in within:
                row = end
                continue
            try:
                for batch in file.iter_batches(ROWS, row_groups=[group], columns=columns):
                    for values in _rows(batch):
                        row += 1
                        yield from _draft({**given, **values}, name, f"row {row}")
            except (pa.ArrowException, LookupError, OSError, ValueError, OverflowError) as error:
                place = f"rows {row + 1} to {end}"
                yield InputError(
                    name, place, f"damaged: {_first_line(error)}", "write it anew; the other rows were read"
                )
            row = end


def _begin(group: RowGroupMetaData) -> int:
    """The byte of the file at which a row group begins."""
    first = group.column(0)
    return min(filter(None, (first.dictionary_page_offset, first.data_page_offset)), default=0)


def _columns(schema: Schema, name: str) -> list[str]:
    """Names of the columns that are of use: those of known names that hold single values."""
    import pyarrow.types as types

    wanted = {column for columns in fields_of(tuple(schema.names)).values() for column in columns}
    kept = [
        field.name
        for field in schema
        if field.name in wanted and not types.is_nested(_value_type(field.type))
    ]
    known = fields_of(tuple(kept))
    if "title" not in known and "text" not in known:
        shown = ", ".join(schema.names)[:100]
        raise InputError(
            name, None, f"no column is named title or text ({shown})", "name one of its columns so"
        )
    return kept


def _value_type(kind: Any) -> Any:
    import pyarrow.types as types

    return kind.value_type if types.is_dictionary(kind) else kind


def _rows(batch: RecordBatch) -> Iterator[dict[str, object]]:
    """The rows of a batch; a value that cannot be read is the error it raised."""
    columns = [_values(column) for column in batch.columns]
    for row in zip(*columns, strict=True):
        yield dict(zip(batch.schema.names, row, strict=True))


def _values(column: Any) -> list[object]:
    """The values of a column: strings as their bytes, which need not be UTF-8; times to the microsecond."""
    import pyarrow as pa
    import pyarrow.types as types

    if types.is_dictionary(column.type):
        column = column.dictionary_decode()
    if types.is_string(column.type):
        column = column.view(pa.binary())
    elif types.is_large_string(column.type):
        column = column.view(pa.large_binary())
    elif types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us", column.type.tz), safe=False)
    try:
        values: list[object] = column.to_pylist()
    except (pa.ArrowException, LookupError, ValueError, OverflowError):
        values = [_value(scalar) for scalar in column]
    return values


def _value(scalar: Any) -> object:
    try:
        return scalar.as_py()
    except (LookupError, ValueError, OverflowError) as error:  # an unknown zone, a year after 9999
        return error


def _draft(values: dict[str, object], name: str, place: str) -> Iterator[Found]:
    """The draft of a row, after an error for each value that cannot be read."""
    row: dict[str, object] = {}
    for key, value in values.items():
        row[key] = value
        if isinstance(value, dt.date):  # and date-times, which are dates
            row[key] = value.isoformat()
        elif isinstance(value, bytes):
            try:
                row[key] = value.decode()
            except UnicodeDecodeError:
                row[key], guess = guessed(value, name)
                yield guess_notice(name, place, guess)
        elif isinstance(value, Exception):
            row[key] = None
            yield InputError(name, place, f"the {key} cannot be read: {_first_line(value)}", "write it anew")
    yield from draft_of_row(row, name, place)


def _partitions(name: str) -> dict[str, str]:
    """Columns that the folders above a file give it (``…/year=2025/source=BBC/part-0.parquet``)."""
    found = (_PARTITION.fullmatch(part) for part in re.split(r"[/\\]", name)[:-1])
    return {match[1]: unquote(match[2]) for match in found if match and match[2] != _NOTHING}


class _Spooled:
    """A stream that cannot seek, written to a temporary file for as long as it is read."""

    def __init__(self, stream: BinaryIO) -> None:
        self._file = tempfile.TemporaryFile()  # noqa: SIM115 - closed on leaving
        shutil.copyfileobj(stream, self._file, 1 << 20)
        self._file.seek(0)

    def __enter__(self) -> BinaryIO:
        return self._file

    def __exit__(self, *error: object) -> None:
        self._file.close()


class _AsItIs:
    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream

    def __enter__(self) -> BinaryIO:
        return self._stream

    def __exit__(self, *error: object) -> None:
        pass


def _seekable(stream: BinaryIO) -> _Spooled | _AsItIs:
    """The footer of a Parquet file says where its columns are, so it is read from the end."""
    try:
        stream.seek(0, io.SEEK_SET)
    except (OSError, ValueError, io.UnsupportedOperation):
        return _Spooled(stream)
    return _AsItIs(stream)


def _first_line(error: Exception) -> str:
    return str(error).strip().splitlines()[0][:200] if str(error).strip() else type(error).__name__

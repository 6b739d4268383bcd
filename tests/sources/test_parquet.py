"""Parquet: columns by their names, types, partitions, what is damaged."""

from __future__ import annotations

import datetime as dt
import gzip
import io
import sys
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

import dragoman
from dragoman.errors import InputError
from tests.sources.reading import read_bytes, read_clean, told


def written(columns: dict[str, Any], **options: Any) -> bytes:
    """A Parquet file with these columns."""
    out = io.BytesIO()
    pq.write_table(pa.table(columns), out, **options)
    return out.getvalue()


ROWS: dict[str, list[Any]] = {
    "headline": ["Ghana condemns coup in Niger", "Mali leaves court", None],
    "body": ["Ghana condemned  the coup.\r\n It said so.", None, "A text alone."],
    "published": [dt.datetime(2025, 2, 18, 6, 30, tzinfo=dt.UTC), None, None],
    "id": [7, 8, 9],
}


def test_columns_are_read_by_their_names() -> None:
    first, second, third = read_clean(written(ROWS))
    assert (first.id, first.title, first.text) == ("7", ROWS["headline"][0], ROWS["body"][0])
    assert (first.published, first.kind) == ("2025-02-18T06:30:00Z", "article")
    assert (second.kind, second.published) == ("headline", None)
    assert third.text == "A text alone."


@pytest.mark.parametrize(
    ("column", "published"),
    [
        (pa.array([dt.date(2025, 2, 18)]), "2025-02-18"),
        (pa.array([dt.datetime(2025, 2, 18, 6, 30)], pa.timestamp("ns")), "2025-02-18T06:30:00Z"),
        (pa.array([dt.datetime(2025, 2, 18, 6, 30)], pa.timestamp("ms", "+02:00")), "2025-02-18T06:30:00Z"),
        (pa.array(["18 February 2025"]), "2025-02-18"),
        (pa.array([1739860200]), "2025-02-18T06:30:00Z"),
    ],
)
def test_dates_of_every_type(column: Any, published: str) -> None:
    [document] = read_clean(written({"title": ["A coup"], "date": column}))
    assert document.published == published


def test_strings_of_every_type_and_columns_that_are_none() -> None:
    [document] = read_clean(
        written(
            {
                "title": pa.array(["Ghana condemns coup"]).dictionary_encode(),
                "text": pa.array(["Ghana condemned the coup."], pa.large_string()),
                "url": pa.array([b"https://wire.example/a"]),
                "source": pa.array([{"name": "BBC"}]),
                "tags": pa.array([["a", "b"]]),
            }
        )
    )
    assert (document.title, document.text) == ("Ghana condemns coup", "Ghana condemned the coup.")
    assert document.url == "https://wire.example/a"
    assert document.publisher == "wire.example"  # nested columns are passed over


def test_partitions_are_columns(tmp_path: Path) -> None:
    for source, day in (("BBC News", "2025-02-18"), ("Northern%20Wire", "__HIVE_DEFAULT_PARTITION__")):
        folder = tmp_path / f"source={source}" / f"date={day}"
        folder.mkdir(parents=True)
        (folder / "part-0.parquet").write_bytes(written({"title": [f"A coup of {source}"]}))
    documents = dragoman.read(tmp_path)
    assert [(d.publisher, d.published) for d in documents] == [
        ("BBC News", "2025-02-18"),
        ("Northern Wire", None),
    ]


def test_a_stream_that_cannot_seek_and_a_packed_file() -> None:
    class Pipe(io.BytesIO):
        def seekable(self) -> bool:
            return False

    data = written(ROWS)
    assert len(dragoman.read(Pipe(data))) == 3
    assert len(read_clean(gzip.compress(data))) == 3
    within = io.BytesIO(b"before" + data)
    within.seek(6)
    assert len(dragoman.read(within)) == 3


def test_rows_are_read_group_by_group() -> None:
    data = written({"title": [f"Coup number {n}" for n in range(5_000)]}, row_group_size=500)
    documents = dragoman.sources.iter_documents(io.BytesIO(data))
    assert next(documents).title == "Coup number 0"
    assert sum(1 for _ in documents) == 4_999


def test_a_damaged_group_is_told_and_the_others_are_read() -> None:
    data = bytearray(
        written(
            {"title": [f"Coup number {n}" for n in range(300)]},
            row_group_size=100,
            compression="gzip",
            use_dictionary=False,
        )
    )
    at = pq.ParquetFile(io.BytesIO(data)).metadata.row_group(1).column(0).data_page_offset
    data[at + 40 : at + 200] = bytes(160)
    documents, errors = read_bytes(bytes(data))
    assert [d.title for d in documents][99:101] == ["Coup number 99", "Coup number 200"]
    assert len(documents) == 200
    assert [error.place for error in errors] == ["rows 101 to 200"]


def test_values_that_cannot_be_read_are_told_and_their_rows_are_kept() -> None:
    zone = pa.array([1, 2]).cast(pa.timestamp("us", "Nowhere/Atall"))
    documents, errors = read_bytes(written({"title": ["A coup", "Talks"], "date": zone}))
    assert [(d.title, d.published) for d in documents] == [("A coup", None), ("Talks", None)]
    assert [error.place for error in errors] == ["row 1", "row 2"]
    late = pa.array([2**62, 1739860200 * 10**6]).cast(pa.timestamp("us"))
    documents, errors = read_bytes(written({"title": ["A coup", "Talks"], "date": late}))
    assert [d.published for d in documents] == [None, "2025-02-18T06:30:00Z"]
    assert len(errors) == 1
    exact = pa.array([1739860200 * 10**9 + 1]).cast(pa.timestamp("ns"))
    assert read_clean(written({"title": ["A coup"], "date": exact}))[0].published == "2025-02-18T06:30:00Z"
    latin = pa.array([b"Le pr\xe9sident de la Guin\xe9e"]).view(pa.string())
    documents, errors = read_bytes(written({"title": latin}))
    assert documents[0].title == "Le président de la Guinée"
    assert told(errors) == [("row 1", "not valid UTF-8; read as windows-1252")]


def test_what_is_no_table_of_news() -> None:
    assert told(read_bytes(written({"a": [1], "b": [2]}))[1]) == [
        (None, "no column is named title or text (a, b)")
    ]
    for data in (b"PAR1\x15\x04\x15", written(ROWS)[:-100], b"PAR1" + bytes(1000) + b"PAR1"):
        [error] = read_bytes(data)[1]
        assert error.problem.startswith("a damaged Parquet file: ")


def test_without_its_library_the_mend_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "pyarrow", None)
    [error] = read_bytes(written(ROWS))[1]
    assert error.mend == 'run: pip install "dragoman[parquet]"'


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.data())
def test_any_bytes_are_documents_or_errors(data: st.DataObject) -> None:
    raw = bytearray(written(ROWS, compression="none"))
    for _ in range(data.draw(st.integers(1, 5))):
        raw[data.draw(st.integers(4, len(raw) - 5))] = data.draw(st.integers(0, 255))
    errors: list[InputError] = []
    documents = dragoman.read(io.BytesIO(raw), on_error=errors.append)
    assert documents or errors

"""Events as Parquet, read back with what people read it with."""

from __future__ import annotations

import io
from dataclasses import replace
from pathlib import Path

import duckdb
import pandas as pd
import polars as pl
import pyarrow.parquet as pq
import pytest

from benchmarks.corpus import corpus
from dragoman.analysis import dataset
from dragoman.analysis.corpus import open_corpus
from dragoman.exports import parquet
from dragoman.exports.arrow import rows_schema
from dragoman.exports.rows import Row
from dragoman.records import Story
from dragoman.store import EventQuery

SMALL = corpus(60, seed=2)


@pytest.fixture(scope="module")
def rows() -> list[Row]:
    stories: list[Story] = list(SMALL.stories)
    with open_corpus(stories) as held:
        return list(held.rows(happenings=True))


@pytest.fixture(scope="module")
def file(rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("parquet") / "events.parquet"
    with path.open("wb") as out:
        assert parquet.write(rows, out).rows == len(rows)
    return path


def test_rows_are_written_a_group_at_a_time(rows: list[Row], monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(parquet, "GROUP", 25)
    out = io.BytesIO()
    parquet.write(iter(rows), out)
    written = pq.ParquetFile(out)
    assert [written.metadata.row_group(n).num_rows for n in range(written.num_row_groups)] == [
        25,
        25,
        len(rows) - 50,
    ]
    assert written.schema_arrow.equals(rows_schema())
    assert written.metadata.row_group(0).column(0).compression == "ZSTD"


def test_it_is_a_corpus(rows: list[Row], file: Path) -> None:
    with open_corpus(file) as found:
        assert list(found.rows(happenings=True)) == [
            replace(row, happening=row.happening and replace(row.happening, events=())) for row in rows
        ]


def test_nothing_at_all_is_a_corpus_too(tmp_path: Path) -> None:
    path = tmp_path / "none.parquet"
    with path.open("wb") as out:
        assert parquet.write([], out).rows == 0
    with open_corpus(path) as found:
        assert list(found.rows()) == []


def test_what_columns_tell_goes_from_parquet_to_parquet_without_objects(
    rows: list[Row], file: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delattr(dataset, "rows_of")
    query = EventQuery(since="2024-01-01", status="happened", min_confidence=0.6)
    out = io.BytesIO()
    with open_corpus(file) as found:
        parquet.write_tables(found.tables(query, happenings=True), out)
    ids = pq.read_table(out, columns=["id"])["id"].to_pylist()
    assert ids == [
        row.event.id
        for row in rows
        if row.day and row.day >= "2024-01-01"
        if row.event.status == "happened" and (row.event.confidence or 0) >= 0.6
    ]


def test_pandas_duckdb_and_polars_read_it(rows: list[Row], file: Path) -> None:
    types = sorted({row.event.type for row in rows})
    countries = [[party.country for party in row.event.actors] for row in rows]

    frame = pd.read_parquet(file)
    assert frame["type"].dtype == "category"
    assert sorted(frame["type"].unique()) == types
    assert [[party["country"] for party in parties] for parties in frame["actors"]] == countries
    assert pd.to_datetime(frame["day"]).dt.strftime("%Y-%m-%d").tolist() == [row.day for row in rows]

    asked = (
        "SELECT type, day, list_transform(actors, lambda a: a.country), evidence.quote FROM read_parquet(?)"
    )
    with duckdb.connect() as connection:
        told = connection.execute(asked, [str(file)]).fetchall()
    assert [(type, day.isoformat(), of, quote) for type, day, of, quote in told] == [
        (row.event.type, row.day, of, row.event.evidence.quote)
        for row, of in zip(rows, countries, strict=True)
    ]

    table = pl.read_parquet(file)
    assert table["type"].cast(pl.String).to_list() == [row.event.type for row in rows]
    assert [[party["country"] for party in parties] for parties in table["actors"].to_list()] == countries

"""Chunks as the first stage leaves them, and datasets read back."""

from __future__ import annotations

import datetime as dt
import hashlib
import json
from collections import Counter
from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq

from dragoman.bulk.layout import DATASETS, MARKER, Layout
from dragoman.exports.arrow import documents_table, events_table
from dragoman.records import Document, Event


def put(out: Path, name: str, documents: Sequence[Document], events: Iterable[Event] = ()) -> Layout:
    """Write a chunk of its own."""
    layout = Layout(out)
    folder = layout.chunk(name, 0)
    folder.mkdir(parents=True)
    day = {document.id: document.day for document in documents}
    come = list(events)
    days = [document.day.isoformat() if document.day else None for document in documents]
    table = documents_table(documents, days)
    dates = pa.array([day[event.document] for event in come], pa.date32())
    for file, rows in ("documents", table), ("events", events_table(come).append_column("day", dates)):
        pq.write_table(rows.sort_by("day"), folder / f"{file}.parquet", row_group_size=50)
    marker = {
        "shard": name,
        "documents": len(documents),
        "events": len(come),
        "days": dict(Counter(day or "" for day in days)),
        "last": True,
        "hash": {
            file.name: hashlib.sha256(file.read_bytes()).hexdigest() for file in sorted(folder.iterdir())
        },
    }
    (folder / MARKER).write_text(json.dumps(marker), encoding="utf-8")
    return layout


def files(layout: Layout) -> dict[str, bytes]:
    """Every file of the datasets."""
    return {
        str(file.relative_to(layout.out)): file.read_bytes()
        for name in DATASETS
        for file in sorted(layout.dataset(name).rglob("*.parquet"))
    }


def rows(layout: Layout, name: str) -> list[dict[str, Any]]:
    """The rows of a dataset, as its files come."""
    found = [pq.read_table(file) for file in sorted(layout.dataset(name).rglob("*.parquet"))]
    return [row for table in found for row in table.to_pylist()]


def day(text: str | None) -> dt.date | None:
    """An ISO day as Parquet gives it."""
    return dt.date.fromisoformat(text) if text else None

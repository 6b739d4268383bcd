"""A corpus gives the same rows wherever it is."""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Any

import pyarrow as pa
import pyarrow.parquet as pq
import pytest

from benchmarks.corpus import corpus
from dragoman.analysis import dataset
from dragoman.analysis.corpus import Corpus, open_corpus
from dragoman.errors import InputError
from dragoman.exports import arrow
from dragoman.exports.rows import Row
from dragoman.records import Document, Party
from dragoman.store import EventQuery, Store
from dragoman.store.judgements import judged_of

SMALL = corpus(240, seed=9)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store in which some events were judged."""
    file = tmp_path_factory.mktemp("desk") / "desk.db"
    undated = [replace(d, published=None) if n % 40 == 0 else d for n, d in enumerate(SMALL.documents)]
    bare = [replace(e, date=None) if n % 3 == 0 else e for n, e in enumerate(SMALL.events)]
    with Store.open(f"sqlite:///{file}") as store:
        store.add(stories=SMALL.stories)
        store.add(undated, bare)
        for n, event in enumerate(store.event(event.id) for event in SMALL.events[:40]):
            assert event
            if n % 10 == 0:
                store.judge(judged_of(event, "reject", "2025-03-01T00:00:00Z", note="no such thing"))
            elif n % 10 == 5:
                store.judge(judged_of(event, "set", "2025-03-01T00:00:00Z", changes={"status": "denied"}))
    return file


@pytest.fixture(scope="module")
def rows(desk: Path) -> list[Row]:
    with open_corpus(desk) as stored:
        return list(stored.rows(EventQuery(judged="any"), texts=True, happenings=True))


@pytest.fixture(scope="module")
def folder(desk: Path, rows: list[Row], tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a folder of a bulk run: by month, in files whose days overlap."""
    out = tmp_path_factory.mktemp("bulk")
    (out / "bulk.json").write_text("{}")
    (out / "assembled.json").write_text("{}")
    with Store.open(f"sqlite:///{desk}") as store:
        documents = {document.id: document for d in SMALL.documents if (document := store.document(d.id))}
    parts = {
        "events": [arrow.rows_table(rows[n::3]) for n in range(3)],
        "documents": [arrow.documents_table(list(documents.values())[n::2]) for n in range(2)],
    }
    with open_corpus(desk) as stored:
        told = [{**story.to_dict(), "events": 0, "countries": []} for story in stored.stories()]
    for story in told:
        for end in ("first", "last"):
            story[end] = story[end] and dt.date.fromisoformat(story[end])
        story["differences"] = json.dumps(story["differences"])
        story["documents"] = [document["id"] for document in story["documents"]]
    parts["stories"] = [pa.Table.from_pylist(told, arrow.stories_schema())]
    for name, tables in parts.items():
        for n, table in enumerate(tables):
            path = out / name / f"month=2025-0{n + 1}" / "some.parquet"
            path.parent.mkdir(parents=True)
            pq.write_table(table, path, row_group_size=20)
    return out


@pytest.fixture(params=["store", "bulk", "memory", "file"])
def opened(
    request: pytest.FixtureRequest, desk: Path, folder: Path, rows: list[Row], tmp_path: Path
) -> Iterator[Corpus]:
    source: object = {"store": desk, "bulk": folder}.get(request.param)
    if request.param == "memory":
        with open_corpus(desk) as stored:
            source = [*stored.stories(), *(row.event for row in rows)]
    if request.param == "file":
        source = tmp_path / "events.parquet"
        pq.write_table(arrow.rows_table(rows), source, row_group_size=30)
    with open_corpus(source) as found:  # type: ignore[arg-type]
        yield found


def bare(row: Row) -> Row:
    """Return a row as it is without what is only given on request, and without what Parquet has elsewhere."""
    return replace(row, document=replace(row.document, text=None), happening=None)


def told(row: Row) -> Row:
    return replace(bare(row), happening=row.happening and replace(row.happening, events=()))


def test_rows_are_the_same_everywhere_and_in_order(opened: Corpus, rows: list[Row]) -> None:
    everything = EventQuery(judged="any")
    assert list(opened.rows(everything)) == list(map(bare, rows))
    assert [told(row) for row in opened.rows(everything, happenings=True)] == list(map(told, rows))
    order = [(row.day or "~", row.event.id) for row in rows]
    assert order == sorted(order)
    assert order[-1][0] == "~"


PARTY: Party = next(party for event in SMALL.events for party in event.actors if party.name)
QUERIES = [
    EventQuery(),
    EventQuery(judged="rejected"),
    EventQuery(judged="corrected"),
    EventQuery(type="CONSULT", status="happened"),
    EventQuery(quad=4, since="2024-03-01", until="2025-03-01"),
    EventQuery(min_confidence=0.8),
    EventQuery(actor=PARTY.name),
    EventQuery(about=PARTY.country, since="2023-09-01"),
    EventQuery(recipient=PARTY.country),
    EventQuery(about=f"{PARTY.country}:GOV"),
    EventQuery(about="Nobody"),
    EventQuery(publisher=SMALL.documents[0].publisher),
    EventQuery(place="NOR"),
    EventQuery(text=SMALL.events[0].evidence.quote.split()[0]),
]


@pytest.mark.parametrize("query", QUERIES, ids=lambda query: str(QUERIES.index(query)))
def test_a_query_means_the_same_everywhere(opened: Corpus, desk: Path, query: EventQuery) -> None:
    with open_corpus(desk) as stored:
        expected = list(stored.rows(query))
    assert list(opened.rows(query)) == expected
    tables = list(opened.tables(query))
    assert [row for table in tables for row in arrow.rows_of(table)] == expected


def test_texts_come_where_they_are_asked_for(desk: Path, folder: Path, rows: list[Row]) -> None:
    for source in (desk, folder):
        with open_corpus(source) as found:
            assert [row.document for row in found.rows(EventQuery(judged="any"), texts=True)] == [
                row.document for row in rows
            ]
            assert found.document(rows[0].document.id) == rows[0].document
            assert found.document("nobody") is None


def test_days_with_more_events_than_are_read_at_a_time_are_read_in_parts(
    folder: Path, rows: list[Row], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dataset, "AT_ONCE", 20)
    with open_corpus(folder) as found:
        assert list(found.rows(EventQuery(judged="any"))) == list(map(bare, rows))
        assert max(table.num_rows for table in found.tables()) <= 20


def test_stories_are_the_same_in_a_store_and_in_a_folder(desk: Path, folder: Path) -> None:
    with open_corpus(desk) as stored, open_corpus(folder) as found:
        expected = list(stored.stories())
        assert list(found.stories()) == expected
    assert [(story.first or "~", story.id) for story in expected] == sorted(
        (story.first or "~", story.id) for story in expected
    )


def test_reports_are_coded_and_grouped_where_that_is_wanted() -> None:
    published, title = "2025-02-18", "Norway condemns Chile over the harbour fees"
    reports = [
        Document(f"d{n}", "headline", title, published=published, publisher=f"House {n}") for n in (1, 2)
    ]
    later = replace(reports[0], published="2025-02-19", title="Chile thanks Norway for its patience")
    with open_corpus([*reports, later], parser="fast") as found:  # of one id, the one published last counts
        plain = list(found.rows())
        assert {(row.document.id, row.day, row.story) for row in plain} == {
            ("d2", "2025-02-18", None),
            ("d1", "2025-02-19", None),
        }
    with open_corpus(reports, parser="fast") as found:
        told = list(found.rows(happenings=True))
        assert [row.happening and row.happening.documents for row in told] == [2, 2]
        assert {row.story for row in told} == {story.id for story in found.stories()}


def test_an_event_without_its_document_has_a_bare_one() -> None:
    event = replace(SMALL.events[0], date=None)
    with open_corpus([event]) as found:
        assert list(found.rows()) == [Row(event, Document(event.document, "article"), None, None)]


def test_a_source_that_is_none_is_told(tmp_path: Path, rows: list[Row]) -> None:
    def said(source: object) -> str:
        with pytest.raises(InputError) as error, open_corpus(source) as found:  # type: ignore[arg-type]
            list(found.rows(texts=True))
        return str(error.value)

    begun = tmp_path / "begun"
    begun.mkdir()
    (begun / "bulk.json").write_text("{}")
    assert "a bulk run that is not done" in said(begun)
    assert "no such file" in said(tmp_path / "nothing.db")
    assert "there is no such store" in said(f"sqlite:///{tmp_path}/nothing.db")
    (tmp_path / "empty").mkdir()
    assert str(tmp_path / "empty") in said(tmp_path / "empty")

    table = arrow.rows_table(rows)
    other = tmp_path / "other.parquet"
    pq.write_table(table.drop_columns(["actors", "day"]), other)
    assert "it has no column actors, day" in said(other)
    places = pa.array([{"name": "Oslo"}] * len(rows))
    pq.write_table(table.set_column(table.column_names.index("place"), "place", places), other)
    assert "it has no column place.country, place.lat" in said(other)
    pq.write_table(pa.table({"GLOBALEVENTID": [1]}), other)
    assert "no column is named title or text (GLOBALEVENTID)" in said(other)
    pq.write_table(table, other)
    with open_corpus(other) as found:
        assert not found.has_texts
        assert [row.event for row in found.rows(texts=True)] == [row.event for row in found.rows()]
    with pytest.raises(InputError, match="no stories"), open_corpus(other) as found:
        next(found.stories())
    content = bytearray(other.read_bytes())
    content[1000:3000] = bytes(2000)
    other.write_bytes(content)
    with pytest.raises(InputError, match="damaged Parquet"), open_corpus(other) as found:
        list(found.rows())
    mixed: Any = [rows[0].event, "more.txt"]
    with pytest.raises(TypeError, match="not both at once"), open_corpus(mixed):
        pass

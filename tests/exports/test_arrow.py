"""Records as columns of Arrow, and back."""

from dataclasses import replace
from pathlib import Path
from typing import Literal

import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.exports import arrow
from dragoman.exports.rows import Row
from dragoman.records import Document, Event, Happening, Judgement
from tests.store.strategies import anything, days, documents, events, maybe

FORMATS = Path(__file__).parents[2] / "docs" / "formats.md"

judgements = st.builds(
    Judgement,
    st.booleans(),
    st.dictionaries(anything, st.none() | st.integers(1, 4) | st.lists(anything, max_size=2), max_size=2),
    maybe,
    maybe,
    anything,
)


@st.composite
def told(draw: st.DrawFn) -> Event:
    event = draw(events(draw(anything), draw(anything)))
    return replace(event, judgement=draw(st.none() | judgements))


@st.composite
def rows(draw: st.DrawFn) -> Row:
    event = draw(told())
    document = replace(draw(documents(event.document)), text=None)
    day = event.date.start if event.date else document.published
    told_in: Literal["event", "published"] | None = "event" if event.date else "published" if day else None
    number = st.integers(1, 9)
    happening = draw(st.none() | st.builds(Happening, anything, st.just(()), number, number, number))
    return Row(event, document, day, told_in, draw(maybe), draw(maybe), happening)


@settings(max_examples=40, deadline=None)
@given(st.lists(told(), max_size=4))
def test_events_come_back_as_they_were(given_events: list[Event]) -> None:
    table = arrow.events_table(given_events)
    assert table.schema.equals(arrow.events_schema())
    assert list(arrow.events_of(table)) == given_events


@settings(max_examples=40, deadline=None)
@given(st.lists(documents("d"), max_size=4), st.none() | days)
def test_documents_come_back_as_they_were(given_documents: list[Document], day: str | None) -> None:
    table = arrow.documents_table(given_documents, [day] * len(given_documents))
    assert table.schema.equals(arrow.documents_schema())
    assert list(arrow.documents_of(table)) == given_documents
    assert [found and found.isoformat() for found in table["day"].to_pylist()] == [day] * len(given_documents)


@settings(max_examples=40, deadline=None)
@given(st.lists(rows(), max_size=4))
def test_rows_come_back_as_they_were(given_rows: list[Row]) -> None:
    table = arrow.rows_table(given_rows)
    assert table.schema.equals(arrow.rows_schema())
    assert list(arrow.rows_of(table)) == given_rows
    assert list(arrow.rows_of(table.slice(1))) == given_rows[1:]


def test_half_a_pair_has_one_sign_in_its_column_and_stands_whole_beside_it() -> None:
    whole, broken = Document("a", "headline", "Voters", url="x"), Document("b", "headline", "V\ud800ters")
    table = arrow.documents_table([whole, broken])
    assert table["title"].to_pylist() == ["Voters", "V\ufffdters"]
    assert [record is None for record in table["record"].to_pylist()] == [True, False]


def test_what_is_no_day_stays_where_it_was_told() -> None:
    odd = Document("a", "headline", published="last week")
    table = arrow.documents_table([odd])
    assert table["day"].to_pylist() == [None]
    assert next(arrow.documents_of(table)) == odd


SCHEMAS = [
    arrow.documents_schema(),
    arrow.events_schema(),
    arrow.rows_schema(),
    arrow.mentions_schema(),
    arrow.stories_schema(),
]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_every_column_is_documented(schema: pa.Schema) -> None:
    page = FORMATS.read_text(encoding="utf-8")
    parts = [
        part
        for part in page.split("\n## ")
        if "Parquet" in part[:40] or part.startswith("Out: `code --format jsonl`")
    ]
    assert len(parts) == 2
    assert not [name for name in schema.names if f"`{name}`" not in "".join(parts)]


@pytest.mark.parametrize("schema", SCHEMAS)
def test_a_schema_comes_back_from_parquet(schema: pa.Schema) -> None:
    out = pa.BufferOutputStream()
    pq.write_table(schema.empty_table(), out)
    assert pq.read_schema(pa.BufferReader(out.getvalue())).equals(schema)

"""The tables are what docs/store.md says, and what other programs find."""

from __future__ import annotations

import json
import re
import sqlite3
from pathlib import Path

import pytest

from benchmarks.corpus import Corpus
from dragoman.records import Event
from dragoman.store import Store
from dragoman.store.schema import VIEWS, metadata

DOCS = (Path(__file__).parents[2] / "docs" / "store.md").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def opened(small: Corpus, tmp_path_factory: pytest.TempPathFactory) -> sqlite3.Connection:
    """The file as any other program sees it."""
    file = tmp_path_factory.mktemp("store") / "desk.db"
    with Store.open(f"sqlite:///{file}") as store:
        store.add(small.documents, small.events, small.stories, small.storylines)
    return sqlite3.connect(file)


@pytest.mark.parametrize("name", list(metadata.tables))
def test_every_table_and_column_is_documented(name: str) -> None:
    table = metadata.tables[name]
    told = DOCS.partition(f"### `{name}`\n")[2].partition("\n#")[0]
    assert table.comment
    assert table.comment in told
    rows = re.findall(r"^\| `(\w+)` \| (.+) \|$", told, re.MULTILINE)
    assert rows == [(column.name, column.comment) for column in table.columns]


def test_nothing_in_the_file_is_left_untold(opened: sqlite3.Connection) -> None:
    there = {
        name for (name,) in opened.execute("SELECT name FROM sqlite_master WHERE type IN ('table', 'view')")
    }
    own = {
        name for name in there if not re.search(r"_words(_\w+)?$", name) and not name.startswith("sqlite_")
    }
    assert own == {*metadata.tables, *VIEWS}
    assert set(re.findall(r"^### `(\w+)`$", DOCS, re.MULTILINE)) == own


@pytest.mark.parametrize("name", list(VIEWS))
def test_every_column_of_a_view_is_documented(opened: sqlite3.Connection, name: str) -> None:
    told = DOCS.partition(f"### `{name}`\n")[2].partition("\n#")[0]
    columns = [row[1] for row in opened.execute(f"PRAGMA table_info({name})")]
    assert re.findall(r"`(\w+)`", told.partition("Columns:")[2]) == columns


def test_what_other_programs_find(opened: sqlite3.Connection, small: Corpus) -> None:
    assert opened.execute("PRAGMA integrity_check").fetchall() == [("ok",)]
    assert opened.execute("PRAGMA foreign_key_check").fetchall() == []
    assert opened.execute("SELECT count(*) FROM coded").fetchone() == (len(small.events),)
    for document, field, start, end, quote, record in opened.execute(
        'SELECT e.document, field, start, "end", quote, record FROM events e'
    ):
        report = next(one for one in small.documents if one.id == document)
        assert report.string(field)[start:end] == quote
        assert Event.from_json(record).evidence.quote == quote
    (done,) = opened.execute("SELECT sum(events) FROM dyad_days").fetchone()
    assert 0 < done <= len(small.events)
    story = json.loads(opened.execute("SELECT record FROM stories").fetchone()[0])
    asked = "SELECT document FROM story_documents WHERE story = ? ORDER BY position"
    assert [id for (id,) in opened.execute(asked, (story["id"],))] == story["documents"]


def test_words_stay_in_step_with_what_they_index(opened: sqlite3.Connection) -> None:
    for name in ("documents_words", "events_words"):
        opened.execute(f"INSERT INTO {name}({name}) VALUES ('integrity-check')")

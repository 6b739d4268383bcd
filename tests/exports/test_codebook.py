"""What is told of each column is there, and true."""

from __future__ import annotations

import csv
import io
import json
import re
import runpy
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from dragoman.errors import OntologyError
from dragoman.exports import FORMATS, codebook
from tests.exports.sample import ROWS

DOCS = Path(__file__).parents[2] / "docs"
TABLES = [name for name in codebook.codebooks() if name != "plover"]


def written(name: str) -> str:
    out = io.StringIO()
    FORMATS[name].load().write(ROWS, out)
    return out.getvalue()


def cells(name: str) -> dict[str, list[str]]:
    """Return what each column of a table holds."""
    module = FORMATS[name].load()
    lines: Any = list(csv.reader(io.StringIO(written(name)), delimiter="," if name == "csv" else "\t"))
    if codebook.codebook(name).header:
        assert lines.pop(0) == list(module.COLUMNS)
    return dict(zip(module.COLUMNS, map(list, zip(*lines, strict=True)), strict=True))


@pytest.mark.parametrize("name", TABLES)
def test_the_codebook_has_the_columns_in_their_order(name: str) -> None:
    book = codebook.codebook(name)
    assert book.format == name
    assert [column.name for column in book.columns] == list(FORMATS[name].load().COLUMNS)


@pytest.mark.parametrize("name", TABLES)
def test_what_is_said_to_be_empty_is_and_nothing_else_always(name: str) -> None:
    held = cells(name)
    for column in codebook.codebook(name).columns:
        assert any(held[column.name]) == (column.filled is not None), column.name


def paths(value: object, path: str = "") -> Iterator[tuple[str, object]]:
    """Yield every key of JSON, and what it holds."""
    if isinstance(value, dict):
        for key, inner in value.items():
            name = f"{path}.{key}" if path else key
            yield name, inner
            yield from paths(inner, name)
    elif isinstance(value, list):
        for inner in value:
            yield from paths(inner, f"{path}[]")


def test_the_codebook_of_json_has_its_keys() -> None:
    held = defaultdict[str, list[object]](list)
    for line in written("plover").splitlines():
        for path, value in paths(json.loads(line)):
            held[path].append(value)
    columns = codebook.codebook("plover").columns
    assert {column.name for column in columns} == set(held)
    for column in columns:
        told = any(value not in (None, []) for value in held[column.name])
        assert told == (column.filled is not None), column.name


@pytest.mark.parametrize(("name", "columns"), [("polecat", 40), ("icews", 20), ("gdelt", 61), ("gdelt-mentions", 16),
                                               ("phoenix", 26), ("petrarch", 7)])  # fmt: skip
def test_formats_have_as_many_columns_as_their_field_knows(name: str, columns: int) -> None:
    assert len(codebook.codebook(name).columns) == columns


def test_the_page_holds_the_codebooks() -> None:
    page = (DOCS / "exports.md").read_text(encoding="utf-8")
    script = runpy.run_path(str(DOCS / "exports.py"))
    assert script["written"](page) == page, "run python docs/exports.py"
    assert re.findall(r"<!-- columns of (\S+) -->", page) == sorted(
        codebook.codebooks(), key=list(FORMATS).index
    )


def test_the_page_tells_every_format() -> None:
    page = (DOCS / "exports.md").read_text(encoding="utf-8")
    assert [name for name in FORMATS if f"`{name}`" not in page] == []


def test_a_codebook_is_written_as_csv() -> None:
    out = io.StringIO()
    codebook.write("icews", out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue())))
    assert rows[0]["column"] == "Event ID"
    assert [row["column"] for row in rows if row["empty"]] == ["Sentence Number", "District"]


def test_a_format_without_codebook_is_told() -> None:
    with pytest.raises(OntologyError, match=r"nonsense: has no codebook \(one of csv, "):
        codebook.codebook("nonsense")


GOOD: dict[str, Any] = {"format": "f", "title": "F", "header": True, "about": "A row an event."}


@pytest.mark.parametrize(
    ("columns", "message"),
    [
        (
            [{"name": "A", "type": "text", "meaning": "What."}],
            "'A' wants name, type, meaning, and filled or empty",
        ),
        ([{"name": "A", "type": "word", "meaning": "What.", "filled": "So."}], "'word' is no type"),
        ([{"name": "A", "type": "text", "meaning": "What.", "filled": "So."}] * 2, "stands there twice"),
        (["A"], "'A' wants name"),
        (None, "has not the keys"),
    ],
)
def test_a_broken_codebook_is_told(columns: Any, message: str) -> None:
    with pytest.raises(OntologyError, match=f"here: .*{re.escape(message)}|here: {re.escape(message)}"):
        codebook.parse({**GOOD, "columns": columns}, "here")

"""Tables that every reader reads alike, whatever the words in them."""

from __future__ import annotations

import csv
import io
import re
import shutil
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import duckdb
import pandas
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dragoman.exports import FORMATS, codebook, tabular
from dragoman.exports.rows import Row
from tests.exports.sample import ROWS, SHOT, row

TABLES = [name for name in codebook.codebooks() if name not in ("plover", "csv")]

# Words with what breaks lines and cells, and whatever else there is.
words = st.text(
    st.one_of(st.sampled_from("\t\n\r\"';,\\ \x00\x1c\x85\u2028\ud83d#ab"), st.characters()), max_size=30
)


@st.composite
def strange(draw: st.DrawFn) -> Row:
    """Return a row with any words in it."""
    party = replace(
        SHOT.actors[0], text=draw(words), name=draw(st.none() | words), how=draw(st.none() | words)
    )
    place = SHOT.place and replace(SHOT.place, name=draw(words))
    event = replace(SHOT, document=draw(words), actors=(party,), place=place)
    told = row(SHOT)
    document = replace(
        told.document,
        id=event.document,
        publisher=draw(words),
        url=draw(words),
        title=draw(words),
        language=draw(words),
    )
    return replace(told, event=event, document=document, story_title=draw(words))


def written(name: str, rows: list[Row]) -> str:
    """Return what a file of UTF-8 holds of it."""
    out = io.StringIO()
    FORMATS[name].load().write(rows, out)
    return out.getvalue().encode("utf-8", "backslashreplace").decode()


def asked(question: str) -> list[tuple[str | None, ...]]:
    """Return what DuckDB answers."""
    found = duckdb.sql(question)
    assert found is not None
    return found.fetchall()


@pytest.mark.parametrize("name", TABLES)
@settings(max_examples=40, deadline=None)
@given(rows=st.lists(strange(), min_size=1, max_size=3))
def test_no_words_break_a_line(name: str, rows: list[Row]) -> None:
    text, width = written(name, rows), len(codebook.codebook(name).columns)
    lines = text.splitlines()
    assert text.endswith("\n")
    assert text.count("\n") == len(lines)  # whatever splits lines, it is the line end alone
    plain = [line.split("\t") for line in lines]
    assert {len(cells) for cells in plain} == {width}
    source = io.StringIO(text, newline="")
    assert list(csv.reader(source, delimiter="\t")) == plain  # quotes taken for quotes
    source.seek(0)
    assert list(csv.reader(source, delimiter="\t", quoting=csv.QUOTE_NONE)) == plain


@settings(max_examples=40, deadline=None)
@given(rows=st.lists(strange(), min_size=1, max_size=3))
def test_csv_gives_back_the_very_words(rows: list[Row]) -> None:
    out = io.StringIO(newline="")
    FORMATS["csv"].load().write(rows, out)
    out.seek(0)
    for told, cells in zip(rows, csv.DictReader(out), strict=True):
        assert cells["title"] == told.document.title
        assert cells["story_title"] == told.story_title
        assert cells["actors"] == told.event.actors[0].text
        assert cells["quote"] == told.event.evidence.quote


STRANGE = replace(
    ROWS[0],
    event=replace(SHOT, actors=(replace(SHOT.actors[0], text='the "Old\tGuard"\r\n of #1', name=None),)),
    document=replace(ROWS[0].document, publisher='"Ha;rbour'),
)


@pytest.mark.parametrize("name", TABLES)
def test_pandas_and_duckdb_read_the_cells_alike(name: str, tmp_path: Path) -> None:
    text, book = written(name, [STRANGE, *ROWS]), codebook.codebook(name)
    file = tmp_path / "events.txt"
    file.write_text(text, encoding="utf-8")
    cells = [line.split("\t") for line in text.splitlines()]
    names = cells.pop(0) if book.header else [column.name for column in book.columns]
    for quoting in (csv.QUOTE_MINIMAL, csv.QUOTE_NONE):
        frame = pandas.read_csv(
            file, sep="\t", header=0 if book.header else None, names=None if book.header else names, dtype=str,
            keep_default_na=False, quoting=quoting,
        )  # fmt: skip
        assert list(frame.columns) == names
        assert frame.to_numpy().tolist() == cells
    found = asked(
        f"SELECT * FROM read_csv('{file}', delim = '\t', header = {book.header}, quote = '', all_varchar = true)"
    )
    assert [["" if cell is None else cell for cell in line] for line in found] == cells


def test_duckdb_reads_csv(tmp_path: Path) -> None:
    file = tmp_path / "events.csv"
    file.write_text(written("csv", [STRANGE, *ROWS]), encoding="utf-8")
    found = asked(f"SELECT actors, quote, \"end\", cameo FROM read_csv('{file}', all_varchar = true)")
    assert found[0] == ('the "Old\tGuard"\r\n of #1', SHOT.evidence.quote, str(SHOT.evidence.end), "193")


@pytest.mark.parametrize("name", ["polecat", "gdelt"])
def test_r_reads_the_cells_alike(name: str, tmp_path: Path) -> None:
    rscript = found_rscript()
    text, book = written(name, [STRANGE, *ROWS]), codebook.codebook(name)
    file = tmp_path / "events.txt"
    file.write_text(text, encoding="utf-8")
    script = (
        f'x <- read.delim("{file}", header = {str(book.header).upper()}, quote = "", check.names = FALSE, '
        'colClasses = "character", na.strings = character(0), encoding = "UTF-8"); '
        'writeLines(c(paste(dim(x), collapse = " "), do.call(paste, c(x, sep = "|"))))'
    )
    done = subprocess.run([rscript, "--vanilla", "-e", script], capture_output=True, text=True, check=True)
    lines = [line.split("\t") for line in text.splitlines()[1 if book.header else 0 :]]
    size, *told = done.stdout.splitlines()
    assert size == f"{len(lines)} {len(book.columns)}"
    assert told == ["|".join(cells) for cells in lines]


def found_rscript() -> str:
    """Return R; it is too heavy to be installed for a test, so that no machine has to have it (as a skip would ask)."""
    rscript = shutil.which("Rscript")
    if rscript is None:
        pytest.xfail("no Rscript on this machine")
    return rscript


def test_the_page_reads_what_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    page = (Path(__file__).parents[2] / "docs" / "exports.md").read_text(encoding="utf-8")
    page = page[page.index("## Reading them") :]
    (tmp_path / "events.txt").write_text(written("polecat", [*ROWS]), encoding="utf-8")
    (tmp_path / "events.export.CSV").write_text(written("gdelt", [*ROWS]), encoding="utf-8")
    monkeypatch.chdir(tmp_path)
    (python,) = re.findall(r"```python\n(.*?)```", page, flags=re.S)
    names: dict[str, Any] = {}
    exec(python, names)
    assert list(names["polecat"]["Event Type"]) == ["ASSAULT", "COERCE", "CONSULT", "CONSULT", "AGREE"]
    assert names["gdelt"]["EventCode"][4] == "040"
    (sql,) = re.findall(r"```sql\n(.*?)```", page, flags=re.S)
    assert len(asked(sql)) == 5


@pytest.mark.parametrize(("value", "text"), [(-7.0, "-7"), (3.4, "3.4"), (0, "0"), (10, "10"), (None, "")])
def test_numbers_are_written_as_the_field_writes_them(value: float | None, text: str) -> None:
    assert tabular.number(value) == text

"""What was judged: a sheet filled in, read back from whatever a spreadsheet made of it."""

from __future__ import annotations

import csv
import io
import os
import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from dragoman.errors import InputError
from dragoman.judging.sheet import questions, words
from dragoman.records import EVENT_TYPES

_NEEDED = ("type", "population")


@dataclass(frozen=True, slots=True)
class Row:
    """One event judged.

    Attributes:
        population: how many events of the type there were to draw from.
        answers: right or wrong by question; a question not answered is not there.
    """

    type: str
    population: int
    answers: dict[str, bool]


def read(file: str | os.PathLike[str], on_error: Callable[[InputError], None] | None) -> list[Row]:
    """Read a sheet filled in (see `dragoman.evaluate`)."""
    name = "<stdin>" if os.fspath(file) == "-" else os.fspath(file)
    text = _text(file, name)
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)  # spreadsheets write what their country writes
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    asked: list[str] = []

    def tell(problem: str, mend: str, column: str | None = None) -> None:
        place = f"line {reader.line_num}" + (f", column {column}" if column else "")
        error = InputError(name, place, problem, mend)
        if on_error is None:
            raise error
        on_error(error)

    rows: list[Row] = []
    sizes: dict[str, int] = {}
    try:
        header = [cell.strip() for cell in next(reader, [])]
        asked = [column for column in questions() if column in header]
        if missing := [column for column in _NEEDED if column not in header]:
            raise InputError(
                name, "line 1", f"there is no column {missing[0]!r}", "give the CSV that sample wrote"
            )
        if not asked:
            mend = f"keep its columns {', '.join(questions())}"
            raise InputError(name, "line 1", "there is no column to fill in", mend)
        for column in header:
            if column.endswith("_ok") and column not in asked:
                tell("asks nothing that sample asks", f"name it as one of {', '.join(questions())}", column)
        for cells in reader:
            if not any(cell.strip() for cell in cells):
                continue
            if len(cells) != len(header):
                tell(
                    f"{len(cells)} cells, and the header has {len(header)}", "mend the line in a spreadsheet"
                )
                continue
            row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
            type_, size = row["type"], row["population"]
            if type_ not in EVENT_TYPES:
                tell(f"{type_!r} is no event type", "leave this column as sample wrote it", "type")
            elif not (size.isascii() and size.isdigit() and int(size) > 0):
                tell(f"{size!r} is no number of events", "leave this column as sample wrote it", "population")
            elif sizes.setdefault(type_, int(size)) != int(size):
                problem = f"{size} events of type {type_}, and {sizes[type_]} in a row before"
                tell(problem, "evaluate sheets of different samples one by one", "population")
            else:
                answers = dict(_answers(row, asked, tell))
                rows.append(Row(type_, int(size), answers))
    except csv.Error as error:
        tell(f"not CSV: {error}", "write it from a spreadsheet as CSV UTF-8")
    return rows


def _answers(
    row: dict[str, str], asked: list[str], tell: Callable[[str, str, str], None]
) -> Iterator[tuple[str, bool]]:
    allowed = words()["answers"]
    for column in asked:
        answer = row[column].casefold()
        if answer in allowed["right"]:
            yield column, True
        elif answer in allowed["wrong"]:
            yield column, False
        elif answer:
            tell(f"{row[column]!r} is no judgement", "write y or n, or leave it empty", column)


def _text(file: str | os.PathLike[str], name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if os.fspath(file) == "-" else Path(file).read_bytes()
    except OSError as error:
        raise InputError(
            name, None, f"cannot be read: {error.strerror}", "give a CSV that sample wrote"
        ) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        mend = "save it from the spreadsheet as CSV UTF-8"
        raise InputError(name, f"line {line}", "not UTF-8", mend) from error

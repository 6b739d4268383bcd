"""Tables of documents: JSON Lines, a JSON array, CSV and TSV. One bad line never loses the others."""

from __future__ import annotations

import csv
import io
import json
from collections import deque
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any, BinaryIO

from dragoman.errors import InputError
from dragoman.sources.columns import delimiter_of, draft_of_row, empty_cells
from dragoman.sources.decode import ESCAPED, guess_notice, mend
from dragoman.sources.found import Found

MAX_LINE = 16 << 20
"""Characters of one line (and of one row of CSV): sixteen times what the text of a report may have."""


def parse_jsonl(stream: BinaryIO, name: str, encoding: str) -> Iterator[Found]:
    """Read one JSON object a line; empty lines count but hold nothing."""
    for found in json_lines(stream, name, encoding):
        if isinstance(found, InputError):
            yield found
        else:
            place, value = found
            yield from _draft_of_json(value, name, place)


def json_lines(stream: BinaryIO, name: str, encoding: str) -> Iterator[tuple[str, Any] | InputError]:
    """Yield the place and the value of each line that is JSON, and an error for each other that is not empty."""
    for line in _lines(stream, name, encoding, newline="\n"):
        if line.text is None:
            yield _too_long(name, line.place)
            continue
        if line.notice:
            yield line.notice
        if not line.text.strip():
            continue
        try:
            yield line.place, json.loads(line.text.rstrip("\r\n"))
        except (ValueError, RecursionError) as error:
            yield _no_json(name, line.place, error)


def parse_json(text: str, name: str) -> Iterator[Found]:
    """Read an array of JSON objects, or objects one after the other without one."""
    decoder = json.JSONDecoder()
    at = _skip(text, 0, " \t\r\n")
    array = text.startswith("[", at)
    at = _skip(text, at + array, " \t\r\n")
    line, counted, item = 1, 0, 0
    while at < len(text) and not (array and text[at] == "]"):
        item += 1
        line += text.count("\n", counted, at)
        counted = at
        place = f"item {item} (line {line})"
        try:
            value, at = decoder.raw_decode(text, at)
        except (ValueError, RecursionError) as error:
            yield _no_json(name, place, error, "; what stands after it was not read")
            return
        yield from _draft_of_json(value, name, place)
        at = _skip(text, at, " \t\r\n,")
    if array and at >= len(text):
        yield InputError(
            name, None, "the array is not closed", "add the missing ]; the file may be cut short"
        )
    elif array and text[at + 1 :].strip():
        yield InputError(name, None, "more stands after the array and was not read", "write one array a file")


def parse_csv(stream: BinaryIO, name: str, encoding: str) -> Iterator[Found]:
    """Read a table with a header line; columns may be divided by comma, semicolon, tab or bar.

    A row whose quotes do not pair, or with more cells than the header, is told and left out; reading goes on
    with the line after its first.
    """
    lines = _lines(stream, name, encoding, newline="")
    top = next((line for line in lines if line.text is None or line.text.strip()), None)
    if top is None:
        raise InputError(name, None, "nothing in it", "give a table with a header")
    delimiter = delimiter_of(top.text, least=1) if top.text else None
    if top.text is None or delimiter is None:
        columns = "too long to be a header" if top.text is None else top.text.strip()[:100]
        problem = f"no column is named title or text ({columns})"
        raise InputError(name, top.place, problem, "begin the table with a header that names one")
    header = next(csv.reader([top.text], delimiter=delimiter))
    nothing = empty_cells()
    bare_tabs = delimiter == "\t" and not top.text.startswith('"')
    for place, row in _rows(lines, name, delimiter, len(header), bare_tabs):
        if isinstance(row, InputError):
            yield row
        elif len(row) > len(header) and any(cell.strip() for cell in row[len(header) :]):
            problem = f"{len(row)} cells under {len(header)} columns"
            yield InputError(name, place, problem, f"quote the cells that hold {_spoken(delimiter)}")
        elif any(row):
            cells = {key: None if cell in nothing else cell for key, cell in zip(header, row, strict=False)}
            yield from draft_of_row(cells, name, place)


def _rows(
    lines: Iterator[_Line], name: str, delimiter: str, width: int, bare_tabs: bool
) -> Iterator[tuple[str, list[str] | InputError]]:
    """Yield each row with its place. Quotes are read strictly, so that one left open is found at once.

    ``bare_tabs``: cells are divided by tabs, and the header is not quoted.
    """
    csv.field_size_limit(MAX_LINE)
    waiting: deque[_Line] = deque()
    taken: list[_Line] = []

    def feed() -> Iterator[str]:
        size = 0
        while size <= MAX_LINE and (line := waiting.popleft() if waiting else next(lines, None)):
            if line.text is None and taken:
                waiting.appendleft(line)
                return
            taken.append(line)
            if line.text is None:
                return
            size += len(line.text)
            yield line.text

    while True:
        taken.clear()
        row: list[str] | None
        try:
            row = next(csv.reader(feed(), delimiter=delimiter, strict=True), None)
        except csv.Error:
            row = None
        if not taken:
            return
        first = taken[0]
        if first.text is None:
            yield first.place, _too_long(name, first.place)
            continue
        # Tab-separated files often do not quote at all: a lone quote mark there must not swallow whole rows.
        whole = [_tabs(line) == width - 1 for line in taken]
        if bare_tabs and whole[0] and (row is None or any(whole[1:])):
            row = first.text.rstrip("\r\n").split("\t")
            waiting.extendleft(reversed(taken[1:]))
            del taken[1:]
        if row is None:
            waiting.extendleft(reversed(taken[1:]))
            problem = "its quotes do not pair"
            yield first.place, InputError(name, first.place, problem, 'write a quote within a cell as ""')
            continue
        for line in taken:
            if line.notice:
                yield line.place, line.notice
        yield first.place, row


@dataclass(frozen=True, slots=True)
class _Line:
    """A line as it stands, with its end; ``text`` is ``None`` where it is longer than can be a row."""

    number: int
    text: str | None
    notice: InputError | None = None

    @property
    def place(self) -> str:
        return f"line {self.number}"


def _lines(stream: BinaryIO, name: str, encoding: str, newline: str) -> Iterator[_Line]:
    """Yield the lines, those that are no UTF-8 in the encoding they are likely in."""
    errors = "surrogateescape" if encoding.startswith("utf-8") else "replace"
    text = io.TextIOWrapper(stream, encoding=encoding, errors=errors, newline=newline)
    number = 0
    while line := text.readline(MAX_LINE):
        number += 1
        if len(line) == MAX_LINE and not line.endswith("\n"):
            while (more := text.readline(MAX_LINE)) and not more.endswith("\n"):
                pass
            yield _Line(number, None)
        elif line.isascii() or not ESCAPED.search(line):
            yield _Line(number, line)
        else:
            try:
                line, guess = mend(line, name)
            except InputError as error:
                yield _Line(number, "", InputError(name, f"line {number}", error.problem, error.mend))
            else:
                yield _Line(number, line, guess_notice(name, f"line {number}", guess))


def _draft_of_json(value: Any, name: str, place: str) -> Iterator[Found]:
    if isinstance(value, dict):
        yield from draft_of_row(value, name, place)
    else:
        yield InputError(name, place, "not a JSON object", 'write {"title": …, "text": …}')


def _skip(text: str, at: int, what: str) -> int:
    while at < len(text) and text[at] in what:
        at += 1
    return at


def _tabs(line: _Line) -> int:
    return (line.text or "").count("\t")


def _spoken(delimiter: str) -> str:
    return {",": "commas", ";": "semicolons", "\t": "tabs", "|": "bars"}[delimiter]


def _too_long(name: str, place: str) -> InputError:
    return InputError(
        name, place, f"longer than {MAX_LINE:,} characters", "split it into reports, one a line"
    )


def _no_json(name: str, place: str, error: Exception, further: str = "") -> InputError:
    what = f"{error.msg}, column {error.colno}" if isinstance(error, json.JSONDecodeError) else str(error)
    if isinstance(error, RecursionError):
        what = "nested too deeply"
    return InputError(name, place, f"no JSON: {what}{further}", "mend or remove it")

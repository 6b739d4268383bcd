"""Judgements of many events in one file: CSV out of a spreadsheet, or JSON Lines."""

from __future__ import annotations

import csv
import io
import json
import os
import re
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

from dragoman.desk.setting import FIELDS
from dragoman.errors import InputError
from dragoman.exports.flat import CODED, COLUMNS
from dragoman.records import Event
from dragoman.store.judgements import Action

IDS = ("event", "id")
OWN = (*IDS, "action", "note", "by")

_DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
_INSTEAD = {
    "actors": "actor",
    "actor_countries": "actor",
    "actor_sectors": "actor",
    "recipients": "recipient",
    "recipient_countries": "recipient",
    "recipient_sectors": "recipient",
    "date_start": "date",
    "date_end": "date",
}
"""Columns of the CSV of events that are no field of their own, and the field to set instead."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a line says of an event.

    Attributes:
        place: ``line 7``.
        event: its id, or the beginning of it.
        action: ``None`` where the line does not name one.
        cells: value by field or by column of the CSV of events; empty ones are left out.
        note, by: why, and who says so.
    """

    place: str
    event: str
    action: Action | None
    cells: Mapping[str, str]
    note: str | None
    by: str | None

    def settings(self, event: Event) -> dict[str, str]:
        """Return the fields whose value is another than the event has now.

        So the CSV of events can be given back with some cells changed.

        Raises:
            InputError: a cell was changed that is not read.
        """
        found: dict[str, str] = {}
        for name, cell in self.cells.items():
            now = str(CODED[name](event) or "") if name in CODED else None
            if now is not None and cell.lstrip("0") == now.lstrip(
                "0"
            ):  # a spreadsheet takes 042 for a number
                continue
            if name in FIELDS:
                found[name] = cell
            elif name in _INSTEAD and (not name.startswith("date") or _DAY.fullmatch(cell)):
                raise InputError(
                    f"event {event.id}",
                    name,
                    "was changed, and this column is not read",
                    f"add a column {_INSTEAD[name]} and write it there",
                )
        return found


def read(file: str | os.PathLike[str], on_error: Callable[[InputError], object]) -> Iterator[Row]:
    """Yield the lines of a file; ``-`` is standard input.

    CSV has a header with ``event`` (or ``id``), and any of ``action`` (``reject``, ``set``, ``undo``), ``note``, ``by``
    and the fields that can be set; other columns of the CSV of events may be there too. JSON Lines have the same keys,
    and may have the fields in an object ``set``.

    Args:
        file: its path.
        on_error: is told of what cannot be read; the rest goes on.
    """
    name = "<stdin>" if os.fspath(file) == "-" else os.fspath(file)
    try:
        text = _text(file, name)
        lines = _json_lines if text.lstrip().startswith("{") else _csv
        for place, raw in lines(text, name, on_error):
            try:
                yield _row(raw, name, place)
            except InputError as error:
                on_error(error)
    except InputError as error:
        on_error(error)


def _row(raw: Mapping[str, str], name: str, place: str) -> Row:
    event = next((raw[key] for key in IDS if raw.get(key)), None)
    if event is None:
        raise InputError(name, place, "names no event", "give its id in the column event")
    told = raw.get("action", "").casefold()
    action: Action | None = next((one for one in get_args(Action) if one == told), None)
    if told and action is None:
        known = ", ".join(get_args(Action))
        raise InputError(name, f"{place}, action", f"{raw['action']!r} is none", f"write one of {known}")
    cells = {key: value for key, value in raw.items() if key not in OWN and value}
    return Row(place, event, action, cells, raw.get("note") or None, raw.get("by") or None)


def _csv(
    text: str, name: str, on_error: Callable[[InputError], object]
) -> Iterator[tuple[str, dict[str, str]]]:
    head = text.partition("\n")[0]
    delimiter = max(",;\t", key=head.count)  # spreadsheets write what their country writes
    reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True)
    try:
        header = [cell.strip() for cell in next(reader, [])]
        if not set(IDS) & set(header):
            raise InputError(name, "line 1", "there is no column event", "write a header: event,action,note")
        _known(header, name, "line 1")
        for cells in reader:
            place = f"line {reader.line_num}"
            if len(cells) == len(header):
                row = dict(zip(header, (cell.strip() for cell in cells), strict=True))
                if any(row.values()):
                    yield place, row
            elif any(cell.strip() for cell in cells):
                on_error(
                    InputError(
                        name,
                        place,
                        f"{len(cells)} cells, and the header has {len(header)}",
                        "mend the line in a spreadsheet",
                    )
                )
    except csv.Error as error:
        raise InputError(
            name, f"line {reader.line_num}", f"not CSV: {error}", "write it from a spreadsheet as CSV UTF-8"
        ) from error


def _json_lines(
    text: str, name: str, on_error: Callable[[InputError], object]
) -> Iterator[tuple[str, dict[str, str]]]:
    shape = 'write {"event": "0123456789abcdef", "set": {"type": "AID"}, "note": "…"}'
    for number, line in enumerate(text.splitlines(), 1):
        if not line.strip():
            continue
        place = f"line {number}"
        try:
            raw: Any = json.loads(line)
        except (ValueError, RecursionError):
            on_error(InputError(name, place, "no JSON", shape))
            continue
        if isinstance(raw, dict) and isinstance(raw.get("set", {}), dict):
            flat = {**raw.pop("set", {}), **raw}
            if all(value is None or isinstance(value, str) for value in flat.values()):
                try:
                    _known(list(flat), name, place)
                except InputError as error:
                    on_error(error)
                else:
                    yield place, {key: (value or "").strip() for key, value in flat.items()}
                continue
        on_error(InputError(name, place, "not an object of strings", shape))


def _known(keys: list[str], name: str, place: str) -> None:
    for key in keys:
        if key not in (*OWN, *FIELDS, *COLUMNS):
            fields = ", ".join([*OWN, *FIELDS])
            raise InputError(name, place, f"there is no field {key!r}", f"name it as one of {fields}")


def _text(file: str | os.PathLike[str], name: str) -> str:
    try:
        data = sys.stdin.buffer.read() if os.fspath(file) == "-" else Path(file).read_bytes()
    except OSError as error:
        raise InputError(
            name, None, f"cannot be read: {error.strerror}", "give a file of judgements"
        ) from error
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError as error:
        line = data[: error.start].count(b"\n") + 1
        raise InputError(
            name, f"line {line}", "not UTF-8", "save it from the spreadsheet as CSV UTF-8"
        ) from error

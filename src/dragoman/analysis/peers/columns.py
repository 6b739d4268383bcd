"""Tab-separated rows under a header, plain or in quotes."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from dragoman.analysis.peers.lines import Problems, lines_of
from dragoman.errors import InputError


def name_of(cell: str) -> str:
    """Return the name of a column as it is compared: R writes "Event.ID" where the file says "Event ID"."""
    return re.sub(r"[\W_]+", " ", unquoted(cell)).strip().casefold()


def names_of(line: str) -> list[str]:
    """Return the names of the columns in a header."""
    return [name_of(cell) for cell in line.split("\t")]


def unquoted(cell: str) -> str:
    """Return a cell without the quotes around it, and what is written twice, or after a backslash, within once."""
    if len(cell) < 2 or cell[0] != '"' or cell[-1] != '"':
        return cell
    return cell[1:-1].replace('""', '"').replace('\\"', '"')


class Columns:
    """Where the columns of a file stand: what is not there is empty."""

    def __init__(self, path: str, header: str, wanted: Sequence[str]) -> None:
        """Read a header. Raises `InputError` where a column that is wanted is not there."""
        self._at = {name: at for at, name in reversed(list(enumerate(names_of(header))))}
        self.width = len(header.split("\t"))
        if missing := [name for name in wanted if name not in self._at]:
            raise InputError(
                path, "line 1", f"no column {missing[0]!r}", "give the file with its header, tab-separated"
            )

    def at(self, name: str) -> int:
        """Return where a column stands; the place after the last, which is always empty, for one that is not there."""
        return self._at.get(name, self.width)


def rows_of(path: str, problems: Problems, wanted: Sequence[str]) -> Iterator[tuple[int, Columns, list[str]]]:
    """Yield the number of each line, the columns, and its cells, with an empty one more at the end.

    A row with another number of cells than the header is left out and counted.

    Raises `InputError` where the header lacks a column that is wanted, and where the file cannot be read on.
    """
    columns: Columns | None = None
    for number, line in lines_of(path, problems):
        if columns is None:
            columns = Columns(path, line, wanted)
            continue
        cells = line.split("\t")
        if len(cells) != columns.width:
            problems.add(
                number, f"{len(cells)} columns", f"the header has {columns.width}; the row is left out"
            )
            continue
        if '"' in line:
            cells = [unquoted(cell) for cell in cells]
        cells.append("")
        yield number, columns, cells

"""Writing records in the formats of the field: one file per format.

A format that is written from events is a module with ``write(rows, out) -> Written``: it takes rows as they come, keeps
none of them, and writes text or bytes as its line in `FORMATS` says.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from importlib import import_module
from types import ModuleType


@dataclass(frozen=True, slots=True)
class Format:
    """One format, before its module is loaded.

    Attributes:
        module: its module in this room.
        title: what it is and who reads it, on one line.
        suffix: how files of it end.
        binary: whether it is written to a binary file.
        texts: whether its rows are fuller with the texts of the documents.
        happenings: whether its rows need what other reports tell of the same deed.
        tables: whether it is written from tables of Arrow as they are (``write_tables``).
        of_store: whether it tells of a store and is written from no rows (``metadata``).
    """

    module: str
    title: str
    suffix: str
    binary: bool = False
    texts: bool = False
    happenings: bool = False
    tables: bool = False
    of_store: bool = False

    def load(self) -> ModuleType:
        """Return the module that writes it."""
        return import_module(f"{__name__}.{self.module}")


#: The formats by the name that a command is given, in the order in which they are listed.
FORMATS: Mapping[str, Format] = {
    "csv": Format(
        "flat", "CSV: all that is known, one row an event, for spreadsheets and R", ".csv", happenings=True
    ),
    "plover": Format("plover", "PLOVER's own JSON, one event a line", ".jsonl"),
    "polecat": Format("polecat", "POLECAT: 40 columns with a header, one row an event", ".txt"),
    "icews": Format("icews", "ICEWS: 20 columns with a header, one row a pair of source and target", ".tab"),
    "gdelt": Format(
        "gdelt",
        "GDELT 2.0 events: 61 columns, one row a deed and pair of actors",
        ".export.CSV",
        texts=True,
        happenings=True,
    ),
    "gdelt-mentions": Format(
        "mentions",
        "GDELT 2.0 mentions: 16 columns, which report tells which deed",
        ".mentions.CSV",
        texts=True,
        happenings=True,
    ),
    "phoenix": Format("phoenix", "Phoenix: 26 columns, one row a pair of source and target", ".txt"),
    "petrarch": Format("petrarch", "PETRARCH2: 7 columns, one row a pair of source and target", ".txt"),
    "parquet": Format(
        "parquet",
        "Parquet: all that is known, one row an event, nested as the JSON; a corpus for dragoman itself",
        ".parquet",
        binary=True,
        happenings=True,
        tables=True,
    ),
    "annotations": Format(
        "annotation",
        "W3C Web Annotations: JSON-LD, one a line; events on the words that tell them",
        ".jsonl",
        texts=True,
    ),
    "followthemoney": Format(
        "followthemoney",
        "FollowTheMoney entities, one a line, for Aleph: articles, events, parties, links",
        ".ftm.json",
    ),
    "atom": Format("atom", "Atom: the newest stories, for feed readers", ".atom", happenings=True),
    "jsonfeed": Format(
        "jsonfeed", "JSON Feed 1.1: the newest stories, for feed readers", ".json", happenings=True
    ),
    "datasette": Format(
        "datasette",
        "Metadata for Datasette: what a store's tables mean, with questions to ask",
        ".json",
        of_store=True,
    ),
}

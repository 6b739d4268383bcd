"""Writes the tables of docs/accuracy.md into the package, for the page that tells how good the record is.

python docs/accuracy.py
"""

from __future__ import annotations

import json
import re
from pathlib import Path
from typing import Any

DOCS = Path(__file__).parent
TARGET = DOCS.parent / "src" / "dragoman" / "web" / "accuracy.json"

LEFT_OUT = ("Time and memory", "Golden sentences")
"""Sections about something else than how good the record is."""


def figures(text: str) -> list[dict[str, Any]]:
    """Return the sections of the Markdown that have tables: title, command, and tables as columns and rows."""
    sections = []
    for part in re.split(r"^##+ ", text, flags=re.M)[1:]:
        heading, _, body = part.partition("\n")
        title, _, command = (piece.strip(" `") for piece in heading.partition(" – "))
        tables = [_table(lines) for lines in re.findall(r"(?:^\|.*\n)+", body + "\n", flags=re.M)]
        if tables and not title.startswith(LEFT_OUT):
            sections.append({"title": title, "command": command, "tables": tables})
    return sections


def _table(text: str) -> dict[str, Any]:
    columns, _, *rows = [[_plain(cell) for cell in line.strip("|").split("|")] for line in text.splitlines()]
    return {"columns": columns, "rows": rows}


def _plain(cell: str) -> str:
    return re.sub(r"[`*]", "", cell).strip()


def written(text: str) -> str:
    """Return what the file should hold."""
    return json.dumps(figures(text), ensure_ascii=False, indent=1) + "\n"


if __name__ == "__main__":
    TARGET.write_text(written((DOCS / "accuracy.md").read_text(encoding="utf-8")), encoding="utf-8")

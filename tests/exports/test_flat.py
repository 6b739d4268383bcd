"""Events as CSV."""

from __future__ import annotations

import csv
import io
from pathlib import Path

from dragoman.exports.flat import COLUMNS, write_csv
from dragoman.records import Event, Evidence, Party, Span, Version

EVENT = Event(
    id="e1", document="d1", type="CONSULT", mode=None, cameo="046", quad=1, intensity=2.5, status="ongoing",
    date=None, place=None,
    actors=(Party("Oslo", 0, 4, "NOR", ("GOV",)), Party('the "Group"', 9, 20)),
    recipients=(), attribution=None, amounts=(), equipment=(), contexts=("diplomatic", "economic"), confidence=None,
    trigger=Span(21, 26, "talks"), evidence=Evidence("text", 0, 30, "Oslo, Bergen\ntalk", "CONSULT/talk"),
    version=Version("0", "l", "m"),
)  # fmt: skip


def test_a_row_can_be_read_back() -> None:
    out = io.StringIO()
    write_csv([EVENT], out)
    (row,) = csv.DictReader(io.StringIO(out.getvalue(), newline=""))
    assert row["actors"] == 'Oslo; the "Group"'
    assert row["actor_countries"] == "NOR; -"
    assert row["actor_sectors"] == "GOV; -"
    assert row["cameo"] == "046"
    assert row["contexts"] == "diplomatic; economic"
    assert row["quote"] == "Oslo, Bergen\ntalk"
    assert row["confidence"] == row["speaker"] == row["date_start"] == ""


def test_every_column_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    assert [column for column in COLUMNS if f"`{column}`" not in page] == []

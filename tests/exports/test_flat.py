"""Events as CSV."""

from __future__ import annotations

import csv
import io
from dataclasses import replace
from pathlib import Path

from dragoman.exports.flat import CODED, write_csv
from dragoman.records import Event, Evidence, Judgement, Party, Span, Version

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


def test_a_judgement_is_told_in_a_cell() -> None:
    def cell(rejected: bool, note: str | None, **was: object) -> str:
        judgement = Judgement(rejected, was, note, "A. Desk", "2025-02-18T06:30:00Z")
        out = io.StringIO()
        write_csv([replace(EVENT, judgement=judgement)], out)
        return next(csv.DictReader(io.StringIO(out.getvalue())))["judgement"]

    assert cell(True, "a war game") == "rejected: a war game"
    assert cell(True, None, type="AID") == "rejected"
    assert cell(False, None, type="AID", quad=2, cameo="070", intensity=10.0) == "type was AID"
    assert cell(False, "no visit", mode="visit", cameo="042", intensity=4.0) == "mode was visit; no visit"
    assert cell(False, None, cameo="042") == "cameo was 042"
    oslo = {
        "text": "Oslo",
        "start": 0,
        "end": 4,
        "country": "NOR",
        "sectors": ["GOV"],
        "name": None,
        "how": None,
    }
    assert cell(False, None, actors=[oslo, {**oslo, "text": ""}], recipients=[]) == (
        "actors were Oslo (NOR:GOV); NOR:GOV; recipients were none"
    )
    month = {"start": "2025-02-01", "end": "2025-02-28", "precision": "month"}
    place = {"name": "Bergen", "country": "NOR", "lat": None, "lon": None, "geonames": None}
    assert cell(False, None, date=month, place=place) == "date was 2025-02; place was Bergen (NOR)"
    week = {"start": "2025-02-03", "end": "2025-02-09", "precision": "week"}
    assert cell(False, None, date=week, contexts=["election", "military"]) == (
        "date was 2025-02-03/2025-02-09; contexts were election; military"
    )


def test_every_column_is_documented() -> None:
    page = (Path(__file__).parents[2] / "docs" / "formats.md").read_text(encoding="utf-8")
    assert [column for column in CODED if f"`{column}`" not in page] == []


def test_a_lone_carriage_return_ends_no_row() -> None:
    odd = replace(EVENT, trigger=Span(21, 26, "ta\rks"))
    out = io.StringIO(newline="")
    write_csv([odd, EVENT], out)
    rows = list(csv.DictReader(io.StringIO(out.getvalue(), newline="")))
    assert [row["trigger"] for row in rows] == ["ta\rks", "talks"]

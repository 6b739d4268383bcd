"""The figures on the page about the record are those of docs/accuracy.md."""

from __future__ import annotations

from pathlib import Path

from docs.accuracy import TARGET, figures, written

TEXT = (Path(__file__).parents[2] / "docs" / "accuracy.md").read_text(encoding="utf-8")


def test_the_packaged_figures_are_those_of_the_docs() -> None:
    assert TARGET.read_text(encoding="utf-8") == written(TEXT), "run python docs/accuracy.py"


def test_every_row_is_as_wide_as_its_table() -> None:
    sections = figures(TEXT)
    assert {"Coding", "Stories", "Storylines"} <= {section["title"] for section in sections}
    for section in sections:
        for table in section["tables"]:
            assert {len(row) for row in table["rows"]} == {len(table["columns"])}

"""What the pages on the ontology show is what happens."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any

import pytest

from dragoman.ontology import crosswalk
from dragoman.ontology.lexicon import load
from dragoman.ontology.plover import plover

ROOT = Path(__file__).parents[2]
PAGE = (ROOT / "docs/ontology.md").read_text(encoding="utf-8")
README = (ROOT / "src/dragoman/ontology/lexicon/README.md").read_text(encoding="utf-8")


def blocks(text: str, kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", text, flags=re.DOTALL)


@pytest.mark.parametrize("block", [*blocks(PAGE, "yaml"), *blocks(README, "yaml")])
def test_each_file_shown_can_be_read(block: str, tmp_path: Path) -> None:
    mine = tmp_path / "mine.yaml"
    mine.write_text(block, encoding="utf-8")
    assert load(mine).own


def test_each_line_of_the_crosswalk_gives_what_stands_beside_it() -> None:
    (block,) = blocks(PAGE, "python")
    lines = [line for line in block.splitlines() if line.startswith(("from_cameo", "to_cameo"))]
    assert len(lines) >= 6
    names: dict[str, Any] = {"from_cameo": crosswalk.from_cameo, "to_cameo": crosswalk.to_cameo}
    for line in lines:
        call, _, told = line.partition("  # ")
        assert eval(call, names) == eval(told.partition(": ")[0], {}), line


def test_what_is_settled_is_so() -> None:
    types = plover().types
    assert "| material conflict (4) |" in PAGE
    assert types["SANCTION"].quad == 4
    assert "| −3: the sign was lost |" in PAGE
    assert types["ACCUSE"].intensity == -3
    assert "| that of its type, −5 |" in PAGE
    assert types["PROTEST"].intensity_of("vandalize") == types["PROTEST"].intensity == -5
    assert "| two types, quads 1 and 2;" in PAGE
    assert (types["CONCEDE"].quad, types["RETREAT"].quad) == (1, 2)
    assert "| AGREE: the records are followed." in PAGE
    assert {turn.type for name in ("CONCEDE", "RETREAT") if (turn := types[name].planned)} == {"AGREE"}

"""Every cell of the tutorial is run, in order, and gives what stands below it."""

from __future__ import annotations

import contextlib
import io
import re
from pathlib import Path

import pytest

TUTORIAL = Path(__file__).parent.parent / "docs" / "tutorial.md"
_CELL = re.compile(r"^```python\n(.*?)^```\n(?:\n```text\n(.*?)^```\n)?", re.DOTALL | re.MULTILINE)


def test_the_cells_give_what_stands_below_them(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    page, names = TUTORIAL.read_text(encoding="utf-8"), dict[str, object]()
    cells = list(_CELL.finditer(page))
    assert len(cells) == page.count("```python") > 8
    for cell in cells:
        line = page[: cell.start()].count("\n") + 1
        said = io.StringIO()
        with contextlib.redirect_stdout(said):
            exec(compile("\n" * line + cell[1], str(TUTORIAL), "exec"), names)
        assert said.getvalue() == (cell[2] or ""), f"{TUTORIAL.name}, line {line}"

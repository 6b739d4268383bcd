"""SECURITY.md names tests that exist."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).parent.parent


def test_every_test_that_a_promise_rests_on_is_there() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")
    tests = {
        name
        for file in (ROOT / "tests").rglob("test_*.py")
        for name in re.findall(r"^def (test_\w+)", file.read_text(encoding="utf-8"), re.MULTILINE)
    }
    named = set(re.findall(r"`(test_\w+)`", text))
    files = set(re.findall(r"`(tests/[\w/]+\.py)`", text))
    assert named - tests == set()
    assert {file for file in files if not (ROOT / file).is_file()} == set()
    rows = [line for line in text.splitlines() if line.startswith("| ") and "---" not in line]
    assert all("`test" in row.rsplit("|", 2)[1] for row in rows if "held by" not in row)
    assert len(named) > 20

"""No pinned figure has fallen: ``make floors`` prints every benchmark and compares it with ``floors.json``."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from benchmarks import floors
from training import devdata

BENCHMARKS = tuple(json.loads(floors.FILE.read_text(encoding="utf-8")))


@pytest.mark.skipif(devdata.root() is None, reason=devdata.MISSING)
@pytest.mark.parametrize("benchmark", BENCHMARKS)
def test_no_figure_has_fallen(benchmark: str) -> None:
    print(f"\n{benchmark}", flush=True)
    done = subprocess.run([sys.executable, "-m", f"benchmarks.{benchmark}", "--check"], check=False)
    assert done.returncode == 0


def test_what_fell_is_named() -> None:
    pinned = json.loads(floors.FILE.read_text(encoding="utf-8"))["stories"]
    assert floors.fallen("stories", dict.fromkeys(pinned, 1.0)) == []
    first = next(iter(pinned))
    told = floors.fallen("stories", dict.fromkeys(pinned, 1.0) | {first: 0.0})
    assert len(told) == 1
    assert first in told[0]
    assert len(floors.fallen("stories", {})) == len(pinned)

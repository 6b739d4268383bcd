"""A small archive of reports written for the tests, and workers that need no time to begin."""

from __future__ import annotations

import json
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any

import pytest

from dragoman.bulk.executors import Workers

PARTIES = ("Norway", "Chad", "Peru", "Laos", "Fiji", "Cuba", "Mali", "Iran")
DEEDS = ("condemned", "warned", "praised", "sanctioned", "bombed", "met with")


def report(n: int, **others: Any) -> dict[str, Any]:
    """A report of two sentences; no two are alike."""
    actor, recipient = PARTIES[n % 8], PARTIES[(n * 3 + 1) % 8]
    if actor == recipient:
        recipient = "Kenya"
    deed = DEEDS[n % 6]
    return {
        "url": f"https://news.example/{n}",
        "title": f"{actor} {deed} {recipient} over the matter of {n} ships",
        "text": f"The government of {actor} {deed} {recipient} on Monday over {n} ships that lay off its coast.",
        "published": f"2025-0{1 + n % 2}-{1 + n % 28:02}",
        **others,
    }


def write(path: Path, reports: Sequence[dict[str, Any]]) -> Path:
    """Write reports as JSON Lines."""
    path.write_text("".join(json.dumps(each) + "\n" for each in reports), encoding="utf-8")
    return path


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    """Sixty reports."""
    return write(tmp_path / "archive.jsonl", [report(n) for n in range(60)])


@pytest.fixture
def threads() -> Workers:
    """Two workers in this process."""
    return Workers(lambda: ThreadPoolExecutor(2), 2)

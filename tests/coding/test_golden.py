"""Golden sentences: what an analyst expects in them, and sentences in which nothing happens."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest
import yaml

from dragoman.coding import code
from dragoman.records import Document
from tests.coding.notation import notation

CASES: list[dict[str, Any]] = [
    case
    for file in sorted((Path(__file__).parent / "golden").glob("*.yaml"))
    for case in yaml.safe_load(file.read_text(encoding="utf-8"))
]


def document(case: dict[str, Any]) -> Document:
    if "headline" in case:
        return Document(id="h", kind="headline", title=case["headline"], published="2025-03-03")
    return Document(id="a", kind="article", text=case["sentence"], published="2025-03-03")


@pytest.mark.parametrize("case", CASES, ids=lambda case: (case.get("headline") or case["sentence"])[:60])
def test_the_events_of(case: dict[str, Any]) -> None:
    assert [notation(event) for event in code([document(case)])] == case["events"]


def test_a_third_of_the_sentences_holds_nothing() -> None:
    assert sum(not case["events"] for case in CASES) >= len(CASES) / 3

"""Golden sentences: what an analyst expects in them, and sentences in which nothing happens."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path
from typing import Any

import pytest
import yaml

from dragoman.coding import code
from dragoman.ontology.plover import plover
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


def text(case: dict[str, Any]) -> str:
    return str(case.get("headline") or case["sentence"])


def marked(case: dict[str, Any]) -> Any:
    marks = [pytest.mark.xfail(strict=True)] if case.get("fails") else []
    return pytest.param(case, id=text(case)[:60], marks=marks)


@pytest.mark.parametrize("case", [marked(case) for case in CASES])
def test_the_events_of(case: dict[str, Any]) -> None:
    assert [notation(event) for event in code([document(case)])] == case["events"]


def test_a_third_of_the_sentences_holds_nothing() -> None:
    assert sum(not case["events"] for case in CASES) >= len(CASES) / 3


def test_no_sentence_stands_twice() -> None:
    assert [words for words, times in Counter(map(text, CASES)).items() if times > 1] == []


def test_every_type_and_every_mode_stands_twice() -> None:
    kinds = {
        kind for name, info in plover().types.items() for kind in (name, *(f"{name}/{m}" for m in info.modes))
    }
    found = Counter(re.split("[ /]", line)[0] for case in CASES for line in case["events"])
    found.update(line.split()[0] for case in CASES for line in case["events"] if "/" in line.split()[0])
    assert sorted(kind for kind in kinds if found[kind] < 2) == []

"""Pages marked by hand are in their form: what is marked as one has several reports, and no line comes twice."""

from __future__ import annotations

import datetime as dt
import re
from collections import Counter
from pathlib import Path

import pytest

from benchmarks.pages import BLIND, LEARNING, PAGES, STORYLINES, marked, page, storylines

HAPPENINGS = [*PAGES, *BLIND, *LEARNING]
EVERY = [*HAPPENINGS, *STORYLINES]


def named(file: Path) -> str:
    return f"{file.parents[1].name}/{file.stem}"


def test_there_are_pages_of_each_kind() -> None:
    assert len(LEARNING) >= 40
    assert len(BLIND) >= 24
    assert len(PAGES) >= 10
    assert len(STORYLINES) >= 12


@pytest.mark.parametrize("file", EVERY, ids=named)
def test_no_two_lines_say_the_same(file: Path) -> None:
    said = Counter(document.id for _, document in marked(file))
    assert [line for line, times in said.items() if times > 1] == []


@pytest.mark.parametrize("file", EVERY, ids=named)
def test_days_are_days_in_order_and_all_or_no_lines_have_one(file: Path) -> None:
    days = [document.day for _, document in marked(file)]
    assert all(day is None for day in days) or days == sorted(day for day in days if day)
    assert all(day is None or isinstance(day, dt.date) for day in days)


@pytest.mark.parametrize("file", HAPPENINGS, ids=named)
def test_a_letter_stands_for_two_to_six_reports(file: Path) -> None:
    marks = Counter(mark for mark, _ in marked(file))
    alone = marks.pop("-", 0)
    assert all(re.fullmatch("[a-z]", mark) and 2 <= times <= 6 for mark, times in marks.items()), marks
    assert alone >= 4
    assert 12 <= alone + marks.total() <= 30


@pytest.mark.parametrize("file", STORYLINES, ids=named)
def test_a_storyline_has_several_happenings_numbered_as_they_come(file: Path) -> None:
    marks = [mark for mark, _ in marked(file)]
    happenings: dict[str, list[int]] = {}
    for mark in dict.fromkeys(marks):
        if found := re.fullmatch(r"([A-Z])(\d+)", mark):
            happenings.setdefault(found[1], []).append(int(found[2]))
        else:
            assert mark == "-" or (re.fullmatch("[a-z]", mark) and marks.count(mark) >= 2), mark
    assert 3 <= len(happenings) <= 6
    assert all(
        numbers == list(range(1, len(numbers) + 1)) and len(numbers) > 1 for numbers in happenings.values()
    )


def test_the_form(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_text(
        "# A remark.\n"
        "a  Quay burns in Riga\n"
        "## 2024-05-03\n"
        "a  [BBC] Riga: fire on the quay || The quay burned.\n"
        "-  | A cat was saved.\n",
        encoding="utf-8",
    )
    documents, pairs = page(file)
    assert [(d.kind, d.title, d.text, d.published, d.publisher) for d in documents] == [
        ("headline", "Quay burns in Riga", None, None, None),
        ("article", "Riga: fire on the quay", "The quay burned.", "2024-05-03", "BBC"),
        ("article", None, "A cat was saved.", "2024-05-03", None),
    ]
    assert pairs == {frozenset(("Quay burns in Riga", "Riga: fire on the quay"))}


def test_a_storyline_joins_its_happenings_and_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_text("A1  One\nA2  Two\nA2  Three\nB1  Four\nx  Five\nx  Six\n-  Seven\n", encoding="utf-8")
    pairs = {frozenset(pair) for pair in (("One", "Two"), ("One", "Three"), ("Two", "Three"))}
    assert storylines(file)[1] == pairs


def test_a_line_out_of_form_is_named(tmp_path: Path) -> None:
    file = tmp_path / "page.txt"
    file.write_text("a  Quay burns\nb Quay burns again\n", encoding="utf-8")
    with pytest.raises(ValueError, match=r"page\.txt:2: .*'b Quay burns again'"):
        marked(file)

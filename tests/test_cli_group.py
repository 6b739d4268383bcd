"""`dragoman group` as its user runs it: formats, several cores, and input of every bad kind."""

from __future__ import annotations

import datetime as dt
import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import Executor, Future, ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import pytest

from dragoman import Story
from dragoman.cli import inputs
from dragoman.coding import shards
from dragoman.stories import Comparison
from tests.stories.test_embeddings import model
from tests.test_cli import Done, dragoman, lines

ROWS: list[dict[str, object]] = [
    {"id": "a", "title": "Norway Expels Two Russian Diplomats Over Arctic Cables", "published": "2024-03-04",
     "publisher": "A"},
    {"id": "b", "title": "Two Russian Diplomats Expelled by Norway Over Arctic Cables",
     "published": "2024-03-05", "publisher": "B"},
    {"id": "c", "title": "Volcano Erupts Near Grindavik in Iceland", "published": "2024-03-04", "publisher": "B"},
]  # fmt: skip


def group(*arguments: str, rows: Sequence[Mapping[str, object]]) -> Done:
    """Group rows without coding them."""
    stdin = "".join(f"{json.dumps(row)}\n" for row in rows).encode()
    return dragoman("group", "-", "--no-code", *arguments, stdin=stdin)


def stories(done: Done) -> list[set[str]]:
    """The ids of each story, in order of the input."""
    assert done.returncode == 0
    told: dict[object, set[str]] = {}
    for row in lines(done):
        told.setdefault(row["story"], set()).add(str(row["id"]))
    assert sum(map(len, told.values())) == len(lines(done))  # every document once
    return list(told.values())


def test_as_records_with_documents_and_events() -> None:
    stdin = "".join(f"{json.dumps(row)}\n" for row in ROWS).encode()
    coded = dragoman("group", "-", "--format", "json", stdin=stdin).stdout.decode()
    assert len(coded.splitlines()) == 4  # a story a line between the brackets
    first, second = map(Story.from_dict, json.loads(coded))
    assert [document.id for document in first.documents] == ["a", "b"]
    assert {event.type for event in first.events} == {"SANCTION"}
    assert second.title == ROWS[2]["title"]
    bare = [Story.from_dict(row) for row in json.loads(group("--format", "json", rows=ROWS).stdout)]
    assert [(s.id, s.documents, s.events) for s in bare] == [(s.id, s.documents, ()) for s in (first, second)]


def test_as_a_table_for_people() -> None:
    table = group("--format", "table", rows=ROWS).stdout.decode()
    for told in ("2 reports", "2 origins", "one origin", "2024-03-04 –", "(A, 2024-03-04)", "(B,"):
        assert told in table


def test_the_table_tells_which_reports_are_copies() -> None:
    text = (
        "Divers searched the lagoon off Malé on Friday for nine passengers of a seaplane that broke up on landing, the "
        "coast guard of the Maldives said. Fishermen had pulled six people out of the water before help arrived. The "
        "company that runs the plane said that it would not fly until the cause was known."
    )
    rows: list[dict[str, object]] = [
        {"id": "1", "title": "Seaplane Breaks Up Off Malé", "text": f"MALE (AP) - {text}", "publisher": "A"},
        {"id": "2", "title": "Nine Missing in Maldives", "text": f"{text} More follows.", "publisher": "B"},
        {"id": "3", "title": "Seaplane Accident Off Malé Leaves Nine Missing", "publisher": "C"},
    ]
    table = group(
        "--format", "table", rows=[row | {"published": "2024-03-08"} for row in rows]
    ).stdout.decode()
    told = " ".join(table.replace("│", " ").split())
    assert "(A, 2024-03-08)" in told
    assert "(B, 2024-03-08, copy)" in told
    assert "(C, 2024-03-08)" in told


def test_several_processes_say_the_same(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(shards, "SHARD", 60)
    path = tmp_path / "in.jsonl"
    path.write_text("".join(f"{json.dumps(row)}\n" for row in ROWS), encoding="utf-8")
    one = dragoman("group", str(path), "--format", "json", "--jobs", "1")
    two = dragoman("group", str(path), "--format", "json", "--jobs", "2")
    assert one.returncode == two.returncode == 0
    assert one.stdout == two.stdout
    assert dragoman("group", str(path), "--jobs", "0").returncode == 2


def test_a_process_that_dies_is_told(monkeypatch: pytest.MonkeyPatch) -> None:
    class Dying(ProcessPoolExecutor):
        def submit(self, fn: Callable[..., Any], /, *args: Any, **kwargs: Any) -> Future[Any]:
            return super().submit(os._exit, 1)

    def dying(number: int, **_: object) -> Executor:
        return Dying(number, mp_context=get_context("spawn"))

    monkeypatch.setattr(shards, "ProcessPoolExecutor", dying)
    done = dragoman("group", "-", "--jobs", "2", stdin=json.dumps(ROWS[0]).encode())
    assert done.returncode == 1
    assert "give a smaller --jobs" in done.stderr.decode()


@pytest.mark.skipif(sys.platform == "win32", reason="no process groups there")
def test_ctrl_c_ends_all_processes(tmp_path: Path) -> None:
    path = tmp_path / "in.jsonl"
    text = "Police arrested two men in Lagos on Friday, officials said. " * 100
    path.write_text("".join(f"{json.dumps({'id': i, 'text': text})}\n" for i in range(400)), encoding="utf-8")
    running = subprocess.Popen(
        [sys.executable, "-m", "dragoman", "group", str(path), "--jobs", "2"],
        stdout=subprocess.PIPE, stderr=subprocess.PIPE, start_new_session=True,
    )  # fmt: skip
    time.sleep(5)
    began = time.monotonic()
    os.killpg(running.pid, signal.SIGINT)
    out, told = running.communicate(timeout=60)
    assert running.returncode == 1
    assert out == b""
    assert b"Aborted!" in told
    assert time.monotonic() - began < 20  # the pipes are closed when the last process has ended


def test_documents_without_a_date_are_told() -> None:
    undated: list[dict[str, object]] = [
        {key: value for key, value in row.items() if key != "published"} for row in ROWS
    ]
    done = group(rows=[*ROWS[:1], *undated[1:]])
    assert stories(done) == [{"a", "b"}, {"c"}]
    assert "documents without a date: 2 of 3" in done.stderr.decode()
    assert b"without a date" not in group(rows=ROWS).stderr
    assert b"without a date" not in group("--published", "2024-03-05", rows=undated).stderr


@pytest.mark.parametrize(
    ("published", "told"), [("2024-03-06", False), ("2024-03-06T23:00:00Z", False), ("2024-03-07", True)]
)
def test_a_date_to_come_is_told_and_counts_as_written(
    published: str, told: bool, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(inputs, "_today", lambda: dt.date(2024, 3, 5))
    rows = [*ROWS[:2], {**ROWS[2], "published": published}]
    done = group("--strict", rows=rows)
    assert stories(done) == [{"a", "b"}, {"c"}]
    assert ("documents with a date to come: 1, the first Volcano Erupts" in done.stderr.decode()) == told
    story = json.loads(group("--format", "json", rows=rows).stdout)[1]
    assert story["first"] == published[:10]


def test_reports_years_ahead_are_no_reports_of_today() -> None:
    done = group(rows=[ROWS[0], {**ROWS[0], "id": "z", "published": "2190-01-01"}])
    assert stories(done) == [{"a"}, {"z"}]
    assert "(2190-01-01); dates count as they are written" in done.stderr.decode()


def test_a_document_that_says_nothing_is_told_and_the_rest_grouped() -> None:
    rows: list[dict[str, object]] = [
        *ROWS,
        {"id": "d", "title": " ", "text": ""},
        {"id": "e"},
        {"id": "f", "title": "?!"},
    ]
    done = group(rows=rows)
    assert stories(done) == [{"a", "b"}, {"c"}, {"f"}]
    told = done.stderr.decode()
    assert "<stdin>, line 4: neither title nor text (give at least one of them)" in told
    assert "<stdin>, line 5: neither title nor text" in told
    assert group("--strict", rows=rows).returncode == 1
    assert group(rows=rows[3:5]).returncode == 1


def test_one_id_for_two_reports_is_told_and_nothing_doubled() -> None:
    rows = [ROWS[0], ROWS[2], {**ROWS[1], "id": "a"}]
    done = group(rows=rows)
    assert stories(done) == [{"a"}, {"c"}]
    assert "line 3: the id 'a' was already given in <stdin>, line 1" in done.stderr.decode()
    records = json.loads(group("--format", "json", rows=rows).stdout)
    titles = [document["title"] for story in records for document in story["documents"]]
    assert sorted(titles) == sorted(str(row["title"]) for row in rows[:2])
    assert group("--strict", rows=rows).returncode == 1


@pytest.mark.parametrize("stdin", [b"", b"\n\n", b"[]", b"not json {", b"id,title\n"])
def test_nothing_to_group_is_no_story(stdin: bytes) -> None:
    done = dragoman("group", "-", "--no-code", stdin=stdin)
    if done.returncode == 0:  # a line of text is a headline
        assert stdin == b"not json {"
    else:
        assert done.returncode == 1
        assert b"nothing could be read" in done.stderr
        assert done.stdout == b""


def test_a_huge_title_is_read_or_told() -> None:
    long = "Antwerp dockers walk out over pensions and " * 230  # 9,890 characters
    rows = [{"id": "l", "title": long}, {"id": "m", "title": long * 2}, {"id": "n", "title": "x" * 10_000}]
    done = group(rows=rows)
    assert stories(done) == [{"l"}, {"n"}]
    assert "line 2: the title has 19,780 characters, a report at most 10,000" in done.stderr.decode()
    table = group("--format", "table", rows=rows[:1]).stdout.decode()
    assert len(table.splitlines()) < 20


def test_control_characters_are_kept_in_the_record_and_not_shown() -> None:
    title = "Antwerp \x1b]0;owned\x07Dockers \x00Walk Out\x9b31m Over \x7fPensions"
    rows = [{**ROWS[0], "title": title, "published": "2990-01-01"}, {**ROWS[1], "published": None}]
    records = json.loads(group("--format", "json", rows=rows).stdout)
    assert title in {document["title"] for story in records for document in story["documents"]}
    done = group("--format", "table", rows=rows)
    shown = done.stdout.decode() + done.stderr.decode()
    assert not set("\x1b\x07\x00\x9b\x7f") & set(shown)
    coded = dragoman("group", "-", stdin=json.dumps(rows[0]).encode())
    assert len(lines(coded)) == 1


TEXT = "The harbour master of pier {} spoke of tugs and patience. " * 5


@pytest.mark.parametrize(
    ("title", "text", "number", "days"),
    [
        ("Antwerp Dockers Walk Out", None, 10_000, 1),
        ("Antwerp Dockers Walk Out", TEXT, 10_000, 1),
        ("Antwerp Dockers Walk Out", TEXT, 10_000, 3_000),
        ("Morning Briefing", None, 10_000, 3_000),
        (
            "Morning Briefing",
            TEXT,
            2_000,
            1,
        ),  # a standing title, which alone makes no copies: pairs are compared
    ],
)
def test_ten_thousand_times_one_title_takes_seconds(
    title: str, text: str | None, number: int, days: int
) -> None:
    start = dt.date(2016, 1, 1)
    rows = [
        {
            "id": str(i),
            "title": title,
            "text": text and text.replace("{}", str(i)),
            "published": (start + dt.timedelta(days=i % days)).isoformat(),
            "publisher": f"Publisher {i % 50}",
        }
        for i in range(number)
    ]
    began = time.process_time()
    found = stories(group(rows=rows))
    assert time.process_time() - began < 60  # 2 to 10 seconds on an idle machine
    if days == 1 and title != "Morning Briefing":
        assert len(found) == 1


def test_of_many_reports_the_table_lists_some_and_counts_the_others() -> None:
    rows = [
        {"id": str(i), "title": "Antwerp Dockers Walk Out", "published": "2024-03-04"} for i in range(100)
    ]
    table = group("--format", "table", rows=rows).stdout.decode()
    for told in ("100 reports", "one origin", "the same title", "… and 89 more"):
        assert told in table


def explained(*arguments: str, rows: Sequence[Mapping[str, object]] = ROWS) -> Done:
    return group("--explain", *arguments, rows=rows)


def test_why_two_are_one_story_is_told_by_id_or_by_words() -> None:
    done = explained("a", "expelled BY norway")
    assert done.returncode == 0
    table = done.stdout.decode()
    assert table.startswith("One story: they are alike enough: 0.")
    for told in ("A Norway Expels", "B Two Russian", "2024-03-04)", "a day apart: 2024-03-04 (A), 2024-03-05 (B)",
                 "a land in common", "Norway, Russia", "and 0.4 is wanted"):  # fmt: skip
        assert told in " ".join(table.split())
    assert max(map(len, table.splitlines())) <= 80
    assert explained("a", "c").stdout.startswith(b"Not one story: they share too little")


def test_why_two_are_no_story_is_told_as_a_record() -> None:
    whole = explained("a", "volcano", "--format", "json").stdout.decode()
    assert whole.count("\n") > 10
    told = Comparison.from_json(whole)
    assert (told.a, told.b, told.together, told.how) == ("a", "c", False, "share too little")
    (line,) = explained("a", "volcano", "--format", "jsonl").stdout.decode().splitlines()
    assert Comparison.from_json(line) == told


@pytest.mark.parametrize(
    ("first", "second", "told"),
    [
        ("x9", "a", "no document has the id 'x9', nor these words in its title or text"),
        (
            "arctic",
            "c",
            "'arctic' is in 2 documents (give the id of one, or more of its title):\n  a  Norway Expels",
        ),
        ("a", "norway expels", "'a' and 'norway expels' are one document; name two"),
    ],
)
def test_who_is_meant_must_be_clear(first: str, second: str, told: str) -> None:
    done = explained(first, second)
    assert done.returncode == 2
    assert told in done.stderr.decode()
    assert done.stdout == b""


def test_the_explanation_goes_by_events_and_by_a_model_as_the_grouping_does() -> None:
    stdin = "".join(f"{json.dumps(row)}\n" for row in ROWS).encode()
    coded = dragoman("group", "-", "--explain", "a", "b", "--format", "json", stdin=stdin).stdout.decode()
    deed = next(sign for sign in Comparison.from_json(coded).signs if sign.name == "deed")
    assert deed.shared == ("SANCTION: Norway, RUS",)
    told = explained("a", "b", "--embeddings", str(model()), "--format", "json").stdout.decode()
    assert "embedded" in {sign.name for sign in Comparison.from_json(told).signs}


def test_what_was_compared_and_the_others_that_decide_are_told() -> None:
    report = (
        "Miners in Zenda found a seam of tin on Monday, said Anton Leska of Elphberg Mines in Strelsau. " * 4
    )
    rows = [
        {"id": "a", "title": "Tin found under the old castle", "text": "Read on."},
        {"id": "b", "title": "Tin found under the old castle", "text": report},
        {"id": "c", "title": "Elphberg \x1b[31mstrikes tin", "text": report},
        {"id": "d", "title": "Volcano erupts in Iceland"},
    ]
    table = explained("a", "c", rows=rows).stdout.decode()
    assert "each is a copy, or has the title, of others that are so of one another" in " ".join(table.split())
    assert "with both  Tin found under the old castle" in table
    assert "\x1b" not in table
    assert "compared for A  Tin found" in explained("a", "d", rows=rows).stdout.decode()

"""`dragoman storylines` as its user runs it: the table, jsonl and json, and what is told where nothing follows."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman.cli import main
from dragoman.records import Storyline
from tests.storylines.feeds import WEEKS

GOLDEN = Path(__file__).parent / "golden" / "weeks.txt"


def run(*arguments: str) -> Result:
    result = CliRunner().invoke(main, ["storylines", *arguments], prog_name="dragoman")
    if result.exception is not None and not isinstance(result.exception, SystemExit):
        raise result.exception
    return result


@pytest.fixture(scope="module")
def weeks(tmp_path_factory: pytest.TempPathFactory) -> str:
    path = tmp_path_factory.mktemp("weeks") / "weeks.jsonl"
    publishers = ("Wire", "Courier", "Post")
    rows = (
        {"id": f"w{n}", "title": title, "published": day, "publisher": publishers[n % 3]}
        for n, (day, title) in enumerate(WEEKS)
    )
    path.write_text("".join(f"{json.dumps(row)}\n" for row in rows), encoding="utf-8")
    return str(path)


def test_the_table_as_a_person_reads_it(weeks: str) -> None:
    done = run(weeks, "--format", "table")
    told = "".join(f"{line.rstrip()}\n" for line in done.stdout.splitlines())
    assert told == GOLDEN.read_text(encoding="utf-8")
    assert done.exit_code == 0


def test_jsonl_has_stories_by_id_and_json_has_the_records(weeks: str) -> None:
    rows = [json.loads(line) for line in run(weeks).stdout.splitlines()]
    records = [Storyline.from_dict(each) for each in json.loads(run(weeks, "--format", "json").stdout)]
    assert [row["name"] for row in rows] == [record.name for record in records]
    for row, record in zip(rows, records, strict=True):
        assert row["stories"] == [story.id for story in record.stories]
        assert row | {"stories": []} == record.to_dict() | {"stories": []}
        assert {step["story"] for step in row["timeline"]} <= set(row["stories"])


def test_with_one_story_enough_every_story_is_told(weeks: str) -> None:
    rows = [json.loads(line) for line in run(weeks, "--min-stories", "1").stdout.splitlines()]
    assert sum(len(row["stories"]) for row in rows) == len(WEEKS)


def test_where_nothing_follows_it_is_said(tmp_path: Path) -> None:
    page = tmp_path / "page.txt"
    page.write_text(
        "Puffins Return to Skomer in Thousands\nVolcano Near Grindavik Calm, Scientists Say\n",
        encoding="utf-8",
    )
    table = run(str(page), "--format", "table")
    assert table.stdout == "No storylines: nothing here follows from anything else.\n"
    assert "storylines" not in table.stderr  # once is enough
    lines = run(str(page))
    assert (lines.stdout, lines.exit_code) == ("", 0)
    assert "no storylines: nothing here follows from anything else" in lines.stderr


def test_a_page_of_headlines_without_dates(tmp_path: Path) -> None:
    """Talks on a war, an aide's view of them and a denial are one storyline; the tanker and the envoy are none."""
    page = tmp_path / "page.txt"
    titles = (
        "Kremlin Adviser Says Ukrainian Truce Terms Are No Basis for Peace",
        "Washington, Brussels and Kyiv End Second Day of Talks on Russia-Ukraine War",
        "Moscow Denies British Claims It Plans to Widen War in Ukraine to Baltics",
        "Danish Minister Protests to U.S. Over New Greenland Envoy",
        "Trump Unveils Plan for Largest Icebreaker Ever Built",
        "Coast Guard Chases Tanker Off Trinidad",
    )
    page.write_text("\n".join(titles) + "\n", encoding="utf-8")
    (line,) = json.loads(run(str(page), "--format", "json").stdout)
    assert line["name"] == "Russo-Ukrainian War"
    assert {story["title"] for story in line["stories"]} == set(titles[:3])
    assert [step["date"] for step in line["timeline"]] == [None] * 3


@pytest.mark.parametrize("wrong", [["--min-stories", "0"], ["--format", "csv"]])
def test_wrong_use(wrong: list[str]) -> None:
    assert run(*wrong).exit_code == 2

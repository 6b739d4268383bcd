"""`dragoman series`: a table, CSV, JSON or a chart of whatever events there are."""

from __future__ import annotations

import csv
import io
import json
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from benchmarks.corpus import corpus
from dragoman.analysis.measures import measures
from dragoman.cli import main
from dragoman.cli.series import MEASURES
from dragoman.store import Store


@pytest.fixture(scope="module")
def db(tmp_path_factory: pytest.TempPathFactory) -> str:
    file = tmp_path_factory.mktemp("series") / "desk.db"
    made = corpus(300)
    with Store.open(f"sqlite:///{file}") as store:
        store.add(made.documents, made.events, made.stories, made.storylines)
    return str(file)


@pytest.fixture(scope="module")
def pair(db: str) -> tuple[str, str]:
    with Store.open(f"sqlite:///{db}") as store:
        busiest = store.dyads().items[0]
    return busiest.actor, busiest.recipient


def run(*words: str) -> Result:
    return CliRunner().invoke(main, ["series", *words])


def test_csv_goes_on_to_other_programs_and_talk_does_not(db: str, pair: tuple[str, str]) -> None:
    done = run(
        "--db",
        db,
        "--actor",
        pair[0].lower(),
        "--recipient",
        pair[1],
        "--by",
        "year",
        "--measure",
        "conflict",
    )
    assert done.exit_code == 0
    rows = list(csv.DictReader(io.StringIO(done.stdout)))
    assert list(rows[0]) == ["actor", "recipient", "start", "first", "last", "days", "events", "conflict"]
    assert [row["start"] for row in rows] == ["2023-01-01", "2024-01-01", "2025-01-01"]
    assert "events that happened or are ongoing" in done.stderr


def test_the_ending_of_the_file_tells_the_form(db: str, pair: tuple[str, str], tmp_path: Path) -> None:
    for name, begins in (("a.svg", b"<?xml"), ("a.png", b"\x89PNG"), ("a.json", b"{"), ("a.csv", b"actor,")):
        file = tmp_path / name
        done = run("--db", db, "--actor", pair[0], "--recipient", pair[1], "-o", str(file))
        assert (done.exit_code, done.stdout) == (0, "")
        assert file.read_bytes().startswith(begins)
        assert f"The series is at {file}" in done.stderr


def test_no_csv_is_called_a_picture(db: str, tmp_path: Path) -> None:
    done = run("--db", db, "-o", str(tmp_path / "a.jpg"))
    assert done.exit_code == 2
    assert "nothing is written as jpg (name a file that ends in" in done.stderr
    assert not list(tmp_path.iterdir())


def test_a_table_has_each_line_and_what_was_left_out(db: str, pair: tuple[str, str]) -> None:
    asked = ["--actor", pair[0], "--recipient", pair[1], "--both", "--by", "year", "--format", "table"]
    done = run("--db", db, *asked, "--measure", "goldstein", "--measure", "intensity-sum")
    assert done.exit_code == 0
    assert "2023 (" in done.stdout
    assert done.stdout.count("goldstein") == 2
    assert "days covered" in " ".join(done.stdout.split())


def test_lists_of_records_need_no_store(db: str, pair: tuple[str, str], tmp_path: Path) -> None:
    of_store = run(
        "--db", db, "--actor", pair[0], "--corroborated", "--share", "--one-a-day", "--format", "json"
    )
    data = json.loads(of_store.stdout)
    assert (data["corroborated"], data["share"], data["one_a_day"]) == (2, True, True)
    file = run(db, "--actor", pair[0], "--corroborated", "--share", "--one-a-day", "--format", "json")
    assert file.stdout == of_store.stdout


def test_nothing_is_told(db: str) -> None:
    done = run("--db", db, "--actor", "Nobody Known", "--format", "csv")
    assert done.exit_code == 0
    assert "no event counts here" in done.stderr


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (["--measure", "peace"], "'peace' is no measure; write one of count"),
        (["--by", "decade"], "decade"),
        (["--both", "--undirected"], "exclude each other"),
        (["--both"], "both ways between whom"),
        (["--corroborated", "0"], "0"),
        (["--format", "table", "-o", "x.txt"], "a table is for a terminal"),
    ],
)
def test_wrong_use_is_told(db: str, words: list[str], message: str) -> None:
    done = run("--db", db, *words)
    assert done.exit_code == 2
    assert message in done.stderr


def test_the_help_names_every_measure() -> None:
    named = {word.split(" ")[0] for word in MEASURES.split(", ")}
    assert named == set(measures())

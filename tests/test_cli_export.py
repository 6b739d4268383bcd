"""`dragoman export`, run as its user would."""

from __future__ import annotations

import csv
import gzip
import io
import json
import re
import shlex
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import click
import pytest

from benchmarks.corpus import corpus
from dragoman.analysis.corpus import open_corpus
from dragoman.cli.filters import filter_options
from dragoman.cli.outputs import opened_text
from dragoman.exports import FORMATS, gdelt
from dragoman.records import EVENT_TYPES, STATUSES, Event
from dragoman.store import EventQuery, Store
from tests.exports.told import ARREST, REPORT
from tests.test_cli import dragoman

STREAMED = sorted(name for name, one in FORMATS.items() if not one.of_store)

PAGE = (Path(__file__).parents[1] / "docs" / "exports.md").read_text(encoding="utf-8")
LIKE_THE_EVENT = {"date", "startDate", "endDate", "recordId", "proof", "sourceUrl", "publisher"}

REPORTS = (
    ("a", "2025-02-17", "Norway Imposes New Sanctions on Chile"),
    ("b", "2025-02-18", "Chile Rejects Norwegian Claims on Cable Damage"),
)


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of two hundred events."""
    file = tmp_path_factory.mktemp("export") / "desk.db"
    made = corpus(200)
    with Store.open(f"sqlite:///{file}") as store:
        store.add(made.documents, made.events, made.stories, made.storylines)
    return file


@pytest.fixture(scope="module")
def archive(desk: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The same as a folder of Parquet."""
    folder = tmp_path_factory.mktemp("archive")
    done = dragoman("export", "parquet", "--db", str(desk), "-o", str(folder / "events.parquet"))
    assert done.returncode == 0
    return folder


@pytest.fixture
def news(tmp_path: Path) -> Path:
    """Some reports that are not coded yet."""
    file = tmp_path / "news.jsonl"
    told = ({"id": id, "title": title, "published": day} for id, day, title in REPORTS)
    file.write_text("".join(f"{json.dumps(one)}\n" for one in told), encoding="utf-8")
    return file


def rows(*arguments: object) -> list[dict[str, str]]:
    done = dragoman("export", "csv", *map(str, arguments))
    assert done.returncode == 0, done.stderr
    return list(csv.DictReader(io.StringIO(done.stdout.decode(), newline="")))


def events(*arguments: object) -> list[Event]:
    """Return the events that annotations hold, whole."""
    done = dragoman("export", "annotations", *map(str, arguments))
    assert done.returncode == 0, done.stderr
    bodies = [json.loads(line)["body"] for line in done.stdout.decode().split("\n")[:-1]]
    return [Event.from_json(body[-1]["value"]) for body in bodies]


def asked(desk: Path, query: EventQuery) -> int:
    with Store.open(f"sqlite:///{desk}") as store:
        return store.events(query, size=1).total


# ------------------------------------------------------------------------------------------- formats


@pytest.mark.parametrize("arguments", [(), ("--list",), ("polecat", "--list")])
def test_the_formats_are_listed_one_a_line(arguments: tuple[str, ...]) -> None:
    done = dragoman("export", *arguments)
    assert done.returncode == 0
    told = [line.split("  ", 1) for line in done.stdout.decode().splitlines()]
    assert [name.strip() for name, _ in told] == list(FORMATS)
    assert all(line.strip() for _, line in told)


@pytest.mark.parametrize("form", STREAMED)
def test_every_format_is_written_of_a_store(form: str, desk: Path, tmp_path: Path) -> None:
    file = tmp_path / f"events{FORMATS[form].suffix}"
    to_file = dragoman("export", form, "--db", str(desk), "-o", str(file))
    to_pipe = dragoman("export", form, "--db", str(desk))
    assert to_file.returncode == to_pipe.returncode == 0
    assert to_file.stdout == b""
    assert str(file).encode() in to_file.stderr
    assert to_pipe.stdout == file.read_bytes() != b""


def test_a_format_that_is_not_there_is_told_with_the_nearest() -> None:
    done = dragoman("export", "polekat")
    assert done.returncode == 2
    assert b"perhaps polecat is meant" in done.stderr


def test_what_a_format_cannot_say_is_told_with_numbers(desk: Path) -> None:
    done = dragoman("export", "polecat", "--db", str(desk))
    (line,) = done.stderr.decode().splitlines()
    left = dict(part.split(": ") for part in line.partition("cannot say it: ")[2].split(", "))
    assert left
    assert len(done.stdout.splitlines()) - 1 + sum(map(int, left.values())) == asked(desk, EventQuery())


# ------------------------------------------------------------------------------------------- filters


@pytest.mark.parametrize(
    ("options", "query"),
    [
        (["--actor", "fra"], EventQuery(actor="FRA")),
        (["--recipient", "DEU:gov"], EventQuery(recipient="DEU:GOV")),
        (["--about", " Norway "], EventQuery(about="Norway")),
        (["--type", "consult"], EventQuery(type="CONSULT")),
        (["--type", "CONSULT", "--mode", "Visit"], EventQuery(type="CONSULT", mode="visit")),
        (["--quad", "4"], EventQuery(quad=4)),
        (["--status", "planned"], EventQuery(status="planned")),
        (["--place", "nor"], EventQuery(place="NOR")),
        (["--since", "2024-01-01", "--until", "2024-06-30"], EventQuery(since="2024-01-01", until="2024-06-30")),
        (["--publisher", "Fjord Courier"], EventQuery(publisher="Fjord Courier")),
        (["--speaker", "FRA"], EventQuery(speaker="FRA")),
        (["--min-confidence", "0.9"], EventQuery(min_confidence=0.9)),
        (["--text", "turned offer"], EventQuery(text="turned offer")),
        (["--judged", "any"], EventQuery(judged="any")),
    ],
)  # fmt: skip
def test_a_filter_means_what_it_means_to_the_store(options: list[str], query: EventQuery, desk: Path) -> None:
    assert len(rows("--db", desk, *options)) == asked(desk, query) <= asked(desk, EventQuery())


def test_every_filter_of_the_store_is_an_option() -> None:
    @filter_options
    def command(query: EventQuery) -> None:
        """Take a query."""

    given = {option.name for option in click.command()(command).params}
    assert given == set(EventQuery.__dataclass_fields__)


@pytest.mark.parametrize(
    ("options", "told"),
    [
        (["--type", "FIGHT"], ", ".join(EVENT_TYPES)),
        (["--mode", "fly"], "visit"),
        (["--status", "done"], ", ".join(STATUSES)),
        (["--quad", "5"], "1<=x<=4"),
        (["--since", "2025-02-30"], "no day of the calendar"),
        (["--until", "yesterday"], "2025-02-18"),
        (["--since", "2025-02-02", "--until", "2025-02-01"], "is after"),
        (["--min-confidence", "nan"], "not from 0 to 1"),
        (["--actor", " "], "it is empty"),
        (["--judged", "maybe"], "corrected"),
        (["--text", "a" * 2000], "1,000"),
    ],
)  # fmt: skip
def test_a_value_that_does_not_do_is_told_with_what_does(options: list[str], told: str, desk: Path) -> None:
    done = dragoman("export", "csv", "--db", str(desk), *options)
    assert done.returncode in (1, 2)
    assert done.stdout == b""
    assert told in " ".join(done.stderr.decode().split())


def test_an_answer_without_events_says_so(desk: Path) -> None:
    done = dragoman("export", "csv", "--db", str(desk), "--about", "Nobody at All")
    assert done.returncode == 0
    assert len(done.stdout.splitlines()) == 1
    assert b"no event is meant" in done.stderr


# ------------------------------------------------------------------------------------------- sources


def test_reports_are_coded(news: Path) -> None:
    told = events(news, "--parser", "fast")
    assert [(event.document, event.type) for event in told] == [("a", "SANCTION"), ("b", "REJECT")]
    assert [event.type for event in events(news, "--parser", "fast", "--type", "reject")] == ["REJECT"]


@pytest.mark.parametrize("form", ["plover", "polecat", "followthemoney", "atom"])
def test_what_was_written_as_parquet_is_exported_as_the_store(form: str, desk: Path, archive: Path) -> None:
    file = archive / "events.parquet"
    some = ("--since", "2024-01-01")
    of_file, of_store = (
        dragoman("export", form, *where, *some) for where in ((str(file),), ("--db", str(desk)))
    )
    assert of_file.returncode == 0
    assert of_file.stdout == of_store.stdout
    assert of_file.stderr == of_store.stderr
    alone = dragoman("export", form, str(file), str(desk))
    assert alone.returncode == 2
    assert b"taken alone" in alone.stderr


def test_csv_says_how_many_tell_a_deed(desk: Path, archive: Path) -> None:
    for where in (("--db", str(desk)), (str(archive / "events.parquet"),)):
        rows = list(csv.DictReader(io.StringIO(dragoman("export", "csv", *where).stdout.decode())))
        assert all(row["happening"] and int(row["origins"]) >= 1 for row in rows if row["story"])
        assert len({row["happening"] for row in rows}) < len(rows)


def test_a_deed_is_one_event_of_gdelt_wherever_it_was_kept(desk: Path, archive: Path) -> None:
    with open_corpus(desk) as store, open_corpus(archive) as parquet:
        kept, told = (list(corpus.rows(happenings=True)) for corpus in (store, parquet))
    assert len({row.happening.id for row in kept if row.happening}) < len(kept)
    of_store, of_parquet = io.StringIO(), io.StringIO()
    gdelt.write(kept, of_store)
    gdelt.write(told, of_parquet)
    number = list(gdelt.COLUMNS).index("NumMentions")
    counts = [int(line.split("\t")[number]) for line in of_store.getvalue().splitlines()]
    assert max(counts) > 1
    assert of_parquet.getvalue() == of_store.getvalue()


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["csv", "--db", "nowhere.db"], 1, "there is no store yet"),
        (["csv"], 1, "there is no store yet"),
        (["csv", "nowhere.jsonl"], 1, "nothing could be read"),
        (["csv", "page.txt", "--db", "desk.db"], 2, "exclude each other"),
        (["csv", "page.txt", "-o", "nowhere/events.csv"], 1, "nothing can be written there"),
        (["--actor", "FRA", "-o", "events.csv"], 2, "no FORMAT given"),
        (["news.jsonl"], 2, "the format comes before the INPUT"),
    ],
)  # fmt: skip
def test_wrong_use_is_told(
    arguments: list[str], code: int, told: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DRAGOMAN_DB", "none.db")
    done = dragoman("export", *arguments)
    assert done.returncode == code
    assert done.stdout == b""
    assert told in " ".join(done.stderr.decode().split())
    assert not list(tmp_path.iterdir())


def test_what_could_not_be_read_is_told_and_strict_says_so(news: Path) -> None:
    news.write_text(news.read_text() + "{broken\n")
    for options, code in (((), 0), (("--strict",), 1)):
        done = dragoman("export", "plover", str(news), "--parser", "fast", *options)
        assert done.returncode == code
        assert len(done.stdout.splitlines()) == 2
        assert b"news.jsonl, line 3" in done.stderr


# --------------------------------------------------------------------------------------------- files


def test_a_name_that_ends_in_gz_is_packed_always_alike(desk: Path, tmp_path: Path) -> None:
    one, other = tmp_path / "a.csv.gz", tmp_path / "b.csv.gz"
    for file in (one, other):
        assert dragoman("export", "csv", "--db", str(desk), "-o", str(file)).returncode == 0
    assert one.read_bytes() == other.read_bytes()
    assert gzip.decompress(one.read_bytes()) == dragoman("export", "csv", "--db", str(desk)).stdout


def test_a_file_is_there_whole_or_as_it_was(desk: Path, archive: Path, tmp_path: Path) -> None:
    file = tmp_path / "notes.jsonl"
    file.write_text("as it was")
    damaged = tmp_path.parent / "damaged.parquet"
    damaged.write_bytes(b"PAR1 and no more PAR1")
    failed = dragoman("export", "annotations", str(damaged), "-o", str(file))
    assert failed.returncode == 1
    assert b"damaged Parquet" in failed.stderr
    assert file.read_text() == "as it was"
    assert list(tmp_path.iterdir()) == [file]
    assert dragoman("export", "annotations", "--db", str(desk), "-o", str(file)).returncode == 0
    assert file.read_text().startswith('{"@context"')
    assert list(tmp_path.iterdir()) == [file]


def test_who_reads_no_further_ends_it_quietly(desk: Path) -> None:
    command = [sys.executable, "-m", "dragoman", "export", "plover", "--db", str(desk)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE) as running:
        assert running.stdout
        assert running.stderr
        assert running.stdout.readline().startswith(b"{")
        running.stdout.close()
        assert running.stderr.read() == b""


@pytest.mark.skipif(not Path("/dev/full").exists(), reason="no device that is always full")
@pytest.mark.parametrize("command", [["export", "csv"], ["series"]])
def test_where_there_is_no_room_that_is_told(command: list[str], desk: Path) -> None:
    with open("/dev/full", "wb") as full:
        words = [sys.executable, "-m", "dragoman", *command, "--db", str(desk)]
        done = subprocess.run(words, stdout=full, stderr=subprocess.PIPE, check=False)
    assert done.returncode == 1
    assert b"No space left on device (make room)" in done.stderr
    assert b"Traceback" not in done.stderr
    assert b"Exception ignored" not in done.stderr


def test_a_file_that_is_broken_off_is_not_there(tmp_path: Path) -> None:
    def broken_off(file: Path) -> None:
        with opened_text(file) as out:
            out.write("part")
            raise ZeroDivisionError

    for name in ("notes.txt", "notes.txt.gz"):
        with pytest.raises(ZeroDivisionError):
            broken_off(tmp_path / name)
        assert not list(tmp_path.iterdir())


def test_what_no_utf8_can_hold_is_escaped(tmp_path: Path) -> None:
    document = replace(REPORT, title="half a sign \ud800", id="d")
    with Store.open(f"sqlite:///{tmp_path}/desk.db") as store:
        store.add([document], [replace(ARREST, document="d")])
    out = tmp_path / "feed.json"
    for where in ([], ["-o", str(out)]):
        done = dragoman("export", "jsonfeed", "--db", f"{tmp_path}/desk.db", *where)
        assert done.returncode == 0
        (item,) = json.loads(done.stdout or out.read_bytes())["items"]
        assert item["title"] == document.title


# ----------------------------------------------------------------------------------------- datasette


def test_datasette_is_told_of_the_store(desk: Path) -> None:
    done = dragoman("export", "datasette", "--db", str(desk))
    assert done.returncode == 0
    assert json.loads(done.stdout)["databases"].keys() == {"desk"}


@pytest.mark.parametrize(
    ("arguments", "code", "told"),
    [
        (["--db", "postgresql://me:secret@localhost/desk"], 2, "me:***@localhost/desk: Datasette"),
        (["--db", "nowhere.db"], 1, "there is no store yet"),
        (["news.jsonl"], 2, "tells of a whole store"),
        (["--actor", "FRA"], 2, "tells of a whole store"),
    ],
)  # fmt: skip
def test_datasette_is_told_of_nothing_else(arguments: list[str], code: int, told: str) -> None:
    done = dragoman("export", "datasette", *arguments)
    assert done.returncode == code
    assert told in " ".join(done.stderr.decode().split())


def test_a_codebook_is_written_beside_the_data(tmp_path: Path) -> None:
    file = tmp_path / "codebook.csv"
    done = dragoman("export", "icews", "--codebook", "-o", str(file))
    assert done.returncode == 0, done.stderr
    with file.open(encoding="utf-8", newline="") as written:
        names = [row["column"] for row in csv.DictReader(written)]
    assert (names[0], len(names)) == ("Event ID", 20)


@pytest.mark.parametrize(
    ("arguments", "told"),
    [
        (["atom", "--codebook"], "atom has no codebook (these have: csv, "),
        (["--codebook"], "no FORMAT given"),
    ],
)
def test_a_codebook_that_is_not_there_is_told(arguments: list[str], told: str) -> None:
    done = dragoman("export", *arguments)
    assert done.returncode == 2
    assert told in " ".join(done.stderr.decode().split())


# ---------------------------------------------------------------------------------------------- docs


def commands() -> list[str]:
    """The commands of the page, without what is said of them."""
    blocks = re.findall(r"```sh\n(.*?)```", PAGE, flags=re.DOTALL)
    lines = (line.partition("#")[0].strip() for block in blocks for line in block.splitlines())
    return [line for line in lines if line.startswith("dragoman export")]


def section(title: str) -> str:
    return PAGE.partition(f"\n## {title}\n")[2].partition("\n## ")[0]


def test_every_format_has_a_command_and_a_line_on_the_page() -> None:
    assert {command.split()[2] for command in commands()} == FORMATS.keys()
    table = PAGE.partition("| format | for | rows |")[2].partition("\n\n")[0]
    assert set(re.findall(r"`([a-z-]+)`", table)) == FORMATS.keys()


@pytest.mark.parametrize("command", commands())
def test_the_command_runs(
    command: str, desk: Path, archive: Path, news: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("DRAGOMAN_DB", str(desk))
    (tmp_path / "archive").symlink_to(archive)
    before = set(tmp_path.iterdir())
    done = dragoman(*shlex.split(command)[1:])
    assert done.returncode == 0, done.stderr
    assert bool(set(tmp_path.iterdir()) - before) == ("-o" in command)


def test_every_filter_is_on_the_page() -> None:
    table = PAGE.partition("| filter | events |")[2].partition("\n\n")[0]
    named = {name.replace("-", "_") for name in re.findall(r"`--([a-z-]+)`", table)}
    assert named == set(EventQuery.__dataclass_fields__)


def test_what_the_linked_formats_have_is_on_the_page(desk: Path) -> None:
    rows_of = [line for line in section("FollowTheMoney").splitlines() if line.startswith("| `")]
    entities = dragoman("export", "followthemoney", "--db", str(desk)).stdout.decode().splitlines()
    for entity in map(json.loads, entities):
        (row,) = (row for row in rows_of if f"`{entity['schema']}`" in row.partition(" | ")[0])
        like = LIKE_THE_EVENT if entity["schema"] == "UnknownLink" else set()
        assert entity["properties"].keys() - like <= set(re.findall(r"`(\w+)`", row))
    for line in dragoman("export", "annotations", "--db", str(desk)).stdout.decode().split("\n")[:-1]:
        assert all(
            f"`{name}`" in section("Web Annotations")
            for name in json.loads(line).keys() - {"@context", "type"}
        )
    told = json.loads(dragoman("export", "datasette", "--db", str(desk)).stdout)
    questions = re.findall(r"^\| `(\w+)` \|", section("Datasette"), flags=re.MULTILINE)
    assert questions == list(told["databases"]["desk"]["queries"])


@pytest.mark.parametrize("form", ["gdelt", "gdelt-mentions", "annotations"])
def test_what_only_texts_tell_is_left_out_where_they_are_not(form: str, desk: Path, tmp_path: Path) -> None:
    bare = tmp_path / "events.parquet"
    assert dragoman("export", "parquet", "--db", str(desk), "-o", str(bare)).returncode == 0
    whole, done = (dragoman("export", form, *place) for place in (("--db", str(desk)), (str(bare),)))
    assert b"told from the texts of reports is left empty" in done.stderr
    assert len(done.stdout.splitlines()) == len(whole.stdout.splitlines()) > 0
    assert done.stdout != whole.stdout


def test_what_is_not_installed_is_told(desk: Path, archive: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    from click.testing import CliRunner

    from dragoman.bulk.layout import Layout
    from dragoman.bulk.publishing import ASSEMBLED
    from dragoman.cli import main

    monkeypatch.setitem(sys.modules, "pyarrow", None)
    out = archive.parent / "bulk"
    out.mkdir()
    for name in (Layout(out).settings.name, ASSEMBLED):
        (out / name).write_text("{}")
    for given in (["parquet", "--db", str(desk), "-o", str(out / "x.parquet")], ["csv", str(out)]):
        done = CliRunner().invoke(main, ["export", *given])
        assert done.exit_code == 1
        assert "pip install 'dragoman[parquet]'" in done.stderr

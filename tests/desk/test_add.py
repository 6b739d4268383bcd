"""`add` as its user has it, and what else shows a store: `brief --db`, `serve` without an input."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from dragoman.cli import desk, main
from dragoman.store import Store
from tests.desk.reports import reports
from tests.web.running import get


@pytest.fixture(scope="module")
def file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    file = tmp_path_factory.mktemp("add") / "reports.jsonl"
    file.write_text("\n".join(document.json() for document in reports(2)), encoding="utf-8")
    return file


@pytest.fixture(scope="module")
def db(file: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A store of the reports, made by the command."""
    db = tmp_path_factory.mktemp("store") / "desk.db"
    done = run("add", str(file), "--parser", "fast", "--db", str(db))
    assert done.exit_code == 0
    assert done.stdout.startswith("16 new, 0 revised, 0 as before; ")
    assert str(db) in done.stderr
    return db


def run(*words: str, env: dict[str, str] | None = None) -> Result:
    return CliRunner().invoke(main, words, env=env, catch_exceptions=False)


def test_adding_again_changes_nothing(db: Path, file: Path) -> None:
    done = run("add", str(file), "--parser", "fast", "--db", f"sqlite:///{db}")
    assert done.stdout == "0 new, 0 revised, 16 as before; 0 events\n"


def test_a_run_is_written_down_with_how_it_ended(db: Path) -> None:
    with Store.open(f"sqlite:///{db}") as store:
        first = store.runs()[-1]
    assert (first.command, first.outcome, first.new, first.failed) == ("add", "done", 16, 0)


def test_the_store_is_the_one_the_environment_names_else_ones_own(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    named, own = tmp_path / "named.db", tmp_path / "data" / "dragoman" / "desk.db"
    done = run("add", str(file), "--no-code", env={"DRAGOMAN_DB": str(named)})
    assert (done.exit_code, named.exists()) == (0, True)
    monkeypatch.delenv("DRAGOMAN_DB")
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path / "data"))
    if not sys.platform.startswith("linux"):
        pytest.skip("the data folder is set by XDG_DATA_HOME on Linux alone")
    done = run("add", str(file), "--no-code")
    assert (done.exit_code, own.exists()) == (0, True)


def test_what_cannot_be_read_is_told_and_the_rest_is_filed(file: Path, tmp_path: Path) -> None:
    db = str(tmp_path / "desk.db")
    done = run("add", str(tmp_path / "missing.txt"), str(file), "--no-code", "--db", db, "--strict")
    assert done.exit_code == 1
    assert "missing.txt" in done.stderr
    assert done.stdout.startswith("16 new")


@pytest.mark.parametrize(
    ("db", "told"),
    [
        ("no/such/folder/desk.db", "no folder"),
        ("mysql://localhost/desk", "no address of a store"),
        ("postgresql://desk:hush@127.0.0.1:1/desk", "127.0.0.1"),
    ],
)
def test_a_store_that_cannot_be_had_is_told_without_secrets(file: Path, db: str, told: str) -> None:
    done = run("add", str(file), "--no-code", "--db", db)
    assert done.exit_code == 1
    assert told in done.stderr
    assert "hush" not in done.output
    assert "Traceback" not in done.output


def test_stopped_it_says_so_and_goes_on_when_given_again(
    file: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    db = tmp_path / "desk.db"

    def stopped(*_: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr("dragoman.desk.following.renew", stopped)
        done = run("add", str(file), "--parser", "fast", "--db", str(db))
    assert done.exit_code == desk.STOPPED
    assert "goes on with the rest" in done.stderr
    with Store.open(f"sqlite:///{db}") as store:
        assert store.runs()[0].outcome == "stopped"
        assert store.storylines().total == 0
    assert run("add", str(file), "--parser", "fast", "--db", str(db)).exit_code == 0
    with Store.open(f"sqlite:///{db}") as store:
        assert store.storylines().total > 0


def test_a_front_page_of_the_store(db: Path) -> None:
    done = run("brief", "--db", str(db), "--format", "json")
    page = json.loads(done.stdout)
    assert page["last"] == "2024-06-20"
    assert {d["id"] for story in page["stories"] for d in story["documents"]} == {
        "r6-0",
        "r6-1",
        "r7-0",
        "r7-1",
    }
    earlier = json.loads(run("brief", "--db", str(db), "--format", "json", "--until", "2024-05-03").stdout)
    assert earlier["first"] <= "2024-05-03"
    assert all(story["first"] <= "2024-05-03" for story in earlier["stories"])
    span = run(
        "brief", "--db", str(db), "--format", "json", "--since", "2024-05-02", "--until", "2024-05-06"
    ).stdout
    assert (json.loads(span)["first"], json.loads(span)["last"]) == ("2024-05-02", "2024-05-06")


def test_a_front_page_is_of_an_input_or_of_a_store(db: Path, file: Path) -> None:
    assert run("brief", str(file), "--db", str(db)).exit_code == 2


def test_serve_shows_ones_own_store(db: Path) -> None:
    with _serving({"DRAGOMAN_DB": str(db)}) as running:
        assert running.stderr
        lines: list[str] = []
        for line in running.stderr:
            lines.append(line)
            if "http://" in line:
                break
        port = int(lines[-1].partition("http://127.0.0.1:")[2].partition("/")[0])
        page = get(port, b"/document/r6-0")
        running.send_signal(signal.SIGINT)
        running.communicate(timeout=60)
    assert str(db) in lines[0]
    assert b"Four soldiers killed" in page
    assert running.returncode == 0


def _serving(env: dict[str, str]) -> subprocess.Popen[str]:
    words: Sequence[str] = [sys.executable, "-m", "dragoman", "serve", "--port", "0"]
    return subprocess.Popen(
        words,
        env={**os.environ, **env},
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )


def test_an_address_that_cannot_be_had_waits_in_the_store_and_one_that_never_can_does_not(
    tmp_path: Path,
) -> None:
    db = tmp_path / "desk.db"
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    address = f"http://127.0.0.1:{port}/report.html"
    words = ("add", address, "--allow-private", "--db", str(db))
    done = run(*words)
    assert done.exit_code == 1
    assert "kept for dragoman watch" in done.stderr
    run(*words)
    assert run("add", "http://127.0.0.1/private.html", "--db", str(db)).exit_code == 1
    with Store.open(f"sqlite:///{db}") as store:
        (waits,) = store.waiting("2100-01-01T00:00:00Z")
        assert (waits.payload["url"], waits.tries) == (address, 1)
        assert waits.error
        assert "connect" in waits.error.casefold()
        assert waits.due
        assert waits.due > waits.since

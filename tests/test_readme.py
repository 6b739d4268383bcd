"""Every command the README shows is run."""

from __future__ import annotations

import json
import os
import re
import shlex
import shutil
import signal
import subprocess
import sys
from pathlib import Path

import pytest

from tests.fetching.server import Hostile, Item, Page

ROOT = Path(__file__).parent.parent
README = (ROOT / "README.md").read_text(encoding="utf-8")


def blocks(kind: str) -> list[str]:
    return re.findall(rf"```{kind}\n(.*?)```", README, flags=re.DOTALL)


def lines_of(block: str) -> list[str]:
    lines = (line.split("#")[0].strip() for line in block.splitlines())
    return [line for line in lines if line]


def of_the_desk(block: str) -> bool:
    """Whether the commands of a block go on from one another."""
    return "DRAGOMAN_DB" in block


def of_an_archive(block: str) -> bool:
    """Whether the commands of a block work on one corpus."""
    return "dragoman bulk" in block


def commands() -> list[str]:
    """The commands that stand alone."""
    return [
        line
        for block in blocks("sh")
        if not (of_the_desk(block) or of_an_archive(block))
        for line in lines_of(block)
    ]


def serves(command: str) -> bool:
    """Whether a command goes on until it is interrupted."""
    return command.startswith("dragoman serve")


@pytest.mark.parametrize("command", [line for line in commands() if serves(line)])
def test_the_command_serves(command: str, tmp_path: Path) -> None:
    import dragoman

    shutil.copy(dragoman.EXAMPLE, tmp_path / "page.txt")
    words = [sys.executable, "-m", *shlex.split(command), "--port", "0"]
    with subprocess.Popen(words, cwd=tmp_path, stderr=subprocess.PIPE, text=True) as running:
        assert running.stderr
        assert any("http://127.0.0.1:" in line for line in running.stderr)
        running.send_signal(signal.SIGINT)
        assert running.wait(60) == 0


@pytest.mark.parametrize("command", [line for line in commands() if "dragoman" in line and not serves(line)])
def test_the_command_runs(command: str, tmp_path: Path) -> None:
    import dragoman

    shutil.copy(dragoman.EXAMPLE, tmp_path / "page.txt")
    runnable = command.replace("dragoman", f"{shlex.quote(sys.executable)} -m dragoman", 1)
    if "|" in command:
        before, after = command.split("|")
        runnable = before + "|" + after.replace("dragoman", f"{shlex.quote(sys.executable)} -m dragoman")
    done = subprocess.run(runnable, shell=True, cwd=tmp_path, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert done.stdout or (tmp_path / "brief.html").exists() or (tmp_path / "picture.html").exists()


def test_the_desk_stands_as_it_says(tmp_path: Path) -> None:
    import dragoman

    (block,) = filter(of_the_desk, blocks("sh"))
    shutil.copy(dragoman.EXAMPLE, tmp_path / "page.txt")
    named, *wanted = lines_of(block)
    variable, _, value = named.removeprefix("export ").partition("=")
    told = {}
    with Hostile() as server:
        server.items(
            "readme",
            [Item("Oslo warns Kyiv over grain", "/readme", "Oslo warned Kyiv on Monday over grain.")],
        )
        told_by_page = "".join(
            f"<p>Oslo warned Kyiv on Monday over grain ships, for the {n}th time.</p>" for n in range(4, 9)
        )
        server.pages["/readme"] = Page(
            f"<article><h1>Oslo warns Kyiv over grain</h1>{told_by_page}</article>".encode()
        )
        outline = f'<outline type="rss" text="Ours" xmlUrl="{server.url("/feed/readme")}"/>'
        (tmp_path / "feeds.opml").write_text(f'<opml version="2.0"><body>{outline}</body></opml>')
        for command in wanted:
            words = [sys.executable, "-m", *shlex.split(command)]
            if words[3] == "watch":
                words.append("--allow-private")  # the feed is on this machine
            done = subprocess.run(
                words, cwd=tmp_path, env={**os.environ, variable: value},
                capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL,
            )  # fmt: skip
            assert done.returncode == 0, (command, done.stderr)
            told[words[3]] = done.stdout + done.stderr
    assert told.keys() == {"add", "watch", "status", "brief", "recode", "check", "backup", "export-opml"}
    assert "documents new 1" in told["watch"]
    assert server.url("/feed/readme") in (tmp_path / "feeds-now.opml").read_text()
    assert {file.name for file in tmp_path.iterdir()} >= {"desk.db", "desk-copy.db", "brief.html"}


def test_an_archive_goes_through_as_it_says(tmp_path: Path) -> None:
    import dragoman

    (block,) = filter(of_an_archive, blocks("sh"))
    shutil.copy(dragoman.EXAMPLE, tmp_path / "page.txt")
    told = {}
    for command in lines_of(block):
        words = [sys.executable, "-m", *shlex.split(command)]
        done = subprocess.run(
            words, cwd=tmp_path, capture_output=True, text=True, check=False, stdin=subprocess.DEVNULL
        )
        assert done.returncode == 0, (command, done.stderr)
        told[command] = done.stdout
    assert {command.split()[1] for command in told} == {"bulk", "export", "series", "compare"}
    assert all(said for command, said in told.items() if "events.txt" not in command.partition("-o")[2])
    assert (tmp_path / "events.txt").read_text().startswith("Event ID\tEvent Date\tEvent Type\t")


def test_make_brief_writes_the_page_and_says_where() -> None:
    # The environment the tests run in stands for the one make would set up.
    ready = Path(sys.prefix) / ".ready"
    done = subprocess.run(
        ["make", "--assume-old", str(ready), "brief", f"VENV={sys.prefix}"],
        cwd=ROOT, capture_output=True, text=True, check=False,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert str(ROOT / "brief.html") in done.stdout + done.stderr
    assert "<html" in (ROOT / "brief.html").read_text(encoding="utf-8")


def test_make_test_runs_these_tests() -> None:
    ready = Path(sys.prefix) / ".ready"
    done = subprocess.run(
        ["make", "--dry-run", "--assume-old", str(ready), "test", f"VENV={sys.prefix}"],
        cwd=ROOT, capture_output=True, text=True, check=True,
    )  # fmt: skip
    assert "-m pytest tests" in done.stdout


def test_the_five_lines_of_python_run(capsys: pytest.CaptureFixture[str]) -> None:
    (lines,) = blocks("python")
    assert len([line for line in lines.splitlines() if line]) == 5
    exec(compile(lines, "README.md", "exec"), {})
    assert capsys.readouterr().out.startswith("# ")


def test_the_event_shown_is_what_comes_out() -> None:
    import dragoman

    (shown,) = (json.loads(block) for block in blocks("json"))
    (event,) = dragoman.code([dragoman.Document(id="x", kind="headline", title=shown["evidence"]["quote"])])
    coded = event.to_dict()
    assert {key: coded[key] for key in ("type", "status", "cameo", "quad", "evidence")} == {
        key: shown[key] for key in ("type", "status", "cameo", "quad", "evidence")
    }
    for side in ("actors", "recipients"):
        for party, told in zip(coded[side], shown[side], strict=True):
            assert told.items() <= party.items()


def test_every_file_the_readme_links_to_is_there() -> None:
    for target in re.findall(r"\]\((?!https?:)([^)#]+)\)", README):
        assert (ROOT / target).exists(), target

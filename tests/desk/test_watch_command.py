"""The commands of the standing desk, run as their user would."""

from __future__ import annotations

import json
import os
import re
import signal
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from time import monotonic, sleep

import pytest
from click.testing import CliRunner

from dragoman.cli import main
from dragoman.desk.watching import Watcher
from dragoman.sources.opml import Outline, read_opml, write_opml
from dragoman.store import Store
from tests.fetching.server import Hostile, Item

NOON = datetime(2026, 11, 23, 12, tzinfo=UTC)
ONE = Item("Norway and Kenya meet over fishing", "/n/1", "Ministers met.", NOON)
TWO = Item("Peru signs accord with Ghana", "/n/2", "An accord was signed.", NOON)


@dataclass
class Done:
    """What a run of the command left."""

    code: int
    out: str
    err: str


@dataclass
class Shell:
    """Runs commands on a store of its own."""

    folder: Path

    @property
    def db(self) -> Path:
        """The store."""
        return self.folder / "desk.db"

    def __call__(self, *arguments: str) -> Done:
        """Run a command in this process."""
        done = CliRunner().invoke(main, [*arguments, "--db", str(self.db)], prog_name="dragoman")
        if done.exception is not None and not isinstance(done.exception, SystemExit):
            raise done.exception
        return Done(done.exit_code, done.stdout, done.stderr)

    def watch(self, *arguments: str) -> Done:
        """Watch for one round, as fast as a test wants it."""
        return self("watch", "--once", "--allow-private", "--no-code", "--no-follow", *arguments)

    def list_of(self, *outlines: Outline) -> str:
        """Write a list of feeds, and return its name."""
        path = self.folder / "feeds.opml"
        path.write_text(write_opml(outlines, "Feeds"), encoding="utf-8")
        return str(path)


@pytest.fixture(scope="module")
def server() -> Iterator[Hostile]:
    with Hostile() as server:
        yield server


@pytest.fixture
def shell(tmp_path: Path) -> Shell:
    return Shell(tmp_path)


def test_feeds_of_a_list_are_watched_and_their_state_is_told(shell: Shell, server: Hostile) -> None:
    a = Outline("Harbour Post", server.items("a", [ONE, TWO]), "https://harbour.example", "Africa/Kenya")
    down = Outline("Lost Post", server.url("/status/404"), None, "Europe")
    done = shell.watch(shell.list_of(a, down))
    assert done.code == 0
    assert "sources 2, unchanged 0, failed 1; documents new 2" in done.out
    assert "sources followed: 2, of which new: 2" in done.err
    assert "/status/404: the server answers 404" in done.err

    told = json.loads(shell("status", "--json").out)
    assert [(s["title"], s["state"], s["failures"], s["documents"]) for s in told["sources"]] == [
        ("Harbour Post", "well", 0, 2),
        ("Lost Post", "failing", 1, 0),
    ]
    assert told["sources"][0]["newest"] == "2026-11-23T12:00:00Z"
    assert told["sources"][0]["lag"] >= 0
    assert told["sources"][1]["due"] > told["at"]
    assert (told["counts"]["documents"], told["uncoded"]) == (2, 2)
    assert [(run["command"], run["outcome"], run["new"]) for run in told["runs"]] == [("watch", "done", 2)]
    assert told["waiting"]["waiting"] == 0

    shown = shell("status")
    assert shown.code == 0
    for words in ("Harbour Post", "failing", "Documents: 2", "1 watch", f"The store is {shell.db}"):
        assert words in shown.out

    exported = shell("export-opml")
    assert read_opml(exported.out.encode(), "out") == [a, down]
    assert shell("export-opml", "-o", str(shell.folder / "out.opml")).code == 0
    assert read_opml((shell.folder / "out.opml").read_bytes(), "out") == [a, down]

    assert shell("unfollow", down.url).code == 0
    again = shell("unfollow", down.url)
    assert again.code == 1
    assert "not followed" in again.err
    assert len(json.loads(shell("status", "--json").out)["sources"]) == 1


def test_a_source_is_named_once_and_remembered(shell: Shell, server: Hostile) -> None:
    url = server.items("b", [ONE])
    assert "documents new 1" in shell.watch(url).out
    done = shell.watch()
    assert done.code == 0
    assert "sources 0" in done.out  # asked a moment ago


def test_when_nothing_can_be_read_the_exit_code_says_so(shell: Shell, server: Hostile) -> None:
    assert shell.watch(server.url("/status/404")).code == 1
    shell.watch(server.items("c", [ONE]))
    with Store.open(f"sqlite:///{shell.db}") as store:
        assert store.counts().documents == 1
    assert shell.watch("--strict", server.url("/status/404?again"), server.items("d", [TWO])).code == 1
    assert shell.watch(server.url("/status/404?third"), server.items("e", [TWO])).code == 0


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((), "there is no store yet"),
        (("no-such-file.opml",), "name a list of feeds"),
        (("ftp://example.org/feed",), "name a list of feeds"),
        (("--every", "10s", "https://example.org/"), "shorter than a minute"),
        (("--every", "soon", "https://example.org/"), "write it as 90s"),
        (("--region", "Atlantis"), "no feeds of 'Atlantis'"),
        (("--contact", "näme", "https://example.org/"), "--contact"),
    ],
)
def test_wrong_use_is_told(shell: Shell, arguments: tuple[str, ...], words: str) -> None:
    done = shell("watch", "--once", *arguments)
    assert done.code in (1, 2)
    assert words in done.err
    assert not shell.db.exists()


def test_an_empty_file_is_no_store(shell: Shell) -> None:
    shell.db.touch()
    for command in ("status", "check"):
        done = shell(command)
        assert (done.code, "there is no store yet" in done.err) == (1, True)
    assert not shell.db.read_bytes()


def test_a_store_without_sources_says_what_to_do(shell: Shell) -> None:
    with Store.open(f"sqlite:///{shell.db}"):
        pass
    done = shell.watch()
    assert done.code == 2
    assert "no sources are followed yet" in done.err
    assert "No sources are followed" in shell("status").out


def test_the_packaged_feeds_of_a_region_can_be_followed(shell: Shell) -> None:
    """Nobody is asked: the network is not there, and all that is told is how many are followed."""
    from dragoman.sources.opml import packaged

    with Store.open(f"sqlite:///{shell.db}") as store:
        store.follow(packaged("Africa"))
    told = json.loads(shell("status", "--json").out)["sources"]
    assert told
    assert {source["state"] for source in told} == {"new"}
    assert all(source["category"].startswith("Africa") for source in told)


def test_no_secret_is_told(shell: Shell, server: Hostile) -> None:
    secret = server.url("/status/404?token=s3cret").replace("http://", "http://me:passw0rd@")
    done = shell.watch(secret)
    told = done.out + done.err + shell("status").out + shell("status", "--json").out
    assert "404" in told
    assert "s3cret" not in told
    assert "passw0rd" not in told


def test_a_source_in_trouble_rings_the_bell(shell: Shell, server: Hostile) -> None:
    shell.watch(server.url("/status/404"), server.items("f", [ONE]))
    assert shell("status", "--strict").code == 0
    shell.watch(server.url("/status/410"))
    done = shell("status", "--strict")
    assert done.code == 1
    assert "gone" in done.out


def test_what_waits_is_told_with_the_reason(shell: Shell, server: Hostile) -> None:
    lost = Item("Oslo warns Lima", server.url("/status/503?token=s3cret"), "A warning was given.", NOON)
    shell("watch", "--once", "--allow-private", "--no-code", server.items("lost", [lost]))
    told = json.loads(shell("status", "--json").out)
    (one,) = told["tried"]
    assert (one["url"], one["tries"]) == (server.url("/status/503?token=***"), 1)
    assert "answers 503" in one["error"]
    shown = shell("status").out
    assert f"Waiting: 1, tried in vain: 1, the next in 4 min; refused: 0\n  {one['url']}: the server" in shown


def test_a_round_in_which_nothing_is_due_says_so(shell: Shell, server: Hostile) -> None:
    url = server.items("due", [ONE])
    assert "is due" not in shell.watch(url).err
    assert "none of the sources is due (dragoman status tells when each is)" in shell.watch().err


def test_a_watch_ends_when_another_file_stands_where_its_store_was(
    shell: Shell, server: Hostile, monkeypatch: pytest.MonkeyPatch
) -> None:
    shell.watch(server.items("replaced", [ONE]))
    shell("backup", str(shell.folder / "copy.db"))

    def replaced(watcher: Watcher, until: str) -> None:
        (shell.folder / "copy.db").replace(shell.db)

    monkeypatch.setattr(Watcher, "sleep", replaced)
    done = shell("watch", "--allow-private", "--no-code")
    assert done.code == 1
    assert "was replaced by another while it was open" in done.err


def test_a_second_watch_leaves_the_store_to_the_first(shell: Shell, server: Hostile) -> None:
    url = server.items("g", [ONE])
    with Store.open(f"sqlite:///{shell.db}") as store, store.turn("watch"):
        done = shell.watch(url)
    assert done.code == 0
    assert "another watch is at work" in done.err
    assert "documents new 1" in shell.watch().out


@pytest.mark.skipif(os.name == "nt", reason="signals are those of POSIX")
@pytest.mark.parametrize("number", [signal.SIGTERM, signal.SIGINT])
@pytest.mark.parametrize("twice", [False, True])
def test_a_watch_goes_on_until_it_is_told_to_end(
    shell: Shell, server: Hostile, number: signal.Signals, twice: bool
) -> None:
    """It ends in order; told twice it ends at once, be it in the middle of asking a server that is silent."""
    silent = f"/silent?{number}"
    url = server.url(silent) if twice else server.items("h", [ONE])
    command = ["watch", url, "--db", str(shell.db), "--allow-private", "--no-code", "--no-follow"]
    with subprocess.Popen(
        [sys.executable, "-m", "dragoman", *command],
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as watch:
        assert watch.stdout is not None
        assert watch.stderr is not None
        assert "of which new: 1" in watch.stderr.readline()
        if not twice:
            assert "documents new 1" in watch.stdout.readline()
        until = monotonic() + 20
        while twice and not any(asked.path == silent for asked in server.asked) and monotonic() < until:
            sleep(0.01)
        watch.send_signal(number)
        assert "stopping" in watch.stderr.readline()
        if twice:
            watch.send_signal(number)
        code = watch.wait(20)
    assert code == (-number if twice else 0)
    with Store.open(f"sqlite:///{shell.db}") as store:
        (source,) = store.sources()
        assert source.failures == 0
        assert store.counts().documents == (0 if twice else 1)


def test_what_the_guide_names_is_there() -> None:
    guide = (Path(__file__).parents[2] / "docs" / "desk.md").read_text(encoding="utf-8")
    named = re.findall(r"dragoman ([a-z-]+)((?: [^\s`|#>]+)*)", guide)
    assert {"add", "watch", "status", "serve", "unfollow", "export-opml"} <= {command for command, _ in named}
    for command, rest in named:
        if command in main.commands:
            known = {option for each in main.commands[command].params for option in each.opts}
            assert set(re.findall(r"(?<= )--?[a-z-]+", rest)) <= known, command

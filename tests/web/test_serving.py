"""The server on a real socket, and the command that starts it."""

from __future__ import annotations

import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from dragoman.cli import main
from dragoman.store import Store
from dragoman.web import serving
from tests.web.running import asked, get, served


@pytest.fixture(scope="module")
def port(store: Store) -> Iterator[int]:
    """Serve the record on loopback."""
    with served(store) as port:
        yield port


def test_a_page_over_a_socket(port: int) -> None:
    answer = get(port, b"/about")
    assert answer.startswith(b"HTTP/1.1 200 ")
    assert b"server:" not in answer.partition(b"\r\n\r\n")[0].lower()


@pytest.mark.parametrize("size", [9_000, 100_000, 10_000_000])
def test_too_long_an_address_has_a_page(port: int, size: int) -> None:
    answer = get(port, b"/events?text=" + b"a" * size)
    assert answer.startswith(b"HTTP/1.1 414 ")
    assert b"<h1>" in answer


@pytest.mark.parametrize(
    "head", [b"nonsense\r\n\r\n", b"GET / HTTP/1.1\r\n\r\n", b"GET /\xff HTTP/1.1\r\nHost: localhost\r\n\r\n"]
)
def test_what_is_no_request_is_refused(port: int, head: bytes) -> None:
    assert asked(port, head).startswith(b"HTTP/1.1 400 ")


def test_a_path_of_escapes_is_read(port: int) -> None:
    assert get(port, b"/document/a%2Fb%20%3F%20c%23d%2Ejson").startswith(b"HTTP/1.1 200 ")
    assert get(port, b"/document/%ED%A0%80%FF%00").startswith(b"HTTP/1.1 404 ")


def test_a_port_in_use_is_wrong_use(port: int) -> None:
    done = CliRunner().invoke(main, ["serve", "--port", str(port)])
    assert done.exit_code == 2
    assert f"--port {port}" in done.output


@pytest.mark.parametrize(
    ("words", "told"),
    [
        (["--host", "0.0.0.0"], "--token"),
        (["--host", "0.0.0.0", "--token", "short"], "12 or more"),
        (["--host", "no such host", "--token", "long-enough-token"], "--host"),
        (["--port", "70000"], "--port"),
        (["page.txt", "--db", "sqlite://"], "--db"),
        (["--published", "soon"], "--published"),
    ],
)
def test_wrong_use_is_told(words: list[str], told: str) -> None:
    done = CliRunner().invoke(main, ["serve", *words])
    assert done.exit_code == 2
    assert told in done.output


def test_what_cannot_be_read_is_not_served(tmp_path: Path) -> None:
    done = CliRunner().invoke(main, ["serve", "--port", "0", str(tmp_path / "missing.txt")])
    assert done.exit_code == 1
    assert "missing.txt" in done.output


def test_a_database_that_is_not_there_is_not_made(tmp_path: Path) -> None:
    file = tmp_path / "desk.db"
    done = CliRunner().invoke(main, ["serve", "--port", "0", "--db", f"sqlite:///{file}"])
    assert done.exit_code == 1
    assert str(file) in done.output
    assert not file.exists()


def test_the_command_serves_the_example_until_it_is_interrupted() -> None:
    with subprocess.Popen(
        [sys.executable, "-m", "dragoman", "serve", "--port", "0"],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    ) as running:
        assert running.stderr
        line = next(line for line in running.stderr if "http://" in line)
        port = int(line.partition("http://127.0.0.1:")[2].partition("/")[0])
        answer = get(port, b"/about")
        running.send_signal(signal.SIGINT)
        out, err = running.communicate(timeout=60)
    assert b"This is the packaged example" in answer
    assert running.returncode == 0
    assert (out, err) == ("", "")


@pytest.mark.parametrize(
    ("host", "token", "address"),
    [
        ("127.0.0.1", None, "http://127.0.0.1:{port}/"),
        ("127.0.0.1", "long-enough-token", "http://127.0.0.1:{port}/?token=long-enough-token"),
    ],
)
def test_the_address_opens_the_front_page(host: str, token: str | None, address: str) -> None:
    with serving.listen(host, 0, token) as bound:
        assert serving.address_of(bound, host, token) == address.format(port=bound.getsockname()[1])

"""Commands run in processes that are forked when everything is loaded, and killed at any moment.

To load the language model takes longer than most trials. So one process loads it (``python -m tests.trials.nursery``,
which is ours alone: a test's own process has threads, and must not be forked) and forks a child for each command. A
child is a process group, so that those whom it starts die with it.
"""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType
from typing import Any, NoReturn, Self

LIMIT = 300.0
"""Seconds after which a command that does not end is a failure."""


@dataclass(frozen=True, slots=True)
class Ended:
    """How a command ended.

    Attributes:
        code: its exit code; below 0, the signal that killed it.
        seconds: how long it ran.
        said: what it wrote, to standard output and standard error.
        megabytes: the most memory it had at a time, what it shares with its nursery among it.
        statements: how many statements it put to the database; ``None`` where it was killed.
    """

    code: int
    seconds: float
    said: str
    megabytes: float
    statements: int | None


class Nursery:
    """Runs commands of dragoman in warm processes; a context manager.

    Args:
        folder: where the children write what they say; every user may look into it.
        batch: documents of a transaction, few, so that there are many moments between two.
    """

    def __init__(self, folder: Path, batch: int = 20) -> None:
        self._out = folder / "nursery.said"
        self.folder = folder
        self._batch = batch
        self._process: subprocess.Popen[str] | None = None

    def __enter__(self) -> Self:
        self._process = subprocess.Popen(
            [sys.executable, "-m", "tests.trials.nursery", str(self.folder), str(self._batch)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
            cwd=Path(__file__).parents[2],
            env=os.environ | {"OMP_NUM_THREADS": "1", "DRAGOMAN_DB": str(self.folder / "unnamed.db")},
        )
        self._answer()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.close()
        self._process.wait(30)
        assert self._process.stdout is not None
        self._process.stdout.close()

    def run(
        self,
        arguments: Sequence[str],
        *,
        after: float | None = None,
        statement: int | None = None,
        limits: dict[str, int] | None = None,
        user: int | None = None,
        patience: int | None = None,
        beside: Sequence[Sequence[str]] = (),
        limit: float = LIMIT,
    ) -> Ended:
        """Run a command, and kill it and all that it started at a moment, if it is still there.

        Args:
            arguments: of the command ``dragoman``.
            after: seconds after which it is killed.
            statement: number of the statement to the database at which it is killed, before or after it is done.
            limits: of the process, by the names that `resource` has.
            user: the number of the user that it runs as.
            patience: milliseconds that it waits for another who writes to its file.
            beside: further commands that run at the same time, and the code is the highest of all.
            limit: seconds after which it should have ended.

        Raises:
            TimeoutError: it did not end in time; it is killed then.
        """
        began = time.monotonic()
        asked = {"arguments": [*arguments], "beside": [list(each) for each in beside], "statement": statement}
        pid = self._told({**asked, "limits": limits, "user": user, "patience": patience})["pid"]
        assert self._process is not None
        assert self._process.stdin is not None
        wanted = limit if after is None else min(after, limit)
        # The nursery waits for the child, or for a line that says to kill it.
        self._process.stdin.write(f"{wanted}\n")
        self._process.stdin.flush()
        ended = self._answer()
        if ended["killed"] and after is None:
            raise TimeoutError(
                f"dragoman {' '.join(arguments)}: not done after {limit:.0f} s (process {pid})"
            )
        said = self._out.read_text("utf-8", "replace")
        seconds = time.monotonic() - began
        return Ended(ended["code"], seconds, said, ended["megabytes"], ended["statements"])

    def _told(self, what: dict[str, Any]) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdin is not None
        self._process.stdin.write(json.dumps(what) + "\n")
        self._process.stdin.flush()
        return self._answer()

    def _answer(self) -> dict[str, Any]:
        assert self._process is not None
        assert self._process.stdout is not None
        line = self._process.stdout.readline()
        if not line:
            raise RuntimeError("the nursery is gone; what it said stands above")
        answer: dict[str, Any] = json.loads(line)
        return answer


# ------------------------------------------------------------------------------------ in the process of its own


def _main(folder: Path, batch: int) -> None:
    answers = os.fdopen(os.dup(1), "w")
    os.dup2(2, 1)  # what is said while loading must not stand among the answers
    _load(folder, batch)
    _write(answers, {"ready": True})
    for line in sys.stdin:
        asked = json.loads(line)
        counted = folder / "nursery.statements"
        counted.unlink(missing_ok=True)
        pid = os.fork()
        if pid == 0:
            _child(asked, folder, counted)
        _write(answers, {"pid": pid})
        code, killed, megabytes = _waited(pid, float(sys.stdin.readline()))
        # Those whom it started may outlive it.
        with suppress(ProcessLookupError):
            os.killpg(pid, signal.SIGKILL)
        statements = int(counted.read_text()) if counted.exists() else None
        _write(answers, {"code": code, "killed": killed, "megabytes": megabytes, "statements": statements})


def _waited(pid: int, seconds: float) -> tuple[int, bool, float]:
    """Wait for a process, kill its group when the time is over, and return its exit code, whether it was, and MB."""
    end, killed = time.monotonic() + seconds, False
    while True:
        left = end - time.monotonic()
        done, status, used = os.wait4(pid, os.WNOHANG)
        if done:
            return os.waitstatus_to_exitcode(status), killed, used.ru_maxrss / 1024
        if left <= 0 and not killed:
            with suppress(ProcessLookupError):
                os.killpg(pid, signal.SIGKILL)
            killed = True
        time.sleep(min(0.002, max(left, 0.0005)))


def _child(asked: dict[str, Any], folder: Path, counted: Path) -> NoReturn:
    import resource

    code = 1
    try:
        os.setsid()
        with open(folder / "nursery.said", "wb", buffering=0) as out, open(os.devnull, "rb") as nothing:
            os.dup2(out.fileno(), 1)
            os.dup2(out.fileno(), 2)
            os.dup2(nothing.fileno(), 0)
        for name, most in (asked["limits"] or {}).items():
            resource.setrlimit(getattr(resource, name), (most, most))
        if asked["limits"]:
            signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
        count = _counting(asked["statement"])
        if asked["user"] is not None:
            os.setgid(asked["user"])
            os.setuid(asked["user"])
        if asked["patience"] is not None:
            from dragoman.store import sqlite

            sqlite.PATIENCE = asked["patience"]
        others = [_forked(each) for each in asked["beside"]]
        code = _command(asked["arguments"])
        code = max(code, *(abs(os.waitstatus_to_exitcode(os.waitpid(other, 0)[1])) for other in others), 0)
        with suppress(OSError):
            counted.write_text(str(len(count)))
    except BaseException:
        import traceback

        traceback.print_exc()
    finally:
        sys.stdout.flush()
        sys.stderr.flush()
        os._exit(code)


def _forked(arguments: list[str]) -> int:
    """Run a command in a process beside this one, and return its number."""
    pid = os.fork()
    if pid == 0:
        code = 1
        try:
            code = _command(arguments)
        finally:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(code)
    return pid


def _counting(deadly: int | None) -> list[None]:
    """Count the statements that are put to the database, commits among them, and die at one of them."""
    from sqlalchemy import Engine, event

    count: list[None] = []

    def passed(*_: object) -> None:
        count.append(None)
        if len(count) == deadly:
            os.killpg(0, signal.SIGKILL)

    event.listen(Engine, "before_cursor_execute", passed)
    event.listen(Engine, "commit", passed)
    return count


def _command(arguments: list[str]) -> int:
    from dragoman.cli import main

    try:
        main(arguments, prog_name="dragoman")
    except SystemExit as end:
        return end.code if isinstance(end.code, int) else int(end.code is not None)
    except Exception:
        import traceback

        traceback.print_exc()
        return 1
    return 0


def _load(folder: Path, batch: int) -> None:
    """Do everything once, so that children begin at once: whatever is loaded by need is loaded then."""
    import gc

    import psycopg  # noqa: F401
    import psycopg_binary  # noqa: F401

    from dragoman.desk import filing
    from tests.trials.reports import feed, page, reports, table

    filing.BATCH = batch
    given = reports(40)
    inputs = [table(given, folder / "first.jsonl"), folder / "first.xml", folder / "first.html"]
    inputs[1].write_text(feed(given[:3], "first"), encoding="utf-8")
    inputs[2].write_text(page(given[-1]), encoding="utf-8")
    words = ["add", "--parser", "fast", "-j", "1", "--db", str(folder / "first.db")]
    if code := _command([*words, *map(str, inputs)]):
        raise SystemExit(code)
    import dragoman.fetching.fetcher  # noqa: F401

    gc.collect()
    gc.freeze()


def _write(answers: Any, what: dict[str, Any]) -> None:
    answers.write(json.dumps(what) + "\n")
    answers.flush()


if __name__ == "__main__":
    _main(Path(sys.argv[1]), int(sys.argv[2]))

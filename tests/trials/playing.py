"""The hostile server in a process of its own, so that it takes no time from whoever asks it."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.fetching.server import Hostile


@contextmanager
def playing() -> Iterator[int]:
    """Let it play on all of loopback; yield the port."""
    command = [sys.executable, "-m", "tests.trials.playing"]
    with subprocess.Popen(
        command,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,  # whom it could not play to the end
        text=True,
        cwd=Path(__file__).parents[2],
    ) as process:
        assert process.stdout is not None
        try:
            yield int(process.stdout.readline())
        finally:
            process.kill()


if __name__ == "__main__":
    with Hostile(host="0.0.0.0") as server:
        print(server.port, flush=True)
        sys.stdin.read()

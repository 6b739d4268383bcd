"""One process at a time has a turn, and loses it however it ends."""

from __future__ import annotations

import subprocess
import sys

from dragoman.store import Store

HOLDS = """
import sys
from dragoman.store import Store
with Store.open(sys.argv[1]) as store, store.turn("watch") as ours:
    print(ours, flush=True)
    sys.stdin.read()
"""


def holder(url: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", HOLDS, url], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    )


def test_a_turn_is_one_processes_until_it_is_killed(url: str) -> None:
    with Store.open(url) as store:
        with holder(url) as other:
            assert other.stdout is not None
            assert other.stdout.readline().strip() == "True"
            with store.turn("watch") as ours, store.turn("another") as free:
                assert (ours, free) == (False, True)
            assert store.follow([]) == 0  # who has no turn may write all the same
            other.kill()
            other.wait()
        with store.turn("watch") as ours:
            assert ours
            with Store.open(url) as again, again.turn("watch") as twice:
                assert not twice
        with store.turn("watch") as ours:
            assert ours


def test_a_store_in_memory_always_gives_it() -> None:
    with Store.open() as store, store.turn("watch") as ours, store.turn("watch") as again:
        assert ours
        assert again

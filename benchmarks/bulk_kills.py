"""Making a corpus again and again, killed in the middle at moments by chance, until it is done."""

from __future__ import annotations

import hashlib
import json
import os
import random
import signal
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path

from tests.bulk.conftest import report, write

REPORTS = 240
SLICE = 6_000
"""Bytes of a shard, so that there are some; the command is told so by a variable that only this benchmark knows."""

_COMMAND = (
    "import sys; from dragoman.bulk import slices, coding; from dragoman.cli import main\n"
    f"slices.SLICE = {SLICE}\n"
    "if __name__ == '__main__': main(sys.argv[1:])\n"
)


def run(folder: Path, kills: int, seed: int = 0) -> dict[str, float]:
    """Kill a command, or one of its workers, so often; return what is lost, doubled or different afterwards."""
    chance = random.Random(seed)
    archive = write(folder / "archive.jsonl", [report(n) for n in range(REPORTS)])
    script = folder / "bulk.py"
    script.write_text(_COMMAND)
    began = time.monotonic()
    whole = folder / "whole"
    _begun(script, archive, whole).wait()
    seconds = time.monotonic() - began
    lost = doubled = differing = done = number = 0
    while done < kills:
        out = folder / f"killed-{number}"
        number += 1
        for _ in range(8):
            process = _begun(script, archive, out)
            try:
                process.wait(chance.uniform(0.15, 1.0) * seconds)
                break
            except subprocess.TimeoutExpired:
                done += 1
                _kill(process, out, chance)
        while _begun(script, archive, out).wait():
            pass
        missing, twice = _counted(whole, out)
        lost, doubled = lost + missing, doubled + twice
        differing += len(_files(whole).items() ^ _files(out).items())
    return {"kills": done, "lost": lost, "doubled": doubled, "differing": differing}


def _begun(script: Path, archive: Path, out: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen(
        [
            sys.executable,
            str(script),
            "bulk",
            str(archive),
            "-o",
            str(out),
            "--parser",
            "fast",
            "--workers",
            "2",
        ],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
    )


def _kill(process: subprocess.Popen[bytes], out: Path, chance: random.Random) -> None:
    """Kill the command, or, as often, a worker of it: then the command goes on by itself."""
    at_work = [_process(file) for file in out.glob("working/[!.]*.json")]
    worker = chance.choice([*filter(None, at_work), 0])
    if worker and chance.random() < 0.5:
        os.kill(worker, signal.SIGKILL)
    else:
        process.kill()
    process.wait()


def _process(file: Path) -> int | None:
    try:
        return int(json.loads(file.read_text())["process"])
    except (OSError, ValueError):
        return None


def _files(out: Path) -> dict[str, str]:
    """The files of the datasets by their content."""
    return {
        str(file.relative_to(out)): hashlib.sha256(file.read_bytes()).hexdigest()
        for name in ("documents", "events", "mentions", "stories")
        for file in (out / name).rglob("*.parquet")
    }


def _counted(whole: Path, out: Path) -> tuple[int, int]:
    """How many documents and events are missing, and how many are there more than once."""
    import pyarrow.dataset as ds

    missing = twice = 0
    for name in ("documents", "events"):
        expected, found = (
            Counter(ds.dataset(folder / name, partitioning="hive").to_table(columns=["id"])["id"].to_pylist())
            for folder in (whole, out)
        )
        missing += (expected - found).total()
        twice += (found - expected).total()
    return missing, twice

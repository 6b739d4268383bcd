"""How long grouping takes, as the stream grows, and how long 4,000 articles take from the file to the stories.

    python -m benchmarks.grouping                # headlines, then articles
    python -m benchmarks.grouping --no-articles  # headlines alone

Headlines are the news items of eight years (44,477, one sentence each), cut to `HEADLINE` words, in order of their
days. For more than that they come again from the first. They are dated anew, so many a day (`A_DAY`): some 15, as the
items are, and 1,000, as many feeds together are; whatever comes again is dated weeks or years later and does not meet
itself. The smaller set is the beginning of the larger one. Both are grouped without events, each in a process of its
own on one core; seconds are those of the processor, memory is the most held.

Articles go through the command as a user gives it, ``dragoman group``, reading and coding included, in as many
processes as there are cores; what all of them took of the processor is told too: other work changes that least.

The figures depend on the machine, so that no test checks them.
"""

from __future__ import annotations

import datetime as dt
import gzip
import json
import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from itertools import cycle, islice
from pathlib import Path

import click

from benchmarks.footprint import held
from dragoman.records import Document
from training import devdata

SIZES = (10_000, 100_000)
HEADLINE = 14
"""Words of a headline; agencies write ten to twenty."""
A_DAY = (15, 1_000)
"""Headlines of a day."""


@click.command()
@click.option("--articles/--no-articles", default=True, show_default=True)
@click.option(
    "--alone", nargs=2, type=int, hidden=True, help="Group so many headlines, so many a day, in this process."
)
def main(articles: bool, alone: tuple[int, int] | None) -> None:
    """Print the seconds and MB of grouping headlines, and the time of articles from the file to the stories."""
    if alone is not None:
        print(json.dumps(_measured(*alone)))
        return
    for a_day in A_DAY:
        seconds = []
        for size in SIZES:
            script = [sys.executable, "-m", "benchmarks.grouping", "--alone", str(size), str(a_day)]
            done = json.loads(subprocess.run(script, capture_output=True, text=True, check=True).stdout)
            seconds.append(done["seconds"])
            print(
                f"{size:,} headlines, {a_day:,} a day: {seconds[-1]:.1f} s, {done['mb']:,.0f} MB, "
                f"{done['stories']:,} stories",
                flush=True,
            )
        print(f"{SIZES[1]:,} over {SIZES[0]:,}, {a_day:,} a day: {seconds[1] / seconds[0]:.1f} times as long")
    if articles:
        print(_articles())


def _measured(size: int, a_day: int) -> dict[str, float]:
    """Group headlines, and return what that took; loading tables is part of it, reading the file is not."""
    from dragoman import group

    documents = list(islice(_headlines(a_day), size))
    began = time.process_time()
    stories = group(documents, [])
    return {"seconds": time.process_time() - began, "mb": held() / 1e6, "stories": len(stories)}


def _headlines(a_day: int) -> Iterator[Document]:
    """Yield the items as headlines without end, so many a day from the first of 2015 on."""
    file = devdata.path("stories", "current_events_2015_2022.jsonl.gz")
    with gzip.open(file, "rt", encoding="utf-8") as lines:
        items = [(row["text"], row["sources"]) for row in map(json.loads, lines)]
    for number, (text, sources) in enumerate(cycle(items)):
        yield Document(
            str(number),
            "headline",
            " ".join(text.split()[:HEADLINE]),
            published=(dt.date(2015, 1, 1) + dt.timedelta(days=number // a_day)).isoformat(),
            publisher=sources[0] if sources else None,
        )


def _articles() -> str:
    """Run the command on the articles of the stream, and say what that took."""
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "articles.jsonl"
        with gzip.open(devdata.path("stories", "stream_dev.jsonl.gz"), "rb") as packed:
            file.write_bytes(packed.read())
        rows = file.read_bytes().count(b"\n")
        before, began = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
        subprocess.run(
            [sys.executable, "-m", "dragoman", "group", file], stdout=subprocess.DEVNULL, check=True
        )
        wall, after = time.perf_counter() - began, resource.getrusage(resource.RUSAGE_CHILDREN)
    user = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return (
        f"{rows:,} articles, file to stories: {wall:.0f} s with {os.cpu_count()} cores "
        f"({user:.0f} s of the processor), largest process {after.ru_maxrss / 1e3:,.0f} MB"
    )


if __name__ == "__main__":
    main()

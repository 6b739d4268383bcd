"""How fast articles are coded beside the bare parser, and what starting takes.

    python -m benchmarks.speed                 # four rounds of 60 articles
    python -m benchmarks.speed --articles 150

Each round has articles of its own, so that nothing is read twice; parser and coder take them in turns, in one process,
on one thread. Seconds are those of the processor. The figures depend on the machine, so that no test checks them.
"""

from __future__ import annotations

import gzip
import itertools
import json
import resource
import statistics
import subprocess
import sys
import time
from collections.abc import Callable, Iterable, Iterator
from typing import Any

import click

from training import devdata

#: Articles coded before the clock starts: tables are read with the first ones.
WARM = 25
SENTENCE = "Norway condemned Iran.\n"


@click.command()
@click.option("--articles", default=60, show_default=True, type=click.IntRange(1), help="Articles a round.")
@click.option("--rounds", default=4, show_default=True, type=click.IntRange(1))
def main(articles: int, rounds: int) -> None:
    """Print words a second of the bare parser and of the coder, and the seconds and MB of one short command."""
    from dragoman import Document, code
    from dragoman.language import load

    def documents() -> Iterator[Document]:
        with gzip.open(devdata.path("stories", "stream_dev.jsonl.gz"), "rt", encoding="utf-8") as file:
            for row in map(json.loads, file):
                yield Document(
                    row["id"], "article", title=row["title"], text=row["text"], published=row["published"]
                )

    stream = documents()
    code(itertools.islice(stream, WARM))
    nlp = load()
    ratios = []
    for number in range(rounds):
        own = list(itertools.islice(stream, articles))
        texts = [text for document in own for text in (document.title, document.text) if text]
        words = sum(len(text.split()) for text in texts)
        if number % 2:
            coding, parsing = _seconds(code, own), _seconds(list, nlp.pipe(texts))
        else:
            parsing, coding = _seconds(list, nlp.pipe(texts)), _seconds(code, own)
        ratios.append(parsing / coding)
        print(
            f"round {number + 1}: {words:,} words; parser {words / parsing:,.0f} a second, "
            f"coder {words / coding:,.0f}, ratio {parsing / coding:.2f}"
        )
    print(f"coder to parser, median of {rounds} rounds: {statistics.median(ratios):.2f}")
    print(_start())


def _seconds(read: Callable[[Any], object], texts: Iterable[object]) -> float:
    began = time.process_time()
    read(texts)
    return time.process_time() - began


def _start() -> str:
    """Code one sentence in a process of its own, and say what that took, the end of the process included."""
    script = (
        "import sys\n"
        "from benchmarks.footprint import held\n"
        "from dragoman.cli import main\n"
        "main(['code', '-'], standalone_mode=False)\n"
        "print(held(), file=sys.stderr)\n"
    )
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    done = subprocess.run(
        [sys.executable, "-c", script], input=SENTENCE, capture_output=True, text=True, check=True
    )
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    seconds = after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime
    return f"one sentence, cold: {seconds:.1f} s, {int(done.stderr.split()[-1]) / 1e6:.0f} MB"


if __name__ == "__main__":
    main()

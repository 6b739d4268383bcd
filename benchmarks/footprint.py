"""What reading takes: prints load seconds, words a second and the most memory held (MB) as one JSON object.

Started by `benchmarks.language` in a process of its own.
"""

from __future__ import annotations

import json
import resource
import sys
import time
from pathlib import Path

from benchmarks import rawtext
from training import devdata


def main() -> None:
    """Load the pipeline that is named on the command line, read PUD four times, and print the figures."""
    began = time.perf_counter()
    from dragoman.language import load
    from dragoman.records import PARSERS

    (parser,) = (name for name in PARSERS if name == sys.argv[1])
    nlp = load(parser)
    nlp("Ministers met in Lima.")  # the network is read with the first text
    loaded = time.perf_counter() - began
    strings = [text.string for text in rawtext.texts(devdata.path("treebank", "pud.conllu.gz"))]
    rates = []
    for _ in range(4):
        began = time.perf_counter()
        words = sum(not token.is_space for doc in nlp.pipe(strings) for token in doc)
        rates.append(words / (time.perf_counter() - began))
    print(json.dumps({"load_s": loaded, "memory_mb": held() / 1e6, "words_per_second": max(rates[1:])}))


def held() -> int:
    """Return the most memory this process has held, in bytes.

    Linux counts into ``ru_maxrss`` what the process held that started this one; the status file does not.
    """
    status = Path("/proc/self/status")
    if status.exists():
        lines = dict(line.split(":", 1) for line in status.read_text().splitlines())
        return int(lines["VmHWM"].split()[0]) * 1024
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * (1 if sys.platform == "darwin" else 1024)


if __name__ == "__main__":
    main()

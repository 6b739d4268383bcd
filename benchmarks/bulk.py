"""Archives: how fast they are read into a corpus, by how many workers, in how much memory, and what survives.

    python -m benchmarks.bulk                            # all of it; an hour and a half on two cores
    python -m benchmarks.bulk --only speed --articles 400
    python -m benchmarks.bulk --only export --events 1000000
    python -m benchmarks.bulk --check                    # what is not timed, against the floors

- ``speed``: text in, events out, as a worker does it, beside the bare parser on the same text: processor time of
  processes of their own, after a start that is not counted; and where the time goes.
- ``workers``: the same articles by one process, by two, and by two workers of a cluster of Dask, by the clock, starts
  included.
- ``stories``: the second stage, on the articles of ``workers``: processor time of what workers share, and of the one
  process that joins pairs to stories; what the datasets take on the disk.
- ``kills``: a worker, or all of the command, killed with -9 in the middle and begun again; what the datasets hold then
  beside a run undisturbed.
- ``memory``: what one worker holds while it reads 20,000 articles: those of the development data, then our own.
- ``pages``: pages of an archive (WARC) of our own a second, and where the time goes.
- ``export``: a million events from a corpus to Parquet and in POLECAT's columns.

Articles are those of the development data where they are read for speed, else our own (``benchmarks/corpus.py``). Times
depend on the machine, so that no test checks them. ``--rates FILE`` keeps those that ``docs/scale.md`` rests on.
"""

from __future__ import annotations

import gzip
import itertools
import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from multiprocessing import get_context
from pathlib import Path
from typing import Any

import click

from benchmarks import bulk_kills, floors
from benchmarks.footprint import held
from dragoman.coding.lean import leave_out_torch
from dragoman.records import PARSERS, Document, Parser
from training import devdata

PARTS = ("speed", "workers", "stories", "kills", "memory", "pages", "export")
WARM = 25
"""Articles read before the clock starts: tables are read with the first ones."""
KILLS_AT_CHECK = 4


@click.command()
@click.option("--only", type=click.Choice(PARTS), multiple=True, help="Only these parts.")
@click.option(
    "--parser", "parsers", type=click.Choice(PARSERS), multiple=True, help="Only this, of speed and memory."
)
@click.option(
    "--articles", default=240, show_default=True, type=click.IntRange(1), help="Of the development data."
)
@click.option("--rounds", default=3, show_default=True, type=click.IntRange(1), help="Of speed.")
@click.option("--kills", default=20, show_default=True, type=click.IntRange(1))
@click.option(
    "--many", default=20_000, show_default=True, type=click.IntRange(1), help="Articles for memory."
)
@click.option(
    "--events", default=1_000_000, show_default=True, type=click.IntRange(1), help="To be exported."
)
@click.option(
    "--rates", type=click.Path(dir_okay=False, path_type=Path), help="Put the rates into this file."
)
@click.option("--check", is_flag=True, help="Compare what is not timed with the floors.")
def main(
    only: tuple[str, ...],
    parsers: tuple[Parser, ...],
    articles: int,
    rounds: int,
    kills: int,
    many: int,
    events: int,
    rates: Path | None,
    check: bool,
) -> None:
    """Print the figures of archives."""
    parts = ("kills",) if check else only or PARTS
    os.environ["OMP_NUM_THREADS"] = "1"
    figures = dict[str, float]()
    with tempfile.TemporaryDirectory(prefix="dragoman-bulk-") as name:
        folder = Path(name)
        if "speed" in parts:
            for parser in parsers or PARSERS:
                figures |= _speed(parser, articles, rounds)
        if "workers" in parts:
            figures |= _workers(folder, articles)
        if "stories" in parts:
            figures |= _stories(folder, articles)
        if "kills" in parts:
            found = bulk_kills.run(folder, KILLS_AT_CHECK if check else kills)
            print(
                f"kills: {found['kills']:.0f}; documents or events lost {found['lost']:.0f}, "
                f"doubled {found['doubled']:.0f}, files differing {found['differing']:.0f}"
            )
            figures |= found
        if "memory" in parts:
            figures |= _memory(folder, many, parsers or PARSERS)
        if "pages" in parts:
            figures |= _pages(folder)
        if "export" in parts:
            figures |= _export(folder, events)
    if rates:
        known = json.loads(rates.read_text(encoding="utf-8")) if rates.exists() else {}
        rates.write_text(json.dumps(known | figures, indent=1, sort_keys=True) + "\n", encoding="utf-8")
    if check and (told := floors.fallen("bulk", figures)):
        sys.exit("\n".join(told))


# ------------------------------------------------------------------------------------------- speed


def _articles() -> Iterator[dict[str, Any]]:
    with gzip.open(devdata.path("stories", "stream_dev.jsonl.gz"), "rt", encoding="utf-8") as file:
        for row in map(json.loads, file):
            yield {name: row[name] for name in ("id", "title", "text", "published")}


def _lines(rows: Iterable[dict[str, Any]], path: Path) -> Path:
    path.write_text("".join(json.dumps(row) + "\n" for row in rows), encoding="utf-8")
    return path


def _speed(parser: Parser, articles: int, rounds: int) -> dict[str, float]:
    """A worker beside the bare parser, each round with articles of its own."""
    ratios, rates = list[float](), list[float]()
    for number in range(rounds):
        with tempfile.TemporaryDirectory() as name:
            rows = list(itertools.islice(_articles(), number * articles, (number + 1) * articles))
            warm = list(itertools.islice(_articles(), 3_900, 3_900 + WARM))
            _lines(rows, Path(name, "rows.jsonl"))
            _lines(warm, Path(name, "warm.jsonl"))
            coded, parsed = (_alone(work, parser, name) for work in (_code, _parse))
        ratios.append(parsed / coded)
        rates.append(len(rows) / coded)
    prefix = f"{parser}_"
    print(
        f"{parser}: {statistics.median(rates):.1f} articles a second and core, of processor time; the bare parser on "
        f"the same text: ratio {statistics.median(ratios):.2f} ({', '.join(f'{r:.2f}' for r in ratios)})"
    )
    return {
        f"{prefix}articles_a_second": round(statistics.median(rates), 2),
        f"{prefix}to_parser": round(statistics.median(ratios), 3),
    }


def _alone(work: Any, *given: str) -> float:
    """Do work in a process of its own, one like a worker's."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn"), initializer=leave_out_torch) as pool:
        seconds: float = pool.submit(work, *given).result()
        return seconds


def _code(parser: Parser, folder: str) -> float:
    """Seconds of the processor for coding a shard."""
    _shard(parser, folder, "warm")
    began = time.process_time()
    _shard(parser, folder, "rows")
    return time.process_time() - began


def _shard(parser: Parser, folder: str, name: str) -> None:
    from dragoman.bulk.coding import Job, code_shard
    from dragoman.bulk.shards import shards_of

    ((shard,), _) = shards_of([str(Path(folder, f"{name}.jsonl"))], {}, print)
    out = str(Path(folder, f"out-{name}"))
    code_shard(Job(out, shard, parser, 0.0, None, None, False))


def _parse(parser: Parser, folder: str) -> float:
    """Seconds of the processor for the trees of the same text."""
    from dragoman.language import load

    nlp = load(parser)

    def texts(name: str) -> list[str]:
        lines = Path(folder, f"{name}.jsonl").read_text(encoding="utf-8").splitlines()
        return [row[key] for row in map(json.loads, lines) for key in ("title", "text") if row[key]]

    list(nlp.pipe(texts("warm")))
    wanted = texts("rows")
    began = time.process_time()
    for _ in nlp.pipe(wanted):
        pass
    return time.process_time() - began


# ----------------------------------------------------------------------------------------- workers


def _workers(folder: Path, articles: int) -> dict[str, float]:
    from dragoman.bulk.executors import workers
    from tests.bulk.clusters import cluster

    archive = _lines(itertools.islice(_articles(), 4 * articles), folder / "articles.jsonl")
    one, two = (_clock(archive, folder / f"out-{number}", workers("processes", number)) for number in (1, 2))
    with cluster(folder) as address:
        dask = _clock(archive, folder / "out-dask", workers(address))
    print(
        f"{4 * articles} articles by one process {one:.0f} s, by two {two:.0f} s ({one / two:.2f} times as fast), "
        f"by two workers of Dask {dask:.0f} s ({two / dask:.2f} of two processes)"
    )
    return {"two_to_one": round(one / two, 2), "dask_to_two": round(two / dask, 2)}


def _clock(archive: Path, out: Path, who: Any) -> float:
    from dragoman.bulk import slices
    from dragoman.bulk.making import make

    slices.SLICE = max(1, archive.stat().st_size // 8)
    began = time.perf_counter()
    make([str(archive)], out, executor=who, group=False)
    return time.perf_counter() - began


# ----------------------------------------------------------------------------------------- stories


def _stories(folder: Path, articles: int) -> dict[str, float]:
    """The second stage in this process, after its tables are read."""
    from concurrent.futures import ThreadPoolExecutor

    import dragoman
    from dragoman.bulk.executors import workers
    from dragoman.bulk.making import make

    archive, out = folder / "articles.jsonl", folder / "out-2"
    if not out.exists():
        _lines(itertools.islice(_articles(), 4 * articles), archive)
        _clock(archive, out, workers("processes", 2))
    few = [Document(str(n), "headline", f"Oslo warns Lima again, {n}", None, "2025-02-18") for n in range(2)]
    dragoman.group(few, dragoman.code(few))
    before, seconds = time.process_time(), dict[str, float]()

    def told(step: str, done: int, of: int) -> None:
        nonlocal before
        now = time.process_time()
        seconds[step], before = seconds.get(step, 0.0) + now - before, now

    with ThreadPoolExecutor(1) as here:
        found = make([str(archive)], out, executor=here, assembling=told).assembled
    assert found is not None
    thousands = found.documents / 1000
    alone = seconds["stories linked"]
    shared = sum(seconds.values()) - alone
    size = sum(
        file.stat().st_size
        for name in ("documents", "events", "mentions", "stories")
        for file in (out / name).rglob("*.parquet")
    )
    print(
        f"second stage: {shared / thousands:.1f} s of one core for 1,000 articles, {alone / thousands:.2f} s of one "
        f"process alone; {size / found.documents:,.0f} bytes and {found.events / found.documents:.1f} events an article"
    )
    return {
        "stage2_s_per_1000": round(shared / thousands, 2),
        "link_s_per_1000": round(alone / thousands, 3),
        "bytes_an_article": round(size / found.documents),
        "events_an_article": round(found.events / found.documents, 1),
    }


# ------------------------------------------------------------------------------------------ memory


def _memory(folder: Path, many: int, parsers: Sequence[Parser]) -> dict[str, float]:
    """What a worker holds: at its most, and how much more at the end than after a quarter."""
    from benchmarks.corpus import corpus

    own = (
        {"id": d.id, "title": d.title, "text": d.text, "published": d.published}
        for d in corpus(5 * many).documents
    )
    path = _lines(itertools.islice(itertools.chain(_articles(), own), many), folder / "many.jsonl")
    script = "import sys; from benchmarks.bulk import worker_memory; worker_memory(*sys.argv[1:])"
    most, growth = 0.0, 0.0
    for parser in parsers:
        done = subprocess.run(
            [sys.executable, "-c", script, parser, str(path), str(folder / f"memory-{parser}")],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        told = json.loads(done.stdout.splitlines()[-1])
        most, growth = max(most, told["most"]), max(growth, told["growth"])
        print(
            f"memory of a worker over {many:,} articles, {parser}: {told['most']:.0f} MB at its most; "
            f"at the end {told['growth']:+.0f} MB beside after a quarter of them"
        )
    return {"memory_mb": most, "memory_growth_mb": growth}


def worker_memory(parser: Parser, path: str, out: str) -> None:
    """Read and code in this process, and print what it held."""
    from dragoman.bulk.coding import Job, code_shard
    from dragoman.bulk.layout import Layout
    from dragoman.bulk.shards import Print, Shard

    leave_out_torch()
    file: Print = (path, os.path.getsize(path), 0)
    code_shard(Job(out, Shard("many", (file,), 0, file[1]), parser, 0.0, None, None, False))
    chunks = [marker["memory"] / 1e6 for marker in Layout(out).chunks("many")]
    print(json.dumps({"most": held() / 1e6, "growth": chunks[-1] - chunks[len(chunks) // 4]}))


# ------------------------------------------------------------------------------------------- pages


def _pages(folder: Path) -> dict[str, float]:
    """An archive of our own pages, read by one worker."""
    from benchmarks.corpus import corpus
    from tests.sources.making import packed, record

    documents = corpus(4_000).documents
    path, number = folder / "pages.warc.gz", len(documents)
    path.write_bytes(packed(record(n, _page(document)) for n, document in enumerate(documents)))
    seconds = _alone(_read_pages, "", str(path))
    print(f"pages of an archive: {number / seconds:.0f} a second and core, read alone")
    return {"pages_a_second": round(number / seconds, 1)}


def _page(document: Document) -> bytes:
    menu = "".join(f'<li><a href="/{n}">Part {n} of the paper</a></li>' for n in range(40))
    text = "".join(f"<p>{line}</p>" for line in (document.text or "").splitlines())
    return (
        f'<html><head><title>{document.title}</title><meta property="article:published_time" '
        f'content="{document.published}"></head><body><nav><ul>{menu}</ul></nav><article><h1>{document.title}</h1>'
        f"{text}</article><footer>All rights kept by the paper.</footer></body></html>"
    ).encode()


def _read_pages(_: str, path: str) -> float:
    from dragoman.bulk.reading import Reading
    from dragoman.bulk.shards import Shard

    size = os.path.getsize(path)
    began = time.process_time()
    for _found in Reading(Shard("pages", ((path, size, 0),), 0, size), allow_private=False):
        pass
    return time.process_time() - began


# ------------------------------------------------------------------------------------------ export


def _export(folder: Path, events: int) -> dict[str, float]:
    """A corpus of many events, to two formats, each in a process of its own."""
    import pyarrow.parquet as pq

    source = folder / "events"
    _write_events(source, events)
    number = sum(pq.read_metadata(file).num_rows for file in source.rglob("*.parquet"))
    figures = dict[str, float]()
    for form in ("parquet", "polecat"):
        to = folder / f"events.{form}"
        before = resource.getrusage(resource.RUSAGE_CHILDREN)
        began = time.perf_counter()
        script = (
            "import sys; from dragoman.cli import main; from benchmarks.footprint import held\n"
            "main(sys.argv[1:], standalone_mode=False); print(held(), file=sys.stderr)"
        )
        done = subprocess.run(
            [sys.executable, "-c", script, "export", form, str(source), "-o", str(to)],
            capture_output=True, text=True, check=True,
        )  # fmt: skip
        seconds = time.perf_counter() - began
        after = resource.getrusage(resource.RUSAGE_CHILDREN)
        memory = int(done.stderr.split()[-1]) / 1e6
        print(
            f"{number:,} events to {form}: {seconds:.0f} s "
            f"({after.ru_utime - before.ru_utime:.0f} s of the processor), {memory:.0f} MB, "
            f"file of {to.stat().st_size / 1e6:.0f} MB"
        )
        figures |= {f"export_{form}_s": round(seconds, 1), f"export_{form}_mb": round(memory)}
    return figures


def _write_events(folder: Path, events: int) -> None:
    """Write a dataset as ``dragoman bulk`` does, of events that nobody told."""
    import pyarrow.parquet as pq

    from benchmarks.corpus import corpus
    from dragoman.exports.arrow import rows_table
    from dragoman.exports.rows import Row

    piece = 100_000
    for seed in range(-(-events // piece)):
        made = corpus(min(piece, events - seed * piece), seed)
        of = {document.id: document for document in made.documents}
        story = {document.id: story for story in made.stories for document in story.documents}
        rows = [
            Row(
                event,
                of[event.document],
                event.date.start if event.date else str(of[event.document].published)[:10],
                "event" if event.date else "published",
                story[event.document].id,
                story[event.document].title,
            )
            for event in made.events
        ]
        rows.sort(key=lambda row: (row.day or "", row.event.id))
        place = folder / f"month=2025-{1 + seed % 12:02}"
        place.mkdir(parents=True, exist_ok=True)
        pq.write_table(
            rows_table(rows), place / f"{seed:03}.parquet", compression="zstd", row_group_size=10_000
        )


if __name__ == "__main__":
    main()

"""The datasets, from what the buckets hold: each file is put in place whole, and no reader sees a document twice.

What is another now, or belongs no more, is taken away before anything new is put in place; so who reads meanwhile may
miss something, but sees nothing double. ``OUT/assembled.json`` stands there as long as the datasets are whole: it is
taken away first and put back last.
"""

from __future__ import annotations

import json
import os
import shutil
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from dragoman.bulk.layout import DATASETS, Layout, aside
from dragoman.bulk.steps import digest

ASSEMBLED = "assembled.json"


def publish(layout: Layout, wanted: Mapping[Path, tuple[Path, str]], counts: Mapping[str, Any]) -> None:
    """Put the files of the datasets in place.

    Args:
        layout: the folder of the corpus.
        wanted: for each file of a dataset, where it lies now, and its SHA-256. Both places have it afterwards, as one
            file where the file system can do that.
        counts: what is told of the datasets as a whole.
    """
    assembled = layout.out / ASSEMBLED
    there = {file for name in DATASETS for file in layout.dataset(name).glob("month=*/[!.]*.parquet")}
    stale = {file for file in there if file not in wanted or not _is(file, *wanted[file])}
    new = sorted(wanted.keys() - (there - stale))
    files = {str(file.relative_to(layout.out)): wanted[file][1] for file in sorted(wanted)}
    text = json.dumps({**counts, "files": files}, ensure_ascii=False, indent=1) + "\n"
    if not stale and not new and assembled.exists() and assembled.read_text(encoding="utf-8") == text:
        return
    assembled.unlink(missing_ok=True)
    for file in sorted(stale):
        file.unlink()
        if not any(file.parent.iterdir()):
            file.parent.rmdir()
    for file in new:
        with aside(file) as place:
            _same(wanted[file][0], place)
    with aside(assembled) as place:
        place.write_text(text, encoding="utf-8")


def _is(file: Path, source: Path, hash: str) -> bool:
    return os.path.samefile(file, source) or digest(file) == hash


def _same(source: Path, place: Path) -> None:
    """Have one file at two places; copied where the file system knows no second name."""
    try:
        os.link(source, place)
    except OSError:
        shutil.copyfile(source, place)

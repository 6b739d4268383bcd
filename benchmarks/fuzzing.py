"""Fuzz the parsers of foreign bytes with atheris (libFuzzer), for as long as you like; not part of CI.

::

    pip install atheris
    python -m benchmarks.fuzzing feed --seconds 60 [--corpus FOLDER]

Each input that raises what its parser may not raise, or takes longer than ten seconds, ends the run and is written as
``crash-…`` or ``timeout-…`` into the current folder. ``--corpus`` keeps what reached new code, so that the next run
begins with it; the example files of the tests are always there. lxml is compiled without libFuzzer's counters: what is
steered by coverage is our own Python.
"""

from __future__ import annotations

import argparse
import sys
import tempfile
from collections.abc import Callable
from pathlib import Path

GOLDEN = Path(__file__).parent.parent / "tests" / "sources" / "golden"

AT = "https://wire.example/feed"


def any_bytes(data: bytes) -> None:
    """Fetched bytes of any kind, through recognition to documents."""
    from dragoman.errors import InputError
    from dragoman.sources import found_at
    from dragoman.sources.documents import Shelf
    from dragoman.sources.found import Draft

    shelf = Shelf(None)
    for found in found_at(data, AT, "text/html" if data[:1] == b"h" else None):
        if isinstance(found, Draft):
            outcome = shelf.add(found)
            assert isinstance(outcome, InputError) or outcome.json().encode()


def feed(data: bytes) -> None:
    """RSS, Atom, RDF."""
    any_bytes(b"<rss><channel>" + data)


def page(data: bytes) -> None:
    """Web pages."""
    any_bytes(b"<!DOCTYPE html><html>" + data)


def opml(data: bytes) -> None:
    """Lists of feeds."""
    from dragoman.errors import InputError
    from dragoman.sources.opml import read_opml, write_opml

    try:
        outlines = read_opml(b"<opml><body>" + data, "list")
    except InputError:
        return
    assert len(read_opml(write_opml(outlines, "list").encode(), "list")) == len(outlines)


def sitemap(data: bytes) -> None:
    """Sitemaps and their indexes."""
    any_bytes(b"<urlset>" + data)


def json_feed(data: bytes) -> None:
    """JSON Feed."""
    any_bytes(b'{"version": "https://jsonfeed.org/version/1", "items": [' + data)


def html_words(data: bytes) -> None:
    """The HTML of feeds."""
    from dragoman.sources.plaintext import plain_text

    plain_text(data.decode("utf-8", "surrogateescape")).encode()


def address(data: bytes) -> None:
    """Addresses."""
    from dragoman.sources.addresses import absolute, canonical_url, same_site, shown

    url = "https://" + data.decode("utf-8", "replace")
    canonical = canonical_url(url)
    assert canonical_url(canonical) == canonical
    absolute(url[8:], AT)
    same_site(url, AT)
    shown(url)


def date(data: bytes) -> None:
    """Dates."""
    from dragoman.sources.dates import parse_date

    written = parse_date(data.decode("utf-8", "replace"))
    assert written is None or parse_date(written) == written


TARGETS: dict[str, Callable[[bytes], None]] = {
    target.__name__: target
    for target in (any_bytes, feed, page, opml, sitemap, json_feed, html_words, address, date)
}


def main() -> None:
    """Run one target for some time."""
    arguments = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    arguments.add_argument("target", choices=TARGETS)
    arguments.add_argument("--seconds", type=int, default=60)
    arguments.add_argument("--corpus", type=Path, help="folder of inputs to begin with, and to add to")
    asked = arguments.parse_args()

    import atheris  # type: ignore[import-untyped, unused-ignore] # outside CI, installed by whoever fuzzes

    with atheris.instrument_imports(include=["dragoman.sources"]):
        import dragoman.sources.addresses
        import dragoman.sources.feed
        import dragoman.sources.htmlpage
        import dragoman.sources.opml
        import dragoman.sources.sitemap  # noqa: F401
    with tempfile.TemporaryDirectory() as kept:
        seeds = [str(folder) for folder in GOLDEN.iterdir() if folder.is_dir()]
        options = [
            sys.argv[0],
            str(asked.corpus or kept),
            *seeds,
            f"-max_total_time={asked.seconds}",
            "-timeout=10",
            "-rss_limit_mb=4096",
            "-max_len=65536",
        ]
        atheris.Setup(options, TARGETS[asked.target])
        atheris.Fuzz()


if __name__ == "__main__":
    main()

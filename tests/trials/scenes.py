"""What a desk does in the trials in which it is killed: each scene is commands, one after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path

from tests.fetching.server import Hostile
from tests.trials.reports import Report, feed, opml, page, reports, revised, table

Commands = tuple[tuple[str, ...], ...]

FAST = ("--parser", "fast")
RSS = "application/rss+xml; charset=utf-8"


def adding(folder: Path, events: int, jobs: int = 1) -> Commands:
    """Reports are added, then later versions of some."""
    given = reports(events)
    files = table(given, folder / "reports.jsonl"), table(revised(given), folder / "revised.jsonl")
    return tuple(("add", *FAST, "-j", str(jobs), str(file)) for file in files)


def watching(folder: Path, events: int, server: Hostile) -> Commands:
    """Feeds are watched, then one that leads to pages, then one that tells later versions of some reports.

    Nobody is asked twice in a minute, so that what is told later is told by another. Each feed and each page has a
    host of its own, so that none waits for its turn.

    Args:
        folder: for lists of feeds.
        events: how many events the reports have, about.
        server: listens at all addresses of loopback.
    """
    given = reports(events)
    told = [
        _feed(server, f"/feed-{n}.xml", feed(given[n::3], f"Feed {n}"), f"127.0.1.{n + 1}") for n in range(3)
    ]
    led = [
        replace(one, url=server.url(f"/led/{n}", f"127.0.2.{n + 1}"))
        for n, one in enumerate(_with_text(given)[:5])
    ]
    for n, one in enumerate(led):
        server.put(f"/led/{n}", page(one))
    teasers = [replace(one, text=one.text[:60]) for one in led]
    leading = _feed(server, "/leading.xml", feed(teasers, "Leading"), "127.0.1.8")
    later = _feed(server, "/later.xml", feed(revised(given), "Later"), "127.0.1.9")
    lists = []
    for name, urls in (("told", told), ("leading", [leading]), ("later", [later])):
        lists.append(folder / f"{name}.opml")
        lists[-1].write_text(opml(urls), encoding="utf-8")
    watch = ("watch", "--once", "--allow-private", *FAST, "-j", "1")
    return (
        (*watch, "--no-follow", str(lists[0])),
        (*watch, "--follow", str(lists[1])),
        (*watch, "--no-follow", str(lists[2])),
    )


def recoding() -> Commands:
    """Documents of a store are coded again, with fewer events than before."""
    return (("recode", *FAST, "-j", "1", "--min-confidence", "0.7", "--format", "jsonl"),)


def backing(file: Path) -> Commands:
    """A store is copied to a file, over the copy before."""
    return (("backup", "--force", str(file)),)


def bringing_up() -> Commands:
    """A store of an earlier version is opened."""
    return (("status", "--json"),)


def _with_text(given: Sequence[Report]) -> list[Report]:
    return [one for one in given if len(one.text) > 300]


def _feed(server: Hostile, path: str, content: str, host: str) -> str:
    server.put(path, content, RSS)
    return server.url(path, host)

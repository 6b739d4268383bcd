"""What the trials feed to the desk: reports of some weeks that nobody wrote, as tables, pages and feeds.

Made of the synthetic corpus (`benchmarks.corpus`), with what a wire has besides: copies under other names, headlines
alone, reports without a date, one that is not English, and later versions of some. The same numbers give the same
reports.
"""

from __future__ import annotations

import datetime as dt
import html
import json
import random
from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass, replace
from email.utils import format_datetime
from pathlib import Path

from benchmarks.corpus import corpus

WEEKS = 4
LAST = dt.date(2026, 9, 30)

ABROAD = (
    "Hafen von Eidsund gesperrt",
    "Der Hafen von Eidsund bleibt bis Freitag gesperrt. Die Fischer warten auf das Ende des Sturms, und niemand weiß, "
    "wann die Fähre wieder fährt.",
)


@dataclass(frozen=True, slots=True)
class Report:
    """A report as a house prints it; ``text`` is empty for a headline alone, ``published`` for one without a date."""

    url: str
    title: str
    text: str
    published: str
    publisher: str


def reports(events: int = 400, seed: int = 0) -> list[Report]:
    """Return reports with about so many events, in order of their days; a third as many reports."""
    chance = random.Random(seed)
    made = [
        Report(
            document.url or "",
            document.title or "",
            "" if n % 5 == 0 else (document.text or "").strip(),
            _within(document.published or ""),
            document.publisher or "",
        )
        for n, document in enumerate(corpus(events, seed).documents)
    ]
    copied = chance.sample(made, len(made) // 10)
    made += [replace(one, url=f"{one.url}/copy", publisher="The Second Lamp") for one in copied]
    for n in chance.sample(range(len(made)), max(1, len(made) // 40)):
        made[n] = replace(made[n], published="")
    made.append(Report("https://news.example/abroad", *ABROAD, f"{LAST}T08:00:00Z", "Eidsund Bote"))
    return sorted(made, key=lambda one: (one.published, one.url))


def revised(given: Sequence[Report], seed: int = 0) -> list[Report]:
    """Return later versions of one report in eight, with a sentence more, and of some that were corrected."""
    chance = random.Random(f"revised {seed}")
    later = []
    for n, one in enumerate(chance.sample(list(given), len(given) // 8)):
        more = "Italy condemned Hungary on Friday, a spokesman said."
        text = one.text.partition(". ")[2] if n % 3 == 0 else one.text
        later.append(replace(one, text=f"{text}\n{more}".strip()))
    return sorted(later, key=lambda one: (one.published, one.url))


def table(given: Iterable[Report], file: Path) -> Path:
    """Write reports as JSON lines."""
    rows = ({name: value for name, value in asdict(one).items() if value} for one in given)
    file.write_text("".join(json.dumps(row, ensure_ascii=False) + "\n" for row in rows), encoding="utf-8")
    return file


def page(one: Report) -> str:
    """Return the page of a report as HTML."""
    said = html.escape
    paragraphs = "".join(f"<p>{said(line)}</p>" for line in one.text.splitlines() or [""])
    day = f'<meta property="article:published_time" content="{one.published}">' if one.published else ""
    return (
        f'<!DOCTYPE html><html lang="en"><head><meta charset="utf-8"><title>{said(one.title)}</title>{day}'
        f'<meta property="og:site_name" content="{said(one.publisher)}">'
        f'<link rel="canonical" href="{said(one.url)}"></head>'
        f"<body><article><h1>{said(one.title)}</h1>{paragraphs}</article></body></html>"
    )


def feed(given: Iterable[Report], title: str, at: str | None = None) -> str:
    """Return reports as RSS; with ``at``, each leads to a page under that address instead of its own."""
    said = html.escape
    items = "".join(
        f"<item><title>{said(one.title)}</title><link>{said(_moved(one, at))}</link>"
        f"<description>{said(one.text)}</description>"
        + (f"<pubDate>{_rfc822(one.published)}</pubDate>" if one.published else "")
        + "</item>"
        for one in given
    )
    return (
        f'<?xml version="1.0" encoding="utf-8"?><rss version="2.0"><channel><title>{said(title)}</title>'
        f"<link>https://news.example/</link><description>{said(title)}</description>{items}</channel></rss>"
    )


def opml(feeds: Iterable[str]) -> str:
    """Return a list of feeds by their addresses."""
    outlines = "".join(f'<outline type="rss" text="feed" xmlUrl="{html.escape(url)}"/>' for url in feeds)
    return f'<?xml version="1.0"?><opml version="2.0"><head><title>feeds</title></head><body>{outlines}</body></opml>'


def _moved(one: Report, at: str | None) -> str:
    return one.url if at is None else at + one.url.removeprefix("https://news.example")


def _within(published: str) -> str:
    """Put a day into the weeks of the trials, days that follow each other mostly as they did."""
    day = dt.date.fromisoformat(published[:10])
    return (LAST - dt.timedelta(days=-day.toordinal() % (7 * WEEKS))).isoformat() + published[10:]


def _rfc822(published: str) -> str:
    return format_datetime(dt.datetime.fromisoformat(published))

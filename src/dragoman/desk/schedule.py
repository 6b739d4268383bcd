"""When to ask again, when to give up, and what takes the place of what: decisions alone.

Nothing here asks a clock, a server or a store; each function takes values and returns one. Times are UTC,
``2026-11-23T14:00:00Z``, and lengths of time are seconds.
"""

from __future__ import annotations

import datetime as dt
import re
from dataclasses import replace
from typing import TYPE_CHECKING, Literal, Protocol

from dragoman.records import stable_id

if TYPE_CHECKING:
    from dragoman.records import Document

Origin = Literal["file", "feed", "page", "archive"]

LEAST = 60
"""No source is asked again sooner, whoever asks for it."""

MOST = 86_400
"""The longest that a failing source is left alone, unless the interval itself is longer."""

FIRST_WAIT = 900
"""The wait after a first failure, where the interval is not shorter; it doubles with each one that follows."""

PAGE_WAITS = (300, 1_800, 7_200, 43_200)
"""The waits before an article's page is tried for the second, third, … time: over half a day in all."""

NEVER = "9999-12-31T23:59:59Z"
"""When a source is due that has said it is gone for good (HTTP 410)."""

_UNITS = {"s": 1, "m": 60, "h": 3_600, "d": 86_400}

_FINAL = frozenset({401, 402, 403, 410, 451})
"""Answers to a request for a page that will be the same in an hour: they are about who asks, or for good."""


class Due(Protocol):
    """What is looked at of a source followed (`dragoman.store.SourceRow`)."""

    @property
    def asked(self) -> str | None:
        """When it was asked last."""

    @property
    def due(self) -> str | None:
        """When it is to be asked next; none where it never was."""

    @property
    def failures(self) -> int:
        """How often it has failed in a row."""


# ---------------------------------------------------------------------------------------------- time


def seconds_of(words: str) -> int:
    """Return the seconds of an interval written as ``90s``, ``15m``, ``2h`` or ``1d``.

    Raises:
        ValueError: it is not written so, or is shorter than `LEAST` or longer than a year; the message says which.
    """
    found = re.fullmatch(r"([0-9]{1,9})([smhd])", words.strip().lower())
    if not found:
        raise ValueError(f"{words!r} is no interval; write it as 90s, 15m, 2h or 1d")
    seconds = int(found[1]) * _UNITS[found[2]]
    if seconds < LEAST:
        raise ValueError(f"{words!r} is shorter than a minute; nobody is asked more often")
    if seconds > 366 * 86_400:
        raise ValueError(f"{words!r} is longer than a year")
    return seconds


def stamp(time: dt.datetime) -> str:
    """Return a time as the store writes it."""
    return time.astimezone(dt.UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def later(at: str, seconds: float) -> str:
    """Return the time so many seconds after another one."""
    return stamp(_time(at) + dt.timedelta(seconds=seconds))


def seconds_between(start: str, end: str) -> float:
    """Return how long it is from one time to another; less than 0 where the second is before the first."""
    return (_time(end) - _time(start)).total_seconds()


def whole(date: str) -> str:
    """Return the last moment of a date (``2026-11-23``), and a time as it is."""
    return date if "T" in date else f"{date}T23:59:59Z"


def _time(at: str) -> dt.datetime:
    return dt.datetime.fromisoformat(at)


# ------------------------------------------------------------------------------------------- sources


def due_at(source: Due, every: int) -> str | None:
    """Return when a source is to be asked; ``None`` for at once, `NEVER` for one that is gone.

    One that answered last time is asked once the interval has passed, also where the interval was longer when the time
    was set. One that failed is left alone until the time that was set then.
    """
    if source.due is None or source.asked is None or source.due == NEVER:
        return source.due
    if source.failures:
        return source.due
    return min(source.due, later(source.asked, every))


def is_due(source: Due, now: str, every: int) -> bool:
    """Return whether a source is to be asked now.

    A clock that was put back leaves times to come that nobody set: what was asked in the future, or is due later than
    any wait that is ever given, is asked at once and so gets times of the new clock.
    """
    when = due_at(source, every)
    if when is None or when <= now:
        return True
    if when == NEVER:
        return False
    asked_ahead = source.asked is not None and seconds_between(now, source.asked) > every
    return asked_ahead or seconds_between(now, when) > max(every, MOST)


def next_due(asked: str, every: int, *, failures: int = 0, wait: float | None = None) -> str:
    """Return when a source is asked next.

    Args:
        asked: when it was asked.
        every: the interval.
        failures: how often it has failed in a row, this time counted.
        wait: how long it asks to be left alone (``Retry-After``); no longer than `MOST` is heard.
    """
    seconds = float(every)
    if failures:
        seconds = min(min(every, FIRST_WAIT) * 2.0 ** min(failures - 1, 20), max(MOST, every))
    return later(asked, max(seconds, min(wait or 0.0, MOST), LEAST))


# ----------------------------------------------------------------------------------- items and pages


def item_hash(document: Document) -> str:
    """Return what two showings of an item of a feed are compared by: its words.

    Neither its date nor the spelling of its address counts: some feeds date everything anew each time they are made.
    """
    return stable_id(document.title, document.text)


def page_again(at: str, tries: int, *, status: int | None, wait: float | None, lasting: bool) -> str | None:
    """Return when a page that could not be had is tried again, or ``None`` where it is given up.

    Args:
        at: when it was asked.
        tries: how often it has failed, this time counted.
        status: the answer, if there was one.
        wait: how long the server asks to be left alone.
        lasting: whether the fetcher says that asking again is no use.
    """
    if lasting or status in _FINAL or tries > len(PAGE_WAITS):
        return None
    return later(at, max(PAGE_WAITS[tries - 1], min(wait or 0.0, MOST)))


def told_by(item: Document, page: Document) -> tuple[Document, Origin]:
    """Return an item of a feed as the page it leads to tells it, and which of the two its text comes from.

    The page has more of it, and a date of its own makers where that is in its data; the feed fills what the page
    does not say. A page that tells less than the feed – a notice, the beginning of what must be paid for – gives
    nothing but what the feed leaves open.
    """
    if len(page.text or "") < len(item.text or ""):
        return replace(
            item,
            id=page.id,
            published=item.published or page.published,
            published_from=item.published_from if item.published else page.published_from,
        ), "feed"
    dated = page.published is not None and (page.published_from == "json-ld" or item.published is None)
    return replace(
        page,
        title=page.title or item.title,
        published=page.published if dated else item.published,
        published_from=page.published_from if dated else item.published_from,
        publisher=page.publisher or item.publisher,
        family=page.family if page.publisher else item.family,
        language=page.language or item.language,
    ), "page"


def takes_the_place(held: Document, held_origin: str, came: Document, came_origin: str) -> bool:
    """Return whether what came is told from now on instead of what is held under the same id.

    What a feed says of an article never replaces the article. Of two feeds that show one report, the one that says
    less does not replace the other. Everything else that differs is a revision.
    """
    if came_origin != "feed":
        return True
    if held_origin != "feed":
        return False
    less = len(came.text or "") < len(held.text or "") and (came.text or "") in (held.text or "")
    return not less

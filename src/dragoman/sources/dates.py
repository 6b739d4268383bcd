"""Dates of publication as inputs write them, to the one form the records use.

A time with a zone becomes UTC (``2025-02-18T06:30:00Z``); a time without one is read as UTC, as feeds and
news archives mean it; a day alone stays a day (``2025-02-18``). What could be two days ("03/02/2025") is not
read.
"""

from __future__ import annotations

import datetime as dt
import re
from email.utils import parsedate_to_datetime
from functools import cache

from dragoman.ontology.files import load_yaml

EARLIEST, LATEST = 1700, 2200  # years; what lies outside is a slip ("0001-01-01"), not a day of publication

_MAIL = re.compile(r"(?:[a-z]{3},\s*)?\d{1,2} [a-z]{3} \d{4} \d{1,2}:\d{2}(?::\d{2})? .+", re.IGNORECASE)
_ISO = re.compile(r"\d{4}-?\d{2}-?\d{2}(?:[T\s].*)?", re.IGNORECASE)
_YEAR_FIRST = re.compile(
    r"(?P<year>\d{4})[/.](?P<month>\d{1,2})[/.](?P<day>\d{1,2})(?P<rest>[T\s].*)?", re.IGNORECASE
)
_YEAR_LAST = re.compile(
    r"(?P<a>\d{1,2})(?P<sign>[/.-])(?P<b>\d{1,2})(?P=sign)(?P<year>\d{4})(?P<rest>[T\s].*)?", re.IGNORECASE
)
_SECONDS = re.compile(r"\d{10}(?:\.\d+)?|\d{13}")
_HOUR_STAMP = re.compile(r"20\d\d[01]\d[0-3]\d[0-2]\d")  # 2025021810 is an hour or a second: not read
_STAMP = re.compile(r"\d{14}")


def parse_date(value: object) -> str | None:
    """Return a date as `Document.published` writes it, or ``None`` when it cannot be read without guessing.

    Read are ISO 8601, RFC 2822 (feeds and mail), months by name in either order, ``2025/02/18``, days first
    or last where only one reading is a date (``18/02/2025``, ``18.02.2025``), ``20250218``,
    ``20250218103000``, and seconds or milliseconds since 1970 (as a number or as digits).
    """
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return None
    if isinstance(value, float) and value.is_integer():
        value = int(value)
    text = str(value).strip()
    if len(text) > 100 or not text.isprintable():
        return None
    for reading in (_iso, _mail, _named_month, _numbers, _count):
        try:
            if found := reading(text):
                return _write(found)
        except (ValueError, OverflowError, OSError, TypeError):
            continue
    return None


def _write(found: dt.date | dt.datetime) -> str | None:
    if isinstance(found, dt.datetime):
        found = (found if found.tzinfo else found.replace(tzinfo=dt.UTC)).astimezone(dt.UTC)
    if not EARLIEST <= found.year <= LATEST:
        return None
    if isinstance(found, dt.datetime):
        return found.strftime("%Y-%m-%dT%H:%M:%SZ")
    return found.isoformat()


def _iso(text: str) -> dt.date | dt.datetime | None:
    if not _ISO.fullmatch(text):
        return None
    if len(text) <= 10:
        return dt.date.fromisoformat(text)
    text = re.sub(r"\s*(?:UTC|GMT|Z)$", "+00:00", text, flags=re.IGNORECASE)
    text = re.sub(r"\s+([+-]\d)", r"\1", text)
    return dt.datetime.fromisoformat(re.sub(r"(\.\d{6})\d+", r"\1", text))


def _mail(text: str) -> dt.date | dt.datetime | None:
    if not _MAIL.fullmatch(text):
        return None
    time = parsedate_to_datetime(text)
    # Without an offset: the zone is one that mail does not know, and only the day is sure ("-0000" is UTC).
    return time if time.tzinfo or text.endswith("-0000") else time.date()


@cache
def _months() -> dict[str, int]:
    """Names of months in lower case, and their numbers."""
    return {
        name.lower(): number for number, names in load_yaml("dates.yaml")["months"].items() for name in names
    }


@cache
def _named_month_patterns() -> tuple[re.Pattern[str], ...]:
    """``18 February 2025``, ``February 18, 2025``, ``2025 Feb 18``; a weekday before, a time after."""
    weekdays = "|".join(f"{day}|{day[:3]}|{day[:4]}|{day[:5]}" for day in load_yaml("dates.yaml")["weekdays"])
    month = rf"(?P<month>{'|'.join(sorted(_months(), key=len, reverse=True))})\.?"
    day = r"(?P<day>\d{1,2})(?:st|nd|rd|th)?"
    year = r"(?P<year>\d{4})"
    before = rf"(?:(?:{weekdays})\.?,?\s+)?"
    after = (
        r"(?:(?:,|,?\s+at|\s*[-–—|])?\s+(?P<hour>\d{1,2})[:.](?P<minute>\d{2})(?::(?P<second>\d{2}))?"
        r"\s*(?P<half>[ap]\.?m\.?)?\s*(?P<zone>[+-]\d{2}:?\d{2}|[a-z]{1,5})?)?"
    )
    orders = [
        rf"{day}[\s-]+(?:of\s+)?{month},?[\s-]+{year}",
        rf"{month}\s+{day},?\s+{year}",
        rf"{year}[\s-]+{month}[\s-]+{day}",
    ]
    return tuple(re.compile(before + order + after, re.IGNORECASE) for order in orders)


def _named_month(text: str) -> dt.date | dt.datetime | None:
    for pattern in _named_month_patterns():
        if match := pattern.fullmatch(text):
            day = dt.date(int(match["year"]), _months()[match["month"].lower()], int(match["day"]))
            return _with_time(day, match)
    return None


def _with_time(day: dt.date, match: re.Match[str]) -> dt.date | dt.datetime:
    if match["hour"] is None:
        return day
    zone = (match["zone"] or "Z").upper()
    if zone not in {"Z", "UTC", "GMT"} and zone[0] not in "+-":
        return day  # a zone by its initials may be several; the day stands
    hour = int(match["hour"])
    if match["half"]:
        hour = hour % 12 + (12 if match["half"][0] in "pP" else 0)
    time = dt.time(hour, int(match["minute"]), int(match["second"] or 0))
    offset = dt.UTC if zone[0] not in "+-" else dt.datetime.strptime(zone, "%z").tzinfo
    return dt.datetime.combine(day, time, tzinfo=offset)


def _numbers(text: str) -> dt.date | dt.datetime | None:
    if match := _YEAR_FIRST.fullmatch(text):
        return _iso(f"{match['year']}-{match['month']:0>2}-{match['day']:0>2}{match['rest'] or ''}")
    if match := _YEAR_LAST.fullmatch(text):
        a, b = int(match["a"]), int(match["b"])
        # With dots the day always stands first; else only when one of the two cannot be a month.
        if match["sign"] == "." or a > 12 or a == b:
            day, month = a, b
        elif b > 12:
            day, month = b, a
        else:
            return None
        return _iso(f"{match['year']}-{month:02}-{day:02}{match['rest'] or ''}")
    return None


def _count(text: str) -> dt.datetime | None:
    if _STAMP.fullmatch(text):
        return dt.datetime.strptime(text, "%Y%m%d%H%M%S")
    if _SECONDS.fullmatch(text) and not _HOUR_STAMP.fullmatch(text):
        seconds = float(text) / (1000 if len(text) == 13 and "." not in text else 1)
        return dt.datetime.fromtimestamp(seconds, dt.UTC)
    return None

"""When: the dates a sentence names, resolved against the day of publication.

Rules of reading:

- Weekdays are the last one on or before the day of publication; the first one on or after it where the verb
  nearest to it looks ahead ("will meet on Friday").
- A day or month without its year is the one that lies within nine months before and three after publication;
  where the words look ahead, the next one.
- What only bounds ("until Friday", "since 2014", "by March 1") is not the day of a happening and is left out.
- Without the day of publication, only dates with a year are read. Nothing is invented.
- Numeric dates other than ISO (7/2/2025) are left out: nobody can tell which is the month.
"""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from spacy.tokens import Span

from dragoman.language.found import Found
from dragoman.language.numbers import alternatives
from dragoman.ontology.files import load_yaml
from dragoman.records import Date, Precision

_DAY = dt.timedelta(days=1)
_FIRST, _LAST = 1000, 2999  # years outside are no years of news
_BACK, _AHEAD = 275, 92  # days: nine months, three months
_NEAR = 120  # characters searched for the words that tell the sense


def find(span: Span, published: dt.date | None) -> list[Found[Date]]:
    """Return the dates of a sentence in the order of the text; offsets index the text of the ``Doc``.

    Args:
        span: the sentence.
        published: day of publication, on which relative dates rest; ``None`` where it is not known.
    """
    text = span.text
    values: list[Found[Date]] = []
    taken = 0
    for match, read in _matches(text):
        if match.start() < taken or _bounded(text, match):
            continue
        date = read(match, _Anchor(published, text, match.start(), match.end()))
        if date is not None:
            values.append(Found(date, span.start_char + match.start(), span.start_char + match.end()))
            taken = match.end()
    return values


@dataclass(frozen=True, slots=True)
class _Words:
    months: dict[str, int]
    weekdays: dict[str, int]
    days: dict[str, int]
    counts: dict[str, int]
    remembered: frozenset[str]
    bound: re.Pattern[str]
    named_before: re.Pattern[str]
    named_after: re.Pattern[str]
    ages_after: re.Pattern[str]
    houses_before: re.Pattern[str]
    names_after: re.Pattern[str]
    future: re.Pattern[str]
    past: re.Pattern[str]


@cache
def _words() -> _Words:
    data = load_yaml("dates.yaml")
    return _Words(
        months={form.lower(): int(month) for month, forms in data["months"].items() for form in forms},
        weekdays={name.lower(): number for name, number in data["weekdays"].items()},
        days=data["days"],
        counts=data["counts"],
        remembered=frozenset(data["remembered"]),
        bound=re.compile(rf"\b(?i:{alternatives(data['bounds'])})\s+(?:the\s+)?$"),
        named_before=re.compile(rf"\b(?i:{alternatives(data['not_before_weekday'])})\s$"),
        named_after=re.compile(rf"\s(?i:{alternatives(data['not_after_weekday'])})\b"),
        ages_after=re.compile(rf"(?i:{alternatives(data['not_after_day'])})\b"),
        houses_before=re.compile(rf"\b(?i:{alternatives(data['not_before_day'])})\s$"),
        names_after=re.compile(rf"\s(?i:{alternatives(data['not_after_date'])})\b"),
        future=re.compile(rf"\b(?i:{'|'.join(data['future'])})\b|['’]ll\b"),
        past=re.compile(rf"\b(?i:{'|'.join(data['past'])})\b"),
    )


class _Anchor:
    """The day of publication and the words around a date."""

    def __init__(self, published: dt.date | None, text: str, start: int, end: int) -> None:
        self.published = published
        self.text, self.start, self.end = text, start, end

    @property
    def before(self) -> str:
        """The words just before the date."""
        return self.text[max(0, self.start - _NEAR) : self.start]

    @property
    def after(self) -> str:
        """The words just after the date."""
        return self.text[self.end : self.end + _NEAR]

    @property
    def ahead(self) -> bool:
        """Whether the nearest verb looks ahead: the last one before the date, else the first one after it."""
        w = _words()
        future, past = _last_end(w.future, self.before), _last_end(w.past, self.before)
        if future or past:
            return future >= past
        first, second = w.future.search(self.after), w.past.search(self.after)
        return first is not None and (second is None or first.start() <= second.start())


def _last_end(pattern: re.Pattern[str], text: str) -> int:
    return max((match.end() for match in pattern.finditer(text)), default=0)


_Reader = Callable[[re.Match[str], _Anchor], "Date | None"]


@cache
def _patterns() -> tuple[tuple[re.Pattern[str], _Reader], ...]:
    data = load_yaml("dates.yaml")
    names = [form for full, *_ in data["months"].values() for form in (full, full.upper())]
    short = [
        form
        for _, *abbreviations in data["months"].values()
        for one in abbreviations
        for form in (one, one.upper())
    ]
    months = rf"(?:{alternatives(names)}|{alternatives(short)}\.?)"
    weekday = (
        rf"(?:{alternatives(data['weekdays'])}|{alternatives(name.upper() for name in data['weekdays'])})"
    )
    count = alternatives(data["counts"])
    opener, year_opener = alternatives(data["month_openers"]), alternatives(data["year_openers"])
    turn, units = "(?P<turn>last|this|next)", "week|weekend|month|year"
    day = r"(?:3[01]|[12]\d|0?[1-9])(?:st|nd|rd|th)?"
    year = r"(?:1[0-9]|20|21)\d\d"
    link = r"(?:\s?[-–—]\s?|\sto\s|\sthrough\s|\sand\s)"
    named = rf"(?:{weekday},?\s)?"

    month2 = rf"(?P<m2>{months})"
    of_year = rf"(?:,?\s(?P<y>{year}))?"

    def compiled(pattern: str, flags: int = 0) -> re.Pattern[str]:
        return re.compile(rf"(?<![\w$€£.,:/-]){pattern}(?![\w%]|[.,:/-]\d|[-–](?:year|day))", flags)

    return (
        (compiled(rf"(?P<y>{year})-(?P<m>0[1-9]|1[0-2])-(?P<d>0[1-9]|[12]\d|3[01])"), _iso),
        (compiled(rf"{named}(?P<m>{months})\s(?P<d>{day}){link}{month2}\s(?P<d2>{day}){of_year}"), _day),
        (compiled(rf"{named}(?P<d>{day})\s(?P<m>{months}){link}(?P<d2>{day})\s{month2}{of_year}"), _day),
        (compiled(rf"{named}(?P<m>{months})\s(?P<d>{day})(?:{link}(?P<d2>{day}))?{of_year}"), _day),
        (compiled(rf"{named}(?:(?P<d>{day}){link})?(?P<d2>{day})\s(?:of\s)?(?P<m>{months}){of_year}"), _day),
        (compiled(rf"(?P<m>{months})(?:\s(?P<y>{year}))?{link}(?P<m2>{months})\s(?P<y2>{year})"), _months),
        (compiled(rf"(?P<m>{months}),?\s(?:of\s)?(?P<y>{year})"), _month),
        (compiled(rf"(?P<open>(?i:{opener}))[\s-](?P<m>{months})(?!['’]|,?\s\d)"), _month),
        (compiled(rf"(?:(?P<turn>(?i:last|next|this))\s)?(?P<w>{weekday})"), _weekday),
        (compiled(rf"(?P<day>{alternatives(data['days'])})", re.IGNORECASE), _near_day),
        (compiled(rf"(?:(?P<part>earlier|later)\s)?{turn}\s(?P<unit>{units})", re.IGNORECASE), _near),
        (compiled(rf"(?P<n>{count}|\d{{1,2}})\s(?P<unit>day|week|month|year)s?\sago", re.IGNORECASE), _ago),
        (compiled(rf"(?i:{year_opener})[\s-](?P<y>{year})"), _year),
    )  # fmt: skip


def _matches(text: str) -> Iterator[tuple[re.Match[str], _Reader]]:
    """Yield what may be a date, in the order of the text; where two begin together, the longer first."""
    found = [(match, read) for pattern, read in _patterns() for match in pattern.finditer(text)]
    found.sort(key=lambda pair: (pair[0].start(), -pair[0].end()))
    yield from found


def _bounded(text: str, match: re.Match[str]) -> bool:
    """Whether the date only bounds ("until Friday"); "from March 1 to March 5" is a range and does not."""
    bound = _words().bound.search(text, max(0, match.start() - 30), match.start())
    groups = match.groupdict()
    ranged = groups.get("y2") or (groups.get("d") and groups.get("d2"))
    return bound is not None and not ranged


# ------------------------------------------------------------------------------------------- readers


def _date(start: dt.date, end: dt.date, precision: Precision) -> Date | None:
    return Date(start.isoformat(), end.isoformat(), precision) if start <= end else None


def _one(day: dt.date | None) -> Date | None:
    return _date(day, day, "day") if day is not None else None


def _calendar(year: int, month: int, day: int) -> dt.date | None:
    try:
        return dt.date(year, month, day)
    except ValueError:
        return None


def _shift(day: dt.date, days: int) -> dt.date | None:
    try:
        return day + dt.timedelta(days=days)
    except OverflowError:
        return None


def _month_span(year: int, month: int) -> Date | None:
    year, month = year + (month - 1) // 12, (month - 1) % 12 + 1
    if not _FIRST <= year <= _LAST:
        return None
    first = dt.date(year, month, 1)
    following = dt.date(year + month // 12, month % 12 + 1, 1)
    return _date(first, following - _DAY, "month")


def _nearest(candidates: Iterable[dt.date | None], anchor: _Anchor) -> dt.date | None:
    """Choose the year of a date without one."""
    published = anchor.published
    if published is None:
        return None
    near = [day for day in candidates if day is not None]
    if anchor.ahead:
        return min((day for day in near if day >= published), default=None)
    inside = [day for day in near if -_BACK <= (day - published).days <= _AHEAD]
    return min(inside, key=lambda day: (day > published, abs((day - published).days)), default=None)


def _years(anchor: _Anchor) -> range:
    published = anchor.published
    return range(published.year - 1, published.year + 2) if published else range(0)


def _number(words: str) -> int:
    return int(re.sub(r"\D", "", words))


def _iso(match: re.Match[str], anchor: _Anchor) -> Date | None:
    return _one(_calendar(int(match["y"]), int(match["m"]), int(match["d"])))


def _day(match: re.Match[str], anchor: _Anchor) -> Date | None:
    w = _words()
    month = w.months[match["m"].rstrip(".").lower()]
    days = [_number(match[g]) for g in ("d", "d2") if match[g]]
    second = match.groupdict().get("m2")
    last_month = w.months[second.rstrip(".").lower()] if second else month

    def both(year: int) -> tuple[dt.date, dt.date] | None:
        first, last = _calendar(year, month, days[0]), _calendar(year, last_month, days[-1])
        if first is not None and last is not None and first > last and last_month < month:
            first = _calendar(year - 1, month, days[0])  # "December 28 to January 3, 2025"
        return (first, last) if first is not None and last is not None and first <= last else None

    if match["y"]:
        pair = both(int(match["y"]))
        return _date(*pair, "day") if pair else None
    if w.names_after.match(anchor.after):
        return None
    if f"{month:02}-{days[0]:02}" in w.remembered and not _just_past(month, days[0], anchor):
        return None
    pairs = {pair[1]: pair for year in _years(anchor) if (pair := both(year)) is not None}
    chosen = _nearest(pairs, anchor)
    return _date(*pairs[chosen], "day") if chosen is not None else None


def _just_past(month: int, day: int, anchor: _Anchor) -> bool:
    published = anchor.published
    this_year = _calendar(published.year, month, day) if published else None
    return published is not None and this_year is not None and 0 <= (published - this_year).days <= 7


def _month(match: re.Match[str], anchor: _Anchor) -> Date | None:
    month = _words().months[match["m"].rstrip(".").lower()]
    groups = match.groupdict()
    if groups.get("y"):
        return _month_span(int(groups["y"]), month)
    published = anchor.published
    if published is None:
        return None
    turn = groups["open"].lower()
    if turn == "last":
        return _month_span(published.year - (month >= published.month), month)
    if turn == "next":
        return _month_span(published.year + (month <= published.month), month)
    if month == published.month:
        return _month_span(published.year, month)
    chosen = _nearest((_calendar(year, month, 1) for year in _years(anchor)), anchor)
    return _month_span(chosen.year, month) if chosen is not None else None


def _months(match: re.Match[str], anchor: _Anchor) -> Date | None:
    """Read "September 2018 to February 2019"."""
    numbers = _words().months
    first, last = numbers[match["m"].rstrip(".").lower()], numbers[match["m2"].rstrip(".").lower()]
    last_year = int(match["y2"])
    start = _month_span(int(match["y"]) if match["y"] else last_year - (first > last), first)
    end = _month_span(last_year, last)
    return Date(start.start, end.end, "month") if start and end and start.start <= end.end else None


def _weekday(match: re.Match[str], anchor: _Anchor) -> Date | None:
    w = _words()
    published = anchor.published
    if published is None or w.named_before.search(anchor.before) or w.named_after.match(anchor.after):
        return None
    wanted = w.weekdays[match["w"].lower()]
    since = (published.weekday() - wanted) % 7
    turn = (match["turn"] or "").lower()
    if turn == "last":
        return _one(_shift(published, -(since or 7)))
    if turn == "next":
        return _one(_shift(published, (7 - since)))
    if anchor.ahead or turn == "this":
        return _one(_shift(published, -since % 7))
    return _one(_shift(published, -since))


def _near_day(match: re.Match[str], anchor: _Anchor) -> Date | None:
    w = _words()
    if anchor.published is None or w.ages_after.match(anchor.after) or w.houses_before.search(anchor.before):
        return None
    return _one(_shift(anchor.published, w.days[re.sub(r"\s", " ", match["day"].lower())]))


def _near(match: re.Match[str], anchor: _Anchor) -> Date | None:
    """Read "last week", "earlier this month", "next year"."""
    published = anchor.published
    if published is None:
        return None
    step = {"last": -1, "this": 0, "next": 1}[match["turn"].lower()]
    whole = _period(published, match["unit"].lower(), step)
    if whole is None or not match["part"] or step:
        return whole
    if match["part"].lower() == "earlier":
        return Date(whole.start, min(whole.end, published.isoformat()), whole.precision)
    return Date(max(whole.start, published.isoformat()), whole.end, whole.precision)


def _period(day: dt.date, unit: str, step: int) -> Date | None:
    if unit == "month":
        return _month_span(day.year, day.month + step)
    if unit == "year":
        return _year_span(day.year + step)
    monday = _shift(day, 7 * step - day.weekday())
    sunday = _shift(monday, 6) if monday else None
    if monday is None or sunday is None:
        return None
    return _date(sunday - _DAY, sunday, "day") if unit == "weekend" else _date(monday, sunday, "week")


def _year_span(year: int) -> Date | None:
    if not _FIRST <= year <= _LAST:
        return None
    return _date(dt.date(year, 1, 1), dt.date(year, 12, 31), "year")


def _ago(match: re.Match[str], anchor: _Anchor) -> Date | None:
    """Read "three days ago" as a day and "two weeks ago" as the week in which that day falls."""
    if anchor.published is None:
        return None
    number = _words().counts.get(match["n"].lower()) or int(match["n"])
    unit = match["unit"].lower()
    if unit == "day":
        return _one(_shift(anchor.published, -number))
    return _period(anchor.published, unit, -number)


def _year(match: re.Match[str], anchor: _Anchor) -> Date | None:
    return _year_span(int(match["y"]))

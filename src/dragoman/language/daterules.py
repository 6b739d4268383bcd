"""What each form of date means, given the day of publication and the last date told: a reading for each form."""

from __future__ import annotations

import datetime as dt
import re
from collections.abc import Iterable

from dragoman.language.datewords import Sense, words
from dragoman.language.periods import (
    Unit,
    calendar,
    easter,
    first,
    last,
    month_of,
    months_of,
    nth_weekday,
    one,
    period,
    rolling,
    shift,
    stretch,
    years_of,
)
from dragoman.records import Date

_BACK, _AHEAD = 275, 92  # days: nine months, three months
_REMEMBERED = 7  # days for which "the Sept. 11 attack" may be this year's
_FINENESS = {"day": 0, "week": 1, "month": 2, "year": 3}


class Here:
    """A match, the day of publication and the last date told before it."""

    def __init__(self, match: re.Match[str], day: dt.date | None, told: Date | None) -> None:
        self.day, self.told = day, told
        self._text, self._start, self._end = match.string, match.start(), match.end()
        self._groups = match.groupdict()

    def __getitem__(self, name: str) -> str:
        """Return what a group matched, in lower case; empty where it matched nothing."""
        return (self._groups.get(name) or "").lower()

    def number(self, name: str) -> int:
        """Return the number a group gives, in figures or words; 1 where it matched nothing."""
        figures = re.sub(r"\D", "", self[name])
        return int(figures) if figures else int(words().lists["counts"].get(self[name] or "one", 1))

    def month(self, name: str) -> int:
        """Return the number of the month a group names; 0 where it matched nothing."""
        return words().months.get(self[name].rstrip("."), 0)

    def weekday(self, name: str) -> int | None:
        """Return the number of the weekday a group names."""
        return words().weekdays.get(self[name].rstrip("."))

    def unit(self) -> tuple[Unit, int]:
        """Return the unit of the calendar that is named, and how many of them."""
        return words().units[self["unit"]]

    def before(self, name: str) -> bool:
        """Whether a word of the list ``not_before_{name}`` stands before the match."""
        return words().stands_before(name, self._text, self._start)

    def after(self, name: str) -> bool:
        """Whether a word of the list ``not_after_{name}`` stands after the match."""
        return words().stands_after(name, self._text, self._end)

    @property
    def sense(self) -> Sense | None:
        """Where the nearest verb looks."""
        return words().sense(self._text, self._start, self._end)

    def year(self) -> int | None:
        """Return the year that is told ("2024", "last year", "that year"); ``None`` where none can be known."""
        lists = words().lists
        if self["y"]:
            return int(self["y"])
        if self["of_day"] and self.day is not None:
            return self.day.year + int(lists["turns"][self["of_day"]])
        if self["of_told"] and self.told is not None:
            return first(self.told).year + int(lists["told_turns"][self["of_told"]])
        return None

    @property
    def has_year(self) -> bool:
        """Whether the words tell a year, known or not."""
        return bool(self["y"] or self["of_day"] or self["of_told"])

    def nearest(self, candidates: Iterable[dt.date | None]) -> dt.date | None:
        """Choose the year of a day that is told without one."""
        day = self.day
        if day is None:
            return None
        near = [one for one in candidates if one is not None]
        weekday = self.weekday("w")
        named = [one for one in near if one.weekday() == weekday]
        if named:
            return min(named, key=lambda one: abs((one - day).days))
        coming = [one for one in near if 0 <= (one - day).days <= _BACK]
        if coming and self.sense == "ahead":
            return min(coming)
        inside = [one for one in near if -_BACK <= (one - day).days <= _AHEAD]
        return min(inside, key=lambda one: (one > day, abs((one - day).days)), default=None)

    def years_around(self) -> range:
        """Return the years among which a day without one is looked for."""
        return range(self.day.year - 1, self.day.year + 2) if self.day else range(0)


def numeric(here: Here) -> Date | None:
    """Read 2025-02-17, 2025/02/17 and 2025-02-17T06:30:00Z."""
    return one(calendar(int(here["y"]), int(here["m"]), int(here["d"])))


def numeric_end(here: Here) -> Date | None:
    """Read 14/02/2025 and 02/14/2025, but not 7/2/2025; with full stops the day comes first (DIN 1355)."""
    a, b, year = int(here["a"]), int(here["b"]), int(here["y"])
    if here["sep"] == "." or a > 12:
        return one(calendar(year, b, a))
    return one(calendar(year, a, b)) if b > 12 else None


def day_of_month(here: Here) -> Date | None:
    """Read a day of a month, or a range of them."""
    month, day = here.month("m"), here.number("d")
    last_month, last_day = here.month("m2") or month, here.number("d2") if here["d2"] else day

    def both(year: int) -> tuple[dt.date, dt.date] | None:
        # "December 28 to January 3, 2025" begins in 2024.
        first_year = int(here["y1"] or year - (last_month < month))
        pair = calendar(first_year, month, day), calendar(year, last_month, last_day)
        return (pair[0], pair[1]) if pair[0] and pair[1] and pair[0] <= pair[1] else None

    pair: tuple[dt.date, dt.date] | None
    if here.has_year:
        year = here.year()
        pair = both(year) if year is not None else None
    else:
        if here.after("date") or (_is_remembered(month, day) and not _just_past(month, day, here.day)):
            return None
        pairs = {pair[1]: pair for year in here.years_around() if (pair := both(year)) is not None}
        chosen = here.nearest(pairs)
        pair = pairs[chosen] if chosen is not None else None
    return stretch(*pair, "day") if pair and _is_range(here, (pair[1] - pair[0]).days) else None


def _is_range(here: Here, steps: int) -> bool:
    """Whether "and" makes a range: behind "between", or of neighbours ("on February 3 and 4")."""
    return here["link"].strip() != "and" or bool(here["between"]) or steps == 1


def _is_remembered(month: int, day: int) -> bool:
    return f"{month:02}-{day:02}" in words().remembered


def _just_past(month: int, day: int, published: dt.date | None) -> bool:
    this_year = calendar(published.year, month, day) if published else None
    return (
        published is not None and this_year is not None and 0 <= (published - this_year).days <= _REMEMBERED
    )


def day_of_this_month(here: Here) -> Date | None:
    """Read "the 5th of next month"."""
    if here.day is None:
        return None
    month = month_of(here.day.year, here.day.month + int(words().lists["turns"][here["turn"]]))
    return one(calendar(first(month).year, first(month).month, here.number("d"))) if month else None


def feast_day(here: Here) -> Date | None:
    """Read "New Year's Eve", "Easter Sunday 2024"."""
    if here.before("feast") or here.after("feast"):
        return None
    name = here["feast"].replace("’", "'")
    lists = words().lists
    fixed = {feast.lower(): day for feast, day in lists["feasts"].items()}
    moving = {feast.lower(): int(days) for feast, days in lists["easter"].items()}

    def in_year(year: int) -> dt.date | None:
        if name in moving:
            return shift(easter(year), moving[name])
        month, day = fixed[name].split("-")
        return calendar(year, int(month), int(day))

    if here.has_year:
        year = here.year()
        return one(in_year(year)) if year is not None else None
    return one(here.nearest(in_year(year) for year in here.years_around()))


def single_weekday(here: Here) -> Date | None:
    """Read "Tuesday", "last Friday night", "Monday of next week", "the following Friday"."""
    if here.before("weekday") or here.after("weekday") or (here["turn"] and here.before("turn")):
        return None
    wanted = here.weekday("w")
    assert wanted is not None
    if here["told"]:
        return _told_weekday(here, wanted)
    day = here.day
    if day is None:
        return None
    if here["week"]:
        return one(shift(day, wanted - day.weekday() + 7 * int(words().lists["turns"][here["week"]])))
    since = (day.weekday() - wanted) % 7
    step = words().lists["weekday_turns"].get(here["turn"], 0)
    if step:
        return one(shift(day, -(since or 7) if step < 0 else 7 - since))
    sense = here.sense
    if sense == "ahead" or (here["turn"] == "this" and sense != "back"):
        return one(shift(day, -since % 7))
    return one(shift(day, -since))


def _told_weekday(here: Here, wanted: int) -> Date | None:
    """Read "the following Friday"."""
    step = int(words().lists["told_turns"][here["told"]])
    if here.told is None or not step or _FINENESS[here.told.precision] > 1:
        return None
    if step > 0:
        end = last(here.told)
        return one(shift(end, (wanted - end.weekday() - 1) % 7 + 1))
    start = first(here.told)
    return one(shift(start, -((start.weekday() - wanted - 1) % 7 + 1)))


def weekdays(here: Here) -> Date | None:
    """Read "Monday to Wednesday": the days run on from the first one or back from the last one."""
    start, end, day = here.weekday("w"), here.weekday("w2"), here.day
    if day is None or start is None or end is None or start == end:
        return None
    length = (end - start) % 7
    if not _is_range(here, length):
        return None
    if here.sense == "ahead":
        begins = shift(day, (start - day.weekday()) % 7)
        return stretch(begins, shift(begins, length), "day")
    ends = shift(day, -((day.weekday() - end) % 7))
    return stretch(shift(ends, -length), ends, "day")


def near_day(here: Here) -> Date | None:
    """Read "yesterday", "earlier today"."""
    if here.after("day") or here.before("day"):
        return None
    return one(shift(here.day, int(words().lists["days"][re.sub(r"\s", " ", here["day"])])))


def overnight(here: Here) -> Date | None:
    """Read "overnight" as the night before publication, with the days on both its sides."""
    return None if here.after("overnight") else stretch(shift(here.day, -1), here.day, "day")


def weekend(here: Here) -> Date | None:
    """Read "over the weekend": the last one that has begun, or, looking ahead, the next that has not ended."""
    if here.day is None:
        return None
    has_begun = here.day.weekday() >= 5
    return period(here.day, "weekend", 0 if has_begun or here.sense == "ahead" else -1)


def near(here: Here) -> Date | None:
    """Read "last week", "earlier this month", "late next year"."""
    unit, number = here.unit()
    step = int(words().lists["turns"][here["turn"]])
    if here.day is None or number != 1 or unit in {"day", "decade"}:
        return None
    if here.before("near") or (here.before("turn") and not here["part"]):
        return None
    if unit == "weekend" and step == 0:
        return period(here.day, unit, -1 if here.sense == "back" and here.day.weekday() < 5 else 0)
    whole = period(here.day, unit, step)
    if whole is None or step:
        return whole
    if here["part"] == "earlier":
        return Date(whole.start, here.day.isoformat(), whole.precision)
    if here["part"] == "later":
        return Date(here.day.isoformat(), whole.end, whole.precision)
    return whole


def before_last(here: Here) -> Date | None:
    """Read "the week before last"."""
    return period(here.day, here.unit()[0], -2) if here.day else None


def _count(here: Here) -> tuple[Unit, int] | None:
    """Return unit and number of "three weeks"; ``None`` where it is not exact, or no number of days."""
    if here.before("count"):
        return None
    number = here.number("n")
    if here["unit"] == "hour":
        return ("day", number // 24) if number and number % 24 == 0 else None
    unit, times = here.unit()
    return (unit, number * times) if number else None


def ago(here: Here) -> Date | None:
    """Read "three days ago" as a day and "two weeks ago" as the week in which that day falls."""
    counted = _count(here)
    if counted is None or here.day is None:
        return None
    if here["exact"]:
        exact = rolling(here.day, counted[0], -counted[1])
        return one(first(exact)) if exact else None
    return period(here.day, counted[0], -counted[1])


def hence(here: Here) -> Date | None:
    """Read "in two weeks' time"."""
    counted = _count(here)
    return period(here.day, *counted) if counted and here.day else None


def hence_if_ahead(here: Here) -> Date | None:
    """Read "in two weeks", but only where the words look ahead: "the third attack in two weeks" looks back."""
    return hence(here) if here.sense == "ahead" else None


def rolling_stretch(here: Here) -> Date | None:
    """Read "the past week", "in the last 24 hours", "over the next two weeks": up to, or from, publication."""
    turn = here["turn"]
    # "The last week of", "the next day": without a preposition these are something else.
    if here.day is None or (turn in {"last", "next"} and not here["prep"]):
        return None
    counted = words().units[here["single"]] if here["single"] else _count(here)
    if counted is None or (here["single"] and counted[0] == "weekend"):
        return None
    return rolling(here.day, counted[0], counted[1] * int(words().lists["rolling"][turn]))


def _from_told(here: Here, unit: Unit, number: int) -> Date | None:
    """Return the unit so many steps from the date told, if that date is precise enough to count from.

    What would lie after the day of publication without a word that looks ahead was counted from something else.
    """
    told = here.told
    fineness = _FINENESS["week" if unit == "weekend" else "year" if unit == "decade" else unit]
    if told is None or _FINENESS[told.precision] > fineness:
        return None
    base = last(told) if number > 0 else first(told)
    if unit == "weekend" and number:
        ahead = (4 - base.weekday()) % 7 + 1 if number > 0 else -((base.weekday() - 6) % 7 or 7) - 1
        saturday = shift(base, ahead)
        date = stretch(saturday, shift(saturday, 1), "day")
    else:
        date = period(base, unit, number)
    lies_ahead = date is not None and here.day is not None and first(date) > here.day >= last(told)
    return None if lies_ahead and here.sense != "ahead" else date


def shifted(here: Here) -> Date | None:
    """Read "two days later", "the day before"."""
    counted = _count(here)
    if counted is None:
        return None
    return _from_told(here, counted[0], counted[1] * int(words().lists["told_shifts"][here["turn"]]))


def told_period(here: Here) -> Date | None:
    """Read "the same day", "that evening", "the following week"."""
    unit, number = here.unit()
    # "The next week will be hard" tells of the week to come.
    if here["turn"] == "the next" and (here.before("told") or (unit != "day" and here.sense == "ahead")):
        return None
    return _from_told(here, unit, number * int(words().lists["told_turns"][here["turn"]]))


def single_month(here: Here) -> Date | None:
    """Read "May 2023", "late November", "March next year"."""
    month = here.month("m")
    if here.has_year:
        year = here.year()
        return month_of(year, month) if year is not None else None
    turn, day = here["open"], here.day
    if (
        day is None
        or here.after("month")
        or (turn not in words().lists["turns"] and here.after("possessive"))
    ):
        return None
    if turn == "last":
        return month_of(day.year - (month >= day.month), month)
    if turn == "next":
        return month_of(day.year + (month <= day.month), month)
    return _nearest_month(here, month)


def _nearest_month(here: Here, month: int) -> Date | None:
    if here.day is not None and month == here.day.month:
        return month_of(here.day.year, month)
    chosen = here.nearest(calendar(year, month, 1) for year in here.years_around())
    return month_of(chosen.year, month) if chosen is not None else None


def months(here: Here) -> Date | None:
    """Read "September 2018 to February 2019", "May through July"."""
    start, end = here.month("m"), here.month("m2")
    if not _is_range(here, (end - start) % 12):
        return None
    if here.has_year:
        year = here.year()
    else:
        nearest = _nearest_month(here, end)
        year = first(nearest).year if nearest else None
    if year is None:
        return None
    from_ = month_of(int(here["y1"]) if here["y1"] else year - (start > end), start)
    to = month_of(year, end)
    return stretch(first(from_), last(to), "month") if from_ and to else None


def _month_told(here: Here) -> dt.date | None:
    """Return the first day of the month that is named, its year told or chosen."""
    month = here.month("m")
    if here.has_year:
        year = here.year()
        return calendar(year, month, 1) if year is not None else None
    nearest = _nearest_month(here, month)
    return first(nearest) if nearest else None


def week_of_month(here: Here) -> Date | None:
    """Read "the first week of March" as its first seven days."""
    month = _month_told(here)
    whole = month_of(month.year, month.month) if month else None
    if whole is None:
        return None
    nth = int(words().lists["ordinals"][here["nth"]])
    if nth < 0:
        return stretch(shift(last(whole), -6), last(whole), "week")
    start = shift(first(whole), 7 * (nth - 1))
    end = shift(start, 6)
    return stretch(start, min(end, last(whole)), "week") if end else None


def weekday_of_month(here: Here) -> Date | None:
    """Read "the first Sunday of October"."""
    nth, weekday, month = int(words().lists["ordinals"][here["nth"]]), here.weekday("w"), here.month("m")
    assert weekday is not None
    if here.has_year:
        year = here.year()
        return one(nth_weekday(year, month, weekday, nth)) if year is not None else None
    return one(here.nearest(nth_weekday(year, month, weekday, nth) for year in here.years_around()))


def part_of_year(here: Here) -> Date | None:
    """Read "the first quarter of 2024", "Q3 2024", "the first six months of last year"."""
    year = here.year()
    if year is None:
        return None
    if here["part"] == "month":
        nth, number = int(words().lists["ordinals"][here["nth"]]), here.number("n")
        if number > 11 or abs(nth) != 1:
            return None
        return months_of(year, 1, number) if nth > 0 else months_of(year, 13 - number, 12)
    length = 3 if here["part"][0] == "q" else 6
    nth = int(words().lists["ordinals"][here["nth"]]) if here["nth"] else here.number("n")
    nth = 12 // length if nth < 0 else nth
    return months_of(year, length * (nth - 1) + 1, length * nth) if length * nth <= 12 else None


def single_year(here: Here) -> Date | None:
    """Read "in 2023", "mid-2021"."""
    return years_of(int(here["y"]), int(here["y"]))


def years(here: Here) -> Date | None:
    """Read "2019-2021", "from 2019 to 2021", "2019–21"; a bare range is of years from 1900 on."""
    start, end = int(here["y"]), int(here["y2"])
    if end < 100:
        if here["link"].strip().isalpha():
            return None
        end += start - start % 100
    if not _is_range(here, end - start) or start >= end or (not here["open"] and start < 1900):
        return None
    return years_of(start, end)


def decade(here: Here) -> Date | None:
    """Read "the 1990s"."""
    return years_of(int(here["y"]), int(here["y"]) + 9)

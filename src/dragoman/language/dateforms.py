"""What dates look like: the forms, and the words at which each is looked for.

A form is tried only at the words that can begin it, and none looks further than a few words: the time of reading
grows with the length of the text and no faster. Months and weekdays are written with a capital, or all in
capitals: "may" and "march" are verbs.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cache

from dragoman.language import daterules
from dragoman.language.daterules import Here
from dragoman.language.datewords import any_of, capital, parts, words
from dragoman.records import Date

_WORD = re.compile(r"(?<![\w$€£.,:/-])(?:\d+|[^\W\d_]+)")
_NEXT = re.compile(r"[\s-](\d+|[^\W\d_]+)")


@dataclass(frozen=True, slots=True)
class Form:
    """What a date looks like, and what it means.

    Attributes:
        pattern: regular expression, matched at a word.
        heads: the words that can begin it; ``0`` stands for a figure.
        read: gives the date, or ``None`` where the words around tell that it is none.
        dates: whether it tells when something was; "the 2015 accord" only tells which accord.
    """

    pattern: str
    heads: frozenset[str]
    read: Callable[[Here], Date | None]
    dates: bool

    def match(self, text: str, at: int) -> re.Match[str] | None:
        """Match the form at a place of the text."""
        return _compiled(self.pattern).match(text, at)


@cache
def _compiled(pattern: str) -> re.Pattern[str]:
    """Compile a form when a text has a word that may begin it: all of them together take a tenth of a second."""
    return re.compile(pattern)


def beginning(text: str) -> Iterator[list[tuple[re.Match[str], Form]]]:
    """Yield, for each place where dates may begin, what matches there, the longest first."""
    index = _index()
    for word in _WORD.finditer(text):
        head = _head(word.group(), text, word.end())
        if head in index:
            at = word.start()
            found = [(match, form) for form in index[head] if (match := form.match(text, at))]
            if found:
                yield sorted(found, key=lambda pair: -pair[0].end())


def _head(word: str, text: str, end: int) -> str:
    """Return a word as the index knows it: "the" goes with the next one, it stands before too much else."""
    head = "0" if word.isdecimal() else word.lower()
    following = _NEXT.match(text, end) if head == "the" else None
    return f"the {_head(following.group(1), '', 0)}" if following else head


def heads() -> frozenset[str]:
    """Return the words at which dates are looked for, in lower case; ``0`` stands for any figure."""
    return frozenset(_index())


@cache
def _index() -> dict[str, list[Form]]:
    index: dict[str, list[Form]] = {}
    for form in _forms():
        for head in form.heads:
            index.setdefault(head, []).append(form)
    return index


def _split(head: str) -> tuple[str, str, int]:
    first = re.split(r"\W", head)[0]
    return first, head, len(first)


def _forms() -> list[Form]:
    w, p = words(), parts()
    lists = w.lists
    forms: list[Form] = []

    def form(
        read: Callable[[Here], Date | None], pattern: str, *heads: Iterable[str], dates: bool = True
    ) -> None:
        """Add a form; its heads are the first words of the lists it may begin with."""
        whole = rf"{pattern}(?![\w%]|[.,:/-]\d|[-–](?:year|day|week|month|era|style))"
        begins = {_head(*_split(str(head))) for listed in heads for head in listed}
        forms.append(Form(whole, frozenset(begins), read, dates))

    def the(listed: Iterable[str]) -> list[str]:
        return [f"the {word}" for word in listed]

    figure, months, weekdays = ("0",), w.months, w.weekdays
    of_day, of_told = any_of(lists["turns"]), any_of(lists["told_turns"])
    year = (
        rf"(?:,?\s(?:of\s|in\s)?(?:(?P<y>{p.year})|(?P<of_day>{of_day})\s(?i:year)"
        rf"|(?P<of_told>{of_told})\s(?i:year)))"
    )
    named = rf"(?:(?P<w>{p.any_weekday}),?\s(?:the\s)?)?"
    open_range = r"(?:(?i:from|(?P<between>between))\s)?"
    month, month2 = rf"(?P<m>{p.month})", rf"(?P<m2>{p.month})"
    day, day2, article = rf"(?P<d>{p.day})", rf"(?P<d2>{p.day})", r"(?:the\s)?"
    again = rf"(?:{p.any_weekday},?\s)?"
    first_year = rf"(?:,?\s(?P<y1>{p.year}))?"
    ranges = ("from", "between")

    # Numbers alone.
    clock = r"(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?(?:Z|[+-]\d\d:?\d\d)?)?"
    form(daterules.numeric, rf"(?P<y>{p.year})(?P<sep>[-/.])(?P<m>\d\d)(?P=sep)(?P<d>\d\d){clock}", figure)
    form(daterules.numeric_end, rf"(?P<a>\d\d?)(?P<sep>[/.])(?P<b>\d\d?)(?P=sep)(?P<y>{p.year})", figure)

    # Days of a month.
    form(daterules.day_of_month, rf"{named}{month}\s{article}{day}{year}?", months, weekdays)
    form(
        daterules.day_of_month,
        rf"{named}{article}{day}\s(?:of\s)?{month}{year}?",
        figure,
        weekdays,
        ["the 0"],
    )
    form(
        daterules.day_of_month,
        rf"{open_range}{named}{month}\s{article}{day}{first_year}{p.link}{again}{month2}\s{day2}{year}?",
        months, weekdays, ranges,
    )  # fmt: skip
    form(
        daterules.day_of_month,
        rf"{open_range}{named}{article}{day}\s(?:of\s)?{month}{first_year}{p.link}{again}{article}{day2}\s(?:of\s)?{month2}{year}?",
        figure, weekdays, ranges, ["the 0"],
    )  # fmt: skip
    form(
        daterules.day_of_month,
        rf"{open_range}{named}{month}\s{day}{p.link}{day2}{year}?",
        months,
        weekdays,
        ranges,
    )
    form(
        daterules.day_of_month,
        rf"{open_range}{named}{article}{day}{p.link}{article}{day2}\s(?:of\s)?{month}{year}?",
        figure, weekdays, ranges, ["the 0"],
    )  # fmt: skip
    form(daterules.day_of_this_month, rf"the\s{day}\sof\s(?P<turn>{of_day})\smonth", ["the 0"])
    feasts = [*lists["feasts"], *lists["easter"]]
    feasts += [feast.replace("'", "’") for feast in feasts if "'" in feast]
    form(daterules.feast_day, rf"(?P<feast>{capital(feasts)}){year}?", feasts)

    # Weekdays and the days around publication.
    part = rf"(?:\s(?:{p.day_part}))?"
    vague = rf"(?:{p.vague}\s)?"
    turn = rf"(?:(?P<turn>{any_of(lists['weekday_turns'])}|this|This|THIS)\s|(?P<told>{of_told})\s)?"
    form(
        daterules.single_weekday,
        rf"{turn}{vague}(?P<w>{p.weekday}){part}(?:,?\s(?:of\s|in\s)?(?P<week>{of_day})\sweek)?",
        weekdays, lists["weekday_turns"], lists["told_turns"], ["this"], lists["vague"],
    )  # fmt: skip
    form(
        daterules.weekdays,
        rf"{open_range}(?P<w>{p.weekday}){p.link}(?P<w2>{p.weekday}){part}",
        weekdays,
        ranges,
    )
    form(daterules.near_day, rf"{vague}(?P<day>{any_of(lists['days'])}){part}", lists["days"], lists["vague"])
    night = rf"(?!\s(?:(?:on|into|from|to)\s)?{p.weekday})"
    form(daterules.overnight, rf"(?i:overnight){night}", ["overnight"])
    form(daterules.weekend, rf"{any_of(lists['weekend_before'])}\s(?i:weekend)", lists["weekend_before"])

    # Periods of the calendar, counted from publication.
    form(
        daterules.near,
        rf"(?:(?P<part>{p.vague})[\s-])?(?P<turn>{of_day})\s(?P<unit>{p.unit})(?!\sof\s)",
        lists["turns"], lists["vague"],
    )  # fmt: skip
    form(
        daterules.before_last,
        r"the\s(?P<unit>(?i:week|weekend|month|year))\sbefore\slast",
        the(lists["units"]),
    )
    counted = rf"(?P<n>{p.count})\s(?P<unit>{p.unit}|(?i:hour))s?"
    counts = [*lists["counts"], "0"]
    form(daterules.ago, rf"{counted}\s(?i:ago)(?P<exact>\s(?i:today))?", counts)
    form(daterules.hence, rf"{counted}\s(?i:from\s(?:now|today))", counts)
    form(daterules.hence, rf"(?i:in)\s{counted}(?:['’]s?)?\s(?i:time)", ["in"])
    form(daterules.hence_if_ahead, rf"(?i:in)\s{counted}", ["in"])
    rolled = any_of(lists["rolling"])
    form(
        daterules.rolling_stretch,
        rf"(?:(?P<prep>{any_of(lists['rolling_before'])})\s)?(?i:the|these|this)\s(?P<turn>{rolled})\s"
        rf"(?:(?P<n>{p.count})\s(?P<unit>{p.unit}|(?i:hour))s?|(?P<single>{p.unit}))(?!\sof\s)",
        lists["rolling_before"], the(lists["rolling"]), ["these", "this"],
    )  # fmt: skip

    # Counted from the last date told.
    end = r"(?=\s?(?:[.,;:!?)\"”—–]|$))"
    form(
        daterules.shifted,
        rf"{counted}\s(?P<turn>(?i:later|earlier|afterwards?)(?!\s(?i:than))|(?i:before|after){end})",
        counts,
    )
    form(
        daterules.shifted,
        rf"(?i:the)\s(?P<unit>{p.unit})\s(?P<turn>(?i:before|after){end})",
        the(lists["units"]),
    )
    form(
        daterules.told_period,
        rf"(?:{p.vague}\s)?(?P<turn>{of_told})\s(?P<unit>{p.unit})",
        lists["told_turns"],
        lists["vague"],
    )

    # Months and parts of a year.
    opener = rf"(?P<open>{any_of(lists['month_openers'])})[\s-]"
    openers = lists["month_openers"]
    form(daterules.single_month, rf"(?:{opener})?{month}{year}", months, openers)
    form(daterules.single_month, rf"{opener}{month}(?!,?\s\d)", openers)
    form(
        daterules.months,
        rf"(?:(?i:from|in|(?P<between>between))\s)?{month}{first_year}{p.link}{month2}{year}?(?!,?\s\d)",
        months, ranges, ["in"],
    )  # fmt: skip
    ordinal = rf"(?P<nth>{any_of(lists['ordinals'])})"
    form(
        daterules.week_of_month,
        rf"(?i:the)\s{ordinal}\s(?i:week)\s(?:of|in)\s{month}{year}?",
        the(lists["ordinals"]),
    )
    form(
        daterules.weekday_of_month,
        rf"(?i:the)\s{ordinal}\s(?P<w>{p.weekday})\s(?:of|in)\s{month}{year}?",
        the(lists["ordinals"]),
    )
    form(
        daterules.part_of_year,
        rf"(?i:the)\s{ordinal}\s(?P<part>(?i:quarter|half)){year}",
        the(lists["ordinals"]),
    )
    form(daterules.part_of_year, rf"(?P<part>[QH])(?P<n>[1-4]){year}", ["q", "h"])
    form(
        daterules.part_of_year,
        rf"(?i:the)\s{ordinal}\s(?P<n>{p.count})\s(?P<part>(?i:month))s{year}",
        the(lists["ordinals"]),
    )

    # Years.
    year_openers = lists["year_openers"]
    form(daterules.single_year, rf"(?P<open>{any_of(year_openers)})[\s-](?P<y>{p.year})", year_openers)
    form(
        daterules.years,
        rf"(?P<open>(?i:from|in|(?P<between>between))\s)?(?P<y>{p.year}){p.link}(?P<y2>{p.year}|\d\d(?!\d))",
        figure, ranges, ["in"],
    )  # fmt: skip
    form(
        daterules.decade,
        r"(?:(?i:in|during|throughout|of)\s)?(?i:the)\s(?:(?i:early|mid|late)[\s-])?(?P<y>(?:1\d|20)\d0)s(?![-–'’])",
        ["the 0", "the early", "the mid", "the late", "in", "during", "throughout", "of"],
    )
    form(daterules.single_year, r"(?P<y>(?:19|20)\d\d)", figure, dates=False)
    return forms
